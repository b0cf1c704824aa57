"""The characters of a page as a reader sees them: takes a text page of PDFium, gives text, boxes and what was left out."""

import ctypes
import math
import re
from collections import Counter, deque
from collections.abc import Callable
from itertools import pairwise, repeat
from operator import sub

import pypdfium2 as pdfium
import pypdfium2.raw as c

from lawreport_cli.errors import DocumentError
from lawreport_cli.model import Box, Note
from lawreport_cli.reading.pdf._calls import (
    address,
    char_angle,
    fill_colour,
    has_no_meaning,
    is_hyphen,
    loose_box,
    text_object,
    tight_box,
    unicode,
)
from lawreport_cli.reading.pdf._painted import WHITE, Painted
from lawreport_cli.reading.raised import raised
from lawreport_cli.reading.shown import Shown, Sides

MAX_CHARS_ON_PAGE = 200_000  # a dense A3 page holds some 10,000

_MADE_UP = re.compile(r"[ \r\n]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]")  # hyphens at a line end, and codes that no font explains
_RUN = re.compile(r"[^\r\n]+")
_SAMPLES = 12  # characters of a page that are asked for their direction
_QUARTER = math.pi / 2
_LEANS = 0.05  # quarters off the upright
_LEVEL = 0.3  # of the height: the ends of a line that differ by more may lean
_TINY = 1.0  # point, both wide and high: no eye reads it
_TALL = 3  # × the usual height: the loose box of a vertical font that PDFium did not scale
_SURROGATES, _LONE_SURROGATE = re.compile("[\ud800-\udbff][\udc00-\udfff]"), re.compile("[\ud800-\udfff]")
_UNKNOWN = "\ufffd"
_new_tuple: Callable[..., Box] = tuple.__new__  # a third of the time of Box(…)


class Characters:
    """The characters of a page that a reader sees, upright, and what was left out.

    `text`, `boxes` (as in `Page`), `size` of the page upright, `turn` that makes it so, `aslant`, `notes`.
    """

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, number: int, objects: Painted) -> None:
        frame, rotation = c.FS_RECTF(), c.FPDFPage_GetRotation(page.raw)
        c.FPDF_GetPageBoundingBox(page.raw, frame)
        self.text, self.boxes, self.notes = "", (), ()  # type: str, tuple[Box | None, ...], tuple[Note, ...]
        self.aslant: frozenset[int] = frozenset()
        self.raw, self.count = address(text_page.raw), text_page.count_chars()
        if self.count > MAX_CHARS_ON_PAGE:
            raise DocumentError(
                "too_large", f"Page {number} claims {self.count} characters; no printed page holds so many."
            )
        quarters = _upright(self.raw, self.count, rotation)
        self.turn = (quarters - rotation) % 4
        self.shown = Shown(frame.left, frame.bottom, frame.right, frame.top, quarters)
        width, height = page.get_size()
        self.size = (height, width) if self.turn % 2 else (width, height)
        if self.count > 0:
            self._read(text_page, number, objects)

    def _read(self, text_page: pdfium.PdfTextPage, number: int, objects: Painted) -> None:
        raw, count = self.raw, self.count
        text, hyphens = _text(text_page, raw, count)
        sides = _sides(raw, count, self.shown)
        boxes: list[Box | None] = list(map(_new_tuple, repeat(Box), zip(repeat(number), *sides, strict=False)))
        x0, top, x1, bottom = sides
        for match in _MADE_UP.finditer(text):
            i = match.start()
            if x0[i] == x1[i] and top[i] == bottom[i]:  # no size: PDFium made it up
                boxes[i] = None
        drop = _off_page(sides, boxes, self.size)
        hidden, aslant = _looks(raw, text, boxes, objects)
        text = raised(text, sides, aslant)
        if objects.hidden:
            hidden |= _hidden(raw, boxes, objects.hidden)
        if hidden:
            visible = sum(box is not None for box in boxes) - len(hidden)
            if len(hidden) <= visible:
                drop |= hidden
                message = f"page {number} holds {len(hidden)} invisible characters: left out"
                self.notes = (Note("hidden_text", message, number),)
            else:
                message = f"page {number} is a picture with invisible text: figures may be misread"
                self.notes = (Note("ocr_layer", message, number),)
        if drop or hyphens:
            order = [i for i in range(count) if i not in drop]
            pieces = [(text[i] + "\r\n" * (i in hyphens), boxes[i], i in aslant) for i in order]
            spread = [
                (char, box if k == 0 else None, leans) for piece, box, leans in pieces for k, char in enumerate(piece)
            ]
            text, boxes = "".join(char for char, _, _ in spread), [box for _, box, _ in spread]
            aslant = {i for i, (_, _, leans) in enumerate(spread) if leans}
        if self.turn == 2 and _runs_backwards(boxes):  # PDFium reads some pages that stand on their head so
            text, boxes, aslant = text[::-1], boxes[::-1], {len(text) - 1 - i for i in aslant}
        self.text, self.boxes, self.aslant = text, tuple(boxes), frozenset(aslant)


