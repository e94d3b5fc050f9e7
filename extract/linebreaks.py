"""Lines that a page layout has broken are joined again; ends of paragraphs, headings and titles stay."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median

from extract.headings import begins_heading
from extract.offsets import Edit

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_WIDE = re.compile("[\u2e80-\uffef]")
_ENDS = "。！？.!?"
_PAUSES = "；：;:"
_OPENING = "“‘《（(〔「"
_CLOSING = "”’》）)〕」，。、；：！？,;"
#: A sign of a scan: a mark that has slipped out of its line and stands alone, or breaks the line where it stands.
_LOOSE = "“”‘’\"'`´ˇ"
#: Lines of one width are a sign of a page; longer ones are paragraphs.
_NARROWEST, _WIDEST = 10.0, 130.0
#: The share of the usual width from which on a line counts as full.
_FULL, _BRIMFUL = 0.7, 0.9
#: From this width on a line without a full stop is no title.
_LONG = 35.0
#: Marks at which a line may end for good.
_STOPS = _ENDS + _PAUSES + _CLOSING.replace("，", "").replace("、", "")
#: Lines of a page are not wider than this share of the usual width, but for a few.
_OVERFULL = 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; `width` counts a Chinese character as one, a Latin letter as half."""

    start: int
    end: int
    text: str

    @property
    def width(self) -> float:
        """Return the room that the line takes on the page, in Chinese characters."""
        wide = len(_WIDE.findall(self.text))
        return wide + (len(self.text) - wide) / 2


_NOTHING = Line(0, 0, "")


def find_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank."""
    lines = []
    for match in _LINE.finditer(text):
        content = match.group().strip()
        if content:
            start = match.start() + match.group().index(content[0])
            lines.append(Line(start, start + len(content), content))
    return lines


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Return whether lines are pieces of running text of one width, broken in the middle of sentences."""
    unfinished = [
        (line, following.text)
        for line, following in zip_longest(lines, lines[1:], fillvalue=_NOTHING)
        if line.text[-1] not in _ENDS + _PAUSES and line.width >= _NARROWEST
    ]
    if len(unfinished) < 2 or len(unfinished) * 4 < len(lines):
        return False
    usual = median(line.width for line, _ in unfinished)
    alike = sum(abs(line.width - usual) <= usual / 4 for line, _ in unfinished)
    running = sum(_runs(line.text) or _runs_on(line.text, following) for line, following in unfinished)
    if sum(line.width > _OVERFULL * usual for line in lines) * 10 > len(lines):
        return False
    return usual <= _WIDEST and alike * 10 >= len(unfinished) * 6 and running * 2 >= len(unfinished)


def _runs(text: str) -> bool:
    """Return whether a line is running text and no title."""
    return any(mark in text for mark in "，、。；,;")


def _runs_on(text: str, following: str) -> bool:
    """Return whether a line of Latin script breaks off before a word in small letters."""
    return text.count(" ") > 4 and following[:1].islower()


def join_lines(text: str, lines: Sequence[Line]) -> Iterator[Edit]:
    """Yield the changes that join the broken lines of a wrapped text."""
    if len(lines) < 2:
        return
    usual = median(line.width for line in lines if line.width >= _NARROWEST)
    gaps = [text[left.end : right.start] for left, right in itertools.pairwise(lines)]
    spaced = sum(gap.count("\n") > 1 for gap in gaps) * 2 > len(gaps)
    paragraph = _Paragraph(lines[0], usual)
    for left, right, gap in zip(lines, lines[1:], gaps, strict=False):
        if _is_torn(left, right, gap, spaced):
            paragraph.continue_line(right)
            yield Edit(left.end, right.start, "")
        elif paragraph.goes_on_with(right):
            paragraph.add_line(right)
            yield _joint(left, right)
        else:
            paragraph = _Paragraph(right, usual)


def join_unfinished(text: str, lines: Sequence[Line]) -> Iterator[Edit]:
    """Yield the changes that join single long lines broken inside a sentence, in a text of whole paragraphs."""
    for left, right in itertools.pairwise(lines):
        if text[left.end : right.start] == "\n" and _is_unfinished(left) and _goes_on(right):
            yield _joint(left, right)


def _is_unfinished(line: Line) -> bool:
    last = line.text[-1]
    return last not in _STOPS and _WIDE.match(last) is not None and _runs(line.text) and line.width >= _LONG


def _goes_on(line: Line) -> bool:
    return _runs(line.text) and _WIDE.match(line.text) is not None and not begins_heading(line.text)


def _is_torn(left: Line, right: Line, gap: str, spaced: bool) -> bool:
    """Return whether two pieces are one line of the page, torn apart by a mark that slipped out of it."""
    if right.text in "”’、，。；：" or left.text in "“‘":
        return True
    if gap.count("\n") > 1 or not spaced:
        return False
    loose = left.text[-1] in _LOOSE or right.text[0] in _LOOSE or min(len(left.text), len(right.text)) <= 2
    return loose and left.text[-1] not in _ENDS


class _Paragraph:
    """The lines joined so far, with what tells whether the next one belongs to them."""

    def __init__(self, line: Line, usual: float) -> None:
        self._usual = usual
        self._last = line.text[-1]
        self._width = line.width
        self._widest = 0.0
        self._is_torn = False
        self._is_heading = begins_heading(line.text)
        self._runs = _runs(line.text)

    def continue_line(self, line: Line) -> None:
        """Add a piece of the last line, of which nobody knows now how wide it was on the page."""
        self._is_torn = True
        self._width += line.width
        self._take(line)

    def add_line(self, line: Line) -> None:
        """Add a line; after a quotation mark it may be the rest of a torn line."""
        short = self._is_torn or self._width < _FULL * self._usual
        if self._last in _OPENING or line.text[0] in "”’" or (self._last in "”’" and short):
            self.continue_line(line)
            return
        if not self._is_torn:
            self._widest = max(self._widest, self._width)
        self._width, self._is_torn = line.width, False
        self._take(line)

    def _take(self, line: Line) -> None:
        self._last = line.text[-1]
        self._runs = self._runs or _runs(line.text)

    def goes_on_with(self, line: Line) -> bool:
        """Return whether a line continues the paragraph."""
        share = self._width / (self._widest or self._usual)
        full = share >= (_BRIMFUL if self._is_heading else _FULL)
        if begins_heading(line.text) and (self._last in _ENDS + _PAUSES or not full or line.text.startswith("专栏")):
            return False
        if self._last in _ENDS:
            return share >= _BRIMFUL and not self._is_torn
        if line.text[0] in _CLOSING or self._last in "，、," + _OPENING:
            return True
        if self._is_heading or self._last in _PAUSES:
            return full
        return full or self._last in "”’" or (self._runs and (self._is_torn or line.text in "“‘"))


def _joint(left: Line, right: Line) -> Edit:
    """Return the change that puts two lines together: words of Latin script with a space, hyphenated ones without."""
    before, after = left.text[-1], right.text[0]
    if before == "-" and len(left.text) > 1 and left.text[-2].isascii() and left.text[-2].isalpha() and after.islower():
        return Edit(left.end - 1, right.start, "")
    spaced = before.isascii() and after.isascii() and (before.isalpha() or before in ".,;:)!?") and after.isalnum()
    return Edit(left.end, right.start, " " if spaced else "")
