"""The vocabulary that ships: its form, what must be in it, its sources, and what its names match and do not match."""

from __future__ import annotations

import csv
import os
import re
import tomllib
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import DATA, kebab, load_vocabulary, vocabulary_files
from ontology.build_countries import build
from ontology.checks import check_vocabulary
from ontology.turtle import canonical

FILES = vocabulary_files()
CLASSES = {
    "bases.ttl": "Base",
    "basetypes.ttl": "BaseType",
    "countries.ttl": "Country",
    "documents.ttl": "Document",
    "fields.ttl": "Field",
    "mechanisms.ttl": "Mechanism",
    "organizations.ttl": "Organization",
    "periods.ttl": "Period",
    "programmes.ttl": "Programme",
    "regions.ttl": "Region",
    "territories.ttl": "Region",
}
SKOS = "http://www.w3.org/2004/02/skos/core#"
CODES = Path(str(FILES[0])).parents[1] / "sources" / "country-codes.csv"


# -- form ------------------------------------------------------------------------------------------------------------


def test_there_is_one_file_a_class_and_one_more_for_territories() -> None:
    assert [path.name for path in FILES] == sorted(CLASSES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_in_canonical_form(path: Path) -> None:
    """`FIX=1` rewrites them."""
    text = path.read_text(encoding="utf-8")
    wanted = canonical(text)
    if text != wanted and os.environ.get("FIX") == "1":
        path.write_text(wanted, encoding="utf-8")
    assert text == wanted, f"{path.name} is not in canonical form; run FIX=1 pytest tests/ontology and review the diff"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_entries_have_their_class_a_readable_iri_a_scheme_and_one_label_a_language(path: Path) -> None:
    triples = [quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
    entries = {t.subject.value for t in triples if t.object == ox.NamedNode(SKOS + "Concept")}
    labels = Counter((t.subject.value, t.object.language) for t in triples if t.predicate.value == SKOS + "prefLabel")
    schemes = {t.subject.value for t in triples if t.predicate.value == SKOS + "inScheme"}
    start = f"{DATA}{kebab(CLASSES[path.name])}/"
    assert len(entries) >= 10
    assert entries <= schemes
    assert [iri for iri in entries if not re.fullmatch(re.escape(start) + "[A-Za-z0-9-]+", iri)] == []
    assert [iri for iri in entries for language in ("zh", "en") if labels[iri, language] != 1] == []
    typed = {c.iri for c in load_vocabulary().of_type(CLASSES[path.name]) if c.source == path.name}
    assert typed == entries


def test_the_vocabulary_has_no_faults() -> None:
    assert check_vocabulary(load_vocabulary()) == []


def test_every_class_has_entries_enough() -> None:
    found = Counter(concept.type for concept in load_vocabulary().concepts)
    wanted = {"Field": 500, "Organization": 500, "Country": 190, "Programme": 150, "Region": 120, "BaseType": 80}
    wanted |= {"Mechanism": 70, "Document": 60, "Base": 40, "Period": 8}
    assert {name: count for name, count in wanted.items() if found[name] < count} == {}


# -- sources ---------------------------------------------------------------------------------------------------------


def test_the_machine_made_files_are_up_to_date() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FILES}
    made = build()
    assert len(made) == 2
    assert {name: texts[name] for name in made} == made


def test_all_of_iso_3166_is_there_with_the_codes_of_the_source() -> None:
    triples = [quad.triple for path in FILES for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
    codes: dict[str, dict[str, str]] = {}
    for triple in triples:
        if triple.predicate.value == SKOS + "notation":
            system = triple.object.datatype.value.rpartition("#")[2]
            codes.setdefault(triple.subject.value, {})[system] = triple.object.value
    with CODES.open(encoding="utf-8", newline="") as lines:
        rows = {row["alpha2"]: row for row in csv.DictReader(lines)}
    by_iri = load_vocabulary().by_iri
    found = {
        code["alpha2"]: (code["alpha3"], int(code["numeric"]), int(code["m49"]), set(by_iri[iri].same_as))
        for iri, code in codes.items()
    }
    assert len(rows) == 249
    assert found == {
        alpha2: (
            row["alpha3"],
            int(row["numeric"]),
            int(row["m49"]),
            {f"http://www.wikidata.org/entity/{row['wikidata']}", f"https://sws.geonames.org/{row['geonames']}/"},
        )
        for alpha2, row in rows.items()
    }


def test_identifiers_of_the_outside_world_come_from_the_source_alone() -> None:
    made = {"countries.ttl", "territories.ttl"}
    assert [
        concept.iri for concept in load_vocabulary().concepts if concept.same_as and concept.source not in made
    ] == []


def test_the_bundled_texts_are_entries(root: Path) -> None:
    catalogue = tomllib.loads((root / "extract/corpus/catalogue.toml").read_text(encoding="utf-8"))
    works = [entry for entry in catalogue["document"] if "copy_of" not in entry]
    by_iri = load_vocabulary().by_iri
    assert len(works) >= 4
    assert {w["id"]: by_iri[f"{DATA}document/{w['id']}"].label for w in works} == {w["id"]: w["title"] for w in works}


@pytest.mark.parametrize("territory", ["hong-kong", "macao", "taiwan"])
def test_hong_kong_macao_and_taiwan_are_regions(territory: str) -> None:
    assert load_vocabulary().by_iri[f"{DATA}region/{territory}"].type == "Region"


# -- names -----------------------------------------------------------------------------------------------------------

NAMED = """
country/US            美国 美利坚合众国 USA
country/RU            俄罗斯 俄罗斯联邦 俄国 Russia
country/GB            英国 联合王国 UK
country/KR            韩国 大韩民国 南韩
country/KP            朝鲜 朝鲜民主主义人民共和国 北韩
country/LA            老挝 老挝人民民主共和国 寮国
country/SA            沙特阿拉伯 沙特 沙乌地阿拉伯
country/AE            阿联酋 阿拉伯联合酋长国 UAE
country/BA            波黑 波斯尼亚和黑塞哥维那
country/CD            刚果（金） 刚果(金) 刚果民主共和国
country/MN            蒙古国 蒙古
country/CN            中国 中华人民共和国 我国 China
country/CZ            捷克 捷克共和国
country/NZ            新西兰 纽西兰
country/IT            意大利 义大利
country/MK            北马其顿 马其顿
country/CI            科特迪瓦 象牙海岸
country/ZM            赞比亚 尚比亚
country/TR            土耳其 Türkiye Turkey
region/hong-kong      香港 香港特别行政区 中国香港
region/taiwan         台湾 中国台湾
region/greenland      格陵兰
region/asean          东盟 东南亚国家联盟 东盟国家 ASEAN
region/european-union 欧盟 欧洲联盟 EU
region/central-asia   中亚 中亚国家 中亚五国
region/latin-america-and-the-caribbean 拉美 拉丁美洲 拉美国家 拉美和加勒比
region/central-and-eastern-europe 中东欧 中东欧国家 中东欧16国
region/arab-states    阿拉伯国家 阿拉伯世界
region/neighbouring-countries 周边国家 周边
region/belt-and-road-countries “一带一路”沿线国家 一带一路沿线国家 "一带一路"沿线国家 沿线国家
region/belt-and-road-countries 共建“一带一路”国家 “一带一路”共建国家 共建国家
region/sco-member-states 上合组织成员国 上海合作组织成员国
region/pacific-island-countries 太平洋岛国 南太平洋岛国
region/hong-kong-macao-taiwan 港澳台
organization/oecd     经合组织 经济合作与发展组织 OECD
organization/sco      上海合作组织 上合组织
organization/most     科学技术部 科技部
organization/safea    国家外国专家局 国家外专局
organization/cas      中国科学院 中科院
organization/mpg      马普学会 马克斯·普朗克学会
organization/cnrs     法国国家科研中心 法国科研中心 CNRS
organization/riken    日本理化学研究所 日本理化所
organization/mext     文部科学省 日本文部省
organization/mit      麻省理工学院 麻省理工 MIT
organization/unctad   联合国贸发会议 贸发会议
programme/iter        国际热核聚变实验堆计划 国际热核聚变试验堆计划 国际热核聚变实验堆 ITER ITER计划
programme/stpp        科技伙伴计划
programme/china-africa-stpp 中非科技伙伴计划
programme/belt-and-road 一带一路 “一带一路”倡议 丝绸之路经济带 21世纪海上丝绸之路 OBOR
programme/thousand-talents 千人计划
programme/h2020       地平线2020 “地平线2020”计划
mechanism/asean-plus-three 10+3 10+3机制
mechanism/17plus1     17+1 “17+1”机制
mechanism/caexpo      中国—东盟博览会 东博会
basetype/intl-st-base 国际科技合作基地 国家国际科技合作基地 国合基地
basetype/joint-lab    联合实验室 联合试验室
base/fast             中国天眼 FAST
field/climate-change  应对气候变化 气候变化
field/clean-energy    清洁能源 clean-energy-technology
field/artificial-intelligence 人工智能 AI
document/mlp          国家中长期科学和技术发展规划纲要（2006-2020年） 国家中长期科学与技术发展规划纲要（2006—2020年）
document/rcep         区域全面经济伙伴关系协定 RCEP
document/paris        巴黎协定
period/12fyp          十二五 “十二五”
"""


def rows_of_names() -> list[tuple[str, str]]:
    """Return (IRI, name); a hyphen stands for a space in the English names of the table."""
    rows = [line.split() for line in NAMED.strip().splitlines()]
    return [(row[0].replace("basetype/", "base-type/"), name) for row in rows for name in row[1:]]


def test_the_table_of_names_is_not_empty() -> None:
    assert len(rows_of_names()) > 150


@pytest.mark.parametrize(("entry", "name"), rows_of_names())
def test_usual_names_lead_to_their_entry(entry: str, name: str) -> None:
    spelling = name if re.search("[^a-z-]", name) else name.replace("-", " ")
    assert [concept.iri for concept in load_vocabulary().by_name.get(spelling, ())] == [DATA + entry]


@pytest.mark.parametrize(
    ("form", "entries"),
    [
        ("美", ["country/US"]),
        ("俄", ["country/RU"]),
        ("欧", ["region/european-union"]),
        ("非", ["region/africa"]),
        ("新", ["country/NZ", "country/SG"]),
        ("澳", ["country/AU"]),
        ("瑞", ["country/CH", "country/SE"]),
        ("乌", ["country/UA", "country/UG", "country/UY", "country/UZ"]),
    ],
)
def test_compound_forms_belong_to_all_that_use_them(form: str, entries: list[str]) -> None:
    found = [concept.iri for concept in load_vocabulary().concepts if form in concept.compound]
    assert found == [DATA + entry for entry in entries]


def test_arab_states_share_their_form_with_single_countries() -> None:
    types = Counter(concept.type for concept in load_vocabulary().concepts if "阿" in concept.compound)
    assert types["Region"] == 1 and types["Country"] >= 5


@pytest.mark.parametrize(
    ("entry", "parties"),
    [
        ("mechanism/asean-plus-three", {"region/asean", "country/CN", "country/JP", "country/KR"}),
        ("mechanism/17plus1", {"country/CN", "region/central-and-eastern-europe"}),
        ("programme/china-africa-stpp", {"country/CN", "region/africa"}),
    ],
)
def test_parties_that_everybody_knows_are_given(entry: str, parties: set[str]) -> None:
    assert set(load_vocabulary().by_iri[DATA + entry].parties) == {DATA + party for party in parties}


def test_two_programmes_share_one_acronym() -> None:
    assert [concept.label for concept in load_vocabulary().by_name["IODP"]] == ["综合大洋钻探计划", "国际大洋发现计划"]


# -- near misses -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def longest_from_the_left() -> re.Pattern[str]:
    """Return all names and blocked labels as one pattern, the longest first, since alternatives are tried in order."""
    concepts = load_vocabulary().concepts
    known = {name for concept in concepts for name in (*concept.names, *concept.blocked)}
    return re.compile("|".join(map(re.escape, sorted(known, key=lambda name: (-len(name), name)))))


def labels_in(text: str) -> set[str]:
    by_name = load_vocabulary().by_name
    return {concept.label for match in longest_from_the_left().finditer(text) for concept in by_name.get(match[0], ())}


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("上海地区和沿海地区的企业", ""),
        ("与海地开展抗震合作", "海地"),
        ("海地地震后的援助", "海地"),
        ("途中亚健康人员增多", ""),
        ("华中亚热带作物", ""),
        ("其中亚洲占一半", ""),
        ("与中亚国家合作", "中亚"),
        ("中东部和中西部地区", ""),
        ("与中东国家合作", "中东"),
        ("与中东欧国家合作", "中东欧国家"),
        ("参加拿大奖的评比", ""),
        ("与加拿大合作", "加拿大"),
        ("为参加纳米论坛而出访", ""),
        ("与加纳合作", "加纳"),
        ("编印度量衡手册", ""),
        ("印度洋沿岸", ""),
        ("印度尼西亚与印度", "印度 印度尼西亚"),
        ("跨越南北差异", ""),
        ("与越南合作", "越南"),
        ("发展中非理性扩张，云南非公经济", ""),
        ("与南非合作", "南非"),
        ("河南非物质文化", ""),
        ("管理办法国内国外两张皮", ""),
        ("研究方法国别差异", ""),
        ("联合法国、以色列共同实施", "法国 以色列"),
        ("科研道德国际准则", ""),
        ("安泰国际咨询公司", ""),
        ("近日本部就此事发文", ""),
        ("与日本合作", "日本"),
        ("内蒙古巴彦淖尔", ""),
        ("蒙古族自治州", ""),
        ("与蒙古国和古巴合作", "蒙古国 古巴"),
        ("资料也门类混杂", ""),
        ("与也门合作", "也门"),
        ("马里兰大学", "马里兰大学"),
        ("位于马里兰州", ""),
        ("巴林左旗和巴林右旗", ""),
        ("约旦河西岸", ""),
        ("江苏丹阳", ""),
        ("更加蓬勃地发展", ""),
        ("机智利用资源", ""),
        ("海关岛屿", ""),
        ("增加纳税人负担", ""),
        ("汤加工厂", ""),
        ("多哥与许多哥本哈根学者", "多哥"),
        ("非洲猪瘟防控", ""),
        ("北爱尔兰与爱尔兰", "爱尔兰"),
        ("白俄罗斯与俄罗斯", "白俄罗斯 俄罗斯"),
        ("几内亚湾与几内亚比绍", "几内亚比绍"),
        ("南苏丹与苏丹", "南苏丹 苏丹"),
        ("台湾海峡", ""),
        ("马来西亚和广西亚热带水果", "马来西亚"),
        ("山东亚热带、云南亚热带", ""),
        ("南美洲与海南美术馆", "南美"),
        ("湖北美术学院与北美", "北美"),
        ("共建国家公园", ""),
        ("校园周边环境", ""),
        ("面向周边的开放", "周边国家"),
        ("科技部门和财政部门", ""),
        ("科技部会同财政部", "科学技术部 财政部"),
        ("日本科技部长会见", "日本"),
        ("河北大学与东北大学", "东北大学"),
        ("北大西洋公约", ""),
        ("十五个国家", ""),
        ("“十五”期间", "十五"),
        ("South China Sea and the Indian Ocean", ""),
        ("New Mexico and Northern Ireland", ""),
        ("Papua New Guinea", "巴布亚新几内亚"),
        ("Georgia Tech", "佐治亚理工学院"),
    ],
)
def test_names_inside_other_words_are_no_names(text: str, entries: str) -> None:
    fields = {concept.label for concept in load_vocabulary().of_type("Field")}
    assert labels_in(text) - fields == set(entries.split())


def test_every_name_is_found_where_it_stands_alone() -> None:
    concepts = load_vocabulary().concepts
    missed = [(c.label, name) for c in concepts for name in c.names if c.label not in labels_in(name)]
    assert len(concepts) > 2000
    assert missed == []


def test_a_blocked_label_silences_its_own_concept() -> None:
    rows = [(concept, blocked) for concept in load_vocabulary().concepts for blocked in concept.blocked]
    assert len(rows) > 800
    assert [(c.label, blocked) for c, blocked in rows if c.label in labels_in(blocked)] == []
