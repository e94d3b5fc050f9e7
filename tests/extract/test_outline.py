"""Sections and sentences of the bundled texts and of texts of other kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.catalogue import load_corpus
from extract.headings import Style, begins_heading, find_heading, heading_styles
from extract.model import Document
from extract.outline import cut_sentences, outline
from extract.sentences import LONGEST_SENTENCE, find_stops

CORPUS = {document.id: document for document in load_corpus()}
CLEAN = ("12fyp", "13fyp", "keyinst", "nstp12")


def rows(text: str) -> list[tuple[str, str, str]]:
    """Return path, kind and title of each section."""
    return [(section.id, section.kind, section.title) for section in outline(text).sections]


def sentences(text: str) -> list[tuple[str, str]]:
    """Return section and wording of each sentence."""
    return [(sentence.section, sentence.text) for sentence in outline(text).sentences]


EXAMPLES = [
    pytest.param(style, line, id=f"{style.name}: {line}") for style in heading_styles() for line in style.examples
]
NEAR_MISSES = [
    pytest.param(style, line, id=f"{style.name}: {line}") for style in heading_styles() for line in style.near_misses
]


def test_every_style_has_examples_and_near_misses() -> None:
    assert len(heading_styles()) >= 10
    assert [style.name for style in heading_styles() if not (style.examples and style.near_misses)] == []


@pytest.mark.parametrize("style, line", EXAMPLES)
def test_an_example_is_a_heading_of_its_style(style: Style, line: str) -> None:
    heading = find_heading(line, 0, len(line))
    assert heading is not None
    assert heading.style == style


@pytest.mark.parametrize("style, line", NEAR_MISSES)
def test_a_near_miss_is_no_heading_of_its_style(style: Style, line: str) -> None:
    heading = find_heading(line, 0, len(line))
    assert heading is None or heading.style != style


@pytest.mark.parametrize("line", ["一、面临的形势与需求…………3", "1．基本思路 ........ 12", "（一）总体要求\t\t7"])
def test_a_line_of_a_table_of_contents_is_no_heading(line: str) -> None:
    assert not begins_heading(line)


@pytest.mark.parametrize(
    "name, counts",
    [
        ("12fyp", {"chapter": 4, "task": 17, "box": 4}),
        ("13fyp", {"chapter": 4, "task": 18}),
        ("keyinst", {"chapter": 4, "task": 16}),
        ("nstp12", {"chapter": 8, "part": 31, "task": 27, "box": 9}),
    ],
)
def test_the_official_texts_have_the_sections_that_a_reader_counts(name: str, counts: dict[str, int]) -> None:
    kinds = [section.kind for section in outline(CORPUS[name].text).sections]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == counts


@pytest.mark.parametrize(
    "name, path, title, last_words",
    [
        ("12fyp", "三/8", "创新对外援助形式，启动并实施“科技伙伴计划”", "发展中国家科技合作的力度。"),
        ("12fyp", "三/8/专栏1", "科技伙伴计划", "发展中国家科技合作的力度。"),
        ("12fyp", "三/10", "推动部门和地方国际科技合作工作，不断拓宽合作渠道和发展空间", "产业化示范工作。"),
        ("13fyp", "三/4", "积极参与并牵头组织国际大科学计划和大科学工程，提升我国科技国际影响力", "国际合作共享。"),
        ("keyinst", "二/1", "鼓励有条件的科研机构与国外一流科研机构建立中外联合试验室或研发中心", "作为支持重点。"),
        ("nstp12", "六/（一）/4/专栏2", "核聚变能研究专项", "核聚变能研究创新体系。"),
        ("nstp12", "九/（五）", "加强与港澳台地区的科技合作", "海峡两岸科技园的建设。"),
        ("nstp12", "十/（五）/1", "深入实施国家技术创新工程", "更加紧密结合。"),
        ("nstp12", "附录", "重要指标和名词解释", "创新人才培养示范基地等。"),
    ],
)
def test_a_section_has_path_title_and_end(name: str, path: str, title: str, last_words: str) -> None:
    text = CORPUS[name].text
    section = next(section for section in outline(text).sections if section.id == path)
    assert section.title == title
    assert text[section.start : section.end].rstrip().endswith(last_words)


@pytest.mark.parametrize("document", [CORPUS[name] for name in CLEAN], ids=CLEAN)
def test_sections_nest_and_name_their_parents(document: Document) -> None:
    sections = {section.id: section for section in outline(document.text).sections}
    assert sections
    for section in sections.values():
        assert section.id == (f"{section.parent}/{section.number}" if section.parent else section.number)
        if section.parent:
            parent = sections[section.parent]
            assert parent.start < section.start < section.end <= parent.end


@pytest.mark.parametrize("document", [CORPUS[name] for name in CLEAN], ids=CLEAN)
def test_no_sentence_of_the_official_texts_is_a_fragment(document: Document) -> None:
    plan = outline(document.text)
    titles = [section.title for section in plan.sections]
    unfinished = [
        sentence.text
        for sentence in plan.sentences
        if sentence.text[-1] not in "。；！：” " and not any(sentence.text.endswith(title) for title in titles)
    ]
    assert set(unfinished) <= {
        "附件",
        "附录：",
        "国际科技合作“十二五”专项规划",
        "“十三五”国际科技创新合作专项规划",
        "国家“十二五”科学和技术发展规划（下）",
    }


def test_a_heading_is_a_sentence_of_the_section_it_opens() -> None:
    assert sentences("二、主要目标\n扩大合作。") == [("二", "二、主要目标"), ("二", "扩大合作。")]


def test_a_text_without_line_breaks_has_its_headings_after_ideographic_spaces() -> None:
    text = "九、提升水平　　扩大开放。　　（一）提高程度　　加强研究；支持合作。　　（二）完善机制　　巩固合作。"
    assert rows(text) == [
        ("九", "chapter", "提升水平"),
        ("九/（一）", "part", "提高程度"),
        ("九/（二）", "part", "完善机制"),
    ]
    assert sentences(text)[3:5] == [("九/（一）", "加强研究；"), ("九/（一）", "支持合作。")]


def test_headings_in_the_middle_of_a_paragraph_count_if_they_are_in_order() -> None:
    text = "二、重点任务。（一）深化双边合作。与法国合作。（二）参与多边合作。（四）不在此列。"
    assert [section.id for section in outline(text).sections] == ["二", "二/（一）", "二/（二）"]


def test_a_list_in_a_sentence_is_no_heading() -> None:
    assert rows("支持范围包括：（一）联合研究；（二）人员交流；（三）基地建设。") == []


@pytest.mark.parametrize(
    "text, paths",
    [
        pytest.param(
            "通知\n\n1．与奥地利合作。领域：量子信息。\n2．与南非合作。支持2项。\n\n申报要求：须同步申报。",
            ["", "1", "1", "2", "2", ""],
            id="items of several sentences",
        ),
        pytest.param(
            "支持：\n（1）甲计划；\n（2）乙计划。\n\n各单位执行。",
            ["", "（1）", "（2）", ""],
            id="items of one sentence",
        ),
        pytest.param("1．思路。\n正文。\n2．目标。\n\n正文。", ["1", "1", "2", "2"], id="headings with a full stop"),
        pytest.param("（六）行稳致远。正文。\n\n又一段。", ["（六）", "（六）", "（六）"], id="no list"),
    ],
)
def test_a_list_ends_at_the_blank_line_after_it(text: str, paths: list[str]) -> None:
    assert [path for path, _ in sentences(text)] == paths


@pytest.mark.parametrize(
    "text, paths",
    [
        pytest.param(
            "三、任务\n1．合作\n推进。\n专栏1 平台\n甲。\n2．人才\n培养。",
            ["三", "三/1", "三/1", "三/1/专栏1", "三/1/专栏1", "三/2", "三/2"],
            id="a box ends at the next heading",
        ),
        pytest.param(
            "（一）合作\n推进。\n专栏2 重点\n1．甲项\n2．乙项\n（二）人才\n培养。",
            ["（一）", "（一）", "（一）/专栏2", "（一）/专栏2/1", "（一）/专栏2/2", "（二）", "（二）"],
            id="a box may hold a numbered list",
        ),
        pytest.param(
            "1．合作\n推进建设\n专栏：基地\n基地：推广经验。\n继续建设；扩大影响。",
            ["1", "1", "1/专栏1", "1/专栏1", "1", "1"],
            id="a box that interrupts a sentence ends with its paragraph",
        ),
        pytest.param(
            "专栏：甲\n甲。\n专栏：乙\n乙。", ["专栏1", "专栏1", "专栏2", "专栏2"], id="boxes follow each other"
        ),
    ],
)
def test_boxes(text: str, paths: list[str]) -> None:
    assert [path for path, _ in sentences(text)] == paths


def test_chapters_that_start_again_keep_apart() -> None:
    assert [section.id for section in outline("一、甲\n二、乙\n一、丙").sections] == ["一", "二", "一~2"]


def test_papers_number_their_sections_with_decimals() -> None:
    text = "3.1 国际化水平存在差距\n比例仅为1.44%。\n5.3积极拓宽合作渠道\n2.5万人参加。"
    assert rows(text) == [("3.1", "task", "国际化水平存在差距"), ("5.3", "task", "积极拓宽合作渠道")]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("推进合作；扩大影响！好吗？", ["推进合作；", "扩大影响！", "好吗？"]),
        ("落实“引进来；走出去”战略。", ["落实“引进来；走出去”战略。"]),
        ("他说：“加强合作。扩大开放。”会议结束。", ["他说：“加强合作。", "扩大开放。”", "会议结束。"]),
        ("《你好！中国》出版。", ["《你好！中国》出版。"]),
        ("支持（含基地；平台。）建设。", ["支持（含基地；平台。）建设。"]),
        ("合作。（新华社电。）下一段。", ["合作。", "（新华社电。）", "下一段。"]),
        ("总结“一国一策。”的经验。", ["总结“一国一策。”的经验。"]),
        ("占比为1.44%；有2.5万人。", ["占比为1.44%；", "有2.5万人。"]),
        ("（一未闭合的括号。第二句。", ["（一未闭合的括号。", "第二句。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("published since 1978. [Results] It grew.", ["published since 1978.", "[Results] It grew."]),
        ("Dr. Li of the U.S. team, e.g. in No. 5, agreed. China joined.", None),
        ("Finally. based on it, etc.,but", ["Finally. based on it, etc.,but"]),
        ("what is done! Next one? Yes", ["what is done!", "Next one?", "Yes"]),
        ("\u3000\u3000\n \t", []),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str] | None) -> None:
    expected = ["Dr. Li of the U.S. team, e.g. in No. 5, agreed.", "China joined."] if expected is None else expected
    assert [sentence.text for sentence in outline(text).sentences] == expected


TEXTS = st.text('一二三、（）()《》“”"。；！?.,1２．专栏：附录第章A b\n\r\u3000\ud800汉', max_size=120)


@given(TEXTS)
def test_sentences_are_in_order_apart_and_leave_nothing_but_space(text: str) -> None:
    plan = outline(text)
    position = 0
    for index, sentence in enumerate(plan.sentences):
        assert sentence.index == index
        assert text[position : sentence.start].strip() == ""
        assert sentence.start < sentence.end
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        position = sentence.end
    assert text[position:].strip() == ""


@given(TEXTS)
def test_sentences_lie_in_their_sections(text: str) -> None:
    plan = outline(text)
    sections = {section.id: section for section in plan.sections}
    assert len(sections) == len(plan.sections)
    for sentence in plan.sentences:
        if sentence.section:
            section = sections[sentence.section]
            assert section.start <= sentence.start
            assert sentence.end <= section.end


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("合作" * 100_000, id="one line without a stop"),
        pytest.param("“" * 10_000 + "合作；" * 100 + "”" * 10_000, id="ten thousand nested quotation marks"),
        pytest.param("（《“" * 30_000 + "。", id="brackets that never close"),
        pytest.param("一、" * 50_000, id="nothing but markers"),
        pytest.param("。" * 100_000, id="nothing but stops"),
        pytest.param(" " * 100_000 + "\n" * 100_000 + "\u3000" * 100_000 + "甲", id="nothing but space"),
        pytest.param("（一）" * 30_000, id="nothing but parts"),
        pytest.param("1." * 50_000, id="nothing but decimals"),
    ],
)
def test_monstrous_texts_are_read_in_one_go(text: str) -> None:
    plan = outline(text)
    assert plan.sentences
    assert max(len(sentence.text) for sentence in plan.sentences) <= LONGEST_SENTENCE + len("（一）")


def test_a_monstrous_sentence_is_cut_at_a_comma() -> None:
    text = "合作" * 900 + "，" + "交流" * 900
    assert find_stops(text, 0, len(text)) == [1_801, 3_601]


def test_what_was_cut_is_told_once() -> None:
    text = "推进合作。\n" + "合作" * 900 + "，" + "交流" * 3_000 + "。扩大影响。"
    plan = outline(text)
    assert [len(sentence.text) for sentence in plan.sentences] == [5, 1801, 2000, 2000, 2000, 1, 5]
    assert [[piece.index for piece in pieces] for pieces in cut_sentences(text, plan.sentences)] == [[1, 2, 3, 4, 5]]
    whole = "推进合作。" * 1_000
    assert list(cut_sentences(whole, outline(whole).sentences)) == []
