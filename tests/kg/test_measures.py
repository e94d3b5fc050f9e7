from __future__ import annotations

from math import isnan, nan, sqrt

import networkx as nx
import pytest

from kg.measures import (
    communities,
    matrix,
    measure_network,
    measure_nodes,
    nestedness,
    similarity,
    tie_changes,
    turnover,
)


def describe(graph: nx.Graph, fields: str = "", weight: int = 1) -> nx.DiGraph:
    """Return a network as `kg.network` makes it: nodes named in `fields` are fields, the others countries."""
    network = nx.DiGraph()
    for node in graph:
        type_ = "Field" if str(node) in fields else "Country"
        network.add_node(str(node), label=str(node).upper(), label_en=f"{node} in English", type=type_)
    for one, other, data in graph.edges(data=True):
        network.add_edge(str(one), str(other), weight=data.get("weight", weight), predicates=("cooperatesWith",))
    return network


def two_mode(rows: dict[str, str]) -> nx.DiGraph:
    """Return partners tied to fields, given the fields of each as a string of one-letter names."""
    graph = nx.DiGraph((partner, field) for partner, fields in rows.items() for field in fields)
    return describe(graph, fields="".join(rows.values()))


STAR = describe(nx.star_graph(4))
TRIANGLE = describe(nx.complete_graph(3))
FLORENCE = describe(nx.florentine_families_graph())
KARATE = describe(nx.Graph(nx.karate_club_graph().edges))
EMPTY = describe(nx.Graph())


@pytest.mark.parametrize(
    "graph, node, measure, value",
    [
        (STAR, "0", "degree", 4),
        (STAR, "0", "betweenness", 1.0),
        (STAR, "1", "betweenness", 0.0),
        (STAR, "0", "eigenvector", 1 / sqrt(2)),
        (STAR, "1", "eigenvector", 1 / sqrt(8)),
        (STAR, "0", "constraint", 4 * (1 / 4) ** 2),
        (STAR, "1", "constraint", 1.0),
        (STAR, "0", "core", 1),
        (TRIANGLE, "0", "constraint", 2 * (1 / 2 + 1 / 2 * 1 / 2) ** 2),
        (TRIANGLE, "0", "pagerank", 1 / 3),
        (TRIANGLE, "0", "core", 2),
        (describe(nx.path_graph(3), weight=5), "1", "strength", 10),
        (FLORENCE, "Medici", "degree", 6),
        (FLORENCE, "Medici", "betweenness", 0.521978),
        (FLORENCE, "Medici", "eigenvector", 0.430308),
        (KARATE, "0", "betweenness", 0.437635),
        (KARATE, "33", "degree", 17),
        (KARATE, "0", "core", 4),
    ],
)
def test_known_graphs_have_their_known_measures(graph: nx.DiGraph, node: str, measure: str, value: float) -> None:
    table = measure_nodes(graph).set_index("entity")
    assert table.loc[node, measure] == pytest.approx(value, abs=1e-6)


def test_the_table_of_nodes_has_labels_and_puts_the_best_connected_first() -> None:
    table = measure_nodes(STAR)
    assert list(table["label"]) == ["0", "1", "2", "3", "4"]
    assert list(table.columns) == [
        *("entity", "label", "label_en", "type", "degree", "strength", "betweenness", "betweenness_error"),
        *("eigenvector", "pagerank", "core", "constraint", "community"),
    ]


def test_estimated_betweenness_is_near_the_exact_one_and_says_how_near() -> None:
    graph = describe(nx.barabasi_albert_graph(400, 3, seed=1))
    exact = measure_nodes(graph).set_index("entity")
    estimated = measure_nodes(graph, exact_up_to=100).set_index("entity")
    assert (exact["betweenness_error"] == 0).all()
    assert (estimated["betweenness_error"] > 0).any()
    distance = (estimated["betweenness"] - exact["betweenness"]).abs()
    assert (distance <= 4 * estimated["betweenness_error"] + 0.002).mean() > 0.97
    assert estimated["betweenness"].idxmax() == exact["betweenness"].idxmax()


def test_ties_in_both_directions_count_as_one_with_the_weight_of_both() -> None:
    graph = describe(nx.path_graph(2), weight=2)
    graph.add_edge("1", "0", weight=3, predicates=("hasParty",))
    row = measure_nodes(graph).iloc[0]
    assert (row["degree"], row["strength"]) == (1, 5)


