"""Damaged text is put right, clean text is left alone, and every position leads back to the raw text."""

from __future__ import annotations

import difflib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.catalogue import load_corpus
from extract.linebreaks import find_lines, is_wrapped
from extract.model import Document
from extract.outline import outline
from extract.repair import Rule, repair, repair_rules

CORPUS = {document.id: document for document in load_corpus()}
CLEAN = [document for document in CORPUS.values() if document.id != "12fyp-scan"]
RULES = {rule.name: rule for rule in repair_rules()}

EXAMPLES = [
    pytest.param(rule, damaged, repaired, id=f"{rule.name}: {damaged!r}")
    for rule in repair_rules()
    for damaged, repaired in rule.examples
]
NEAR_MISSES = [
    pytest.param(rule, text, id=f"{rule.name}: {text!r}") for rule in repair_rules() for text in rule.near_misses
]


def test_every_rule_has_examples_and_near_misses() -> None:
    assert len(RULES) == len(repair_rules()) >= 30
    assert [rule.name for rule in repair_rules() if not (rule.examples and rule.near_misses)] == []


@pytest.mark.parametrize("rule, damaged, repaired", EXAMPLES)
def test_a_rule_repairs_its_examples(rule: Rule, damaged: str, repaired: str) -> None:
    assert rule.applies_to(damaged)
    assert rule.pattern.sub(rule.mend, damaged) == repaired


@pytest.mark.parametrize("rule, text", NEAR_MISSES)
def test_a_rule_leaves_its_near_misses(rule: Rule, text: str) -> None:
    assert not rule.applies_to(text) or rule.pattern.sub(rule.mend, text) == text


@pytest.mark.parametrize("document", CLEAN, ids=lambda document: document.id)
def test_clean_texts_come_out_as_they_went_in(document: Document) -> None:
    assert len(CLEAN) == 4
    repaired = repair(document.text)
    assert repaired.text == document.text
    assert repaired.offsets.raw_span(17, 42) == (17, 42)


