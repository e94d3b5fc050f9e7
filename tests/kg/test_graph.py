"""The Python API on the bundled texts: tables, quotes, networks, comparisons, pages, and the graph through rdflib."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.graph import Graph
from kg.output import OutputError
from kg.tables import to_csv

HEAVY = ("rdflib", "pandas", "networkx", "pyoxigraph", "rich", "pyvis", "jinja2", "extract", "ontology")


@pytest.fixture(scope="module")
def graph(built_output: Path) -> Graph:
    return kg.open(built_output)


def test_graph_says_what_is_in_it(graph: Graph, built_output: Path) -> None:
    counts = graph.manifest["counts"]
    assert repr(graph) == (
        f"Graph({str(built_output)!r}: 4 works, {counts['entities']} entities, {counts['facts']} facts, "
        f"{counts['quantities']} quantities)"
    )
    assert graph.documents == ("12fyp", "12fyp-scan", "13fyp", "keyinst", "nstp12")


@pytest.mark.parametrize(
    "name", ["documents", "mentions", "entities", "relations", "quantities", "sections", "sentences"]
)
def test_tables_are_those_of_the_build(name: str, graph: Graph) -> None:
    table = graph.tables[name]
    assert len(table) > 0
    assert to_csv(table) == (graph.folder / "tables" / f"{name}.csv").read_text("utf-8")


def test_entities_of_one_class(graph: Graph) -> None:
    programmes = graph.entities(type="Programme")
    assert set(programmes["type"]) == {"Programme"}
    assert len(programmes) < len(graph.entities())


def test_relations_of_one_predicate_subject_object_and_document(graph: Graph) -> None:
    found = graph.relations(predicate="cooperatesWith", subject="中国", object="United States", document="12fyp")
    assert len(found) > 0
    columns = ["subject_label", "predicate", "object_label", "document"]
    assert set(found[columns].itertuples(index=False, name=None)) == {("中国", "cooperatesWith", "美国", "12fyp")}


def test_quantities_of_one_status(graph: Graph) -> None:
    assert set(graph.quantities(status="target")["status"]) == {"target"}


def test_evidence_of_two_things_are_sentences_that_name_both_ends(graph: Graph) -> None:
    found = graph.evidence("美国", "清洁能源")
    assert {"12fyp", "12fyp-scan"} <= set(found["document"])
    assert [quote for quote in found["quote"] if "清洁能源" not in quote] == []
    assert len(found) < len(graph.evidence("美国"))


def test_evidence_stands_where_it_is_said_to_stand(graph: Graph) -> None:
    from extract import load_corpus

    texts = {document.id: document.text for document in load_corpus()}
    found = graph.evidence("中国")
    clean = found[found["document"] != "12fyp-scan"]
    assert len(clean) > 50
    assert [row.quote for row in clean.itertuples() if texts[row.document][row.start : row.end] != row.quote] == []


@pytest.mark.parametrize(
    "ask, complaint",
    [
        (lambda graph: graph.entities(type="Program"), "no row has the type 'Program'; there are .*Programme"),
        (lambda graph: graph.relations(predicate="likes"), "no row has the predicate 'likes'; there are "),
        (lambda graph: graph.relations(subject="没有"), "nothing in the graph is called '没有'"),
        (lambda graph: graph.quantities(document="14fyp"), "no row has the document '14fyp'; there are 12fyp"),
        (lambda graph: graph.evidence("没有"), "nothing in the graph is called '没有'"),
        (lambda graph: graph.compare("12fyp", "14fyp"), "there is no document '14fyp' .*12fyp"),
        (lambda graph: graph.show("everything"), "there is no view 'everything'; there are all"),
        (lambda graph: graph.show(documents=["14fyp"]), "there is no document '14fyp'"),
        (lambda graph: graph.tables["people"], "there is no table 'people'; there are .*documents"),
    ],
)
def test_wrong_name_is_answered_with_the_right_ones(
    ask: Callable[[Graph], object], complaint: str, graph: Graph
) -> None:
    with pytest.raises(ValueError, match=complaint):
        ask(graph)


def test_network_is_a_networkx_graph(graph: Graph) -> None:
    network = graph.network("partners-fields")
    assert isinstance(network, nx.DiGraph)
    assert network.number_of_edges() > 5


def test_compare_says_what_is_new_gone_and_kept(graph: Graph) -> None:
    changes = graph.compare("12fyp", "13fyp")
    assert set(changes["change"]) == {"new", "gone", "kept"}
    assert set(changes["kind"]) == {"entity", "relation", "quantity"}


def test_show_gives_a_page_a_picture_and_text(graph: Graph) -> None:
    bundle = graph.show("partners-fields")._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}


def test_rdflib_reads_the_graph_and_oxigraph_answers(graph: Graph, no_rdflib_engine: Callable[..., None]) -> None:
    rows = list(graph.rdf.query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/stcoop/ontology#Statement> }"))
    counts = graph.manifest["counts"]
    assert int(str(rows[0][0])) == counts["statements"] + counts["definitions"] > 0


def test_graph_is_opened_for_reading_only(graph: Graph) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        graph.store.clear()


@pytest.mark.parametrize(
    "manifest, complaint",
    [
        (None, r"no output of a build .*run `kg build --output"),
        (
            {"generator": "stcoop-kg", "format": 0, "version": "0.0.1"},
            r"version 0.0.1 in another layout; run `kg build",
        ),
        ({"generator": "other"}, r"was not written by stcoop-kg"),
    ],
)
def test_what_is_no_output_of_this_version_is_not_opened(
    manifest: dict[str, object] | None, complaint: str, tmp_path: Path
) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(OutputError, match=complaint):
        kg.open(tmp_path)


def test_build_gives_the_graph_and_warns_of_what_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("加强中美科技合作。", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    with pytest.warns(UserWarning, match=r"empty\.txt: is empty"):
        graph = kg.build(tmp_path / "*.txt", output=tmp_path / "out")
    assert graph.documents == ("plan",)
    assert list(graph.relations()["object_label"]) == ["美国"]


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = f"import sys, kg; print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
