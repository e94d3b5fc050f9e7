"""What is said of a relation beyond its ends: negation, others' affairs, modality, the partner of 双方."""

from __future__ import annotations

import pytest

from extract import Document, Extraction, extract


def read(text: str) -> Extraction:
    return extract(Document("t", "", "", text))


def facts(text: str) -> set[str]:
    return {f"{r.subject.label} {r.predicate} {r.object.label}" for r in read(text).relations}


@pytest.mark.parametrize(
    "text",
    [
        "今年暂不受理中国与秘鲁双边合作项目，不接受申请。",
        "我国科技水平与发达国家相比仍有差距，合作有待加强。",
        "德国与法国在量子计算方面开展合作。",
        "日本启动与印度的联合研究计划。",
        "本规划期内暂不安排对朝合作项目。",
        "双方未就核能与埃及开展合作达成一致。",
    ],
)
def test_no_cooperation_of_china_is_read_into_a_denial_or_others_affairs(text: str):
    assert not [fact for fact in facts(text) if " cooperatesWith " in fact]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("适时启动“中国与东南亚科技伙伴计划”。", "planned"),
        ("我国拟发起“海洋碳汇”国际大科学计划。", "planned"),
        ("我国已发起“海洋碳汇”国际大科学计划。", "done"),
        ("我国发起了全球发展倡议。", "done"),
        ("持续推进我国牵头的“海洋碳汇”国际大科学计划。", "ongoing"),
    ],
)
def test_initiates_tells_intention_from_deed(text: str, modality: str):
    assert {r.modality for r in read(text).relations if r.predicate == "initiates"} == {modality}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("中国与挪威举行会谈，加强合作。双方聚焦海上风电。", "挪威 cooperatesInField 海上风电"),
        ("1．中国与瑞典联合征集项目。领域：量子信息。", "瑞典 cooperatesInField 量子信息"),
        ("中国与泰国、越南合作。泰方聚焦轨道交通，越方聚焦水文预报。", "越南 cooperatesInField 水文预报"),
    ],
)
def test_fields_go_to_the_partner_the_text_speaks_of(text: str, fact: str):
    assert fact in facts(text)


def test_each_side_keeps_its_own_field():
    text = "中国与泰国、越南合作。泰方聚焦轨道交通，越方聚焦水文预报。"
    assert "泰国 cooperatesInField 水文预报" not in facts(text)


def test_every_relation_carries_its_sentence():
    text = "序言。加强与中亚国家的科技合作；加强与非洲国家的科技合作。"
    for relation in read(text).relations:
        assert text[relation.start : relation.end] == relation.quote
    assert {r.quote for r in read(text).relations} == {
        "加强与中亚国家的科技合作；",
        "加强与非洲国家的科技合作。",
    }
