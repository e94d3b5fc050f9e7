"""Finds fields of cooperation: cuts the lists that the rules mark into items and strips what does not belong to a field.

Only sentences that are about cooperation with somebody outside are read for fields: a national plan is full of fields
that nobody is invited to share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.lexicon import Lexicon
from extract.masking import Masked, mask_class
from extract.ruleset import Rule, RuleSet

_FIELD = mask_class("Field")
_OTHER_NAMES = re.compile(f"[{''.join(sorted(set(mask_class('Any')) - set(_FIELD) - set(mask_class('State'))))}]")
_CHINA = mask_class("China")
#: The number of a heading that stands before a list: 二、碳中和与生物多样性.
_NUMBERING = re.compile("[一二三四五六七八九十]{1,3}|[0-9]{1,2}")
_ITEM_NUMBER = re.compile("（[0-9一二三四五六七八九十]{1,2}）|[0-9]{1,2}[.．]")
_MAX, _MIN = 18, 2
#: Words that may be split in two ways (国际合作) are counted, and labels that hold many of them not looked at: the engine
#: would try every way to split them.
_MOST_WORDS, _LONGEST_GENERIC = 5, 40


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """A field in the text: its span in the document, its label and the rule that saw it."""

    start: int
    end: int
    label: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str


class FieldGrammar:
    """The word lists that say where an item begins and ends and what is no field."""

    def __init__(self, rules: RuleSet, lexicon: Lexicon) -> None:
        words = rules.words
        self._lead = re.compile(f"(?:{words['field_lead']})+")
        self._edge = re.compile(words["field_edge"])
        self._edge_word = re.compile(words["field_edge_word"])
        self._verbs = re.compile(f"(?:{words['edge_verb']})+")
        self._tail = re.compile(f"(?:{words['field_tail']}){{1,{_MOST_WORDS}}}$")
        self._morpheme = re.compile(words["field_morpheme"])
        self._opener = re.compile(words["field_opener"])
        self._plain = re.compile(words["field_plain"])
        self._stop = re.compile(words["field_stop"])
        self._generic = re.compile(f"(?:{words['field_not']}){{1,{_MOST_WORDS}}}")
        self._fields = {name for concept in lexicon.vocabulary.of_type("Field") for name in concept.names}

    def find(self, text: str, masked: Masked, rules: Iterable[Rule], before: str = "") -> list[FieldSpan]:
        """Return the fields that the rules mark in a masked sentence, sorted, none twice; `before` stands above it."""
        spans: dict[tuple[int, int], FieldSpan] = {}
        for rule in rules:
            if "before" in rule.options and not rule.options["before"].search(before + masked.text):
                continue
            given = rule.options.get("given")
            first = given.search(masked.text) if given else None
            if given and first is None:
                continue
            for match in rule.regex.finditer(masked.text, first.end() if first else 0):
                for span in self._items(text, masked, match.start("fields"), match["fields"], rule):
                    spans.setdefault((span.start, span.end), span)
        return _disjoint(sorted(spans.values(), key=lambda span: (span.start, -span.end)))

    def is_generic(self, label: str) -> bool:
        """Tell whether a string says nothing about a field: 科技, 国际, 人员培训."""
        if len(label) > _LONGEST_GENERIC:
            return False
        whole = self._generic.fullmatch(label) is not None
        return whole or all(self._generic.fullmatch(half) for half in re.split("[和与及]", label))

    def _items(self, text: str, masked: Masked, offset: int, listed: str, rule: Rule) -> Iterator[FieldSpan]:
        first, *others = self._from_opener(list(self._cut(offset, listed)))
        pieces = [self._trim(self._behind_edge(first)), *(self._trim(self._behind_verb(piece)) for piece in others)]
        good = [piece for piece in pieces if self._is_field(piece.text, masked, piece, text)]
        if len(good) > 1:
            good = [piece for piece in pieces if piece in good or self._plain.fullmatch(piece.text)]
        generic = sum(1 for piece in pieces if self.is_generic(piece.text))
        if not good or (generic * 2 > len(pieces) and not any(_is_mask(piece.text) for piece in good)):
            return
        spans = [masked.span(piece.start, piece.end) for piece in good]
        if rule.options.get("weak") and not self._looks_like_fields(text, good, spans):
            return
        for start, end in spans:
            yield FieldSpan(start, end, text[start:end], rule.id)

    def _looks_like_fields(self, text: str, pieces: Sequence[_Piece], spans: Sequence[tuple[int, int]]) -> bool:
        """Tell whether one item of a list is a known field or is made of what names of fields are made of."""
        return any(
            _is_mask(piece.text) or self._morpheme.search(text[start:end]) is not None
            for piece, (start, end) in zip(pieces, spans, strict=True)
        )

    def _cut(self, offset: int, listed: str) -> Iterator[_Piece]:
        """Cut a list at 、 and 以及, and at 和, 与 or 及 where both sides are fields of their own."""
        cursor = 0
        parts: list[tuple[int, str]] = []
        for match in re.finditer("、|以及", listed):
            parts.append((cursor, listed[cursor : match.start()]))
            cursor = match.end()
        parts.append((cursor, listed[cursor:]))
        parts = [(start, part) for start, part in parts if not _NUMBERING.fullmatch(part)] or parts
        for index, (start, part) in enumerate(parts):
            last = index == len(parts) - 1
            for begin, item in self._halves(part, splits_and=last, several=len(parts) > 1):
                yield _Piece(offset + start + begin, offset + start + begin + len(item), item)

    def _halves(self, part: str, *, splits_and: bool, several: bool) -> Iterator[tuple[int, str]]:
        for conjunction in ("和", "及", "与"):
            place = part.find(conjunction, 1)
            if place < 1 or (not splits_and and conjunction != "及"):
                continue
            left, right = part[:place], part[place + 1 :]
            if self._both_stand_alone(left, right, conjunction, several=several):
                yield 0, left
                for begin, item in self._halves(right, splits_and=splits_and, several=several):
                    yield place + 1 + begin, item
                return
        yield 0, part

    def _both_stand_alone(self, left: str, right: str, conjunction: str, *, several: bool) -> bool:
        bare_left, bare_right = _without(self._lead.match(left), left), self._tail.sub("", right)
        if not bare_left or not bare_right:
            return False
        known = _is_mask(bare_left) and _is_mask(bare_right)
        if conjunction == "与":
            return known and not several
        long_enough = min(_weight(bare_left), _weight(bare_right)) >= (3 if several else 4)
        return known or (conjunction == "和" and long_enough)

    def _from_opener(self, pieces: list[_Piece]) -> list[_Piece]:
        """Drop what stands before the piece in which the list really opens: 与东盟、南亚国家在农业."""
        for index in range(len(pieces) - 1, 0, -1):
            opener = self._opener.search(pieces[index].text)
            if opener and _weight(pieces[index].text[opener.end() :]) > 1:
                return pieces[index:]
        return pieces

    def _behind_edge(self, piece: _Piece) -> _Piece:
        """Cut what stands before the list from its first item: 中美在清洁能源 begins behind 在."""
        ends = (match.end() for match in self._edge.finditer(piece.text))
        cut = max((end for end in ends if _weight(piece.text[end:]) > 1), default=0)
        return _Piece(piece.start + cut, piece.end, piece.text[cut:])

    def _behind_verb(self, piece: _Piece) -> _Piece:
        """Cut a verb from the beginning of a later item: 协助开展区域规划."""
        verb = self._verbs.match(piece.text)
        cut = verb.end() if verb else 0
        return _Piece(piece.start + cut, piece.end, piece.text[cut:])

    def _trim(self, piece: _Piece) -> _Piece:
        start, text = piece.start, piece.text
        number = _ITEM_NUMBER.match(text)
        if number:
            start, text = start + number.end(), text[number.end() :]
        lead = self._lead.match(text)
        if lead and len(text) - lead.end() >= 1 and text not in self._fields:
            start, text = start + lead.end(), text[lead.end() :]
        tail = self._tail.search(text)
        if tail and tail.start() >= 1:
            text = text[: tail.start()]
        return _Piece(start, start + len(text), text)

    def _is_field(self, item: str, masked: Masked, piece: _Piece, text: str) -> bool:
        if item in _FIELD:
            return bool(item)
        start, end = masked.span(piece.start, piece.end) if item else (0, 0)
        if not len(item) >= _MIN or not _MIN <= end - start <= _MAX:
            return False
        if _OTHER_NAMES.search(item) or _CHINA in item or (item[0] in mask_class("State") and len(item) < 3):
            return False
        raw = text[start:end]
        if self._stop.search(raw) or self.is_generic(raw) or self._lead.fullmatch(item):
            return False
        return not self._edge_word.match(item)


def _without(lead: re.Match[str] | None, item: str) -> str:
    return item[lead.end() :] if lead else item


def _weight(item: str) -> int:
    """Return the length of an item, a masked name counted as the word it stands for."""
    return len(item) + 3 * sum(char in _FIELD for char in item)


def _is_mask(item: str) -> bool:
    return len(item) == 1 and item in _FIELD


def _disjoint(spans: Sequence[FieldSpan]) -> list[FieldSpan]:
    chosen: list[FieldSpan] = []
    for span in spans:
        if not chosen or chosen[-1].end <= span.start:
            chosen.append(span)
    return chosen
