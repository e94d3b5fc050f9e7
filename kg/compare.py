"""Two documents side by side: entities, relations and numbers that are new, gone or kept, with a quote from each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.tables import to_frame

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("change", "kind", "type", "what", "old_quote", "new_quote", "old_section", "new_section")
CHANGES = ("new", "gone", "kept")

Row = Mapping[str, Any]


class Fact(NamedTuple):
    """What is compared: two documents say the same where these are equal."""

    kind: str  # entity | relation | quantity
    type: str
    key: tuple[str, ...]


class Seen(NamedTuple):
    """A fact as a document words it."""

    what: str
    quote: str
    section: str


def compare_documents(tables: Mapping[str, pd.DataFrame], old: str, new: str) -> pd.DataFrame:
    """Return what changes from one document to another: first what is new, then what is gone, then what is kept."""
    before, after = _facts(tables, old), _facts(tables, new)
    rows = [_row(fact, before.get(fact), after.get(fact)) for fact in before.keys() | after.keys()]
    return to_frame(COLUMNS, sorted(rows, key=lambda row: (CHANGES.index(row[0]), *row[1:])))


def _row(fact: Fact, old: Seen | None, new: Seen | None) -> tuple[str, ...]:
    change = "kept" if old and new else "new" if new else "gone"
    blank = Seen("", "", "")
    old, new = old or blank, new or blank
    what = " → ".join(dict.fromkeys(filter(None, (old.what, new.what))))
    return (change, fact.kind, fact.type, what, old.quote, new.quote, old.section, new.section)


def _facts(tables: Mapping[str, pd.DataFrame], document: str) -> dict[Fact, Seen]:
    """Return the facts of a document, each as it is first worded there."""
    found: dict[Fact, Seen] = {}
    sentences = {row["sentence"]: row["text"] for row in _rows(tables["sentences"], document)}
    for row in _rows(tables["mentions"], document):
        fact = Fact("entity", row["type"], (row["entity"],))
        found.setdefault(fact, Seen(row["label"], str(sentences.get(row["sentence"], row["surface"])), row["section"]))
    for row in _rows(tables["relations"], document):
        found.setdefault(*_relation(row))
    for row in _rows(tables["quantities"], document):
        found.setdefault(*_quantity(row))
    return found


def _rows(table: pd.DataFrame, document: str) -> list[Row]:
    return list(table[table["document"] == document].to_dict("records"))


def _relation(row: Row) -> tuple[Fact, Seen]:
    what = f"{row['subject_label']} {row['predicate']} {row['object_label']}"
    fact = Fact("relation", row["predicate"], (row["subject"], row["object"]))
    return fact, Seen(what, row["quote"], row["section"])


def _quantity(row: Row) -> tuple[Fact, Seen]:
    of = f"{row['subject_label']}: " if row["subject_label"] else ""
    what = f"{of}{row['measures']} {row['comparator']} {row['value']:g} {row['unit']}"
    fact = Fact("quantity", row["status"], (row["subject"], row["measures"], row["unit"]))
    return fact, Seen(what, row["quote"], row["section"])
