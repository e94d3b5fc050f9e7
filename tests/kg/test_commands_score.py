"""`kg score` and `kg selfcheck`: figures for a person and for a machine, and an exit status that tells enough or not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import main

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the gold of two texts."""
    write(
        tmp_path,
        "one",
        "推广中意联合设计中心经验。",
        [("Base", "中意联合设计中心"), ("Country", "中国"), ("Country", "意大利")],
    )
    write(tmp_path, "two", "建设“一带一路”。", [("Programme", "一带一路"), ("Country", "日本")])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, name: str, text: str, entities: list[tuple[str, str]]) -> None:
    (folder / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    rows = (json.dumps({"type": type_, "label": label}, ensure_ascii=False) for type_, label in entities)
    (folder / f"{name}.entities.jsonl").write_text("\n".join(rows), "utf-8")


def test_score_is_told_by_document_kind_and_class(gold: Path, capsys: Printed) -> None:
    assert main(["score", ".", "--document", "one", "--document", "two"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["one", "1.0", "0.0", "1.0"] in lines
    assert ["entities", "Country", "2", "0", "1", "1.0", "0.667", "0.8"] in lines
    assert ["entities", "all", "4", "0", "1", "1.0", "0.8", "0.889"] in lines


def test_misses_are_listed_with_the_rules_that_made_them(gold: Path, capsys: Printed) -> None:
    assert main(["score", ".", "--misses"]) == 0
    printed = capsys.readouterr().out
    assert "lost  two  Country  日本" in printed
    assert "wrong one  cooperatesWith  中国 cooperatesWith 意大利  (joint-name)" in printed


def test_score_is_told_to_machines(gold: Path, capsys: Printed) -> None:
    assert main(["score", ".", "--document", "two", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[-3] == {
        "facts": "entities",
        "of": "all",
        "right": "1",
        "wrong": "0",
        "lost": "1",
        "precision": "1.0",
        "recall": "0.5",
        "f1": "0.667",
    }
    assert main(["score", ".", "--json"]) == 0
    assert {row["facts"] for row in json.loads(capsys.readouterr().out)} == {"entities", "relations", "quantities"}


def test_self_check_passes_where_rules_find_the_names(gold: Path, capsys: Printed) -> None:
    assert main(["selfcheck", ".", "--document", "one"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["all", "1.0", "1.0", "1.0", "1.0", "1", "0", "0"] in lines


def test_self_check_fails_where_only_the_vocabulary_knows_the_names(gold: Path, capsys: Printed) -> None:
    assert main(["selfcheck", ".", "--document", "two"]) == 1
    printed = capsys.readouterr()
    assert "lost  two  Programme  一带一路" in printed.out
    assert printed.err.startswith("kg: recall kept 0.000, precision 1.000; 0.80 and 0.85 are wanted")


@pytest.mark.parametrize("command", ["score", "selfcheck"])
@pytest.mark.parametrize(
    "arguments, complaint",
    [
        (["nowhere"], "nowhere: there is no such folder"),
        ([".", "--document", "three"], "holds no gold of three; it has one, two"),
        ([".", "nowhere"], "nowhere: there is no such file or folder"),
    ],
)
def test_missing_gold_and_texts_are_named(
    command: str, arguments: list[str], complaint: str, gold: Path, capsys: Printed
) -> None:
    assert main([command, *arguments]) == 1
    printed = capsys.readouterr().err
    assert complaint in printed
    assert printed.count("\n") == 1
