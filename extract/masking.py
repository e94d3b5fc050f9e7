"""A sentence in which every mention is one character, so that rules are short patterns over classes of names.

`全面推动中美在清洁能源领域的合作` becomes `全面推动KC在F领域的合作`, where K, C and F stand for characters of the private-use
area. Quotation marks around a name and an acronym in brackets behind it are swallowed by the mask: in a list of quoted
names only the separators remain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from typing import NamedTuple

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


_MASKS = {letter: chr(_BASE + ord(letter)) for letter in LETTERS}
_BITS = {letter: 1 << place for place, letter in enumerate(LETTERS)}


def mask(letter: str) -> str:
    """Return the private-use character that stands for a letter of the mask alphabet."""
    return _MASKS[letter]


def mask_class(name: str) -> str:
    """Return the characters of a class of the rule language, as in `Partner`; raises `KeyError` for an unknown one."""
    return "".join(mask(letter) for letter in _CLASSES[name])


def bits_of(masks: Iterable[str]) -> int:
    """Return the bits that stand for some mask characters."""
    return sum(_BITS[letter] for letter in LETTERS if mask(letter) in masks)


def class_names() -> tuple[str, ...]:
    """Return the classes that a slot of a rule may name."""
    return tuple(_CLASSES)


class Masked(NamedTuple):
    """The masked sentence with the way back: the i-th mask character stands at `masks[i]` for `mentions[i]`.

    `begins` and `ends` are where the words behind the masks begin and end in the document; `letters` says which masks
    there are, one bit each.
    """

    text: str
    start: int
    mentions: Sequence[Mention] = ()
    masks: Sequence[int] = ()
    begins: Sequence[int] = ()
    ends: Sequence[int] = ()
    letters: int = 0

    def origin(self, position: int) -> int:
        """Return the place in the document of a boundary between characters of the masked text."""
        index = bisect_left(self.masks, position)
        if index == 0:
            return self.start + position
        return self.ends[index - 1] + position - self.masks[index - 1] - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the document of a half-open span of the masked text."""
        index = bisect_left(self.masks, start)
        inside = index < len(self.masks) and self.masks[index] == start
        begin = self.begins[index] if inside else self.origin(start)
        return begin, self.origin(end)

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """Return the mentions whose masks stand in a span of the masked text."""
        return self.mentions[bisect_left(self.masks, start) : bisect_left(self.masks, end)]


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
    if not mentions:
        return Masked(text[start:end], start)
    pieces: list[str] = []
    masks: list[int] = []
    begins: list[int] = []
    ends: list[int] = []
    cursor, length = start, 0
    kept: list[Mention] = []
    present = 0
    for mention, letter in zip(mentions, letters, strict=True):
        if mention.start < cursor:  # the acronym behind a name, swallowed with it
            continue
        kept.append(mention)
        present |= _BITS[letter]
        begin, stop = _swallow(text, mention.start, mention.end, cursor, end)
        pieces += (text[cursor:begin], _MASKS[letter])
        length += begin - cursor
        masks.append(length)
        begins.append(begin)
        ends.append(stop)
        length += 1
        cursor = stop
    pieces.append(text[cursor:end])
    return Masked("".join(pieces), start, kept, masks, begins, ends, present)


def _swallow(text: str, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
    """Widen a span over an acronym in brackets and the quotation marks around it."""
    end = _behind_acronym(text, end, ceiling)
    if floor < start and end < ceiling and text[start - 1] in _OPEN and text[end] in _CLOSE:
        return start - 1, _behind_acronym(text, end + 1, ceiling)
    return start, end


def _behind_acronym(text: str, end: int, ceiling: int) -> int:
    if end < ceiling and text[end] in "（(":
        acronym = _ACRONYM.match(text, end, ceiling)
        return acronym.end() if acronym else end
    return end
