"""The shape of a text: its sections (chapters, parts, tasks, boxes) and its sentences.

How headings look is kept in outline.toml. A text is read once from front to back, in linear time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from extract.model import Section, Sentence

#: Ends of paragraphs: line ends of every kind, and the runs of ideographic spaces that stand for them in web copies.
_PARAGRAPH_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+|\u3000{2,}")
_CLOSING = {"》": "《", "〉": "〈", "）": "（", ")": "(", "】": "【", "]": "[", "」": "「", "』": "『", "”": "“"}
_OPENING = frozenset(_CLOSING.values())
#: Inside quotation marks only semicolons are harmless; inside the other brackets no stop ends a sentence.
_QUOTES = frozenset("“「『\"")
_CLOSERS = "》〉）)】\\]」』”’\""
_EVENT = re.compile(f"[《〈（(【\\[「『“{_CLOSERS}]|[。！？；;!?]+[{_CLOSERS}]*|\\.(?=[\\s{_CLOSERS}])[{_CLOSERS}]*")
#: What shows that a stop before a closing mark was not the end: `“……。”的`, `（……；），`.
_GOES_ON = frozenset("，、；：。,;:的等")
#: A bracket that is not closed within this distance does not hold a sentence together.
_LONGEST_BRACKET = 300
_DEEPEST_NESTING = 32
#: Sentences longer than this are cut, at a comma if there is one.
_LONGEST_SENTENCE = 20_000
#: A title that runs into its text is cut at a comma beyond this length.
_LONG_TITLE = 40


class Outline(NamedTuple):
    """The sections and sentences of a text, both in order of position."""

    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Style:
    kind: str
    rank: int
    marker: re.Pattern[str]
    segment: str


@dataclass(slots=True)
class _Open:
    """A section that has begun and not yet ended."""

    section: Section
    rank: int
    slot: int
    floating: bool = False
    boxes: int = 0


class _Heading(NamedTuple):
    style: _Style
    number: str
    start: int
    body: int


def outline(text: str) -> Outline:
    """Return the sections and sentences of a text.

    >>> plan = outline("三、重点任务\\n8．启动“科技伙伴计划”。\\n推进合作；扩大影响。")
    >>> [(section.id, section.kind, section.title) for section in plan.sections]
    [('三', 'chapter', '重点任务'), ('三/8', 'task', '启动“科技伙伴计划”')]
    >>> [(sentence.section, sentence.text) for sentence in plan.sentences][2:]
    [('三/8', '推进合作；'), ('三/8', '扩大影响。')]
    """
    reader = _Reader(text)
    for start, end in _paragraphs(text):
        reader.read_paragraph(start, end)
    return reader.finish()


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the paragraphs, without the white space around them."""
    position = 0
    for gap in _PARAGRAPH_END.finditer(text):
        yield from _stripped(text, position, gap.start())
        position = gap.end()
    yield from _stripped(text, position, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    raw = text[start:end]
    left = raw.lstrip()
    if left:
        yield end - len(left), start + len(raw.rstrip())


class _Reader:
    """Reads paragraph after paragraph and keeps the path of open sections."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sections: list[Section | None] = []
        self.sentences: list[Sentence] = []
        self.open: list[_Open] = []
        self.ids: dict[str, int] = {}
        self.boxes = 0
        self.interrupted = False

    def read_paragraph(self, start: int, end: int) -> None:
        heading = _find_heading(self.text, start, end)
        body = start
        if heading is not None:
            self._open_section(heading, end)
            body = heading.body
        self._add_sentences(start, body, end)
        if heading is None and self.open and self.open[-1].floating and self.text[end - 1] in "。！？":
            self._close_section(end)
        self.interrupted = heading is None and self.text[end - 1] not in "。！？：:”）)"

    def finish(self) -> Outline:
        while self.open:
            self._close_section(len(self.text))
        return Outline(tuple(filter(None, self.sections)), tuple(self.sentences))

    def _open_section(self, heading: _Heading, end: int) -> None:
        style = heading.style
        while self.open and self.open[-1].rank >= style.rank:
            self._close_section(heading.start)
        parent = self.open[-1].section.id if self.open else ""
        segment = style.segment.format(number=heading.number or self._count_box())
        path = self._unique(f"{parent}/{segment}" if parent else segment)
        title = _title(self.text, heading.body, end)
        section = Section(path, style.kind, segment, title, heading.start, len(self.text), parent)
        self.open.append(_Open(section, style.rank, len(self.sections), style.kind == "box" and self.interrupted))
        self.sections.append(None)

    def _count_box(self) -> int:
        if not self.open:
            self.boxes += 1
            return self.boxes
        self.open[-1].boxes += 1
        return self.open[-1].boxes

    def _unique(self, path: str) -> str:
        self.ids[path] = self.ids.get(path, 0) + 1
        return path if self.ids[path] == 1 else f"{path}~{self.ids[path]}"

    def _close_section(self, end: int) -> None:
        last = self.open.pop()
        section = last.section
        self.sections[last.slot] = Section(
            section.id, section.kind, section.number, section.title, section.start, end, section.parent
        )

    def _add_sentences(self, start: int, body: int, end: int) -> None:
        section = self.open[-1].section.id if self.open else ""
        for stop in _stops(self.text, body, end):
            for left, right in _stripped(self.text, start, stop):
                self.sentences.append(Sentence(len(self.sentences), left, right, self.text[left:right], section))
            start = stop


def _find_heading(text: str, start: int, end: int) -> _Heading | None:
    if text[start] not in _marker_starts():
        return None
    for style in _styles():
        found = style.marker.match(text, start, end)
        if found:
            number = found["number"] or found.groupdict().get("other") or ""
            return _Heading(style, re.sub(r"\s", "", number).replace("．", "."), start, found.end())
    return None


def _title(text: str, start: int, end: int) -> str:
    stop = next(_stops(text, start, end))
    title = text[start:stop].strip().rstrip("。；;")
    if stop < end and len(title) > _LONG_TITLE:
        title = re.split("[，：；]", title[8:], maxsplit=1)[0].join([title[:8], ""])
    return title


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the positions after the sentences of a paragraph, the end of the paragraph last."""
    stops: list[tuple[int, bool]] = []
    nesting: list[tuple[str, int, int]] = []
    for event in _EVENT.finditer(text, start, end):
        mark = event.group()
        first = mark[0]
        if first in _CLOSING or first == '"':
            _close_bracket(first, event.start(), nesting, stops)
        elif first in _OPENING:
            if len(nesting) < _DEEPEST_NESTING:
                nesting.append((first, event.start(), len(stops)))
        else:
            closers = mark.lstrip("。！？；;!?.")
            for closer in closers:
                _close_bracket(closer, event.start(), nesting, stops)
            if _ends_sentence(text, event.start(), event.end(), end, mark, closers):
                stops.append((event.end(), mark.startswith(("；", ";"))))
    for stop, _ in stops:
        if stop < end:
            yield stop
    yield end


def _close_bracket(
    mark: str, position: int, nesting: list[tuple[str, int, int]], stops: list[tuple[int, bool]]
) -> None:
    """Close a bracket and take back the stops inside it."""
    opening = _CLOSING.get(mark, mark)
    for depth in range(len(nesting) - 1, -1, -1):
        if nesting[depth][0] == opening:
            break
    else:
        if mark == '"' and len(nesting) < _DEEPEST_NESTING:
            nesting.append((mark, position, len(stops)))
        return
    _, start, inside = nesting[depth]
    del nesting[depth:]
    if position - start <= _LONGEST_BRACKET:
        stops[inside:] = [stop for stop in stops[inside:] if opening in _QUOTES and not stop[1]]


def _ends_sentence(text: str, start: int, after: int, end: int, mark: str, closers: str) -> bool:
    if after >= end:
        return True
    following = text[after]
    if closers and following in _GOES_ON:
        return False
    if mark[0] in ";!?":
        return following.isspace() or following > "\u2e80"
    if mark[0] == ".":
        return _ends_english(text, start, after, end)
    return True


def _ends_english(text: str, dot: int, after: int, end: int) -> bool:
    before = re.search(r"[\w.]*$", text[max(0, dot - 20) : dot])
    word = before.group() if before else ""
    following = text[after : min(end, after + 20)].lstrip()
    if word in _abbreviations() or not following or following[0].islower():
        return False
    return not word or word[-1].islower() or len(word) > 1 and not word.isdigit() and "." not in word


@lru_cache(maxsize=1)
def _settings() -> dict[str, object]:
    return tomllib.loads((files("extract") / "outline.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _styles() -> tuple[_Style, ...]:
    headings = _settings()["heading"]
    assert isinstance(headings, list)
    return tuple(_Style(row["kind"], row["rank"], re.compile(row["marker"]), row["segment"]) for row in headings)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    english = _settings()["english"]
    assert isinstance(english, dict)
    return frozenset(english["abbreviations"])


@lru_cache(maxsize=1)
def _marker_starts() -> frozenset[str]:
    return frozenset("第一二三四五六七八九十0123456789（(专①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
