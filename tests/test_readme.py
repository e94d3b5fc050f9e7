"""What the README pages say is true: their commands print what they show, their Python runs, their links lead on.

With UPDATE_GOLDEN=1 the shown answers are rewritten from the graph (in one process: -n 0).
"""

from __future__ import annotations

import os
import re
import shlex
import struct
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "README.zh.md")
#: Further pages whose commands must print what is shown.
SHOWN = (*PAGES, "docs/before-after.md")
PICTURE = ROOT / "docs" / "graph.png"

each_page = pytest.mark.parametrize("page", PAGES)


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of one language on a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def sessions(page: str) -> list[tuple[str, str]]:
    """Return the commands of the console blocks with the output shown below each."""
    steps = [step for block in blocks(page, "console") for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, shown) for command, _, shown in (step.partition("\n") for step in steps)]


SESSIONS = [
    pytest.param(page, *session, id=f"{page}-{number}")
    for page in SHOWN
    for number, session in enumerate(sessions(page), start=1)
]


@pytest.fixture
def workplace(tmp_path: Path, built_output: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a current folder where `make graph` has left its output."""
    (tmp_path / "output").symlink_to(built_output)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@each_page
def test_page_answers_three_questions(page: str) -> None:
    assert len(sessions(page)) >= 3


@pytest.mark.parametrize(("page", "command", "shown"), SESSIONS)
def test_command_prints_what_is_shown(
    page: str, command: str, shown: str, workplace: Path, run_kg: Callable[..., CompletedProcess[str]]
) -> None:
    program, *arguments = shlex.split(command)
    assert program == "kg"
    result = run_kg(*arguments, cwd=workplace)
    assert result.returncode == 0, result.stderr
    printed = "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())
    assert len(printed.splitlines()) >= 3, "an answer has a header and rows"
    if os.environ.get("UPDATE_GOLDEN"):
        text = (ROOT / page).read_text("utf-8")
        (ROOT / page).write_text(text.replace(f"$ {command}\n{shown}```", f"$ {command}\n{printed}```"), "utf-8")
    else:
        assert printed == shown


@each_page
def test_python_sample_runs_in_ten_lines(page: str, workplace: Path) -> None:
    (sample,) = blocks(page, "python")
    assert 5 <= len(sample.splitlines()) <= 12
    exec(compile(sample, page, "exec"), {"__name__": "sample"})


@each_page
def test_page_names_the_two_commands_and_the_licences(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [part for part in ("make graph", "make test", "Apache-2.0", "CC BY 4.0") if part not in text] == []


@each_page
def test_links_lead_to_files_of_the_project(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert len(local) >= 3
    assert [link for link in local if not (ROOT / link).is_file()] == []


def test_picture_is_a_light_png_of_the_page() -> None:
    content = PICTURE.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG") and len(content) < 300_000
    assert width >= 800 and height >= 500
    assert all(PICTURE.relative_to(ROOT).as_posix() in (ROOT / page).read_text("utf-8") for page in PAGES)
