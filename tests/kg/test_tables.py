"""The tables of a plan and its scan: fixed columns, sorted rows, a work counted once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from extract.model import Extraction
from kg.tables import COLUMNS, make_tables, read_parquet, to_csv, to_frame, to_table, write_parquet
from ontology import Vocabulary

LEADING = {
    "documents": "document title title_en kind number issuer period copy_of sha256 characters",
    "mentions": "document start end surface entity type",
    "entities": "entity type label label_en aliases same_as documents mentions",
    "relations": "document subject predicate object subject_label object_label section start end quote rule",
    "quantities": "document value value_max comparator unit measures subject subject_label status period section start "
    "end quote rule",
}
SENTENCE = "推动中美清洁能源合作，基地达到500家。"


@pytest.fixture
def tables(plan: Extraction, scan: Extraction, vocabulary: Vocabulary) -> dict[str, pd.DataFrame]:
    return make_tables([scan, plan], vocabulary)


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[str, ...]]:
    """Return some columns of a table as its CSV text has them."""
    return [tuple(row[column] for column in columns) for row in csv.DictReader(io.StringIO(to_csv(table)))]


@pytest.mark.parametrize("name", sorted(LEADING))
def test_leading_columns_are_fixed(name: str) -> None:
    leading = LEADING[name].split()
    assert list(COLUMNS[name][: len(leading)]) == leading


def test_documents(tables: dict[str, pd.DataFrame]) -> None:
    columns = ("document", "title", "title_en", "kind", "number", "issuer", "period", "copy_of", "characters", "year")
    assert rows(tables["documents"], *columns) == [
        ("plan", "合作规划", "Plan", "plan", "国科发〔2011〕1号", "中国科技部", "十二五", "", "25", "2011"),
        ("plan-scan", "合作规划", "", "", "", "", "", "plan", "26", ""),
    ]


def test_mentions_are_in_order_of_position(tables: dict[str, pd.DataFrame]) -> None:
    assert rows(tables["mentions"], "document", "start", "end", "surface", "label", "section") == [
        ("plan", "7", "8", "中", "中国", "一"),
        ("plan", "8", "9", "美", "美国", "一"),
        ("plan", "9", "13", "清洁能源", "清洁能源", "一"),
        ("plan-scan", "7", "8", "中", "中国", "一"),
        ("plan-scan", "8", "9", "美", "美国", "一"),
        ("plan-scan", "9", "14", "清洁能源", "清洁能源", "一"),
    ]


def test_entities_have_names_of_vocabulary_and_texts_and_count_a_work_once(tables: dict[str, pd.DataFrame]) -> None:
    columns = ("type", "label", "label_en", "aliases", "same_as", "documents", "mentions", "known")
    assert rows(tables["entities"], *columns) == [
        ("Country", "中国", "China", "中|中华人民共和国", "", "1", "1", "True"),
        ("Country", "美国", "United States", "美", "http://www.wikidata.org/entity/Q30", "1", "1", "True"),
        ("Field", "清洁能源", "", "", "", "1", "1", "False"),
    ]


def test_relations_stand_once_for_each_text_and_name_their_work(tables: dict[str, pd.DataFrame]) -> None:
    columns = (
        "document",
        "subject_label",
        "predicate",
        "object_label",
        "start",
        "end",
        "quote",
        "rule",
        "modality",
        "work",
    )
    assert rows(tables["relations"], *columns) == [
        ("plan", "美国", "cooperatesInField", "清洁能源", "5", "25", SENTENCE, "partner-in-field", "", "plan"),
        ("plan", "中国", "cooperatesWith", "美国", "5", "25", SENTENCE, "joint-name", "planned", "plan"),
        ("plan-scan", "美国", "cooperatesInField", "清洁能源", "5", "26", SENTENCE, "partner-in-field", "", "plan"),
        ("plan-scan", "中国", "cooperatesWith", "美国", "5", "26", SENTENCE, "joint-name", "planned", "plan"),
    ]


def test_quantities_are_printed_in_full(tables: dict[str, pd.DataFrame]) -> None:
    columns = ("document", "value", "value_max", "comparator", "unit", "measures", "subject_label", "status", "period")
    assert rows(tables["quantities"], *columns)[0] == ("plan", "500", "", "eq", "家", "基地", "", "target", "十二五")


@pytest.mark.parametrize(
    "value, printed",
    [(2e12, "2000000000000"), (1.44, "1.44"), (0.05, "0.05"), (500.0, "500"), (1e-7, "0.0000001"), (None, "")],
)
def test_number_has_no_exponent_and_no_needless_fraction(value: float | None, printed: str) -> None:
    frame = to_frame(["value", "value_max"], [(value, None)]).astype("float64")
    assert to_csv(frame) == f"value,value_max\n{printed},\n"


def test_definitions_and_unresolved_names_are_tables_too(tables: dict[str, pd.DataFrame]) -> None:
    assert rows(tables["definitions"], "document", "label", "definition")[0] == ("plan", "清洁能源", SENTENCE)
    assert rows(tables["unresolved"], "surface", "reason", "count", "document") == [
        ("清洁", "two entries", "1", "plan"),
        ("清洁", "two entries", "1", "plan-scan"),
    ]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_parquet_holds_the_same_table(name: str, tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    write_parquet(tables[name], tmp_path / "table.parquet")
    assert len(tables[name]) > 0
    assert to_csv(read_parquet(tmp_path / "table.parquet")) == to_csv(tables[name])


def test_tables_do_not_depend_on_the_order_of_documents(
    plan: Extraction, scan: Extraction, vocabulary: Vocabulary, tables: dict[str, pd.DataFrame]
) -> None:
    turned = make_tables([plan, scan], vocabulary)
    assert {name: to_csv(turned[name]) for name in COLUMNS} == {name: to_csv(tables[name]) for name in COLUMNS}


def test_nothing_read_gives_tables_with_headers_only(vocabulary: Vocabulary) -> None:
    assert {name: to_csv(frame) for name, frame in make_tables([], vocabulary).items()} == {
        name: ",".join(columns) + "\n" for name, columns in COLUMNS.items()
    }


def test_frame_becomes_plain_rows() -> None:
    table = to_table(to_frame(["a", "b"], [(1, "x"), (None, "y")]))
    assert (table.columns, table.rows) == (("a", "b"), ((1, "x"), (None, "y")))
