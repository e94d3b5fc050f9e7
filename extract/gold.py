"""Reads gold: what a person found in a text, as JSON lines, and the texts it was found in.

A folder of gold holds `DOC.entities.jsonl`, `DOC.relations.jsonl` and `DOC.quantities.jsonl` for each document; a file
that is missing is an empty one. What is marked `"optional": true` is doubtful: neither rewarded nor punished.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from extract.catalogue import load_corpus
from extract.model import Document
from extract.reading import SUFFIXES, read_documents

Row = TypeVar("Row")
_KINDS = ("entities", "relations", "quantities")


class GoldError(ValueError):
    """Gold that cannot be used; the message names file, line, fault and cure."""


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of a text with every name it may go by; doubtful ones may be of two types."""

    types: tuple[str, ...]
    label: str
    aliases: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A relation between two labels of entities."""

    predicate: str
    subject: str
    object: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldQuantity:
    """A number of a text with what it says."""

    value: Decimal | None
    value_max: Decimal | None
    unit: str
    measures: str
    comparator: str
    status: str
    period: str = ""
    subject: str = ""
    evidence: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Gold:
    """All that a person found in one document."""

    document: str
    entities: tuple[GoldEntity, ...] = ()
    relations: tuple[GoldRelation, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()


def read_gold(folder: Path, documents: Sequence[str] = ()) -> tuple[Gold, ...]:
    """Return the gold of a folder, or of the named documents in it, sorted by document.

    Raises `GoldError` where there is none, where a named document has none, or where a line cannot be read.
    """
    if not folder.is_dir():
        raise GoldError(f"{folder}: there is no such folder; name one that holds DOC.entities.jsonl and its like")
    found = {path.name.removesuffix(f".{kind}.jsonl") for kind in _KINDS for path in folder.glob(f"*.{kind}.jsonl")}
    if missing := sorted(set(documents) - found):
        raise GoldError(f"{folder}: holds no gold of {', '.join(missing)}; it has {', '.join(sorted(found)) or 'none'}")
    if not found:
        raise GoldError(f"{folder}: holds no gold; its files are called DOC.entities.jsonl, DOC.relations.jsonl …")
    return tuple(_gold(folder, document) for document in sorted(documents or found))


def find_texts(golds: Sequence[Gold], folder: Path, texts: Path | None = None) -> tuple[tuple[Document, Gold], ...]:
    """Return each gold with its text, which lies in the folder of texts, beside the gold, or in the bundled corpus.

    Raises `GoldError` where a text is in none of them, `ReadError` where it cannot be read.
    """
    found = {document.id: document for document in load_corpus()}
    found |= {document.id: document for document in _texts_beside(folder, golds)}
    if texts is not None:
        found |= {document.id: document for document in _read([texts])}
    if missing := [gold.document for gold in golds if gold.document not in found]:
        raise GoldError(
            f"{folder}: no text for the gold of {', '.join(missing)}; name the folder of the texts, "
            "or score only some documents by --document"
        )
    return tuple((found[gold.document], gold) for gold in golds)


def _texts_beside(folder: Path, golds: Sequence[Gold]) -> tuple[Document, ...]:
    names = {gold.document for gold in golds}
    return _read([path for path in sorted(folder.iterdir()) if path.stem in names and path.suffix in SUFFIXES])


def _read(paths: Sequence[Path]) -> tuple[Document, ...]:
    documents, errors = read_documents(paths)
    if errors:
        raise errors[0]
    return documents


def _gold(folder: Path, document: str) -> Gold:
    return Gold(
        document,
        tuple(_rows(folder / f"{document}.entities.jsonl", _entity)),
        tuple(_rows(folder / f"{document}.relations.jsonl", _relation)),
        tuple(_rows(folder / f"{document}.quantities.jsonl", _quantity)),
    )


def _rows(path: Path, make: Callable[[Mapping[str, Any]], Row]) -> Iterator[Row]:
    if not path.exists():
        return
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read: {error}; gold is JSON lines in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield make(json.loads(line))
            except json.JSONDecodeError as error:
                raise GoldError(f"{path}: line {number}: is no JSON: {error}") from error
            except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
                raise GoldError(f"{path}: line {number}: lacks or misspells a value: {error!r}") from error


def _entity(row: Mapping[str, Any]) -> GoldEntity:
    types = tuple(row["type"].split("|"))
    return GoldEntity(types, row["label"], tuple(row.get("aliases", ())), bool(row.get("optional")))


def _relation(row: Mapping[str, Any]) -> GoldRelation:
    return GoldRelation(row["predicate"], row["subject"], row["object"], bool(row.get("optional")))


def _quantity(row: Mapping[str, Any]) -> GoldQuantity:
    return GoldQuantity(
        value=_number(row["value"]),
        value_max=_number(row.get("value_max")),
        unit=row["unit"] or "",
        measures=row.get("measures") or "",
        comparator=row["comparator"],
        status=row["status"],
        period=row.get("period") or "",
        subject=row.get("subject") or "",
        evidence=row.get("evidence") or "",
        optional=bool(row.get("optional")),
    )


def _number(value: float | str | None) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))
