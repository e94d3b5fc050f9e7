"""Which names stand in a text, and what each refers to: labels, compounds, sides, short names, names inside names."""

from __future__ import annotations

import pytest

from extract import Document, extract


def mentions(text: str) -> list[tuple[str, str]]:
    return [(m.surface, m.entity.label) for m in extract(Document("t", "", "", text)).mentions if m.type != "Field"]


def labels(text: str) -> set[str]:
    return {label for _, label in mentions(text)}


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("推动中美在农业领域合作。", {"中国", "美国"}),
        ("中日韩三国科技部长会晤。", {"中国", "日本", "韩国"}),
        ("中俄蒙开展草原生态合作。", {"中国", "俄罗斯", "蒙古国"}),
        ("中老缅泰四国执法合作。", {"中国", "老挝", "缅甸", "泰国"}),
        ("中哈（萨克斯坦）农业合作。", {"中国", "哈萨克斯坦"}),
        ("引进日、韩两国技术。", {"日本", "韩国"}),
        ("中法人工智能联合研究院。", {"中国", "法国"}),
        ("中非科技合作不断深化。", {"中国", "非洲"}),
        ("中欧经贸合作不断深化。", {"中国", "欧盟"}),
        ("中阿双方签署文件，深化合作。", {"中国", "阿拉伯国家"}),
    ],
)
def test_countries_stand_as_single_characters_in_compounds(text: str, countries: set[str]):
    assert countries <= labels(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("汇总中意见较集中。", "意大利"),
        ("项目进行中美化数据。", "美国"),
        ("其中英才引进标准不一。", "英国"),
        ("合作协议中法律条款缺失。", "法国"),
        ("途中亚健康人员增多。", "中亚"),
        ("发展中非理性扩张。", "非洲"),
        ("集中印发通知。", "印度"),
        ("为参加拿大奖的评比而申报。", "加拿大"),
        ("收到沿海地区的建议。", "海地"),
        ("研究方法国别差异未作说明。", "法国"),
        ("资料也门类混杂。", "也门"),
        ("打个比方说，事情不难。", "比利时"),
    ],
)
def test_what_only_looks_like_a_country_is_none(text: str, never: str):
    assert never not in labels(text)


@pytest.mark.parametrize(
    ("text", "side", "country"),
    [
        ("中国与泰国会谈，泰方表示欢迎。", "泰方", "泰国"),
        ("与阿富汗开展合作，阿方表示感谢。", "阿方", "阿富汗"),
        ("与比利时合作，比方出资一半。", "比方", "比利时"),
    ],
)
def test_a_side_is_the_country_that_the_text_names(text: str, side: str, country: str):
    assert (side, country) in mentions(text)


def test_a_character_of_two_countries_stays_unresolved():
    extraction = extract(Document("t", "", "", "推动中巴科技合作。"))
    assert "巴基斯坦" not in {m.entity.label for m in extraction.mentions}
    assert [(u.surface, u.type) for u in extraction.unresolved] == [("巴", "Country")]
    assert "巴基斯坦" in extraction.unresolved[0].reason


def test_the_country_named_in_full_decides_between_two():
    assert "巴基斯坦" in labels("与巴基斯坦签约。推动中巴科技合作。")


def test_a_short_name_that_the_text_defines_is_the_document():
    text = "落实《青年人才国际交流中长期纲要（2021—2030年）》（以下简称《交流纲要》）。《交流纲要》明确了任务。"
    entities = {m.entity.iri for m in extract(Document("t", "", "", text)).mentions if m.type == "Document"}
    assert len(entities) == 1


def test_an_acronym_that_the_text_defines_is_the_organization():
    text = "与萨摩热带作物研究所（STCRI）合作。STCRI派员来访。"
    found = {m.surface: m.entity.iri for m in extract(Document("t", "", "", text)).mentions if m.type == "Organization"}
    assert found["STCRI"] == found["萨摩热带作物研究所"]


def test_two_ways_to_name_the_parties_are_one_mechanism():
    text = "中埃科技合作联委会在开罗举行。中国与埃及科技合作联委会达成一致。"
    assert len({m.entity.iri for m in extract(Document("t", "", "", text)).mentions if m.type == "Mechanism"}) == 1


def test_names_hold_their_parties_and_their_field():
    text = "中德智能制造联合研究中心揭牌。"
    extraction = extract(Document("t", "", "", text))
    whole, *parts = extraction.mentions
    assert (whole.surface, whole.type) == ("中德智能制造联合研究中心", "Base")
    assert {(part.surface, part.entity.label) for part in parts} == {
        ("中", "中国"),
        ("德", "德国"),
        ("智能制造", "智能制造"),
    }
    assert all(whole.start <= part.start and part.end <= whole.end for part in parts)


def test_fields_count_only_where_the_text_is_about_cooperation():
    domestic = "大力发展清洁能源、现代农业等领域的技术。"
    joint = "与挪威在清洁能源、现代农业等领域开展合作。"
    assert not [m for m in extract(Document("t", "", "", domestic)).mentions if m.type == "Field"]
    assert [m.surface for m in extract(Document("t", "", "", joint)).mentions if m.type == "Field"] == [
        "清洁能源",
        "现代农业",
    ]
