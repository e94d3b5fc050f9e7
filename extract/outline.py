"""The shape of a text: its sections (chapters, parts, tasks, boxes) and its sentences.

How headings look is kept in headings.toml. A text is read once from front to back, in linear time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.headings import Heading, find_heading, styles_by_start
from extract.model import Section, Sentence
from extract.sentences import LONGEST_SENTENCE, STOPS, find_stops

#: Ends of paragraphs: line ends of every kind, and the runs of ideographic spaces that stand for them in web copies.
_PARAGRAPH_END = re.compile(
    "[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\u3000 \t\xa0]"
    "(?:(?<=[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])\\s*|(?<=\u3000)\u3000+\\s*|(?<=[。！？；][ \t\xa0])[ \t\xa0]{2,}\\s*)"
)
#: A sentence that is a heading at the same time is shortened at a comma to be a title.
_LONG_TITLE = 40
_SHORT_TITLE = 8


class Outline(NamedTuple):
    """The sections and sentences of a text, both in order of position."""

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


@dataclass(slots=True)
class _Level:
    """A section that has begun and not yet ended."""

    id: str
    segment: str
    title: str
    parent: str
    heading: Heading
    place: int
    #: A box in the middle of a sentence: it ends with its first whole paragraph.
    floating: bool = False
    #: It begins with a whole sentence, as an item of a list does.
    told: bool = False
    #: An item directly under another one: it ends at a blank line.
    listed: bool = False
    paragraphs: int = 0
    boxes: int = 0


def outline(text: str) -> Outline:
    r"""Return the sections and sentences of a text.

    >>> plan = outline("三、重点任务\n8．启动“科技伙伴计划”。\n推进合作；扩大影响。")
    >>> [(section.id, section.kind, section.title) for section in plan.sections]
    [('三', 'chapter', '重点任务'), ('三/8', 'task', '启动“科技伙伴计划”')]
    >>> [(sentence.section, sentence.text) for sentence in plan.sentences][2:]
    [('三/8', '推进合作；'), ('三/8', '扩大影响。')]
    """
    reader = _Reader(text)
    for start, end, blank in _paragraphs(text):
        reader.read_paragraph(start, end, after_blank_line=blank)
    return reader.finish()


def cut_sentences(text: str, sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Yield the pieces of each sentence that was too long to be read in one."""
    if all(len(sentence.text) <= LONGEST_SENTENCE // 2 for sentence in sentences):
        return
    first = 0
    for index in range(1, len(sentences) + 1):
        if index == len(sentences) or not _goes_on(text, sentences[index - 1], sentences[index]):
            if sentences[index - 1].end - sentences[first].start > LONGEST_SENTENCE:
                yield sentences[first:index]
            first = index


def _goes_on(text: str, piece: Sentence, after: Sentence) -> bool:
    """Return whether a sentence is the piece of a longer one that goes on with the next."""
    return text[piece.end : after.start] in ("", " ") and piece.section == after.section and piece.text[-1] not in STOPS


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each paragraph without the white space around it, and whether a blank line is above."""
    start, blank = 0, False
    for gap in _PARAGRAPH_END.finditer(text):
        if span := _strip(text, start, gap.start()):
            yield *span, blank
        start, blank = gap.end(), gap.group().count("\n") > 1
    if span := _strip(text, start, len(text)):
        yield *span, blank


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the white space at its ends, None for nothing but white space."""
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return start, end
    raw = text[start:end]
    left = raw.lstrip()
    return (end - len(left), start + len(raw.rstrip())) if left else None


class _Reader:
    """Reads paragraph after paragraph and keeps the path of open sections."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = styles_by_start()
        self._sections: list[Section | None] = []
        self._sentences: list[Sentence] = []
        self._path: list[_Level] = []
        self._uses: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self._top_boxes = 0
        self._interrupted = False

    def read_paragraph(self, start: int, end: int, *, after_blank_line: bool) -> None:
        heading = find_heading(self._text, start, end)
        if heading is not None and self._is_out_of_place(heading):
            heading = None
        if heading is None:
            self._end_list(start, after_blank_line)
            stops = find_stops(self._text, start, end)
        else:
            stops = find_stops(self._text, heading.body, end)
            self._open_section(heading, stops[0], end, after_blank_line)
        self._add_sentences(start, stops, end)
        ended = self._text[end - 1] in "。！？"
        if heading is None and self._path:
            self._path[-1].paragraphs += 1
            if self._path[-1].floating and ended:
                self._close_section(end)
        self._interrupted = heading is None and not (ended or self._text[end - 1] in "：:”）)")

    def finish(self) -> Outline:
        while self._path:
            self._close_section(len(self._text))
        return Outline(tuple(filter(None, self._sections)), tuple(self._sentences))

    def _add_sentences(self, start: int, stops: list[int], end: int) -> None:
        text, sentences = self._text, self._sentences
        section = self._path[-1].id if self._path else ""
        for number, stop in enumerate(stops):
            span = _strip(text, start, stop)
            start = stop
            if span is None:
                continue
            left, right = span
            if number and text[left] in self._starts and self._continues(left, stop, end):
                section = self._path[-1].id
            sentences.append(Sentence(len(sentences), left, right, text[left:right], section))

    def _continues(self, start: int, stop: int, end: int) -> bool:
        """Open a section in the middle of a paragraph if the sentence there carries the next number in line."""
        heading = find_heading(self._text, start, end)
        if heading is None or not heading.style.inline or heading.body >= stop or self._text[start - 1] in "；;":
            return False
        if heading.ordinal not in (1, self._last.get(heading.style.name, 0) + 1):
            return False
        self._open_section(heading, stop, end, False)
        return True

    def _open_section(self, heading: Heading, stop: int, end: int, after_blank_line: bool) -> None:
        style = heading.style
        sibling = self._path[-1] if self._path and self._path[-1].heading.style is style else None
        self._close_until(heading)
        parent = self._path[-1].id if self._path else ""
        segment = style.segment.format(number=heading.number or self._count_box())
        path = f"{parent}/{segment}" if parent else segment
        self._uses[path] += 1
        if self._uses[path] > 1:
            path = f"{path}~{self._uses[path]}"
        title = _title(self._text, heading.body, stop, end)
        level = _Level(path, segment, title, parent, heading, len(self._sections))
        level.floating = style.kind == "box" and self._interrupted
        level.told = stop < end or self._text[end - 1] in "。；;"
        if sibling is not None and sibling.told and sibling.paragraphs == 0:
            level.listed = level.told and not after_blank_line
        self._path.append(level)
        self._sections.append(None)
        self._last[style.name] = heading.ordinal

    def _is_out_of_place(self, heading: Heading) -> bool:
        """Return whether a closing part stands where nothing is to be closed, or repeats its own heading."""
        if not heading.style.closing:
            return False
        last = self._path[-1] if self._path else None
        return last is None or (last.heading.style is heading.style and last.paragraphs == 0)

    def _close_until(self, heading: Heading) -> None:
        """Close the sections that the heading ends."""
        inside = self._box_that_holds(heading)
        while len(self._path) > inside and self._path[-1].heading.style.rank >= heading.style.rank:
            self._close_section(heading.start)
        while len(self._path) > inside and any(level.heading.style.kind == "box" for level in self._path[inside:]):
            self._close_section(heading.start)

    def _box_that_holds(self, heading: Heading) -> int:
        """Return the length of the path up to the open box that the heading belongs to, 0 if it belongs to none."""
        depth = next((n for n, level in enumerate(self._path) if level.heading.style.kind == "box"), None)
        if depth is None or heading.style.kind == "box" or heading.style.rank <= self._path[0].heading.style.rank:
            return 0
        before, box, inner = self._path[:depth], self._path[depth], self._path[depth + 1 :]
        outer = [level.heading.ordinal for level in before if level.heading.style is heading.style]
        items = [level.heading.ordinal for level in inner if level.heading.style is heading.style]
        if heading.ordinal - 1 in items:
            return depth + 1
        restarts = heading.ordinal == 1 and (bool(outer) or (box.paragraphs == 0 and not inner))
        return depth + 1 if restarts or (inner and heading.ordinal == 1) else 0

    def _end_list(self, start: int, after_blank_line: bool) -> None:
        """Close a list of one-paragraph items at the blank line after it."""
        while after_blank_line and self._path and self._path[-1].listed:
            self._close_section(start)

    def _count_box(self) -> int:
        if not self._path:
            self._top_boxes += 1
            return self._top_boxes
        self._path[-1].boxes += 1
        return self._path[-1].boxes

    def _close_section(self, end: int) -> None:
        level = self._path.pop()
        heading = level.heading
        self._sections[level.place] = Section(
            level.id, heading.style.kind, level.segment, level.title, heading.start, end, level.parent
        )


def _title(text: str, start: int, stop: int, end: int) -> str:
    """Return the wording of a heading; of a sentence that serves as one, what stands before its first long pause."""
    wording = text[start:stop].strip()
    title = wording.rstrip("。；;：:")
    if len(title) <= _LONG_TITLE or (stop == end and title == wording):
        return title
    depth = 0
    for place, mark in enumerate(title):
        depth += (mark in "《“（(") - (mark in "》”）)")
        if mark in "，：；" and depth == 0 and place >= _SHORT_TITLE:
            return title[:place]
    return title
