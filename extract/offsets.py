"""The way back from a changed text to the text it was made from, through any number of rounds of changes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """A change: the characters from `start` to `end` are replaced by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Layer:
    """One round of changes as four parallel rows: where each change stood and where its replacement stands."""

    old_starts: tuple[int, ...]
    old_ends: tuple[int, ...]
    new_starts: tuple[int, ...]
    new_ends: tuple[int, ...]

    def old_start(self, position: int) -> int:
        """Return where the character at a new position began."""
        change = bisect_right(self.new_starts, position) - 1
        if change < 0:
            return position
        beyond = position - self.new_ends[change]
        if beyond >= 0:
            return self.old_ends[change] + beyond
        return self.old_starts[change] + (position - self.new_starts[change] if self._keeps_length(change) else 0)

    def old_end(self, position: int) -> int:
        """Return where the character before a new position ended."""
        change = bisect_right(self.new_starts, position - 1) - 1
        if change < 0:
            return position
        beyond = position - self.new_ends[change]
        if beyond > 0:
            return self.old_ends[change] + beyond
        return self.old_ends[change] + (beyond if self._keeps_length(change) else 0)

    def _keeps_length(self, change: int) -> bool:
        return self.old_ends[change] - self.old_starts[change] == self.new_ends[change] - self.new_starts[change]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each span of a repaired text stands in the raw text."""

    layers: tuple[_Layer, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the raw text that a span of the repaired text was made from.

        >>> draft = Draft("国 际合作")
        >>> draft.apply([Edit(1, 2, "")])
        >>> draft.text, draft.offsets.raw_span(0, 2)
        ('国际合作', (0, 3))
        """
        if start >= end:
            for layer in reversed(self.layers):
                start = layer.old_start(start)
            return start, start
        for layer in reversed(self.layers):
            start, end = layer.old_start(start), layer.old_end(end)
        return start, end


class Draft:
    """A text under repair: each round of changes gives a new text and remembers the way back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._layers: list[_Layer] = []

    @property
    def offsets(self) -> OffsetMap:
        """Return the way back from the text as it is now to the text at the beginning."""
        return OffsetMap(tuple(self._layers))

    def substitute(self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]) -> None:
        """Replace all matches of a pattern, as `re.sub` does."""
        expand = replacement if callable(replacement) else lambda match: match.expand(replacement)
        self.apply(Edit(match.start(), match.end(), expand(match)) for match in pattern.finditer(self.text))

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make changes that are sorted and do not overlap; one that changes nothing is left out."""
        changes = [trimmed for edit in edits for trimmed in self._trim(edit)]
        if not changes:
            return
        pieces: list[str] = []
        starts: list[int] = []
        old = new = 0
        for start, end, text in changes:
            pieces += (self.text[old:start], text)
            new += start - old
            starts.append(new)
            new += len(text)
            old = end
        pieces.append(self.text[old:])
        self._layers.append(
            _Layer(
                tuple(edit.start for edit in changes),
                tuple(edit.end for edit in changes),
                tuple(starts),
                tuple(start + len(edit.text) for start, edit in zip(starts, changes, strict=True)),
            )
        )
        self.text = "".join(pieces)

    def _trim(self, edit: Edit) -> Iterator[Edit]:
        """Yield the edit without what it leaves as it is at its ends, so that offsets stay as exact as they can be.

        Something that is only put in takes the place of the character before it: every span then has a raw span.
        """
        start, end, text = edit
        if self.text[start:end] == text:
            return
        while start < end and text and self.text[start] == text[0]:
            start, text = start + 1, text[1:]
        while start < end and text and self.text[end - 1] == text[-1]:
            end, text = end - 1, text[:-1]
        if start == end and text and edit.start < edit.end:
            if start > edit.start:
                start, text = start - 1, self.text[start - 1] + text
            else:
                end, text = end + 1, text + self.text[end]
        yield Edit(start, end, text)
