"""The proof of a build: the texts are opened again and every quote is compared with the characters it is said to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from extract import Document, ReadError, read_document
from extract.repair import Repaired, repair
from kg.building import source_path
from kg.graph import Graph, open_graph
from kg.namespaces import PREFIXES
from kg.output import checksum
from kg.store import select
from kg.tables import text_checksum
from kg.validate import validate

_QUOTES = """
SELECT ?document ?start ?end ?quote ?node WHERE {
  ?text a coop:Text ; dcterms:identifier ?document .
  { ?passage oa:hasSource ?text ; oa:hasSelector ?node . ?node a oa:TextPositionSelector }
  UNION
  { ?node a coop:Mention ; coop:inText ?text }
  ?node oa:start ?start ; oa:end ?end ; oa:exact ?quote .
}
"""


class Quote(NamedTuple):
    """What the graph says stands at a position of a text."""

    document: str
    start: int
    end: int
    quote: str
    node: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved, in a line; what was not, and what should be looked at, each in a line."""

    summary: str
    faults: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def check_output(folder: Path) -> Proof:
    """Return the proof of a build: files unchanged, each quote in its text, each edge with a quote, shapes kept."""
    graph = open_graph(folder)
    quotes = read_quotes(graph)
    texts, missing = _read_texts(graph)
    shapes = validate(folder / "graph.nq")
    faults = (
        *_changed_files(graph),
        *missing,
        *check_quotes(quotes, texts),
        *(str(fault) for fault in shapes if fault.severity == "Violation"),
    )
    warnings = tuple(str(fault) for fault in shapes if fault.severity != "Violation")
    proved = "every quote stands in its text, every shape is kept" if not faults else _count(len(faults), "fault")
    return Proof(
        f"{folder}: {_count(len(quotes), 'quote')} in {_count(len(texts), 'text')}: {proved}", faults, warnings
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def read_quotes(graph: Graph) -> list[Quote]:
    """Return every quote of a graph, of its store and of its tables, in order."""
    found = {Quote(*row) for row in select(graph.store, _QUOTES, PREFIXES).rows}  # type: ignore[arg-type]
    for table, quote in (("relations", "quote"), ("quantities", "quote"), ("mentions", "surface")):
        rows = graph.tables[table][["document", "start", "end", quote]].itertuples(index=False, name=None)
        found |= {Quote(document, start, end, said, f"tables/{table}.csv") for document, start, end, said in rows}
    return sorted(found)


def check_quotes(quotes: Iterable[Quote], texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each quote that is not what its text says at its position.

    >>> quotes = [Quote("plan", 0, 2, "中国", "urn:a"), Quote("plan", 2, 4, "日本", "urn:b")]
    >>> list(check_quotes(quotes, {"plan": "中国和日本"}))
    ["plan: 2-4 is '和日', not '日本' (urn:b); build again"]
    """
    readings = {document: _Reading(text) for document, text in texts.items()}
    for document, start, end, quote, node in quotes:
        reading = readings.get(document)
        if reading is not None and not reading.says(start, end, quote):
            yield f"{document}: {start}-{end} is {reading.raw[start:end]!r}, not {quote!r} ({node}); build again"


class _Reading:
    """A text as it is, and as it reads with scan noise undone."""

    def __init__(self, raw: str) -> None:
        self.raw = raw

    def says(self, start: int, end: int, quote: str) -> bool:
        """Tell whether a quote is the reading of a span of the raw text."""
        if self.raw[start:end] == quote:
            return True
        text, offsets = self._repaired.text, self._repaired.offsets
        return any(
            text.startswith(quote, place) and offsets.raw_span(place, place + len(quote)) == (start, end)
            for place in self._places.get(start, ())
        )

    @cached_property
    def _repaired(self) -> Repaired:
        return repair(self.raw)

    @cached_property
    def _places(self) -> Mapping[int, Sequence[int]]:
        """Return the places in the repaired text by where they stand in the raw text."""
        places: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._repaired.text)):
            places[self._repaired.offsets.raw_span(place, place + 1)[0]].append(place)
        return places


def _read_texts(graph: Graph) -> tuple[dict[str, str], list[str]]:
    """Return the texts that the manifest names as they are now, and a line for each that is gone or not the same."""
    texts, faults = {}, []
    for entry in graph.manifest["inputs"]:
        try:
            document = _read_again(entry)
        except ReadError as error:
            faults.append(str(error))
            continue
        if text_checksum(document.text) == entry["text_sha256"]:
            texts[document.id] = document.text
        else:
            faults.append(f"{document.source}: is not the text that was built; build again")
    return texts, faults


def _read_again(entry: Mapping[str, Any]) -> Document:
    return read_document(source_path(entry["source"]), id=entry["document"])


def _changed_files(graph: Graph) -> Iterator[str]:
    for name, expected in graph.manifest["files"].items():
        path = graph.folder / name
        if not path.is_file():
            yield f"{path}: is missing; build again"
        elif checksum(path) != expected:
            yield f"{path}: was changed after the build; build again"
