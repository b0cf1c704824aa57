"""Tables without rules: takes a page, gives the tables whose columns are known by their alignment alone.

Careful rather than complete: at least three rows one under another, each of as many pieces, every column flush left,
flush right or centred, the first of words and one of figures. Rows with blanks may stand before and after those three,
and any number of rows at the top of a page that goes on with a table of the page before. All else stays text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from lawreport_cli.model import Box
from lawreport_cli.reading import celltext
from lawreport_cli.reading.heads import FLUSH, Head, Piece, heads
from lawreport_cli.reading.regions import Page, RawCell, RawTable

ROWS = 3  # that must agree
_GAP = 1.0  # of the height of a line: less white between two pieces parts words, not columns
_TOUCHING = 0.15  # of the height of a line: pieces nearer than this are one
_PITCH = 3.0  # heights of a line from row to row, at most
_HEADER_LINES = 8
_HEAD, _TOP = 0.12, 0.3  # of the page: running heads stand above _HEAD, the rest of a table begins above _TOP
_LINE_PITCH = 1.5  # heights of a line from line to line of one head, at most

_DECIMAL = re.compile(r"-?\d[\d,]*\.\d+[%％]?")
_FIGURE_ENDS_LINE = re.compile(r"(?:^|[\s\u3000])[+-]?[\d,.，]+(?:[%％]|[^\s\d]{1,2})?[ \u3000]*(?=[\r\n]|$)")
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\s\u3000]+")
_LEADER = re.compile(r"…|\.{3}|·{3}|—{3}")  # 目录 …… 3
_CONTENTS = re.compile(r"目[\s\u3000]*[录次]")


_Row = list[Piece]


def find(page: Page, taken: Set[int], open_table: RawTable | None = None) -> tuple[RawTable, ...]:
    """The tables without rules on a page, from top to bottom; `taken` are characters of ruled tables.

    `open_table` is a table at the end of the page before that may go on here.
    """
    if len(_FIGURE_ENDS_LINE.findall(page.text)) < (1 if open_table else ROWS):
        return ()
    rows = _rows(_pieces(page, taken))
    found: list[RawTable] = []
    start = done = 0
    if open_table and (rest := _rest(page, rows, open_table)):
        table, start = rest
        found.append(table)
        done = start
    while start < len(rows):
        block = _block(rows, start)
        if len(block) < ROWS or _is_contents(page, block):
            start += 1 if len(block) < ROWS else len(block)
            continue
        extents = _extents(block)
        bounds = [(a[1] + b[0]) / 2 for a, b in pairwise(extents)]
        first, end = start, start + len(block)
        while first > done and (above := _fitted(rows[first - 1], rows[first], bounds)):
            block = [above, *block]
            first -= 1
        block += _following(rows, end, bounds)
        found.append(_raw(page, _header(rows, first, extents), block, bounds))
        start = done = first + len(block)
    return tuple(found)


def _rest(page: Page, rows: Sequence[_Row], table: RawTable) -> tuple[RawTable, int] | None:
    """The rows at the top of a page that go on with `table`, and the number of rows to their end."""
    sides = sorted({x for row in table.rows for cell in row for x in (cell.box.x0, cell.box.x1)})
    bounds = sides[1:-1]
    first = next((i for i, row in enumerate(rows) if row[0].bottom > _HEAD * page.height or len(row) > 1), len(rows))
    start = next((i for i, row in enumerate(rows[first:], first) if _cells(row, bounds)), len(rows))
    if start == len(rows) or rows[start][0].top > _TOP * page.height:
        return None
    block = [_cells(rows[start], bounds), *_following(rows, start + 1, bounds)]
    header = heads(rows[first:start], list(pairwise(sides)))
    if header is None:
        return None
    return _raw(page, header, block, bounds, (sides[0], sides[-1])), start + len(block)


def _following(rows: Sequence[_Row], start: int, bounds: Sequence[float]) -> list[_Row]:
    """The rows from `start` that go on with a table, blanks filled in."""
    block: list[_Row] = []
    for above, row in pairwise(rows[start - 1 :]):
        cells = _fitted(row, above, bounds)
        if not cells:
            break
        block.append(cells)
    return block


def _fitted(row: _Row, beside: _Row, bounds: Sequence[float]) -> _Row:
    """The cells of a row next to a row of the table; empty if it is none of the table."""
    near = abs(row[0].top - beside[0].top) <= _PITCH * _em(row)
    return _cells(row, bounds) if near else []


def _cells(row: _Row, bounds: Sequence[float]) -> _Row:
    """The pieces of a row by column, a blank piece where none stands; empty if they do not stand in the columns."""
    slack = FLUSH * _em(row)
    cells: list[Piece | None] = [None] * (len(bounds) + 1)
    for piece in row:
        column = bisect_right(bounds, piece.middle)
        inside = all(piece.x0 > x - slack for x in bounds[:column]) and all(
            piece.x1 < x + slack for x in bounds[column:]
        )
        if not inside or cells[column] or _LEADER.search(piece.text):
            return []
        cells[column] = piece
    kinds = [celltext.kind(piece.text) if piece else "blank" for piece in cells]
    if kinds[0] == "blank" or "number" not in kinds[1:]:
        return []
    return [
        piece or Piece("", (), x, row[0].top, x, row[0].bottom)
        for piece, x in zip(cells, [row[0].x0, *bounds], strict=True)
    ]


def _pieces(page: Page, taken: Set[int]) -> Iterator[Piece]:
    for line in _LINE.finditer(page.text):
        words: list[Piece] = []
        em = max([box[4] - box[2] for box in page.boxes[slice(*line.span())] if box], default=0.0)
        for match in _WORD.finditer(page.text, *line.span()):
            start, end = match.span()
            text, chars, boxes = match[0], tuple(range(start, end)), page.boxes[start:end]
            if not all(boxes) or not taken.isdisjoint(chars):
                chars = tuple(i for i in chars if page.boxes[i] and i not in taken)
                text, boxes = "".join([page.text[i] for i in chars]), tuple(page.boxes[i] for i in chars)
            if not boxes:
                continue
            _, x0, top, x1, bottom = zip(*filter(None, boxes), strict=True)
            word = Piece(text, chars, min(x0), min(top), max(x1), max(bottom))
            if words and 0 <= word.x0 - words[-1].x1 < _GAP * em and not _are_figures(words[-1], word):
                words[-1] = _joined(words[-1], word)
            else:
                words.append(word)
        yield from words


def _are_figures(a: Piece, b: Piece) -> bool:
    """Two numbers with decimals: they stand in two columns, however near."""
    return bool(_DECIMAL.fullmatch(a.text) and _DECIMAL.fullmatch(b.text))


def _joined(a: Piece, b: Piece, between: str = " ") -> Piece:
    return Piece(
        a.text + between + b.text, a.chars + b.chars, a.x0, min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom)
    )


def _em(pieces: Iterable[Piece]) -> float:
    """The height of a line: that of its largest piece, since a box may be only ink (—)."""
    return max(piece.bottom - piece.top for piece in pieces)


def _rows(pieces: Iterable[Piece]) -> list[_Row]:
    """Pieces at one height, from left to right; rows from top to bottom."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        last = rows[-1][0] if rows else None
        if last and abs(piece.top + piece.bottom - last.top - last.bottom) < _em((piece, last)):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_touching_joined(sorted(row, key=lambda piece: piece.x0)) for row in rows]


