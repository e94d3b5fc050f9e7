"""Scan noise undone: the text as it was meant, with every position leading back to the raw text.

Repair works by general means and never knows the file: a text is measured for the signs of a page layout (lines
broken at one width) and of a scan (stray spaces, slipped marks, odd glyphs). What a text shows no sign of is not
touched; a clean text comes out as it went in. The rules themselves are kept in repair.toml.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, islice
from typing import Any, NamedTuple

from extract.furniture import find_furniture
from extract.linebreaks import find_lines, is_wrapped, join_lines, join_unfinished
from extract.offsets import Draft, Edit, OffsetMap

#: Characters that stand for nothing: controls, marks of writing direction and width.
_INVISIBLE = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb"
#: Characters that stand for something nobody can tell: halves of surrogate pairs, and the private use of some font. The
#: latter would also be taken for the names that extract.masking puts such characters in place of.
_MEANINGLESS = "\ud800-\udfff\ue000-\uf8ff"
_STRANGE = re.compile(f"[{_INVISIBLE}]+|(?P<meaningless>[{_MEANINGLESS}]+)")
_FORMULA = re.compile(r" ?\$([^$\n一-龥，。；]{1,200})\$ ?")
_QUOTED_LINE = re.compile('[^\n]*"[^\n]*')
_QUOTE = re.compile('[“”"]')
_HAN = re.compile("[一-龥]")
#: What a scan leaves: single spaces or half-width marks between Chinese characters, marks that stand alone in a line,
#: numbers that became one glyph, accents on Chinese characters.
_NOISE = re.compile(
    "[ .,;“”‘’'`´ˇ⒈-⒛\u0300-\u036f](?:(?<=[一-龥][ .,;])(?<![章节条编篇] )(?=[一-龥])"
    "|(?<=[一-龥] )(?=[，。、；：）》”])|(?<=\n[“”‘’'`´ˇ])(?=\n)|(?<=\n`)"
    "|(?<=\\d[⒈-⒛])|(?<=[⒈-⒛])(?=\\d)|(?<=[一-龥][\u0300-\u036f]))"
)
#: Signs of noise in a thousand Chinese characters, and in all, from which on a text is taken for a scan.
_NOISY, _LEAST_NOISE = 2, 3
#: Text that is measured for signs: long texts are judged by their beginning.
_SAMPLE = 300_000
#: Text that is looked at to tell traditional from simplified, and the share of telltale characters that decides.
_SHORT_SAMPLE = 20_000
_TRADITIONAL = 0.03


class Repaired(NamedTuple):
    """A repaired text and the way back to the raw one."""

    text: str
    offsets: OffsetMap


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault and its repair, as repair.toml describes it."""

    name: str
    when: str
    before_lines: bool
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    replace: str
    form: str
    upper: bool
    table: Mapping[int, str]
    examples: tuple[tuple[str, str], ...]
    near_misses: tuple[str, ...]

    def applies_to(self, text: str) -> bool:
        """Return whether the text holds what the rule is about."""
        return not self.triggers or any(trigger in text for trigger in self.triggers)

    def mend(self, match: re.Match[str]) -> str:
        """Return what stands in place of a match."""
        if self.table:
            return match.group().translate(self.table)
        if self.form:
            return unicodedata.normalize("NFKC", match.group())
        return match.group().upper() if self.upper else match.expand(self.replace)


class _Signs(NamedTuple):
    """What a text was measured to be."""

    wrapped: bool
    scanned: bool

    def call_for(self, rule: Rule) -> bool:
        return rule.when == "always" or (rule.when == "scanned" and self.scanned)


def repair(text: str) -> Repaired:
    r"""Return the text with scan noise undone.

    >>> fixed = repair("2006一2015年，占比为 $2 6 \\%$ ，有所提升,仍有差距。")
    >>> fixed.text
    '2006—2015年，占比为26%，有所提升，仍有差距。'
    >>> fixed.offsets.raw_span(14, 17)
    (14, 24)
    """
    draft = Draft(text)
    draft.apply(_clear_strange(text))
    _simplify(draft)
    if "\f" in draft.text:
        draft.apply(_drop_furniture(draft.text))
    measured = draft.text
    lines = find_lines(measured[:_SAMPLE])
    signs = _Signs(is_wrapped(lines), _is_scanned(measured[:_SAMPLE]))
    _apply_rules(draft, signs, before_lines=True)
    if draft.text is not measured or len(measured) > _SAMPLE:
        lines = find_lines(draft.text)
    draft.apply(join_lines(draft.text, lines) if signs.wrapped else join_unfinished(draft.text, lines))
    if "$" in draft.text:
        draft.apply(_read_formulas(draft.text))
    _apply_rules(draft, signs, before_lines=False)
    if '"' in draft.text:
        draft.apply(_pair_quotes(draft.text))
    _correct_misreadings(draft, signs)
    return Repaired(draft.text, draft.offsets)


