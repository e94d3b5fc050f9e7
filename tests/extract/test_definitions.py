"""Glossary entries and sentences of the form X是指…: each rule by its examples, then the one glossary of the corpus."""

from __future__ import annotations

import re

import pytest

from extract import Definition, Document, Extraction, extract, load_corpus
from extract.definitions import load_glossary_rules
from extract.ruleset import Example, Rule

GLOSSARY = load_glossary_rules()
RULES = (*GLOSSARY.in_glossaries, *GLOSSARY.everywhere)
CASES = [
    pytest.param(rule, example, id=f"{rule.id}::{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples, 1)
]
BRACKET = re.compile(r"\[(?P<name>[^\[\]|]+)\|(?P<type>[A-Za-z]+)\]")


def read(text: str) -> Extraction:
    return extract(Document("t", "", "", text))


def definitions(text: str) -> list[tuple[str, str]]:
    return [(definition.term.label, definition.text) for definition in read(text).definitions]


@pytest.fixture(scope="module")
def corpus() -> dict[str, Extraction]:
    return {document.id: extract(document) for document in load_corpus()}


def test_every_rule_has_two_examples_and_a_near_miss():
    assert len(RULES) >= 3
    for rule in RULES:
        marked = [example for example in rule.examples if BRACKET.search(example.text)]
        assert len(marked) >= 2 and len(rule.examples) > len(marked), rule.id


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_defines_what_its_example_marks(rule: Rule, example: Example):
    found = read(BRACKET.sub(lambda match: match["name"], example.text)).definitions
    assert {(d.term.type, d.rule) for d in found} == {(m["type"], rule.id) for m in BRACKET.finditer(example.text)}
    assert all(m["name"] in found[0].text + found[0].term.label for m in BRACKET.finditer(example.text))


@pytest.mark.parametrize(
    ("text", "term", "definition"),
    [
        (
            "科技特派员是指到农村开展科技服务的专业技术人员。",
            "科技特派员",
            "科技特派员是指到农村开展科技服务的专业技术人员。",
        ),
        (
            "在这里，技术经纪人，是指促成他人技术交易并收取佣金的人。",
            "技术经纪人",
            "技术经纪人，是指促成他人技术交易并收取佣金的人。",
        ),
        (
            "本规定所称重大仪器设施是指单台价值在五千万元以上的科研仪器。",
            "重大仪器设施",
            "重大仪器设施是指单台价值在五千万元以上的科研仪器。",
        ),
        ("注：创新浓度：指每万人拥有的在研项目数。", "创新浓度", "指每万人拥有的在研项目数。"),
    ],
)
def test_the_quote_begins_with_what_is_said(text: str, term: str, definition: str):
    assert definitions(text) == [(term, definition)]


def test_an_entry_takes_the_sentence_that_defines_its_headword():
    text = """一、概况
总体平稳。
附录：名词解释
成果转化收入：转化活动是指把成果变为产品的全部活动。成果转化收入是指由此取得的收入。例如：转让所得。
样机率：样机占全部成果的比例。这一比例逐年上升。
"""
    assert definitions(text) == [
        ("转化活动", "转化活动是指把成果变为产品的全部活动。"),
        ("成果转化收入", "成果转化收入是指由此取得的收入。"),
        ("样机率", "样机占全部成果的比例。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "建立第三方评估制度，指导和支持评价机构发展。",
        "其主要任务是指挥协调各方力量开展救援工作。",
        "这里是指那些具有较强实力的企业和机构。",
        "加强合作是指双方都要投入更多的人力物力。",
        "二、名词解释\n（略）",
    ],
)
def test_what_only_looks_like_a_definition_is_none(text: str):
    assert definitions(text) == []


def test_every_entry_of_the_glossary_is_found(corpus):
    found = corpus["nstp12"].definitions
    text = corpus["nstp12"].document.text
    headwords = re.findall(r"\s([^\s：。，]{2,30})：(?=\S)", text[text.index("附录：重要指标") :])
    assert len(headwords) == 20
    quoted = {re.sub("，简称.*", "", re.split("是|由国家", definition.text)[0]) for definition in found}
    labels = {definition.term.label for definition in found}
    missing = [word for word in headwords if word not in labels and word not in quoted]
    assert missing == []
    assert {"研发活动", "研发人员全时当量", "技术交易额", "高技术产业"} <= labels


def test_the_classes_of_the_terms(corpus):
    found = {definition.term.label: definition.term for definition in corpus["nstp12"].definitions}
    types = {label: term.type for label, term in found.items()}
    assert (
        types.items()
        >= {
            "国家自主创新示范区": "BaseType",
            "创新人才推进计划": "Programme",
            "战略性新兴产业": "Field",
            "科技进步贡献率": "Term",
        }.items()
    )
    assert found["国家自主创新示范区"].known and not found["科技进步贡献率"].known


def test_quotes_stand_in_the_text(corpus):
    rows: list[tuple[str, Definition]] = [(e.document.text, d) for e in corpus.values() for d in e.definitions]
    assert len(rows) >= 20
    assert all(text[definition.start : definition.end] == definition.text for text, definition in rows)


def test_texts_without_a_glossary_define_nothing(corpus):
    assert [e.document.id for e in corpus.values() if e.definitions] == ["nstp12"]
