"""Raised digits, the marks of footnotes: takes characters with their places, gives the text with ¹²³ for them.

3862¹件 is no 38621件. PDFium gives a raised digit as any other.
"""

from collections.abc import Container

from lawreport_cli.reading.shown import Sides

_SMALLER = 0.75  # of the height of the character before
_HIGHER = 0.2  # of that height: how far the foot stands above
_NEAR = 0.4  # of that height: the gap before
_LEVEL = 0.1  # of their height: how much the digits of one mark differ
_GAPS = frozenset(" \r\n\0")
_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str, sides: Sides, aslant: Container[int] = ()) -> str:
    """The text, of the same length. Characters `aslant` are left alone: they rise with their line."""
    x0, top, x1, bottom = sides
    heights = [low - high for low, high in zip(bottom, top, strict=True)]
    if min(heights) > _SMALLER * max(heights):
        return text
    chars: list[str] | None = None
    base = 0  # the character before that shows
    i = 0
    while i < len(text):
        height = heights[base]
        stands = text[i] not in _GAPS
        if (
            stands
            and "0" <= text[i] <= "9"
            and heights[i] < _SMALLER * height
            and bottom[i] < bottom[base] - _HIGHER * height
            and abs(x0[i] - x1[base]) < _NEAR * height
            and i not in aslant
        ):
            chars = chars or list(text)
            small = heights[i]
            while i < len(text) and "0" <= text[i] <= "9" and abs(heights[i] - small) < _LEVEL * small:
                chars[i] = text[i].translate(_MARKS)
                i += 1
            continue
        base = i if stands else base
        i += 1
    return "".join(chars) if chars else text
