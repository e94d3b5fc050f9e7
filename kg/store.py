"""The only module that speaks to Oxigraph: it loads N-Quads, opens stores and answers SPARQL.

The default graph is the union of the named graphs. It is stored: the union that Oxigraph makes while it answers gives a
triple once for each graph that holds it, so that counts come out too high. For users of rdflib, `to_rdflib` puts the
rdflib API on top of the same store; queries made there are answered by Oxigraph too, never by rdflib's own engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import UsageError

if TYPE_CHECKING:
    from rdflib import Dataset

#: What a SPARQL value is in Python: text, number, truth value, or nothing where a variable is unbound.
Value = str | int | float | bool | None

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name: int for name in ("integer", "nonNegativeInteger", "int", "long", "gYear")}
_DECIMALS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


class StoreError(RuntimeError):
    """A store or a query that cannot be used; the message names the place and the cure."""


class QueryError(UsageError):
    """A query that is not SPARQL; the message names the place."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query: names of columns, and rows of plain Python values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def write_store(nquads: Iterable[str], ntriples: Iterable[str], directory: Path) -> None:
    """Load named graphs and, as the default graph, their union into a new store on disk."""
    store = ox.Store(str(directory))
    store.bulk_load("".join(nquads).encode("utf-8"), ox.RdfFormat.N_QUADS)
    store.bulk_load("".join(ntriples).encode("utf-8"), ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()


def open_store(directory: Path) -> ox.Store:
    """Return the store of an output directory, opened read-only: many processes may do so at once."""
    try:
        return ox.Store.read_only(str(directory))
    except OSError as error:
        raise StoreError(f"{directory}: not a readable store ({_first_line(error)}); run `kg build` again") from error


def load_store(nquads: Iterable[str], ntriples: Iterable[str]) -> ox.Store:
    """Return a store in memory that holds named graphs and, as the default graph, their union."""
    store = ox.Store()
    store.load("".join(nquads).encode("utf-8"), ox.RdfFormat.N_QUADS)
    store.load("".join(ntriples).encode("utf-8"), ox.RdfFormat.N_TRIPLES)
    return store


def select(store: ox.Store, sparql: str, prefixes: Mapping[str, str] | None = None) -> Table:
    """Return the answer to a SPARQL query as a table of plain values.

    ASK gives one cell, CONSTRUCT and DESCRIBE give the columns subject, predicate and object.
    """
    try:
        answer = store.query(sparql, prefixes=dict(prefixes or {}))
        if isinstance(answer, ox.QueryBoolean):
            return Table(("answer",), ((bool(answer),),))
        if isinstance(answer, ox.QueryTriples):
            rows = ((_value(t.subject), _value(t.predicate), _value(t.object)) for t in answer)
            return Table(("subject", "predicate", "object"), tuple(rows))
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, tuple(tuple(map(_value, solution)) for solution in answer))
    except SyntaxError as error:
        raise QueryError(_complaint(error)) from error


def to_rdflib(store: ox.Store) -> Dataset:
    """Return the rdflib API on the store; its default graph is the union of the named graphs."""
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    return Dataset(store=OxigraphStore(store=store))


def to_turtle(ntriples: str, prefixes: Mapping[str, str]) -> str:
    """Return N-Triples text as Turtle, subject by subject, the class first, then in the order given."""
    triples = [quad.triple for quad in ox.parse(ntriples.encode("utf-8"), format=ox.RdfFormat.N_TRIPLES)]
    triples.sort(key=lambda triple: (_plain(triple.subject), triple.predicate.value != _TYPE))
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"").decode("utf-8")


def read_turtle(path: Path) -> list[tuple[str, str, str]]:
    """Return the triples of a Turtle file, each term as N-Triples writes it; triples with blank nodes are left out."""
    triples = (quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return [
        (str(triple.subject), str(triple.predicate), str(triple.object))
        for triple in triples
        if not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode)
    ]


def read_labels(path: Path, predicate: str) -> dict[str, dict[str, str]]:
    """Return what a Turtle file says of each thing with a predicate, by language."""
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if str(quad.predicate) == predicate and isinstance(quad.object, ox.Literal):
            found.setdefault(_plain(quad.subject), {})[quad.object.language or ""] = quad.object.value
    return found


def iri(value: str) -> str:
    """Return an IRI as SPARQL writes it; raise `StoreError` for what cannot be one."""
    if any(sign in value for sign in '<>"{}|\\^` \n\r\t') or ":" not in value:
        raise StoreError(f"{value!r} is no IRI")
    return str(ox.NamedNode(value))


def literal(value: str | int | float, *, language: str | None = None) -> str:
    r"""Return a literal as SPARQL writes it, with everything escaped that would end it.

    >>> literal('a "quoted" word')
    '"a \\"quoted\\" word"'
    """
    return str(ox.Literal(value, language=language) if isinstance(value, str) else ox.Literal(value))


def _value(term: Any) -> Value:
    if not isinstance(term, ox.Literal):
        return None if term is None else _plain(term)
    datatype = term.datatype.value
    if datatype in _NUMBERS:
        return int(term.value)
    if datatype in _DECIMALS:
        number = float(term.value)
        return int(number) if number.is_integer() else number
    return term.value == "true" if datatype == _XSD + "boolean" else term.value


def _plain(term: Any) -> str:
    return str(getattr(term, "value", term))


def _complaint(error: SyntaxError) -> str:
    """Return place and reason of a mistake, without the list of all that could have stood there, which is long."""
    text = " ".join(str(error).split())
    place = re.search(r"(\d+):(\d+)", text)
    reason = re.search(r"[A-Z][a-z]*(?: [A-Za-z]+)+", text)
    where = f" at line {place[1]}, column {place[2]}" if place else ""
    return f"SPARQL not understood{where}: {reason[0] if reason else 'something else is expected there'}"


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
