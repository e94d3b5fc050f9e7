"""`kg rules`: the list, one rule in full, and what the rules are worth against gold."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest

from extract import measured
from extract.rulebook import load_rulebook
from kg.cli import main

Printed = pytest.CaptureFixture[str]

#: Rules that look at the title of a text and not at its wording.
WITHOUT_EXAMPLE = {"aimed at by the kind of text", "done by the kind of text"}


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the gold of one text, which lies beside it; the text says one thing more than the gold."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "plan.txt").write_text("与法国合作。同日本开展合作。\n", "utf-8")
    names = ("中国", "法国", "日本")
    entities = "".join(f'{{"type": "Country", "label": "{name}"}}\n' for name in names)
    (folder / "plan.entities.jsonl").write_text(entities, "utf-8")
    relation = '{"predicate": "cooperatesWith", "subject": "中国", "object": "法国"}\n'
    (folder / "plan.relations.jsonl").write_text(relation, "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_every_rule_is_listed_with_file_count_and_example(capsys: Printed) -> None:
    assert main(["rules", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["rule"] for row in rows] == [entry.id for entry in load_rulebook()]
    by_id = {row["rule"]: row for row in rows}
    assert by_id["cooperation-with"]["file"] == "relations/cooperation.toml"
    assert by_id["cooperation-with"]["yields"] == "CN cooperatesWith p"
    assert int(by_id["cooperation-with"]["fired"]) > 10
    assert by_id["cooperation-with"]["example"].startswith("中国 cooperatesWith ")
    assert "{p:Partner+}" in by_id["cooperation-with"]["pattern"]
    assert {row["rule"] for row in rows if row["kind"] != "step" and not row["example"]} <= WITHOUT_EXAMPLE


def test_rules_of_one_kind_are_listed(capsys: Printed) -> None:
    assert main(["rules", "--kind", "quantity", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["rule"] for row in rows] == [entry.id for entry in load_rulebook() if entry.kind == "quantity"]
    assert {row["kind"] for row in rows} == {"quantity"}


def test_list_stands_in_columns(capsys: Printed) -> None:
    assert main(["rules", "--kind", "step"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["rule", "kind", "file", "yields", "fired", "precision", "example"]
    assert [row.split()[0] for row in rows] == [entry.id for entry in load_rulebook() if entry.kind == "step"]


def test_one_rule_is_shown_in_full(capsys: Printed) -> None:
    [entry] = [entry for entry in load_rulebook() if entry.id == "cooperation-with"]
    assert main(["rules", entry.id, "--quotes", "2"]) == 0
    printed = capsys.readouterr().out
    for part in (
        entry.comment,
        entry.pattern,
        "yields",
        "trigger",
        "unless",
        "expanded",
        "‹C›",
        "near misses",
        "fired",
    ):
        assert part in printed
    for example in entry.examples:
        assert example.text in printed
    assert printed.count("  • ") == len(entry.examples) + 2
    assert "more (--quotes N)" in printed


def test_rules_are_scored_against_gold(gold: Path, capsys: Printed) -> None:
    assert main(["rules", "--score", "gold", "--csv"]) == 0
    rows = {row["rule"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert rows["cooperation-with"] == {
        "rule": "cooperation-with",
        "kind": "relation",
        "hits": "1",
        "misses": "1",
        "precision": "0.5",
    }
    assert rows["label"]["precision"] == "1.0"


def test_facts_of_a_scored_rule_are_told(gold: Path, capsys: Printed) -> None:
    assert main(["rules", "cooperation-with", "--score", "gold", "gold"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["right", "wrong"]
    assert "日本" in lines[3]


def test_measured_rules_are_kept_where_asked(gold: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = gold.parent / "measured.toml"
    monkeypatch.setattr(measured, "measured_file", lambda: kept)
    assert main(["rules", "--score", "gold", "--write"]) == 0
    content = tomllib.loads(kept.read_text("utf-8"))
    assert content["texts"] == ["plan"]
    assert content["rule"]["cooperation-with"] == {"hits": 1, "misses": 1, "precision": 0.5}
    capsys.readouterr()


@pytest.mark.parametrize(
    "arguments, status, complaint",
    [
        (["rules", "cooperation-wiht"], 2, "there is no rule 'cooperation-wiht'; did you mean cooperation-with"),
        (["rules", "--kind", "verbs"], 2, "there are no rules of the kind 'verbs'; kinds are name, field, relation"),
        (["rules", "--write"], 2, "--write keeps what --score measures"),
        (["rules", "--score", "a", "b", "c"], 2, "--score takes a folder of gold and at most one of texts"),
        (
            ["rules", "--score", "nowhere"],
            1,
            "nowhere: there is no such folder; name one that holds DOC.entities.jsonl",
        ),
        (["rules", "--score", "gold", "nowhere"], 1, "nowhere: there is no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    arguments: list[str], status: int, complaint: str, gold: Path, capsys: Printed
) -> None:
    assert main(arguments) == status
    printed = capsys.readouterr().err
    assert printed.startswith("kg: ")
    assert complaint in printed
    assert printed.count("\n") == 1
