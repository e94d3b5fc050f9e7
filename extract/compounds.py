"""Countries and regions that stand as one character inside a compound: 中美, 中日韩, 中俄蒙, 俄方, 我与欧盟.

A single character is usable only after (or before) 中, and only where the characters around do not make another word:
汇总中意见 is no Italy, 进行中美化 no America. What surrounds it is data (`rules/words.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from extract.lexicon import Lexicon
from extract.model import Entity
from extract.ruleset import RuleSet

#: The length of the names that may follow 中 as if they were one character: 印尼.
_SHORT_NAME = 2
_REST_IN_BRACKETS = re.compile("[（(](?P<rest>[一-龥]{1,6})[）)]")


@dataclass(frozen=True, slots=True)
class Part:
    """One character of a compound with the entities it may stand for."""

    start: int
    end: int
    candidates: tuple[Entity, ...]


class CompoundGrammar:
    """The patterns for compounds, made of the compound forms of the vocabulary and the word lists of the rules."""

    def __init__(self, lexicon: Lexicon, rules: RuleSet, china: Entity) -> None:
        self._lexicon = lexicon
        self._forms = lexicon.compound_forms
        self._china = china
        single = "".join(sorted(form for form in self._forms if len(form) == 1 and form != "中"))
        words = rules.words
        if not single:
            single = "\x00"
        self._compound = re.compile(
            f"(?<!{words['not_before_compound']})中(?P<partners>[{single}]{{1,4}})(?!{words['not_after_compound']})"
        )
        self._needs_follower = re.compile(f"[{words['weak_compound_forms']}]")
        self._follower = re.compile(words["after_compound"])
        self._word = re.compile(words["word_of_compound_form"])
        self._inverse = re.compile(f"(?P<partners>[{single}])中(?={words['after_inverse_compound']})")
        self._series = re.compile(f"[中{single}](?:、[中{single}])+(?={words['after_series']})")
        self._others = re.compile(f"{words['before_others']}[{single}]{{2,4}}(?={words['after_others']})")
        self._before_name = re.compile(f"(?<!{words['not_before_compound']})中$")
        self._towards = re.compile(f"(?:对|赴)(?P<side>[{single}])(?={words['after_towards']})")
        self._side = re.compile(f"(?P<side>[{single}])方(?!{words['not_after_side']})")

    def compounds(self, text: str, names_start: Set[int], named: Mapping[str, Entity]) -> Iterator[tuple[Part, ...]]:
        """Yield the parts of each compound of the text, 中 among them.

        `names_start` is where known names begin, `named` what the text names in full.
        """
        for match in self._compound.finditer(text):
            partners = self._readable(text, match.start("partners"), match["partners"], names_start, named)
            if partners:
                parts = self._parts(match.start("partners"), partners)
                yield (self._part_of_china(match.start()), *self._spelt_out(text, parts))
        for start in sorted(names_start):
            if self._stands_before_short_name(text, start):
                yield (self._part_of_china(start - 1),)
        for match in self._inverse.finditer(text):
            yield (*self._parts(match.start("partners"), match["partners"]), self._part_of_china(match.end() - 1))

    def series(self, text: str) -> Iterator[tuple[Part, ...]]:
        """Yield the countries of 日、韩两国, of 美日印澳四方, and the one of 对俄合作."""
        for match in self._series.finditer(text):
            yield tuple(
                self._part_of_china(place) if text[place] == "中" else self._parts(place, text[place])[0]
                for place in range(match.start(), match.end(), 2)
            )
        for match in self._others.finditer(text):
            yield self._parts(match.start(), match[0])
        for match in self._towards.finditer(text):
            yield self._parts(match.start("side"), match["side"])

    def sides(self, text: str, named: Mapping[str, Entity]) -> Iterator[tuple[int, int, Entity]]:
        """Yield 泰方, 阿方 where the text names exactly one country that the character stands for."""
        for match in self._side.finditer(text):
            candidates = [entity for entity in self._forms[match["side"]] if entity.iri in named]
            if len(candidates) == 1:
                yield match.start(), match.end(), candidates[0]

    def _readable(
        self, text: str, start: int, partners: str, names_start: Set[int], named: Mapping[str, Entity]
    ) -> str:
        """Cut the run of characters before the first that begins another word; empty where nothing is left."""
        for size in range(len(partners), 0, -1):
            end = start + size
            last = partners[size - 1]
            if end in names_start:  # 中法人工智能: the name behind it wins over 法人
                return partners[:size]
            if self._word.match(text, end - 1):
                continue
            follows = self._follower.match(text, end) or any(entity.iri in named for entity in self._forms[last])
            if self._needs_follower.match(last) and size == 1 and not follows:
                continue
            return partners[:size]
        return ""

    def _stands_before_short_name(self, text: str, start: int) -> bool:
        """Tell whether 中 and a country of two characters begin a compound: 中印尼高级别人文交流机制."""
        end = start + _SHORT_NAME
        if self._before_name.search(text, max(0, start - 2), start) is None or not self._follower.match(text, end):
            return False
        return any(entity.type == "Country" for entity in self._lexicon.named(text[start:end]))

    def _spelt_out(self, text: str, parts: Sequence[Part]) -> Sequence[Part]:
        """Let brackets complete the last character to a name: 中哈（萨克斯坦）."""
        last = parts[-1]
        rest = _REST_IN_BRACKETS.match(text, last.end)
        if rest is None:
            return parts
        named = self._lexicon.named(text[last.start : last.end] + rest["rest"])
        return (*parts[:-1], Part(last.start, rest.end(), named)) if named else parts

    def _part_of_china(self, start: int) -> Part:
        return Part(start, start + 1, (self._china,))

    def _parts(self, start: int, partners: str) -> tuple[Part, ...]:
        return tuple(Part(start + i, start + i + 1, self._forms[form]) for i, form in enumerate(partners))


def choose(candidates: tuple[Entity, ...], named: Mapping[str, Entity]) -> Entity | None:
    """Return the entity that a character stands for, or nothing where two remain.

    One candidate is taken; else the only one that the text names in full; else the only region (中阿 is 阿拉伯国家).
    """
    if len(candidates) == 1:
        return candidates[0]
    in_text = [entity for entity in candidates if entity.iri in named]
    if len(in_text) == 1:
        return in_text[0]
    regions = [entity for entity in candidates if entity.type == "Region"]
    return regions[0] if len(regions) == 1 and not in_text else None
