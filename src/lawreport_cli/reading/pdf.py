"""The door to PDFium: takes the bytes of a PDF, gives its pages with characters, boxes and ruling lines.

No other module knows pypdfium2. What cannot be read is refused here with one of the closed list of outcomes.
"""

import ctypes
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import repeat
from operator import sub

import pypdfium2 as pdfium
import pypdfium2.raw as c

from lawreport_cli.errors import DocumentError
from lawreport_cli.model import Box, Note
from lawreport_cli.reading import intake, integrity, legibility
from lawreport_cli.reading.regions import Page, Ruling
from lawreport_cli.reading.strokes import IDENTITY, Matrix, times, upright

MAX_PAGES = 10_000
MAX_CHARS_ON_PAGE = 200_000  # a dense A3 page holds some 10,000
MAX_PATHS_ON_PAGE = 20_000  # more is a picture, not a table
MAX_OBJECTS_ON_PAGE = 1_000_000
MIN_PATHS_FOR_TABLE = 4  # the four sides of one cell
_MAX_FORM_DEPTH = 8


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
    if all(map(legibility.is_illegible, texts)):
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
    width, height = page.get_size()
    shown = _Shown(page)
    objects = _Objects(page)
    text, boxes, notes = _characters(page, number, shown, objects, (width, height))
    if not text.strip():
        has = "only a picture: not read" if objects.has_image else "neither text nor picture"
        notes = (*notes, Note("page_without_text", f"page {number} has {has}", number))
    elif doubt := legibility.doubt(text):
        notes = (*notes, Note("text_unreliable", f"the text of page {number} is not what it shows: {doubt}", number))
    rulings: tuple[Ruling, ...] = ()
    if MIN_PATHS_FOR_TABLE <= len(objects.paths) <= MAX_PATHS_ON_PAGE:
        rulings = tuple(_rulings(objects.paths, shown))
    elif len(objects.paths) > MAX_PATHS_ON_PAGE:
        note = Note(
            "too_many_lines",
            f"page {number} is drawn with more than {MAX_PATHS_ON_PAGE} lines: no tables sought",
            number,
        )
        notes = (*notes, note)
    return Page(number, width, height, text, boxes, rulings, notes)


# ---------------------------------------------------------------- geometry


