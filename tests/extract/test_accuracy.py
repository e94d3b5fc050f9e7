"""How well the held-out texts come out. The floors in floors.toml may only rise.

Who makes extraction better raises them to a hundredth below what is measured (FIX=1 does it); who finds one broken has
made something worse, and looks at `kg score tests/extract/gold --misses` before anything else.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from extract import extract
from extract.gold import find_texts, read_gold
from extract.scoring import KINDS, Judged, add_attributes, judge, score
from ontology import load_vocabulary

GOLD = Path(__file__).with_name("gold")
FLOORS = Path(__file__).with_name("floors.toml")
MARGIN = 0.01
HEAD = "# F1 of what is found, and the share of the attributes of quantities that are right. Floors may only rise.\n"


@lru_cache(maxsize=1)
def judged() -> tuple[Judged, ...]:
    vocabulary = load_vocabulary()
    return tuple(judge(extract(document), gold, vocabulary) for document, gold in find_texts(read_gold(GOLD), GOLD))


def group_of(document: str) -> str:
    """Return what a document is measured with: passages by the letter of their series, corpus texts alone."""
    return f"passages {document[0]}" if document[1:].isdecimal() else document


@lru_cache(maxsize=1)
def measured() -> Mapping[str, Mapping[str, float]]:
    groups: dict[str, list[Judged]] = {}
    for document in judged():
        groups.setdefault(group_of(document.document), []).append(document)
    return {group: figures(documents) for group, documents in sorted(groups.items())}


def figures(documents: list[Judged]) -> dict[str, float]:
    verdicts = [verdict for document in documents for verdict in document.verdicts]
    found = {kind: score(v for v in verdicts if v.kind == kind).f1 for kind in KINDS}
    shares = {name: right / of for name, (right, of) in add_attributes(documents).items() if of}
    return {**found, **shares}


def floors() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def raised(old: Mapping[str, Mapping[str, float]]) -> str:
    """Return the floors a hundredth below what is measured; none sinks."""
    lines = [HEAD]
    for group, values in measured().items():
        lines.append(f'["{group}"]')
        for name, value in values.items():
            floor = max(round(value - MARGIN, 3), old.get(group, {}).get(name, 0.0))
            lines.append(f"{name} = {floor:.3f}")
        lines.append("")
    return "\n".join(lines)


if os.environ.get("FIX"):
    FLOORS.write_text(raised(floors() if FLOORS.exists() else {}), encoding="utf-8")

ROWS = [(group, name, floor) for group, values in floors().items() for name, floor in values.items()]


def test_there_is_a_floor_for_all_that_is_measured():
    assert {group: set(values) for group, values in floors().items()} == {
        group: set(values) for group, values in measured().items()
    }
    assert len(judged()) >= 14 and len(ROWS) >= 3 * 8


@pytest.mark.parametrize(("group", "name", "floor"), ROWS, ids=[f"{group}-{name}" for group, name, _ in ROWS])
def test_accuracy_has_not_sunk(group: str, name: str, floor: float):
    assert measured()[group][name] >= floor, (
        f"{name} on {group} has sunk to {measured()[group][name]:.3f}; the floor of {floor:.3f} may only rise: "
        "see `kg score tests/extract/gold --misses` for what is lost"
    )