def _upright(raw: int, count: int, rotation: int) -> int:
    """By how many quarters clockwise the page is turned when most of its text stands upright."""
    if not rotation and not any(char_angle(raw, count * i // 4) for i in (1, 2, 3)):
        return 0
    step = max(1, count // _SAMPLES)
    angles = [angle for i in range(0, count, step) if (angle := char_angle(raw, i)) >= 0]
    votes = Counter(-round(angle / _QUARTER) % 4 for angle in angles)
    best, most = votes.most_common(1)[0] if votes else (rotation, 0)
    return best if best != rotation and 3 * most > 2 * len(angles) else rotation


def _looks(raw: int, text: str, boxes: list[Box | None], objects: Painted) -> tuple[set[int], set[int]]:
    """The characters that nobody can see for their colour or size, and those of lines that lean, such as watermarks.

    Told by the first character of each line, and the last.
    """
    hidden: set[int] = set()
    aslant: set[int] = set()
    colour = (ctypes.c_uint * 4)()
    red = ctypes.addressof(colour)
    for match in _RUN.finditer(text):
        start, end = match.span()
        first, last = boxes[start], boxes[end - 1]
        if first is None:
            continue
        height = first[4] - first[2]
        if last is None or abs(last[4] - first[4]) > _LEVEL * height or end - start == 1:
            aslant |= {i for i in range(start, end) if _leans(raw, i)}
        fill_colour(raw, start, red, red + 4, red + 8, red + 12)
        if colour[0] < WHITE and colour[3] and height >= _TINY:
            continue
        white = not colour[3] or min(colour) >= WHITE
        if max(first[3] - first[1], height) < _TINY or (white and not objects.has_ground(text_object(raw, start))):
            hidden |= {i for i in range(start, end) if boxes[i] is not None}
    return hidden, aslant


def _leans(raw: int, i: int) -> bool:
    angle: float = char_angle(raw, i)
    return angle > 0 and abs(angle / _QUARTER - round(angle / _QUARTER)) > _LEANS


def _runs_backwards(boxes: list[Box | None]) -> bool:
    steps = [b.x0 - a.x0 for a, b in pairwise(boxes) if a and b and abs(b.top - a.top) < (a.bottom - a.top) / 2]
    return 2 * sum(step < 0 for step in steps) > len(steps)


def _text(text_page: pdfium.PdfTextPage, raw: int, count: int) -> tuple[str, list[int]]:
    """One code point for each character, and where a hyphen ends a line, which PDFium then does not end.

    One call where PDFium's text and its list of characters run in step.
    """
    buffer = (ctypes.c_ushort * (2 * count + 2))()  # twice: a character may take two UTF-16 units
    written = c.FPDFText_GetText(text_page.raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(text) != count:
        text = _paired("".join(map(chr, map(unicode, repeat(raw), range(count)))))
    if not _ODD.search(text):
        return text, []
    hyphens = [i for i in range(count) if is_hyphen(raw, i)]
    chars = list(text)
    for i in range(count):
        if has_no_meaning(raw, i) and chars[i] not in "\r\n":
            chars[i] = _UNKNOWN
    for i in hyphens:
        chars[i] = "-"
    return "".join(chars), hyphens


def _paired(text: str) -> str:
    """Two surrogates, which PDFium lists as two characters on one spot, as their character and one without ink."""
    text = _SURROGATES.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16") + "\0", text)
    return _LONE_SURROGATE.sub(_UNKNOWN, text)


def _sides(raw: int, count: int, shown: Shown) -> Sides:
    buffer = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(buffer)
    deque(map(loose_box, repeat(raw), range(count), range(start, start + 16 * count, 16)), maxlen=0)
    flat: list[float] = buffer[:]
    heights = list(map(sub, flat[1::4], flat[3::4]))
    if max(heights) > _TALL * heights[count // 2]:
        limit = _TALL * sorted(heights)[count // 2]
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for i in (i for i, height in enumerate(heights) if height > limit):
            if tight_box(raw, i, *map(ctypes.addressof, (left, right, bottom, top))):
                flat[4 * i : 4 * i + 4] = left.value, top.value, right.value, bottom.value
    return shown.sides(flat)


def _off_page(sides: Sides, boxes: list[Box | None], size: tuple[float, float]) -> set[int]:
    (x0, top, x1, bottom), (width, height) = sides, size
    if min(x1) > 0 and max(x0) < width and min(bottom) > 0 and max(top) < height:
        return set()
    return {i for i, b in enumerate(boxes) if b and not (b.x1 > 0 and b.x0 < width and b.bottom > 0 and b.top < height)}


def _hidden(raw: int, boxes: list[Box | None], hidden: frozenset[int]) -> set[int]:
    return {i for i, box in enumerate(boxes) if box is not None and text_object(raw, i) in hidden}
