"""Lines as a person sees them: takes a page, gives its lines and tables in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from statistics import median

from lawreport_cli.model import Box
from lawreport_cli.reading import asides
from lawreport_cli.reading.regions import Line, Page, RawTable
from lawreport_cli.reading.spaces import tidy


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in the place of its lines: for each cell of `raw.rows` its characters with their boxes."""

    raw: RawTable
    cells: tuple[tuple[tuple[str, Sequence[Box | None]], ...], ...]
    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        return self.top


Item = Line | Grid

_RUN = re.compile(r"[^\r\n]+")
# Controls, zero-width and direction marks, variation selectors, non-characters: no ink, so no text.
_INKLESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"\s")
_TWICE = re.compile(r"([^\s—…])\1")  # —— and …… are one glyph in some fonts: two characters, one box
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u2e80-\u2fdf]")
_WIDE = re.compile(r"[\u3001-\u303f\uff01-\uff5e]")
_BRIDGE = re.compile(r"(?<=\S) +(?=\S)")
_WIDE_GAP = 0.7  # em
_SAMPLES = 5
_SAME_LINE = 0.4  # of the lower height: how far the middles of two pieces of one line may differ
_SMALL = 0.5  # of the height of the line that it belongs to
_OVERPRINT = 0.4  # of the width: the same character shifted by less is drawn twice (fake bold)


def read_items(page: Page, tables: Sequence[RawTable]) -> list[Item]:
    """All lines and tables of a page in reading order, without characters that show no ink."""
    if page.aslant:
        leaning, upright = _parted(page)
        return [*read_items(upright, tables), *leaning]
    inside = {i for table in tables for row in table.rows for cell in row for i in cell.chars}
    pieces = [piece for piece in (_line(text, boxes, page.number) for text, boxes in _runs(page, inside)) if piece]
    grids = [_grid(page, table) for table in tables]
    if not grids and _is_sideways(pieces):
        return _down([_turned(piece, page) for piece in pieces], ())
    gutter = _gutter(pieces, page.width)
    if gutter is not None:
        return _two_columns(pieces, grids, gutter)
    if boxed := asides.part([part for piece in pieces for part in _apart(piece)]):
        return _around_boxes(boxed, grids)
    return _down(pieces, grids)


def _parted(page: Page) -> tuple[list[Item], Page]:
    """The lines that lean, and the page with line ends in their place."""
    places = sorted(page.aslant)
    starts = [i for i in places if i - 1 not in page.aslant]
    runs = [
        slice(start, end + 1)
        for start, end in zip(starts, (i for i in places if i + 1 not in page.aslant), strict=True)
    ]
    found = [_line(page.text[run], page.boxes[run], page.number) for run in runs]
    leaning: list[Item] = [replace(line, aslant=True) for line in found if line]
    text = "".join("\n" if i in page.aslant else char for i, char in enumerate(page.text))
    return leaning, replace(page, text=text, aslant=frozenset())


def _runs(page: Page, inside: set[int]) -> Iterator[tuple[str, Sequence[Box | None]]]:
    """What PDFium keeps on a line, without the characters that belong to tables."""
    for match in _RUN.finditer(page.text):
        start, end = match.span()
        if inside and not inside.isdisjoint(range(start, end)):
            rest = [i for i in range(start, end) if i not in inside]
            yield "".join(page.text[i] for i in rest), [page.boxes[i] for i in rest]
        else:
            yield match.group(), page.boxes[start:end]


