"""The canonical form of the vocabulary files: one block an entry, everything sorted, so that a diff shows what changed.

Comments at the head of a file are kept; remarks on an entry belong in `skos:scopeNote`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

import pyoxigraph as ox

from ontology.identifiers import ONTOLOGY

#: The prefixes of every vocabulary file.
PREFIXES = {
    "coop": ONTOLOGY,
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: The predicates that open an entry, in this order; the others follow by name.
_FIRST = (
    "a",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:hiddenLabel",
    "coop:compoundForm",
    "coop:blockedLabel",
)
#: What may follow a prefix without an escape.
_LOCAL_NAME = re.compile("[A-Za-z][A-Za-z0-9_-]*")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def canonical(turtle: str) -> str:
    """Return the canonical form of a vocabulary file, its opening comment kept.

    >>> entry = '@prefix coop: <https://w3id.org/stcoop/ontology#> . coop:b coop:q "x" ; coop:p "y"@en, "w"@zh .'
    >>> print(canonical(entry).partition("coop:b")[2].strip())
    coop:p "w"@zh, "y"@en ;
        coop:q "x" .
    """
    triples = (quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return to_turtle(triples, comment=_opening_comment(turtle))


def to_turtle(triples: Iterable[ox.Triple], *, comment: str = "") -> str:
    """Return triples as canonical Turtle, under a comment of lines that begin with `#`."""
    entries: dict[str, dict[str, set[str]]] = {}
    for triple in triples:
        entry = entries.setdefault(_term(triple.subject), {})
        entry.setdefault(_verb(triple.predicate), set()).add(_term(triple.object))
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return "\n".join([comment + head, *(_block(subject, entries[subject]) for subject in sorted(entries))])


def _opening_comment(turtle: str) -> str:
    return "".join(takewhile(lambda line: line.startswith("#"), turtle.splitlines(keepends=True)))


def _block(subject: str, entry: dict[str, set[str]]) -> str:
    lines = [f"    {verb} {', '.join(sorted(entry[verb], key=_by_language))}" for verb in sorted(entry, key=_by_rank)]
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"


def _by_rank(verb: str) -> tuple[int, str]:
    return (_FIRST.index(verb) if verb in _FIRST else len(_FIRST), verb)


def _by_language(term: str) -> tuple[bool, str]:
    return (not term.endswith("@zh"), term)


def _verb(predicate: ox.NamedNode) -> str:
    name = _term(predicate)
    return "a" if name == "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" else name


def _term(term: object) -> str:
    match term:
        case ox.NamedNode(value=iri):
            return _shortened(iri)
        case ox.Literal(value=text, language=str(language)):
            return f'"{text.translate(_ESCAPES)}"@{language}'
        case ox.Literal(value=text, datatype=datatype):
            typed = "" if datatype.value == PREFIXES["xsd"] + "string" else f"^^{_term(datatype)}"
            return f'"{text.translate(_ESCAPES)}"{typed}'
    raise ValueError(f"{term}: a vocabulary file holds names and labels only; give the blank node an IRI")


def _shortened(iri: str) -> str:
    for name, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri, len(namespace)):
            return f"{name}:{iri[len(namespace) :]}"
    return f"<{iri}>"
