"""What the graph says of the rules: what they are for, how often they were right, and which edges a query may leave out."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from extract.evaluation import judge_gold
from extract.measured import load_measured, measured_file, to_toml
from extract.model import Extraction
from extract.rulebook import load_rulebook
from extract.scoring import Score, score_rules
from kg import metadata
from kg.iris import RULES_GRAPH
from kg.metadata import rules
from kg.nquads import quad_lines, triple_lines
from kg.store import load_store, select

GOLD = Path(__file__).parent.parent / "extract" / "gold"
QUESTION = """
PREFIX coop: <https://w3id.org/stcoop/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?rule ?label ?comment ?precision ?hits ?misses {
  ?iri a coop:Rule ; dcterms:identifier ?rule ; rdfs:label ?label .
  OPTIONAL { ?iri rdfs:comment ?comment }
  OPTIONAL { ?iri coop:precision ?precision ; coop:hits ?hits ; coop:misses ?misses }
} ORDER BY ?rule
"""


def test_measured_rules_ship_as_they_are() -> None:
    """With UPDATE_GOLDEN=1 the file is written anew, as `kg rules --score tests/extract/gold --write` does."""
    judged = judge_gold(GOLD)
    text = to_toml([document.document for document in judged], score_rules(judged))
    if os.environ.get("UPDATE_GOLDEN"):
        measured_file().write_text(text, "utf-8")
    assert text == measured_file().read_text("utf-8"), "run kg rules --score tests/extract/gold --write"


def test_rule_tells_what_it_is_for_and_how_often_it_was_right(
    plan: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = {"joint-name": Score(right=2, wrong=1), "idle": Score(right=1)}
    monkeypatch.setattr(metadata, "load_measured", lambda: replace(load_measured(), scores=scores))
    lines = sorted(quad_lines(rules([plan]), RULES_GRAPH))
    answer = select(load_store(lines, triple_lines(lines)), QUESTION)
    [comment] = [entry.comment for entry in load_rulebook() if entry.id == "joint-name"]
    assert comment
    assert answer.rows == (
        ("glossary", "glossary", None, None, None, None),
        ("joint-name", "joint-name", comment, 0.6667, 2, 1),
        ("number", "number", None, None, None, None),
        ("partner-in-field", "partner-in-field", None, None, None, None),
    )


@pytest.mark.parametrize("least", ["0", "0.9", "1"])
def test_edges_are_filtered_by_the_precision_of_their_rule(built_output: Path, least: str) -> None:
    graph = kg.open(built_output)
    every, kept = graph.query("edges-by-rule-precision"), graph.query("edges-by-rule-precision", least=least)
    assert len(every) > 100
    assert len(kept) == (every["precision"].astype(float) >= float(Decimal(least))).sum()
    assert set(kept["rule"]) <= set(load_measured().scores)


def test_measured_rules_are_at_work_in_the_graph(built_output: Path) -> None:
    found = kg.open(built_output).query("edges-by-rule-precision")
    by_rule = {row["rule"]: Score(int(row["hits"]), int(row["misses"])) for _, row in found.iterrows()}
    assert len(by_rule) > 10
    assert {rule: load_measured().scores[rule] for rule in by_rule} == by_rule
