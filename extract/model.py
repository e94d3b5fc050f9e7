"""The values that flow through extraction: immutable, comparable, picklable.

Every `start`/`end` is a half-open span of Unicode code points in the *raw* decoded text of the document;
`quote`, `surface` and `Sentence.text` are the *repaired* reading of that span (equal to it for clean text).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """A policy text as read: identifier, title, where it came from, its raw decoded text, catalogue metadata."""

    id: str
    title: str
    source: str
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a document needs an id")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Document, (self.id, self.title, self.source, self.text, dict(self.metadata)))

    @property
    def facts(self) -> Mapping[str, Any]:
        """Return the catalogue metadata as a read-only view."""
        return MappingProxyType(dict(self.metadata))


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter (一、), task (1．), item (（一）) or box (专栏) of a document; `id` is its path, as in `三/8/专栏1`."""

    id: str
    kind: str  # document | chapter | part | task | box
    number: str
    title: str
    start: int
    end: int
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of text up to a full stop, semicolon or line end, inside one section."""

    index: int
    start: int
    end: int
    text: str
    section: str


@dataclass(frozen=True, slots=True)
class Entity:
    """What a mention refers to: an entry of the vocabulary (`known`) or a name discovered in the text."""

    iri: str
    type: str
    label: str
    label_en: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text that names an entity; `rule` says what found it (`label`, or the id of a name rule)."""

    start: int
    end: int
    surface: str
    entity: Entity
    rule: str
    sentence: int

    @property
    def type(self) -> str:
        """Return the class of the entity that is named."""
        return self.entity.type


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two entities with its evidence."""

    subject: Entity
    predicate: str
    object: Entity
    start: int
    end: int
    quote: str
    section: str
    rule: str
    modality: str = ""  # done | ongoing | planned, where the wording tells


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and what it says: `measures` of `subject`, as target, actual, requirement or definition."""

    value: Decimal
    value_max: Decimal | None
    comparator: str  # eq | ge | gt | le | lt | approx | range
    unit: str
    measures: str
    subject: Entity | None
    status: str  # target | actual | requirement | definition
    period: str
    start: int
    end: int
    quote: str
    section: str
    rule: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A string that looks like a name and was not resolved, with the reason and the sentence it stands in."""

    surface: str
    start: int
    end: int
    type: str
    reason: str
    quote: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A glossary entry: the term and the sentence that says what it is."""

    term: Entity
    text: str
    start: int
    end: int
    section: str
    rule: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document, in order of position."""

    document: Document
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    quantities: tuple[Quantity, ...]
    unresolved: tuple[Unresolved, ...] = ()
    definitions: tuple[Definition, ...] = ()
