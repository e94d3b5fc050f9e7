"""Which texts are texts of one work, and how a work is counted once."""

from __future__ import annotations

import pytest

from extract.model import Document
from kg.works import count_once, works


def documents(copies: dict[str, str]) -> list[Document]:
    return [Document(name, name, f"{name}.txt", "……", {"copy_of": original}) for name, original in copies.items()]


@pytest.mark.parametrize(
    "copies, expected",
    [
        ({"a": "", "b": ""}, {"a": "a", "b": "b"}),
        ({"a": "", "b": "a", "c": "b"}, {"a": "a", "b": "a", "c": "a"}),
        ({"b": "not-here"}, {"b": "not-here"}),
        ({"a": "b", "b": "a"}, {"a": "a", "b": "a"}),
        ({"a": "a"}, {"a": "a"}),
    ],
)
def test_copies_lead_to_their_original(copies: dict[str, str], expected: dict[str, str]) -> None:
    assert works(documents(copies)) == expected


@pytest.mark.parametrize("texts, count", [([], 0), (["a"], 1), (["a", "a", "b"], 2), (["a", "b", "b", "c"], 3)])
def test_of_copies_the_fullest_counts(texts: list[str], count: int) -> None:
    assert count_once(texts, {"a": "a", "b": "a", "c": "c"}) == count
