"""A sentence with its figures, and the words of it that say what a figure measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.figures import Figure
from extract.quantity_rules import QuantityRules

BREAK = re.compile("[，,。；;：:！？!?\n]|——")
TRIMMED = " \t\u3000、，,：:；;。（(“—-－"
#: The longest measure; a longer one is cut at its beginning, a longer noun behind a number at its end.
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, with the place of the words; `stem` is it without what happened to it (竣工, 增长).

    `told_of` is the place of the name in a row of shares that only names change in (德国马普学会为36%).
    """

    text: str
    start: int
    end: int
    stem: str = ""
    told_of: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its figures, the names no noun is cut in, and those of them that measures are told of."""

    text: str
    figures: Sequence[Figure]
    names: Sequence[tuple[int, int]]
    holders: frozenset[tuple[int, int]]
    rules: QuantityRules


def clause_end(scene: Scene, position: int) -> int:
    """Return where the words that belong to a figure end: at the next break, or before the next figure."""
    start = scene.figures[position].outer_end
    end = len(scene.text)
    for mark in BREAK.finditer(scene.text, start):
        if not inside(mark.start(), scene.names) and not inside_quotes(scene.text, start, mark.start()):
            end = mark.start()
            break
    if position + 1 < len(scene.figures):
        end = min(end, scene.figures[position + 1].outer_start)
    return end


def measure_at(text: str, start: int, end: int, rules: QuantityRules | None = None) -> Measure:
    """Return the measure that a span of a sentence is; with rules, what happened to it is kept apart from its stem."""
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    while start < end and (
        text[start] in " \t\u3000、，,：:；;。”）)的了-—－" or (text[start] == "“" and text.find("”", start, end) < 0)
    ):
        start += 1
    measured = text[start:end]
    if rules is None:
        return Measure(measured, start, end, measured)
    shown = rules.words_regex("comparisons").sub("", measured)
    event = rules.words_regex("events", "{}$").search(measured, 2)
    deed = rules.words_regex("transitive").match(measured)
    stem = measured[deed.end() if deed else 0 : event.start() if event else len(measured)]
    return Measure(shown or measured, start, end, stem or measured)


def inside(position: int, spans: Sequence[tuple[int, int]], closed: bool = False) -> bool:
    """Say whether a position lies within one of the spans; `closed`: their first position as well."""
    return any(
        ((start <= position if closed else start < position) and position < end) or start == position < end
        for start, end in spans
    )


def inside_quotes(text: str, start: int, position: int) -> bool:
    """Say whether a quotation or title that opens behind `start` is still open at a position."""
    opened = max(text.rfind("“", start, position), text.rfind("《", start, position))
    closed = max(text.rfind("”", start, position), text.rfind("》", start, position))
    return opened > closed


def begins_name(start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span is only the beginning of a name."""
    return any(start <= left < end < right or (left <= start < right and end < right) for left, right in names)


def ends_name(found: re.Match[str], names: Sequence[tuple[int, int]]) -> bool:
    """Say whether what was found begins within a name."""
    return any(left < found.start() < right for left, right in names)