def _touching_joined(row: _Row) -> _Row:
    """The row with pieces that touch made one: PDFium may take each character for a line."""
    joined: _Row = []
    for piece in row:
        if joined and abs(piece.x0 - joined[-1].x1) < _TOUCHING * _em((joined[-1], piece)):
            joined[-1] = _joined(joined[-1], piece, "")
        else:
            joined.append(piece)
    return joined


def _block(rows: Sequence[_Row], start: int) -> list[_Row]:
    """The longest run of rows from `start` that agree."""
    block: list[_Row] = []
    for row in rows[start:]:
        if not _is_row(row) or (block and not _goes_on(block, row)):
            break
        block.append(row)
    return block


def _is_row(row: _Row) -> bool:
    if len(row) < 2 or any(_LEADER.search(piece.text) for piece in row):
        return False
    if any(b.x0 - a.x1 < _GAP * _em(row) and not _are_figures(a, b) for a, b in pairwise(row)):
        return False
    kinds = [celltext.kind(piece.text) for piece in row]
    counted = celltext.counter(row[0].text) is not None and len(row) > 2
    return (kinds[0] == "text" or counted) and "number" in kinds[1:]


def _goes_on(block: list[_Row], row: _Row) -> bool:
    if len(row) != len(block[0]) or row[0].top - block[-1][0].top > _PITCH * _em(row):
        return False
    flush = FLUSH * _em(row)
    for column, piece in enumerate(row):
        above = [other[column] for other in block]
        if celltext.kind(piece.text) == "number" and celltext.kind(above[0].text) == "text":
            return False
        left = max(abs(piece.x0 - other.x0) for other in above)
        right = max(abs(piece.x1 - other.x1) for other in above)
        middle = max(abs(piece.x0 + piece.x1 - other.x0 - other.x1) / 2 for other in above)
        if min(left, right, middle) > flush:
            return False
    return True


