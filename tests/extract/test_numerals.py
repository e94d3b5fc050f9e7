"""Numbers as texts write them, and what they come to."""

from __future__ import annotations

import re
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numerals import NUMBER, parse_number, trim

NUMBER_REGEX = re.compile(NUMBER)

VALUES = [
    # figures
    ("12", "12"),
    ("1,200", "1200"),
    ("1 846", "1846"),
    ("34 560.80", "34560.8"),
    ("２０", "20"),
    ("１．５", "1.5"),
    ("0.03", "0.03"),
    # figures with Chinese powers
    ("2.5万", "25000"),
    ("２．５万", "25000"),
    ("1.2亿", "120000000"),
    ("2万亿", "2000000000000"),
    ("3百", "300"),
    ("5000亿", "500000000000"),
    # Chinese numerals
    ("六", "6"),
    ("十", "10"),
    ("十五", "15"),
    ("二十", "20"),
    ("两百", "200"),
    ("一百二十", "120"),
    ("二百五", "250"),
    ("三千五百", "3500"),
    ("一千零五", "1005"),
    ("三千零二十", "3020"),
    ("一万两千三百", "12300"),
    ("三万五", "35000"),
    ("三万零五", "30005"),
    ("三百万", "3000000"),
    ("一亿二千万", "120000000"),
    ("两万三千亿", "2300000000000"),
    ("一百亿零三十万", "10000300000"),
    ("三点五", "3.5"),
    ("零点八", "0.8"),
    ("一点二亿", "120000000"),
]

VAGUE = [
    ("两百余", "200", "gt"),
    ("百余", "100", "gt"),
    ("百余万", "1000000", "gt"),
    ("20多", "20", "gt"),
    ("20多万", "200000", "gt"),
    ("3000余", "3000", "gt"),
    ("二十余万", "200000", "gt"),
    ("十几", "10", "gt"),
    ("三十几", "30", "gt"),
    ("十几万", "100000", "gt"),
    ("数十", "10", "gt"),
    ("几千", "1000", "gt"),
    ("数百万", "1000000", "gt"),
    ("上百", "100", "ge"),
    ("上万", "10000", "ge"),
    ("过百", "100", "gt"),
    ("十来", "10", "approx"),
    ("一百来", "100", "approx"),
]

RANGES = [
    ("七八", 7, 8),
    ("两三", 2, 3),
    ("三五", 3, 5),
    ("十五六", 15, 16),
    ("三四十", 30, 40),
    ("五六百", 500, 600),
    ("两三万", 20000, 30000),
]

OWN_UNIT = [
    ("百分之五", "5", "%"),
    ("百分之十二点五", "12.5", "%"),
    ("百分之百", "100", "%"),
    ("百分之25", "25", "%"),
    ("千分之三", "3", "‰"),
    ("三分之一", "0.3333", ""),
    ("五分之四", "0.8", ""),
    ("翻一番", "2", "倍"),
    ("翻了两番", "4", "倍"),
    ("翻番", "2", "倍"),
]

#: What a number is cut to, and what is none.
CUTS = [
    ("三百万千瓦", "三百万"),
    ("二十五六", "二十五六"),
    ("100千瓦", "100"),
    ("3千米", "3"),
    ("2百分", "2"),
    ("十几二十", "十几"),
    ("5万分之", "5"),
]
NO_NUMBERS = ["数据", "几何", "半导体", "多年", "余下", "过程", "上海", "分之", "点", "番茄", "亿" * 0, "零"]


@pytest.mark.parametrize("text, value", VALUES)
def test_value(text: str, value: str) -> None:
    assert parse_number(text) == (Decimal(value), None, "", None, False)


@pytest.mark.parametrize("text, value, sign", VAGUE)
def test_vague_number(text: str, value: str, sign: str) -> None:
    assert parse_number(text) == (Decimal(value), None, sign, None, False)


@pytest.mark.parametrize("text, low, high", RANGES)
def test_neighbouring_digits_are_a_range(text: str, low: int, high: int) -> None:
    assert parse_number(text)[:3] == (Decimal(low), Decimal(high), "range")


@pytest.mark.parametrize("text, value, unit", OWN_UNIT)
def test_parts_and_doublings_bring_their_unit(text: str, value: str, unit: str) -> None:
    assert parse_number(text) == (Decimal(value), None, "", unit, False)


@pytest.mark.parametrize("text", ["百", "千", "万", "千万", "亿"])
def test_a_power_alone_needs_a_word_before_it(text: str) -> None:
    assert parse_number(text).vague_without_sign


@pytest.mark.parametrize("text, number", CUTS)
def test_number_ends_before_a_unit(text: str, number: str) -> None:
    found = NUMBER_REGEX.match(text)
    assert found is not None
    assert found.group() == number


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_number(text: str) -> None:
    assert NUMBER_REGEX.match(text) is None
    with pytest.raises(ValueError, match="is not a number"):
        parse_number(text)


@given(st.integers(min_value=1, max_value=10**12))
def test_every_integer_is_read_back(integer: int) -> None:
    numeral = cn2an.an2cn(integer, "low")
    assert NUMBER_REGEX.fullmatch(numeral), numeral
    assert parse_number(numeral).value == integer


@given(st.text(alphabet="一二两三五九十百千万亿零〇几数余多来上过翻了番分之点0123.,", max_size=12))
def test_what_the_grammar_proves_can_be_converted(text: str) -> None:
    for found in NUMBER_REGEX.finditer(text):
        if found.group():
            number = parse_number(found.group())
            assert number.value >= 0
            assert number.value_max is None or number.value_max > number.value


@pytest.mark.parametrize(
    "value, shown", [("1.860E+8", "186000000"), ("2.50", "2.5"), ("100", "100"), ("0.3330", "0.333")]
)
def test_values_are_shown_plainly(value: str, shown: str) -> None:
    assert str(trim(Decimal(value))) == shown
