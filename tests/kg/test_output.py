"""An output directory is replaced as a whole or not at all, and nothing of anybody else is ever deleted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.output import GENERATOR, OutputError, read_manifest, readme, replaced_directory, write_lines, write_text

MANIFEST = json.dumps({"generator": GENERATOR})


def fill(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def content(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail_in_the_middle(target: Path, error: type[BaseException]) -> None:
    with replaced_directory(target) as folder:
        fill(folder, LATER)
        raise error


EARLIER = {"manifest.json": MANIFEST, "graph.nq": "old", "tables/documents.csv": "old"}
LATER = {"manifest.json": MANIFEST, "graph.nq": "new"}


@pytest.mark.parametrize("before", [{}, EARLIER, {"README.md": readme()}], ids=["empty", "earlier output", "readme"])
def test_new_output_takes_the_place_of_the_old_one(before: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    fill(tmp_path / "out", before)
    with replaced_directory(tmp_path / "out") as folder:
        fill(folder, LATER)
        assert content(tmp_path / "out") == before
    assert content(tmp_path / "out") == LATER
    assert names(tmp_path) == ["out"]


def test_output_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    with replaced_directory(tmp_path / "a" / "b") as folder:
        fill(folder, LATER)
    assert content(tmp_path / "a" / "b") == LATER


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, OSError])
def test_failure_leaves_the_previous_output_whole(error: type[BaseException], tmp_path: Path) -> None:
    fill(tmp_path / "out", EARLIER)
    with pytest.raises(error):
        fail_in_the_middle(tmp_path / "out", error)
    assert content(tmp_path / "out") == EARLIER
    assert names(tmp_path) == ["out"]


def test_failure_of_the_last_step_puts_the_previous_output_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "out", EARLIER)
    rename = Path.rename

    def fail_to_publish(path: Path, target: Path) -> Path:
        if target == tmp_path / "out" and not path.name.endswith(".previous"):
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_to_publish)
    with pytest.raises(OutputError, match="No space left on device"), replaced_directory(tmp_path / "out") as folder:
        fill(folder, LATER)
    assert content(tmp_path / "out") == EARLIER


@pytest.mark.parametrize(
    "files, complaint",
    [
        ({"thesis.docx": "mine"}, "is not an earlier output"),
        ({"README.md": "mine"}, "README.md that no build made"),
        ({"manifest.json": "{}"}, "was not written by stcoop-kg"),
        ({"manifest.json": "no json"}, "not readable as JSON"),
        ({**EARLIER, "notes.txt": "mine"}, "holds notes.txt"),
        ({**EARLIER, ".git/HEAD": "mine"}, "holds .git"),
    ],
)
def test_directory_that_is_not_ours_is_never_touched(files: dict[str, str], complaint: str, tmp_path: Path) -> None:
    fill(tmp_path / "out", files)
    with pytest.raises(OutputError, match=complaint), replaced_directory(tmp_path / "out"):
        pytest.fail("the block must not begin")
    assert content(tmp_path / "out") == files


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    write_text(tmp_path / "out", "mine")
    with pytest.raises(OutputError, match="is a file"), replaced_directory(tmp_path / "out"):
        pytest.fail("the block must not begin")


def test_output_behind_a_link_is_replaced_where_it_lies(tmp_path: Path) -> None:
    fill(tmp_path / "far", EARLIER)
    (tmp_path / "out").symlink_to(tmp_path / "far")
    with replaced_directory(tmp_path / "out") as folder:
        fill(folder, LATER)
    assert (tmp_path / "out").is_symlink()
    assert content(tmp_path / "far") == LATER


def gone_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    fill(tmp_path / "out", EARLIER)
    fill(tmp_path / f".out.{gone_process()}.half", {"graph.nq": "half"})
    fill(tmp_path / f".out.{os.getppid()}.running", {"graph.nq": "half"})
    with replaced_directory(tmp_path / "out") as folder:
        fill(folder, LATER)
    assert names(tmp_path) == [f".out.{os.getppid()}.running", "out"]


def test_output_that_a_killed_build_had_moved_away_comes_back(tmp_path: Path) -> None:
    fill(tmp_path / f".out.{gone_process()}.previous", EARLIER)
    with pytest.raises(InterruptedError):
        fail_in_the_middle(tmp_path / "out", InterruptedError)
    assert content(tmp_path / "out") == EARLIER


def test_directory_without_an_output_is_named_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no output of a build .*run `kg build --output"):
        read_manifest(tmp_path)


def test_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def pieces() -> object:
        yield "half"
        raise InterruptedError

    write_text(tmp_path / "page.html", "whole\n")
    with pytest.raises(InterruptedError):
        write_lines(tmp_path / "page.html", pieces())  # type: ignore[arg-type]
    assert content(tmp_path) == {"page.html": "whole\n"}


def test_readme_of_the_project_is_the_one_that_builds_write(root: Path) -> None:
    assert (root / "output" / "README.md").read_text("utf-8") == readme()
