"""A graph is checked against the shapes and for what they cannot say, whatever form it comes in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Dataset, Graph, Literal, URIRef

import kg.namespaces
from kg.namespaces import COOP, XSD, prefix_lines
from kg.rdf import RdfError, read_quads
from kg.validate import Fault, validate

GRAPH = "<https://w3id.org/stcoop/id/graph/text/12fyp>"
OTHER = "<https://w3id.org/stcoop/id/graph/text/13fyp>"
ID = "https://w3id.org/stcoop/id/"
US, ENERGY = f"<{ID}country/US>", f"<{ID}field/清洁能源>"
IN_FIELD = f"<{COOP.cooperatesInField}>"
FACT = f"{US} {IN_FIELD} {ENERGY} {GRAPH} .\n"


@pytest.fixture(scope="module")
def example() -> str:
    """Return the example of how facts are written, as N-Quads in one named graph."""
    (turtle,) = re.findall(r"```turtle\n(.*?)```", kg.namespaces.__doc__ or "", re.DOTALL)
    triples = Graph().parse(data=prefix_lines() + turtle, format="turtle")
    lines = triples.serialize(format="nt").splitlines()
    return "".join(f"{line.removesuffix(' .')} {GRAPH} .\n" for line in sorted(filter(None, lines)))


def found(text: str) -> list[tuple[str, str, str, str]]:
    return [(fault.node, fault.path, fault.value, fault.shape) for fault in validate(text)]


def test_example_has_no_fault(example: str) -> None:
    assert example.count("\n") > 80
    assert FACT in example
    assert validate(example) == []


STATEMENT = f"<{ID}statement/0b2c6f3e9a41>"
LOOP = f"{US} <{COOP.cooperatesWith}> {US} {GRAPH} .\n"


@pytest.mark.parametrize(
    "more, fault",
    [
        (
            f"{US} <{COOP}hasPerty> {ENERGY} {GRAPH} .",
            ("country:US", "coop:hasPerty", "", "KnownTermShape"),
        ),
        (
            f"{US} <{RDF.type}> <{COOP}Contry> {OTHER} .",
            ("country:US", "rdf:type", "coop:Contry", "KnownTermShape"),
        ),
        (
            f"<{ID}period/12fyp> <{COOP.startYear}> _:year {GRAPH} .",
            ("_:", "", "", "NamedNodeShape"),
        ),
        (
            f"{US} {IN_FIELD} {ENERGY} {OTHER} .",
            ("country:US", "coop:cooperatesInField", "field:清洁能源", "StatedTripleShape"),
        ),
        (LOOP, ("country:US", "coop:cooperatesWith", "", "TwoEndsShape")),
    ],
    ids=["misspelt property", "misspelt class", "blank node", "fact stated in another graph", "loop"],
)
def test_fault_beyond_shacl_is_found(example: str, more: str, fault: tuple[str, ...]) -> None:
    faults = [(re.sub(r"^_:\w+", "_:", node), *rest) for node, *rest in found(f"{example}{more}\n")]
    assert fault in faults


def test_statement_needs_its_plain_triple(example: str) -> None:
    assert found(example.replace(FACT, "")) == [(STATEMENT, "", "", "PlainTripleShape")]
    moved = f"{US} {IN_FIELD} {ENERGY} {OTHER} .\n"
    assert ((STATEMENT, "", "", "PlainTripleShape")) in found(example.replace(FACT, moved))


def test_definition_needs_its_plain_triple_but_words_of_the_vocabulary_need_no_statement(example: str) -> None:
    definition = f'{ENERGY} <http://www.w3.org/2004/02/skos/core#definition> "不排放污染物的能源。"@zh {GRAPH} .\n'
    assert validate(example + definition) == []


def test_parts_of_a_fact_may_be_described_in_different_graphs(example: str) -> None:
    label = next(line for line in example.splitlines(keepends=True) if "prefLabel" in line and "美国" in line)
    assert validate(example.replace(label, label.replace(GRAPH, OTHER))) == []


def test_fault_says_in_both_languages_what_to_do(example: str) -> None:
    assert validate(example.replace(FACT, "")) == [
        Fault(
            node=STATEMENT,
            shape="PlainTripleShape",
            path="",
            message="Write the plain triple of this statement into the same named graph.",
            severity="Violation",
            value="",
            message_zh="在同一命名图中，为此陈述写出主语、谓语、宾语的三元组。",
        )
    ]


def test_fault_is_printed_as_place_cure_and_shape() -> None:
    fault = Fault("country:US", "PreferredLabel", "skos:prefLabel", "Give one label.", value='""')
    assert str(fault) == 'country:US skos:prefLabel "": Give one label. (PreferredLabel)'


def test_faults_come_in_order_of_nodes(example: str) -> None:
    lines = [line for line in example.splitlines(keepends=True) if "prefLabel" not in line and "identifier" not in line]
    faults = validate("".join(lines))
    assert len(faults) > 5
    assert faults == sorted(faults) == validate("".join(reversed(lines)))


@pytest.mark.parametrize(
    "odd",
    [
        Literal("许多", datatype=XSD.decimal),
        Literal("许多", datatype=XSD.nonNegativeInteger),
        Literal("许多", datatype=XSD.gYear),
        Literal("NaN", datatype=XSD.decimal),
        Literal("许多"),
        Literal("beaucoup", lang="fr"),
        Literal(""),
        Literal("2011", datatype=XSD.gYear),
        Literal("2011-01-01", datatype=XSD.date),
        Literal("x", datatype=URIRef("urn:unknown")),
        BNode("b"),
        URIRef("urn:x"),
    ],
    ids=lambda term: str(term.n3()) if not getattr(term, "ill_typed", False) else f"ill-typed {term.datatype[33:]}",
)
def test_any_value_anywhere_gives_faults_and_no_error(
    example: str, odd: Literal | BNode | URIRef, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = Dataset()
    for subject, predicate, object_, graph in read_quads(example):
        value = object_ if predicate == RDF.type else odd
        dataset.add((subject, predicate, value, graph))  # type: ignore[arg-type]
    faults = validate(dataset)
    assert len({fault.shape for fault in faults}) > 20
    assert capsys.readouterr().err == ""


# Where graphs come from


def test_same_faults_from_text_file_and_dataset(example: str, tmp_path: Path) -> None:
    text = example.replace(FACT, "")
    path = tmp_path / "graph.nq"
    path.write_text(text, encoding="utf-8")
    dataset = Dataset()
    dataset.parse(data=text, format="nquads")
    assert len(validate(text)) == 1
    assert validate(text) == validate(path) == validate(dataset)


@pytest.mark.parametrize("suffix, format_", [("ttl", "turtle"), ("nt", "nt"), ("trig", "trig")])
def test_other_formats_are_read_by_their_suffix(example: str, tmp_path: Path, suffix: str, format_: str) -> None:
    dataset = Dataset()
    for quad in read_quads(example):
        dataset.add((quad.subject, quad.predicate, quad.object, dataset.default_graph))  # type: ignore[arg-type]
    path = tmp_path / f"graph.{suffix}"
    dataset.default_graph.serialize(path, format=format_ if format_ != "trig" else "turtle", encoding="utf-8")
    assert len(read_quads(path)) == len(read_quads(example)) > 80
    assert validate(path) == []


def test_string_is_a_string_with_or_without_its_datatype(example: str) -> None:
    typed = re.sub(r'("[^"]*") (<[^>]*> \.)$', rf"\1^^<{XSD.string}> \2", example, flags=re.MULTILINE)
    assert typed.count(str(XSD.string)) > 10
    assert validate(typed) == []


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("graph.nq", None, "graph.nq: not readable: No such file or directory; check the path"),
        ("graph.csv", "a,b", "graph.csv: its suffix names no RDF format; use .nq, .trig, .ttl or .nt"),
        ("graph.nq", "<urn:a> <urn:p> .", "graph.nq: no RDF: "),
        (
            "graph.ttl",
            "<urn:a> <urn:p> << <urn:a> <urn:p> <urn:b> >> .",
            "graph.ttl: a triple inside a triple, (<urn:a> ",
        ),
    ],
    ids=["missing", "no RDF format", "no RDF", "triple in a triple"],
)
def test_unreadable_file_is_named_with_the_cure(tmp_path: Path, name: str, content: str | None, message: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RdfError) as error:
        validate(path)
    assert str(error.value).startswith(str(tmp_path / message))
    assert "\n" not in str(error.value)


def test_text_that_is_no_nquads_is_told_from_a_file() -> None:
    with pytest.raises(RdfError, match=r"^N-Quads text: no RDF: "):
        validate("output/graph.nq")


# The bundled texts


def test_graph_of_the_bundled_texts_keeps_every_shape(built_output: Path) -> None:
    quads = read_quads(built_output / "graph.nq")
    assert {COOP.Statement, COOP.Mention, COOP.Quantity, COOP.Section} <= {quad.object for quad in quads}
    assert validate(built_output / "graph.nq") == []
