"""The SHACL shapes of `ontology/shapes.ttl`, as written and in the form in which pySHACL runs them fast."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from rdflib import Graph, URIRef
from rdflib.term import Node

from kg.namespaces import RDF, SH

SHAPES = "https://w3id.org/stcoop/shapes#"
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


@cache
def load_shapes() -> Graph:
    """Return the shapes as their file has them. Never write to it."""
    return Graph().parse(data=(files("ontology") / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")


@cache
def targeted_shapes() -> Graph:
    """Return the shapes with each property shape given the targets of its node shapes. Never write to it.

    To say of a class "has a property shape that …" or of a property shape "is for this class" is the same to SHACL.
    pySHACL checks the second form for all nodes at once, four times as fast as the first.
    """
    shapes = _copy(load_shapes())
    for shape, part in list(shapes.subject_objects(SH.property)):
        targets = [(kind, target) for kind in _TARGETS for target in shapes.objects(shape, kind)]
        if targets:
            shapes.remove((shape, SH.property, part))
            named = part if isinstance(part, URIRef) else _name_part(shapes, shape, part)
            for kind, target in targets:
                shapes.add((named, kind, target))
    return shapes


@cache
def shapes_without_order() -> Graph:
    """Return the targeted shapes without sh:lessThanOrEquals. Never write to it.

    On that, pySHACL ends with a TypeError where rdflib cannot compare two values: years, and numbers that are none.
    """
    shapes = _copy(targeted_shapes())
    shapes.remove((None, SH.lessThanOrEquals, None))
    return shapes


def ordered_paths() -> Iterator[tuple[Node, Node | None, Node]]:
    """Yield the shapes with sh:lessThanOrEquals, each with its path and the path whose values it must not exceed."""
    for shape, limit in targeted_shapes().subject_objects(SH.lessThanOrEquals):
        yield shape, targeted_shapes().value(shape, SH.path), limit


def _name_part(shapes: Graph, shape: Node, part: Node) -> Node:
    """Name a blank property shape after its node shape and its path, so that reports can call it something."""
    path = str(shapes.value(part, SH.path)).replace("#", "/").rpartition("/")[2]
    named = URIRef(f"{shape}-{path}")
    for predicate, object_ in list(shapes.predicate_objects(part)):
        shapes.remove((part, predicate, object_))
        shapes.add((named, predicate, object_))
    shapes.add((named, RDF.type, SH.PropertyShape))
    return named


def _copy(graph: Graph) -> Graph:
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    return copy
