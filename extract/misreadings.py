"""Characters that a scan has taken for others are put right where the words around them leave little doubt.

A character is suspect if it stands alone between the words of its sentence. It is replaced by one that looks like it
(confusions.toml) if that makes a known word and the sentence much more likely; how often the text itself uses the
word, or the suspect combination, decides the doubtful cases. Words are those of jieba's dictionary.
"""

from __future__ import annotations

import logging
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import jieba

from extract.offsets import Edit

_LONGEST_WORD = 6
#: The frequency of a character that is no word.
_UNHEARD_OF = 0.5
#: Characters on each side that decide about a suspect one.
_CONTEXT = 4
#: How alike two characters are, by table of confusions.toml.
_LIKENESS = {"strong": 0.8, "fair": 0.65, "weak": 0.53}
#: Least gain in likelihood (natural logarithm), and least sum of gain and eight times likeness.
_LEAST_GAIN, _LEAST_SCORE = 6.4, 11.0
#: What it takes where the text gives no further evidence.
_SURE_GAIN, _SURE_LIKENESS = 8.0, 0.6
#: A character that stands in this place in so few of its words does not form a word of its own there.
_MISPLACED = 0.05
#: Characters with less weight in words of several characters are not expected in a text.
_RARE = 100
#: A text is looked through in slices, each its own evidence, and only so far: time stays bounded.
_SLICE = 200_000
LONGEST_TEXT = 3_000_000
#: Characters that are weighed in a slice; ordinary text has half as many that stand alone.
_MOST_DOUBTS = 50_000
#: Rare characters whose neighbours are looked up in a slice.
_MOST_CONTEXTS = 200


class _Reading(NamedTuple):
    """A way to read the surroundings of a character: its likelihood, the word the character is in, and where."""

    likelihood: float
    word: str
    place_in_word: int


class Lexicon:
    """Words with their likelihoods; the beginnings of words are listed too, with the frequency 0."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._log_total = math.log(sum(frequencies.values()) or 1)
        self._frequencies = frequencies
        self._final: Counter[str] = Counter()
        self._initial: Counter[str] = Counter()
        for word, frequency in frequencies.items():
            if len(word) > 1 and frequency:
                self._initial[word[0]] += frequency
                self._final[word[-1]] += frequency

    def knows(self, word: str) -> bool:
        """Return whether a word is in the lexicon."""
        return self._frequencies.get(word, 0) > 0

    def is_misplaced(self, character: str, *, final: bool) -> bool:
        """Return whether a character is hardly ever the last (or first) one of a word."""
        here, there = (self._final, self._initial) if final else (self._initial, self._final)
        return here[character] <= _MISPLACED * (here[character] + there[character])

    def is_rare(self, character: str) -> bool:
        """Return whether a character occurs in hardly any word."""
        return self._initial[character] + self._final[character] < _RARE

    def words(self, run: str) -> list[tuple[int, int]]:
        """Return the spans of the most likely words of a run of characters."""
        return self._split(run)[1]

    def read(self, run: str, place: int) -> _Reading:
        """Return the most likely reading of a run of characters."""
        likelihood, spans = self._split(run)
        start, end = next(span for span in spans if span[0] <= place < span[1])
        return _Reading(likelihood, run[start:end], place - start)

    def _split(self, run: str) -> tuple[float, list[tuple[int, int]]]:
        size = len(run)
        best, back = [0.0] + [-math.inf] * size, [0] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + _LONGEST_WORD) + 1):
                frequency = self._frequencies.get(run[start:end])
                if frequency or end == start + 1:
                    likelihood = best[start] + math.log(frequency or _UNHEARD_OF) - self._log_total
                    if likelihood > best[end]:
                        best[end], back[end] = likelihood, start
                if frequency is None:
                    break
        spans = []
        end = size
        while end:
            spans.append((back[end], end))
            end = back[end]
        return best[-1], spans[::-1]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A correction that is being weighed."""

    character: str
    likeness: float
    gain: float
    word: str
    place_in_word: int

    @property
    def score(self) -> float:
        return self.gain + 8 * self.likeness

    @property
    def ends_word(self) -> bool:
        return self.place_in_word == len(self.word) - 1


def find_misreadings(text: str, known: Mapping[str, str], *, everywhere: bool) -> Iterator[Edit]:
    """Yield the corrections of misread characters, of the known marks only or of all that look alike.

    >>> from extract.offsets import Draft
    >>> draft = Draft("引进关键技本和人才，推动技术转移和技术创新，扩大技术出□")
    >>> draft.apply(find_misreadings(draft.text, {"□": "口"}, everywhere=True))
    >>> draft.text
    '引进关键技术和人才，推动技术转移和技术创新，扩大技术出口'
    """
    lexicon = _lexicon()
    confusions = {**(_confusions() if everywhere else {}), **{mark: {meant: 1.0} for mark, meant in known.items()}}
    run = re.compile(f"[一-龥{re.escape(''.join(known))}]+")
    for start in range(0, min(len(text), LONGEST_TEXT), _SLICE):
        evidence = _Evidence(text[start : start + _SLICE])
        for match in run.finditer(evidence.text):
            if everywhere or any(mark in match.group() for mark in known):
                for edit in _correct(lexicon, evidence, confusions, match, everywhere=everywhere):
                    yield Edit(start + edit.start, start + edit.end, edit.text)


