"""A build from texts to an output directory: same bytes, honest manifest, previous output safe."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extract import Document, ReadError
from kg import building
from kg.building import BuildError, build_output, read_inputs, source_name, source_path

PLAN = "一、任务\n“十二五”期间，推动中美清洁能源合作。到2015年，基地总数达到500家。\n"
REPORT = "二、进展\n中国与法国建立了联合实验室，参与国际热核聚变实验堆（ITER）计划。\n"


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Return a folder of two texts."""
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    (folder / "report.txt").write_text(REPORT, "gb18030")
    return folder


def built(folder: Path) -> dict[str, bytes]:
    """Return what must not differ between two builds."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "store" not in path.parts]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.name != "timings.json"}


def manifest(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "manifest.json").read_text("utf-8")))


def test_no_path_means_the_bundled_texts() -> None:
    documents, errors = read_inputs([])
    assert [document.id for document in documents] == ["12fyp", "12fyp-scan", "13fyp", "keyinst", "nstp12"]
    assert not errors


@pytest.mark.parametrize("argument", ["plans", "plans/*.txt", "plans/**/*.txt"])
def test_folder_and_pattern_stand_for_the_texts_in_them(
    argument: str, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(plans.parent)
    documents, errors = read_inputs([argument])
    assert [document.id for document in documents] == ["plan", "report"]
    assert not errors


def test_file_that_cannot_be_read_does_not_stop_the_others(plans: Path) -> None:
    (plans / "empty.txt").write_text("", "utf-8")
    documents, errors = read_inputs([str(plans)])
    assert [document.id for document in documents] == ["plan", "report"]
    assert [(type(error), Path(error.path).name) for error in errors] == [(ReadError, "empty.txt")]


def test_manifest_tells_what_went_in_and_what_came_out(plans: Path, tmp_path: Path) -> None:
    report = build_output(read_inputs([str(plans)])[0], tmp_path / "out")
    told = manifest(tmp_path / "out")
    assert told["inputs"] == [
        {
            "document": name,
            "title": name,
            "source": (plans / f"{name}.txt").as_posix(),
            "sha256": hashlib.sha256((plans / f"{name}.txt").read_bytes()).hexdigest(),
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "characters": len(text),
            "copy_of": "",
        }
        for name, text in (("plan", PLAN), ("report", REPORT))
    ]
    assert told["counts"] == report.counts
    assert report.counts["texts"] == report.counts["works"] == 2
    assert report.counts["statements"] >= report.counts["facts"] > 0


def test_manifest_has_the_checksum_of_every_file(plans: Path, tmp_path: Path) -> None:
    build_output(read_inputs([str(plans)])[0], tmp_path / "out")
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in built(tmp_path / "out").items()}
    del sums["manifest.json"]
    assert manifest(tmp_path / "out")["files"] == sums
    assert {
        "graph.nq",
        "graph.ttl",
        "README.md",
        "unresolved.csv",
        "tables/relations.csv",
        "pages/all.html",
    } <= sums.keys()


def test_every_input_has_the_same_bytes_in_one_process_or_two(plans: Path, tmp_path: Path) -> None:
    documents, _ = read_inputs([str(plans)])
    for workers in (1, 2):
        build_output(documents, tmp_path / str(workers), workers=workers)
    assert built(tmp_path / "1") == built(tmp_path / "2")


def test_bytes_do_not_depend_on_the_hash_seed(plans: Path, tmp_path: Path) -> None:
    for seed in ("1", "4242"):
        command = [sys.executable, "-m", "kg", "build", str(plans), "--output", str(tmp_path / seed), "--quiet"]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert built(tmp_path / "1") == built(tmp_path / "4242")
    assert len(built(tmp_path / "1")) > 20


def test_tables_of_a_new_file_go_by_its_stem(plans: Path, tmp_path: Path) -> None:
    build_output(read_inputs([str(plans / "plan.txt")])[0], tmp_path / "out")
    with (tmp_path / "out" / "tables" / "documents.csv").open(encoding="utf-8", newline="") as stream:
        assert [(row["document"], row["title"]) for row in csv.DictReader(stream)] == [("plan", "plan")]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("stage", ["dataset_lines", "write_store", "make_tables", "view_page", "_manifest"])
def test_build_that_fails_in_any_stage_leaves_the_previous_output_whole(
    stage: str, error: type[BaseException], plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / "manifest.json").write_text('{"generator": "stcoop-kg"}', "utf-8")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(building, stage, fail)
    with pytest.raises(error):
        build_output(read_inputs([str(plans)])[0], output)
    assert [path.name for path in output.iterdir()] == ["manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["out", "plans"]


@pytest.mark.parametrize("ids", [("plan", "plan"), ("x y", "xy"), ("a/b", "ab")])
def test_two_documents_with_one_id_are_refused_by_name(ids: tuple[str, str], tmp_path: Path) -> None:
    documents = [Document(id, id, f"folder{number}/{id}.txt", PLAN) for number, id in enumerate(ids)]  # noqa: A001
    with pytest.raises(BuildError, match=r"two documents have the id .*folder0/.* and folder1/.*; rename one of them"):
        build_output(documents, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_read_is_nothing_built(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nothing could be read"):
        build_output([], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_name_that_no_iri_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"'%%': .*rename"):
        build_output([Document("%%", "t", "%%.txt", PLAN)], tmp_path / "out")


def test_sources_in_the_manifest_lead_back_to_the_files(plans: Path) -> None:
    bundled, given = read_inputs([])[0][0], read_inputs([str(plans / "plan.txt")])[0][0]
    assert source_name(bundled) == "corpus:12fyp.txt"
    assert source_name(given) == (plans / "plan.txt").as_posix()
    assert [source_path(source_name(document)) for document in (bundled, given)] == [
        Path(bundled.source),
        Path(given.source),
    ]


def test_progress_is_told_from_nothing_to_all(plans: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    progress: Callable[[str, int, int], None] = lambda *step: told.append(step)  # noqa: E731
    report = build_output(read_inputs([str(plans)])[0], tmp_path / "out", progress=progress)
    assert told[:3] == [("extract", 0, 2), ("extract", 1, 2), ("extract", 2, 2)]
    assert told[-1] == ("pages", 4, 4)
    assert list(report.seconds) == ["extract", "graph", "store", "tables", "pages"]
