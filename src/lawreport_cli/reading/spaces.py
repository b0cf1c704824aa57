"""Which spaces of a line are real: takes the characters of a line with their boxes, gives them without invented spaces.

PDFs of word processors hold no spaces: a reader invents one for each gap, inside words and numbers too.
"""

import re
from collections.abc import Sequence

from lawreport_cli.model import Box

_WHITE = re.compile(r"\s+")
_HAN_DIGITS = frozenset("〇○零一二两三四五六七八九")
_HAN_NUMERALS = _HAN_DIGITS | frozenset("十百千万亿半")
_BEFORE_SIGN = frozenset(".,%‰℃°．，％")  # 1 ,087  50 %
_WIDE = 0.9  # of an em: a gap that a person left on purpose
_DIGIT_GAP = 0.5  # of an em: digits further apart are two numbers
_WORD_GAP = 0.15  # of an em: a space of a narrow font
_TIME = re.compile(r"\d{1,2}[:：]\d{2}(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d{2}年")  # 表2 2024年案件情况


def tidy(text: str, boxes: Sequence[Box | None], em: float) -> tuple[str, list[Box | None]]:
    """The line without the white space that is not meant, every kept one a single character.

    `em` is the width of a Chinese character in points.
    """
    kept: list[str] = []
    kept_boxes: list[Box | None] = []
    done = 0
    for match in _WHITE.finditer(text):
        start, end = match.span()
        kept.append(text[done:start])
        kept_boxes += boxes[done:start]
        if start > 0 and end < len(text) and _is_meant(text, boxes, start, end, em):
            real = next((i for i in range(start, end) if boxes[i] is not None), start)
            kept.append(text[real] if text[real] == "\u3000" else " ")
            kept_boxes.append(boxes[real])
        done = end
    kept.append(text[done:])
    kept_boxes += boxes[done:]
    return "".join(kept), kept_boxes


def _is_meant(text: str, boxes: Sequence[Box | None], start: int, end: int, em: float) -> bool:
    before, after = text[start - 1], text[end]
    left, right = boxes[start - 1], boxes[end]
    gap = (right.x0 - left.x1) / em if left and right and em else 0.0
    if gap >= _WIDE:
        return True
    printed = any(boxes[i] is not None for i in range(start, end))
    kinds = _kind(before) + _kind(after)
    if kinds == "99":
        return _parts_digits(text, start, end, gap, printed)
    if "字" in kinds:
        if kinds == "字字":
            return printed
        return "9" in kinds and (before in _HAN_NUMERALS or after in _HAN_DIGITS)  # 二 3人: two numbers
    if "。" in kinds or (kinds[0] == "9" and after in _BEFORE_SIGN):
        return False
    if before in ".," and kinds[1] == "9" and start > 1 and text[start - 2].isdigit():
        return printed
    return printed or gap >= _WORD_GAP or "." not in kinds


def _kind(char: str) -> str:
    """9 digit, a Latin letter, . other ASCII sign, 字 Chinese character, 。 other."""
    if char.isdigit():
        return "9"
    if char < "\u0250":
        return "a" if char.isalpha() else "."
    return "字" if char.isalpha() or char in _HAN_NUMERALS else "。"


def _parts_digits(text: str, start: int, end: int, gap: float, printed: bool) -> bool:
    """Two numbers, not one with its digits set apart (2 2 9 1 1) or drawn in pieces (202|3)."""
    if _TIME.match(text, end) or (_YEAR.match(text, end) and gap >= _WORD_GAP):
        return True
    alone = _is_alone(text, start - 1), _is_alone(text, end)
    if all(alone):
        return False
    return printed or gap >= (_DIGIT_GAP if any(alone) else _WORD_GAP)


def _is_alone(text: str, i: int) -> bool:
    """The digit has no digit beside it."""
    return not text[i - 1 : i].isdigit() and not text[i + 1 : i + 2].isdigit()
