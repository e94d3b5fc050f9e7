"""Checks a graph against the shapes of `ontology/shapes.ttl`, and for what SHACL Core cannot say.

pySHACL runs on a copy in memory that unites the named graphs, with Core constraints only and without inference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import COOP, PREFIXES, RDF, RELATIONS, SH
from kg.rdf import Quad, quiet_rdflib, read_quads
from kg.shapes import SHAPES, ordered_paths, shapes_without_order, targeted_shapes
from ontology import ONTOLOGY

_RELATIONS = frozenset(RELATIONS)
_PARTS = frozenset((RDF.subject, RDF.predicate, RDF.object))
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

    >>> for fault in validate('<urn:a> <https://w3id.org/stcoop/ontology#hasPerty> <urn:b> <urn:g> .'):
    ...     print(fault)
    <urn:a> coop:hasPerty: The ontology has no such term: correct its spelling, or define it in ontology.ttl first.
    (KnownTermShape)

    Raises:
        RdfError: where the source cannot be read.
    """
    with quiet_rdflib():
        quads = read_quads(source)
        checks = (check_shapes, check_order, check_nodes, check_terms, check_ends, check_statements)
        return sorted({fault for check in checks for fault in check(quads)})


def check_shapes(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield where nodes do not conform to their SHACL shapes, but for the order of values."""
    from pyshacl import validate as run_pyshacl

    graph = Graph()
    for subject, predicate, object_, _ in quads:
        graph.add((subject, predicate, object_))
    _, report, _ = run_pyshacl(graph, shacl_graph=shapes_without_order(), inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL gave no report but {report!r}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        yield _fault(
            report.value(result, SH.sourceShape),
            report.value(result, SH.focusNode),
            report.value(result, SH.resultPath),
            report.value(result, SH.value),
        )


def check_order(quads: Sequence[Quad]) -> Iterator[Fault]:
    """Yield the values above the one they must not exceed, and those that cannot be compared with it."""
    for shape, path, limit_path in ordered_paths():
        values, limits = _values(quads, path), _values(quads, limit_path)
        for node in values.keys() & limits.keys():
            for value in values[node]:
                if not all(_is_ordered(value, limit) for limit in limits[node]):
                    yield _fault(shape, node, path, value)


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
        if subject == object_ and predicate in _RELATIONS:
            yield _fault("TwoEndsShape", subject, predicate)


def check_statements(quads: Iterable[Quad]) -> Iterator[Fault]:
    """Yield statements without their plain triple, and relations without a statement, in the same named graph."""
    facts, stated = set(quads), _stated(quads)
    for fact in stated.keys() - facts:
        for statement in stated[fact]:
            yield _fault("PlainTripleShape", statement)
    for fact in facts - stated.keys():
        if fact.predicate in _RELATIONS:
            yield _fault("StatedTripleShape", fact.subject, fact.predicate, fact.object)


def _stated(quads: Iterable[Quad]) -> Mapping[Quad, Sequence[Node]]:
    """Return the facts that are stated in full, each with its graph and the statements that say so."""
    parts: dict[tuple[Node, Node], dict[Node, Node]] = defaultdict(dict)
    for subject, predicate, object_, graph in quads:
        if predicate in _PARTS:
            parts[subject, graph][predicate] = object_
    found: dict[Quad, list[Node]] = defaultdict(list)
    for (statement, graph), said in parts.items():
        if said.keys() == _PARTS:
            found[Quad(said[RDF.subject], said[RDF.predicate], said[RDF.object], graph)].append(statement)
    return found


def _values(quads: Iterable[Quad], path: Node | None) -> Mapping[Node, Sequence[Node]]:
    found: dict[Node, list[Node]] = defaultdict(list)
    for subject, predicate, object_, _ in quads:
        if predicate == path:
            found[subject].append(object_)
    return found


def _is_ordered(value: Node, limit: Node) -> bool:
    try:
        low, high = Decimal(str(value)), Decimal(str(limit))
    except InvalidOperation:
        return False
    return low.is_finite() and high.is_finite() and low <= high


def _is_unknown(term: Node) -> bool:
    return isinstance(term, URIRef) and term.startswith(ONTOLOGY) and term not in _KNOWN


def _fault(shape: Node | str | None, node: Node | None, path: Node | None = None, value: Node | None = None) -> Fault:
    """Return a fault in the words that the file of shapes has for it; a local name stands for the shape itself."""
    described = shape if isinstance(shape, Node) else URIRef(f"{SHAPES}{shape}")
    messages = list(targeted_shapes().objects(described, SH.message))
    return Fault(
        node=_short(node),
        shape=_short(described).removeprefix("shapes:"),
        path=_short(path),
        message=_in_language(messages, "en"),
        severity=_short(targeted_shapes().value(described, SH.severity)).removeprefix("sh:"),
        value=_short(value) if value != node else "",
        message_zh=_in_language(messages, "zh"),
    )


def _in_language(messages: Iterable[Node], language: str) -> str:
    return " ".join(sorted(str(text) for text in messages if isinstance(text, Literal) and text.language == language))


def _short(term: Node | None) -> str:
    """Return a term as a person writes it: with a prefix where one fits and the rest is a plain name."""
    if not isinstance(term, URIRef):
        return "" if term is None else term.n3()
    for prefix, namespace in (*PREFIXES.items(), ("shapes", SHAPES)):
        name = term.removeprefix(namespace)
        if name != term and name.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{name}"
    return f"<{term}>"
