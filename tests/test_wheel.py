"""The wheel is complete: every data file is in it, and alone in an empty environment it builds the same graph."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("kg", "extract", "ontology")


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints, away from the settings of this environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tracked_files() -> list[str]:
    listed = run("git", "-c", "core.quotePath=false", "ls-files", cwd=ROOT)
    return [name for name in listed.splitlines() if (ROOT / name).is_file()]


def is_module(name: str) -> bool:
    generator = name.startswith("ontology/build_")
    return (
        name.split("/")[0] in PACKAGES and name.endswith(".py") and not name.endswith("__main__.py") and not generator
    )


def module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from a copy of the tracked files alone."""
    source = tmp_path_factory.mktemp("source")
    for name in tracked_files():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", target, cwd=source)
    (built,) = target.glob("*.whl")
    return built


def test_wheel_holds_every_tracked_file_of_the_packages(wheel: Path) -> None:
    expected = {name for name in tracked_files() if name.split("/")[0] in PACKAGES}
    data = {name for name in expected if not name.endswith(".py")}
    assert len(data) >= 20
    with zipfile.ZipFile(wheel) as archive:
        present = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert present == expected
        assert all(archive.read(name) == (ROOT / name).read_bytes() for name in expected)


def test_wheel_alone_builds_the_graph(wheel: Path, built_output: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    binaries = tmp_path / "env" / "bin"
    run(binaries / "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    modules = sorted(module_name(name) for name in tracked_files() if is_module(name))
    run(binaries / "python", "-c", f"import {', '.join(modules)}", cwd=tmp_path)
    run(binaries / "kg", "build", "--output", "here", cwd=tmp_path)
    assert (tmp_path / "here" / "graph.nq").read_bytes() == (built_output / "graph.nq").read_bytes()
