"""What was taken from each sentence, and in which order the unread ones ask for rules."""

from __future__ import annotations

import pytest

from extract import Document, Entity, Extraction, Mention, Sentence, Unresolved, extract, load_corpus
from extract.coverage import TAKEN, Coverage, cover, rank_unread
from extract.marking import Mark, cut, paragraphs

PLAN = """一、重点任务
与法国合作。基地达到500家。德国的人口众多。天气很好。
二、国际合作
加强同有关方面的国际合作，德国与英国各有所长。
"""


def covered(text: str, name: str = "plan") -> Coverage:
    return cover(extract(Document(name, "", "", text)))


def test_every_sentence_is_told_by_what_was_taken_from_it() -> None:
    taken = [(reading.sentence.text.strip(), reading.taken) for reading in covered(PLAN).readings]
    assert taken == [
        ("一、重点任务", "heading"),
        ("与法国合作。", "relations"),
        ("基地达到500家。", "numbers"),
        ("德国的人口众多。", "names"),
        ("天气很好。", "nothing"),
        ("二、国际合作", "heading"),
        ("加强同有关方面的国际合作，德国与英国各有所长。", "names"),
    ]


def test_counts_are_of_the_sentences() -> None:
    coverage = covered(PLAN)
    assert coverage.counts == {"relations": 1, "numbers": 1, "names": 2, "nothing": 1, "heading": 2, "unread": 1}
    assert coverage.sentences == 5


@pytest.mark.parametrize(
    "text, is_unread",
    [
        ("加强国际合作。", True),
        ("德国的国际合作令人瞩目。", True),
        ("加强合作。", False),  # nobody outside
        ("德国的人口众多。", False),  # no word of cooperation
        ("与法国合作。", False),  # read
        ("加强部门合作，基地达到500家，扩大国际影响。", False),  # read for its number
    ],
)
def test_unread_is_what_speaks_of_cooperation_abroad_and_gave_nothing(text: str, *, is_unread: bool) -> None:
    [reading] = covered(text).readings
    assert (reading.weight > 0) is is_unread


def test_those_that_name_most_come_first() -> None:
    coverages = [covered("加强国际合作。德国的国际合作令人瞩目。德国、英国的国际合作令人瞩目。")]
    ranked = rank_unread(coverages)
    assert [unread.reading.sentence.text for unread in ranked] == [
        "德国、英国的国际合作令人瞩目。",
        "德国的国际合作令人瞩目。",
        "加强国际合作。",
    ]
    assert [len(unread.reading.names) for unread in ranked] == [2, 1, 0]


def test_same_wording_counts_once() -> None:
    ranked = rank_unread([covered("加强国际合作。", "plan"), covered("加强国际合作 。", "scan")])
    assert [(unread.document.id, unread.copies) for unread in ranked] == [("plan", 2)]


def test_unread_sentence_tells_its_section_and_the_rule_that_came_closest() -> None:
    [unread] = rank_unread([covered("一、双边\n本指南不接受与德国的国际合作项目。")], explained=True)
    assert unread.section == "双边"
    assert unread.closest is not None
    assert "“不接受”" in unread.closest.reason


def test_corpus_is_covered_whole() -> None:
    for document in load_corpus():
        extraction = extract(document)
        coverage = cover(extraction)
        assert [reading.sentence for reading in coverage.readings] == list(extraction.sentences)
        assert sum(coverage.counts[taken] for taken in TAKEN) == len(extraction.sentences) > 20
        assert coverage.counts["relations"] > 0


# -- marks -----------------------------------------------------------------------------------------------------------


def test_sentences_of_one_line_stand_together() -> None:
    together = [
        [marked.sentence.text.strip() for marked in paragraph]
        for paragraph in paragraphs(extract(Document("x", "", "", PLAN)))
    ]
    assert [len(paragraph) for paragraph in together] == [1, 4, 1, 1]


def test_pieces_give_the_sentence_back() -> None:
    for document in load_corpus():
        for paragraph in paragraphs(extract(document)):
            for marked in paragraph:
                assert "".join(piece.text for piece in marked.pieces) == marked.sentence.text.strip("\n")


def test_names_numbers_and_doubts_are_marked() -> None:
    [[marked]] = list(paragraphs(extract(Document("x", "", "", "推广中意联合设计中心经验，中马合作，达到500家。"))))
    found = [(piece.text, [mark.kind for mark in piece.marks]) for piece in marked.pieces if piece.marks]
    assert found == [
        ("中", ["Base", "Country"]),
        ("意", ["Base", "Country"]),
        ("联合设计中心", ["Base"]),
        ("中", ["Country"]),
        ("马", ["Unresolved"]),
        ("500家", ["Quantity"]),
    ]


def test_names_of_a_repaired_sentence_stand_where_its_reading_has_them() -> None:
    raw, reading = "推动中美 清洁能 源", "推动中美清洁能源"
    energy = Entity("https://w3id.org/stcoop/id/field/x", "Field", "清洁能源", known=False)
    extraction = Extraction(
        Document("scan", "", "", raw),
        (),
        (Sentence(0, 0, len(raw), reading, ""),),
        (Mention(5, 10, "清洁能源", energy, "label", 0),),
        (),
        (),
        (Unresolved("美", 3, 4, "Country", "may be two things", reading),),
    )
    [[marked]] = list(paragraphs(extraction))
    assert [(piece.text, [mark.kind for mark in piece.marks]) for piece in marked.pieces] == [
        ("推动中", []),
        ("美", ["Unresolved"]),
        ("清洁能源", ["Field"]),
    ]


def test_mark_that_crosses_another_is_left_out() -> None:
    marks = [Mark(0, 3, "Base", ""), Mark(2, 5, "Field", "")]
    assert [(piece.text, len(piece.marks)) for piece in cut("一二三四五", marks)] == [("一二三", 1), ("四五", 0)]
