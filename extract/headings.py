"""How headings look: numbered chapters, parts, tasks, items and boxes, as headings.toml describes them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Style:
    """A way to write headings, as headings.toml describes it."""

    name: str
    kind: str
    rank: int
    starts: str
    marker: re.Pattern[str]
    segment: str
    inline: bool
    closing: bool
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]


class Heading(NamedTuple):
    """The marker of a heading: its style and number, where it starts and where the wording after it starts."""

    style: Style
    number: str
    start: int
    body: int

    @property
    def ordinal(self) -> int:
        """Return the place of the heading among its siblings, 0 where the number does not say."""
        return _ordinal(self.number)


def begins_heading(line: str) -> bool:
    """Return whether a line begins like a heading.

    >>> begins_heading("（三）积极参与国际大科学计划"), begins_heading("三大任务")
    (True, False)
    """
    return find_heading(line, 0, len(line)) is not None


def find_heading(text: str, start: int, end: int) -> Heading | None:
    """Return the heading that a paragraph begins with."""
    for style in styles_by_start().get(text[start], ()):
        found = style.marker.match(text, start, end)
        if found and not _contents_line().search(text, max(found.end(), end - 40), end):
            number = unicodedata.normalize("NFKC", re.sub(r"\s", "", found["number"] or ""))
            return Heading(style, number, start, found.end())
    return None


def _ordinal(number: str) -> int:
    """Return the value of a heading's number.

    >>> [_ordinal(number) for number in ("7", "十", "十二", "二十一", "三.2", "")]
    [7, 10, 12, 21, 0, 0]
    """
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if not number or any(mark not in _NUMERALS for mark in tens + ones):
        return 0
    return (_NUMERALS.find(tens or "一") * 10 if ten else 0) + _NUMERALS.find(ones or "〇")


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    return tomllib.loads((files("extract") / "headings.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def heading_styles() -> tuple[Style, ...]:
    """Return the ways to write headings, the more telling ones first."""
    return tuple(
        Style(
            name=row["name"],
            kind=row["kind"],
            rank=row["rank"],
            starts=row["starts"],
            marker=re.compile(row["marker"]),
            segment=row["segment"],
            inline=row.get("inline", False),
            closing=row.get("closing", False),
            examples=tuple(row["examples"]),
            near_misses=tuple(row["near_misses"]),
        )
        for row in _settings()["heading"]
    )


@lru_cache(maxsize=1)
def styles_by_start() -> Mapping[str, tuple[Style, ...]]:
    """Return for each character the styles whose marker can begin with it."""
    starts = sorted({mark for style in heading_styles() for mark in style.starts})
    return {mark: tuple(style for style in heading_styles() if mark in style.starts) for mark in starts}


@lru_cache(maxsize=1)
def _contents_line() -> re.Pattern[str]:
    return re.compile(_settings()["contents"]["marker"])
