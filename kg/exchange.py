"""Networks in the formats of other programs: GraphML and GEXF (Gephi, yEd, igraph), Cytoscape JSON.

Values that these formats cannot hold are put into words: predicates joined by a bar, evidence as its number. The nodes
stand where the page has them.
"""

from __future__ import annotations

import json
import re
from typing import Any

import networkx as nx

from kg.lettering import printable
from kg.page_data import place_nodes

BAR = "|"
#: The writer of NetworkX puts the day of writing into the file; the same network must give the same file.
_DATE = re.compile(r' lastmodifieddate="[^"]*"')


def to_graphml(graph: nx.Graph) -> str:
    """Return a network as GraphML."""
    flat = _flatten(graph)
    for _, data in flat.nodes(data=True):
        data["x"], data["y"] = data.pop("position")
    return "\n".join(nx.generate_graphml(flat)) + "\n"


def to_gexf(graph: nx.Graph) -> str:
    """Return a network as GEXF, with the places and sizes that Gephi reads."""
    flat = _flatten(graph)
    for _, data in flat.nodes(data=True):
        x, y = data.pop("position")
        data["viz"] = {"position": {"x": x, "y": -y, "z": 0}, "size": data["size"]}
    return _DATE.sub("", "\n".join(nx.generate_gexf(flat))) + "\n"


def to_cytoscape(graph: nx.Graph) -> str:
    """Return a network as the JSON of Cytoscape and Cytoscape.js."""
    flat = _flatten(graph)
    places = {node: data.pop("position") for node, data in flat.nodes(data=True)}
    document = nx.cytoscape_data(flat)
    for element in document["elements"]["nodes"]:
        x, y = places[element["data"]["id"]]
        element["position"] = {"x": x, "y": y}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _flatten(graph: nx.Graph) -> nx.Graph:
    """Return a copy that holds numbers and texts only."""
    flat = nx.DiGraph() if graph.is_directed() else nx.Graph()
    flat.graph["name"] = graph.graph.get("view", "")
    placed = place_nodes(graph)
    for node, data in graph.nodes(data=True):
        flat.add_node(
            printable(node), **_plain(data), size=placed[node].radius, position=(placed[node].x, placed[node].y)
        )
    for one, other, data in graph.edges(data=True):
        plain = _plain({key: value for key, value in data.items() if key != "evidence"})
        flat.add_edge(printable(one), printable(other), label=plain.get("predicates", ""), **plain)
    return flat


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: _put_into_words(value) for key, value in data.items()}


def _put_into_words(value: Any) -> str | int | float:
    if isinstance(value, int | float):
        return value
    return printable(BAR.join(map(str, value)) if isinstance(value, tuple) else str(value))
