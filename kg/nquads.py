"""N-Quads as text: terms are written directly, since making RDF terms one by one would take most of a build's time.

Only IRIs and literals occur, no blank nodes: sorted lines are the canonical form of a graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"

#: What RFC 3987 and the N-Quads grammar do not allow inside <>, lone surrogates included.
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\ud800-\udfff]")
#: What has to be escaped in a literal; control characters need not be, but no reader stumbles over them when they are.
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "\\": r"\\"}


class Triple(NamedTuple):
    """Subject, predicate and object, each as N-Quads writes it."""

    subject: str
    predicate: str
    object: str


def iri(value: str) -> str:
    """Return an IRI as N-Quads writes it.

    >>> iri("https://w3id.org/stcoop/id/base/中意联合设计中心")
    '<https://w3id.org/stcoop/id/base/中意联合设计中心>'

    Raises:
        ValueError: where a character stands in it that no IRI may have.
    """
    if _NO_IRI.search(value):
        raise ValueError(f"{value!r} is no IRI: mint it with ontology.mint or correct the vocabulary")
    return f"<{value}>"


def text(value: str, language: str = "") -> str:
    r"""Return text as a literal, in a language where one is given.

    >>> print(text('称为"中心"\n', "zh"))
    "称为\"中心\"\n"@zh
    """
    escaped = _ESCAPED.sub(_escape, value)
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'


def language_of(value: str) -> str:
    """Return the language that text is marked with: Chinese where it holds a Chinese character.

    >>> language_of("ITER计划"), language_of("Joint Research Centre")
    ('zh', 'en')
    """
    return "zh" if _HAN.search(value) else "en"


def whole(value: int) -> str:
    """Return a whole number as a literal.

    >>> whole(12)
    '"12"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f'"{value}"^^<{XSD}integer>'


def decimal(value: Decimal) -> str:
    """Return a number as a literal, without exponent and without zeros that say nothing.

    >>> decimal(Decimal("2E+3")), decimal(Decimal("1.440"))
    ('"2000"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1.44"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    return f'"{value.normalize():f}"^^<{XSD}decimal>'


def quad_lines(triples: Iterable[Triple], graph: str) -> Iterator[str]:
    """Yield the lines that put triples into a named graph.

    >>> print(*quad_lines([Triple("<urn:a>", "<urn:p>", '"1"')], "urn:g"))
    <urn:a> <urn:p> "1" <urn:g> .
    """
    name = iri(graph)
    return (f"{subject} {predicate} {object_} {name} .\n" for subject, predicate, object_ in triples)


def triple_lines(quads: Iterable[str]) -> list[str]:
    r"""Return the sorted N-Triples lines of the union of the named graphs.

    >>> triple_lines(['<a> <p> "1" <g1> .\n', '<a> <p> "1" <g2> .\n'])
    ['<a> <p> "1" .\n']
    """
    return sorted({f"{line[: line.rindex(' <')]} .\n" for line in quads})


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    # A lone surrogate is no character that UTF-8 can carry: the replacement character stands in for it.
    return _SHORT.get(character) or (r"\uFFFD" if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04X}")
