"""Dates and planning periods in a text, as the time that its numbers hold for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.numerals import parse_number
from extract.quantity_rules import QuantityRules

_YEAR = "(?:1[89]|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3}"
_PLAN = "十[一二三四五六]?五|[六七八九]五"
_WITHIN = "底|末|初|上半年|下半年|[0-9]{1,2}月?[-—–~～至][0-9]{1,2}月|[0-9]{1,2}月(?:底|末|初|[0-9]{1,2}日)?"
_PERIOD = re.compile(
    f"(?<![0-9第])(?P<years>(?:{_YEAR})(?:年?[-—–－~～一至到](?:{_YEAR}))?)年?(?:度)?(?P<within>{_WITHIN})?(?:(?<=[年底末初月日度])|(?![0-9]))"
    f'|[“"](?P<plan>{_PLAN})[”"]|(?P<bare>{_PLAN})(?=期间|时期|末|规划|以来|计划)'
)
#: The sixth five-year plan began in 1981, and every plan since five years after the one before.
_SIXTH_PLAN = 1981
_TO = re.compile("[-—–－~～至到]{1,2}")
_CHINESE_YEAR = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TITLE_PLAN = re.compile(f'[“"](?P<plan>{_PLAN})[”"]|(?P<bare>{_PLAN})(?=期间|时期|规划|计划|专项)')
_TITLE_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=年|[—–-]| [A-Z])")
_TITLE_MARKS = re.compile("[《》〔〕]")


@dataclass(frozen=True, slots=True)
class Period:
    """A date, a year, a span of years or a planning period, with its place; an empty label stands for a `now`."""

    start: int
    end: int
    label: str
    only_next: bool = False  # 从2015年的300家增加到500家: the year holds for the first number alone

    def holds_for(self, position: int) -> bool:
        """Say whether a number at a position behind it is told of this period."""
        return self.end <= position and (not self.only_next or position - self.end <= 2)


def find_periods(text: str, rules: QuantityRules) -> list[Period]:
    """Return the periods of a sentence in order, without those inside titles and without mere beginnings."""
    found = [Period(now.start(), now.end(), "") for now in rules.words_regex("now").finditer(text)]
    found += [
        Period(told.start(), told.end(), told.group()) for told in rules.words_regex("relative_dates").finditer(text)
    ]
    since, compared = rules.words_regex("since"), rules.words_regex("compared", "{}$")
    titles = _title_spans(text)
    for match in _PERIOD.finditer(text):
        inside = any(start < match.start() < end for start, end in titles)
        if (
            not inside
            and not since.match(text, match.end())
            and not compared.search(text, max(0, match.start() - 6), match.start())
        ):
            label = _label(match)
            if label:
                origin = (
                    rules.words_regex("from", "{}$").search(text, max(0, match.start() - 6), match.start()) is not None
                )
                found.append(Period(match.start(), match.end(), label, origin))
    return _joined(text, sorted(found, key=lambda period: period.start))


def _joined(text: str, periods: list[Period]) -> list[Period]:
    """Return the periods with those that a dash or 至 joins made one: 2020年1月至2021年12月."""
    joined: list[Period] = []
    for period in periods:
        last = joined[-1] if joined else None
        if last and last.label and period.label and _TO.fullmatch(text, last.end, period.start):
            joined[-1] = Period(last.start, period.end, f"{last.label}-{period.label}")
        else:
            joined.append(period)
    return joined


def period_of_title(title: str) -> str:
    """Return the planning period that a title names.

    >>> period_of_title("国际科技合作“十二五”专项规划"), period_of_title("关于加强合作的意见")
    ('十二五', '')
    """
    found = _TITLE_PLAN.search(title)
    return (found["plan"] or found["bare"]) if found else ""


def first_year(period: str) -> int:
    """Return the year a period begins with, or 0.

    >>> first_year("2006-2015年"), first_year("十二五"), first_year("")
    (2006, 2011, 0)
    """
    year = re.match("[0-9]{4}", period)
    if year:
        return int(year.group())
    if not re.fullmatch(_PLAN, period):
        return 0
    return _SIXTH_PLAN + 5 * (int(parse_number(period[:-1]).value) - 6)


def year_of_title(title: str) -> str:
    """Return the one year that a title names.

    >>> year_of_title("2024年部门预算"), year_of_title("规划纲要（2006—2020年）")
    ('2024年', '')
    """
    years = set(_TITLE_YEAR.findall(title))
    return f"{min(years)}年" if len(years) == 1 else ""


def _label(found: re.Match[str]) -> str:
    if found["plan"] or found["bare"]:
        return found["plan"] or found["bare"]
    text = found.group()
    if "年" not in text:
        return ""
    years = re.split("年?[-—–－~～至到]|(?<=[0-9])一", found["years"])
    within = (found["within"] or "").rstrip("底末初")
    return "-".join(year.translate(_CHINESE_YEAR) for year in years) + "年" + within


def _title_spans(text: str) -> list[tuple[int, int]]:
    spans, opened = [], -1
    for mark in _TITLE_MARKS.finditer(text):
        if mark.group() in "《〔":
            opened = mark.start() if opened < 0 else opened
        elif opened >= 0:
            spans.append((opened, mark.end()))
            opened = -1
    return spans
