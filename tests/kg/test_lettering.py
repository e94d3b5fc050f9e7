from __future__ import annotations

import pytest

from kg.lettering import width, wrap


@pytest.mark.parametrize(
    "name, lines",
    [
        ("美国", ("美国",)),
        ("国际热核聚变实验堆计划", ("国际热核聚变", "实验堆计划")),
        ("“一带一路”沿线国家", ("“一带一路”", "沿线国家")),
        ("国家（试行）办法的若干意见", ("国家（试行）办", "法的若干意见")),
        ("clean energy", ("clean energy",)),
        ("12th Five-Year Plan", ("12th Five-Year", "Plan")),
        ("Framework Convention on Climate Change", ("Framework", "Convention on", "Climate Change")),
        ("two  spaces\nand a line end", ("two spaces and", "a line end")),
        ("", ()),
        ("   ", ()),
    ],
)
def test_names_break_into_lines_of_about_the_same_length(name: str, lines: tuple[str, ...]) -> None:
    assert wrap(name) == lines


@pytest.mark.parametrize("letter", ["中", "x", "（", "。", " x", "中x "])
def test_a_name_that_does_not_fit_is_cut(letter: str) -> None:
    lines = wrap(letter * 2000)
    assert 1 <= len(lines) <= 3
    assert max(map(width, lines)) <= 12
    assert lines[-1].endswith("…")
