"""A network as a still picture (SVG): what a notebook shows where scripts may not run."""

from __future__ import annotations

from collections.abc import Mapping
from math import log2
from typing import Any

import networkx as nx
from jinja2 import Environment

from kg.page_data import LINE_HEIGHT, OTHER, Placed, box_of

_RIM = 30
_SMALLEST = 240


def draw(
    environment: Environment,
    graph: nx.Graph,
    placed: Mapping[str, Placed],
    marks: Mapping[str, Mapping[str, str]],
    title: str,
    language: str,
) -> str:
    """Return the picture of a network, its nodes where the page has them."""
    return environment.get_template("picture.svg.j2").render(
        title=title,
        frame=_frame(graph, placed),
        lines=[
            {
                "x1": placed[one].x,
                "y1": placed[one].y,
                "x2": placed[other].x,
                "y2": placed[other].y,
                "width": round(0.8 + 0.7 * log2(1 + data["weight"]), 1),
            }
            for one, other, data in graph.edges(data=True)
        ],
        marks=[_mark(data, placed[node], marks, language) for node, data in graph.nodes(data=True)],
    )


def _mark(
    data: Mapping[str, Any], place: Placed, marks: Mapping[str, Mapping[str, str]], language: str
) -> dict[str, Any]:
    style = marks.get(data["type"], marks[OTHER])
    return {
        "x": place.x,
        "y": place.y,
        "size": place.radius,
        "below": round(place.y + place.radius + LINE_HEIGHT),
        "shape": style["shape"],
        "colour": style["light"],
        "name": data["label"] if language == "zh" else data["label_en"] or data["label"],
        "lines": place.zh if language == "zh" else place.en,
    }


def _frame(graph: nx.Graph, placed: Mapping[str, Placed]) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the picture."""
    boxes = [(placed[node].x, placed[node].y, *box_of(placed[node])) for node in graph]
    left = min((x - width / 2 for x, _, width, _ in boxes), default=0) - _RIM
    top = min((y - placed_height / 2 for _, y, _, placed_height in boxes), default=0) - _RIM
    right = max((x + width / 2 for x, _, width, _ in boxes), default=_SMALLEST) + _RIM
    bottom = max((y + height for _, y, _, height in boxes), default=_SMALLEST) + _RIM
    return round(left), round(top), round(right - left), round(bottom - top)
