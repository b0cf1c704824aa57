"""The words the readers of prose and of tables share: takes nothing, gives pages, rulings, raw and placed tables.

`pdf` makes pages, `tables` finds raw tables on them, `layout` takes their characters out of the flow and places them in
the reading text, `tables` then labels what was placed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from lawreport_cli.model import Box, Note, Span


class Ruling(NamedTuple):
    """A straight line or an upright rectangle drawn on the page. Points from the top left of the page as shown."""

    kind: Literal["line", "rect"]
    x0: float
    top: float
    x1: float
    bottom: float
    stroked: bool
    filled: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page as PDFium reads it.

    `text[i]` is one code point and `boxes[i]` its loose box (glyph advance by font height); the box is null where
    PDFium made the character up (a space for a gap, CR and LF for a line end). Order is that of PDFium.
    """

    number: int  # from 1
    width: float  # points, as shown: after /Rotate and /CropBox
    height: float
    text: str
    boxes: tuple[Box | None, ...]
    rulings: tuple[Ruling, ...] = ()  # empty if the page has fewer than four paths
    notes: tuple[Note, ...] = ()
    turn: int = 0  # quarters clockwise by which the page as shown was turned to be read; all measures are after that
    aslant: frozenset[int] = frozenset()  # positions in `text` of characters that lean: watermarks


FIRST_BOX = 3  # the column of the first text box of a page; 0 to 2 are those of running text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print. Points from the top left of the page; `em` is the width of a Chinese character."""

    text: str
    boxes: Sequence[Box | None]  # one for each character of `text`
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    em: float
    sized: bool  # `em` was measured on a full-width character, not guessed from the height
    column: int = 0  # 1 left and 2 right on a page of two columns, 0 across, 3 and more in text boxes
    room: tuple[float, float] | None = None  # left and right side of what it fills, where a text box parts the page
    aslant: bool = False  # it leans, as watermarks do

    @property
    def boxed(self) -> bool:
        """It stands in a text box beside the running text."""
        return self.column >= FIRST_BOX

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as drawn: rows of pixels from the top, three bytes each, red, green, blue."""

    width: int  # pixels
    height: int
    scale: float  # pixels a point
    pixels: bytes


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell of a table on one page. `chars` are positions in `Page.text`, in reading order inside the cell."""

    box: Box
    chars: tuple[int, ...]
    row: int  # grid position of its top left corner, from 0
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table on one page. `rows[r]`: the cells whose top left corner is in grid row `r`, from left to right."""

    box: Box
    rows: tuple[tuple[RawCell, ...], ...]
    ruled: bool = True  # its cells are bounded by rules, not known by their alignment


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A raw table and where its cells came to stand in the reading text, one span for each cell of `raw.rows`."""

    raw: RawTable
    span: Span  # all its lines, without the last line end
    rows: tuple[tuple[Span, ...], ...]
    follows_table: bool  # nothing but page furniture stands between the table before and this one
    width: float  # of its page, in points
    height: float