def _is_contents(page: Page, block: Sequence[_Row]) -> bool:
    """A table of contents: its figures are page numbers, in step."""
    numbers = [celltext.counter(row[-1].text) for row in block]
    counts = [number for number in numbers if number is not None]
    return bool(_CONTENTS.search(page.text)) and len(counts) == len(block) and counts == sorted(counts)


def _header(rows: Sequence[_Row], start: int, extents: Sequence[tuple[float, float]]) -> list[Head]:
    """The heads over the columns of a block that begins at `start`, made of the lines of words above it."""
    lines: list[_Row] = []
    below = rows[start]
    for row in reversed(rows[max(0, start - _HEADER_LINES) : start]):
        words = all(celltext.kind(piece.text) == "text" or celltext.is_year(piece.text) for piece in row)
        pitch = below[0].top + below[0].bottom - row[0].top - row[0].bottom
        near = pitch <= 2 * (_LINE_PITCH if lines and len(row) == 1 else _PITCH) * _em((*row, *below))
        said = len(row) == 1 and (celltext.is_caption(row[0].text) or row[0].text.endswith(("。", "：", ":", "；")))
        if not words or not near or said:
            break
        lines.insert(0, row)
        below = row
    for first in range(len(lines)):
        if any(len(line) > 1 for line in lines[first:]) and (found := heads(lines[first:], extents)) is not None:
            return found
    return []


def _extents(block: Sequence[_Row]) -> list[tuple[float, float]]:
    columns = range(len(block[0]))
    return [(min(row[c].x0 for row in block), max(row[c].x1 for row in block)) for c in columns]


def _raw(
    page: Page,
    header: Sequence[Head],
    block: Sequence[_Row],
    bounds: Sequence[float],
    sides: tuple[float, float] | None = None,
) -> RawTable:
    """The table of these heads and rows; `bounds` part its columns, `sides` are its left and right, else those of its words."""
    pieces = [piece for head in header for piece in head.pieces] + [piece for row in block for piece in row]
    left, right = sides or (min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces))
    xs = [left, *bounds, right]
    tops, bottoms = (
        [min(piece.top for piece in row) for row in block],
        [max(piece.bottom for piece in row) for row in block],
    )
    ys = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    levels = max((head.level + 1 for head in header), default=0)
    top = min(piece.top for piece in pieces)
    step = (tops[0] - top) / max(levels, 1)
    ys = [*(top + step * level for level in range(levels)), tops[0], *ys, bottoms[-1]]
    placed: list[list[RawCell]] = [[] for _ in ys[1:]]

    def place(chars: tuple[int, ...], row: int, column: int, end_row: int, end: int) -> None:
        box = Box(page.number, xs[column], ys[row], xs[end], ys[end_row])
        placed[row].append(RawCell(box, chars, row, column, end_row - row, end - column))

    for row, column, end_row, end, head in _head_cells(header, levels, len(xs) - 1):
        place(tuple(i for piece in head.pieces for i in piece.chars) if head else (), row, column, end_row, end)
    for r, cells in enumerate(block, levels):
        for column, piece in enumerate(cells):
            place(piece.chars, r, column, r + 1, column + 1)
    rows = tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in placed)
    return RawTable(Box(page.number, left, ys[0], right, ys[-1]), rows, ruled=False)


def _head_cells(header: Sequence[Head], levels: int, columns: int) -> Iterator[tuple[int, int, int, int, Head | None]]:
    """The header on its grid: row, column, end row, end column and head of each cell; null where none stands."""
    free = [0] * columns  # of each column, the first row that is not covered from above
    for head in sorted(header, key=lambda head: -head.level):
        end_row = levels - head.level
        yield free[head.first], head.first, end_row, head.end, head
        for column in range(head.first, head.end):
            free[column] = end_row
    for column, row in enumerate(free):
        if row < levels:
            yield row, column, levels, column + 1, None
