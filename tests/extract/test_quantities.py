"""Quantities: every rule by its own examples, then sentences of many kinds of text, written for this purpose."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.model import Entity, Mention, Quantity, Sentence
from extract.outline import outline
from extract.quantities import find_quantities
from extract.quantity_rules import QuantityRuleError, QuantityRules, load_quantity_rules
from ontology.identifiers import mint

RULES = load_quantity_rules()
CHINA = "中国"


def read(text: str, *names: tuple[str, str], title: str = "") -> list[Quantity]:
    """Return the quantities of a text in which the given names (surface, class) are mentions."""
    sentences = outline(text).sentences
    return find_quantities(sentences, [_mentions(sentence, names) for sentence in sentences], title=title)


def _mentions(sentence: Sentence, names: tuple[tuple[str, str], ...]) -> list[Mention]:
    found = []
    for surface, type_ in names:
        start = sentence.text.find(surface)
        if start >= 0:
            entity = Entity(mint(type_, surface), type_, surface)
            begin = sentence.start + start
            found.append(Mention(begin, begin + len(surface), surface, entity, "label", sentence.index))
    return sorted(found, key=lambda mention: mention.start)


def shown(quantity: Quantity) -> str:
    """Return a quantity as the examples of the rule files write it."""
    top = "" if quantity.value_max is None else f"~{quantity.value_max}"
    figure = f"{quantity.value}{top} {quantity.comparator} {quantity.unit}"
    return f"{figure} | {quantity.measures} | {quantity.status} | {quantity.period}"


def rows(text: str, title: str = "") -> list[str]:
    """Return the quantities of a text as the tables below write them."""
    return [shown(quantity).strip() for quantity in read(text, title=title)]


# ------------------------------------------------------------------------------------------------ the rule files

GIVEN = [(rule.id, example) for rule in RULES for example in rule.examples if example.quantities]
NEAR_MISSES = [(rule, example.text) for rule in RULES.exclusions for example in rule.examples]


def test_rule_files_have_examples() -> None:
    assert len(GIVEN) > 30
    assert len(NEAR_MISSES) > 20
    without = [rule.id for rule in RULES if not rule.examples]
    assert without == []


@pytest.mark.parametrize("rule, example", GIVEN, ids=lambda value: getattr(value, "text", value))
def test_example_of_a_rule(rule: str, example: object) -> None:
    assert rows(example.text, example.title) == [row.strip() for row in example.quantities]  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", RULES.kinds, ids=lambda rule: rule.id)
def test_kinds_claim_their_examples(rule: object) -> None:
    claimed = {quantity.rule for example in rule.examples for quantity in read(example.text)}  # type: ignore[attr-defined]
    assert claimed == {rule.id}  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule, text", NEAR_MISSES, ids=lambda value: getattr(value, "id", value))
def test_near_miss(rule: object, text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize("rule", RULES.exclusions, ids=lambda rule: rule.id)
def test_no_exclusion_is_idle(rule: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule one of its near misses would be taken for a quantity."""
    others = tuple(other for other in RULES.exclusions if other is not rule)
    _use(dataclasses.replace(RULES, exclusions=others, compiled={}), monkeypatch)
    assert any(rows(example.text) for example in rule.examples)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", RULES.comparators, ids=lambda rule: rule.id)
def test_comparators_give_their_sign(rule: object) -> None:
    signs = {quantity.comparator for example in rule.examples for quantity in read(example.text)}  # type: ignore[attr-defined]
    assert signs == {rule.sign}  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", RULES.statuses, ids=lambda rule: rule.id)
def test_statuses_settle_their_examples(rule: object) -> None:
    found = {each.status for example in rule.examples for each in read(example.text, title=example.title)}  # type: ignore[attr-defined]
    assert rule.status in found  # type: ignore[attr-defined]


