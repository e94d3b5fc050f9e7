"""Why a text gives what it gives: the rule behind each fact, and for what is missing the piece of a pattern that fails."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest

from extract import Document, extract, load_corpus
from extract.explain import Explained, NearMiss, explain
from extract.missing import Fact, explain_fact, parse_fact, predicates
from extract.patterns import Prober, variants
from extract.ruleset import Rule, RuleSet, load_rules

RULES = load_rules()
WRITTEN = [rule for rule in (*RULES.names, *RULES.fields, *RULES.relations) if rule.pattern]


def of(text: str) -> Explained:
    """Return what is to be said of a text of one sentence."""
    [explained] = explain(Document("text", "", "", text)).sentences
    return explained


def miss(explained: Explained, rule: str) -> NearMiss:
    [found] = [near for near in explained.near_misses if near.rule.id == rule]
    return found


# -- patterns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pattern, pieces",
    [
        ("与{p:Partner+}{~12}合作", [["与", "{p:Partner+}", "{~12}", "合作"]]),
        ("(?:与|同){p:Partner}(?:等)?", [["(?:与|同)", "{p:Partner}", "(?:等)?"]]),
        ("第[0-9]{1,3}届", [["第", "[0-9]{1,3}", "届"]]),
        ("(?P<name>$parties中心)$not_head", [["$parties", "中心", "$not_head"]]),
        ("由{p:State}建|在{q:State}", [["由", "{p:State}", "建"], ["在", "{q:State}"]]),
        ("(?<!与){b:Base}(?=等)", [["(?<!与)", "{b:Base}", "(?=等)"]]),
        (r"（[^（）\]]{1,9}）\.", [["（", r"[^（）\]]{1,9}", "）", r"\."]]),
    ],
)
def test_pattern_falls_into_pieces(pattern: str, pieces: list[list[str]]) -> None:
    assert [[piece.text for piece in found] for found in variants(pattern)] == pieces


@pytest.mark.parametrize("rule", WRITTEN, ids=lambda rule: rule.id)
def test_pattern_of_every_rule_reaches_its_end_where_it_matches(rule: Rule) -> None:
    prober, reached = Prober(RULES.words), 0
    for example in rule.examples:
        for text in (example.text, example.text.replace("[", "").replace("]", "")):
            reach = prober.reach(rule.pattern, text)
            assert (not reach.missing) == bool(rule.regex.search(text))
            reached += 1
    assert reached >= 6


def test_there_are_patterns_of_all_kinds() -> None:
    assert len(WRITTEN) > 100


@pytest.mark.parametrize(
    "text, matched, missing",
    [
        ("与美国合作", "与美国合作", ""),
        ("与美国和睦相处", "与美国", "(?:合作|交流)"),
        ("同美国往来", "", "与"),
    ],
)
def test_reach_tells_how_far_a_pattern_gets(text: str, matched: str, missing: str) -> None:
    reach = Prober({}).reach("与美国{~4}(?:合作|交流)?(?:合作|交流)", text)
    assert text[reach.start : reach.end] == matched
    assert (reach.wanted[-1].text if reach.missing else "") in (missing, "与美国")


# -- what was found ------------------------------------------------------------------------------------------------------


def test_fact_comes_with_rule_and_matched_span() -> None:
    text = "推广中意联合设计中心经验。"
    explained = of(text)
    by_rule = {stated.rule.id: text[stated.start : stated.end] for stated in explained.stated}
    assert by_rule == {"joint-name": "中意联合设计中心", "parties-in-name": "中意联合设计中心"}
    assert not explained.is_silent


def test_name_comes_with_the_rule_that_found_it() -> None:
    explained = of("双方为中德智能制造联合研究中心揭牌。")
    assert ("中德智能制造联合研究中心", "base-of-parties") in [(m.surface, m.rule) for m in explained.mentions]


@pytest.mark.parametrize(
    "text", ["全面推动中美在清洁能源、节能减排等重点领域的科技合作。", "与泰国合作，建设10个联合实验室。"]
)
def test_what_is_explained_is_what_is_extracted(text: str) -> None:
    explanation = explain(Document("text", "", "", text))
    assert explanation.extraction == extract(Document("text", "", "", text))
    assert [stated.relation for one in explanation.sentences for stated in one.stated] == list(
        explanation.extraction.relations
    )
    assert explanation.extraction.relations


def test_matched_span_of_every_fact_of_the_corpus_lies_in_its_sentence() -> None:
    document = next(document for document in load_corpus() if document.id == "12fyp")
    explanation = explain(document)
    stated = [(one.sentence, stated) for one in explanation.sentences for stated in one.stated]
    assert len(stated) == len(explanation.extraction.relations) > 50
    for sentence, fact in stated:
        assert sentence.start <= fact.start < fact.end <= sentence.end
        assert fact.matched.strip()


# -- what was not ------------------------------------------------------------------------------------------------------

RULES_OF_OUR_OWN = """
[[rule]]
id = 'with'
trigger = ['与', '同']
pattern = '(?:与|同){p:Partner+}{~6}(?:合作|交流)'
yields = ['CN cooperatesWith p']
unless = '相比'
china_side = true

