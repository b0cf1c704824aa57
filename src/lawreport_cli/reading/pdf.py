"""The door to PDFium: takes the bytes of a PDF, gives its pages with characters, boxes and ruling lines.

No other module knows pypdfium2. What cannot be read is refused here with one of the closed list of outcomes.
"""

import ctypes
import io
import math
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from operator import sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from lawreport_cli.errors import DocumentError
from lawreport_cli.model import Box, Note
from lawreport_cli.reading import intake, integrity, legibility
from lawreport_cli.reading.raised import raised
from lawreport_cli.reading.regions import Page, Picture, Ruling
from lawreport_cli.reading.shown import Shown, Sides
from lawreport_cli.reading.strokes import IDENTITY, Matrix, times, upright

MAX_PAGES = 10_000
MAX_CHARS_ON_PAGE = 200_000  # a dense A3 page holds some 10,000
MAX_PATHS_ON_PAGE = 20_000  # more is a picture, not a table
MAX_OBJECTS_ON_PAGE = 1_000_000
MIN_PATHS_FOR_TABLE = 4  # the four sides of one cell
_MAX_FORM_DEPTH = 8
_SCALE, _MAX_PIXELS = 2.0, 4000  # of a picture: pixels a point, and along a side


@dataclass(frozen=True, slots=True)
class Source:
    """What a PDF holds: its pages in order, and /Title as stored (null where absent or blank)."""

    pages: tuple[Page, ...]
    title: str | None


