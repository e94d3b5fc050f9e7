"""Every rule is at work somewhere: in the bundled texts or in an example of a rule; a rule that never fires is dead weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from extract import Document, extract, load_corpus
from extract.measured import load_measured
from extract.rulebook import KINDS, Entry, Firing, excluded_numbers, firings, load_rulebook

BOOK = load_rulebook()


@pytest.fixture(scope="module")
def fired() -> Mapping[str, Sequence[Firing]]:
    """Return where each rule fires in the bundled texts and in the examples of all rules."""
    examples = [
        Document(f"{entry.id} {number}", "", "", shown.text)
        for entry in BOOK
        for number, shown in enumerate(entry.examples)
    ]
    return firings(map(extract, [*load_corpus(), *examples]))


def test_the_book_holds_rules_of_every_kind_under_ids_of_their_own() -> None:
    assert {entry.kind for entry in BOOK} == set(KINDS)
    assert len(BOOK) > 120
    assert len({entry.id for entry in BOOK}) == len(BOOK)


@pytest.mark.parametrize("entry", BOOK, ids=lambda entry: f"{entry.kind}: {entry.id}")
def test_rule_fires_in_the_corpus_or_in_an_example(entry: Entry, fired: Mapping[str, Sequence[Firing]]) -> None:
    assert fired.get(entry.id), f"{entry.file}: {entry.id} never fires; give it an example it fires on, or drop it"


def test_what_fires_is_in_the_book(fired: Mapping[str, Sequence[Firing]]) -> None:
    assert set(fired) - {entry.id for entry in BOOK} == set()


def test_firing_tells_document_sentence_and_fact() -> None:
    text = "推广中意联合设计中心经验。"
    [firing] = firings([extract(Document("plan", "", "", text))])["joint-name"]
    assert firing == Firing("plan", text, "中国 cooperatesWith 意大利")


@pytest.mark.parametrize(
    "text, rule, fact",
    [
        ("评审专家不少于9人。", "at least", "不少于9人"),
        ("目前，双方已共建联合中心18个。", "done", "18 eq 个 | 联合中心 | actual |"),
        ("第三届论坛在青岛举行。", "ordinals and ranks", "三届"),
    ],
)
def test_rules_about_numbers_fire_too(text: str, rule: str, fact: str) -> None:
    assert [firing.fact for firing in firings([extract(Document("x", "", "", text))])[rule]] == [fact]


def test_sentence_without_numbers_excludes_none() -> None:
    assert list(excluded_numbers("积极推动中日韩开展联合研究计划。")) == []


def test_examples_say_what_must_come_out() -> None:
    [entry] = [entry for entry in BOOK if entry.id == "cooperation-with"]
    assert entry.yields == ("CN cooperatesWith p",)
    assert "中国 cooperatesWith 以色列" in [fact for shown in entry.positive for fact in shown.facts]
    assert len(entry.near_misses) >= 1
    assert dict(entry.conditions)["unless"] == "$comparison"


def test_measured_rules_are_rules_of_the_book() -> None:
    measured = load_measured()
    assert len(measured.texts) >= 14
    assert len(measured.scores) > 40
    assert set(measured.scores) - {entry.id for entry in BOOK} == set(), "run kg rules --score … --write again"
