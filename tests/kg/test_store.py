"""Oxigraph answers everything, whichever API the question comes through."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.nquads import triple_lines
from kg.store import (
    QueryError,
    StoreError,
    Table,
    iri,
    literal,
    load_store,
    open_store,
    select,
    to_rdflib,
    to_turtle,
    write_store,
)

LINES = [
    '<urn:a> <urn:label> "中国"@zh <urn:g1> .\n',
    "<urn:a> <urn:knows> <urn:b> <urn:g1> .\n",
    "<urn:a> <urn:knows> <urn:b> <urn:g2> .\n",
    '<urn:b> <urn:size> "1.44"^^<http://www.w3.org/2001/XMLSchema#decimal> <urn:g2> .\n',
    '<urn:b> <urn:year> "2011"^^<http://www.w3.org/2001/XMLSchema#gYear> <urn:g2> .\n',
    '<urn:b> <urn:new> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <urn:g2> .\n',
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_store(LINES, triple_lines(LINES), tmp_path / "store")
    return tmp_path / "store"


@pytest.mark.parametrize(
    "sparql, table",
    [
        ("SELECT ?x { <urn:a> <urn:knows> ?x }", Table(("x",), (("urn:b",),))),
        ("SELECT ?x ?y { <urn:a> <urn:label> ?x OPTIONAL { ?x <urn:none> ?y } }", Table(("x", "y"), (("中国", None),))),
        ("SELECT (COUNT(*) AS ?n) { ?s <urn:knows> ?o }", Table(("n",), ((1,),))),
        ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:knows> ?o } }", Table(("n",), ((2,),))),
        ("SELECT ?x { <urn:b> <urn:size> ?x }", Table(("x",), ((1.44,),))),
        ("SELECT ?x { <urn:b> <urn:year> ?x }", Table(("x",), ((2011,),))),
        ("SELECT ?x { <urn:b> <urn:new> ?x }", Table(("x",), ((True,),))),
        ("ASK { <urn:a> ?p ?o }", Table(("answer",), ((True,),))),
        (
            "CONSTRUCT { ?o <urn:knownBy> ?s } WHERE { ?s <urn:knows> ?o }",
            Table(("subject", "predicate", "object"), (("urn:b", "urn:knownBy", "urn:a"),)),
        ),
    ],
)
def test_answer_is_a_table_of_plain_values(sparql: str, table: Table, folder: Path) -> None:
    assert select(open_store(folder), sparql) == table
    assert select(load_store(LINES, triple_lines(LINES)), sparql) == table


def test_rdflib_asks_oxigraph(folder: Path, no_rdflib_engine: Callable[..., None]) -> None:
    dataset = to_rdflib(open_store(folder))
    rows = [tuple(map(str, row)) for row in dataset.query("SELECT ?s ?o { ?s <urn:knows> ?o }")]
    assert rows == [("urn:a", "urn:b")]
    assert len(list(dataset.triples((None, None, None)))) == len(triple_lines(LINES))
    assert {str(graph.identifier) for graph in dataset.graphs()} >= {"urn:g1", "urn:g2"}


def test_two_readers_open_a_store_at_once(folder: Path) -> None:
    assert len(open_store(folder)) == len(open_store(folder)) == len(LINES) + len(triple_lines(LINES))


def test_store_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"not a readable store .*run `kg build` again"):
        open_store(tmp_path / "nothing")


@pytest.mark.parametrize(
    "sparql, complaint",
    [
        ("SELECT ?x {\n?x", "at line 2, column 3: something else is expected there"),
        ("SELECT * { ?s foo:bar ?o }", "at line 1, column 22: Prefix not found"),
        (
            "SELECT ?x { ?s ?p ?o } GROUP BY ?s",
            "at line 1, column 35: The SELECT contains a variable that is unbound",
        ),
        ("", "at line 1, column 1: something else is expected there"),
    ],
)
def test_broken_sparql_is_one_line_about_the_place(sparql: str, complaint: str) -> None:
    with pytest.raises(QueryError) as caught:
        select(load_store([], []), sparql)
    assert str(caught.value) == f"SPARQL not understood {complaint}"


@pytest.mark.parametrize("value", ["no colon", "urn:a> . <urn:b", "urn:a b", 'urn:"'])
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(StoreError, match="is no IRI"):
        iri(value)


@pytest.mark.parametrize(
    "value, written",
    [
        ('"} DROP ALL', r'"\"} DROP ALL"'),
        ("a\nb", r'"a\nb"'),
        ("\\", r'"\\"'),
        (3, '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ],
)
def test_literal_cannot_end_early(value: str | int, written: str) -> None:
    assert literal(value) == written


def test_turtle_says_the_class_first() -> None:
    ntriples = '<urn:a> <urn:b> "x" .\n<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> .\n'
    assert to_turtle(ntriples, {"u": "urn:"}) == '@prefix u: <urn:> .\nu:a a u:C ;\n\tu:b "x" .\n'
