"""`kg check` finds what is wrong: a text that changed, a file that was touched, a quote that does not stand there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from extract import load_corpus
from kg.building import build_output, read_inputs
from kg.check import Quote, check_output, check_quotes, read_quotes

PLAN = "一、任务\n推动中美清洁能源合作。\n“十二五”期间，基地总数达到500家。\n"
SCAN = "三、科技伙 伴计划\n实施“科技伙伴计划\n”，加强与非洲国 家在现代农\n业领域的科技合作 。力争培训⒛0名\n技术人员。\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a text that was built into the folder `out` beside it."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    build_output(read_inputs([str(path)])[0], tmp_path / "out")
    return path


def test_build_is_proved(plan: Path, no_rdflib_engine: Callable[..., None]) -> None:
    proof = check_output(plan.parent / "out")
    assert proof.faults == ()
    assert "every quote stands in its text" in proof.summary


def test_bundled_texts_are_proved_from_anywhere(
    built_output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert check_output(built_output).faults == ()


@pytest.mark.parametrize(
    "text, complaint",
    [
        (PLAN.replace("500", "600"), r"plan.txt: is not the text that was built; build again"),
        ("", r"plan.txt: is empty"),
        (None, r"plan.txt: there is no such file|plan.txt: cannot be opened"),
    ],
    ids=["changed", "emptied", "removed"],
)
def test_text_that_changed_after_the_build_is_named(text: str | None, complaint: str, plan: Path) -> None:
    if text is None:
        plan.unlink()
    else:
        plan.write_text(text, "utf-8")
    (fault,) = check_output(plan.parent / "out").faults
    assert re.search(complaint, fault)


@pytest.mark.parametrize("name", ["graph.nq", "tables/relations.csv", "pages/all.html"])
def test_file_that_was_touched_after_the_build_is_named(name: str, plan: Path) -> None:
    with (plan.parent / "out" / name).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert check_output(plan.parent / "out").faults == (
        f"{plan.parent / 'out' / name}: was changed after the build; build again",
    )


def test_edge_without_a_statement_is_a_fault(plan: Path) -> None:
    edge = "<https://w3id.org/stcoop/id/country/{}> <https://w3id.org/stcoop/ontology#cooperatesWith> <{}> <urn:g> .\n"
    with (plan.parent / "out" / "graph.nq").open("a", encoding="utf-8") as stream:
        stream.write(edge.format("CN", "https://w3id.org/stcoop/id/country/US"))
    assert [fault for fault in check_output(plan.parent / "out").faults if "coop:cooperatesWith" in fault]


def test_output_is_proved_after_it_was_moved(plan: Path) -> None:
    shutil.move(plan.parent / "out", plan.parent / "elsewhere")
    assert check_output(plan.parent / "elsewhere").faults == ()


def test_every_statement_number_and_mention_is_among_the_quotes(built_output: Path) -> None:
    graph = kg.open(built_output)
    quotes = {(quote.document, quote.start, quote.end, quote.quote) for quote in read_quotes(graph)}
    for table, column in (("relations", "quote"), ("quantities", "quote"), ("mentions", "surface")):
        rows = graph.tables[table][["document", "start", "end", column]].itertuples(index=False, name=None)
        assert set(rows) <= quotes
    assert {document for document, *_ in quotes} == {document.id for document in load_corpus()}


@pytest.mark.parametrize(
    "raw, quote, holds",
    [
        ("现代农\n业", "现代农业", True),
        ("⒛0名\n技术人员", "200名技术人员", True),
        ("现代农\n业", "现代农\n业", True),
        ("现代农", "现代农业", False),
        ("现代农\n业", "现代林业", False),
        ("科技合作", "现代农业", False),
        ("现代农\n业", "", False),
    ],
)
def test_quote_of_a_scan_is_the_repaired_reading_of_exactly_its_span(raw: str, quote: str, holds: bool) -> None:
    start = SCAN.index(raw)
    faults = list(check_quotes([Quote("scan", start, start + len(raw), quote, "urn:a")], {"scan": SCAN}))
    assert (faults == []) == holds
