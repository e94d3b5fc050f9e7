"""Reads RDF files into rdflib terms, each term made once: several times faster than rdflib's own parsers."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import BNode, Dataset, Literal, URIRef
from rdflib.term import Node

from kg.namespaces import XSD

#: The name of what stands in no named graph.
DEFAULT_GRAPH = URIRef("")


class RdfError(ValueError):
    """An RDF file that cannot be read; the message names file, place and cure."""


class Quad(NamedTuple):
    """A statement of a dataset and the named graph it stands in."""

    subject: Node
    predicate: Node
    object: Node
    graph: Node


def read_quads(source: Path | str | Dataset) -> list[Quad]:
    """Return what an RDF file (its suffix says the format), a text in N-Quads or a dataset holds.

    A string is the same term whether its datatype is written or not, as RDF 1.1 has it.

    >>> [quad.object for quad in read_quads('<urn:a> <urn:p> "方法"^^<http://www.w3.org/2001/XMLSchema#string> .')]
    [rdflib.term.Literal('方法')]

    Raises:
        RdfError: where the file does not exist, has a suffix of no RDF format, or does not parse.
    """
    return list(_from_rdflib(source) if isinstance(source, Dataset) else _from_text(source))


@contextmanager
def quiet_rdflib() -> Iterator[None]:
    """Keep rdflib from printing a traceback for each literal that its datatype does not allow: the shapes report it."""
    logger = logging.getLogger("rdflib.term")
    was_disabled, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Serializing weird", module="rdflib")
            yield
    finally:
        logger.disabled = was_disabled


def _from_rdflib(dataset: Dataset) -> Iterator[Quad]:
    for subject, predicate, object_, graph in dataset.quads():
        yield Quad(subject, predicate, _plain(object_), graph or DEFAULT_GRAPH)


def _from_text(source: Path | str) -> Iterator[Quad]:
    term = cache(_term)
    for subject, predicate, object_, graph in _parsed(source):
        yield Quad(term(subject), term(predicate), term(object_), term(graph))


def _parsed(source: Path | str) -> list[ox.Quad]:
    place = source if isinstance(source, Path) else "N-Quads text"
    try:
        if isinstance(source, str):
            quads = list(ox.parse(source.encode("utf-8"), format=ox.RdfFormat.N_QUADS))
        else:
            quads = list(ox.parse(source.read_bytes(), format=_format(source)))
    except OSError as error:
        raise RdfError(f"{place}: not readable: {error.strerror}; check the path") from error
    except SyntaxError as error:
        raise RdfError(f"{place}: no RDF: {error.msg}; correct the line or build the graph again") from error
    for quad in quads:
        if isinstance(quad.object, ox.Triple):
            raise RdfError(f"{place}: a triple inside a triple, ({quad.object}); write it as a coop:Statement")
    return quads


def _format(path: Path) -> ox.RdfFormat:
    found = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if found is None:
        raise RdfError(f"{path}: its suffix names no RDF format; use .nq, .trig, .ttl or .nt")
    return found


def _term(term: object) -> Node:
    match term:
        case ox.NamedNode(value=iri):
            return URIRef(iri)
        case ox.Literal(value=text, language=str(language)):
            return Literal(text, lang=language)
        case ox.Literal(value=text, datatype=datatype):
            return _plain(Literal(text, datatype=URIRef(datatype.value), normalize=False))
        case ox.BlankNode(value=label):
            return BNode(label)
    return DEFAULT_GRAPH


def _plain(term: Node) -> Node:
    """Return a literal as RDF 1.1 and XML Schema have it where rdflib has it otherwise."""
    if not isinstance(term, Literal):
        return term
    if term.datatype == XSD.string:
        return Literal(str(term))
    if isinstance(term.value, Decimal) and not term.value.is_finite():
        # A decimal is a finite number; rdflib takes this one for a decimal too, and fails when it is compared.
        return Literal(str(term), datatype=XSD.double)
    return term
