from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest

from kg.exchange import to_cytoscape, to_gexf, to_graphml
from kg.network import network

TWO_PLANS = sorted((Path(__file__).parent / "two-plans").glob("*.csv"))


@pytest.fixture
def two_plans() -> nx.DiGraph:
    """Return the network of two plans, one label of it with characters that XML forbids."""
    assert len(TWO_PLANS) == 5
    graph = network({path.stem: pd.read_csv(path, keep_default_na=False) for path in TWO_PLANS})
    graph.nodes["country/JP"]["label"] = "日本\x00\ud800<&>"
    return graph


READERS: list[tuple[Callable[[nx.Graph], str], Callable[[str], nx.Graph]]] = [
    (to_graphml, nx.parse_graphml),
    (to_gexf, lambda text: nx.read_gexf(BytesIO(text.encode()))),
    (to_cytoscape, lambda text: nx.cytoscape_graph(json.loads(text))),
]


@pytest.mark.parametrize("write, read", READERS)
def test_other_programs_find_labels_types_weights_and_places(
    two_plans: nx.DiGraph, write: Callable[[nx.Graph], str], read: Callable[[str], nx.Graph]
) -> None:
    graph = read(write(two_plans))
    assert set(graph) == set(two_plans)
    assert set(graph.edges) == set(two_plans.edges)
    assert len(graph.edges) == 7
    assert graph.nodes["country/JP"]["label"] == "日本��<&>"
    assert graph.nodes["country/US"]["aliases"] == "美利坚合众国|USA"
    assert {node: data["type"] for node, data in graph.nodes(data=True)} == nx.get_node_attributes(two_plans, "type")
    assert {tie: graph.edges[tie]["weight"] for tie in graph.edges} == nx.get_edge_attributes(two_plans, "weight")
    assert graph.edges["country/CN", "country/US"]["predicates"] == "cooperatesWith"


@pytest.mark.parametrize("write", [write for write, _ in READERS])
def test_the_same_network_gives_the_same_file(two_plans: nx.DiGraph, write: Callable[[nx.Graph], str]) -> None:
    assert write(two_plans) == write(two_plans.copy())
    assert "lastmodified" not in write(two_plans)


def test_nodes_stand_where_the_page_has_them(two_plans: nx.DiGraph) -> None:
    places = {
        element["data"]["id"]: (element["position"]["x"], element["position"]["y"])
        for element in json.loads(to_cytoscape(two_plans))["elements"]["nodes"]
    }
    assert len(set(places.values())) == 6
    found = [
        (float(position.attrib["x"]), -float(position.attrib["y"]))
        for position in ElementTree.fromstring(to_gexf(two_plans)).iterfind(".//{*}position")
    ]
    assert sorted(found) == sorted(places.values())


@pytest.mark.parametrize("write", [write for write, _ in READERS])
def test_an_empty_network_is_a_file_too(write: Callable[[nx.Graph], str]) -> None:
    assert write(nx.DiGraph(directed=True))
