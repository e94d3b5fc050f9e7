"""Checks a graph against `ontology/shapes.ttl`, and for what SHACL Core cannot say.

pySHACL runs on a copy in memory that unites the named graphs, with Core constraints only and without inference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from rdflib import BNode, Dataset, Graph, URIRef
from rdflib.term import Node

from kg.namespaces import COOP, PREFIXES, RDF, RELATIONS, SH, SKOS
from kg.rdf import Quad, read_quads
from ontology import ONTOLOGY

SHAPES = "https://w3id.org/stcoop/shapes#"
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_STATED = frozenset((*RELATIONS, SKOS.definition))
_KNOWN = frozenset(COOP[name] for name in COOP.__annotations__ if not name.startswith("_"))


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A node that does not have the shape it should have, and what to do about it, in English and in Chinese."""

    node: str
    shape: str
    path: str
    message: str
    severity: str = "Violation"
    value: str = ""
    message_zh: str = ""

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.node, self.path, self.value)))
        return f"{place}: {self.message} ({self.shape})"


def validate(source: Path | str | Dataset) -> list[Fault]:
    """Return the faults of a graph in order of their nodes: of an RDF file, a text in N-Quads, or a dataset.

    >>> [print(fault) for fault in validate('<urn:a> <https://w3id.org/stcoop/ontology#hasPerty> <urn:b> <urn:g> .')]
    ... # doctest: +ELLIPSIS
    <urn:a> coop:hasPerty: The ontology has no such term: correct its spelling... (KnownTermShape)
    [None]

    Raises:
        RdfError: where the source cannot be read.
    """
    quads = read_quads(source)
    checks = (check_shapes, check_nodes, check_terms, check_ends, check_statements)
    return sorted({fault for check in checks for fault in check(quads)})


def check_shapes(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield where nodes do not conform to their SHACL shapes."""
    from pyshacl import validate as run_pyshacl

    graph = Graph()
    for subject, predicate, object_, _ in quads:
        graph.add((subject, predicate, object_))
    _, report, _ = run_pyshacl(graph, shacl_graph=_executed_shapes(), inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL gave no report but {report!r}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _fault_of_result(report, result)


def check_nodes(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield the blank nodes, which have no place in data."""
    for node in {node for quad in quads for node in (quad.subject, quad.object) if isinstance(node, BNode)}:
        yield _fault("NamedNodeShape", node)


def check_terms(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield the properties and classes in the namespace of the ontology that it does not define."""
    for subject, predicate, object_, _ in quads:
        if _is_unknown(predicate):
            yield _fault("KnownTermShape", subject, predicate)
        if predicate == RDF.type and _is_unknown(object_):
            yield _fault("KnownTermShape", subject, predicate, object_)


def check_ends(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield the entities that a property between entities joins to themselves."""
    for subject, predicate, object_, _ in quads:
        if subject == object_ and predicate in RELATIONS:
            yield _fault("TwoEndsShape", subject, predicate)


def check_statements(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield statements without their plain triple, and facts without a statement, in the same named graph."""
    plain, stated = set(), _stated(quads)
    for subject, predicate, object_, graph in quads:
        if predicate in _STATED:
            plain.add((subject, predicate, object_, graph))
    for triple in stated.keys() - plain:
        for node in stated[triple]:
            yield _fault("PlainTripleShape", node)
    for subject, predicate, object_, _ in plain - stated.keys():
        yield _fault("StatedTripleShape", subject, predicate, object_)


def _stated(quads: Iterable[Quad]) -> dict[Quad, list[Node]]:
    """Return for each fact that is stated in full, with its graph, the statements that say so."""
    parts: dict[tuple[Node, Node], dict[Node, Node]] = defaultdict(dict)
    for subject, predicate, object_, graph in quads:
        if predicate in (RDF.subject, RDF.predicate, RDF.object):
            parts[subject, graph][predicate] = object_
    found: dict[Quad, list[Node]] = defaultdict(list)
    for (node, graph), said in parts.items():
        if len(said) == 3:
            found[Quad(said[RDF.subject], said[RDF.predicate], said[RDF.object], graph)].append(node)
    return found


def _is_unknown(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(ONTOLOGY) and term not in _KNOWN


@cache
def load_shapes() -> Graph:
    """Return the shapes as their file has them."""
    return Graph().parse(data=(files("ontology") / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")


@cache
def _executed_shapes() -> Graph:
    """Return the shapes with each property shape given the targets of its node shapes.

    To say of a class "has a property shape that …" or of a property shape "is for this class" is the same to SHACL.
    pySHACL checks the second form for all nodes at once, four times as fast as the first.
    """
    shapes = Graph()
    for triple in load_shapes():
        shapes.add(triple)
    for shape, property_shape in list(shapes.subject_objects(SH.property)):
        targets = [(kind, target) for kind in _TARGETS for target in shapes.objects(shape, kind)]
        if targets:
            shapes.remove((shape, SH.property, property_shape))
            named = _name_property_shape(shapes, shape, property_shape)
            for kind, target in targets:
                shapes.add((named, kind, target))
    return shapes


def _name_property_shape(shapes: Graph, shape: Node, property_shape: Node) -> Node:
    """Give a blank property shape the name of its node shape and path, so that reports can call it something."""
    if isinstance(property_shape, URIRef):
        return property_shape
    named = URIRef(f"{shape}-{_short(shapes.value(property_shape, SH.path)).partition(':')[2]}")
    for predicate, object_ in list(shapes.predicate_objects(property_shape)):
        shapes.remove((property_shape, predicate, object_))
        shapes.add((named, predicate, object_))
    shapes.add((named, RDF.type, SH.PropertyShape))
    return named


def _fault_of_result(report: Graph, result: Node) -> Fault:
    messages = list(report.objects(result, SH.resultMessage))
    return Fault(
        node=_short(report.value(result, SH.focusNode)),
        shape=_short(report.value(result, SH.sourceShape)).removeprefix("shapes:"),
        path=_short(report.value(result, SH.resultPath)),
        message=_in_language(messages, "en"),
        severity=_short(report.value(result, SH.resultSeverity)).removeprefix("sh:"),
        value=_short(report.value(result, SH.value)),
        message_zh=_in_language(messages, "zh"),
    )


def _fault(shape: str, node: Node, path: Node | None = None, value: Node | None = None) -> Fault:
    """Return a fault that is none of SHACL's, in the words that the file of shapes has for it."""
    described = URIRef(SHAPES + shape)
    messages = list(load_shapes().objects(described, SH.message))
    return Fault(
        node=_short(node),
        shape=shape,
        path=_short(path),
        message=_in_language(messages, "en"),
        severity=_short(load_shapes().value(described, SH.severity)).removeprefix("sh:"),
        value=_short(value),
        message_zh=_in_language(messages, "zh"),
    )


def _in_language(messages: Sequence[Node], language: str) -> str:
    return " ".join(sorted(str(message) for message in messages if getattr(message, "language", None) == language))


def _short(term: Node | None) -> str:
    """Return a term as a person writes it: with a prefix where one fits and the rest is a plain name."""
    if term is None:
        return ""
    if not isinstance(term, URIRef):
        return term.n3()
    for prefix, namespace in {**PREFIXES, "shapes": SHAPES}.items():
        name = term.removeprefix(namespace)
        if name != term and name.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{name}"
    return term.n3()
