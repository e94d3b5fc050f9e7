"""Each shape lets through what it should and finds each fault that it is there for.

`shapes/NAME.valid.ttl` and `shapes/NAME.invalid.ttl` are read together with the example of `kg.namespaces`, so that
they need not repeat it. An invalid file lists its faults on top: `# fault: NODE PATH SHAPE`, `-` for no path.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyshacl import validate as run_pyshacl
from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.namespaces import COOP, ENTITY_CLASSES, PREFIXES, QUANTITY_CLASSES, RELATIONS, SKOS
from kg.rdf import DEFAULT_GRAPH, Quad
from kg.shapes import SHAPES, load_shapes, shapes_without_order
from kg.validate import Fault, check_order, check_shapes

FOLDER = Path(__file__).parent / "shapes"
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
NODE_SHAPES = sorted(str(shape).removeprefix(SHAPES) for shape in load_shapes().subjects(RDF.type, SH.NodeShape))
TARGETED = [name for name in NODE_SHAPES if any(load_shapes().value(URIRef(SHAPES + name), t) for t in TARGETS)]


#: The parameters of SHACL Core that the shapes use as constraints, and the words they use besides.
CONSTRAINTS = {
    *(SH.nodeKind, SH["class"], SH.datatype, SH["in"], SH.hasValue, SH.minCount, SH.maxCount, SH.minLength, SH.pattern),
    *(SH.minInclusive, SH.maxInclusive, SH.uniqueLang, SH.languageIn, SH.lessThanOrEquals, SH["or"], SH.xone),
}
DESCRIPTION = "targetClass targetSubjectsOf targetObjectsOf property path name order message severity"


def graph_of(name: str, example: str) -> Graph:
    graph = Graph().parse(data=example, format="turtle")
    return graph.parse(FOLDER / f"{name}.ttl", format="turtle")


def check(graph: Graph) -> list[Fault]:
    quads = [Quad(*triple, DEFAULT_GRAPH) for triple in graph]
    return [*check_shapes(quads), *check_order(quads)]


def faults(graph: Graph) -> list[str]:
    """Return what is found in a graph, in the form in which the files expect it; a blank node has no name."""
    found = {f"{fault.node} {fault.path or '-'} {fault.shape}" for fault in check(graph)}
    return sorted(re.sub(r"_:\w+", "_:blank", fault) for fault in found)


def expected_faults(name: str) -> list[str]:
    text = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    return sorted(re.findall(r"^# fault: (.+)$", text, re.MULTILINE))


def test_each_targeted_shape_has_its_files_and_each_file_its_shape() -> None:
    assert len(TARGETED) == 19 + 2 * len(RELATIONS)
    files = sorted(path.name for path in FOLDER.glob("*.ttl"))
    assert files == sorted(f"{name}.{kind}.ttl" for name in TARGETED for kind in ("valid", "invalid"))


def test_example_has_no_fault(example: str) -> None:
    assert faults(Graph().parse(data=example, format="turtle")) == []


@pytest.mark.parametrize("name", TARGETED)
def test_valid_data_has_no_fault(name: str, example: str) -> None:
    assert faults(graph_of(f"{name}.valid", example)) == []


@pytest.mark.parametrize("name", TARGETED)
def test_each_fault_is_found_and_no_other(name: str, example: str) -> None:
    assert expected_faults(f"{name}.invalid")
    assert faults(graph_of(f"{name}.invalid", example)) == expected_faults(f"{name}.invalid")


def test_valid_data_is_what_its_shape_is_about(example: str) -> None:
    for name in TARGETED:
        own = set(Graph().parse(FOLDER / f"{name}.valid.ttl")) - set(Graph().parse(data=example, format="turtle"))
        shape = URIRef(SHAPES + name)
        classes, ends = (
            set(load_shapes().objects(shape, SH.targetClass)),
            {
                *load_shapes().objects(shape, SH.targetSubjectsOf),
                *load_shapes().objects(shape, SH.targetObjectsOf),
            },
        )
        assert any((p == RDF.type and o in classes) or p in ends for _, p, o in own), name


def component(parameter: Node) -> str:
    """Return what SHACL calls the check that a parameter asks for: sh:minCount, MinCountConstraintComponent."""
    name = str(parameter).removeprefix(str(SH))
    return f"{name[0].upper()}{name[1:]}ConstraintComponent"


def test_some_file_breaks_each_constraint_of_each_shape(example: str) -> None:
    shapes = shapes_without_order()
    named = {shape for kind in (SH.NodeShape, SH.PropertyShape) for shape in shapes.subjects(RDF.type, kind)}
    constraints = {
        (shape, component(parameter))
        for shape, parameter in shapes.subject_predicates()
        if shape in named and parameter in CONSTRAINTS
    }
    broken = set()
    for name in TARGETED:
        graph = graph_of(f"{name}.invalid", example)
        _, report, _ = run_pyshacl(graph, shacl_graph=shapes, inference="none")
        assert isinstance(report, Graph)
        for result in report.subjects(RDF.type, SH.ValidationResult):
            found = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
            broken.add((report.value(result, SH.sourceShape), found))
    assert len(constraints) > 150
    assert broken == constraints


@pytest.mark.parametrize(
    "name", ["StatementShape", "QuantityShape", "MentionShape", "DocumentShape", "PartOfSubjectShape"]
)
def test_faults_are_those_of_the_shapes_as_written(name: str, example: str) -> None:
    """The validator runs the shapes in another form, which must not change what they find."""
    graph = graph_of(f"{name}.invalid", example)
    _, report, _ = run_pyshacl(graph, shacl_graph=load_shapes(), inference="none")
    assert isinstance(report, Graph)
    as_written = {
        tuple(sorted({str(report.value(result, SH.focusNode)), *map(str, report.objects(result, SH.resultMessage))}))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    assert len(as_written) >= len(set(expected_faults(f"{name}.invalid")))
    assert as_written == {tuple(sorted({full(fault.node), fault.message, fault.message_zh})) for fault in check(graph)}


def full(short: str) -> str:
    """Return the IRI (or the name of a blank node) that a fault has in its short form."""
    if short.startswith("<"):
        return short.strip("<>")
    prefix, _, name = short.partition(":")
    return name if prefix == "_" else f"{PREFIXES[prefix]}{name}"


# The file of shapes itself


def described_shapes() -> list[Node]:
    """Return all shapes that speak to a person: by name, or as the property of one with a name."""
    named = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in load_shapes().subjects(RDF.type, kind)}
    parts = {part for shape, part in load_shapes().subject_objects(SH.property) if shape in named}
    return sorted(named | parts, key=str)


def test_each_shape_says_in_both_languages_what_to_do() -> None:
    shapes = described_shapes()
    assert len(shapes) > 100
    for shape in shapes:
        for predicate in (SH.message, SH.name):
            told = [o.language for o in load_shapes().objects(shape, predicate) if isinstance(o, Literal) and o.strip()]
            assert sorted(map(str, told)) == ["en", "zh"], load_shapes().value(shape, SH.message)
        assert load_shapes().value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
        assert load_shapes().value(shape, SH.order) is not None


def test_shapes_are_core_only() -> None:
    used = {predicate for predicate in load_shapes().predicates() if str(predicate).startswith(str(SH))}
    assert used == CONSTRAINTS | {SH[name] for name in DESCRIPTION.split()}


def test_each_class_of_data_has_a_shape() -> None:
    targets = set(load_shapes().objects(None, SH.targetClass))
    evidence = {COOP.Statement, COOP.Quantity, COOP.Text, COOP.Section, COOP.Passage, COOP.Mention, COOP.Rule}
    assert targets >= {*ENTITY_CLASSES, *evidence}


def test_statements_may_have_each_relation_and_definitions() -> None:
    (part,) = (
        p for p in load_shapes().objects(URIRef(SHAPES + "StatementShape"), SH.property) if is_about(p, RDF.predicate)
    )
    allowed = load_shapes().value(part, SH["in"])
    assert allowed is not None
    assert sorted(Collection(load_shapes(), allowed)) == sorted((*RELATIONS, SKOS.definition))


@pytest.mark.parametrize(
    "shape, path, datatype",
    [
        ("QuantityShape", COOP.status, COOP.Status),
        ("QuantityShape", COOP.comparator, COOP.Comparator),
        ("StatementShape", COOP.modality, COOP.Modality),
    ],
    ids=["status", "comparator", "modality"],
)
def test_closed_lists_are_those_of_the_ontology(ontology: Graph, shape: str, path: URIRef, datatype: URIRef) -> None:
    (part,) = (p for p in load_shapes().objects(URIRef(SHAPES + shape), SH.property) if is_about(p, path))
    given = ontology.value(ontology.value(datatype, OWL.equivalentClass), OWL.oneOf)
    allowed = load_shapes().value(part, SH["in"])
    assert given is not None
    assert allowed is not None
    assert sorted(Collection(load_shapes(), allowed)) == sorted(Collection(ontology, given))
    if path == COOP.status:
        assert {str(term) for term in Collection(ontology, given)} == QUANTITY_CLASSES.keys()


def is_about(part: Node, path: URIRef) -> bool:
    return load_shapes().value(part, SH.path) == path


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.rpartition("#")[2])
@pytest.mark.parametrize(
    "end, target", [(RDFS.domain, SH.targetSubjectsOf), (RDFS.range, SH.targetObjectsOf)], ids=["subject", "object"]
)
def test_ends_of_relations_are_those_of_the_ontology(
    ontology: Graph, relation: URIRef, end: URIRef, target: URIRef
) -> None:
    (shape,) = load_shapes().subjects(target, relation)
    choice = load_shapes().value(shape, SH["or"])
    members = [shape] if choice is None else list(Collection(load_shapes(), choice))
    allowed = {load_shapes().value(member, SH["class"]) for member in members}
    declared = ontology.value(relation, end)
    if declared == COOP.Partner:
        declared = ontology.value(declared, OWL.equivalentClass)
    union = ontology.value(declared, OWL.unionOf)
    assert allowed == ({declared} if union is None else set(Collection(ontology, union)))
