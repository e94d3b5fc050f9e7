"""What the commands print and how they end: one line an error, 2 for wrong use, 1 for failed work."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import building
from kg.cli import main
from kg.commands import COMMANDS

HEAVY = ("rdflib", "pandas", "networkx", "pyoxigraph", "rich", "extract")


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a current folder with a plan in it."""
    (tmp_path / "plan.txt").write_text("一、任务\n推动中美清洁能源合作。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_ends_with_a_summary(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "plan.txt", "--output", "out"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("1 text of 1 work, ")
    assert [word for word in ("entities", "facts", "numbers", "quads in", "out is ready") if word not in printed] == []


def test_quiet_build_prints_errors_only(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "empty.txt").write_text("", "utf-8")
    assert main(["build", ".", "--output", "out", "--quiet"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line for line in printed.err.splitlines() if not line.startswith("kg: empty.txt: is empty; ")] == []
    assert (texts / "out" / "graph.nq").is_file()


@pytest.mark.parametrize(
    "format_, expected", [("csv", "partner,n\n美国,1\n"), ("json", '[{"partner": "美国", "n": 1}]')]
)
def test_query_prints_for_machines(
    format_: str, expected: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "plan.txt", "--output", "out", "--quiet"]) == 0
    (texts / "who.rq").write_text(
        "SELECT ?partner (COUNT(*) AS ?n) { country:CN coop:cooperatesWith/skos:prefLabel ?partner "
        'FILTER(LANG(?partner) = "zh") } GROUP BY ?partner',
        "utf-8",
    )
    assert main(["query", "who.rq", "--graph", "out", "--format", format_]) == 0
    printed = capsys.readouterr().out
    assert printed == expected if format_ == "csv" else json.loads(printed) == json.loads(expected)


def test_query_prints_aligned_columns(built_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "mechanisms-by-partner", "partner=美国", "--graph", str(built_output)]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["partner", "partner_en", "mechanism", "mechanism_en", "relation", "works"]
    assert rows
    assert [row for row in rows if not row.startswith("美国")] == []


def test_questions_are_listed_with_their_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == 0
    printed = capsys.readouterr().out
    assert "partners-by-field" in printed
    assert "entity=… (required)" in printed


def test_compare_prints_changes_of_one_kind(built_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["compare", "12fyp", "13fyp", "--kind", "relation", "--graph", str(built_output), "--format", "csv"]
    assert main(command) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["kind"] for row in rows} == {"relation"}
    assert {row["change"] for row in rows} == {"new", "gone", "kept"}


def test_check_says_what_it_proved(built_output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(built_output)]) == 0
    assert "every quote stands in its text" in capsys.readouterr().out


def test_check_of_a_changed_text_fails(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "plan.txt", "--output", "out", "--quiet"]) == 0
    (texts / "plan.txt").write_text("别的文字。", "utf-8")
    assert main(["check", "out"]) == 1
    assert "plan.txt: is not the text that was built; build again" in capsys.readouterr().err


def test_show_writes_a_page_named_after_its_view(
    built_output: Path, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "documents", "--graph", str(built_output)]) == 0
    assert capsys.readouterr().out == "documents.html\n"
    assert "<html" in (texts / "documents.html").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ([], "the following arguments are required: COMMAND"),
        (["bild"], "invalid choice: 'bild'"),
        (["build", "--workers", "0"], "must be 1 or more"),
        (["build", "--workers", "x"], "invalid"),
        (["query"], "what is the question?"),
        (["query", "partners-by-feld"], "there is no question 'partners-by-feld'; did you mean partners-by-field"),
        (["query", "missing.rq"], "missing.rq: not a readable query file"),
        (["query", "partners-by-field", "clean"], "'clean' is no parameter; write NAME=VALUE"),
        (["query", "everything-about"], "everything-about needs entity=…"),
        (["query", "SELECT ?x {"], "SPARQL not understood at line 1, column 12"),
        (["compare", "12fyp", "14fyp"], "there is no document '14fyp'"),
        (["show", "everything"], "there is no view 'everything'"),
        (["show", "--document", "14fyp"], "there is no document '14fyp'"),
    ],
)
def test_wrong_use_ends_with_2_and_one_line(
    arguments: list[str],
    complaint: str,
    built_output: Path,
    texts: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (texts / "output").symlink_to(built_output)
    try:
        status = main(arguments)
    except SystemExit as end:
        status = end.code  # type: ignore[assignment]
    printed = capsys.readouterr().err
    assert (status, complaint in printed) == (2, True), printed
    assert printed.splitlines()[-1].startswith("kg")


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        (["build", "missing.txt"], "kg: missing.txt: there is no such file"),
        (["build", "plan.txt", "--output", "plan.txt"], "plan.txt: is a file; choose a directory"),
        (["build", "plan.txt", "--output", "."], "is not an earlier output"),
        (["query", "SELECT * { ?s ?p ?o }"], "output: no output of a build"),
        (["check", "nowhere"], "nowhere: no output of a build"),
        (["show", "--graph", "nowhere"], "nowhere: no output of a build"),
    ],
)
def test_failed_work_ends_with_1_and_lines_that_name_the_cure(
    arguments: list[str], complaint: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    printed = capsys.readouterr().err
    assert complaint in printed
    assert [line for line in printed.splitlines() if not line.startswith("kg: ")] == []
    assert sorted(path.name for path in texts.iterdir()) == ["plan.txt"]


def test_interrupted_build_says_that_nothing_is_lost(
    texts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "make_tables", interrupt)
    assert main(["build", "plan.txt", "--output", "out"]) == 130
    assert capsys.readouterr().err == "kg: interrupted; the previous output is as it was\n"
    assert sorted(path.name for path in texts.iterdir()) == ["plan.txt"]


def test_terminated_build_leaves_the_previous_output_whole(texts: Path) -> None:
    assert main(["build", "plan.txt", "--output", "out", "--quiet"]) == 0
    before = (texts / "out" / "manifest.json").read_bytes()
    process = subprocess.Popen([sys.executable, "-m", "kg", "build", "--output", "out"], stderr=subprocess.PIPE)
    while not list(texts.glob(".out.*")) and process.poll() is None:
        time.sleep(0.01)
    process.terminate()
    _, complaint = process.communicate()
    assert (process.returncode, complaint) == (130, b"kg: interrupted; the previous output is as it was\n")
    assert (texts / "out" / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in texts.iterdir()) == ["out", "plan.txt"]


def test_reader_of_a_pipe_may_leave(built_output: Path) -> None:
    command = (
        f"{sys.executable} -m kg query 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' --graph {built_output} --format csv | head -n 1"
    )
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("s,p,o\n", "")


def test_fault_of_our_own_is_not_hidden(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("a fault of our own")

    monkeypatch.setattr(building, "make_tables", fail)
    with pytest.raises(KeyError):
        main(["build", "plan.txt", "--output", "out"])


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom kg.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    printed = result.stdout.splitlines()
    assert printed[-1] == "[]"
    assert [name for name in COMMANDS if not any(name in line for line in printed)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert f"usage: kg {command}" in capsys.readouterr().out
