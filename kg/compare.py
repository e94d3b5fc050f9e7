"""Two documents side by side: entities, relations and numbers that are new, gone or kept, with a quote from each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    what = (new or old or blank).what
    old, new = old or blank, new or blank
    return (change, fact.kind, fact.type, what, old.quote, new.quote, old.section, new.section)


def _facts(tables: Mapping[str, pd.DataFrame], document: str) -> dict[Fact, Seen]:
    """Return the facts of a document, each as it is first worded there."""
    found: dict[Fact, Seen] = {}
    for table, read in _READERS.items():
        rows = tables[table]
        for row in rows[rows["document"] == document].to_dict("records"):
            fact, seen = read(row)
            found.setdefault(fact, seen)
    return found


def _entity(row: Row) -> tuple[Fact, Seen]:
    return Fact("entity", row["type"], (row["entity"],)), Seen(row["label"], row["sentence"], row["section"])


def _relation(row: Row) -> tuple[Fact, Seen]:
    what = f"{row['subject_label']} {row['predicate']} {row['object_label']}"
    fact = Fact("relation", row["predicate"], (row["subject"], row["object"]))
    return fact, Seen(what, row["quote"], row["section"])


def _quantity(row: Row) -> tuple[Fact, Seen]:
    of = f"{row['subject_label']}: " if row["subject_label"] else ""
    what = f"{of}{row['measures']} {row['comparator']} {row['value']:g} {row['unit']}"
    fact = Fact("quantity", row["status"], (row["subject"], row["measures"], row["unit"]))
    return fact, Seen(what, row["quote"], row["section"])


_READERS: Mapping[str, Callable[[Row], tuple[Fact, Seen]]] = {
    "mentions": _entity,
    "relations": _relation,
    "quantities": _quantity,
}


def summary(changes: pd.DataFrame) -> Iterable[tuple[str, str, int]]:
    """Yield how many facts of each kind are new, gone and kept."""
    for (kind, change), rows in changes.groupby(["kind", "change"]):
        yield kind, change, len(rows)