class _Shown:
    """Maps user space (origin bottom left) to the page as shown (origin top left, CropBox cut, /Rotate applied)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = c.FS_RECTF()
        c.FPDF_GetPageBoundingBox(page.raw, box)
        self.rotation: int = c.FPDFPage_GetRotation(page.raw)  # quarter turns, clockwise
        self.left, self.bottom, self.right, self.top = box.left, box.bottom, box.right, box.top

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 1:
            return y - self.bottom, x - self.left
        if self.rotation == 2:
            return self.right - x, y - self.bottom
        if self.rotation == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def sides(self, flat: list[float]) -> tuple[list[float], ...]:
        """All x0, top, x1 and bottom, from left, top, right, bottom of each character in user space."""
        left, top, right, bottom = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
        if self.rotation == 1:
            x, y = self.bottom, self.left
            return _less(bottom, x), _less(left, y), _less(top, x), _less(right, y)
        if self.rotation == 2:
            x, y = self.right, self.bottom
            return _from(x, right), _less(bottom, y), _from(x, left), _less(top, y)
        if self.rotation == 3:
            x, y = self.top, self.right
            return _from(x, top), _from(y, right), _from(x, bottom), _from(y, left)
        if self.left:
            left, right = _less(left, self.left), _less(right, self.left)
        return left, _from(self.top, top), right, _from(self.top, bottom)


def _less(values: list[float], origin: float) -> list[float]:
    return [value - origin for value in values]


def _from(origin: float, values: list[float]) -> list[float]:
    return [origin - value for value in values]


# ---------------------------------------------------------------- calls, many at a time

# PDFium is asked once per character or object; ctypes costs 0.5 µs a call this way, 1 µs the usual way.


def _cheap(function: object, result: type, *arguments: type) -> Callable[..., int]:
    return ctypes.cast(function, ctypes.PYFUNCTYPE(result, *arguments))  # type: ignore[arg-type]


_pointer, _int = ctypes.c_void_p, ctypes.c_int
_loose_box = _cheap(c.FPDFText_GetLooseCharBox, _int, _pointer, _int, _pointer)
_unicode = _cheap(c.FPDFText_GetUnicode, ctypes.c_uint, _pointer, _int)
_is_generated = _cheap(c.FPDFText_IsGenerated, _int, _pointer, _int)
_is_hyphen = _cheap(c.FPDFText_IsHyphen, _int, _pointer, _int)
_has_no_meaning = _cheap(c.FPDFText_HasUnicodeMapError, _int, _pointer, _int)
_tight_box = _cheap(c.FPDFText_GetCharBox, _int, _pointer, _int, _pointer, _pointer, _pointer, _pointer)
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
_TALL = 3  # × the usual height: the loose box of a vertical font that PDFium did not scale
_SURROGATES, _LONE_SURROGATE = re.compile("[\ud800-\udbff][\udc00-\udfff]"), re.compile("[\ud800-\udfff]")
_UNKNOWN = "\ufffd"
_new_tuple: Callable[..., Box] = tuple.__new__  # a third of the time of Box(…)


def _characters(
    page: pdfium.PdfPage, number: int, shown: _Shown, objects: "_Objects", size: tuple[float, float]
) -> tuple[str, tuple[Box | None, ...], tuple[Note, ...]]:
    text_page = page.get_textpage()
    try:
        raw = _address(text_page.raw)
        count = text_page.count_chars()
        if count <= 0:
            return "", (), ()
        if count > MAX_CHARS_ON_PAGE:
            raise DocumentError("too_large", f"Page {number} claims {count} characters; no printed page holds so many.")
        text, hyphens = _text(text_page, raw, count)
        sides = _sides(raw, count, shown)
        boxes: list[Box | None] = list(map(_new_tuple, repeat(Box), zip(repeat(number), *sides, strict=False)))
        for match in _MADE_UP.finditer(text):
            if _is_generated(raw, match.start()):
                boxes[match.start()] = None
        drop = _off_page(sides, boxes, size)
        notes: tuple[Note, ...] = ()
        if objects.hidden:
            hidden = _hidden(raw, boxes, objects.hidden)
            visible = sum(box is not None for box in boxes) - len(hidden)
            if len(hidden) <= visible:
                drop |= hidden
                notes = (
                    Note("hidden_text", f"page {number} holds {len(hidden)} invisible characters: left out", number),
                )
            else:
                notes = (
                    Note(
                        "ocr_layer", f"page {number} is a picture with invisible text: figures may be misread", number
                    ),
                )
    finally:
        text_page.close()
    if not (drop or hyphens):
        return text, tuple(boxes), notes
    pieces = [(text[i] + "\r\n" * (i in hyphens), boxes[i]) for i in range(count) if i not in drop]
    spread = [(char, box if k == 0 else None) for piece, box in pieces for k, char in enumerate(piece)]
    return "".join(char for char, _ in spread), tuple(box for _, box in spread), notes


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


def _sides(raw: int, count: int, shown: _Shown) -> tuple[list[float], ...]:
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


def _off_page(sides: tuple[list[float], ...], boxes: list[Box | None], size: tuple[float, float]) -> set[int]:
    (x0, top, x1, bottom), (width, height) = sides, size
    if min(x1) > 0 and max(x0) < width and min(bottom) > 0 and max(top) < height:
        return set()
    return {i for i, b in enumerate(boxes) if b and not (b.x1 > 0 and b.x0 < width and b.bottom > 0 and b.top < height)}


def _hidden(raw: int, boxes: list[Box | None], hidden: frozenset[int]) -> set[int]:
    return {i for i, box in enumerate(boxes) if box is not None and _text_object(raw, i) in hidden}


# ---------------------------------------------------------------- page objects


_TEXT, _INVISIBLE = c.FPDF_PAGEOBJ_TEXT, c.FPDF_TEXTRENDERMODE_INVISIBLE


class _Objects:
    """What is painted on a page: paths with the matrix that places them, invisible text objects, whether a picture."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.paths: list[tuple[int, Matrix]] = []
        self.has_image = False
        hidden: list[int] = []
        raw = _address(page.raw)
        count = c.FPDFPage_CountObjects(page.raw)
        if count > MAX_OBJECTS_ON_PAGE:
            raise DocumentError("too_large", f"A page is made of {count} objects; no printed page holds so many.")
        self._sort(list(map(_page_object, repeat(raw), range(count))), IDENTITY, hidden, 0)
        self.hidden = frozenset(hidden)

    def _sort(self, objects: list[int], matrix: Matrix, hidden: list[int], depth: int) -> None:
        kinds = list(map(_object_type, objects))
        texts = [handle for handle, kind in zip(objects, kinds, strict=True) if kind == _TEXT]
        modes = list(map(_render_mode, texts))
        if _INVISIBLE in modes:
            hidden += [handle for handle, mode in zip(texts, modes, strict=True) if mode == _INVISIBLE]
        if len(texts) == len(objects):
            return
        for handle, kind in zip(objects, kinds, strict=True):
            if kind == c.FPDF_PAGEOBJ_PATH:
                self.paths.append((handle, matrix))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.has_image = True
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH and len(self.paths) <= MAX_PATHS_ON_PAGE:
                form = _object(handle)
                inside = [_address(c.FPDFFormObj_GetObject(form, i)) for i in range(c.FPDFFormObj_CountObjects(form))]
                self._sort(inside, times(_matrix(handle), matrix), hidden, depth + 1)


def _object(handle: int) -> c.FPDF_PAGEOBJECT:
    return ctypes.cast(handle, c.FPDF_PAGEOBJECT)


def _matrix(handle: int) -> Matrix:
    m = (ctypes.c_float * 6)()
    return tuple(m) if _object_matrix(handle, ctypes.addressof(m)) else IDENTITY


def _rulings(paths: list[tuple[int, Matrix]], shown: _Shown) -> Iterator[Ruling]:
    mode = (ctypes.c_int * 2)()
    at_fill = ctypes.addressof(mode)
    at_stroke = at_fill + ctypes.sizeof(ctypes.c_int)
    for handle, outer in paths:
        _draw_mode(handle, at_fill, at_stroke)
        filled, stroked = bool(mode[0]), bool(mode[1])
        if stroked or filled:
            for points in _subpaths(handle, times(_matrix(handle), outer), shown):
                yield from upright(points, stroked, filled)


def _subpaths(path: int, matrix: Matrix, shown: _Shown) -> Iterator[list[tuple[float, float]]]:
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
