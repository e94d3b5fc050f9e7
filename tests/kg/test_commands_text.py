"""`kg extract`, `kg explain` and `kg coverage`: one text, what it gives, why, and what was left unread."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import main

Printed = pytest.CaptureFixture[str]
PLAN = "一、任务\n推广中意联合设计中心经验，中马合作，到2020年基地达到500家。\n德国的国际合作令人瞩目。\n"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan in the current folder."""
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- extract ---------------------------------------------------------------------------------------------------------


def test_facts_of_a_file_are_tables(plan: Path, capsys: Printed) -> None:
    assert main(["extract", "plan.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in ("relations", "numbers", "names", "unresolved")] == [
        *("relations", "numbers", "names", "unresolved"),
    ]
    assert any(line.split()[:3] == ["中国", "cooperatesWith", "意大利"] for line in lines)
    assert any(line.split()[:4] == ["500", "eq", "家", "基地"] for line in lines)
    assert any(line.startswith("马 ") and "may be " in line and "马来西亚" in line for line in lines)


def test_facts_of_a_file_are_json_lines(plan: Path, capsys: Printed) -> None:
    assert main(["extract", "plan.txt", "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["document"] for row in rows} == {"plan"}
    assert {row["kind"] for row in rows} == {"mention", "relation", "quantity", "unresolved"}
    for row in rows:
        if row["kind"] == "mention":
            assert PLAN[row["start"] : row["end"]] == row["surface"]
        else:
            assert PLAN[row["start"] : row["end"]] in (row.get("quote"), row.get("surface"))
    [quantity] = [row for row in rows if row["kind"] == "quantity"]
    assert (quantity["value"], quantity["unit"], quantity["status"]) == (500.0, "家", "target")


def test_text_is_marked_by_brackets_where_nobody_sees_colour(plan: Path, capsys: Printed) -> None:
    assert main(["extract", "plan.txt", "--format", "text"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "一、任务",
        "推广[中意联合设计中心|Base]经验，[中|Country][马|Unresolved]合作，到2020年基地达到[500家|Quantity]。",
        "[德国|Country]的国际合作令人瞩目。",
    ]


def test_text_is_marked_by_colour(plan: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm-256color"), ("COLUMNS", "200")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["extract", "plan.txt", "--format", "text"]) == 0
    printed = capsys.readouterr().out
    assert "\x1b[30;48;5;" in printed
    assert "联合设计中心|" not in printed
    legend = printed.splitlines()[0]
    assert [name for name in ("Country", "Base", "Quantity", "Unresolved") if name not in legend] == []


def test_file_without_facts_says_so(plan: Path, capsys: Printed) -> None:
    (plan / "idle.txt").write_text("天气很好。", "utf-8")
    assert main(["extract", "idle.txt"]) == 0
    assert capsys.readouterr().out == "nothing was found; kg explain FILE says which rules came close\n"


# -- explain ---------------------------------------------------------------------------------------------------------


def test_text_is_explained_by_names_rules_and_spans(capsys: Printed) -> None:
    assert main(["explain", "推广中意联合设计中心经验，力争达到500家。"]) == 0
    printed = capsys.readouterr().out
    for part in (
        "Base, by label",
        "中国 cooperatesWith 意大利",
        "by joint-name on “中意联合设计中心”",
        "by counted things",
    ):
        assert part in printed
    assert "close " not in printed


def test_silent_text_says_which_rules_came_close(capsys: Printed) -> None:
    assert main(["explain", "本批指南不接受中国与乌克兰双边合作项目。", "--most", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    close = [line for line in lines if line.startswith("  close ")]
    assert len(close) == 1
    assert close[0].endswith("silenced by the negation “不接受”")


def test_file_is_explained_by_the_sentences_that_are_wanted(plan: Path, capsys: Printed) -> None:
    assert main(["explain", "plan.txt", "--about", "国", "--silent"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "德国的国际合作令人瞩目。"
    assert len([line for line in lines if line and not line.startswith(" ")]) == 1


def test_fact_leads_to_its_sentences_in_the_bundled_texts(capsys: Printed) -> None:
    assert main(["explain", "中国 cooperatesWith 美国", "--most", "2"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("中国 cooperatesWith 美国 is stated in ")
    assert "12fyp: " in printed
    assert "more (--most N)" in printed


def test_fact_that_is_missing_says_why(plan: Path, capsys: Printed) -> None:
    assert main(["explain", "德国 cooperatesInField 核能", "plan.txt"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("德国 cooperatesInField 核能 is stated nowhere")
    assert "核能 is named in none of the texts, though the vocabulary knows it" in printed


# -- coverage --------------------------------------------------------------------------------------------------------


def test_coverage_writes_a_page_and_counts(plan: Path, capsys: Printed) -> None:
    assert main(["coverage", "plan.txt", "--output", "maps"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["document", "sentences", "relations", "numbers", "names", "nothing", "unread"]
    assert lines[1].split() == ["plan", "2", "1", "0", "1", "0", "1"]
    assert any("德国的国际合作令人瞩目。" in line for line in lines)
    assert lines[-1] == "maps/coverage.html"
    assert "最该补的规则" in (plan / "maps" / "coverage.html").read_text("utf-8")


def test_coverage_for_machines_writes_no_page(plan: Path, capsys: Printed) -> None:
    assert main(["coverage", "plan.txt", "--format", "csv"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["document"], row["sentences"], row["unread"]) == ("plan", "2", "1")
    assert sorted(path.name for path in plan.iterdir()) == ["plan.txt"]


def test_coverage_of_the_rest_is_drawn_where_a_file_is_bad(plan: Path, capsys: Printed) -> None:
    (plan / "empty.txt").write_text("", "utf-8")
    assert main(["coverage", "."]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("kg: empty.txt: is empty; ")
    assert (plan / "coverage.html").is_file()


def test_build_leaves_the_map_among_its_pages(built_output: Path) -> None:
    page = (built_output / "pages" / "coverage.html").read_text("utf-8")
    assert page.count('<details class="text"') == 5
    assert 'href="all.html"' in page
    assert "coverage.html" in (built_output / "pages" / "all.html").read_text("utf-8")


def test_build_leaves_the_doubtful_names_with_reason_count_and_sentence(plan: Path) -> None:
    assert main(["build", "plan.txt", "--output", "out", "--quiet"]) == 0
    with (plan / "out" / "unresolved.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["surface"], row["type"], row["count"], row["document"]) == ("马", "Country", "1", "plan")
    assert "马来西亚" in row["reason"]
    assert row["quote"] == PLAN.splitlines()[1]
    assert PLAN[int(row["start"]) : int(row["end"])] == "马"


# -- what cannot be done -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments, status, complaint",
    [
        (["extract", "missing.txt"], 1, "missing.txt: there is no such file"),
        (["explain", "missing.txt"], 2, "missing.txt: there is no such file; check the name"),
        (["explain", "中国 cooperateWith 美国"], 2, "no predicate 'cooperateWith'; did you mean cooperatesWith?"),
        (["explain", "与法国合作。", "plan.txt"], 2, "is no fact; write SUBJECT PREDICATE OBJECT"),
        (["explain", "plan.txt", "--about", "冰岛"], 2, "no sentence is left to explain"),
        (["explain", "中国 plans 美国", "missing.txt"], 1, "missing.txt: there is no such file or folder"),
        (["explain", ""], 2, "no sentence is left to explain"),
        (["coverage", "missing.txt"], 1, "missing.txt: there is no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    arguments: list[str], status: int, complaint: str, plan: Path, capsys: Printed
) -> None:
    assert main(arguments) == status
    printed = capsys.readouterr().err
    assert complaint in printed
    assert (printed.startswith("kg: "), printed.count("\n")) == (True, 1)
