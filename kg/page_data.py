"""What a page must know of a network, as plain data: nodes with their places, edges, quotes, documents, names of terms.

Quotes, sections and rules are kept once and referred to by number: one sentence often states many ties.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import networkx as nx

from kg.evidence import Evidence
from kg.layout import Box, positions
from kg.lettering import width, wrap
from kg.pinyin import initials, syllables
from ontology import DATA

OTHER = "Other"
#: Document, start and end.
Passage = tuple[str, int, int]
#: In the units of the page, which are pixels at its natural size.
LETTER, LINE_HEIGHT, MARGIN = 13.0, 16.0, 6.0
SMALLEST_RADIUS, LARGEST_RADIUS = 6.5, 23.0
_LARGE_DEGREE = 36  # in a small network nothing is drawn as large as a hub
_NAMES_DRAWN = 1500  # beyond, no page could show every name; marks alone need room


@dataclass(frozen=True, slots=True)
class Placed:
    """A node on the page: where its mark stands, how large it is, and its name in lines for each language."""

    x: int
    y: int
    radius: float
    zh: tuple[str, ...]
    en: tuple[str, ...]


def place_nodes(graph: nx.Graph) -> dict[str, Placed]:
    """Return where each node of a network stands, with room for its name in either language below its mark."""
    most = max(_LARGE_DEGREE, *(data["degree"] for _, data in graph.nodes(data=True)), 0)
    unplaced = {node: _measure(data, data["degree"] / most) for node, data in graph.nodes(data=True)}
    if len(graph) > _NAMES_DRAWN:
        boxes = {node: box_of(replace(it, zh=(), en=())) for node, it in unplaced.items()}
    else:
        boxes = {node: box_of(it) for node, it in unplaced.items()}
    return {
        node: replace(unplaced[node], x=x, y=round(y - boxes[node][1] / 2 + MARGIN + unplaced[node].radius))
        for node, (x, y) in positions(graph, boxes).items()
    }


def _measure(data: Mapping[str, Any], share: float) -> Placed:
    """Return a node that has its lines and its size, by its share of the largest degree, but no place yet."""
    chinese = wrap(data["label"])
    radius = round(SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * sqrt(share), 1)
    return Placed(0, 0, radius, chinese, wrap(data["label_en"]) if data["label_en"] else chinese)


def box_of(placed: Placed) -> Box:
    """Return the width and height that a node needs with its name in either language."""
    widest = max((width(line) for line in placed.zh + placed.en), default=0) * LETTER
    most = max(len(placed.zh), len(placed.en)) * LINE_HEIGHT
    return max(widest, 2 * placed.radius) + 2 * MARGIN, 2 * placed.radius + most + 2 * MARGIN


def page_nodes(graph: nx.Graph, placed: Mapping[str, Placed], known: Container[str]) -> list[dict[str, Any]]:
    """Return the nodes in the order of the graph; the number of a node is its id on the page."""
    return [
        {
            "id": number,
            "key": str(node).removeprefix(DATA),
            "type": data["type"] if data["type"] in known else OTHER,
            "zh": data["label"],
            "en": data["label_en"],
            "lines": {"zh": "\n".join(placed[node].zh), "en": "\n".join(placed[node].en)},
            "aliases": list(data["aliases"]),
            "sound": [initials(data["label"]), syllables(data["label"])],
            "documents": data["documents"],
            "mentions": data["mentions"],
            "degree": data["degree"],
            "size": placed[node].radius,
            "x": placed[node].x,
            "y": placed[node].y,
        }
        for number, (node, data) in enumerate(graph.nodes(data=True))
    ]


def page_passages(graph: nx.Graph) -> tuple[list[dict[str, Any]], dict[Passage, int]]:
    """Return the passages that a network rests on in the order of the documents, and the number of each.

    `marks` says where the quote names nodes of the network.
    """
    numbers = {node: number for number, node in enumerate(graph)}
    documents = {row["document"]: number for number, row in enumerate(graph.graph["documents"])}
    found = {_passage(item): item for *_, data in graph.edges(data=True) for item in data["evidence"]}
    ordered = sorted(found, key=lambda passage: (documents[passage[0]], *passage[1:]))
    passages = [
        {
            "document": documents[item.document],
            "section": item.section,
            "start": item.start,
            "end": item.end,
            "quote": item.quote,
            "marks": [[start, end, numbers[entity]] for start, end, entity in item.marks if entity in numbers],
        }
        for item in map(found.__getitem__, ordered)
    ]
    return passages, {passage: number for number, passage in enumerate(ordered)}


def page_edges(graph: nx.Graph, passages: Mapping[Passage, int]) -> list[dict[str, Any]]:
    """Return one edge for each two nodes that are tied, whatever the directions of their statements.

    `said` holds the statements as [predicate, 1 where it runs against the edge, number of the passage, rule].
    """
    numbers = {node: number for number, node in enumerate(graph)}
    pairs: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one, other, data in graph.edges(data=True):
        pairs.setdefault((other, one) if (other, one) in pairs else (one, other), []).append(data)
    return [
        {
            "id": number,
            "from": numbers[one],
            "to": numbers[other],
            "passages": sum(data["passages"] for data in ties),
            "arrows": _arrows(graph, len(ties)),
            "said": [
                [item.predicate, int(item.subject != one), passages[_passage(item)], item.rule]
                for data in ties
                for item in data["evidence"]
            ],
        }
        for number, ((one, other), ties) in enumerate(pairs.items())
    ]


def _passage(evidence: Evidence) -> Passage:
    return evidence.document, evidence.start, evidence.end


def _arrows(graph: nx.Graph, directions: int) -> str:
    if not graph.graph["directed"]:
        return ""
    return "to, from" if directions > 1 else "to"
