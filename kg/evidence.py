"""The tables read as evidence: which passage of which work says that two things are tied, and who is named in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.works import count_once

if TYPE_CHECKING:
    import pandas as pd

#: The tables of a build by name: "entities", "relations", "mentions", "documents".
Tables = Mapping[str, "pd.DataFrame"]

CO_MENTION = "coMention"
BETWEEN_SECTIONS = " › "


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage that states a tie: where it stands, which rule read it, and where its quote names entities."""

    subject: str
    predicate: str
    object: str
    document: str
    work: str
    title: str
    section: str
    start: int
    end: int
    quote: str
    rule: str
    marks: tuple[tuple[int, int, str], ...] = ()


def count_passages(evidence: Iterable[Evidence]) -> int:
    """Return the number of passages that state something, of each work in the one of its texts that has most."""
    places = {(item.document, item.predicate, item.start, item.end): item.work for item in evidence}
    return count_once((document for document, *_ in places), {place[0]: work for place, work in places.items()})


def place(evidence: Evidence) -> tuple[str, bool, str, int, int, str, str]:
    """Sort by work, its original before its copies, and by place in the text."""
    is_copy = evidence.document != evidence.work
    return (
        evidence.work, is_copy, evidence.document, evidence.start, evidence.end, evidence.predicate, evidence.rule,
    )  # fmt: skip


