from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest

from kg.evidence import Evidence
from kg.network import VIEWS, NetworkError, network, project

Tables = dict[str, pd.DataFrame]
TWO_PLANS = sorted((Path(__file__).parent / "two-plans").glob("*.csv"))
CHINA, JAPAN, AMERICA = "country/CN", "country/JP", "country/US"
ENERGY, FARMING, DIALOGUE = "field/clean-energy", "field/farming", "mechanism/dialogue"


@pytest.fixture
def hand_made_tables() -> Tables:
    """Return the tables of two plans, one of them also as a scan, whose network is known."""
    assert len(TWO_PLANS) == 5
    return {path.stem: pd.read_csv(path, keep_default_na=False) for path in TWO_PLANS}


def ties(graph: nx.Graph, attribute: str = "weight") -> dict[tuple[str, str], Any]:
    return {(one, other): value for one, other, value in graph.edges(data=attribute)}


@pytest.mark.parametrize(
    "view, expected",
    [
        ("partners-fields", {(JAPAN, ENERGY): 1, (JAPAN, FARMING): 1, (AMERICA, ENERGY): 1, (AMERICA, FARMING): 1}),
        ("partners-mechanisms", {(AMERICA, DIALOGUE): 1, (DIALOGUE, AMERICA): 1}),
        ("programmes-partners", {}),
        ("bases-types", {}),
        ("documents", {}),
        (
            "all",
            {
                (CHINA, AMERICA): 1,
                (JAPAN, ENERGY): 1,
                (JAPAN, FARMING): 1,
                (AMERICA, ENERGY): 1,
                (AMERICA, FARMING): 1,
                (AMERICA, DIALOGUE): 1,
                (DIALOGUE, AMERICA): 1,
            },
        ),
    ],
)
def test_a_view_holds_its_statements_and_no_others(
    hand_made_tables: Tables, view: str, expected: dict[Any, int]
) -> None:
    assert ties(network(hand_made_tables, view)) == expected


def test_each_view_is_tried_above_or_below() -> None:
    assert set(VIEWS) == {
        *(
            "partners-fields",
            "partners-mechanisms",
            "programmes-partners",
            "bases-types",
            "documents",
            "co-mention",
            "all",
        )
    }


def test_entities_named_in_one_section_are_tied_once_a_section(hand_made_tables: Tables) -> None:
    graph = network(hand_made_tables, "co-mention")
    assert ties(graph) == {
        (CHINA, JAPAN): 1,
        (CHINA, AMERICA): 2,
        (CHINA, ENERGY): 1,
        (CHINA, FARMING): 2,
        (CHINA, DIALOGUE): 1,
        (JAPAN, AMERICA): 1,
        (JAPAN, ENERGY): 1,
        (JAPAN, FARMING): 1,
        (AMERICA, ENERGY): 1,
        (AMERICA, FARMING): 2,
        (AMERICA, DIALOGUE): 1,
        (ENERGY, FARMING): 1,
        (FARMING, DIALOGUE): 1,
    }  # fmt: skip
    assert not graph.graph["directed"]


def test_a_scan_of_a_plan_is_evidence_but_not_counted_again(hand_made_tables: Tables) -> None:
    tie = network(hand_made_tables)[AMERICA][ENERGY]
    assert [item.document for item in tie["evidence"]] == ["old", "old-scan"]
    assert (tie["passages"], tie["works"]) == (1, 1)


@pytest.mark.parametrize("weight, expected", [("evidence", 3), ("documents", 2), ("union", 1)])
def test_weights_count_passages_or_works_or_nothing(hand_made_tables: Tables, weight: Any, expected: int) -> None:
    relations = hand_made_tables["relations"]
    once = relations[relations["object"] == ENERGY].iloc[:1]
    more = [once.assign(start=1, document="old"), once.assign(document="new")]
    graph = network({**hand_made_tables, "relations": pd.concat([once, *more])}, weight=weight)
    assert ties(graph) == {(AMERICA, ENERGY): expected}


def test_nodes_tell_their_names_and_how_often_works_mention_them(hand_made_tables: Tables) -> None:
    graph = network(hand_made_tables)
    assert graph.nodes[AMERICA] == {
        "label": "美国",
        "label_en": "United States",
        "type": "Country",
        "aliases": ("美利坚合众国", "USA"),
        "documents": 2,
        "mentions": 4,  # one in the old plan, whose scan does not count, and three in the new one
        "degree": 4,
    }