def _line(text: str, boxes: Sequence[Box | None], page: int) -> Line | None:
    """A line from a run of characters; null if nothing of it shows."""
    if _INKLESS.search(text):
        shown = [i for i, char in enumerate(text) if not _INKLESS.match(char)]
        text, boxes = "".join(text[i] for i in shown), [boxes[i] for i in shown]
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= end:
        return None
    if end - start < len(text):
        text, boxes = text[start:end], boxes[start:end]
    if _TWICE.search(text):
        text, boxes = _once(text, boxes)
    first, last, middle = boxes[0], boxes[-1], boxes[len(boxes) // 2] or boxes[0]
    if first is None or last is None or middle is None:  # PDFium made up something that shows: nothing to stand on
        return None
    top, bottom = min(first.top, middle.top, last.top), max(first.bottom, middle.bottom, last.bottom)
    em = _em(text, boxes)
    x0, x1 = min(first.x0, last.x0), max(first.x1, last.x1)
    return Line(text, boxes, page, x0, top, x1, bottom, em or 0.8 * (bottom - top), em > 0)


def _apart(piece: Line) -> list[Line]:
    """The piece, cut where PDFium bridged a gap as wide as a character."""
    if " " not in piece.text:
        return [piece]
    parts: list[Line] = []
    start = 0
    for match in _BRIDGE.finditer(piece.text):
        before, after = piece.boxes[match.start() - 1], piece.boxes[match.end()]
        made_up = all(box is None for box in piece.boxes[slice(*match.span())])
        if made_up and before and after and after.x0 - before.x1 > _WIDE_GAP * piece.em:
            parts.append(_cut(piece, start, match.start()))
            start = match.end()
    return [*parts, _cut(piece, start, len(piece.text))] if parts else [piece]


def _cut(piece: Line, start: int, end: int) -> Line:
    boxes = piece.boxes[start:end]
    shown = [box for box in boxes if box]
    return replace(
        piece, text=piece.text[start:end], boxes=boxes, x0=min(b.x0 for b in shown), x1=max(b.x1 for b in shown)
    )


def _em(text: str, boxes: Sequence[Box | None]) -> float:
    """Width of a full-width character of the line, 0 if it has none: the widest of a few, as some boxes hold only ink."""
    samples = [boxes[match.start()] for match in islice(_HAN.finditer(text), _SAMPLES)]
    if not samples:
        samples = [boxes[match.start()] for match in islice(_WIDE.finditer(text), _SAMPLES)]
    return max((box.x1 - box.x0 for box in samples if box), default=0.0)


def _over(a: Box, b: Box) -> bool:
    """`b` lies on `a`."""
    return abs(b.x0 - a.x0) < _OVERPRINT * (a.x1 - a.x0) and abs(b.top - a.top) < _OVERPRINT * (a.bottom - a.top)


def _once(text: str, boxes: Sequence[Box | None]) -> tuple[str, Sequence[Box | None]]:
    """Without characters drawn again on the same spot to look bold."""
    keep = [0]
    for i in range(1, len(text)):
        a, b = boxes[keep[-1]], boxes[i]
        if text[i] != text[keep[-1]] or text[i] in "—…" or not (a and b and _over(a, b)):
            keep.append(i)
    if len(keep) == len(text):
        return text, boxes
    return "".join(text[i] for i in keep), [boxes[i] for i in keep]


# ---------------------------------------------------------------- order on the page


def _down(pieces: list[Line], grids: Sequence[Grid]) -> list[Item]:
    """From top to bottom; pieces side by side become one line."""
    if any(b.middle < a.middle for a, b in pairwise(pieces)):
        pieces = sorted(pieces, key=lambda piece: piece.middle)
    lines: list[Item] = []
    row: list[Line] = []
    for piece in pieces:
        if row and not _beside(row[-1], piece):
            lines += _join_row(row)
            row = []
        row.append(piece)
    lines += _join_row(row)
    if grids:
        lines = sorted([*lines, *grids], key=lambda item: item.middle)
    return lines


def _around_boxes(pieces: Sequence[Line], grids: Sequence[Grid]) -> list[Item]:
    """The running text from top to bottom, each text box before the first line that it stands beside."""
    items = _down([piece for piece in pieces if piece.column == 0], grids)
    for column in sorted({piece.column for piece in pieces} - {0}):
        box = _down([piece for piece in pieces if piece.column == column], ())
        place = next((i for i, item in enumerate(items) if item.middle > box[0].middle), len(items))
        items[place:place] = box
    return items


def _beside(a: Line, b: Line) -> bool:
    low, high = sorted((a, b), key=lambda line: line.bottom - line.top)
    if abs(a.middle - b.middle) <= _SAME_LINE * (low.bottom - low.top):
        return True
    small = low.bottom - low.top < _SMALL * (high.bottom - high.top)  # a stop, of which only the ink is measured
    return small and high.top <= low.top and low.bottom <= high.bottom and len(low.text) <= 2


def _join_row(row: list[Line]) -> list[Line]:
    """Pieces at one height from left to right: one line, or several where they lie on one another."""
    if len(row) <= 1:
        return [_tidied(piece) for piece in row]
    lines: list[Line] = []
    for piece in sorted(row, key=lambda piece: piece.x0):
        last = lines[-1] if lines else None
        if last and piece.text == last.text and abs(piece.x0 - last.x0) < _OVERPRINT * last.em:
            continue  # the same words drawn again
        if last and piece.x0 > last.x1 - last.em / 2:
            gap = piece.x0 - last.x1 > 0.2 * last.em
            text = last.text + " " * gap + piece.text
            boxes = [*last.boxes, *[None] * gap, *piece.boxes]
            top, bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
            em, sized = (last.em, True) if last.sized else (piece.em, piece.sized)
            lines[-1] = Line(
                text, boxes, last.page, last.x0, top, max(last.x1, piece.x1), bottom, em, sized, last.column, last.room
            )
        else:
            lines.append(piece)
    return [_tidied(line) for line in lines]


def _tidied(line: Line) -> Line:
    if not _SPACE.search(line.text):
        return line
    text, boxes = tidy(line.text, line.boxes, line.em)
    return replace(line, text=text, boxes=boxes)


# ---------------------------------------------------------------- text that runs up or down the page


def _is_sideways(pieces: Sequence[Line]) -> bool:
    tall = [piece for piece in pieces if len(piece.text) > 2 and piece.bottom - piece.top > 2 * (piece.x1 - piece.x0)]
    return len(tall) > max(1, len(pieces) / 2)


def _turned(piece: Line, page: Page) -> Line:
    """The piece measured as if the page were turned to read it; its boxes stay."""
    first, last = piece.boxes[0], piece.boxes[-1]
    if first and last and last.top < first.top:  # upwards: turn clockwise
        x0, top, x1, bottom = page.height - piece.bottom, piece.x0, page.height - piece.top, piece.x1
    else:
        x0, top, x1, bottom = piece.top, page.width - piece.x1, piece.bottom, page.width - piece.x0
    return replace(piece, x0=x0, top=top, x1=x1, bottom=bottom, em=piece.em if piece.sized else bottom - top)


# ---------------------------------------------------------------- two columns

_COLUMN_LINES = 6  # on either side of the gutter: fewer lines side by side are no columns
_COLUMN_WIDTH = 0.28  # of the page: a narrower column of pieces is a list or a table


def _gutter(pieces: list[Line], width: float) -> float | None:
    """The middle of the gutter of a page in two columns, in points from the left; null for one column."""
    middle = width / 2
    left = [piece for piece in pieces if piece.x1 <= middle]
    right = [piece for piece in pieces if piece.x0 >= middle]
    across = len(pieces) - len(left) - len(right)
    if min(len(left), len(right)) < _COLUMN_LINES or across > len(pieces) / 4:
        return None
    wide = [median(piece.x1 - piece.x0 for piece in side) for side in (left, right)]
    return middle if min(wide) >= _COLUMN_WIDTH * width else None


def _two_columns(pieces: list[Line], grids: Sequence[Grid], gutter: float) -> list[Item]:
    """Left column before right, between one line or table across the page and the next."""
    across: list[Item] = [piece for piece in pieces if piece.x0 < gutter < piece.x1]
    across += grids
    ends = [*sorted(item.middle for item in across), float("inf")]
    items: list[Item] = []
    above = float("-inf")
    for end in ends:
        band = [piece for piece in pieces if above < piece.middle < end]
        items += _down([replace(piece, column=1) for piece in band if piece.x1 <= gutter], ())
        items += _down([replace(piece, column=2) for piece in band if piece.x0 >= gutter], ())
        items += [_tidied(item) if isinstance(item, Line) else item for item in across if item.middle == end]
        above = end
    return items


# ---------------------------------------------------------------- cells

_CELL_PADDING = 1.0  # em: free width that a cell keeps beside its text


def _grid(page: Page, raw: RawTable) -> Grid:
    cells = tuple(tuple(_cell(page, cell.chars, cell.box) for cell in row) for row in raw.rows)
    return Grid(raw, cells, page.number, raw.box.x0, raw.box.top, raw.box.x1, raw.box.bottom)


def _cell(page: Page, chars: Sequence[int], frame: Box) -> tuple[str, Sequence[Box | None]]:
    """The text of a cell: its lines run on, parted by a space where two numbers would become one."""
    text: list[str] = []
    boxes: list[Box | None] = []
    line_start = 0
    for i, k in enumerate(chars):
        char, box = page.text[k], page.boxes[k]
        if box is None or _INKLESS.match(char):
            continue
        if text and (last := boxes[-1]) is not None:
            low = min(last.bottom - last.top, box.bottom - box.top)
            new_line = abs((last.top + last.bottom) / 2 - (box.top + box.bottom) / 2) > _SAME_LINE * low
            if char == text[-1] and not char.isspace() and _over(last, box):
                continue
            if new_line:
                first = next(b for b in boxes[line_start:] if b is not None)
                room = frame.x1 - frame.x0 - (last.x1 - first.x0) - (box.x1 - box.x0)
                if char.isascii() and text[-1].isascii() and room > _CELL_PADDING * (box.bottom - box.top):
                    text.append(" ")
                    boxes.append(None)
                line_start = len(boxes)
            elif k - chars[i - 1] > 1 and page.text[chars[i - 1] + 1 : k].isspace():
                text.append(" ")
                boxes.append(None)
        text.append(char)
        boxes.append(box)
    joined = "".join(text)
    line = _line(joined, boxes, page.number)
    if line is None:
        return "", ()
    line = _tidied(line)
    return line.text, line.boxes
