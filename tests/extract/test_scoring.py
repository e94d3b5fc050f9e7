"""The scorer against texts read by hand: each row is a fact found, a fact of the gold, and what the scorer says to it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extract import Document, Entity, Extraction, Mention, Quantity, Relation, Sentence
from extract.evaluation import OPEN_CLASSES, check_open_classes, judge_gold
from extract.gold import Gold, GoldEntity, GoldError, GoldQuantity, GoldRelation, find_texts, read_gold
from extract.measured import Measured, MeasuredError, load_measured, to_toml
from extract.scoring import Score, Verdict, add_attributes, judge, normal, same_phrase, score, score_rules
from ontology import Vocabulary

CHINA = Entity("https://w3id.org/stcoop/id/country/CN", "Country", "中国")
AMERICA = Entity("https://w3id.org/stcoop/id/country/US", "Country", "美国")
ENERGY = Entity("https://w3id.org/stcoop/id/field/clean-energy", "Field", "清洁能源")
TEXT = "推动中美清洁能源合作，基地达到500家。"
SENTENCE = Sentence(0, 0, len(TEXT), TEXT, "")
NO_NAMES = Vocabulary(())


def mention(surface: str, entity: Entity, rule: str = "label") -> Mention:
    start = max(0, TEXT.find(surface))
    return Mention(start, start + len(surface), surface, entity, rule, 0)


def relation(subject: Entity, predicate: str, object_: Entity, rule: str = "joint-name") -> Relation:
    return Relation(subject, predicate, object_, 0, len(TEXT), TEXT, "", rule)


def quantity(value: int, unit: str, measures: str, status: str = "target", subject: Entity | None = None) -> Quantity:
    return Quantity(
        Decimal(value), None, "eq", unit, measures, subject, status, "十二五", 0, len(TEXT), TEXT, "", "counted things"
    )


def found(*facts: Mention | Relation | Quantity) -> Extraction:
    return Extraction(
        Document("plan", "", "", TEXT),
        (),
        (SENTENCE,),
        tuple(fact for fact in facts if isinstance(fact, Mention)),
        tuple(fact for fact in facts if isinstance(fact, Relation)),
        tuple(fact for fact in facts if isinstance(fact, Quantity)),
    )


def outcomes(extraction: Extraction, gold: Gold) -> list[tuple[str, str]]:
    return [(verdict.outcome, verdict.label) for verdict in judge(extraction, gold, NO_NAMES).verdicts]


CENTRE = Entity("https://w3id.org/stcoop/id/base/x", "Base", "中国-意大利“联合设计”中心", known=False)
STATES = (GoldEntity(("Country",), "中国"), GoldEntity(("Country",), "美国"))
DOUBTFUL = GoldEntity(("Field",), "清洁能源", optional=True)


@pytest.mark.parametrize(
    "facts, gold, expected",
    [
        ([mention("美", AMERICA)], [GoldEntity(("Country",), "美国")], [("right", "美国")]),
        ([mention("美", AMERICA)], [GoldEntity(("Country",), "美利坚", ("美国",))], [("right", "美利坚")]),
        ([mention("美", AMERICA)], [], [("wrong", "美国")]),
        ([], [GoldEntity(("Country",), "美国")], [("lost", "美国")]),
        ([mention("美", AMERICA)], [GoldEntity(("Region",), "美国")], [("wrong", "美国"), ("lost", "美国")]),
        ([mention("美", AMERICA)], [GoldEntity(("Region", "Country"), "美国")], [("right", "美国")]),
        ([mention("美", AMERICA), mention("美国", AMERICA)], [GoldEntity(("Country",), "美国")], [("right", "美国")]),
        ([mention("清洁能源", ENERGY)], [DOUBTFUL], []),
        ([], [DOUBTFUL], []),
        (
            [mention("中心", CENTRE)],
            [GoldEntity(("Base",), "中国—意大利联合设计中心")],
            [("right", "中国—意大利联合设计中心")],
        ),
    ],
)
def test_entity_is_matched_by_its_names(
    facts: list[Mention], gold: list[GoldEntity], expected: list[tuple[str, str]]
) -> None:
    assert outcomes(found(*facts), Gold("plan", tuple(gold))) == expected


@pytest.mark.parametrize(
    "facts, gold, expected",
    [
        ([("CN", "cooperatesWith", "US")], [("中国", "cooperatesWith", "美国", False)], ["right"]),
        ([("US", "cooperatesWith", "CN")], [("中国", "cooperatesWith", "美国", False)], ["right"]),
        ([("CN", "cooperatesWith", "US")] * 2, [("中国", "cooperatesWith", "美国", False)], ["right"]),
        ([("CN", "cooperatesWith", "US")], [], ["wrong"]),
        ([], [("中国", "cooperatesWith", "美国", False)], ["lost"]),
        ([("CN", "cooperatesWith", "US")], [("中国", "cooperatesWith", "美国", True)], []),
        ([], [("中国", "cooperatesWith", "美国", True)], []),
        ([("US", "cooperatesInField", "energy")], [], []),  # one end is doubtful
        ([("US", "underMechanism", "CN")], [("中国", "underMechanism", "美国", False)], ["wrong", "lost"]),
    ],
)
def test_relation_counts_once_a_document(
    facts: list[tuple[str, str, str]], gold: list[tuple[str, str, str, bool]], expected: list[str]
) -> None:
    entities = {"CN": CHINA, "US": AMERICA, "energy": ENERGY}
    extraction = found(
        mention("中", CHINA),
        mention("美", AMERICA),
        mention("清洁能源", ENERGY),
        *(relation(entities[s], p, entities[o]) for s, p, o in facts),
    )
    relations = tuple(GoldRelation(p, s, o, optional) for s, p, o, optional in gold)
    verdicts = judge(extraction, Gold("plan", (*STATES, DOUBTFUL), relations), NO_NAMES).verdicts
    assert [verdict.outcome for verdict in verdicts if verdict.kind == "relations"] == expected


BASES = GoldQuantity(
    Decimal(500), None, "家", "基地总数", "eq", "target", "十二五", "国际科技合作基地", "基地达到500家"
)


@pytest.mark.parametrize(
    "facts, gold, expected",
    [
        ([quantity(500, "家", "基地")], [BASES], [("right", "500 家 基地")]),
        ([quantity(500, "个", "基地")], [BASES], [("wrong", "500 个 基地"), ("lost", "500 家 基地总数")]),
        ([quantity(50, "家", "基地总数")], [BASES], [("wrong", "50 家 基地总数"), ("lost", "500 家 基地总数")]),
        ([], [BASES], [("lost", "500 家 基地总数")]),
        ([quantity(500, "家", "基地总数")] * 2, [BASES], [("right", "500 家 基地总数")]),
    ],
)
def test_quantity_is_matched_by_value_unit_and_place(
    facts: list[Quantity], gold: list[GoldQuantity], expected: list[tuple[str, str]]
) -> None:
    assert outcomes(found(*facts), Gold("plan", quantities=tuple(gold))) == expected


def test_attributes_of_a_quantity_are_counted_where_the_gold_gives_them() -> None:
    judged = judge(found(quantity(500, "家", "基地总数", "actual")), Gold("plan", quantities=(BASES,)), NO_NAMES)
    expected = {"comparator": (1, 1), "status": (0, 1), "measures": (1, 1), "period": (1, 1), "subject": (0, 1)}
    assert judged.attributes == expected
    assert add_attributes([judged, judged])["status"] == (0, 2)


def test_rule_answers_for_what_it_found() -> None:
    extraction = found(
        mention("中", CHINA, "compound"),
        mention("清洁能源", ENERGY, "fields-in-areas"),
        relation(CHINA, "cooperatesWith", AMERICA),
        relation(AMERICA, "cooperatesInField", ENERGY, "partner-before-field"),
        quantity(500, "家", "基地"),
    )
    gold = Gold("plan", STATES, (GoldRelation("cooperatesWith", "中国", "美国"),), (BASES,))
    assert score_rules([judge(extraction, gold, NO_NAMES)]) == {
        "compound": Score(right=1),
        "counted things": Score(right=1),
        "fields-in-areas": Score(wrong=1),
        "joint-name": Score(right=1),
        "partner-before-field": Score(wrong=1),
    }


def test_nothing_found_of_nothing_wanted_is_perfect() -> None:
    assert (Score().precision, Score().recall, Score().f1) == (1.0, 1.0, 1.0)
    assert Score(wrong=1, lost=1).f1 == 0.0
    assert score([Verdict("entities", "Base", "lost", "x")]) == Score(lost=1)


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("“ＩＴＥＲ”计划", "ITER计划", True),
        ("中国－东盟", "中国—东盟", True),
        ("国际（科技）合作", "国际科技合作", True),
        ("清洁能源", "核能", False),
    ],
)
def test_names_are_compared_without_marks(one: str, other: str, *, same: bool) -> None:
    assert (normal(one) == normal(other)) is same


def test_empty_phrase_is_no_phrase() -> None:
    assert not same_phrase("", "")


# -- gold on disk ----------------------------------------------------------------------------------------------------


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    """Return a folder with the gold of one text and the text beside it."""
    (tmp_path / "plan.txt").write_text("推广中意联合设计中心经验。\n", "utf-8")
    entities = [
        {"type": "Country", "label": "中国", "evidence": "中"},
        {"type": "Country", "label": "意大利", "aliases": ["意"], "evidence": "意"},
        {"type": "Base", "label": "中意联合设计中心", "evidence": "中意联合设计中心"},
    ]
    relations = [{"predicate": "cooperatesWith", "subject": "中国", "object": "意大利", "evidence": "中意"}]
    parties = [{"predicate": "hasParty", "subject": "中意联合设计中心", "object": o} for o in ("中国", "意大利")]
    write_rows(tmp_path / "plan.entities.jsonl", entities)
    write_rows(tmp_path / "plan.relations.jsonl", relations + parties)
    return tmp_path


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def test_extraction_is_judged_by_a_folder(gold_folder: Path) -> None:
    [judged] = judge_gold(gold_folder)
    assert [(verdict.outcome, verdict.label) for verdict in judged.verdicts if verdict.kind != "quantities"] == [
        ("right", "中意联合设计中心"),
        ("right", "中国"),
        ("right", "意大利"),
        ("right", "中国 cooperatesWith 意大利"),
        ("right", "中意联合设计中心 hasParty 中国"),
        ("right", "中意联合设计中心 hasParty 意大利"),
    ]


def test_centre_is_found_without_the_vocabulary_of_centres(gold_folder: Path) -> None:
    check = check_open_classes(gold_folder)
    assert check.scores() == (Score(right=1), Score(right=1))
    assert check.scores("Programme") == (Score(), Score())
    assert (check.kept(), check.lost, check.wrong) == (1.0, (), ())


def test_name_that_only_the_vocabulary_knows_is_lost_without_it(gold_folder: Path) -> None:
    (gold_folder / "plan.txt").write_text("建设“一带一路”，与意大利合作。\n", "utf-8")
    write_rows(gold_folder / "plan.entities.jsonl", [{"type": "Programme", "label": "一带一路"}])
    check = check_open_classes(gold_folder)
    assert check.scores("Programme") == (Score(right=1), Score(lost=1))
    assert check.kept("Programme") == 0.0
    assert [(document, verdict.label) for document, verdict in check.lost] == [("plan", "一带一路")]
    assert set(OPEN_CLASSES) == {"Programme", "Mechanism", "Base", "Document"}


def test_texts_of_a_folder_go_before_those_beside_the_gold(gold_folder: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "plan.md").write_text("别的文字。\n", "utf-8")
    [(document, _)] = find_texts(read_gold(gold_folder), gold_folder, texts)
    assert document.text.strip() == "别的文字。"


def test_bundled_text_needs_no_folder(gold_folder: Path) -> None:
    write_rows(gold_folder / "keyinst.entities.jsonl", [{"type": "Country", "label": "中国"}])
    pairs = find_texts(read_gold(gold_folder, ["keyinst"]), gold_folder)
    assert [document.title for document, _ in pairs] == ["支持重点科研机构扩大国际科技合作的意见"]


@pytest.mark.parametrize(
    "name, line, complaint",
    [
        ("plan.entities.jsonl", "{", "plan.entities.jsonl: line 1: is no JSON"),
        (
            "plan.entities.jsonl",
            '{"type": "Country"}',
            "plan.entities.jsonl: line 1: lacks or misspells a value: KeyError",
        ),
        ("plan.entities.jsonl", "[]", "plan.entities.jsonl: line 1: lacks or misspells"),
        ("plan.quantities.jsonl", '{"value": "many", "unit": ""}', "plan.quantities.jsonl: line 1: lacks or misspells"),
        ("other.entities.jsonl", "", "no text for the gold of other; name the folder of the texts"),
    ],
)
def test_gold_that_cannot_be_used_is_named(gold_folder: Path, name: str, line: str, complaint: str) -> None:
    (gold_folder / name).write_text(line, "utf-8")
    with pytest.raises(GoldError, match=complaint):
        find_texts(read_gold(gold_folder), gold_folder)


def test_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"holds no gold; its files are called DOC\.entities\.jsonl"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match="there is no such folder"):
        read_gold(tmp_path / "nowhere")


def test_document_without_gold_is_named(gold_folder: Path) -> None:
    with pytest.raises(GoldError, match="holds no gold of draft; it has plan"):
        read_gold(gold_folder, ["draft"])


# -- measured rules --------------------------------------------------------------------------------------------------


def test_measured_rules_are_read_as_they_were_written(tmp_path: Path) -> None:
    scores = {"counted things": Score(right=3, wrong=1), "joint-name": Score(right=2), "idle": Score(lost=4)}
    path = tmp_path / "measured.toml"
    path.write_text(to_toml(["b", "a"], scores), "utf-8")
    measured = {"counted things": Score(right=3, wrong=1), "joint-name": Score(right=2)}
    assert load_measured(path) == Measured(("a", "b"), measured)


def test_nothing_was_measured_where_there_is_no_file(tmp_path: Path) -> None:
    assert load_measured(tmp_path / "missing.toml") == Measured((), {})


@pytest.mark.parametrize("text", ["[rule", "[rule.x]\nhits = 1", "rule = 3"])
def test_measured_rules_that_cannot_be_read_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "measured.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(MeasuredError, match=r"measured.toml: cannot be used: .*make it anew by `kg rules --score"):
        load_measured(path)
