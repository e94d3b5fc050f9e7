"""The unread map: what was taken from each sentence of a document, and which sentences on cooperation gave nothing.

A sentence speaks of cooperation where a word of the list `cooperation` stands in it, and one of `international` or
somebody outside. Those from which neither a relation nor a number was taken are unread; they are ranked by what they
name, since a rule needs names to put into its slots.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from extract.explain import NearMiss, explain
from extract.lexicon import CHINA
from extract.marking import MarkedSentence, paragraphs
from extract.model import Document, Entity, Extraction, Mention, Quantity, Relation, Section, Sentence
from extract.ruleset import RuleSet, load_rules
from ontology import Vocabulary, load_vocabulary

#: What may have been taken from a sentence, the most telling first.
TAKEN = ("relations", "numbers", "names", "nothing", "heading")
_OUTSIDE_WEIGHT, _NAME_WEIGHT, _WORD_WEIGHT = 3, 2, 1
#: So much longer than its title a sentence may be that is a heading: number and colon.
_BESIDE_TITLE = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with what was taken from it; `weight` is above 0 where it speaks of cooperation and was not read."""

    marked: MarkedSentence
    taken: str
    relations: tuple[Relation, ...]
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    weight: int

    @property
    def sentence(self) -> Sentence:
        """Return the sentence."""
        return self.marked.sentence

    @property
    def names(self) -> tuple[Entity, ...]:
        """Return what the sentence names, each once."""
        return tuple({mention.entity.iri: mention.entity for mention in self.mentions}.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sentences of one document in paragraphs, each with what was taken from it."""

    document: Document
    sections: tuple[Section, ...]
    paragraphs: tuple[tuple[Reading, ...], ...]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return the sentences in their order."""
        return tuple(reading for paragraph in self.paragraphs for reading in paragraph)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many sentences gave what, those that stand for `unread` ones on cooperation counted beside."""
        counted = Counter(reading.taken for reading in self.readings)
        unread = sum(reading.weight > 0 for reading in self.readings)
        return {**{taken: counted[taken] for taken in TAKEN}, "unread": unread}

    @property
    def sentences(self) -> int:
        """Return how many sentences there are beside the headings."""
        return sum(reading.taken != "heading" for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence on cooperation that gave nothing, in the order in which rules might be written for them."""

    document: Document
    section: str
    reading: Reading
    closest: NearMiss | None = None
    copies: int = 1


def cover(extraction: Extraction, vocabulary: Vocabulary | None = None, rules: RuleSet | None = None) -> Coverage:
    """Return what was taken from each sentence of a document."""
    judge = _Judge(extraction, rules or load_rules(), _domestic(vocabulary or load_vocabulary()))
    together = tuple(tuple(map(judge.reading, paragraph)) for paragraph in paragraphs(extraction))
    return Coverage(extraction.document, extraction.sections, together)


def rank_unread(coverages: Iterable[Coverage], *, explained: bool = False) -> tuple[Unread, ...]:
    """Return the unread sentences on cooperation, those that name most first; the same wording counts once.

    With `explained`, each comes with the rule that came closest; its document is read again for that.
    """
    found: dict[str, Unread] = {}
    for coverage in coverages:
        titles = {section.id: section.title for section in coverage.sections}
        closest = _closest(coverage) if explained else {}
        for reading in coverage.readings:
            if reading.weight:
                wording = re.sub(r"\s", "", reading.sentence.text)
                first = found.get(wording)
                title = titles.get(reading.sentence.section, "")
                near = closest.get(reading.sentence.index)
                found[wording] = (
                    Unread(first.document, first.section, first.reading, first.closest, first.copies + 1)
                    if first
                    else Unread(coverage.document, title, reading, near)
                )
    return tuple(sorted(found.values(), key=lambda unread: (-unread.reading.weight, -unread.copies)))


def _closest(coverage: Coverage) -> dict[int, NearMiss]:
    """Return by index of sentence the rule that came closest."""
    wanted = {reading.sentence.index for reading in coverage.readings if reading.weight}
    if not wanted:
        return {}
    sentences = explain(coverage.document).sentences
    near = {index: sentences[index].near_misses for index in wanted}
    return {index: misses[0] for index, misses in near.items() if misses}


class _Judge:
    """Says of the sentences of a document what was taken from each."""

    def __init__(self, extraction: Extraction, rules: RuleSet, domestic: Set[str]) -> None:
        self._cooperation = rules.word_regex("cooperation")
        self._international = rules.word_regex("international")
        self._domestic = domestic
        self._starts = [sentence.start for sentence in extraction.sentences]
        self._titles = {section.id: section for section in extraction.sections if section.kind != "document"}
        self._relations: dict[int, list[Relation]] = {}
        self._quantities: dict[int, list[Quantity]] = {}
        self._mentions: dict[int, list[Mention]] = {}
        for relation in extraction.relations:
            self._relations.setdefault(self._at(relation.start), []).append(relation)
        for quantity in extraction.quantities:
            self._quantities.setdefault(self._at(quantity.start), []).append(quantity)
        for mention in extraction.mentions:
            self._mentions.setdefault(mention.sentence, []).append(mention)

    def reading(self, marked: MarkedSentence) -> Reading:
        index = marked.sentence.index
        relations = tuple(self._relations.get(index, ()))
        quantities = tuple(self._quantities.get(index, ()))
        mentions = tuple(self._mentions.get(index, ()))
        taken = self._taken(marked.sentence, relations, quantities, mentions)
        weight = self._weight(marked.sentence.text, mentions) if taken in ("names", "nothing") else 0
        return Reading(marked, taken, relations, quantities, mentions, weight)

    def _taken(
        self,
        sentence: Sentence,
        relations: Sequence[Relation],
        quantities: Sequence[Quantity],
        mentions: Sequence[Mention],
    ) -> str:
        if relations:
            return "relations"
        if quantities:
            return "numbers"
        if self._is_heading(sentence):
            return "heading"
        return "names" if mentions else "nothing"

    def _is_heading(self, sentence: Sentence) -> bool:
        section = self._titles.get(sentence.section)
        if section is None or not section.title:
            return False
        at_head = section.start <= sentence.start <= section.start + _BESIDE_TITLE
        return at_head and sentence.end - sentence.start <= len(section.title) + _BESIDE_TITLE

    def _weight(self, text: str, mentions: Sequence[Mention]) -> int:
        """Return how much a sentence on cooperation names: somebody outside counts most, then other names, then words."""
        cooperation = {match[0] for match in self._cooperation.finditer(text)}
        international = {match[0] for match in self._international.finditer(text)}
        entities = {mention.entity.iri: mention.entity for mention in mentions}.values()
        outside = [entity for entity in entities if self._is_outside(entity)]
        if not cooperation or not (international or outside):
            return 0
        others = [e for e in entities if e not in outside and e.iri != CHINA and e.type not in ("Document", "Period")]
        names = _OUTSIDE_WEIGHT * len(outside) + _NAME_WEIGHT * len(others)
        return names + _WORD_WEIGHT * len(cooperation | international)

    def _is_outside(self, entity: Entity) -> bool:
        if entity.iri == CHINA or entity.iri in self._domestic:
            return False
        return entity.type in ("Country", "Region", "Mechanism") or (entity.type == "Organization" and entity.known)

    def _at(self, position: int) -> int:
        return max(0, bisect_right(self._starts, position) - 1)


@lru_cache(maxsize=4)
def _domestic(vocabulary: Vocabulary) -> frozenset[str]:
    bodies = vocabulary.of_type("Organization")
    return frozenset(concept.iri for concept in bodies if CHINA in concept.countries)
