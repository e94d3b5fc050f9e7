"""Three short texts and the facts they give, as N-Quads in full: a change of what is read shows as a diff.

`UPDATE_GOLDEN=1 pytest tests/test_golden.py` writes them anew; read the diff before it is committed. The graphs of the
vocabulary and of the rules are left out: what stands in them is not read from the text.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract import extract, read_document
from kg.check import Quote, check_quotes
from kg.iris import RULES_GRAPH, VOCABULARY_GRAPH
from kg.names import name_entities
from kg.nquads import triple_lines
from kg.quads import dataset_lines
from kg.store import load_store, select
from ontology import load_vocabulary

GOLDEN = Path(__file__).parent / "golden"
TEXTS = sorted(GOLDEN.glob("*.txt"))
PREFIXES = {
    "coop": "https://w3id.org/stcoop/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
}


def read(path: Path) -> list[str]:
    """Return the lines of a text's graph, but for vocabulary and rules."""
    vocabulary = load_vocabulary()
    extraction = extract(read_document(path))
    lines = dataset_lines([extraction], name_entities([extraction], vocabulary), vocabulary, [])
    return [line for line in lines if VOCABULARY_GRAPH not in line and RULES_GRAPH not in line]


def test_there_are_three_texts_of_a_few_sentences() -> None:
    assert [path.stem for path in TEXTS] == ["plan", "report", "scan"]
    assert max(len(path.read_text("utf-8")) for path in TEXTS) < 300


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_text_gives_the_facts_on_file(path: Path) -> None:
    lines = read(path)
    golden = path.with_suffix(".nq")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text("".join(lines), "utf-8")
    assert lines == golden.read_text("utf-8").splitlines(keepends=True)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_facts_on_file_quote_the_text(path: Path) -> None:
    lines = path.with_suffix(".nq").read_text("utf-8").splitlines(keepends=True)
    found = select(
        load_store(lines, triple_lines(lines)),
        "SELECT DISTINCT ?start ?end ?quote ?selector "
        "{ ?fact prov:wasQuotedFrom/oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end ; oa:exact ?quote }",
        PREFIXES,
    )
    quotes = [Quote(path.stem, *row) for row in found.rows]  # type: ignore[arg-type]
    assert len(quotes) >= 2
    assert list(check_quotes(quotes, {path.stem: path.read_text("utf-8")})) == []
