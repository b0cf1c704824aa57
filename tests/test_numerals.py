"""Numerals from strings: values, accuracy, where they begin and end."""

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawreport_cli import numerals
from lawreport_cli.numerals import han_value
from lawreport_cli.reading.folding import fold

DIGITS = "零一二三四五六七八九"


def found(text: str) -> list[tuple[str, Decimal | None, int]]:
    return [
        (text[slice(*numeral.span)], numeral.value, numeral.decimals) for numeral in numerals.find(text, fold(text))
    ]


@pytest.mark.parametrize(
    ("text", "quote", "value", "decimals"),
    [
        ("995件", "995", "995", 0),
        ("89.7%", "89.7", "89.7", 1),
        ("1,487名", "1,487", "1487", 0),
        ("８，８６３件", "８，８６３", "8863", 0),
        ("22 471份", "22 471", "22471", 0),
        ("8122.21万元", "8122.21万", "81222100", -2),
        ("2.8万条", "2.8万", "28000", -3),
        ("8.3万亿元", "8.3万亿", "8300000000000", -11),
        ("3千万元", "3千万", "30000000", -7),
        ("1亿2000万元", "1亿2000万", "120000000", -4),
        ("2700多万个", "2700多万", "27000000", -4),
        ("二十三家", "二十三", "23", 0),
        ("一百零五件", "一百零五", "105", 0),
        ("多收五万八。", "五万八", "58000", -3),
        ("一百二,", "一百二", "120", -1),
        ("8千余万元", "8千余万", "80000000", -7),
        ("零两个月", "零两", "2", 0),
        ("两千三百万元", "两千三百万", "23000000", -4),
        ("三点五亿元", "三点五亿", "350000000", -7),
        ("廿三日", "廿三", "23", 0),
        ("叁拾伍万元", "叁拾伍万", "350000", -4),
        ("二〇三五年", "二〇三五", "2035", 0),
        ("二○一四年", "二○一四", "2014", 0),
    ],
)
def test_a_number_has_value_and_accuracy(text, quote, value, decimals):
    assert found(text) == [(quote, Decimal(value), decimals)]


@pytest.mark.parametrize(
    ("text", "limits"),
    [("两三件", (2, 3)), ("三四十户", (30, 40)), ("十七八起", (17, 18)), ("三五趟", None), ("二二", None)],
)
def test_two_neighbouring_digits_for_one_give_limits_and_no_value(text, limits):
    (numeral,) = numerals.find(text, text)
    assert (numeral.value, numeral.limits) == (None, limits)


@pytest.mark.parametrize("text", ["8" * 29, "3." + "1" * 30, "8" * 5000 + "万", "九" * 40, "点" + "〇" * 40])
def test_more_digits_than_any_figure_has_are_no_number(text):
    assert [value for _, value, _ in found(text)] in ([None], [None, None])


def test_a_long_run_of_digits_costs_no_more_than_its_length():
    began = time.process_time()
    assert len(found("1" * 50_000)) == 1
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", ["会议*次", "约xx个", "罚款**万元", "□□件"])
def test_a_mask_before_a_measure_word_is_a_numeral_without_value(text):
    assert [value for _, value, _ in found(text)][:1] == [None]


@pytest.mark.parametrize("text", ["A*级", "7×24", "taxi", "x轴", "2x个"])
def test_other_asterisks_and_crosses_are_none(text):
    assert all(quote.strip("0123456789") == "" for quote, _, _ in found(text))


@pytest.mark.parametrize("text", ["数起", "几家", "万件", "半个", "二三十", "一九", "百百"])
def test_a_run_that_is_no_number_has_no_value(text):
    assert found(text)[0][1] is None


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("5家单位，21项", ["5", "21"]),
        ("分别为3，120件", ["3", "120"]),  # a full-width comma among half-width digits parts a list
        ("2015.01.09", ["2015", "01", "09"]),
        ("1.2021年,在", ["1", "2021"]),  # a list number fused with the year behind it
        ("1.5倍", ["1.5"]),
        ("3百姓", ["3", "百"]),
        ("5.94百分点", ["5.94", "百"]),
        ("5千克", ["5", "千"]),
        ("28件30人", ["28", "30"]),
        ("10：30", ["10", "30"]),
    ],
)
def test_what_is_one_numeral_and_what_is_two(text, quotes):
    assert [quote for quote, _, _ in found(text)] == quotes


@given(st.text(alphabet="0123456789０９，,.．。万亿千百十一二三两〇余多几数半点 件年人\n", max_size=60))
def test_numerals_are_ordered_disjoint_and_hold_every_digit(text):
    folded = fold(text)
    spans = [numeral.span for numeral in numerals.find(text, folded)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {place for span in spans for place in range(*span)}
    assert {i for i, c in enumerate(folded) if c.isdecimal()} <= covered


@given(st.integers(0, 9999))
def test_chinese_numbers_below_ten_thousand_have_their_value(number):
    assert han_value(_spelled(number)) == number


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_chinese_numbers_with_wan_have_their_value(high, low):
    tail = ("零" if 0 < low < 1000 else "") + (_spelled(low) if low else "")
    assert han_value(f"{_spelled(high)}万{tail}") == high * 10**4 + low


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from(["", "万", "亿"]))
def test_a_printed_number_keeps_value_and_decimals(number, times):
    (numeral,) = numerals.find(f"{number}{times}元", f"{number}{times}元")
    exponent = {"": 0, "万": 4, "亿": 8}[times]
    assert numeral.value == number * 10**exponent
    assert numeral.decimals == 2 - exponent


def _spelled(number: int) -> str:
    """A number below ten thousand as it is written in Chinese."""
    if number == 0:
        return "零"
    text, gap = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + mark
            gap = False
        else:
            gap = True
    return text