def _use(rules: QuantityRules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.quantities.load_quantity_rules", lambda: rules)


# ---------------------------------------------------------------------------------------------- many kinds of text

YEARBOOK = [
    (
        "2021年，全院共派出访问学者236人次，接待来访外宾1 080人次，举办国际学术会议17次。",
        [
            "236 eq 人次 | 访问学者 | actual | 2021年",
            "1080 eq 人次 | 来访外宾 | actual | 2021年",
            "17 eq 次 | 国际学术会议 | actual | 2021年",
        ],
    ),
    (
        "中心自2012年成立以来，先后与美、英、德等12个国家的30余家科研机构签订合作协议，发表论文百余篇，获授权专利四十二项。",
        [
            "12 eq 个 | 国家 | actual |",
            "30 gt 家 | 科研机构 | actual |",
            "100 gt 篇 | 发表论文 | actual |",
            "42 eq 项 | 获授权专利 | actual |",
        ],
    ),
    (
        "实验室下设4个研究部、12个课题组，固定人员95人，流动人员60余人。",
        [
            "4 eq 个 | 研究部 | actual |",
            "12 eq 个 | 课题组 | actual |",
            "95 eq 人 | 固定人员 | actual |",
            "60 gt 人 | 流动人员 | actual |",
        ],
    ),
    (
        "成立20周年之际，中心举办了三场学术报告会和两次圆桌对话。",
        ["3 eq 场 | 学术报告会 | actual |", "2 eq 次 | 圆桌对话 | actual |"],
    ),
]

PRESS = [
    (
        "会议期间，来自四十多个国家和地区的近千名代表围绕三大议题展开讨论，签署合作意向书17份，意向金额约2.6亿美元。",
        [
            "40 gt 个 | 国家和地区 | actual |",
            "1000 approx 名 | 代表 | actual |",
            "17 eq 份 | 合作意向书 | actual |",
            "260000000 approx 美元 | 意向金额 | actual |",
        ],
    ),
    (
        "科技部副部长一行6人访问了三国，与五家科研机构负责人进行会谈，达成七点共识。",
        ["6 eq 人 | 科技部副部长一行 | actual |", "5 eq 家 | 科研机构负责人 | actual |"],
    ),
    (
        "全年共有十几个国家的五六十名学者前来访问，平均停留七八天。",
        ["10 gt 个 | 国家 | actual |", "50~60 range 名 | 学者 | actual |", "7~8 range 天 | 平均停留 | actual |"],
    ),
    (
        "目前，我国参加了近200个政府间国际科技合作组织，200多位中国科学家在国际组织中担任领导职务。",
        ["200 approx 个 | 政府间国际科技合作组织 | actual |", "200 gt 位 | 中国科学家 | actual |"],
    ),
]

STATISTICS = [
    (
        "2019年，全省高新技术产品出口额达1200亿元，同比增长15.3%，占全省出口总额的比重提高到三成以上。",
        [
            "120000000000 eq 元 | 全省高新技术产品出口额 | actual | 2019年",
            "15.3 eq % | 全省高新技术产品出口额同比增长 | actual | 2019年",
            "3 ge 成 | 全省高新技术产品出口额占全省出口总额的比重 | actual | 2019年",
        ],
    ),
    (
        "区内企业数由300家增至450家，其中外资企业约占三分之一。",
        [
            "300 eq 家 | 区内企业数 | actual |",
            "450 eq 家 | 区内企业数 | actual |",
            "0.3333 approx  | 外资企业约占 | actual |",
        ],
    ),
    (
        "贸易额从1992年的50亿美元增长到2022年的6000多亿美元，年均增长17%。",
        [
            "5000000000 eq 美元 | 贸易额 | actual | 1992年",
            "600000000000 gt 美元 | 贸易额 | actual | 2022年",
            "17 eq % | 贸易额年均增长 | actual | 2022年",
        ],
    ),
    (
        "基础研究和应用研究经费所占比重分别为6.5%和11.3%。",
        ["6.5 eq % | 基础研究经费所占比重 | actual |", "11.3 eq % | 应用研究经费所占比重 | actual |"],
    ),
    (
        "全年签约项目32个、协议金额48.6亿美元，较上届分别增长14.3%和22%。",
        [
            "32 eq 个 | 签约项目 | actual |",
            "4860000000 eq 美元 | 协议金额 | actual |",
            "14.3 eq % | 项目较上届增长 | actual |",
            "22 eq % | 协议金额较上届增长 | actual |",
        ],
    ),
    (
        "电站总装机容量110万千瓦，年发电量约72亿千瓦时，可满足200万人口的用电需求。",
        [
            "1100000 eq 千瓦 | 电站总装机容量 | actual |",
            "7200000000 approx 千瓦时 | 年发电量 | actual |",
            "2000000 eq 人 | 人口 | actual |",
        ],
    ),
]

PLANS = [
    (
        "到2025年，力争建成国际科技合作基地800家左右，引进外籍高层次人才不少于1.5万人次，技术合同成交额突破5万亿元。",
        [
            "800 approx 家 | 国际科技合作基地 | target | 2025年",
            "15000 ge 人次 | 外籍高层次人才 | target | 2025年",
            "5000000000000 gt 元 | 技术合同成交额 | target | 2025年",
        ],
    ),
    (
        "引进和培养海外高层次人才三千名以上，建设院士工作站二十余个。",
        ["3000 ge 名 | 海外高层次人才 | target | 十四五", "20 gt 个 | 院士工作站 | target | 十四五"],
    ),
    (
        "到“十三五”末，科技援外资金规模翻一番，惠及发展中国家30个以上。",
        ["2 eq 倍 | 科技援外资金规模 | target | 十三五", "30 ge 个 | 发展中国家 | target | 十三五"],
    ),
    (
        "到2030年，基地数量比2020年翻一番，达到1500家。",
        ["2 eq 倍 | 基地数量 | target | 2030年", "1500 eq 家 | 基地数量 | target | 2030年"],
    ),
    (
        "——到2028年，建成观测站5个；择优新建2~3个。",
        ["5 eq 个 | 观测站 | target | 2028年", "2~3 range 个 | 新建观测站 | target | 2028年"],
    ),
    (
        "计划到2027年，培育形成3家左右千亿级企业、10家以上百亿级企业和一批“专精特新”企业。",
        ["3 approx 家 | 千亿级企业 | target | 2027年", "10 ge 家 | 百亿级企业 | target | 2027年"],
    ),
]

CALLS = [
    (
        "项目实施周期一般为两年，资助额度不高于人民币八十万元。",
        ["2 eq 年 | 项目实施周期 | requirement |", "800000 le 元 | 资助额度 | requirement |"],
    ),
    (
        "申报单位注册时间应在1年以上，项目负责人年龄不超过五十五周岁，每年用于项目的工作时间不少于6个月。",
        [
            "1 ge 年 | 申报单位注册时间 | requirement |",
            "55 le 周岁 | 项目负责人年龄 | requirement |",
            "6 ge 个月 | 每年用于项目的工作时间 | requirement |",
        ],
    ),
    (
        "合作双方须各有至少1名高级职称研究人员，项目组成员总数一般不超过10人。",
        ["1 ge 名 | 高级职称研究人员 | requirement |", "10 le 人 | 项目组成员总数 | requirement |"],
    ),
    ("凡获立项支持的，给予最高不超过100万元的一次性资助。", ["1000000 le 元 | 一次性资助 | requirement |"]),
    ("中方资助强度不超过15万元/项。", ["150000 le 元/项 | 中方资助强度 | requirement |"]),
    ("项目执行期：2年（2020年1月至2021年12月）", ["2 eq 年 | 项目执行期 | requirement | 2020年1月-2021年12月"]),
    ("外方现金投入不少于项目总经费的百分之二十。", ["20 ge % | 外方现金投入 | requirement |"]),
    ("申请人须为在境内注册满三年的企业。", ["3 ge 年 | 申请人须为在境内注册 | requirement |"]),
    (
        "项目总经费在500万元及以上的，应组织第三方评估；100万元以下的，由主管单位验收。",
        ["5000000 ge 元 | 项目总经费 | requirement |", "1000000 le 元 | 项目总经费 | requirement |"],
    ),
]

BUDGETS = [
    (
        "因公出国（境）费680万元，公务接待费45.6万元。",
        ["6800000 eq 元 | 因公出国（境）费 | target | 2024年", "456000 eq 元 | 公务接待费 | target | 2024年"],
    ),
    (
        "预算数为2 350.50万元，比上年执行数减少120.35万元，下降4.87%。",
        [
            "23505000 eq 元 | 预算数 | target | 2024年",
            "1203500 eq 元 | 预算数比上年执行数减少 | target | 2024年",
            "4.87 eq % | 预算数下降 | target | 2024年",
        ],
    ),
]

ENGLISH = [
    (
        "Since 2015 the alliance has trained nearly 1,500 engineers and set up eight joint laboratories.",
        ["1500 approx engineers | engineers | actual |", "8 eq laboratories | joint laboratories | actual |"],
    ),
    (
        "Each project receives no more than US$ 2.5 million over three years.",
        ["2500000 le US$ | project | actual |", "3 eq years | years | actual |"],
    ),
    (
        "The network will cover at least 20 countries and regions by 2030.",
        ["20 ge countries | countries and regions | target | 2030年"],
    ),
    (
        "Co-authored papers accounted for 26.5% of the total in 2019.",
        ["26.5 eq % | Co-authored papers | actual | 2019年"],
    ),
    ("The 21st meeting in 2020 discussed Article 5, 5G and COVID-19.", []),
]

#: Texts with numbers that count nothing.
NOTHING = [
    "按照国科发外〔2018〕75号文件和第23号令要求，于5月20日前报送材料一式三份，联系电话010-58881234。",
    "实施“双百计划”，推进“三步走”战略，落实“五位一体”总体布局和“四个全面”战略布局。",
    "G20、77国集团、金砖五国、中东欧16国和“10+3”机制都讨论了5G标准和PM2.5治理。",
    "二氧化碳捕集、半导体、第四代核能和三维勘查技术是一批重点方向，统一部署，进一步推进。",
    "《科技创新三年行动计划（2021—2023年）》和2030议程已发布；会议16:00开始。",
    "党的二十大、十九届四中全会之后，一系列改革措施陆续出台。",
    "2.3项目管理要求与2.4人员配备见附件1、表2。",
    "方法与数据、几何学、千家万户、万众创新、百家争鸣、百度和三亚。",
    "双方就两国三方合作达成一致，一方面推进，另一方面总结。",
]


@pytest.mark.parametrize("text, expected", [*YEARBOOK, *PRESS, *STATISTICS, *ENGLISH])
def test_reports(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize("text, expected", PLANS)
def test_plans(text: str, expected: list[str]) -> None:
    assert rows(text, title="“十四五”科技合作规划") == expected


@pytest.mark.parametrize("text, expected", CALLS)
def test_calls_for_projects(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize("text, expected", BUDGETS)
def test_budgets(text: str, expected: list[str]) -> None:
    assert rows(text, title="某局2024年部门预算") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_texts_without_quantities(text: str) -> None:
    assert rows(text) == []


# --------------------------------------------------------------------------------------------- names and subjects

SUBJECTS = [
    (
        "中国科学院外籍专家比例为1.5%，莫斯科大学为4.2%。",
        [("中国科学院", "Organization"), ("莫斯科大学", "Organization")],
        ["中国科学院", "莫斯科大学"],
    ),
    ("我国已与16个国家签署备忘录。", [("我国", "Country")], ["我国"]),
    (
        "“海星”计划由某大学发起，现有33个国家的78所院校参加。",
        [("“海星”计划", "Programme"), ("某大学", "Organization")],
        ["“海星”计划", "“海星”计划"],
    ),
    ("在非洲20多个国家实施“万井”项目。", [("非洲", "Region"), ("“万井”项目", "Programme")], ["“万井”项目"]),
    (
        "国际创新园：新建一批联合中心，力争总数达到50家。",
        [("国际创新园", "BaseType"), ("联合中心", "BaseType")],
        ["国际创新园"],
    ),
    ("建设国际创新园15家。", [("国际创新园", "BaseType")], ["国际创新园"]),
    ("引进专家30名。", [], [None]),
]


@pytest.mark.parametrize("text, names, subjects", SUBJECTS)
def test_subject(text: str, names: list[tuple[str, str]], subjects: list[str | None]) -> None:
    assert [quantity.subject and quantity.subject.label for quantity in read(text, *names)] == subjects


def test_national_totals_are_about_the_country() -> None:
    text = "我国对外合作不断扩大。\n累计建设34条跨境陆缆。\n"
    assert [quantity.subject and quantity.subject.label for quantity in read(text)] == [CHINA]
    assert read("我省与我国各地合作。\n累计建设34条跨境陆缆。\n")[0].subject is None


def test_numbers_inside_names_are_no_quantities() -> None:
    assert read("参加16国合作机制的会议。", ("16国合作机制", "Mechanism")) == []
    assert rows("入选百名青年学者计划。") == []
    assert [shown(found) for found in read("参加食品与健康两个旗舰领域的课题。", ("食品与健康两个旗舰", "Field"))] == [
        "2 eq 个 | 旗舰领域 | actual | "
    ]


# --------------------------------------------------------------------------------------------------------- places


def test_quote_is_the_sentence_and_lies_in_the_text() -> None:
    text = "一、目标\n推进合作。到2030年，基地达到500家；引进专家30名以上。\n"
    found = read(text)
    assert [quantity.quote for quantity in found] == ["到2030年，基地达到500家；", "引进专家30名以上。"]
    assert [text[quantity.start : quantity.end] for quantity in found] == [quantity.quote for quantity in found]
    assert {quantity.section for quantity in found} == {"一"}


def test_quote_of_a_long_sentence_is_cut_at_clauses() -> None:
    text = "推进合作，" * 60 + "基地达到500家，" + "扩大开放，" * 60
    [found] = read(text)
    assert "基地达到500家" in found.quote
    assert len(found.quote) < 200
    assert text[found.start : found.end] == found.quote
    assert found.quote.startswith("推进合作，")


@given(
    st.text(
        alphabet="到年第近超过不少于达多余个家人次项亿万元%“”《》（）、，。；：的与和中在0123459一二三十百千万美 A.",
        max_size=60,
    )
)
def test_any_text_is_read(text: str) -> None:
    for quantity in read(text):
        assert text[quantity.start : quantity.end] == quantity.quote
        assert quantity.measures
        assert quantity.value_max is None or quantity.value_max > quantity.value
        assert quantity.comparator in {"eq", "ge", "gt", "le", "lt", "approx", "range"}
        assert (quantity.comparator == "range") == (quantity.value_max is not None)


NASTY = {
    "digits": "1" * 10_000,
    "numerals": "一二三四五六七八九十百千万亿" * 700,
    "figures without a break": "3个" * 2_500,
    "open quotation marks": "“3个，" * 2_000,
    "open brackets": "（5名" * 2_000,
    "commas": "1,234," * 2_000,
    "clauses": "增长5%，" * 2_000,
    "dates": "2011年3个" * 1_000,
    "English": "3 very very very very very " * 500,
    "words that compare": "不少于不超过超过达到" * 1_000 + "3个",
    "的": "的" * 10_000 + "3个" + "的" * 10_000,
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_long_lines_are_read_in_linear_time(text: str) -> None:
    assert len(text) > 4_000
    found = find_quantities([Sentence(0, 0, len(text), text, "")], [[]])
    assert all(text[quantity.start : quantity.end] == quantity.quote for quantity in found)


def test_value_is_exact() -> None:
    [found] = read("出口额27956.3亿元。")
    assert found.value == 2795630000000
    assert str(found.value) == "2795630000000"


# ------------------------------------------------------------------------------------------------------ bad rules

BROKEN = [
    ("quantities.toml", "[words\n", "is no TOML"),
    ("quantities.toml", '[words]\nfillers = ["$nothing"]\n', "is no word list"),
    ("quantities.toml", '[words]\nfillers = []\nbase = []\n[[comparator]]\nid = "x"\n', "'sign' is missing"),
    ("quantities.toml", '[words]\n[[exclusion]]\nid = "x"\nbefore = "("\n', "is no regular expression"),
    ("quantities.toml", '[words]\n[[exclusion]]\nid = "x"\nunits = ["furlong"]\n', "furlong is no unit of units.toml"),
]


@pytest.mark.parametrize("file, content, message", BROKEN)
def test_broken_rule_file(file: str, content: str, message: str, tmp_path: Path) -> None:
    shipped = Path(str(Path(__file__).parents[2] / "extract" / "rules"))
    (tmp_path / "units.toml").write_text((shipped / "units.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(QuantityRuleError, match=message) as error:
        load_quantity_rules(tmp_path)
    assert file in str(error.value)


def test_missing_rule_file(tmp_path: Path) -> None:
    with pytest.raises(QuantityRuleError, match=r"cannot be read: .* put the file back"):
        load_quantity_rules(tmp_path)
