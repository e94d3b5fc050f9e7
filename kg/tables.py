"""The tables of a build, as pandas frames and as CSV text. The only module that speaks to pandas.

The leading columns are fixed (others may follow them), rows are sorted, absent text is empty, an absent number is
missing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from extract.model import Extraction, Quantity, Relation
from kg.iris import quantity_iri, statement_iri
from kg.names import Name, entities_of, name_entities
from kg.store import Table
from kg.works import count_once, works
from ontology import Vocabulary

#: Between the parts of one cell: aliases, issuers.
BAR = "|"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        *("document", "title", "title_en", "kind", "number", "issuer", "period", "copy_of", "sha256", "characters"),
        *("year", "sections", "sentences", "mentions", "relations", "quantities", "unresolved"),
    ),
    "mentions": ("document", "start", "end", "surface", "entity", "type", "label", "section", "rule", "sentence"),
    "entities": (
        *("entity", "type", "label", "label_en", "aliases", "same_as", "documents", "mentions"),
        "known",
    ),
    "relations": (
        *("document", "subject", "predicate", "object", "subject_label", "object_label"),
        *("section", "start", "end", "quote", "rule"),
        *("modality", "subject_type", "object_type", "section_title", "document_title", "work", "statement"),
    ),
    "quantities": (
        *("document", "value", "value_max", "comparator", "unit", "measures", "subject", "subject_label", "status"),
        *("period", "section", "start", "end", "quote", "rule"),
        *("subject_type", "section_title", "document_title", "work", "quantity"),
    ),
    "sentences": ("document", "sentence", "start", "end", "section", "text"),
    "sections": ("document", "section", "kind", "number", "title", "start", "end", "parent"),
    "definitions": ("document", "term", "type", "label", "definition", "section", "start", "end", "rule"),
    "unresolved": ("surface", "type", "reason", "count", "document", "start", "end", "quote"),
}
#: The columns that rows are sorted by.
_ORDER = {
    "documents": ("document",),
    "mentions": ("document", "start", "end", "entity"),
    "entities": ("type", "entity"),
    "relations": ("document", "start", "end", "predicate", "subject", "object", "rule"),
    "quantities": ("document", "start", "end", "measures", "rule"),
    "sections": ("document", "start", "section"),
    "sentences": ("document", "sentence"),
    "definitions": ("document", "start", "term"),
    "unresolved": ("surface", "type", "document", "start", "reason"),
}
_DECIMALS = ("value", "value_max")
#: The parts of an extraction that the table of documents counts.
_COUNTED = ("sections", "sentences", "mentions", "relations", "quantities", "unresolved")

Row = dict[str, Any]


def make_tables(extractions: Sequence[Extraction], vocabulary: Vocabulary) -> dict[str, pd.DataFrame]:
    """Return all tables of a build by name."""
    work_of = works(extraction.document for extraction in extractions)
    names = name_entities(extractions, vocabulary)
    rows: dict[str, Iterable[Row]] = {
        "documents": map(_document, extractions),
        "mentions": _flat(_mentions(e, names) for e in extractions),
        "entities": _entities(extractions, names, work_of),
        "relations": _flat(_relations(e, names, work_of) for e in extractions),
        "quantities": _flat(_quantities(e, names, work_of) for e in extractions),
        "sections": _flat(map(_sections, extractions)),
        "sentences": _flat(map(_sentences, extractions)),
        "definitions": _flat(_definitions(e, names) for e in extractions),
        "unresolved": _unresolved(extractions, work_of),
    }
    return {name: _frame(name, rows[name]) for name in COLUMNS}


def to_csv(frame: pd.DataFrame) -> str:
    """Return a table as CSV text; numbers stand in full, without exponent and without a fraction of zero."""
    printed = frame.assign(**{column: frame[column].map(_plain) for column in _DECIMALS if column in frame})
    return str(printed.to_csv(index=False, lineterminator="\n"))


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as a Parquet file."""
    frame.to_parquet(path, index=False)


def read_parquet(path: Path) -> pd.DataFrame:
    """Return the table that a Parquet file holds."""
    return pd.read_parquet(path)


