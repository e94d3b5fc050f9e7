"""A sentence in which every mention is one character, so that rules are short patterns over classes of names.

`全面推动中美在清洁能源领域的合作` becomes `全面推动KC在F领域的合作`, where K, C and F stand for characters of the private-use
area. Quotation marks around a name and an acronym in brackets behind it are swallowed by the mask: in a list of quoted
names only the separators remain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from extract.model import Mention

_BASE = 0xE400
#: Letters of the mask alphabet. O are foreign and international bodies, o Chinese ones; F are fields that a
#: construction marks as such (在…领域), f are names of fields anywhere.
LETTERS = "KCROoGMBTFfDPL"
_CLASSES: dict[str, str] = {
    "China": "K",
    "Country": "C",
    "Region": "R",
    "Foreign": "O",
    "Domestic": "o",
    "Organization": "Oo",
    "Programme": "G",
    "Mechanism": "M",
    "Base": "B",
    "BaseType": "T",
    "Field": "Ff",
    "Marked": "F",
    "Document": "D",
    "Period": "P",
    "Place": "L",
    "Partner": "CRO",
    "State": "KCR",
    "Named": "CROMBG",
    "Any": LETTERS,
}
_LETTER_OF_TYPE = {
    "Country": "C",
    "Region": "R",
    "Organization": "O",
    "Programme": "G",
    "Mechanism": "M",
    "Base": "B",
    "BaseType": "T",
    "Field": "F",
    "Document": "D",
    "Period": "P",
    "Place": "L",
}
_ACRONYM = re.compile(r"[（(][A-Za-z][A-Za-z0-9 .·&+/-]{1,40}[)）]")
_OPEN, _CLOSE = '“‘"《〈「『', '”’"》〉」』'


def mask(letter: str) -> str:
    """Return the private-use character that stands for a letter of the mask alphabet."""
    return chr(_BASE + ord(letter))


def mask_class(name: str) -> str:
    """Return the characters of a class of the rule language, as in `Partner`; raises `KeyError` for an unknown one."""
    return "".join(mask(letter) for letter in _CLASSES[name])


def class_names() -> tuple[str, ...]:
    """Return the classes that a slot of a rule may name."""
    return tuple(_CLASSES)


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked sentence with the way back: `spans[i]` is the mention behind the i-th mask character."""

    text: str
    start: int
    mentions: tuple[Mention, ...]
    _masks: tuple[int, ...]
    _begins: tuple[int, ...]
    _ends: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Return the place in the document of a boundary between characters of the masked text."""
        index = bisect_left(self._masks, position)
        if index == 0:
            return self.start + position
        return self._ends[index - 1] + position - self._masks[index - 1] - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the document of a half-open span of the masked text."""
        index = bisect_left(self._masks, start)
        inside = index < len(self._masks) and self._masks[index] == start
        begin = self._begins[index] if inside else self.origin(start)
        return begin, self.origin(end)

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions whose masks stand in a span of the masked text."""
        return self.mentions[bisect_left(self._masks, start) : bisect_left(self._masks, end)]


def letter_of(mention: Mention, china: str, domestic: Set[str]) -> str:
    """Return the mask letter of a mention; see `LETTERS`."""
    iri = mention.entity.iri
    if iri == china:
        return "K"
    letter = _LETTER_OF_TYPE[mention.entity.type]
    if (letter == "O" and iri in domestic) or (letter == "F" and mention.rule == "label"):
        return letter.lower()
    return letter


def mask_sentence(text: str, start: int, end: int, mentions: Sequence[Mention], letters: Iterable[str]) -> Masked:
    """Return the masked form of text[start:end]; `mentions` are sorted."""
    pieces: list[str] = []
    masks: list[int] = []
    begins: list[int] = []
    ends: list[int] = []
    cursor, length = start, 0
    kept: list[Mention] = []
    for mention, letter in zip(mentions, letters, strict=True):
        if mention.start < cursor:  # the acronym behind a name, swallowed with it
            continue
        kept.append(mention)
        begin, stop = _swallow(text, mention.start, mention.end, cursor, end)
        pieces.append(text[cursor:begin])
        length += begin - cursor
        masks.append(length)
        begins.append(begin)
        ends.append(stop)
        pieces.append(mask(letter))
        length += 1
        cursor = stop
    pieces.append(text[cursor:end])
    return Masked("".join(pieces), start, tuple(kept), tuple(masks), tuple(begins), tuple(ends))


def _swallow(text: str, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
    """Widen a span over an acronym in brackets and the quotation marks around it."""
    acronym = _ACRONYM.match(text, end, ceiling)
    if acronym:
        end = acronym.end()
    if floor < start and end < ceiling and text[start - 1] in _OPEN and text[end] in _CLOSE:
        start, end = start - 1, end + 1
        acronym = _ACRONYM.match(text, end, ceiling)
        if acronym:
            end = acronym.end()
    return start, end
