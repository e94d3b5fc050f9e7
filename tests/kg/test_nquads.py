"""What is written as N-Quads text is what a reader of N-Quads reads."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.nquads import Triple, decimal, iri, language_of, quad_lines, text, triple_lines, whole

UNICODE = st.text(st.characters(exclude_categories=("Cs",)))


def read(line: str) -> ox.Quad:
    (quad,) = ox.parse(line.encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    return quad


@given(UNICODE, st.sampled_from(["", "zh", "en"]))
def test_any_text_is_read_back_as_it_was(value: str, language: str) -> None:
    (line,) = quad_lines([Triple("<urn:a>", "<urn:p>", text(value, language))], "urn:g")
    assert line.count("\n") == 1
    assert read(line).object == ox.Literal(value, language=language or None)


def test_lone_surrogate_becomes_the_replacement_character() -> None:
    assert text("a\ud800b") == r'"a\uFFFDb"'


@pytest.mark.parametrize(
    "value", ["urn:a b", "urn:<a>", 'urn:"', "urn:{a}", "urn:a|b", "urn:a\\b", "urn:`", "urn:\n", "urn:\ud800"]
)
def test_iri_with_a_forbidden_character_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="is no IRI"):
        iri(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_number_is_read_back_without_exponent(value: object) -> None:
    literal = decimal(value)  # type: ignore[arg-type]
    assert "E" not in literal.split("^^")[0]
    assert float(literal.split('"')[1]) == float(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value, language", [("清洁能源", "zh"), ("ITER计划", "zh"), ("ITER", "en"), ("", "en"), ("𠀋", "zh")]
)
def test_language_of_text(value: str, language: str) -> None:
    assert language_of(value) == language


def test_union_has_a_triple_once_in_order() -> None:
    triples = [Triple("<urn:b>", "<urn:p>", whole(1)), Triple("<urn:a>", "<urn:p>", text("a <b> .", "en"))]
    lines = [*quad_lines(triples, "urn:g1"), *quad_lines(triples, "urn:g2")]
    assert len(lines) == 4
    assert triple_lines(lines) == [
        '<urn:a> <urn:p> "a <b> ."@en .\n',
        '<urn:b> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    ]
