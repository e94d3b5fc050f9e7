"""What is new, gone and kept between two documents, each with the words of the document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.model import Document, Extraction
from kg.compare import COLUMNS, compare_documents
from kg.tables import make_tables
from ontology import Vocabulary

SENTENCE = "推动中美清洁能源合作，基地达到500家。"


@pytest.fixture
def later(plan: Extraction) -> Extraction:
    """Return a later plan that speaks of cooperation with America without a field, and of more bases."""
    (number,) = plan.quantities
    return replace(
        plan,
        document=Document("later", "后续规划", "later.txt", plan.document.text),
        mentions=plan.mentions[:2],
        relations=(replace(plan.relations[0], quote="加强中美合作。"),),
        quantities=(replace(number, value=Decimal(549)),),
    )


def changes(extractions: list[Extraction], vocabulary: Vocabulary, old: str, new: str) -> list[tuple[str, ...]]:
    table = compare_documents(make_tables(extractions, vocabulary), old, new)
    assert tuple(table.columns) == COLUMNS
    return [(row.change, row.kind, row.what, row.old_quote, row.new_quote) for row in table.itertuples()]


def test_every_fact_is_new_gone_or_kept(plan: Extraction, later: Extraction, vocabulary: Vocabulary) -> None:
    assert changes([plan, later], vocabulary, "plan", "later") == [
        ("gone", "entity", "清洁能源", SENTENCE, ""),
        ("gone", "relation", "美国 cooperatesInField 清洁能源", SENTENCE, ""),
        ("kept", "entity", "中国", SENTENCE, SENTENCE),
        ("kept", "entity", "美国", SENTENCE, SENTENCE),
        ("kept", "quantity", "基地 eq 500 家 → 基地 eq 549 家", SENTENCE, SENTENCE),
        ("kept", "relation", "中国 cooperatesWith 美国", SENTENCE, "加强中美合作。"),
    ]


def test_what_is_gone_one_way_is_new_the_other(plan: Extraction, later: Extraction, vocabulary: Vocabulary) -> None:
    there = changes([plan, later], vocabulary, "plan", "later")
    back = changes([plan, later], vocabulary, "later", "plan")
    gone = [what for change, _, what, *_ in there if change == "gone"]
    assert gone == [what for change, _, what, *_ in back if change == "new"] != []


def test_a_document_and_itself_keep_all(plan: Extraction, vocabulary: Vocabulary) -> None:
    assert {change for change, *_ in changes([plan], vocabulary, "plan", "plan")} == {"kept"}
