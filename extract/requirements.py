"""Which kinds of names a pattern cannot do without, so that a sentence that lacks one need not be tried.

A pattern is read from the outside: what stands in a row is all needed; of alternatives one is, whichever; what may be
left out, or must not stand there, is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.masking import mask_class

#: Each set is needed: one of its characters must stand in the text.
Needs = tuple[frozenset[str], ...]

_MASKS = frozenset(mask_class("Any"))
_MAY_BE_LEFT_OUT = re.compile(r"[?*]|\{0?,")
_REPEATED = re.compile(r"(?:[*+?]|\{\d*,?\d*\})[?+]?")
_NOT_TAKEN = ("(?!", "(?<!")
_GROUP = re.compile(r"\((?:\?(?::|=|!|<=|<!|P<\w+>))?")


def needs_of(pattern: str) -> Needs:
    """Return the sets of mask characters one of each of which every match of a pattern holds.

    >>> from extract.masking import mask
    >>> country, field, base = mask("C"), mask("F"), mask("B")
    >>> needs_of(f"与[{country}](?:在[{field}])?(?:建立[{base}]|设立[{base}{field}])") == (
    ...     frozenset(country), frozenset(base + field)
    ... )
    True
    """
    needs, _ = _alternatives(pattern, 0)
    return tuple(dict.fromkeys(needs))


def _alternatives(pattern: str, place: int) -> tuple[list[frozenset[str]], int]:
    """Return what is needed from a place to the bracket that closes it, and the place behind that bracket."""
    branches: list[list[frozenset[str]]] = [[]]
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "|":
            branches.append([])
            place += 1
            continue
        needs, place = _element(pattern, place)
        if not _MAY_BE_LEFT_OUT.match(pattern, place):
            branches[-1] += needs
        if repeated := _REPEATED.match(pattern, place):
            place = repeated.end()
    return _of_any(branches), place + 1


def _of_any(branches: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """Return what alternatives need together: of each the set that is hardest to come by."""
    if len(branches) == 1:
        return branches[0]
    if not all(branches):
        return []
    return [frozenset().union(*(_rarest(branch) for branch in branches))]


def _rarest(needs: Iterable[frozenset[str]]) -> frozenset[str]:
    return min(needs, key=lambda need: (len(need), sorted(need)))


def _element(pattern: str, place: int) -> tuple[list[frozenset[str]], int]:
    """Return what the element at a place needs, and where it ends."""
    if pattern[place] == "\\":
        return [], place + 2
    if pattern[place] == "[":
        end = _end_of_class(pattern, place)
        members = frozenset(pattern[place + 1 : end - 1])
        return ([members] if members and members <= _MASKS else []), end
    if group := _GROUP.match(pattern, place):
        needs, end = _alternatives(pattern, group.end())
        return ([] if group[0] in _NOT_TAKEN else needs), end
    return ([frozenset(pattern[place])] if pattern[place] in _MASKS else []), place + 1


def _end_of_class(pattern: str, place: int) -> int:
    place += 2 if pattern[place + 1] == "^" else 1
    place += pattern[place] == "]"  # a bracket that comes first stands for itself
    while pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    return place + 1