def test_evidence_says_where_it_stands_and_where_it_names_entities(hand_made_tables: Tables) -> None:
    assert network(hand_made_tables)[JAPAN][FARMING]["evidence"] == (
        Evidence(
            subject=JAPAN,
            predicate="cooperatesInField",
            object=FARMING,
            document="old",
            work="old",
            title="十二五规划",
            section="重点任务 › 发达国家",
            start=17,
            end=36,
            quote="加强与日本在清洁能源、农业领域的合作。",
            rule="by-hand",
            marks=((3, 5, JAPAN), (6, 10, ENERGY), (11, 13, FARMING)),
        ),
    )


def test_names_are_found_in_a_repaired_quote_by_their_order(hand_made_tables: Tables) -> None:
    scan = network(hand_made_tables)[AMERICA][ENERGY]["evidence"][1]
    assert scan.quote == "全面推动中美在清洁能源领域的合作。"
    assert scan.marks == ((4, 5, CHINA), (5, 6, AMERICA), (7, 11, ENERGY))


def test_a_name_inside_a_name_is_found_too(hand_made_tables: Tables) -> None:
    relations, mentions = hand_made_tables["relations"], hand_made_tables["mentions"]
    spaced = relations["quote"].str.replace(
        "中美创新对话是", "中美创新对话，是"
    )  # repaired: no longer as long as its span
    expected = ((0, 1, CHINA), (0, 6, DIALOGUE), (1, 2, AMERICA), (7, 8, CHINA), (8, 9, AMERICA))
    for quotes, moved in ((relations["quote"], 0), (spaced, 1)):
        graph = network({**hand_made_tables, "relations": relations.assign(quote=quotes), "mentions": mentions})
        (evidence,) = graph[DIALOGUE][AMERICA]["evidence"]
        assert sorted(evidence.marks) == [
            (start + moved * (start > 6), end + moved * (start > 6), node) for start, end, node in expected
        ]


def test_documents_can_be_chosen(hand_made_tables: Tables) -> None:
    graph = network(hand_made_tables, "partners-fields", documents=["new"])
    assert ties(graph) == {(AMERICA, FARMING): 1}
    assert [document["document"] for document in graph.graph["documents"]] == ["new"]
    assert graph.nodes[AMERICA]["mentions"] == 3


def test_an_entity_that_its_table_lacks_goes_by_the_label_of_the_relation(hand_made_tables: Tables) -> None:
    entities = hand_made_tables["entities"]
    graph = network({**hand_made_tables, "entities": entities[entities["entity"] != FARMING]})
    assert (graph.nodes[FARMING]["label"], graph.nodes[FARMING]["type"]) == ("农业", "")


def test_missing_values_are_empty_texts(hand_made_tables: Tables) -> None:
    blank = {name: table.replace("", None) for name, table in hand_made_tables.items()}
    assert nx.utils.graphs_equal(network(blank), network(hand_made_tables))


def test_the_order_of_rows_makes_no_difference(hand_made_tables: Tables) -> None:
    shuffled = {name: table.iloc[::-1] for name, table in hand_made_tables.items()}
    one, other = network(hand_made_tables), network(shuffled)
    assert list(one.nodes(data=True)) == list(other.nodes(data=True))
    assert list(one.edges(data=True)) == list(other.edges(data=True))


def test_partners_are_projected_by_the_fields_they_share(hand_made_tables: Tables) -> None:
    projection = project(network(hand_made_tables, "partners-fields"))
    assert set(projection) == {JAPAN, AMERICA}
    assert projection[JAPAN][AMERICA] == {"weight": 2, "shared": (ENERGY, FARMING), "similarity": 1.0}
    assert projection.nodes[JAPAN]["degree"] == 1


@pytest.mark.parametrize(
    "choice, message",
    [
        ({"view": "partner-fields"}, "there is no view 'partner-fields'; choose partners-fields"),
        ({"weight": "document"}, "there is no weight 'document'; choose documents"),
        ({"documents": ["oldscan"]}, "there is no document 'oldscan'; choose old-scan or old"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(hand_made_tables: Tables, choice: Any, message: str) -> None:
    with pytest.raises(NetworkError, match=f"^{message}"):
        network(hand_made_tables, **choice)
