"""Folding: equal length, once is enough, radicals and full-width forms, and what must stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawreport_cli.reading.folding import fold


@given(st.text())
def test_length_stays_and_once_is_enough(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(st.text(st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E)))
def test_every_full_width_form_is_its_ascii_sign(text: str) -> None:
    assert fold(text) == unicodedata.normalize("NFKC", text)
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("８１２２．２１万元", "8122.21万元"),
        ("９５％（含）：１，０００；", "95%(含):1,000;"),
        ("3∶1", "3:1"),
        ("甲　乙", "甲 乙"),
        ("￥100", "¥100"),
        ("⼀⼆⼈⼗⼆⽉", "一二人十二月"),
        ("⺠⻔⻅⻓⻋⻢", "民门见长车马"),
        ("㎡℃⑴Ⅲ½①", "㎡℃⑴Ⅲ½①"),  # NFKC would make some of them longer
        ("《规划》、“一件事”。—…·‘’", "《规划》、“一件事”。—…·‘’"),
    ],
)
def test_example(printed: str, plain: str) -> None:
    assert fold(printed) == plain


def test_every_kangxi_radical_becomes_the_ideograph_of_unicode() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert fold(chr(code)) == unicodedata.normalize("NFKC", chr(code))


def test_radicals_of_the_supplement_become_ideographs() -> None:
    assigned = [chr(code) for code in range(0x2E80, 0x2EF4) if unicodedata.category(chr(code)) != "Cn"]
    left = [char for char in assigned if fold(char) == char]
    assert left == ["\u2e80"]  # the repeat mark stands for no ideograph
    assert all("CJK UNIFIED" in unicodedata.name(fold(char)) for char in assigned if char not in left)
    for char in assigned:
        if unicodedata.normalize("NFKC", char) != char:
            assert fold(char) == unicodedata.normalize("NFKC", char)