def _clear_strange(text: str) -> Iterator[Edit]:
    if text.replace("\n", "").replace("\u3000", "").isprintable():  # as most texts are, and said at once
        return
    for match in _STRANGE.finditer(text):
        yield Edit(match.start(), match.end(), "\ufffd" * len(match["meaningless"] or ""))


def _simplify(draft: Draft) -> None:
    """Turn traditional characters into simplified ones, if the text is mostly in them."""
    if _is_traditional(draft.text[:_SHORT_SAMPLE]):
        from extract.traditional import simplify  # the converter is large and seldom needed

        draft.apply(simplify(draft.text))


def _is_traditional(sample: str) -> bool:
    telltales = sum(map(sample.count, _telltales().intersection(sample)))
    # More Chinese characters than this make the telltale ones too few; no need to count them all.
    enough = math.ceil(telltales / _TRADITIONAL)
    return telltales > 0 and sum(1 for _ in islice(_HAN.finditer(sample), enough)) < enough


def _drop_furniture(text: str) -> Iterator[Edit]:
    """Yield the changes that take away what repeats on the pages of a text with page breaks."""
    lines = find_lines(text)
    breaks = [match.start() for match in re.finditer("\f", text)]
    pages = [list(page) for _, page in groupby(lines, key=lambda line: bisect_left(breaks, line.start))]
    for page, furniture in zip(pages, find_furniture([[line.text for line in page] for page in pages]), strict=True):
        for place in sorted(furniture):
            yield Edit(page[place].start, page[place].end, "")


def _is_scanned(sample: str) -> bool:
    noise = sum(1 for _ in _NOISE.finditer(sample))
    return noise >= _LEAST_NOISE and noise * 1000 >= _NOISY * len(_HAN.findall(sample))


def _apply_rules(draft: Draft, signs: _Signs, *, before_lines: bool) -> None:
    for rule in repair_rules():
        if rule.before_lines == before_lines and signs.call_for(rule) and rule.applies_to(draft.text):
            draft.substitute(rule.pattern, rule.mend)


def _read_formulas(text: str) -> Iterator[Edit]:
    """Yield the changes that turn numbers in dollar signs into plain ones."""
    for match in _FORMULA.finditer(text):
        plain = match[1]
        for name, mark in _settings()["latex"].items():
            plain = plain.replace(name, mark)
        plain = re.sub(r"[\s{}^_]", "", plain)
        if "\\" not in plain and any(mark.isdigit() for mark in plain):
            yield Edit(match.start(), match.end(), plain)


def _pair_quotes(text: str) -> Iterator[Edit]:
    """Yield the changes that make pairs of Chinese quotation marks of straight ones, in lines of Chinese."""
    for line in _QUOTED_LINE.finditer(text):
        marks = list(_QUOTE.finditer(line.group()))
        if not _HAN.search(line.group()):
            continue
        is_open = False
        for number, mark in enumerate(marks):
            if mark.group() != '"':
                is_open = mark.group() == "“"
            elif is_open or number + 1 < len(marks):
                is_open = not is_open
                place = line.start() + mark.start()
                yield Edit(place, place + 1, "“" if is_open else "”")


def _correct_misreadings(draft: Draft, signs: _Signs) -> None:
    known = _settings()["misread"]
    if signs.scanned or any(mark in draft.text for mark in known):
        from extract.misreadings import find_misreadings  # the dictionary is large and seldom needed

        draft.apply(find_misreadings(draft.text, known, everywhere=signs.scanned))


@lru_cache(maxsize=1)
def repair_rules() -> tuple[Rule, ...]:
    """Return the rules of repair.toml in their order."""
    classes = _settings()["classes"]
    return tuple(_rule(row, classes) for row in _settings()["rule"])


def _rule(row: Mapping[str, Any], classes: Mapping[str, str]) -> Rule:
    pattern = row["pattern"]
    for name, characters in classes.items():
        pattern = pattern.replace("{" + name + "}", characters)
    examples: Sequence[Sequence[str]] = row["examples"]
    return Rule(
        name=row["name"],
        when=row["when"],
        before_lines=row.get("before") == "lines",
        triggers=tuple(row.get("trigger", ())),
        pattern=re.compile(pattern),
        replace=row.get("replace", ""),
        form=row.get("form", ""),
        upper=row.get("case") == "upper",
        table=str.maketrans(row.get("map", {})),
        examples=tuple((damaged, repaired) for damaged, repaired in examples),
        near_misses=tuple(row["near_misses"]),
    )


@lru_cache(maxsize=1)
def _telltales() -> frozenset[str]:
    return frozenset(_settings()["traditional"]["telltales"])


@lru_cache(maxsize=1)
def _settings() -> dict[str, Any]:
    return tomllib.loads((files("extract") / "repair.toml").read_text(encoding="utf-8"))
