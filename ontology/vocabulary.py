"""The names of things, read from the SKOS Turtle files of this package (and, where given, of the user).

A concept carries its class (`a skos:Concept, coop:Country`), its labels in both languages, labels that are matched but
never shown (`skos:hiddenLabel`), strings that hold one of its labels but mean something else (`coop:blockedLabel`), and
the single characters that stand for it inside compounds only (`coop:compoundForm`: 美 in 中美). A label that is too
ordinary to be looked for in running text (农业, 健康) is marked `coop:itemLabel`: it names the concept only where it is
the whole item of a list of fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from ontology.identifiers import ONTOLOGY

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"


class VocabularyError(ValueError):
    """A vocabulary file that cannot be used; the message names file, entry and cure."""


@dataclass(frozen=True, slots=True)
class Concept:
    """An entry of the vocabulary."""

    iri: str
    type: str
    label: str
    label_en: str = ""
    alt: tuple[str, ...] = ()
    alt_en: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    compound: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return every string that is looked for in text, the preferred labels first."""
        own = (self.label, self.label_en, *self.alt, *self.alt_en, *self.hidden)
        return tuple(dict.fromkeys(name for name in own if name and name not in self.items))


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All concepts, looked up by IRI; compared by identity, so that what is built from it can be cached."""

    concepts: tuple[Concept, ...]

    @cached_property
    def by_iri(self) -> Mapping[str, Concept]:
        """Return the concepts by their IRI."""
        return {concept.iri: concept for concept in self.concepts}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Concept, ...]]:
        """Return for each label, item labels included, the concepts that carry it."""
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts:
            for name in (*concept.names, *concept.items):
                found[name].append(concept)
        return {name: tuple(concepts) for name, concepts in found.items()}

    def of_type(self, *types: str) -> tuple[Concept, ...]:
        """Return the concepts of the given classes."""
        return tuple(concept for concept in self.concepts if concept.type in types)

    def without(self, *types: str) -> Vocabulary:
        """Return the vocabulary with the concepts of some classes left out."""
        return Vocabulary(tuple(concept for concept in self.concepts if concept.type not in types))


def vocabulary_files() -> tuple[Path, ...]:
    """Return the Turtle files that ship with the package, sorted by name."""
    folder = Path(str(files("ontology") / "vocabulary"))
    return tuple(sorted(folder.glob("*.ttl")))


@lru_cache(maxsize=8)
def load_vocabulary(extra: tuple[str, ...] = ()) -> Vocabulary:
    """Return the bundled vocabulary together with the user's own Turtle files."""
    return read_vocabulary([*vocabulary_files(), *map(Path, extra)])


def read_vocabulary(paths: Iterable[Path]) -> Vocabulary:
    """Return the vocabulary that the given Turtle files hold together, sorted by IRI.

    Raises `VocabularyError` with file and line where a file is not Turtle.
    """
    values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[str, str] = {}
    for path in paths:
        for triple in _parse(path):
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                values[triple.subject.value][triple.predicate.value].append(triple.object)
                sources.setdefault(triple.subject.value, path.name)
    concepts = (_concept(iri, properties, sources[iri]) for iri, properties in sorted(values.items()))
    return Vocabulary(tuple(concept for concept in concepts if concept is not None))


def _parse(path: Path) -> list[ox.Triple]:
    try:
        return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    except (SyntaxError, OSError) as error:
        raise VocabularyError(f"{path}: not readable as Turtle: {error}; correct the line or remove the file") from error


def _concept(iri: str, properties: Mapping[str, list[ox.NamedNode | ox.Literal]], source: str) -> Concept | None:
    types = [node.value.removeprefix(ONTOLOGY) for node in properties.get(RDF_TYPE, ()) if node.value.startswith(ONTOLOGY)]
    if not types:
        return None

    def literals(term: str, *, english: bool) -> tuple[str, ...]:
        return tuple(
            sorted(
                node.value
                for node in properties.get(term, ())
                if isinstance(node, ox.Literal) and ((node.language or "").startswith("en") == english)
            )
        )

    def iris(term: str) -> tuple[str, ...]:
        return tuple(sorted(node.value for node in properties.get(term, ()) if isinstance(node, ox.NamedNode)))

    preferred = literals(SKOS + "prefLabel", english=False)
    if len(preferred) != 1:
        raise VocabularyError(f"{source}: <{iri}> has {len(preferred)} Chinese skos:prefLabel; give it exactly one")
    english = literals(SKOS + "prefLabel", english=True)
    return Concept(
        iri=iri,
        type=sorted(types)[0],
        label=preferred[0],
        label_en=english[0] if english else "",
        alt=literals(SKOS + "altLabel", english=False),
        alt_en=literals(SKOS + "altLabel", english=True),
        hidden=literals(SKOS + "hiddenLabel", english=False) + literals(SKOS + "hiddenLabel", english=True),
        blocked=literals(ONTOLOGY + "blockedLabel", english=False) + literals(ONTOLOGY + "blockedLabel", english=True),
        compound=literals(ONTOLOGY + "compoundForm", english=False),
        items=literals(ONTOLOGY + "itemLabel", english=False),
        broader=iris(SKOS + "broader"),
        parties=iris(ONTOLOGY + "hasParty"),
        countries=iris(ONTOLOGY + "basedIn"),
        same_as=iris(SKOS + "exactMatch") + iris("http://www.w3.org/2002/07/owl#sameAs"),
        source=source,
    )
