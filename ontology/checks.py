"""Finds the faults of a vocabulary that its Turtle does not show: clashing labels, empty blocks, cycles, loose ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ontology.vocabulary import Concept, Vocabulary


def check_vocabulary(vocabulary: Vocabulary) -> list[str]:
    """Return the faults of a vocabulary, one line each with the entry and the cure, sorted."""
    checks = (_clashes, _gaps, _useless_blocks, _loose_ends, _cycles)
    return sorted(fault for check in checks for fault in check(vocabulary))


def _clashes(vocabulary: Vocabulary) -> Iterator[str]:
    """A label that two concepts of a class carry leads nowhere, unless both say that they share it."""
    carriers: dict[tuple[str, str], list[Concept]] = defaultdict(list)
    for concept in vocabulary.concepts:
        for name in (*concept.names, *concept.items):
            carriers[concept.type, name].append(concept)
    for (_, name), concepts in carriers.items():
        if len(concepts) > 1 and not all(name in concept.shared for concept in concepts):
            entries = " and ".join(f"<{concept.iri}>" for concept in concepts)
            yield f"{entries} both carry “{name}”; drop one or declare coop:sharedLabel on each"


def _gaps(vocabulary: Vocabulary) -> Iterator[str]:
    for concept in vocabulary.concepts:
        if not concept.label_en:
            yield f"<{concept.iri}> has no English skos:prefLabel; add one"
        for name in (*concept.names, *concept.items):
            if len(name) < 2 or name != name.strip():
                yield f"<{concept.iri}> carries “{name}”, which no text is searched for; make it a coop:compoundForm"
        for name in concept.shared:
            if name not in concept.names:
                yield f"<{concept.iri}> shares “{name}” but does not carry it; add it as skos:altLabel"


def _useless_blocks(vocabulary: Vocabulary) -> Iterator[str]:
    """A blocked label must hold a name of its concept, or it blocks nothing; it must be nobody's name."""
    for concept in vocabulary.concepts:
        for blocked in concept.blocked:
            if not any(name in blocked for name in concept.names):
                yield f"<{concept.iri}> blocks “{blocked}”, which holds none of its labels; remove it"
            for other in vocabulary.by_name.get(blocked, ()):
                yield f"<{concept.iri}> blocks “{blocked}”, a label of <{other.iri}>; remove it"


def _loose_ends(vocabulary: Vocabulary) -> Iterator[str]:
    for concept in vocabulary.concepts:
        for other in (*concept.broader, *concept.parties, *concept.countries):
            if other not in vocabulary.by_iri:
                yield f"<{concept.iri}> points at <{other}>, which is no entry; correct the IRI"


def _cycles(vocabulary: Vocabulary) -> Iterator[str]:
    for concept in vocabulary.concepts:
        if concept.iri in _ancestors(vocabulary, concept):
            yield f"<{concept.iri}> is broader than itself; remove a skos:broader of the circle"


def _ancestors(vocabulary: Vocabulary, concept: Concept) -> set[str]:
    found: set[str] = set()
    pending = list(concept.broader)
    while pending:
        iri = pending.pop()
        if iri not in found and iri in vocabulary.by_iri:
            found.add(iri)
            pending.extend(vocabulary.by_iri[iri].broader)
    return found
