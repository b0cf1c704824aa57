"""Raised digits, the marks of footnotes: takes characters with their places, gives the text with ¹²³ for them.

3862¹件 is no 38621件. PDFium gives a raised digit as any other.
"""

import re
from collections.abc import Container

from lawreport_cli.reading.shown import Sides

_SMALLER = 0.75  # of the height of the character before
_HIGHER = 0.2  # of that height: how far the foot stands above
_NEAR = 0.4  # of that height: the gap before
_GAPS = frozenset(" \r\n\0")
_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = re.compile("[0-9]+")


def raised(text: str, sides: Sides, aslant: Container[int]) -> str:
    """The text, of the same length. Characters `aslant` are left alone: they rise with their line."""
    x0, top, x1, bottom = sides
    chars: list[str] | None = None
    ends = -1.0  # where the digit before ended, if it was raised
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        base = start - 1
        while base >= 0 and text[base] in _GAPS:
            base -= 1
        for i in range(start, end):
            height, small = bottom[base] - top[base], bottom[i] - top[i]
            if (
                base >= 0
                and small < _SMALLER * height
                and bottom[i] < bottom[base] - _HIGHER * height
                and min(abs(x0[i] - x1[base]), abs(x0[i] - ends)) < _NEAR * height
                and i not in aslant
            ):
                chars = chars or list(text)
                chars[i] = _MARKS[int(text[i])]
                ends = x1[i]
            else:
                base, ends = i, -1.0
    return "".join(chars) if chars else text