class _Evidence:
    """What a text itself says about its characters and words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.doubts = 0
        self.count = lru_cache(maxsize=None)(text.count)
        self._between = lru_cache(maxsize=None)(self._find_between)
        self._asked: set[tuple[str, str]] = set()

    def same_context(self, place: int) -> dict[str, float]:
        """Return the characters that stand elsewhere in the text between the same neighbours."""
        before, after = self.text[place - 1 : place], self.text[place + 1 : place + 2]
        self._asked.add((before, after))
        if not before or not after or len(self._asked) > _MOST_CONTEXTS:
            return {}
        return {mark: _LIKENESS["fair"] for mark in self._between(before, after) if mark != self.text[place]}

    def _find_between(self, before: str, after: str) -> tuple[str, ...]:
        others = re.findall(f"{re.escape(before)}([一-龥]){re.escape(after)}", self.text)
        return tuple(character for character, _ in Counter(others).most_common(3))


def _correct(
    lexicon: Lexicon,
    evidence: _Evidence,
    confusions: Mapping[str, Mapping[str, float]],
    run: re.Match[str],
    *,
    everywhere: bool,
) -> Iterator[Edit]:
    """Yield the corrections in a run of Chinese characters."""
    for start, end in lexicon.words(run.group()):
        if end - start > 1:
            continue
        place = run.start() + start
        character = evidence.text[place]
        evidence.doubts += 1
        if evidence.doubts > _MOST_DOUBTS:
            return
        options = dict(confusions.get(character, {}))
        if everywhere and lexicon.is_rare(character):
            options = evidence.same_context(place) | options
        candidate = _best(lexicon, run.group(), start, options)
        if candidate and _is_convincing(lexicon, candidate, evidence, place):
            yield Edit(place, place + 1, candidate.character)


def _best(lexicon: Lexicon, run: str, place: int, options: Mapping[str, float]) -> _Candidate | None:
    options = {mark: likeness for mark, likeness in options.items() if _makes_word(lexicon, run, place, mark)}
    if not options:
        return None
    left = max(0, place - _CONTEXT)
    window = run[left : place + _CONTEXT + 1]
    place_in_window = place - left
    as_read = lexicon.read(window, place_in_window).likelihood
    found = []
    for character, likeness in options.items():
        changed = window[:place_in_window] + character + window[place_in_window + 1 :]
        reading = lexicon.read(changed, place_in_window)
        gain = reading.likelihood - as_read
        if len(reading.word) > 1 and gain >= _LEAST_GAIN and gain + 8 * likeness >= _LEAST_SCORE:
            found.append(_Candidate(character, likeness, gain, reading.word, reading.place_in_word))
    return max(found, key=lambda candidate: candidate.score, default=None)


def _makes_word(lexicon: Lexicon, run: str, place: int, character: str) -> bool:
    before, after = run[max(0, place - 2) : place], run[place + 1 : place + 3]
    return (
        any(lexicon.knows(before[cut:] + character) for cut in range(len(before)))
        or any(lexicon.knows(character + after[: cut + 1]) for cut in range(len(after)))
        or bool(before and after and lexicon.knows(before[-1] + character + after[0]))
    )


def _is_convincing(lexicon: Lexicon, candidate: _Candidate, evidence: _Evidence, place: int) -> bool:
    """Return whether the text itself, or the impossibility of what stands there, speaks for a correction."""
    sure = candidate.gain >= _SURE_GAIN and candidate.likeness >= _SURE_LIKENESS
    words = _words_around(lexicon, candidate, evidence.text, place)
    if any(evidence.count(word) >= (1 if sure else 2) * evidence.count(as_read) for word, as_read in words):
        return True
    seldom = all(evidence.count(as_read) <= 2 for _, as_read in words)
    return sure and seldom and lexicon.is_misplaced(evidence.text[place], final=candidate.ends_word)


def _words_around(lexicon: Lexicon, candidate: _Candidate, text: str, place: int) -> list[tuple[str, str]]:
    """Return the known words that a correction makes, long and short, each with what was read in its place."""
    start = place - candidate.place_in_word
    spans = [(start, start + len(candidate.word)), (place - 1, place + 1), (place, place + 2)]
    corrected = [
        (text[left:place] + candidate.character + text[place + 1 : right], left, right) for left, right in spans
    ]
    return [(word, text[left:right]) for word, left, right in corrected if lexicon.knows(word)]


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return Lexicon(jieba.dt.FREQ)


@lru_cache(maxsize=1)
def _confusions() -> Mapping[str, Mapping[str, float]]:
    """Return for each character those that look like it, the most alike first."""
    tables = tomllib.loads((files("extract") / "confusions.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for strength, likeness in _LIKENESS.items():
        for read, meant in tables[strength].items():
            found[read].update(dict.fromkeys(meant, likeness))
    return found
