"""Tables: takes pages and what layout placed of them, gives raw tables and, at the end, tables with labels.

Three steps, called by `layout` in this order:
1. `find(page)`: geometry and characters of each table of one page;
2. `carried(page_a, a, page_b, b)`: where `b` continues `a` on the next page, the cells whose text the page end cut in two
   (104,069.1 | 8): layout writes both parts into the cell above and leaves the cell below empty;
3. `label(placed, text, captions)`: one `Table` for each run of placed tables that continue each other.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from statistics import median
from types import SimpleNamespace
from typing import Any

from lawreport_cli.model import Box, Cell, Note, Span, Table
from lawreport_cli.reading import aligned, celltext, labels, rules
from lawreport_cli.reading.cellgrid import GridCell
from lawreport_cli.reading.regions import Page, PlacedTable, RawCell, RawTable
from lawreport_cli.reading.rules import Edge

MAX_CROSSINGS = (
    4_000  # of rulings on a page; the finder's time grows with the square (4,000: 2 s; a dense form has 1,500)
)

_LONG = 40  # characters; a longer text over all columns is a remark
_TOP, _BOTTOM = 0.3, 0.6  # of the page: a table continues from below _BOTTOM to above _TOP
_FOOT = 0.9  # of the page: page furniture stands below it
_PADDING = 14.0  # points, left and right of the text of a cell together
_SAME = 6.0  # points by which the sides of a table, or its columns, may differ from page to page
_SHIFT = 45.0  # points: pages bound left and right by turns shift their tables so far


def find(page: Page, open_table: RawTable | None = None) -> tuple[tuple[RawTable, ...], tuple[Note, ...]]:
    """The tables of a page from top to bottom, and a note where the page has too many rulings to search.

    `open_table` is what `left_open` gives for the page before.
    """
    ruled, notes = _ruled_tables(page)
    taken = {i for table in ruled for row in table.rows for cell in row for i in cell.chars}
    found = [*ruled, *aligned.find(page, taken, open_table)]
    return tuple(sorted(found, key=lambda table: (table.box.top, table.box.x0))), notes


def left_open(page: Page, tables: Sequence[RawTable]) -> RawTable | None:
    """The last table of a page, if it has no rules and nothing but furniture stands below it: it may go on."""
    if not tables or tables[-1].ruled or tables[-1].box.bottom < _BOTTOM * page.height:
        return None
    end, foot = tables[-1].box.bottom, _FOOT * page.height
    below = any(box and box.top >= end and box.bottom < foot for box in page.boxes)
    return None if below else tables[-1]


def _ruled_tables(page: Page) -> tuple[tuple[RawTable, ...], tuple[Note, ...]]:
    if not page.rulings:
        return (), ()
    plumb, level = rules.edges(page.rulings)
    if len(plumb) < 2 or len(level) < 2:
        return (), ()
    if _crossings(plumb, level) > MAX_CROSSINGS:
        note = Note("too_many_lines", f"page {page.number} is a mesh of lines: no tables sought", page.number)
        return (), (note,)
    found = (_raw(page, cells) for cells in _cells(page, plumb, level))
    return tuple(table for table in found if table is not None), ()


def _crossings(plumb: Sequence[Edge], level: Sequence[Edge]) -> int:
    if len(plumb) * len(level) > rules.MAX_PAIRS:
        return len(plumb) * len(level)
    return sum(x.start - 3 <= y.at <= x.end + 3 and y.start - 3 <= x.at <= y.end + 3 for x in plumb for y in level)


def _cells(page: Page, plumb: Sequence[Edge], level: Sequence[Edge]) -> list[list[tuple[float, float, float, float]]]:
    """pdfplumber's table finder on these edges: for each table the boxes of its cells."""
    from pdfplumber.page import Page as Finder  # noqa: PLC0415 (costs 280 ms: only where a page has rulings)

    lines = [_line(x.at, x.start, x.at, x.end) for x in plumb] + [_line(y.start, y.at, y.end, y.at) for y in level]

    frame = (0.0, 0.0, page.width, page.height)
    settings: dict[str, Any] = {
        "pdf": SimpleNamespace(laparams=None, unicode_norm=None),
        "page_obj": None, "page_number": page.number, "rotation": 0, "initial_doctop": 0.0,
        "bbox": frame, "mediabox": frame, "cropbox": frame,
    }  # fmt: skip

    class Fed(Finder):
        """A page that takes its objects from PDFium and never opens the file."""

        def __init__(self) -> None:
            for name, value in settings.items():
                setattr(self, name, value)

        def parse_objects(self) -> dict[str, list[dict[str, Any]]]:
            return {"line": lines}

    return [table.cells for table in Fed().find_tables()]


