"""Every rule against its own examples: each positive gives exactly the marked names or facts, each near miss none."""

from __future__ import annotations

import re

import pytest

from extract import Document, Extraction, extract
from extract.ruleset import Example, Rule, RuleError, expand, load_rules, read_rules, read_words
from ontology import load_vocabulary

RULES = load_rules()
#: A name may also be found by the vocabulary or by another rule that reads the same words.
ELSEWHERE = {"label", "field-of-name", *(rule.id for rule in (*RULES.names, *RULES.fields))}
NAMING = (*RULES.names, *RULES.fields)
BRACKET = re.compile(r"\[(?P<name>[^\[\]|]+)\|(?P<type>[A-Za-z]+)\]")


def cases(rules: tuple[Rule, ...]) -> list[pytest.param]:
    return [
        pytest.param(rule, example, id=f"{rule.file}::{rule.id}::{number}")
        for rule in rules
        for number, example in enumerate(rule.examples, 1)
    ]


def read(text: str) -> Extraction:
    return extract(Document("example", "", "", BRACKET.sub(lambda m: m["name"], text)))


def names_by(rule: Rule, extraction: Extraction) -> set[str]:
    return {m.surface.strip("“”") for m in extraction.mentions if m.rule == rule.id}


def facts_of(extraction: Extraction, rule: str = "") -> set[str]:
    itself = extraction.document.id
    return {
        f"{label(r.subject, itself)} {r.predicate} {label(r.object, itself)}"
        for r in extraction.relations
        if not rule or r.rule == rule
    }


def label(entity, itself: str) -> str:
    return "DOC" if entity.iri.endswith(f"/document/{itself}") else entity.label


def canonical(fact: str) -> str:
    """Return a fact with the labels that the vocabulary prefers: an example may say 科技部 or 经合组织."""
    subject, predicate, object_ = re.fullmatch(r"(.+) ([a-z]+[A-Z][A-Za-z]*|plans|initiates) (.+)", fact).groups()
    return f"{preferred(subject)} {predicate} {preferred(object_)}"


def preferred(name: str) -> str:
    concepts = load_vocabulary().by_name.get(name, ())
    return concepts[0].label if concepts else name


def expected(example: Example) -> set[str]:
    return {canonical(fact) for fact in example.facts}


def shown(rule: Rule) -> str:
    return f"\n{rule.file}: {rule.id}\npattern  {rule.pattern}\nexpanded {rule.regex.pattern}"


def test_there_are_rules_for_every_kind_and_predicate():
    assert len(NAMING) > 25
    predicates = {y.predicate for rule in RULES.relations for y in rule.yields}
    assert predicates == {
        "cooperatesWith",
        "cooperatesInField",
        "underMechanism",
        "hasParty",
        "participatesIn",
        "initiates",
        "targetsPartner",
        "coversField",
        "partOf",
        "narrowerThan",
        "hasBaseType",
        "issuedBy",
        "basedOn",
        "coversPeriod",
        "plans",
    }


@pytest.mark.parametrize("rule", [*NAMING, *RULES.relations], ids=lambda rule: rule.id)
def test_a_rule_has_two_examples_and_a_near_miss(rule: Rule):
    marked = [e for e in rule.examples if e.facts or BRACKET.search(e.text)]
    assert len(marked) >= 2, shown(rule)
    assert len(rule.examples) > len(marked), f"{rule.id} has no near miss"


@pytest.mark.parametrize(("rule", "example"), cases(NAMING))
def test_a_naming_rule_finds_what_its_example_marks(rule: Rule, example: Example):
    marked = {m["name"].replace("”", "").replace("“", "") for m in BRACKET.finditer(example.text)}
    extraction = read(example.text)
    found = {re.sub("[“”]", "", name) for name in names_by(rule, extraction)}
    known = {re.sub("[“”《》]", "", m.surface) for m in extraction.mentions if m.rule in ELSEWHERE}
    assert marked <= found | known, shown(rule)
    assert found <= marked, shown(rule)
    assert expected(example) <= facts_of(extraction), shown(rule)


@pytest.mark.parametrize(("rule", "example"), cases(RULES.relations))
def test_a_relation_rule_states_what_its_example_says(rule: Rule, example: Example):
    extraction = read(example.text)
    stated = facts_of(extraction, rule.id)
    assert stated <= expected(example), shown(rule)
    assert expected(example) <= facts_of(extraction), shown(rule)


@pytest.mark.parametrize("rule", RULES.relations, ids=lambda rule: rule.id)
def test_a_relation_rule_fires_on_an_example_of_its_own(rule: Rule):
    assert any(facts_of(read(e.text), rule.id) for e in rule.examples if e.facts), shown(rule)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[[rule]]\nid = 'x'\ntrigger = '与'\npattern = '{p:Partnr}'",
            "unknown class 'Partnr', did you mean 'Partner'?",
        ),
        ("[[rule]]\nid = 'x'\ntrigger = '与'\npattern = '$edgee'", "unknown word list '$edgee', did you mean '$edge'?"),
        ("[[rule]]\nid = 'x'\ntrigger = '与'\npattern = '(与'", "no regular expression"),
        ("[[rule]]\nid = 'x'\npattern = '与'", "'trigger' is missing"),
        ("[[rule]]\nid = 'x'\ntrigger = '与'\npattern = '与{p:Partner}'\nyields = ['q plans p']", "role 'q'"),
        ("[[rule]]\nid = 'x'\ntrigger = '[与]'\npattern = '与'", "is no plain word"),
        ("[[rule]\n", "not readable as TOML"),
    ],
)
def test_a_faulty_rule_file_is_refused_with_place_and_cure(tmp_path, text: str, message: str):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=re.escape(message)) as error:
        read_rules(path, RULES.words)
    assert "mine.toml" in str(error.value)


def test_word_lists_expand_into_one_another(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text("sign = ['签署', '签订']\nmake = ['$sign', '达成']", encoding="utf-8")
    words = read_words(path)
    assert expand("$make了?", words, "here") == "(?:(?:签署|签订)|达成)了?"
