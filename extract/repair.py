"""Scan noise undone: the text as it was meant, with every position leading back to the raw text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each span of a repaired text stands in the raw text."""

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open raw span that a repaired span was made from."""
        return start, end


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text and the way back to the raw one."""

    text: str
    offsets: OffsetMap


def repair(text: str) -> Repaired:
    """Return the text with scan noise undone."""
    return Repaired(text, OffsetMap())