def _line(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line", "x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _raw(page: Page, cells: Sequence[tuple[float, float, float, float]]) -> RawTable | None:
    """Cells on their grid, with their characters; null for what is no table: one column, or next to no text."""
    xs = sorted({x for cell in cells for x in (cell[0], cell[2])})
    ys = sorted({y for cell in cells for y in (cell[1], cell[3])})
    if len(xs) < 3:
        return None
    columns, rows = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    spans = [(rows[top], columns[x0], rows[bottom], columns[x1]) for x0, top, x1, bottom in cells]
    spans += _holes(spans, len(ys) - 1, len(xs) - 1)
    spans.sort()
    owners = {
        (row, column): i
        for i, (top, left, bottom, right) in enumerate(spans)
        for row in range(top, bottom)
        for column in range(left, right)
    }
    inside: list[list[_Placed]] = [[] for _ in spans]
    for one in _inside(page, Box(page.number, xs[0], ys[0], xs[-1], ys[-1])):
        inside[owners[bisect_right(ys, one[1]) - 1, bisect_right(xs, one[0]) - 1]].append(one)
    placed: list[list[RawCell]] = [[] for _ in ys[1:]]
    for (row, column, last_row, last_column), chars in zip(spans, inside, strict=True):
        box = Box(page.number, xs[column], ys[row], xs[last_column], ys[last_row])
        cell = RawCell(box, _reading_order(page, chars), row, column, last_row - row, last_column - column)
        placed[row].append(cell)
    while len(placed) > 1 and _is_remark(page, placed[-1], len(xs) - 1):
        placed.pop()
    filled = sum(bool(cell.chars) for row in placed for cell in row)
    if filled < 2 and not (filled and len(placed) == 1 and ys[0] < _TOP * page.height):
        return None
    return RawTable(Box(page.number, xs[0], ys[0], xs[-1], ys[len(placed)]), tuple(map(tuple, placed)))


def _is_remark(page: Page, row: Sequence[RawCell], columns: int) -> bool:
    """A last row that is a note (注：…) or a long text over all columns: prose, not a cell."""
    if len(row) != 1 or row[0].colspan < columns or row[0].rowspan > 1:
        return False
    text = "".join(page.text[i] for i in row[0].chars)
    return celltext.is_note(text) or len(text) > _LONG


def _holes(spans: Sequence[tuple[int, int, int, int]], rows: int, columns: int) -> list[tuple[int, int, int, int]]:
    """Grid places that no cell covers (its rulings are broken), one row high, so that their text is not lost."""
    covered = {(r, c) for top, left, bottom, right in spans for r in range(top, bottom) for c in range(left, right)}
    holes: list[tuple[int, int, int, int]] = []
    for row in range(rows):
        free = [column for column in range(columns) if (row, column) not in covered]
        starts = [column for column in free if column - 1 not in free]
        ends = [column + 1 for column in free if column + 1 not in free]
        holes += [(row, start, row + 1, end) for start, end in zip(starts, ends, strict=True)]
    return holes


_Placed = tuple[float, float, int, Box]  # middle x, middle y, position in Page.text, box


def _inside(page: Page, frame: Box) -> list[_Placed]:
    return [
        (x, y, i, box)
        for i, box in enumerate(page.boxes)
        if box is not None
        and frame.x0 <= (x := (box.x0 + box.x1) / 2) < frame.x1
        and frame.top <= (y := (box.top + box.bottom) / 2) < frame.bottom
    ]


def _reading_order(page: Page, chars: Sequence[_Placed]) -> tuple[int, ...]:
    """Line by line, from left to right; where the text runs down, column by column, from right to left."""
    lines = _bands(chars, lambda box: (box.top, box.bottom))
    columns = _bands(chars, lambda box: (box.x0, box.x1)) if 2 < len(lines) < len(chars) else []
    if _runs_down(columns) and not any(page.text[one[2]].isascii() for one in chars):
        return tuple(one[2] for column in reversed(columns) for one in sorted(column, key=lambda one: one[1]))
    return tuple(one[2] for line in lines for one in sorted(line))


def _bands(chars: Sequence[_Placed], extent: Callable[[Box], tuple[float, float]]) -> list[list[_Placed]]:
    """Characters that lie side by side, in the order of the bands. The largest make the bands: a box may be only ink (一)."""
    bands: list[tuple[float, float, list[_Placed]]] = []
    for one in sorted(chars, key=lambda one: (-_length(extent(one[3])), one[2])):
        start, end = extent(one[3])
        for band_start, band_end, band in bands:
            if min(end, band_end) - max(start, band_start) > (end - start) / 2:
                band.append(one)
                break
        else:
            bands.append((start, end, [one]))
    return [band for _, _, band in sorted(bands, key=lambda band: band[0])]


def _length(extent: tuple[float, float]) -> float:
    return extent[1] - extent[0]


def _runs_down(columns: Sequence[Sequence[_Placed]]) -> bool:
    """Whether two or more columns are set closer from character to character than from column to column."""
    if not 2 <= len(columns) <= 4 or max(map(len, columns)) < 3:
        return False
    middles = [sorted(one[1] for one in column) for column in columns]
    below = median(b - a for column in middles for a, b in pairwise(column))
    beside = min(max(b)[0] - max(a)[0] for a, b in pairwise(columns))
    height = max(one[3].bottom - one[3].top for column in columns for one in column)
    return below <= 1.15 * height and beside >= 1.2 * below


# ---------------------------------------------------------------- over pages


def carried(page_a: Page, a: RawTable, page_b: Page, b: RawTable) -> tuple[tuple[RawCell, RawCell], ...]:
    """Pairs (cell of `a`'s last row, cell of `b`'s first row) that are one cell cut by the page end; empty if none is.

    Where `b` begins with the head of `a`, its first row is the one after it.
    `b` is the table that stands first on the page after `a`, with nothing but page furniture between them.
    """
    if not _same_frame(a.box, b.box) or not a.ruled or not b.ruled:
        return ()
    last = len(a.rows)
    above = [cell for row in a.rows for cell in row if cell.row + cell.rowspan == last and cell.chars]
    first = _repeated(page_a, a, page_b, b)
    below = [cell for row in b.rows[first : first + 1] for cell in row if cell.chars]
    pairs = [(upper, lower) for lower in below for upper in above if _same_columns(a.box, upper.box, b.box, lower.box)]
    if len(pairs) == len(below) and all(_runs_on(page_a, upper, page_b, lower) for upper, lower in pairs):
        return tuple(pairs)
    return tuple(
        (upper, lower)
        for upper, lower in pairs
        if not _ruled(page_a, upper.box, upper.box.bottom) and not _ruled(page_b, lower.box, lower.box.top)
    )


def _repeated(page_a: Page, a: RawTable, page_b: Page, b: RawTable) -> int:
    """How many rows at the beginning of `b` say what those at the beginning of `a` say: a head printed again."""
    same = 0
    for upper, lower in zip(a.rows, b.rows, strict=False):
        words = [
            [celltext.squeezed("".join(p.text[i] for i in c.chars)) for c in row]
            for p, row in ((page_a, upper), (page_b, lower))
        ]
        if words[0] != words[1] or (not any(words[0]) and not same):
            break
        same += 1
    return same


def _runs_on(page_a: Page, upper: RawCell, page_b: Page, lower: RawCell) -> bool:
    """Whether the last line of `upper` is so full that the first character of `lower` had no room in it."""
    boxes = [box for i in upper.chars if (box := page_a.boxes[i])]
    following = page_b.boxes[lower.chars[0]]
    words = "".join(page_b.text[i] for i in lower.chars)
    if not boxes or not following or celltext.begins_item(words) or celltext.is_total(celltext.squeezed(words)):
        return False
    last = boxes[-1]
    line = [box for box in boxes if box.bottom > (last.top + last.bottom) / 2]
    free = upper.box.x1 - upper.box.x0 - (last.x1 - min(box.x0 for box in line))
    return free < following.x1 - following.x0 + _PADDING


def _ruled(page: Page, box: Box, y: float) -> bool:
    """Whether a line is drawn at height `y` over the middle of the box."""
    middle = (box.x0 + box.x1) / 2
    return any(
        ruling.x0 <= middle <= ruling.x1
        and (ruling.stroked or ruling.bottom - ruling.top <= rules.THIN)
        and min(abs(ruling.top - y), abs(ruling.bottom - y)) <= rules.THIN
        for ruling in page.rulings
    )


def _same_frame(a: Box, b: Box) -> bool:
    return abs((a.x1 - a.x0) - (b.x1 - b.x0)) <= _SAME and abs(a.x0 - b.x0) <= _SHIFT


def _same_columns(frame_a: Box, a: Box, frame_b: Box, b: Box) -> bool:
    left, right = (a.x0 - frame_a.x0) - (b.x0 - frame_b.x0), (a.x1 - frame_a.x0) - (b.x1 - frame_b.x0)
    return abs(left) <= _SAME and abs(right) <= _SAME


# ---------------------------------------------------------------- labels


def label(placed: Sequence[PlacedTable], text: str, captions: Sequence[str | None]) -> tuple[Table, ...]:
    """Labels for what was placed: one `Table` for each run of placed tables that continue each other.

    `captions[i]` is the one or two lines above `placed[i]`, parted by LF; what of them is no caption is left out.
    """
    runs: list[list[int]] = []
    for i, table in enumerate(placed):
        if runs and _continues(placed[runs[-1][-1]], table):
            runs[-1].append(i)
        else:
            runs.append([i])
    return tuple(_table([placed[i] for i in run], text, _caption(captions[run[0]])) for run in runs)


def _continues(a: PlacedTable, b: PlacedTable) -> bool:
    return (
        b.follows_table
        and b.raw.box.page == a.raw.box.page + 1
        and _same_frame(a.raw.box, b.raw.box)
        and a.raw.box.bottom > _BOTTOM * a.height
        and b.raw.box.top < _TOP * b.height
    )


def _caption(above: str | None) -> str | None:
    lines = [line.rpartition("。")[2] for line in (above or "").split("\n")]
    if not celltext.is_caption(lines[-1]):
        return None
    has_title = len(lines) > 1 and (celltext.is_caption(lines[-2]) or not celltext.split(lines[-1])[0])
    return "\n".join(lines[-2:] if has_title else lines[-1:])


def _table(parts: Sequence[PlacedTable], text: str, caption: str | None) -> Table:
    """One table of one or several pages: the columns of all pages on one grid, the rows one after another."""
    bounds = _bounds([x - part.raw.box.x0 for part in parts for row in part.raw.rows for x in _sides(row)])
    cells: list[GridCell] = []
    spans: list[Span] = []
    breaks: list[int] = []
    height = 0
    for number, part in enumerate(parts):
        said = [[text[span.start : span.end] for span in row] for row in part.rows]
        kept = [number == 0 or not is_emptied(raws, words) for raws, words in zip(part.raw.rows, said, strict=True)]
        places_of = [0, *accumulate(map(int, kept))]  # where a row comes to stand
        if number:
            breaks.append(height)
        for raws, words, places in zip(part.raw.rows, said, part.rows, strict=True):
            for raw, word, span in zip(raws, words, places, strict=True):
                first, last = (_nearest(bounds, x - part.raw.box.x0) for x in (raw.box.x0, raw.box.x1))
                top, bottom = places_of[raw.row], places_of[raw.row + raw.rowspan]
                if bottom > top and last > first:
                    cells.append(GridCell(word, height + top, first, bottom - top, last - first))
                    spans.append(span)
        height += places_of[-1]
    meanings = labels.label(cells, caption, breaks)
    return Table(
        Span(parts[0].span.start, parts[-1].span.end),
        caption,
        tuple(
            Cell(
                span, cell.row, cell.column, meaning.row_labels, meaning.column_labels, meaning.role, meaning.unit,
                meaning.row_total, meaning.column_total,
            )
            for cell, span, meaning in zip(cells, spans, meanings, strict=True)
        ),
    )  # fmt: skip


def is_emptied(raws: Sequence[RawCell], words: Sequence[str]) -> bool:
    """Whether all that a row says was carried into the table above: nothing is left of it."""
    return any(raw.chars for raw in raws) and not any(word.strip() for word in words)


def _sides(row: Sequence[RawCell]) -> list[float]:
    return [x for cell in row for x in (cell.box.x0, cell.box.x1)]


def _bounds(xs: Sequence[float]) -> list[float]:
    """The column bounds of all pages: what lies nearer than `_SAME` is one bound."""
    bounds: list[float] = []
    for x in sorted(xs):
        if not bounds or x - bounds[-1] > _SAME:
            bounds.append(x)
    return bounds


def _nearest(bounds: Sequence[float], x: float) -> int:
    return min(range(len(bounds)), key=lambda i: abs(bounds[i] - x))