def to_frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return rows of plain values as a table."""
    return pd.DataFrame(list(rows), columns=list(columns))


def to_table(frame: pd.DataFrame) -> Table:
    """Return a table as rows of plain Python values."""
    plain = frame.astype(object).where(frame.notna(), None)
    return Table(tuple(map(str, frame.columns)), tuple(plain.itertuples(index=False, name=None)))


def _frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    order = _ORDER[name]
    ordered = sorted(rows, key=lambda row: tuple(row[column] for column in order))
    frame = pd.DataFrame(ordered, columns=list(COLUMNS[name]))
    return frame.astype({column: "float64" for column in _DECIMALS if column in frame})


def _flat(many: Iterable[Iterable[Row]]) -> Iterator[Row]:
    for rows in many:
        yield from rows


def _document(extraction: Extraction) -> Row:
    document, facts = extraction.document, extraction.document.metadata
    issuer = facts.get("issuer", "")
    return {
        "document": document.id,
        "title": document.title,
        **{key: str(facts.get(key, "")) for key in ("title_en", "kind", "number", "period", "copy_of", "year")},
        "issuer": issuer if isinstance(issuer, str) else BAR.join(map(str, issuer)),
        "sha256": text_checksum(document.text),
        "characters": len(document.text),
        **{part: len(getattr(extraction, part)) for part in _COUNTED},
    }


def text_checksum(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8: positions in the tables are positions in the text with this sum."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _mentions(extraction: Extraction, names: Mapping[str, Name]) -> Iterator[Row]:
    sections = {sentence.index: sentence.section for sentence in extraction.sentences}
    for mention in extraction.mentions:
        yield {
            "document": extraction.document.id,
            "start": mention.start,
            "end": mention.end,
            "surface": mention.surface,
            "entity": mention.entity.iri,
            "type": names[mention.entity.iri].type,
            "label": names[mention.entity.iri].label,
            "section": sections.get(mention.sentence, ""),
            "rule": mention.rule,
            "sentence": mention.sentence,
        }


def _entities(
    extractions: Sequence[Extraction], names: Mapping[str, Name], work_of: Mapping[str, str]
) -> Iterator[Row]:
    mentioned: dict[str, list[str]] = defaultdict(list)
    spoken_of: dict[str, set[str]] = defaultdict(set)
    for extraction in extractions:
        document = extraction.document.id
        for mention in extraction.mentions:
            mentioned[mention.entity.iri].append(document)
        for entity in entities_of(extraction):
            spoken_of[entity.iri].add(work_of[document])
    for iri, name in names.items():
        yield {
            "entity": iri,
            "type": name.type,
            "label": name.label,
            "label_en": name.label_en,
            "aliases": BAR.join(name.aliases),
            "same_as": BAR.join(name.same_as),
            "documents": len(spoken_of[iri]),
            "mentions": count_once(mentioned[iri], work_of),
            "known": name.known,
        }


def _relations(extraction: Extraction, names: Mapping[str, Name], work_of: Mapping[str, str]) -> Iterator[Row]:
    cite = _citing(extraction, work_of)
    for relation in extraction.relations:
        subject, object_ = names[relation.subject.iri], names[relation.object.iri]
        yield {
            "subject": subject.iri,
            "predicate": relation.predicate,
            "object": object_.iri,
            "subject_label": subject.label,
            "object_label": object_.label,
            "modality": relation.modality,
            "subject_type": subject.type,
            "object_type": object_.type,
            "statement": statement_iri(extraction.document.id, relation),
            **cite(relation),
        }


def _quantities(extraction: Extraction, names: Mapping[str, Name], work_of: Mapping[str, str]) -> Iterator[Row]:
    cite = _citing(extraction, work_of)
    for quantity in extraction.quantities:
        subject = names[quantity.subject.iri] if quantity.subject else None
        yield {
            "value": quantity.value,
            "value_max": quantity.value_max,
            "comparator": quantity.comparator,
            "unit": quantity.unit,
            "measures": quantity.measures,
            "subject": subject.iri if subject else "",
            "subject_label": subject.label if subject else "",
            "status": quantity.status,
            "period": quantity.period,
            "subject_type": subject.type if subject else "",
            "quantity": quantity_iri(extraction.document.id, quantity),
            **cite(quantity),
        }


def _citing(extraction: Extraction, work_of: Mapping[str, str]) -> Callable[[Relation | Quantity], Row]:
    """Return the function that says where a fact of the document stands."""
    document = extraction.document
    titles = {section.id: section.title for section in extraction.sections}

    def cite(fact: Relation | Quantity) -> Row:
        return {
            "document": document.id,
            "section": fact.section,
            "start": fact.start,
            "end": fact.end,
            "quote": fact.quote,
            "rule": fact.rule,
            "section_title": titles.get(fact.section, ""),
            "document_title": document.title,
            "work": work_of[document.id],
        }

    return cite


def _sentences(extraction: Extraction) -> Iterator[Row]:
    for sentence in extraction.sentences:
        yield {
            "document": extraction.document.id,
            "sentence": sentence.index,
            "start": sentence.start,
            "end": sentence.end,
            "section": sentence.section,
            "text": sentence.text,
        }


def _sections(extraction: Extraction) -> Iterator[Row]:
    for section in extraction.sections:
        yield {
            "document": extraction.document.id,
            "section": section.id,
            "kind": section.kind,
            "number": section.number,
            "title": section.title,
            "start": section.start,
            "end": section.end,
            "parent": section.parent,
        }


def _definitions(extraction: Extraction, names: Mapping[str, Name]) -> Iterator[Row]:
    for definition in extraction.definitions:
        term = names[definition.term.iri]
        yield {
            "document": extraction.document.id,
            "term": term.iri,
            "type": term.type,
            "label": term.label,
            "definition": definition.text,
            "section": definition.section,
            "start": definition.start,
            "end": definition.end,
            "rule": definition.rule,
        }


def _unresolved(extractions: Sequence[Extraction], work_of: Mapping[str, str]) -> Iterator[Row]:
    texts: dict[str, list[str]] = defaultdict(list)
    for extraction in extractions:
        for name in extraction.unresolved:
            texts[name.surface].append(extraction.document.id)
    for extraction in extractions:
        for name in extraction.unresolved:
            yield {
                "surface": name.surface,
                "type": name.type,
                "reason": name.reason,
                "count": count_once(texts[name.surface], work_of),
                "document": extraction.document.id,
                "start": name.start,
                "end": name.end,
                "quote": name.quote,
            }


def _plain(value: float) -> str:
    """Return a number as a person writes it.

    >>> _plain(2000000000000.0), _plain(1.44), _plain(float("nan"))
    ('2000000000000', '1.44', '')
    """
    return "" if pd.isna(value) else f"{Decimal(repr(value)).normalize():f}"
