"""What a text itself defines: short names, acronyms, the form of a name without its country, two ways to name the parties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extract.collected import PARTNERS, SentenceMentions
from extract.lexicon import Lexicon
from extract.model import Entity, Mention
from extract.names import Found
from extract.ruleset import RuleSet

_ACRONYM = re.compile("”?[（(](?P<short>[A-Z][A-Za-z0-9-]{1,9})[)）]")
_NO_SHORT_NAME = ("Country", "Region", "Field", "Period")
_SHORTEST = 5


class LocalNames:
    """The names that one document defines, with the entities they stand for."""

    def __init__(self, lexicon: Lexicon, rules: RuleSet) -> None:
        self._lexicon = lexicon
        self._short_name = rules.word_regex("short_name")
        self._joint_words = rules.word_regex("joint_words")
        self._names: dict[str, Entity] = {}
        self._joint: dict[tuple[frozenset[str], str], Entity] = {}

    def __contains__(self, label: str) -> bool:
        return label in self._names

    def __getitem__(self, label: str) -> Entity:
        return self._names[label]

    def remember_short_names(self, text: str, found: SentenceMentions, mentions: Iterable[Mention]) -> None:
        """Note （以下简称《规划纲要》） and an acronym in brackets behind a name."""
        ceiling = found.sentence.end
        for mention in mentions:
            if mention.type in _NO_SHORT_NAME:
                continue
            for match in (
                _ACRONYM.match(text, mention.end, ceiling),
                self._short_name.match(text, mention.end, ceiling),
                self._short_name.match(text, mention.end + 1, ceiling),
            ):
                if match and match["short"] not in self._names and not self._lexicon.named(match["short"]):
                    self._names[match["short"]] = mention.entity

    def remember_without_country(self, text: str, found: SentenceMentions, name: Found, entity: Entity) -> None:
        """Let 瑞典查尔姆斯理工大学 be 查尔姆斯理工大学 in the rest of the text."""
        for part in found.inner.get((name.start, name.end), []):
            rest = text[part.end : name.end]
            if part.type == "Country" and part.start == name.start and len(rest) > _SHORTEST:
                self._names.setdefault(rest, entity)

    def same_parties(self, text: str, found: SentenceMentions, name: Found, entity: Entity) -> Entity:
        """Return one entity for 中埃科技联委会 and 中国与埃及科技联委会: the same parties before the same words."""
        front = [m for m in found.outer if name.start <= m.start and m.end <= name.end and m.type in PARTNERS]
        if entity.known or len(front) < 2 or front[0].start != name.start or front[1].start > front[0].end + 1:
            return entity
        rest = self._joint_words.sub("", text[front[1].end : name.end])
        return self._joint.setdefault((frozenset(m.entity.iri for m in front[:2]), rest), entity)

    def find(self, text: str) -> Iterator[tuple[int, int, Entity]]:
        """Yield where the defined names stand in the text."""
        if not self._names:
            return
        longest_first = sorted(self._names, key=lambda name: (-len(name), name))
        for match in re.finditer("|".join(map(re.escape, longest_first)), text):
            if not _inside_word(text, match):
                yield match.start(), match.end(), self._names[match[0]]


def _inside_word(text: str, match: re.Match[str]) -> bool:
    """Tell whether a short Latin name is a part of a longer Latin word."""
    neighbours = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return match[0].isascii() and any(char.isascii() and char.isalnum() for char in neighbours)
