"""The names of things, read from the SKOS Turtle files of this package (and, where given, of the user).

A concept carries its class (`a skos:Concept, coop:Country`), its labels in both languages, labels that are matched but
never shown (`skos:hiddenLabel`), strings that hold one of its labels but mean something else (`coop:blockedLabel`), and
the single characters that stand for it inside compounds only (`coop:compoundForm`: 美 in 中美). A label that is too
ordinary to be looked for in running text (农业, 健康) is marked `coop:itemLabel`: it names the concept only where it is
the whole item of a list of fields. A label that several concepts of one class carry knowingly (IODP) is marked
`coop:sharedLabel` on each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from ontology.identifiers import ONTOLOGY

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"


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
    shared: tuple[str, ...] = ()
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

    Several files may speak of one entry: a user's own file adds a label to a country of ours. What a file says in terms
    that are no part of a `Concept` is passed over.

    Raises `VocabularyError` with file and line where a file is not Turtle, and with file and entry where an entry has
    not exactly one preferred label in Chinese.
    """
    drafts: dict[str, _Draft] = {}
    for path in paths:
        for quad in _parse(path):
            slots = _SLOTS.get(quad.predicate.value)
            if slots is not None and isinstance(quad.subject, ox.NamedNode):
                iri = quad.subject.value
                if iri not in drafts:
                    drafts[iri] = _Draft(path.name)
                drafts[iri].note(slots, quad.object)
    concepts = (draft.concept(iri) for iri, draft in sorted(drafts.items()))
    return Vocabulary(tuple(concept for concept in concepts if concept is not None))


@dataclass(frozen=True, slots=True)
class _Slots:
    """Which attribute of a concept a property fills, by the kind of its value."""

    chinese: str = ""
    english: str = ""
    iri: str = ""


_SLOTS: Mapping[str, _Slots] = {
    RDF_TYPE: _Slots(iri="types"),
    SKOS + "prefLabel": _Slots("label", "label_en"),
    SKOS + "altLabel": _Slots("alt", "alt_en"),
    SKOS + "hiddenLabel": _Slots("hidden", "hidden"),
    SKOS + "broader": _Slots(iri="broader"),
    SKOS + "exactMatch": _Slots(iri="same_as"),
    OWL + "sameAs": _Slots(iri="same_as"),
    ONTOLOGY + "blockedLabel": _Slots("blocked", "blocked"),
    ONTOLOGY + "compoundForm": _Slots("compound"),
    ONTOLOGY + "itemLabel": _Slots("items", "items"),
    ONTOLOGY + "hasParty": _Slots(iri="parties"),
    ONTOLOGY + "basedIn": _Slots(iri="countries"),
    ONTOLOGY + "sharedLabel": _Slots("shared", "shared"),
}


class _Draft:
    """An entry while its statements are gathered, from one file or several."""

    __slots__ = ("source", "values")

    def __init__(self, source: str) -> None:
        self.source = source
        self.values: dict[str, list[str]] = {}

    def note(self, slots: _Slots, value: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> None:
        """Put a value where it belongs; a blank node belongs nowhere."""
        if isinstance(value, ox.Literal):
            slot = slots.english if (value.language or "").startswith("en") else slots.chinese
        elif isinstance(value, ox.NamedNode):
            slot = slots.iri
        else:
            return
        if slot:
            self.values.setdefault(slot, []).append(value.value)

    def concept(self, iri: str) -> Concept | None:
        """Return the finished concept; nothing where the entry has no class of ours, as a concept scheme."""
        values = {slot: tuple(sorted(found)) for slot, found in self.values.items()}
        types = [type_ for type_ in values.pop("types", ()) if type_.startswith(ONTOLOGY)]
        if not types:
            return None
        labels, english = values.pop("label", ()), values.pop("label_en", ())
        if len(labels) != 1:
            count = f"<{iri}> has {len(labels)} Chinese skos:prefLabel"
            raise VocabularyError(f"{self.source}: {count}; give it exactly one")
        return Concept(
            iri=iri,
            type=types[0].removeprefix(ONTOLOGY),
            label=labels[0],
            label_en=english[0] if english else "",
            source=self.source,
            **values,
        )


def _parse(path: Path) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    except (SyntaxError, OSError) as error:
        reason = f"not readable as Turtle: {error}"
        raise VocabularyError(f"{path}: {reason}; correct the line or remove the file") from error
