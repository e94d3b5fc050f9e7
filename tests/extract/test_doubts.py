"""What looks like a name and is none that is known: each rule by its examples, and where the doubt goes."""

from __future__ import annotations

import re

import pytest

from extract import Document, extract, load_corpus
from extract.doubts import load_doubt_rules
from extract.model import Unresolved
from extract.ruleset import Example, Rule

RULES = load_doubt_rules()
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Za-z]+)\]")


def doubts(text: str) -> tuple[Unresolved, ...]:
    return extract(Document("example", "example", "", text)).unresolved


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_two_examples_and_a_near_miss(rule: Rule) -> None:
    marked = [example for example in rule.examples if MARK.search(example.text)]
    assert len(marked) >= 2 and len(rule.examples) > len(marked)


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=f"{rule.id}-{n}") for rule in RULES for n, example in enumerate(rule.examples)],
)
def test_a_rule_reports_what_its_example_marks_and_no_more(rule: Rule, example: Example) -> None:
    wanted = {(name, kind) for name, kind in MARK.findall(example.text)}
    text = MARK.sub(r"\1", example.text)
    found = doubts(text)
    assert {(doubt.surface, doubt.type) for doubt in found} == wanted
    assert all(text[doubt.start : doubt.end] == doubt.surface and doubt.quote in text for doubt in found)


def test_a_name_that_is_recognised_is_no_doubt() -> None:
    assert doubts("与丹麦王国、世界卫生组织（WHO）开展合作，共同实施“一带一路”科技创新行动计划。") == ()


def test_the_bundled_texts_leave_few_doubts() -> None:
    sizes = [len(extract(document).unresolved) for document in load_corpus()]
    assert len(sizes) == 5 and sum(sizes) < 20