def read(data: bytes) -> Source:
    """Read all pages of a PDF.

    Boxes and rulings are in points with the origin at the top left of the page as shown. Left out: characters off the
    page, and invisible ones where the page has more visible ones (a note says so).

    Damage that reaches some pages is a note on them (`page_damaged`), as is text that cannot be what the page shows
    (`text_unreliable`).

    Raises `DocumentError`: empty, not_a_pdf, truncated, damaged, encrypted, no_pages, no_text, text_unreliable, too_large.
    """
    intake.check(data)
    document = _open(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise DocumentError("too_large", f"The file claims {count} pages; more than {MAX_PAGES} are not read.")
        warnings = _integrity(document, data, count)
        pages = tuple(_warned(page, warnings) for page in _pages(document, count))
        title = document.get_metadata_value("Title").strip().replace("\x00", "")
    finally:
        document.close()
    if all(any(note.code == "page_failed" for note in page.notes) for page in pages):
        raise DocumentError("damaged", "No page of the file can be opened. Download it again.")
    texts = [page.text for page in pages if _has_text(page)]
    if not texts:
        raise DocumentError("no_text", "The pages hold no text: a scan or blank pages. Run OCR on it first.")
    if all(map(legibility.is_illegible, texts)):  # stops at the first that is not
        raise DocumentError("text_unreliable", "The fonts do not say which characters they show. Run OCR on the file.")
    return Source(_doubted(pages), title or None)


def _doubted(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Where half of the pages are unreliable, so are the others: they share the fonts."""
    texts = {page.number for page in pages if _has_text(page)}
    doubted = {page.number for page in pages if any(note.code == "text_unreliable" for note in page.notes)}
    if not doubted or 2 * len(doubted) < len(texts):
        return pages
    message = "the text of page {} is in doubt: it may not be what the page shows, as on most other pages"
    return tuple(
        replace(page, notes=(*page.notes, Note("text_unreliable", message.format(page.number), page.number)))
        if page.number in texts - doubted
        else page
        for page in pages
    )


def picture(data: bytes, number: int) -> Picture:
    """Page `number`, from 1, as shown: two pixels a point, fewer where the page is huge.

    Raises `DocumentError` as `read` does, no_pages where the file has no such page.
    """
    intake.check(data)
    document = _open(data)
    try:
        if not 1 <= number <= len(document):
            raise DocumentError("no_pages", f"The file has no page {number}: it has {len(document)}.")
        page = document.get_page(number - 1)
        scale = min(_SCALE, _MAX_PIXELS / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        pixels = bytes(bitmap.buffer)
        size = 3 * bitmap.width
        if bitmap.n_channels != 3:
            raise DocumentError("damaged", f"Page {number} cannot be drawn.")
        rows = b"".join(pixels[y * bitmap.stride : y * bitmap.stride + size] for y in range(bitmap.height))
        return Picture(bitmap.width, bitmap.height, scale, rows)
    except pdfium.PdfiumError as error:
        raise DocumentError("damaged", f"Page {number} cannot be drawn.") from error
    finally:
        document.close()


_NOTHING = frozenset(" \r\n\t\u00a0\u3000\ufffd")


def _has_text(page: Page) -> bool:
    return any(char not in _NOTHING for char in page.text)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if empty := c.FPDF_LoadMemDocument64(data, len(data), None):  # it opens; the error code is an older one
            c.FPDF_CloseDocument(empty)
            raise DocumentError("no_pages", "The file is a PDF without any page. Get it again.") from error
        if error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
            message = "The file is locked with a password. Save a copy without one."
            raise DocumentError("encrypted", message) from error
        raise DocumentError(
            "damaged", "The file cannot be opened: its structure is broken. Download it again."
        ) from error


def _integrity(document: pdfium.PdfDocument, data: bytes, count: int) -> tuple[Note, ...]:
    if c.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return integrity.check(data, count)
    unlocked = io.BytesIO()
    document.save(unlocked, flags=c.FPDF_REMOVE_SECURITY)
    return integrity.check(data, count, locked=True) or integrity.check(unlocked.getvalue(), count)


def _warned(page: Page, warnings: tuple[Note, ...]) -> Page:
    """The page with the warnings that are about it; the first page has those about the whole file."""
    own = tuple(note for note in warnings if (note.page or 1) == page.number)
    return replace(page, notes=own + page.notes) if own else page


def _pages(document: pdfium.PdfDocument, count: int) -> Iterator[Page]:
    for number in range(1, count + 1):
        try:
            page = document.get_page(number - 1)
        except pdfium.PdfiumError:
            note = Note("page_failed", f"page {number} cannot be opened and is missing", number)
            yield Page(number, 0.0, 0.0, "", (), notes=(note,))
            continue
        try:
            yield _page(page, number)
        finally:
            page.close()


def _page(page: pdfium.PdfPage, number: int) -> Page:
    objects = _Objects(page)
    text_page = page.get_textpage()
    try:
        chars = _Characters(page, text_page, number, objects)
    finally:
        text_page.close()
    notes = chars.notes
    if not chars.text.strip():
        has = "only a picture: not read" if objects.images else "neither text nor picture"
        notes = (*notes, Note("page_without_text", f"page {number} has {has}", number))
    elif doubt := legibility.doubt(chars.text):
        notes = (*notes, Note("text_unreliable", f"the text of page {number} is not what it shows: {doubt}", number))
    rulings: tuple[Ruling, ...] = ()
    if MIN_PATHS_FOR_TABLE <= len(objects.paths) <= MAX_PATHS_ON_PAGE:
        rulings = tuple(_rulings(objects.paths, chars.shown))
    elif len(objects.paths) > MAX_PATHS_ON_PAGE:
        note = Note(
            "too_many_lines",
            f"page {number} is drawn with more than {MAX_PATHS_ON_PAGE} lines: no tables sought",
            number,
        )
        notes = (*notes, note)
    return Page(number, *chars.size, chars.text, chars.boxes, rulings, notes, chars.turn, chars.aslant)


# ---------------------------------------------------------------- calls, many at a time

# PDFium is asked once per character or object; ctypes costs 0.5 µs a call this way, 1 µs the usual way.


def _cheap(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    return ctypes.cast(function, ctypes.PYFUNCTYPE(result, *arguments))  # type: ignore[arg-type]


_pointer, _int = ctypes.c_void_p, ctypes.c_int
_loose_box = _cheap(c.FPDFText_GetLooseCharBox, _int, _pointer, _int, _pointer)
_unicode = _cheap(c.FPDFText_GetUnicode, ctypes.c_uint, _pointer, _int)
_is_hyphen = _cheap(c.FPDFText_IsHyphen, _int, _pointer, _int)
_has_no_meaning = _cheap(c.FPDFText_HasUnicodeMapError, _int, _pointer, _int)
_tight_box = _cheap(c.FPDFText_GetCharBox, _int, _pointer, _int, _pointer, _pointer, _pointer, _pointer)
_char_angle = _cheap(c.FPDFText_GetCharAngle, ctypes.c_float, _pointer, _int)
_fill_colour = _cheap(c.FPDFText_GetFillColor, _int, _pointer, _int, _pointer, _pointer, _pointer, _pointer)
_object_colour = _cheap(c.FPDFPageObj_GetFillColor, _int, _pointer, _pointer, _pointer, _pointer, _pointer)
_object_bounds = _cheap(c.FPDFPageObj_GetBounds, _int, _pointer, _pointer, _pointer, _pointer, _pointer)
_text_object = _cheap(c.FPDFText_GetTextObject, _pointer, _pointer, _int)
_page_object = _cheap(c.FPDFPage_GetObject, _pointer, _pointer, _int)
_object_type = _cheap(c.FPDFPageObj_GetType, _int, _pointer)
_render_mode = _cheap(c.FPDFTextObj_GetTextRenderMode, _int, _pointer)
_object_matrix = _cheap(c.FPDFPageObj_GetMatrix, _int, _pointer, _pointer)
_draw_mode = _cheap(c.FPDFPath_GetDrawMode, _int, _pointer, _pointer, _pointer)
_segment_count = _cheap(c.FPDFPath_CountSegments, _int, _pointer)
_segment = _cheap(c.FPDFPath_GetPathSegment, _pointer, _pointer, _int)
_segment_type = _cheap(c.FPDFPathSegment_GetType, _int, _pointer)
_segment_close = _cheap(c.FPDFPathSegment_GetClose, _int, _pointer)
_segment_point = _cheap(c.FPDFPathSegment_GetPoint, _int, _pointer, _pointer, _pointer)


def _address(handle: object) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


# ---------------------------------------------------------------- characters

_MADE_UP = re.compile(r"[ \r\n]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]")  # hyphens at a line end, and codes that no font explains
_RUN = re.compile(r"[^\r\n]+")
_SAMPLES = 12  # characters of a page that are asked for their direction
_QUARTER = math.pi / 2
_LEANS = 0.05  # quarters off the upright
_LEVEL = 0.3  # of the height: the ends of a line that differ by more may lean
_TINY = 1.0  # point, both wide and high: no eye reads it
_WHITE = 250  # of 255
_TALL = 3  # × the usual height: the loose box of a vertical font that PDFium did not scale
_SURROGATES, _LONE_SURROGATE = re.compile("[\ud800-\udbff][\udc00-\udfff]"), re.compile("[\ud800-\udfff]")
_UNKNOWN = "\ufffd"
_new_tuple: Callable[..., Box] = tuple.__new__  # a third of the time of Box(…)


class _Characters:
    """The characters of a page that a reader sees, upright, and what was left out.

    `text`, `boxes` (as in `Page`), `size` of the page upright, `turn` that makes it so, `aslant`, `notes`.
    """

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, number: int, objects: "_Objects") -> None:
        frame, rotation = c.FS_RECTF(), c.FPDFPage_GetRotation(page.raw)
        c.FPDF_GetPageBoundingBox(page.raw, frame)
        self.text, self.boxes, self.notes = "", (), ()  # type: str, tuple[Box | None, ...], tuple[Note, ...]
        self.aslant: frozenset[int] = frozenset()
        self.raw, self.count = _address(text_page.raw), text_page.count_chars()
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

    def _read(self, text_page: pdfium.PdfTextPage, number: int, objects: "_Objects") -> None:
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
    if not rotation and not any(_char_angle(raw, count * i // 4) for i in (1, 2, 3)):
        return 0
    step = max(1, count // _SAMPLES)
    angles = [angle for i in range(0, count, step) if (angle := _char_angle(raw, i)) >= 0]
    votes = Counter(-round(angle / _QUARTER) % 4 for angle in angles)
    best, most = votes.most_common(1)[0] if votes else (rotation, 0)
    return best if best != rotation and 3 * most > 2 * len(angles) else rotation


def _looks(raw: int, text: str, boxes: list[Box | None], objects: "_Objects") -> tuple[set[int], set[int]]:
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
        _fill_colour(raw, start, red, red + 4, red + 8, red + 12)
        if colour[0] < _WHITE and colour[3] and height >= _TINY:
            continue
        white = not colour[3] or min(colour) >= _WHITE
        if max(first[3] - first[1], height) < _TINY or (white and not objects.has_ground(_text_object(raw, start))):
            hidden |= {i for i in range(start, end) if boxes[i] is not None}
    return hidden, aslant


def _leans(raw: int, i: int) -> bool:
    angle: float = _char_angle(raw, i)
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
        text = _paired("".join(map(chr, map(_unicode, repeat(raw), range(count)))))
    if not _ODD.search(text):
        return text, []
    hyphens = [i for i in range(count) if _is_hyphen(raw, i)]
    chars = list(text)
    for i in range(count):
        if _has_no_meaning(raw, i) and chars[i] not in "\r\n":
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
    deque(map(_loose_box, repeat(raw), range(count), range(start, start + 16 * count, 16)), maxlen=0)
    flat: list[float] = buffer[:]
    heights = list(map(sub, flat[1::4], flat[3::4]))
    if max(heights) > _TALL * heights[count // 2]:
        limit = _TALL * sorted(heights)[count // 2]
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for i in (i for i, height in enumerate(heights) if height > limit):
            if _tight_box(raw, i, *map(ctypes.addressof, (left, right, bottom, top))):
                flat[4 * i : 4 * i + 4] = left.value, top.value, right.value, bottom.value
    return shown.sides(flat)


def _off_page(sides: Sides, boxes: list[Box | None], size: tuple[float, float]) -> set[int]:
    (x0, top, x1, bottom), (width, height) = sides, size
    if min(x1) > 0 and max(x0) < width and min(bottom) > 0 and max(top) < height:
        return set()
    return {i for i, b in enumerate(boxes) if b and not (b.x1 > 0 and b.x0 < width and b.bottom > 0 and b.top < height)}


def _hidden(raw: int, boxes: list[Box | None], hidden: frozenset[int]) -> set[int]:
    return {i for i, box in enumerate(boxes) if box is not None and _text_object(raw, i) in hidden}


# ---------------------------------------------------------------- page objects


_TEXT = c.FPDF_PAGEOBJ_TEXT
_INVISIBLE = frozenset({c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP})


class _Objects:
    """What is painted on a page: paths with the matrix that places them, invisible text objects, whether a picture."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.paths: list[tuple[int, Matrix]] = []
        self.images: list[int] = []
        hidden: list[int] = []
        raw = _address(page.raw)
        count = c.FPDFPage_CountObjects(page.raw)
        if count > MAX_OBJECTS_ON_PAGE:
            raise DocumentError("too_large", f"A page is made of {count} objects; no printed page holds so many.")
        self._sort(list(map(_page_object, repeat(raw), range(count))), IDENTITY, hidden, 0)
        self.hidden = frozenset(hidden)

    def has_ground(self, text: int) -> bool:
        """White text has something dark under it: a picture, or a surface that is not white."""
        place = _bounds(text)
        return any(_meet(_bounds(image), place) for image in self.images) or any(
            _is_dark(path) and _meet(_bounds(path), place) for path, _ in self.paths
        )

    def _sort(self, objects: list[int], matrix: Matrix, hidden: list[int], depth: int) -> None:
        kinds = list(map(_object_type, objects))
        texts = [handle for handle, kind in zip(objects, kinds, strict=True) if kind == _TEXT]
        modes = list(map(_render_mode, texts))
        if not _INVISIBLE.isdisjoint(modes):
            hidden += [handle for handle, mode in zip(texts, modes, strict=True) if mode in _INVISIBLE]
        if len(texts) == len(objects):
            return
        for handle, kind in zip(objects, kinds, strict=True):
            if kind == c.FPDF_PAGEOBJ_PATH:
                self.paths.append((handle, matrix))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.images.append(handle)
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH and len(self.paths) <= MAX_PATHS_ON_PAGE:
                form = _object(handle)
                inside = [_address(c.FPDFFormObj_GetObject(form, i)) for i in range(c.FPDFFormObj_CountObjects(form))]
                self._sort(inside, times(_matrix(handle), matrix), hidden, depth + 1)


def _bounds(handle: int) -> tuple[float, ...]:
    """Left, bottom, right and top in user space; of an object in a form, in that of the form."""
    sides = (ctypes.c_float * 4)()
    at = ctypes.addressof(sides)
    return (
        tuple(sides)
        if _object_bounds(handle, at, at + 4, at + 8, at + 12)
        else (-math.inf, -math.inf, math.inf, math.inf)
    )


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _is_dark(path: int) -> bool:
    mode, colour = (ctypes.c_int * 2)(), (ctypes.c_uint * 4)()
    at, to = ctypes.addressof(mode), ctypes.addressof(colour)
    _draw_mode(path, at, at + 4)
    known = _object_colour(path, to, to + 4, to + 8, to + 12)
    return bool(mode[0]) and (not known or (colour[3] > 0 and min(colour[:3]) < _WHITE))


def _object(handle: int) -> c.FPDF_PAGEOBJECT:
    return ctypes.cast(handle, c.FPDF_PAGEOBJECT)


def _matrix(handle: int) -> Matrix:
    m = (ctypes.c_float * 6)()
    return tuple(m) if _object_matrix(handle, ctypes.addressof(m)) else IDENTITY


def _rulings(paths: list[tuple[int, Matrix]], shown: Shown) -> Iterator[Ruling]:
    mode = (ctypes.c_int * 2)()
    at_fill = ctypes.addressof(mode)
    at_stroke = at_fill + ctypes.sizeof(ctypes.c_int)
    for handle, outer in paths:
        _draw_mode(handle, at_fill, at_stroke)
        filled, stroked = bool(mode[0]), bool(mode[1])
        if stroked or filled:
            for points in _subpaths(handle, times(_matrix(handle), outer), shown):
                yield from upright(points, stroked, filled)


def _subpaths(path: int, matrix: Matrix, shown: Shown) -> Iterator[list[tuple[float, float]]]:
    """The straight pieces of a path, each a list of corners on the page as shown. Curves end a piece."""
    point = (ctypes.c_float * 2)()
    at_x = ctypes.addressof(point)
    at_y = at_x + ctypes.sizeof(ctypes.c_float)
    a, b, cc, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for i in range(_segment_count(path)):
        segment = _segment(path, i)
        _segment_point(segment, at_x, at_y)
        x, y = point
        corner = shown.point(a * x + cc * y + e, b * x + d * y + f)
        if _segment_type(segment) == c.FPDF_SEGMENT_LINETO:
            points.append(corner)
            if _segment_close(segment):
                points.append(points[0])
        else:
            if len(points) > 1:
                yield points
            points = [corner]
    if len(points) > 1:
        yield points
