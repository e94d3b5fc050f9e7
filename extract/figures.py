"""Finds the figures of a sentence: numbers with their units and the words that say how exact they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.numerals import NUMBER, NUMBER_BEGINS, Number, parse_number
from extract.quantity_rules import Exclusion, QuantityRules, Unit

_BEGINS = re.compile(NUMBER_BEGINS)
#: Behind a unit of time: 三年半.
_HALF = "半"
#: What makes a number one that needs no unit behind it.
_OWN_UNIT = re.compile("分之|番")
_RANGE = "[-—–－~～〜至到]{1,2}"
_DASHED_LATEX = (
    r"\$\s?(?P<spaced>[0-9](?:\s?[0-9]){0,8}(?:\s?\.\s?[0-9](?:\s?[0-9]){0,4})?)\s?\\?\s?(?P<percent>[%％])\s?\$"
)
_NUMERALS = "0-9０-９零〇一二两三四五六七八九十百千万亿"
#: How far before and behind a number its context is looked at.
_REACH = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, from `start` to `end`; the outer span holds the comparing words as well."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    value: Decimal
    value_max: Decimal | None
    comparator: str
    unit: Unit
    base: tuple[int, int] = (0, 0)  # 不低于|总机时的|15%


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    number: Number
    unit: Unit
    numeral: str


def find_figures(text: str, rules: QuantityRules) -> list[Figure]:
    """Return the figures of a Chinese sentence in order of position."""
    found = []
    for candidate in _candidates(text, rules):
        if not any(_excludes(exclusion, candidate, text) for exclusion in rules.exclusions):
            figure = _compare(candidate, text, rules)
            if figure is not None:
                found.append(figure)
    return found


@lru_cache(maxsize=4)
def _pattern(units: str) -> re.Pattern[str]:
    """Return the one expression that is run over a sentence."""
    return re.compile(
        f"(?<![{_NUMERALS}.．])(?P<low>{NUMBER})"
        f"(?:\\s?(?P<low_unit>{units})?\\s?(?P<to>{_RANGE})\\s?(?P<high>{NUMBER}))?"
        f"(?:\\s?(?P<unit>{units}))?"
    )


def _candidates(text: str, rules: QuantityRules) -> Iterator[_Candidate]:
    position = 0
    pattern = _pattern(rules.unit_pattern)
    for begin in _BEGINS.finditer(text):
        if begin.start() < position:
            continue
        found = pattern.match(text, begin.start())
        if found is None:
            continue
        position = found.end("low")
        if found["unit"] or found["low_unit"] or _OWN_UNIT.search(found.group()):
            candidate, position = _candidate(found, text, rules)
            if candidate is not None:
                yield candidate


def _candidate(found: re.Match[str], text: str, rules: QuantityRules) -> tuple[_Candidate | None, int]:
    """Return what was found, if it is a number with a unit, and where to search on."""
    low = parse_number(found["low"])
    if found["high"]:
        joined = _joined(found, low, text, rules)
        if joined is not None:
            return joined, found.end()
        end = found.end("low_unit") if found["low_unit"] else found.end("low")
        unit_text = found["low_unit"] or ""
    else:
        end, unit_text = found.end(), found["unit"] or ""
    if low.unit is not None and unit_text:
        end, unit_text = found.end("low"), ""
    return _single(found, low, unit_text, end, text, rules), max(end, found.end("low"))


def _joined(found: re.Match[str], low: Number, text: str, rules: QuantityRules) -> _Candidate | None:
    """Return the range that two numbers make: 3至5年, 5%-8%, 2~3万元; not 从2家到20家."""
    high = parse_number(found["high"])
    unit_text = found["unit"] or ""
    if low.value_max or high.value_max or low.sign or high.sign or not (unit_text or high.unit is not None):
        return None
    if (found["low_unit"] and found["low_unit"] != unit_text) or (
        found["to"] == "到" and text[: found.start()].endswith(("从", "由"))
    ):
        return None
    if low.unit != high.unit and low.unit is not None:
        return None
    least = low.value
    if found["low"][-1] not in "万亿千百" and found["high"][-1] in "万亿千百" and not found["low_unit"]:
        least *= (
            high.value / parse_number(found["high"].rstrip("万亿千百")).value if found["high"].rstrip("万亿千百") else 1
        )
    if least >= high.value:
        return None
    unit = _unit(high, unit_text, rules)
    number = Number(least, high.value, "range")
    return _Candidate(found.start(), found.end(), number, unit, _numeral(found["low"], high))


def _single(
    found: re.Match[str], low: Number, unit_text: str, end: int, text: str, rules: QuantityRules
) -> _Candidate | None:
    if not unit_text and low.unit is None:
        return None
    unit = _unit(low, unit_text, rules)
    if unit.kind == "count" and low.value != low.value.to_integral_value() and unit.name != "人年":
        return None
    if unit.kind == "time" and text.startswith(_HALF, end):
        low, end = low._replace(value=low.value + Decimal("0.5")), end + 1
    literal = found["low"]
    if literal == "一" and not (
        unit.kind == "time"
        and rules.words_regex("one", "{}为?$").search(text, max(0, found.start() - _REACH), found.start())
    ):
        return None
    return _Candidate(found.start(), end, low, unit, _numeral(literal, low))


def _unit(number: Number, text: str, rules: QuantityRules) -> Unit:
    if number.unit is not None:
        return Unit(number.unit, number.unit, "share")
    if text in rules.units:
        return rules.units[text]
    base = rules.units[max((name for name in rules.units if text.startswith(name)), key=len)]
    each = text.partition("/")[1:]
    return Unit(text, base.name + "".join(each), base.kind)


def _numeral(literal: str, number: Number) -> str:
    if literal[0].isdigit() and literal[0] not in "一二两三四五六七八九十百千万亿":
        return "figures"
    return "small" if number.value <= 10 and not number.sign else "chinese"


def _excludes(exclusion: Exclusion, candidate: _Candidate, text: str) -> bool:
    if exclusion.units and candidate.unit.text not in exclusion.units:
        return False
    if exclusion.numeral == "small" and candidate.numeral != "small":
        return False
    if exclusion.numeral == "chinese" and candidate.numeral == "figures":
        return False
    if exclusion.whole and not exclusion.whole.match(text[candidate.start : candidate.end]):
        return False
    if exclusion.before and not exclusion.before.search(text[max(0, candidate.start - _REACH) : candidate.start]):
        return False
    return not exclusion.after or exclusion.after.match(text[candidate.end : candidate.end + _REACH]) is not None


def _compare(candidate: _Candidate, text: str, rules: QuantityRules) -> Figure | None:
    """Return the figure with its comparator, or nothing for a 百 or 万 that no word makes a number."""
    behind = text[candidate.end : candidate.end + _REACH]
    start, before, base = _sign_before(candidate, text, rules)
    end, after = candidate.end, ""
    for comparator in rules.comparators:
        found = comparator.after.match(behind)
        if found:
            end, after = candidate.end + found.end(), comparator.sign
            break
    if candidate.number.vague_without_sign and not (before or after):
        return None
    sign = before or candidate.number.sign or after or "eq"
    if candidate.number.value_max is not None:
        sign = "range"
    number = candidate.number
    return Figure(
        candidate.start, candidate.end, start, end, number.value, number.value_max, sign, candidate.unit, base
    )


def _sign_before(candidate: _Candidate, text: str, rules: QuantityRules) -> tuple[int, str, tuple[int, int]]:
    """Return where the comparing words before a number begin, what they say, and what they compare with."""
    window = max(0, candidate.start - _REACH)
    ahead = text[window : candidate.start]
    best: tuple[int, str, tuple[int, int]] = (candidate.start, "", (0, 0))
    for comparator in rules.comparators:
        found = comparator.before.search(ahead)
        if found and (not best[1] or window + found.start("word") < best[0]):
            base = (window + found.start("base"), window + found.end("base")) if found["base"] else (0, 0)
            start = candidate.start if found["share"] else window + found.start("word")
            best = (start, comparator.sign, base)
    return best
