"""The notebooks run from top to bottom, hold no output, and call the packages instead of defining functions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_of(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@each_notebook
def test_notebook_holds_no_output(path: Path) -> None:
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert len(cells) >= 3
    assert [cell for cell in cells if cell.outputs or cell.execution_count is not None] == []


@each_notebook
def test_notebook_calls_the_package_and_defines_nothing(path: Path) -> None:
    statements = [node for source in code_of(read(path)) for node in ast.walk(ast.parse(source))]
    assert [ast.unparse(node) for node in statements if isinstance(node, ast.Import)][:1] == ["import kg"]
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [ast.unparse(node) for node in statements if isinstance(node, definitions)] == []


@each_notebook
def test_notebook_explains_in_chinese_with_an_english_summary(path: Path) -> None:
    prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert sum(len(re.findall(r"[一-鿿]", text)) for text in prose) >= 200
    assert any(text.startswith("## English summary") for text in prose)


@each_notebook
def test_notebook_runs(path: Path, tmp_path: Path) -> None:
    notebook = read(path)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert len(shown) >= 3
    warnings = [output.text for cell in shown for output in cell.outputs if output.get("name") == "stderr"]
    assert warnings == []