def test_groups_are_found_by_more_ties_inside_than_chance_would_put_there() -> None:
    two_camps = describe(nx.barbell_graph(5, 0))
    assert communities(two_camps) == (("0", "1", "2", "3", "4"), ("5", "6", "7", "8", "9"))
    network = measure_network(two_camps).iloc[0]
    assert network["modularity"] == pytest.approx(
        20 / 21 - 2 * (21 / 42) ** 2
    )  # 20 of 21 ties inside, half the ends each
    assert (network["nodes"], network["ties"], network["components"], network["communities"]) == (10, 21, 1, 2)
    assert set(measure_nodes(two_camps).set_index("entity")["community"].loc[["0", "1", "2", "3", "4"]]) == {1}


def test_the_karate_club_falls_apart_as_the_literature_says() -> None:
    assert measure_network(KARATE)["modularity"].item() == pytest.approx(0.42, abs=0.01)


@pytest.mark.parametrize(
    "rows, nodf, by_rows, by_columns",
    [
        ({"A": "xyz", "B": "xy", "C": "x"}, 100, 100, 100),
        ({"A": "x", "B": "y", "C": "z"}, 0, 0, 0),
        ({"A": "xyz", "B": "xy", "D": "z"}, 200 / 6, 200 / 3, 0),  # all columns are equally full
        ({"A": "xyzu", "B": "xyz", "C": "yu"}, 550 / 9, 250 / 3, 300 / 6),
        ({"A": "x"}, nan, nan, nan),
    ],
)
def test_nestedness_is_that_of_the_paper(rows: dict[str, str], nodf: float, by_rows: float, by_columns: float) -> None:
    found = nestedness(two_mode(rows)).iloc[0]
    expected = pytest.approx((nodf, by_rows, by_columns), nan_ok=True)
    assert (found["nodf"], found["nodf_rows"], found["nodf_columns"]) == expected


def test_the_matrix_has_labels_and_its_fullest_rows_and_columns_first() -> None:
    graph = two_mode({"A": "x", "B": "xy"})
    graph.edges["B", "y"]["weight"] = 7
    assert matrix(graph).to_dict("split") == {"index": ["B", "A"], "columns": ["X", "Y"], "data": [[1, 7], [1, 0]]}
    assert list(matrix(graph, language="en").columns) == ["x in English", "y in English"]


def test_partners_are_alike_by_the_fields_they_share() -> None:
    table = similarity(two_mode({"A": "xy", "B": "xyz", "C": "z", "D": "u"}))
    assert table[["entity", "other", "jaccard", "shared", "shared_labels"]].values.tolist() == [
        ["A", "B", 2 / 3, 2, ("X", "Y")],
        ["B", "C", 1 / 3, 1, ("Z",)],
    ]


def test_ties_enter_leave_or_persist() -> None:
    old, new = two_mode({"A": "xy", "B": "y"}), two_mode({"A": "xz"})
    new.edges["A", "x"]["weight"] = 3
    changes = tie_changes(old, new)
    assert changes[["change", "label", "other_label", "old_weight", "new_weight"]].values.tolist() == [
        ["persisting", "A", "X", 1, 3],
        ["leaving", "A", "Y", 1, 0],
        ["entering", "A", "Z", 0, 1],
        ["leaving", "B", "Y", 1, 0],
    ]
    assert turnover(old, new).iloc[0].to_dict() == {
        "persisting": 1,
        "entering": 1,
        "leaving": 2,
        "jaccard": 0.25,
        "common_nodes": 2,
        "jaccard_common": 1.0,
    }


def test_networks_of_nothing_have_tables_of_nothing() -> None:
    lonely = describe(nx.empty_graph(2))
    assert measure_nodes(EMPTY).empty
    assert similarity(EMPTY).empty
    assert tie_changes(EMPTY, EMPTY).empty
    assert matrix(EMPTY).empty
    assert communities(lonely) == (("0",), ("1",))
    assert isnan(measure_network(lonely)["modularity"].item())
    assert isnan(nestedness(EMPTY)["nodf"].item())
    assert isnan(turnover(EMPTY, EMPTY)["jaccard"].item())
    assert measure_nodes(lonely)["constraint"].isna().all()


def test_the_order_in_which_nodes_and_ties_are_told_makes_no_difference() -> None:
    turned = nx.DiGraph()
    turned.add_nodes_from(reversed(list(FLORENCE.nodes(data=True))))
    turned.add_edges_from(reversed(list(FLORENCE.edges(data=True))))
    one, other = measure_nodes(FLORENCE), measure_nodes(turned)
    assert one["community"].tolist() == other["community"].tolist()
    assert one.drop(columns="community").round(9).to_dict("list") == other.drop(columns="community").round(9).to_dict(
        "list"
    )
