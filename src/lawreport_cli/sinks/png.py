"""A picture to check by: takes a drawn page with the document read from it, gives a PNG with its parts boxed.

Paragraphs blue, page furniture grey, table cells green, claims red. Written with the standard library alone.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence

from lawreport_cli.model import Box, Document, Span
from lawreport_cli.reading.regions import Picture
from lawreport_cli.record import ClaimRecord
from lawreport_cli.trace import line_boxes

Colour = tuple[int, int, int]

PARAGRAPH, FURNITURE, CELL, CLAIM = (40, 90, 220), (150, 150, 150), (20, 150, 60), (215, 25, 30)
_MARGIN = 1.5  # points between print and frame


def png(picture: Picture, document: Document, claims: Sequence[ClaimRecord], page: int) -> bytes:
    """The PNG file of page `page` (from 1), of which `picture` is the drawing."""
    canvas = _Canvas(picture)
    cells = [cell.span for table in document.tables for cell in table.cells]
    tables = [table.span for table in document.tables]
    for span in _lines(document.text):
        if not any(table.start <= span.start < table.end for table in tables):
            colour = PARAGRAPH if span.start < document.body_end else FURNITURE
            canvas.frame(_around(document, span, page), colour, 1)
    for span in cells:
        canvas.frame(_around(document, span, page), CELL, 1)
    for claim in claims:
        for box in claim.boxes:
            if box[0] == page:
                canvas.frame(Box(*box), CLAIM, 2)
    return canvas.encoded()


def _lines(text: str) -> Iterable[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield Span(start, start + len(line))
        start += len(line)


def _around(document: Document, span: Span, page: int) -> Box | None:
    boxes = [box for box in line_boxes(document, span) if box.page == page]
    if not boxes:
        return None
    return Box(
        page,
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


class _Canvas:
    """Rows of pixels, three bytes each."""

    def __init__(self, picture: Picture) -> None:
        self.width, self.height, self.scale = picture.width, picture.height, picture.scale
        size = 3 * self.width
        self.rows = [bytearray(picture.pixels[y * size : (y + 1) * size]) for y in range(self.height)]

    def frame(self, box: Box | None, colour: Colour, thick: int) -> None:
        """Draw the outline of a box of the page, `thick` pixels wide; what lies off the page is cut."""
        if box is None:
            return
        left, right = (self._pixel(x, self.width) for x in (box.x0 - _MARGIN, box.x1 + _MARGIN))
        top, bottom = (self._pixel(y, self.height) for y in (box.top - _MARGIN, box.bottom + _MARGIN))
        paint = bytes(colour)
        for y in range(top, bottom + 1):
            row = self.rows[y]
            if y - top < thick or bottom - y < thick:
                row[3 * left : 3 * right + 3] = paint * (right - left + 1)
            else:
                inner = min(thick, right - left + 1)
                row[3 * left : 3 * (left + inner)] = paint * inner
                row[3 * (right + 1 - inner) : 3 * right + 3] = paint * inner

    def _pixel(self, points: float, size: int) -> int:
        return min(max(round(points * self.scale), 0), size - 1)

    def encoded(self) -> bytes:
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)  # 8 bits of red, green and blue
        data = zlib.compress(b"".join(b"\0" + row for row in self.rows), 6)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
