"""The installed command `kg`, run as a person runs it: what it prints, leaves behind and answers to bad input."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]

TABLES = ("documents", "mentions", "entities", "relations", "quantities")
PLAN = (
    "“十三五”时期，中国将与德国加强在清洁能源领域的科技合作，参与国际热核聚变实验堆（ITER）计划，建设10个联合实验室。"
)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a short text of our own."""
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, "utf-8")
    return path


def complaint(result: CompletedProcess[str]) -> str:
    """Return what a failed command said, after checking that it said it without a traceback."""
    assert "Traceback" not in result.stderr + result.stdout
    return result.stderr


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_build_leaves_graph_tables_pages_and_manifest(built_output: Path) -> None:
    tables = {f"tables/{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet")}
    expected = {"graph.nq", "graph.ttl", "manifest.json", *tables}
    present = {str(path.relative_to(built_output)) for path in built_output.rglob("*") if path.is_file()}
    assert expected - present == set()
    assert any(name.startswith("store/") for name in present)
    assert any(name.startswith("pages/") and name.endswith(".html") for name in present)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_bundled_texts_has_rows(name: str, built_output: Path) -> None:
    with (built_output / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) >= 5


def test_two_builds_give_the_same_bytes_under_any_hash_seed(run_kg: Run, plan: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        result = run_kg("build", plan, "--output", tmp_path / seed, env={**os.environ, "PYTHONHASHSEED": seed})
        assert result.returncode == 0, result.stderr
    for name in ("graph.nq", "graph.ttl", *(f"tables/{table}.csv" for table in TABLES)):
        first, second = ((tmp_path / seed / name).read_bytes() for seed in ("1", "2"))
        assert first == second, name
    assert (tmp_path / "1" / "graph.nq").stat().st_size > 0


def test_new_file_gets_its_stem_as_document(run_kg: Run, plan: Path, tmp_path: Path) -> None:
    assert run_kg("build", plan, "--output", tmp_path / "out").returncode == 0
    with (tmp_path / "out" / "tables" / "documents.csv").open(encoding="utf-8", newline="") as file:
        assert [row["document"] for row in csv.DictReader(file)] == ["plan"]


def test_help_names_every_command(run_kg: Run) -> None:
    result = run_kg("--help")
    assert result.returncode == 0
    assert [name for name in ("build", "query", "show", "check") if name not in result.stdout] == []


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["build", "--no-such-option"], ["query", "--no-such-option", "x"]],
    ids=" ".join,
)
def test_wrong_use_ends_with_status_2(arguments: list[str], run_kg: Run, tmp_path: Path) -> None:
    result = run_kg(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert complaint(result).strip()


BAD_FILES = {
    "empty.txt": b"",
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_bad_file_is_named_and_the_rest_is_built(name: str, run_kg: Run, plan: Path, tmp_path: Path) -> None:
    bad = tmp_path / name
    bad.write_bytes(BAD_FILES[name])
    result = run_kg("build", plan, bad, "--output", tmp_path / "out")
    assert result.returncode == 1
    assert [line for line in complaint(result).splitlines() if name in line]
    assert (tmp_path / "out" / "graph.nq").is_file()


def test_build_of_nothing_but_bad_files_leaves_the_previous_output_whole(
    run_kg: Run, plan: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    assert run_kg("build", plan, "--output", output).returncode == 0
    before = snapshot(output)
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run_kg("build", tmp_path / "empty.txt", "--output", output)
    assert result.returncode == 1
    assert "empty.txt" in complaint(result)
    assert snapshot(output) == before


@pytest.mark.parametrize("argument", ["missing.txt", "nothing-here", "plans/*.txt"])
def test_path_without_texts_is_named(argument: str, run_kg: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing-here").mkdir()
    result = run_kg("build", argument, "--output", "out", cwd=tmp_path)
    assert result.returncode in (1, 2)
    assert argument in complaint(result)
    assert not (tmp_path / "out").exists()


def test_check_proves_every_quote_against_the_raw_texts(run_kg: Run, built_output: Path) -> None:
    result = run_kg("check", built_output)
    assert result.returncode == 0, result.stdout + result.stderr


def test_query_answers_sparql_as_csv(run_kg: Run, built_output: Path) -> None:
    question = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a <https://w3id.org/stcoop/ontology#Country> }"
    result = run_kg("query", question, "--graph", built_output, "--format", "csv")
    assert result.returncode == 0, result.stderr
    header, count = result.stdout.split()
    assert (header, int(count) >= 5) == ("n", True)


def test_query_names_the_fault_of_a_broken_question(run_kg: Run, built_output: Path) -> None:
    result = run_kg("query", "SELECT ?x WHERE { ?x", "--graph", built_output)
    assert result.returncode in (1, 2)
    assert complaint(result).strip()


def test_show_writes_one_page(run_kg: Run, built_output: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run_kg("show", "--graph", built_output, "--output", page)
    assert result.returncode == 0, result.stderr
    assert "<html" in page.read_text("utf-8")[:500]
