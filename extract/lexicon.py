"""Finds the labels of the vocabulary in a text with one pass of an automaton over the raw characters.

Chinese has no spaces and a segmenter splits names, so the longest label from the left wins; a blocked label (途中亚 for
中亚, 上海地区 for 海地) takes part in the race and silences what it covers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from daachorse import MATCH_KIND_LEFTMOST_LONGEST, CharwiseDoubleArrayAhoCorasick

from extract.model import Entity
from ontology import Concept, Vocabulary

#: No name of the vocabulary that begins inside a blocked label is looked for beyond this many characters.
_LONGEST_NAME = 40
CHINA = "https://w3id.org/stcoop/id/country/CN"


class Hit(NamedTuple):
    """A label of the vocabulary at a place of the text, with the entities that carry it (two or more: ambiguous)."""

    start: int
    end: int
    entities: tuple[Entity, ...]


def entity_of(concept: Concept) -> Entity:
    """Return the entity that a concept of the vocabulary stands for."""
    return Entity(concept.iri, concept.type, concept.label, concept.label_en, known=True)


class Lexicon:
    """The automaton over all labels, with the entities behind them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.entities: Mapping[str, Entity] = {c.iri: entity_of(c) for c in vocabulary.concepts}
        carriers: dict[str, list[Entity]] = defaultdict(list)
        for concept in vocabulary.concepts:
            for name in concept.names:
                for spelling in _spellings(name):
                    carriers[spelling].append(self.entities[concept.iri])
            for blocked in concept.blocked:
                carriers.setdefault(blocked, [])
        self._labels = sorted(label for label in carriers if len(label) > 1)
        self._carriers = [tuple(dict.fromkeys(carriers[label])) for label in self._labels]
        self._latin = [_latin(label[0]) or _latin(label[-1]) for label in self._labels]
        self._named = {name: self._entities_of(concepts) for name, concepts in vocabulary.by_name.items()}
        self._automaton = CharwiseDoubleArrayAhoCorasick(
            self._labels or ["\x00\x00"], match_kind=MATCH_KIND_LEFTMOST_LONGEST
        )
        self.compound_forms = _compound_forms(vocabulary, self.entities)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the labels of the text from left to right, never overlapping, blocked ones left out."""
        for start, end, index in self._automaton.find(text):
            entities = self._carriers[index]
            if not entities:
                yield from self._behind_blocked(text, start, end)
            elif not self._latin[index] or not _inside_latin_word(text, start, end):
                yield Hit(start, end, entities)

    def _behind_blocked(self, text: str, start: int, end: int) -> Iterator[Hit]:
        """Yield the name whose beginning a blocked label has taken: 共建|国家重点实验室 behind 建国."""
        for begin, stop, index in self._automaton.find(text[start + 1 : end + _LONGEST_NAME]):
            if start + 1 + begin >= end:
                return
            if self._carriers[index] and start + 1 + stop > end:
                yield Hit(start + 1 + begin, start + 1 + stop, self._carriers[index])
                return

    def named(self, label: str) -> tuple[Entity, ...]:
        """Return the entities that carry exactly this label."""
        return self._named.get(label, ())

    def _entities_of(self, concepts: Iterable[Concept]) -> tuple[Entity, ...]:
        return tuple(self.entities[concept.iri] for concept in concepts)


def _spellings(name: str) -> Iterator[str]:
    """Yield a label without quotation marks around it, with each kind of dash, and English ones with a capital."""
    if name[:1] in "“《" and name.find("”》"["“《".index(name[0])]) == len(name) - 1:
        name = name[1:-1]
    yield name
    if "—" in name:
        for dash in "-－–―─":
            yield name.replace("—", dash)
    if name.isascii() and name[:1].islower():
        yield name[0].upper() + name[1:]


def _inside_latin_word(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin label is a part of a longer word, as UN in UNESCO or India in Indian."""
    before = text[start - 1 : start] if _latin(text[start]) else ""
    after = text[end : end + 1] if _latin(text[end - 1]) else ""
    return _latin(before) or _latin(after)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _compound_forms(vocabulary: Vocabulary, entities: Mapping[str, Entity]) -> Mapping[str, tuple[Entity, ...]]:
    forms: dict[str, list[Entity]] = defaultdict(list)
    for concept in vocabulary.concepts:
        for form in concept.compound:
            forms[form].append(entities[concept.iri])
    return {form: tuple(carriers) for form, carriers in sorted(forms.items())}


@lru_cache(maxsize=8)
def load_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Return the lexicon of a vocabulary; it is built once."""
    return Lexicon(vocabulary)
