"""Numbers as texts write them: figures, Chinese numerals, vague and partial numbers, and what they come to.

`NUMBER` is the grammar: it matches a number and nothing else, so that only a span that is proved numeric is ever
converted. Which of these numbers count something is decided elsewhere, by the unit behind them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

#: Where a number may begin; cheap, and stricter than one character, so that 数据 and 一批 cost nothing.
#: 一 alone counts nothing, it is an article (一批, 一系列), but before a unit of time.
NUMBER_BEGINS = (
    "[0-9０-９二两三四五六七八九十百千万亿数几一上过翻零]"
    "(?:(?<=[0-9０-９二两三四五六七八九十百千万亿])|(?<=[数几])(?=[十百千万亿])"
    "|(?<=一)(?=[两二十百千万亿点]|[年个天周小学分])|(?<=[上过])(?=[百千万亿])|(?<=翻)(?=了?[一两三四番])|(?<=零)(?=点))"
)

_FIGURE = "[0-9０-９]"
_DIGIT = "[一二两三四五六七八九]"
_DECIMALS = rf"(?:[.．]{_FIGURE}{{1,8}})?"
_GROUPED = rf"{_FIGURE}{{1,3}}(?:[, \u00a0\u2009\u202f]{_FIGURE}{{3}}){{1,5}}(?!{_FIGURE})"
_ARABIC = rf"(?:{_GROUPED}|{_FIGURE}{{1,16}}){_DECIMALS}"
_BELOW_HUNDRED = rf"(?:{_DIGIT}?十(?!几){_DIGIT}?|{_DIGIT})"
_BELOW_THOUSAND = rf"(?:{_DIGIT}百(?:[零〇]{_DIGIT}|{_DIGIT}(?:十(?!几){_DIGIT}?)?)?)"
_BELOW_TEN_THOUSAND = (
    rf"(?:{_DIGIT}千(?:[零〇](?:{_DIGIT}十(?!几){_DIGIT}?|{_DIGIT})|{_BELOW_THOUSAND}|{_DIGIT})?"
    rf"|{_BELOW_THOUSAND}|{_BELOW_HUNDRED})"
)
_BELOW_HUNDRED_MILLION = rf"{_BELOW_TEN_THOUSAND}(?:万[零〇]?(?:{_BELOW_TEN_THOUSAND})?)?"
_INTEGER = rf"{_BELOW_HUNDRED_MILLION}(?:亿[零〇]?(?:{_BELOW_HUNDRED_MILLION})?)?"
_SPOKEN_DECIMAL = rf"(?:[零〇]|{_DIGIT}?十?{_DIGIT})点[零〇一二三四五六七八九]{{1,4}}"
_NEIGHBOURS = "一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九"
_ADJACENT = rf"(?:{_DIGIT}?十)?(?:{_NEIGHBOURS})(?:[十百千](?![瓦米克]))?"
_TEENS = rf"{_DIGIT}?十几"
_SEVERAL = "[几数](?:[十百千](?:万亿|[万亿])?|万亿|[万亿])"
_BARE = "(?:上|(?<![通经不渡难])过)?(?:[百千](?:万亿|[万亿])?|万亿|[万亿])"
#: Tens of thousands behind a number; 千 and 百 only where they do not begin a unit (千瓦, 千米, 百分点).
_SCALE = (
    "(?:[十百千]?万亿|[十百千]?[万亿](?![一二三四五六七八九]?分之)|千(?![瓦米克伏升卡帕赫字])|百(?![分])|十(?=[余多]))"
)
_VAGUE = "[余多来]"

FIGURE_NUMBER = rf"(?:{_ARABIC})(?:\s?{_VAGUE}?{_SCALE})?{_VAGUE}?"
CHINESE_NUMBER = (
    rf"(?:{_SPOKEN_DECIMAL}|{_ADJACENT}|{_TEENS}|{_INTEGER}|{_SEVERAL}|{_BARE})(?:{_VAGUE}?(?:万亿|[万亿]))?{_VAGUE}?"
)
#: A part of a whole: it needs no unit.
FRACTION = rf"(?:百分之|千分之)(?:{_ARABIC}|百|{_SPOKEN_DECIMAL}|{_INTEGER})|{_BELOW_TEN_THOUSAND}分之{_INTEGER}"
#: Growth by doubling: `翻一番` is twice, `翻两番` four times as much.
DOUBLING = "翻了?[一两二三四]?番"
NUMBER = f"(?:{FRACTION}|{DOUBLING}|{FIGURE_NUMBER}|{CHINESE_NUMBER})"

ENGLISH_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=2,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ENGLISH_SCALES = {
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}

_DIGITS = {digit: value for value, digits in enumerate(("零〇", "一", "二两", *"三四五六七八九")) for digit in digits}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


class Number(NamedTuple):
    """What a number comes to: value, upper end of a range, what the wording says of its exactness, own unit."""

    value: Decimal
    value_max: Decimal | None = None
    sign: str = ""  # gt, ge or approx, where the numeral itself says so
    unit: str | None = None
    vague_without_sign: bool = False  # 百, 千, 万 alone: a number only with a word such as 超过 before it


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Number:
    """Return what a span that `NUMBER` matches comes to.

    >>> parse_number("２．５万").value, parse_number("两百余"), parse_number("七八")[:2]
    (Decimal('25000'), Number(value=Decimal('200'), value_max=None, sign='gt', unit=None, vague_without_sign=False),
    (Decimal('7'), Decimal('8')))

    Raises `ValueError` for any other text.
    """
    literal = unicodedata.normalize("NFKC", text).replace(" ", "").replace(",", "")
    for form, read in _FORMS:
        found = form.fullmatch(literal)
        if found:
            return read(found)
    raise ValueError(f"{text!r} is not a number")


def trim(value: Decimal) -> Decimal:
    """Return the same value without trailing zeros and without an exponent.

    >>> trim(Decimal("1.860E+8")), trim(Decimal("2.50"))
    (Decimal('186000000'), Decimal('2.5'))
    """
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def _power(scale: str | None) -> Decimal:
    product = Decimal(1)
    for character in scale or "":
        product *= _POWERS[character]
    return product


def _integer(numeral: str) -> Decimal:
    """Return the value of a Chinese integer, section by section; 三万五 is 35,000."""
    for scale in "亿万":
        head, found, tail = numeral.partition(scale)
        if found:
            rest = _integer(tail.lstrip("零〇"))
            return _integer(head) * _POWERS[scale] + (rest * _POWERS[scale] / 10 if len(tail) == 1 else rest)
    return Decimal(_section(numeral))


def _section(numeral: str) -> int:
    """Return the value of a Chinese integer below ten thousand; 二百五 is 250, 二百零五 is 205."""
    value, digit, place = 0, 0, 1
    for character in numeral:
        if character in _POWERS:
            value, digit, place = value + (digit or 1) * _POWERS[character], 0, _POWERS[character] // 10
        else:
            digit = _DIGITS[character]
            place = place if digit else 1
    return value + digit * place


def _plain(numeral: str) -> Decimal:
    """Return the value of figures, of a Chinese integer or spoken decimal, or of a power alone."""
    if numeral[0].isascii():
        return Decimal(numeral)
    if "点" in numeral:
        whole, _, decimals = numeral.partition("点")
        return Decimal(f"{_integer(whole)}.{''.join(str(_DIGITS[digit]) for digit in decimals)}")
    return _power(numeral) if numeral[0] in _POWERS and numeral[0] != "十" else _integer(numeral)


def _sign(*vague: str | None) -> str:
    marks = "".join(filter(None, vague))
    return "approx" if "来" in marks else "gt" if marks else ""


def _read_fraction(found: re.Match[str]) -> Number:
    whole, part = found["whole"], _plain(found["part"])
    if whole in "百千":
        return Number(trim(part), unit="%" if whole == "百" else "‰")
    return Number(trim((part / _plain(whole)).quantize(Decimal("0.0001"))), unit="")


def _read_doubling(found: re.Match[str]) -> Number:
    times = int(_integer(found["times"])) if found["times"] else 1
    return Number(Decimal(2**times), unit="倍")


def _read_scaled(found: re.Match[str]) -> Number:
    value = _plain(found["plain"]) * _power(found["scale"])
    return Number(trim(value), sign=_sign(found["vague"], found["vague_after"]))


def _read_adjacent(found: re.Match[str]) -> Number:
    tens = _integer(found["tens"]) if found["tens"] else Decimal(0)
    power = _power(found["power"]) * _power(found["scale"])
    low, high = ((tens + _integer(digit)) * power for digit in found["digits"])
    return Number(trim(low), trim(high), sign="range")


def _read_teens(found: re.Match[str]) -> Number:
    return Number(trim(_integer(found["tens"]) * _power(found["scale"])), sign="gt")


def _read_several(found: re.Match[str]) -> Number:
    return Number(trim(_power(found["power"]) * _power(found["scale"])), sign="gt")


def _read_bare(found: re.Match[str]) -> Number:
    sign = _sign(found["vague"]) or {"上": "ge", "过": "gt"}.get(found["up"], "")
    return Number(trim(_power(found["power"]) * _power(found["scale"])), sign=sign, vague_without_sign=not sign)


_Reading = Callable[[re.Match[str]], Number]
_AFTER = rf"(?P<vague>{_VAGUE}?)(?P<scale>(?:[十百千]?万亿|[十百千]?[万亿]|[十百千])?)(?P<vague_after>{_VAGUE}?)"
_ENDING = rf"(?P<vague>{_VAGUE}?)(?P<scale>(?:万亿|[万亿])?)(?P<vague_after>{_VAGUE}?)"
_LARGE = "(?P<scale>(?:万亿|[万亿])?)"
_FORMS: tuple[tuple[re.Pattern[str], _Reading], ...] = (
    (
        re.compile(rf"(?P<whole>百|千|{_INTEGER})分之(?P<part>{_ARABIC}|百|{_SPOKEN_DECIMAL}|{_INTEGER})"),
        _read_fraction,
    ),
    (re.compile("翻了?(?P<times>[一两二三四]?)番"), _read_doubling),
    (re.compile(rf"(?P<plain>{_ARABIC}){_AFTER}"), _read_scaled),
    (
        re.compile(
            rf"(?P<tens>(?:{_DIGIT}?十)?)(?P<digits>{_NEIGHBOURS})(?P<power>[十百千]?){_VAGUE}?{_LARGE}{_VAGUE}?"
        ),
        _read_adjacent,
    ),
    (re.compile(rf"(?P<tens>{_DIGIT}?十)几{_VAGUE}?{_LARGE}{_VAGUE}?"), _read_teens),
    (re.compile(rf"(?P<plain>{_SPOKEN_DECIMAL}|{_INTEGER}){_ENDING}"), _read_scaled),
    (re.compile(rf"[几数](?P<power>[十百千万亿]{{1,3}}){_VAGUE}?{_LARGE}{_VAGUE}?"), _read_several),
    (re.compile(rf"(?P<up>[上过]?)(?P<power>[百千万亿]{{1,3}})(?P<vague>{_VAGUE}?){_LARGE}{_VAGUE}?"), _read_bare),
)
