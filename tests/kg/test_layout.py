from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from kg.layout import positions
from kg.untangle import count_crossings

BOX = (90.0, 40.0)
GRAPHS = {
    "one node": nx.empty_graph(1),
    "only single nodes": nx.empty_graph(30),
    "a pair": nx.path_graph(2),
    "a line": nx.path_graph(30),
    "a star": nx.star_graph(59),
    "a ring": nx.cycle_graph(40),
    "everyone with everyone": nx.complete_graph(12),
    "two camps": nx.complete_bipartite_graph(5, 20),
    "several parts": nx.disjoint_union_all([nx.star_graph(9), nx.path_graph(4), nx.cycle_graph(5), nx.empty_graph(6)]),
    "sixty nodes": nx.barabasi_albert_graph(60, 2, seed=1),
    "a loop at a node": nx.Graph([(0, 0), (0, 1)]),
    "more nodes than all pairs are counted for": nx.barabasi_albert_graph(700, 1, seed=1),
}


def place(graph: nx.Graph) -> dict[int, tuple[int, int]]:
    return positions(graph, dict.fromkeys(graph, BOX))  # type: ignore[return-value]


@pytest.mark.parametrize("name", GRAPHS)
def test_every_node_has_a_place_where_no_name_lies_on_another(name: str) -> None:
    places = place(GRAPHS[name])
    assert list(places) != [] and set(places) == set(GRAPHS[name])
    overlaps = [
        (one, other)
        for (one, (x1, y1)), (other, (x2, y2)) in combinations(places.items(), 2)
        if abs(x1 - x2) < BOX[0] - 1 and abs(y1 - y2) < BOX[1] - 1
    ]
    assert overlaps == []


def test_an_empty_graph_has_no_places() -> None:
    assert place(nx.Graph()) == {}


def test_the_same_graph_has_the_same_picture_whatever_its_edges_are_told_in() -> None:
    graph = GRAPHS["sixty nodes"]
    turned = nx.Graph()
    turned.add_nodes_from(graph)
    turned.add_edges_from((other, one) for one, other in reversed(list(graph.edges)))
    assert place(turned) == place(graph) == place(graph)


def test_neighbours_stand_nearer_than_strangers() -> None:
    graph = GRAPHS["sixty nodes"]
    places = place(graph)
    distance = {
        pair: ((places[pair[0]][0] - places[pair[1]][0]) ** 2 + (places[pair[0]][1] - places[pair[1]][1]) ** 2) ** 0.5
        for pair in combinations(graph, 2)
    }
    near = [length for pair, length in distance.items() if graph.has_edge(*pair)]
    far = [length for pair, length in distance.items() if not graph.has_edge(*pair)]
    assert sum(near) / len(near) < 0.7 * sum(far) / len(far)


def test_parts_lie_side_by_side_and_none_on_another() -> None:
    graph = GRAPHS["several parts"]
    places = place(graph)
    frames = [
        (
            min(places[node][0] for node in part),
            max(places[node][0] for node in part),
            min(places[node][1] for node in part),
            max(places[node][1] for node in part),
        )
        for part in nx.connected_components(graph)
    ]
    assert len(frames) == 9
    assert not [
        (one, other)
        for one, other in combinations(frames, 2)
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


@pytest.mark.parametrize(
    "graph, most",
    [
        (nx.complete_graph(4), 0),
        (nx.grid_2d_graph(4, 5), 0),
        (nx.random_labeled_tree(60, seed=1), 0),
        (nx.wheel_graph(12), 0),
        (nx.complete_bipartite_graph(3, 3), 1),
    ],
)
def test_few_lines_cross_where_few_must(graph: nx.Graph, most: int) -> None:
    graph = nx.convert_node_labels_to_integers(graph)
    points = np.array(list(place(graph).values()), dtype=float)
    assert count_crossings(points, np.array(graph.edges)) <= most
