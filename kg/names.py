"""What each entity is called in a graph: one label in each language, however many texts write it differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.model import Entity, Extraction
from ontology import Concept, Vocabulary


@dataclass(frozen=True, slots=True)
class Name:
    """An entity as the graph presents it. Aliases are further names: of the vocabulary, and as seen in the texts."""

    iri: str
    type: str
    label: str
    label_en: str
    aliases: tuple[str, ...]
    same_as: tuple[str, ...]
    known: bool


def name_entities(extractions: Iterable[Extraction], vocabulary: Vocabulary) -> Mapping[str, Name]:
    """Return the names of all entities that the extractions speak of, by IRI in order.

    The vocabulary decides; a discovered entity goes by the label that most of its mentions carry.
    """
    entities: dict[str, Counter[Entity]] = defaultdict(Counter)
    surfaces: dict[str, set[str]] = defaultdict(set)
    for extraction in extractions:
        for entity in entities_of(extraction):
            entities[entity.iri][entity] += 1
        for mention in extraction.mentions:
            surfaces[mention.entity.iri].add(mention.surface)
    return {
        iri: _name(iri, entities[iri], surfaces.get(iri, set()), vocabulary.by_iri.get(iri)) for iri in sorted(entities)
    }


def entities_of(extraction: Extraction) -> Iterator[Entity]:
    """Yield what a document speaks of, once for each mention and each fact."""
    for mention in extraction.mentions:
        yield mention.entity
    for relation in extraction.relations:
        yield relation.subject
        yield relation.object
    for quantity in extraction.quantities:
        if quantity.subject is not None:
            yield quantity.subject
    for definition in extraction.definitions:
        yield definition.term


def _name(iri: str, variants: Counter[Entity], surfaces: set[str], concept: Concept | None) -> Name:
    usual = min(variants, key=lambda entity: (-variants[entity], entity.label, entity.label_en, entity.type))
    label, label_en = (concept.label, concept.label_en) if concept else (usual.label, usual.label_en)
    others = surfaces | {entity.label for entity in variants} | set(concept.alt + concept.alt_en if concept else ())
    return Name(
        iri=iri,
        type=usual.type,
        label=label,
        label_en=label_en,
        aliases=tuple(sorted(others - {label, label_en, ""})),
        same_as=concept.same_as if concept else (),
        known=concept is not None,
    )
