"""A text in paragraphs of sentences, each cut into pieces by the names and numbers that were found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.english_figures import find_english_figures, is_english
from extract.figures import find_figures
from extract.model import Extraction, Quantity, Sentence
from extract.quantity_rules import load_quantity_rules

#: What a mark is of beside the classes of entities.
QUANTITY, UNRESOLVED = "Quantity", "Unresolved"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a sentence that was found: where in its reading, as what, and the name of the thing."""

    start: int
    end: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters with the marks it lies in, the outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in pieces."""

    sentence: Sentence
    pieces: tuple[Piece, ...]


def paragraphs(extraction: Extraction) -> Iterator[tuple[MarkedSentence, ...]]:
    """Yield the sentences of a document, those together between which the text has no line end."""
    marks = marks_by_sentence(extraction)
    together: list[MarkedSentence] = []
    end = 0
    for sentence in extraction.sentences:
        if together and "\n" in extraction.document.text[end : sentence.start] + together[-1].sentence.text[-1:]:
            yield tuple(together)
            together = []
        together.append(MarkedSentence(sentence, tuple(cut(sentence.text.strip("\n"), marks[sentence.index]))))
        end = sentence.end
    if together:
        yield tuple(together)


def marks_by_sentence(extraction: Extraction) -> Mapping[int, list[Mark]]:
    """Return by index of sentence what was found in it, from left to right, what holds another before what it holds."""
    found: dict[int, list[tuple[int, int, str, str, str]]] = defaultdict(list)
    for mention in extraction.mentions:
        found[mention.sentence].append(
            (mention.start, mention.end, mention.surface, mention.type, mention.entity.label)
        )
    for doubt in extraction.unresolved:
        index = _sentence_at(extraction.sentences, doubt.start)
        found[index].append((doubt.start, doubt.end, doubt.surface, UNRESOLVED, doubt.reason))
    marks: dict[int, list[Mark]] = defaultdict(list)
    numbers: dict[int, list[Quantity]] = defaultdict(list)
    for quantity in extraction.quantities:
        numbers[_sentence_at(extraction.sentences, quantity.start)].append(quantity)
    for sentence in extraction.sentences:
        placed = [*_placed(sentence, sorted(found[sentence.index], key=lambda item: (item[0], -item[1])))]
        placed += _figures(sentence, numbers[sentence.index])
        marks[sentence.index] = sorted(placed, key=lambda mark: (mark.start, -mark.end))
    return marks


def cut(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yield a text in pieces at the ends of its marks; a mark that crosses an earlier one is left out.

    >>> marks = [Mark(0, 8, "Base", "中意联合设计中心"), Mark(1, 2, "Country", "意大利")]
    >>> [(piece.text, [mark.kind for mark in piece.marks]) for piece in cut("中意联合设计中心的经验", marks)]
    [('中', ['Base']), ('意', ['Base', 'Country']), ('联合设计中心', ['Base']), ('的经验', [])]
    """
    open_: list[Mark] = []
    kept: list[Mark] = []
    for mark in marks:
        while open_ and open_[-1].end <= mark.start:
            open_.pop()
        if mark.start < mark.end <= len(text) and (not open_ or mark.end <= open_[-1].end):
            open_.append(mark)
            kept.append(mark)
    borders = sorted({0, len(text), *(mark.start for mark in kept), *(mark.end for mark in kept)})
    for start, end in pairwise(borders):
        yield Piece(text[start:end], tuple(mark for mark in kept if mark.start <= start and end <= mark.end))


def _sentence_at(sentences: Sequence[Sentence], position: int) -> int:
    """Return the index of the sentence that a position of the text lies in."""
    return sentences[max(0, bisect_right(sentences, position, key=lambda sentence: sentence.start) - 1)].index


def _placed(sentence: Sentence, found: Sequence[tuple[int, int, str, str, str]]) -> Iterator[Mark]:
    """Yield marks in the reading of a sentence; where that was repaired, surfaces are looked for from left to right."""
    is_raw = len(sentence.text) == sentence.end - sentence.start
    inside, after, raw_end = 0, 0, sentence.start
    for start, end, surface, kind, label in found:
        nested = start < raw_end
        place = start - sentence.start if is_raw else sentence.text.find(surface, inside if nested else after)
        if place >= 0:
            inside, raw_end = place, max(raw_end, end)
            after = max(after, place + len(surface))
            yield Mark(place, place + len(surface), kind, label)


def _figures(sentence: Sentence, quantities: Sequence[Quantity]) -> Iterator[Mark]:
    """Yield the figures of a sentence that were taken as quantities."""
    if not quantities:
        return
    rules, text = load_quantity_rules(), sentence.text
    english = (figure for figure, _ in find_english_figures(text, rules.english))
    figures = english if is_english(text) else find_figures(text, rules)
    taken = {(quantity.value, quantity.value_max) for quantity in quantities}
    for figure in figures:
        if (figure.value, figure.value_max) in taken:
            yield Mark(figure.start, figure.end, QUANTITY, text[figure.outer_start : figure.outer_end])
