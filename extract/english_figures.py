"""Figures of English sentences: 35 countries, US$ 5 million, 12% of the total; with what they measure and when."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.figures import Figure
from extract.numerals import ENGLISH_NUMBER_WORDS, ENGLISH_SCALES, trim
from extract.periods import Period
from extract.quantity_rules import English, Unit
from extract.scenes import Measure

_CHINESE = re.compile("[\u3400-\u9fff]")
_ANY_NUMBER = re.compile(rf"[0-9]|\b(?:{'|'.join(ENGLISH_NUMBER_WORDS)})\s", re.IGNORECASE)
_YEARS = re.compile(
    r"\b(?:[Ii]n|[Bb]y|[Dd]uring|[Uu]ntil|[Bb]etween|[Ff]rom|[Oo]f|[Ff]or)\s(?P<first>(?:19|20)\d\d)"
    r"(?:\s?(?:and|to|until|[-–—])\s?(?P<last>(?:19|20)\d\d))?(?![\w-])"
)
_WORD = "[A-Za-z&'’-]+"
_NO_WORD = "(?:and|or|have|has|to|for|at|in|by|from|which|that|are|is|were|was)\\b"
_OF = re.compile(rf"\s(?:of|in)\s(?:the\s|all\s|its\s|their\s)?(?P<noun>{_WORD}(?:\s(?!{_NO_WORD}){_WORD}){{0,3}})")
_ARTICLE = re.compile(r"^(?:(?:each|every|the|a|an|its|their|this|these|and|of|to|in|by|with|that)\s+)+", re.IGNORECASE)
#: How far before and behind a number its context is looked at.
_REACH = 60


def is_english(text: str) -> bool:
    """Say whether a sentence has a number to be read by the rules of English."""
    return _CHINESE.search(text) is None and _ANY_NUMBER.search(text) is not None


def find_english_figures(text: str, english: English) -> list[tuple[Figure, Measure]]:
    """Return the figures of an English sentence with what they measure."""
    found = []
    for match in english.number.finditer(text):
        figure = _figure(match, text, english)
        if figure is not None:
            found.append((figure, _measure(match, text, figure, english)))
    return found


def find_english_periods(text: str) -> list[Period]:
    """Return the years and spans of years of an English sentence.

    >>> [period.label for period in find_english_periods("Between 2006 and 2015 it rose; by 2030 it will double.")]
    ['2006-2015年', '2030年']
    """
    return [
        Period(match.start(), match.end(), "-".join(filter(None, match.group("first", "last"))) + "年")
        for match in _YEARS.finditer(text)
    ]


def english_status(text: str, english: English) -> str:
    """Return the status of the numbers of an English clause."""
    if english.requirement.search(text):
        return "requirement"
    return "target" if english.target.search(text) else "actual"


def _figure(match: re.Match[str], text: str, english: English) -> Figure | None:
    unit = _unit(match, english)
    if unit is None:
        return None
    factor = ENGLISH_SCALES.get((match["scale"] or "").lower(), Decimal(1))
    figures = match["number"]
    value = (
        Decimal(re.sub("[, \u2009]", "", figures)) if figures else Decimal(ENGLISH_NUMBER_WORDS[match["word"].lower()])
    )
    high = trim(Decimal(match["high"]) * factor) if match["high"] else None
    if high is not None and high <= value * factor:
        return None
    start, before = _sign_before(text, match.start(), unit, english)
    after = next((entry.sign for entry in english.after if entry.cue.match(text, match.end())), "")
    sign = "range" if high is not None else before or ("gt" if match["vague"] else after) or "eq"
    return Figure(match.start(), match.end(), start, match.end(), trim(value * factor), high, sign, unit)


def _sign_before(text: str, start: int, unit: Unit, english: English) -> tuple[int, str]:
    """Return where the comparing words before a number begin, and what they say."""
    window = max(0, start - _REACH)
    for entry in english.before:
        found = entry.cue.search(text[window:start]) if entry.of_time or unit.kind != "time" else None
        if found:
            return window + found.start(), entry.sign
    return start, ""


def _unit(match: re.Match[str], english: English) -> Unit | None:
    currency = match["currency"] or match["sign"]
    if currency:
        return Unit(currency, currency, "money")
    if match["share"]:
        return Unit(match["share"], "%" if match["share"] != "percentage points" else "percentage points", "share")
    if match["noun"]:
        noun = re.split(r"\sand\s(?=\w+$)", match["noun"])[0].split()[-1]
        return Unit(noun, noun, "time" if noun in english.durations else "count")
    return None


def _measure(match: re.Match[str], text: str, figure: Figure, english: English) -> Measure:
    of = _OF.match(text, match.end())
    if figure.unit.kind == "time" and of:
        return Measure(of["noun"].strip(), of.start("noun"), of.end("noun"))
    if figure.unit.kind in ("count", "time"):
        return Measure(match["noun"], match.start("noun"), match.end("noun"))
    before = english.noun_before.search(text[max(0, figure.outer_start - 2 * _REACH) : figure.outer_start])
    if before:
        noun = _ARTICLE.sub("", before["noun"].strip())
        if noun:
            return Measure(noun, match.start(), match.end())
    if of:
        return Measure(of["noun"].strip(), of.start("noun"), of.end("noun"))
    return Measure(figure.unit.name, figure.start, figure.end)