@pytest.mark.parametrize(
    "damaged, repaired",
    [
        pytest.param("占比为 $1 . 4 4 \\%$ ，而", "占比为1.44%，而", id="number read as mathematics"),
        pytest.param("约 $\\sim 5 \\%$ 的 $\\mathrm { C O } _ { 2 }$ 排放", "约~5%的CO2排放", id="marks of LaTeX"),
        pytest.param("价格为$100，成本为$50。", "价格为$100，成本为$50。", id="dollars are no mathematics"),
        pytest.param('在“一带一路"合作框架内', "在“一带一路”合作框架内", id="a pair of unlike quotation marks"),
        pytest.param('落实"一带一路"倡议', "落实“一带一路”倡议", id="straight quotation marks"),
        pytest.param('the "Belt and Road" plan', 'the "Belt and Road" plan', id="English keeps its quotation marks"),
        pytest.param('屏幕为15"的终端', '屏幕为15"的终端', id="a single mark stays"),
        pytest.param("合\u200b作\x00\ufeff与\xad交流", "合作与交流", id="invisible characters"),
        pytest.param("合作\ud800交流", "合作\ufffd交流", id="half of a surrogate pair"),
        pytest.param("提高农副产品出□的比重", "提高农副产品出口的比重", id="a box for a character"),
        pytest.param("□填写单位名称", "□填写单位名称", id="a box to be ticked"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_small_faults_are_repaired_in_any_text(damaged: str, repaired: str) -> None:
    assert repair(damaged).text == repaired


WRAPPED = """关于加强国际科技合作的意见

一、总体要求
深入实施开放创新战略，坚持平等合作、互利共赢的原则，积极融入全
球创新网络，不断提升科技合作的层次和水平。到2025年，建成一批国
际联合实验室。
（一）深化双边合作。与法国、德国等国家在人工智能、清洁能源、生
物医药等领域开展联合研究，支持建设联合实验室和技术转移中心；鼓
励企业设立海外研发机构。
（二）参与多边合作
积极参与国际热核聚变实验堆计划等国际大科学计划，推动科技资源
开放共享，提升我国在国际科技组织中的影响力。"""

UNWRAPPED = """关于加强国际科技合作的意见

一、总体要求
深入实施开放创新战略，坚持平等合作、互利共赢的原则，积极融入全球创新网络，不断提升科技合作的层次和水平。到2025年，建成一批国际联合实验室。
（一）深化双边合作。与法国、德国等国家在人工智能、清洁能源、生物医药等领域开展联合研究，支持建设联合实验室和技术转移中心；鼓励企业设立海外研发机构。
（二）参与多边合作
积极参与国际热核聚变实验堆计划等国际大科学计划，推动科技资源开放共享，提升我国在国际科技组织中的影响力。"""


def test_lines_of_a_page_are_joined_and_headings_stay() -> None:
    assert repair(WRAPPED).text == UNWRAPPED


def test_heads_and_numbers_of_pages_are_dropped_from_a_text_with_page_breaks() -> None:
    pages = [f"合作规划\n\n推进合作，建设第{n}批基地。\n支持交流。\n\n— {n} —\n" for n in "123"]
    lines = [line for line in repair("\f".join(pages)).text.split() if line]
    assert lines == [line for n in "123" for line in (f"推进合作，建设第{n}批基地。", "支持交流。")]


SPACED = """三 、 国 际 合 作 重 点 任 务
1 . 深 化 与 法 国 、 德 国 的 合 作 。 到 2 0 1 5 年 ， 建 成 3 0 0 家 联 合 实 验 室 （ 基 地 ） 。
( 一 ) 推 进 “ 一 带 一 路 ” 建 设 ， 占 比 达 到 1 5 . 5 %"""


def test_characters_that_stand_apart_are_put_together() -> None:
    assert repair(SPACED).text.split("\n") == [
        "三、国际合作重点任务",
        "1.深化与法国、德国的合作。到2015年，建成300家联合实验室（基地）。",
        "（一）推进“一带一路”建设，占比达到15.5%",
    ]


HALF_WIDTH = """二 、重点任务
(一)加强双边合作.支持与美国、俄罗斯等国家在清洁能源,
生物医药、信息技术等领域开展联合研究,建设5O个国际联
合实验室;推动与欧盟的科技合作,扩大科技援外规模.
- 3 -
(二)扩大多边合作.积极参与国际热核聚变实验堆计划( ITER) ,
提高我国在国际科技组织中的话语权 ."""

FULL_WIDTH = """二、重点任务
（一）加强双边合作。支持与美国、俄罗斯等国家在清洁能源，生物医药、信息技术等领域开展联合研究，建设50个国际联合实验室；推动与欧盟的科技合作，扩大科技援外规模。
（二）扩大多边合作。积极参与国际热核聚变实验堆计划（ITER），提高我国在国际科技组织中的话语权。"""


def test_the_marks_of_another_width_are_those_of_chinese() -> None:
    assert repair(HALF_WIDTH).text == FULL_WIDTH


def test_english_lines_are_joined_with_a_space_or_at_the_hyphen() -> None:
    text = (
        "China and the European Union have agreed to deepen their scientific co-\n"
        "operation, which covers climate, health, and food, and which both sides\n"
        "will support with joint calls. The programme is open to all researchers\n"
        "from the member states."
    )
    assert repair(text).text == (
        "China and the European Union have agreed to deepen their scientific cooperation, which covers climate, "
        "health, and food, and which both sides will support with joint calls. The programme is open to all "
        "researchers from the member states."
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("中国科学院\n清华大学\n北京大学\n浙江大学\n复旦大学", id="a list of names"),
        pytest.param("国家\t领域\n法国\t核能\n德国\t制造\n意大利\t设计", id="a table"),
        pytest.param("第一段。\n第二段，较长一些。\n第三段。", id="paragraphs"),
        pytest.param(
            "\n".join(f"关于开展第{n}批国际合作项目申报工作的通知" for n in "一二三四五六"), id="titles of one length"
        ),
    ],
)
def test_lines_that_are_whole_are_not_joined(text: str) -> None:
    assert not is_wrapped(find_lines(text))
    assert repair(text).text == text


def test_a_traditional_text_is_read_as_a_simplified_one_and_keeps_its_places() -> None:
    text = "推動與東盟國家的科技創新合作，建設聯合實驗室。"
    repaired = repair(text)
    assert repaired.text == "推动与东盟国家的科技创新合作，建设联合实验室。"
    assert [repaired.offsets.raw_span(n, n + 1) for n in range(len(text))] == [(n, n + 1) for n in range(len(text))]


def test_a_single_traditional_character_does_not_make_a_text_traditional() -> None:
    text = "我国与周边国家开展科技合作，著作由國家图书馆收藏，" + "推进联合研究，" * 20
    assert repair(text).text == text


@pytest.fixture(scope="module")
def scan() -> tuple[str, str]:
    """Return the clean plan and the plan as repaired from the scan, both from the title on, without white space."""
    title = "国际科技合作“十二五”专项规划"
    plan, circular = CORPUS["12fyp"].text, repair(CORPUS["12fyp-scan"].text).text
    circular = circular[circular.index("附件") :]
    return tuple(re.sub(r"\s", "", text[text.index(title) :]) for text in (plan, circular))  # type: ignore[return-value]


BOX = re.compile(
    "专栏：(?:国家国际科技合作专项国家|国际科技合作基地国|国际大科学合作国).*?(?:影响力。|引领作用。|开放共享。)"
)


def test_the_scan_reads_like_the_clean_copy(scan: tuple[str, str]) -> None:
    clean, repaired = ("".join([*BOX.findall(text), BOX.sub("", text)]) for text in scan)
    matcher = difflib.SequenceMatcher(None, clean, repaired, autojunk=False)
    changes = {(clean[a:b], repaired[c:d]) for change, a, b, c, d in matcher.get_opcodes() if change != "equal"}
    assert changes <= {("．", "."), (".", "．"), ("－", "-")}


def test_the_scan_has_the_sentences_of_the_clean_copy() -> None:
    def plain(text: str) -> list[str]:
        return [re.sub(r"[\s．.－-]", "", sentence.text) for sentence in outline(text).sentences]

    clean, repaired = plain(CORPUS["12fyp"].text), plain(repair(CORPUS["12fyp-scan"].text).text)
    missing = [sentence for sentence in clean if sentence not in repaired]
    assert len(clean) > 150
    # A box in the middle of its page cuts this one in two.
    assert [sentence[:10] for sentence in missing] == ["进一步优化布局，积极"]


def test_every_sentence_of_the_scan_leads_to_its_place_in_the_raw_text() -> None:
    raw = CORPUS["12fyp-scan"].text
    repaired = repair(raw)
    spans = [repaired.offsets.raw_span(s.start, s.end) for s in outline(repaired.text).sentences]
    assert len(spans) > 150
    assert spans == sorted(spans)
    for sentence, (start, end) in zip(outline(repaired.text).sentences, spans, strict=True):
        kept = set(re.sub(r"[^一-龥]", "", sentence.text))
        assert len(kept & set(raw[start:end])) >= 0.9 * len(kept)


NOISY = st.text('国 际合作，,。“”"\n\n１O2⒛⒍一$.%()（）；;专栏1、\u0304\u200b國際', max_size=80)


@settings(deadline=None)
@given(NOISY, st.data())
def test_offsets_are_monotone_and_lie_in_the_raw_text(text: str, data: st.DataObject) -> None:
    repaired = repair(text)
    size = len(repaired.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    raw_start, raw_end = repaired.offsets.raw_span(start, end)
    assert 0 <= raw_start <= raw_end <= len(text)
    assert (raw_start < raw_end) == (start < end)
    if end < size:
        assert repaired.offsets.raw_span(end, size)[0] >= raw_start


@settings(deadline=None)
@given(st.text(max_size=200))
def test_repair_takes_any_text(text: str) -> None:
    repaired = repair(text)
    assert not any("\ud800" <= mark <= "\udfff" for mark in repaired.text)
    assert repaired.offsets.raw_span(0, len(repaired.text))[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("合作" * 200_000, id="one line without a stop"),
        pytest.param("国 " * 5_000, id="nothing but spaced characters"),
        pytest.param("“" * 100_000, id="nothing but quotation marks"),
        pytest.param('汉"' * 50_000, id="a straight mark after each character"),
        pytest.param("$1 " * 50_000, id="nothing but dollars"),
        pytest.param("菸草 菸酒，" * 5_000, id="rare characters all over"),
        pytest.param("推进合作与交流，支持联合研究\n" * 5_000, id="one line again and again"),
        pytest.param("\n" * 300_000 + " " * 300_000, id="nothing but space"),
    ],
)
def test_monstrous_texts_are_repaired_in_one_go(text: str) -> None:
    repaired = repair(text)
    assert repaired.offsets.raw_span(0, len(repaired.text))[1] <= len(text)


@pytest.mark.parametrize("rule", repair_rules(), ids=lambda rule: rule.name)
def test_no_rule_backtracks_without_bound(rule: Rule) -> None:
    for piece in ("国 ", "1", "(", "（", "“项目一", "，", "\n1", "\n——", "A", "《规划", "O", "1 . ", "'", "2006", "⒍"):
        text = piece * (60_000 // len(piece))
        assert len(rule.pattern.sub(rule.mend, text)) <= 2 * len(text)
