"""Answers why a fact is there or is not: where it is stated, else where both ends are named, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.explain import Explained, Explanation, NearMiss, Stated, explain
from extract.lexicon import CHINA
from extract.model import Document, Entity
from extract.ruleset import load_rules
from extract.scoring import normal
from ontology import Vocabulary, load_vocabulary

_SHOWN_TRIGGERS = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as a person writes it: two names and a predicate between them."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that states a fact, or names both of its ends without stating it."""

    document: str
    sentence: Explained
    stated: tuple[Stated, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The places that state a fact; where there is none, those that come close, and what is to be said beside them."""

    stated: tuple[Place, ...]
    close: tuple[Place, ...]
    notes: tuple[str, ...]


def predicates() -> tuple[str, ...]:
    """Return the predicates that rules state, sorted."""
    return tuple(sorted({stated.predicate for rule in load_rules().relations for stated in rule.yields}))


def parse_fact(text: str) -> Fact | None:
    """Return the fact that a text writes as subject, predicate and object; nothing where it writes none.

    >>> parse_fact("中国 cooperatesWith 美国")
    Fact(subject='中国', predicate='cooperatesWith', object='美国')
    >>> parse_fact("中国 合作 美国")
    """
    words = text.split()
    place = next((number for number, word in enumerate(words) if word in predicates()), 0)
    if not 0 < place < len(words) - 1:
        return None
    return Fact(" ".join(words[:place]), words[place], " ".join(words[place + 1 :]))


def explain_fact(fact: Fact, documents: Sequence[Document], vocabulary: Vocabulary | None = None) -> Answer:
    """Return where documents state a fact, or what keeps them from it."""
    known = vocabulary or load_vocabulary()
    ends = (_End(fact.subject, known), _End(fact.object, known))
    read = [(document.id, explain(document, vocabulary)) for document in documents]
    stated = tuple(_stated(fact, ends, read))
    if stated:
        return Answer(stated, (), ())
    close = tuple(_close(fact, ends, read))
    return Answer((), close, tuple(_notes(fact, ends, read, close)))


class _End:
    """One end of a fact, recognised by any of its names."""

    def __init__(self, name: str, vocabulary: Vocabulary) -> None:
        concepts = vocabulary.by_name.get(name, ())
        self.name = name
        self.known = bool(concepts)
        self._iris = {concept.iri for concept in concepts}
        self._names = {normal(name)}

    def fits(self, entity: Entity) -> bool:
        """Tell whether an entity is this end."""
        return entity.iri in self._iris or normal(entity.label) in self._names

    def is_named(self, sentence: Explained) -> bool:
        """Tell whether a sentence names this end; China need not be named."""
        return CHINA in self._iris or any(
            self.fits(mention.entity) or normal(mention.surface) in self._names for mention in sentence.mentions
        )


_Ends = tuple[_End, _End]
_Read = Sequence[tuple[str, Explanation]]


def _stated(fact: Fact, ends: _Ends, read: _Read) -> Iterator[Place]:
    for document, sentence in _sentences(read):
        found = tuple(
            stated
            for stated in sentence.stated
            if stated.relation.predicate == fact.predicate
            and ends[0].fits(stated.relation.subject)
            and ends[1].fits(stated.relation.object)
        )
        if found:
            yield Place(document, sentence, found)


def _close(fact: Fact, ends: _Ends, read: _Read) -> Iterator[Place]:
    """Yield the sentences that name both ends, with the rules for the predicate that were set off there."""
    for document, sentence in _sentences(read):
        if all(end.is_named(sentence) for end in ends):
            near = (miss for miss in sentence.near_misses if _yields(miss, fact.predicate))
            yield Place(document, sentence, near_misses=tuple(near))


def _yields(miss: NearMiss, predicate: str) -> bool:
    return any(stated.predicate == predicate for stated in miss.rule.yields)


def _notes(fact: Fact, ends: _Ends, read: _Read, close: Sequence[Place]) -> Iterator[str]:
    absent = [end for end in ends if not any(end.is_named(sentence) for _, sentence in _sentences(read))]
    for end in absent:
        known = "though the vocabulary knows it"
        unknown = "the vocabulary does not know it, and no rule saw it"
        yield f"{end.name} is named in none of the texts, {known if end.known else unknown}"
    if not close and not absent:
        yield f"{fact.subject} and {fact.object} are named, but in no sentence together"
    if close and not any(place.near_misses for place in close):
        yield f"no rule for {fact.predicate} was set off where both are named:"
        yield from _set_off_by(fact.predicate)


def _set_off_by(predicate: str) -> Iterator[str]:
    for rule in load_rules().relations:
        if any(stated.predicate == predicate for stated in rule.yields):
            words = ", ".join(rule.triggers[:_SHOWN_TRIGGERS]) or "the inside of names"
            more = ", …" if len(rule.triggers) > _SHOWN_TRIGGERS else ""
            yield f"{rule.id} is set off by {words}{more}"


def _sentences(read: Iterable[tuple[str, Explanation]]) -> Iterator[tuple[str, Explained]]:
    for document, explanation in read:
        for sentence in explanation.sentences:
            yield document, sentence