class Source:
    """The tables as plain Python values, read once and looked up by document and entity."""

    def __init__(self, tables: Tables) -> None:
        self.entities = {row["entity"]: row for row in _rows(tables["entities"])}
        self.relations = _rows(tables["relations"])
        self.mentions = sorted(
            _rows(tables["mentions"]), key=lambda row: (row["document"], int(row["start"]), int(row["end"]))
        )
        self.documents = _rows(tables["documents"])
        self.sections = _rows(tables["sections"]) if "sections" in tables else []

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return the titles of the documents."""
        return {row["document"]: row["title"] or row["document"] for row in self.documents}

    @cached_property
    def works(self) -> Mapping[str, str]:
        """Return for each document the work it is a text of: itself, or the original it is a copy of."""
        return {row["document"]: row["copy_of"] or row["document"] for row in self.documents}

    @cached_property
    def mentions_by_document(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return the mentions of each document in the order of the text."""
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self.mentions:
            found[row["document"]].append(row)
        return found

    @cached_property
    def starts(self) -> Mapping[str, Sequence[int]]:
        """Return where the mentions of each document start."""
        return {document: [int(row["start"]) for row in rows] for document, rows in self.mentions_by_document.items()}

    @cached_property
    def section_paths(self) -> Mapping[tuple[str, str], str]:
        """Return for each section of a document the titles from the outermost section down to it."""
        rows = {(row["document"], row["section"]): row for row in self.sections}
        return {place: BETWEEN_SECTIONS.join(_titles(place, rows)) for place in rows}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Return the labels that the relations give, for entities that their own table lacks."""
        found: dict[str, str] = {}
        for row in self.relations:
            found.setdefault(row["subject"], row["subject_label"])
            found.setdefault(row["object"], row["object_label"])
        return found

    def names(self, entity: str) -> dict[str, Any]:
        """Return what a node tells of its entity: labels, type and other names."""
        row = self.entities.get(entity, {})
        label = row.get("label") or self.labels.get(entity) or entity
        return {
            "label": label,
            "label_en": row.get("label_en") or "",
            "type": row.get("type") or "",
            "aliases": tuple(filter(None, (row.get("aliases") or "").split("|"))),
        }

    def type_of(self, entity: str) -> str:
        """Return the type of an entity, nothing where the table of entities lacks it."""
        return str(self.entities.get(entity, {}).get("type") or "")

    def described(self, documents: Collection[str] | None) -> tuple[dict[str, str], ...]:
        """Return what the pages tell of the documents, in the order of their table."""
        columns = ("document", "title", "title_en", "period")
        return tuple(
            {column: row.get(column, "") for column in columns} | {"work": self.works[row["document"]]}
            for row in self.documents
            if documents is None or row["document"] in documents
        )

    def statements(self, shows: Callable[[str, str, str], bool]) -> Iterator[Evidence]:
        """Yield the evidence of the statements whose predicate, type of subject and type of object pass a test."""
        for row in self.relations:
            if shows(row["predicate"], self.type_of(row["subject"]), self.type_of(row["object"])):
                yield self._evidence(row)

    def _evidence(self, row: Mapping[str, Any]) -> Evidence:
        document, start, end = row["document"], int(row["start"]), int(row["end"])
        return Evidence(
            subject=row["subject"],
            predicate=row["predicate"],
            object=row["object"],
            document=document,
            work=self.works[document],
            title=self.titles[document],
            section=self.section_paths.get((document, row["section"]), row["section"]),
            start=start,
            end=end,
            quote=row["quote"],
            rule=row["rule"],
            marks=tuple(self._marks(document, start, end, row["quote"])),
        )

    def _marks(self, document: str, start: int, end: int, quote: str) -> Iterator[tuple[int, int, str]]:
        """Yield where the quote mentions entities.

        Of a repaired quote the raw offsets say only the order, so the surfaces are looked for from left to right,
        inside the name before where they stand in it.
        """
        is_raw = len(quote) == end - start
        found, after, raw_end = 0, 0, start
        for row in self._mentions_between(document, start, end):
            surface = row["surface"]
            nested = int(row["start"]) < raw_end
            place = int(row["start"]) - start if is_raw else quote.find(surface, found if nested else after)
            if place >= 0 and quote.startswith(surface, place):
                found, after, raw_end = place, place + len(surface), max(raw_end, int(row["end"]))
                yield found, after, row["entity"]

    def _mentions_between(self, document: str, start: int, end: int) -> Iterator[Mapping[str, Any]]:
        rows, starts = self.mentions_by_document.get(document, ()), self.starts.get(document, ())
        for row in rows[bisect_left(starts, start) : bisect_left(starts, end)]:
            if int(row["end"]) <= end and row["entity"]:
                yield row

    def co_mentions(self) -> Iterator[Evidence]:
        """Yield a tie for each two entities that one section of a document mentions, its first passage as evidence."""
        sections: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for row in self.mentions:
            if row["entity"] and row.get("section"):
                sections[row["document"], row["section"]].setdefault(row["entity"], row)
        for (document, section), first in sections.items():
            for one, other in combinations(sorted(first), 2):
                yield Evidence(
                    subject=one,
                    predicate=CO_MENTION,
                    object=other,
                    document=document,
                    work=self.works[document],
                    title=self.titles[document],
                    section=self.section_paths.get((document, section), section),
                    start=min(int(first[one]["start"]), int(first[other]["start"])),
                    end=max(int(first[one]["end"]), int(first[other]["end"])),
                    quote="",
                    rule="",
                )

    def count_mentions(self, nodes: Iterable[str], documents: Collection[str] | None) -> dict[str, dict[str, int]]:
        """Return for each node the works that mention it, and how often: of each work in the text that does so most."""
        texts: dict[str, list[str]] = {node: [] for node in nodes}
        for row in self.mentions:
            if row["entity"] in texts and (documents is None or row["document"] in documents):
                texts[row["entity"]].append(row["document"])
        return {
            node: {"documents": len({self.works[text] for text in found}), "mentions": count_once(found, self.works)}
            for node, found in texts.items()
        }


def _text_order(row: Mapping[str, Any]) -> tuple[str, int, int, str]:
    """Sort mentions as they stand in the texts, a name before the names in it."""
    return row["document"], int(row["start"]), -int(row["end"]), row["entity"]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, an empty string for each value that is missing."""
    columns = [table[name].astype(object).where(table[name].notna(), "").tolist() for name in table]
    return [dict(zip(table.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def _titles(place: tuple[str, str], rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> list[str]:
    document, section = place
    titles: list[str] = []
    while row := rows.get((document, section)):
        if row["kind"] != "document":
            titles.insert(0, row["title"] or row["number"])
        section = row["parent"]
    return titles