[[rule]]
id = 'needy'
trigger = '与'
pattern = '与{p:Partner}'
yields = ['CN cooperatesWith p']
needs = '携手|并肩'

[[rule]]
id = 'headed'
trigger = '与'
pattern = '与{p:Partner}'
heading = 'Programme'
yields = ['HEAD targetsPartner p']

[[rule]]
id = 'led'
trigger = '领域'
pattern = '领域'
context = 'lead'
yields = ['CN cooperatesWith LEAD']

[[rule]]
id = 'joint'
trigger = '与'
pattern = '与{o:Organization}'
yields = ['CN cooperatesWith o']
"""


@pytest.fixture
def own_rules(tmp_path: Path) -> RuleSet:
    """Return a few rules for relations; the word lists are those of the package."""
    for kind in ("names", "fields", "relations"):
        (tmp_path / kind).mkdir()
    (tmp_path / "relations" / "own.toml").write_text(RULES_OF_OUR_OWN, "utf-8")
    shutil.copy(str(files("extract") / "rules" / "words.toml"), tmp_path)
    return load_rules(tmp_path)


@pytest.mark.parametrize(
    "text, rule, matched, reason",
    [
        ("与美国往来。", "with", "与美国", "then lacks one of 合作, 交流 within 6 characters of the clause"),
        ("我国与各方合作。", "with", "与", "then lacks one or more names of Partner (p)"),
        ("不接受与法国合作的项目。", "with", "与法国合作", "silenced by the negation “不接受”"),
        ("与法国合作相比，仍有不足。", "with", "与法国合作", "silenced by “相比” (its `unless`)"),
        ("德国加强同法国合作。", "with", "同法国合作", "another country is the subject of the sentence (`china_side`)"),
        ("与法国对话。", "needy", "与法国", "none of the words that it needs stands in the sentence (`needs`)"),
        ("与法国对话。", "headed", "与法国", "the heading names no Programme (`heading`)"),
        ("领域很多，美国居首。", "led", "领域", "no sentence right before names a partner (`context = 'lead'`)"),
        ("与科技部沟通。", "joint", "与科技部", "what stands in its places makes no fact"),
    ],
)
def test_rule_that_came_close_says_what_kept_it(
    text: str, rule: str, matched: str, reason: str, own_rules: RuleSet
) -> None:
    [explained] = explain(Document("text", "", "", text), rules=own_rules).sentences
    found = miss(explained, rule)
    assert found.matched == matched
    assert reason in found.reason


def test_rule_whose_fact_another_states_is_no_near_miss(own_rules: RuleSet) -> None:
    [explained] = explain(Document("text", "", "", "与法国携手合作。"), rules=own_rules).sentences
    assert [stated.rule.id for stated in explained.stated] == ["with"]
    assert {near.rule.id for near in explained.near_misses} == {"headed", "joint"}


@pytest.mark.parametrize(
    "text, note",
    [
        ("会议很成功。", "no name stands in it, and a relation is between names"),
        ("德国的人口众多。", "no word that sets off a rule for relations stands in it"),
        ("近三年双方互访频繁。", "“三年” counts nothing: spans of time around the present"),
        ("在核能等领域取得进展。", "not read for fields: it speaks of no cooperation with somebody outside"),
    ],
)
def test_silent_sentence_is_annotated(text: str, note: str) -> None:
    explained = of(text)
    assert explained.is_silent
    assert note in explained.notes


def test_rule_for_names_says_what_it_lacks_or_why_it_refuses(own_rules: RuleSet, tmp_path: Path) -> None:
    (tmp_path / "names" / "own.toml").write_text(
        "[[rule]]\nid = 'centre'\ntype = 'Base'\ntrigger = '中心'\npattern = '(?P<name>{Country}[一-龥]{1,6}中心)'\nreject = '购物'\n",
        "utf-8",
    )
    load_rules.cache_clear()
    rules = load_rules(tmp_path)
    texts = ("德国设立科研中心。", "德国购物中心很多。", "德国的各类购物、餐饮中心很多。")
    explained = [explain(Document("text", "", "", text), rules=rules).sentences[0] for text in texts]
    assert ("德国设立科研中心", "centre") in [(mention.surface, mention.rule) for mention in explained[0].mentions]
    assert "refused" in miss(explained[1], "centre").reason
    assert miss(explained[2], "centre").reason == "then lacks 中心"


def test_near_misses_are_sorted_by_closeness() -> None:
    closeness = [near.closeness for near in of("本批指南不接受中国与乌克兰双边合作项目。").near_misses]
    assert len(closeness) > 2
    assert closeness == sorted(closeness, reverse=True)


@pytest.mark.parametrize("text", ["", "\n\n", "。", "（" * 300, "与" * 300, "中美" * 100 + "合作"])
def test_any_text_can_be_explained(text: str) -> None:
    explanation = explain(Document("text", "", "", text))
    assert len(explanation.sentences) == len(explanation.extraction.sentences)


# -- facts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, fact",
    [
        ("中国 cooperatesWith 美国", Fact("中国", "cooperatesWith", "美国")),
        ("Belt and Road targetsPartner 非洲", Fact("Belt and Road", "targetsPartner", "非洲")),
        ("中国 与 美国", None),
        ("cooperatesWith 美国", None),
        ("中国 cooperatesWith", None),
        ("", None),
    ],
)
def test_fact_is_told_from_a_text(text: str, fact: Fact | None) -> None:
    assert parse_fact(text) == fact


def test_predicates_are_those_of_the_rules() -> None:
    assert len(predicates()) == 15


def documents(*texts: str) -> Sequence[Document]:
    return [Document(f"text-{number}", "", "", text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize("subject, object_", [("中国", "法国"), ("China", "France"), ("中华人民共和国", "法国")])
def test_stated_fact_leads_to_its_sentences(subject: str, object_: str) -> None:
    answer = explain_fact(Fact(subject, "cooperatesWith", object_), documents("天气很好。", "与法国合作。"))
    assert [(place.document, place.sentence.sentence.text) for place in answer.stated] == [("text-2", "与法国合作。")]
    assert [stated.rule.id for place in answer.stated for stated in place.stated] == ["cooperation-with"]
    assert (answer.close, answer.notes) == ((), ())


def test_fact_that_is_negated_is_close() -> None:
    answer = explain_fact(Fact("中国", "cooperatesWith", "法国"), documents("本批指南不接受与法国合作的项目。"))
    assert answer.stated == ()
    reasons = [near.reason for place in answer.close for near in place.near_misses]
    assert "silenced by the negation “不接受”" in reasons


@pytest.mark.parametrize(
    "fact, texts, note",
    [
        (
            "中国 cooperatesWith 冰岛",
            ("与法国合作。",),
            "冰岛 is named in none of the texts, though the vocabulary knows it",
        ),
        (
            "中国 cooperatesWith 乌有国",
            ("与法国合作。",),
            "乌有国 is named in none of the texts, the vocabulary does not know it, and no rule saw it",
        ),
        (
            "法国 cooperatesInField 核能",
            ("与法国合作。", "发展核能。"),
            "法国 and 核能 are named, but in no sentence together",
        ),
        (
            "中国 participatesIn 一带一路",
            ("建设“一带一路”。",),
            "no rule for participatesIn was set off where both are named:",
        ),
    ],
)
def test_fact_that_is_stated_nowhere_says_what_is_missing(fact: str, texts: tuple[str, ...], note: str) -> None:
    parsed = parse_fact(fact)
    assert parsed is not None
    assert note in explain_fact(parsed, documents(*texts)).notes
