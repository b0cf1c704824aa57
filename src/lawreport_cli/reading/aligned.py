"""Tables without rules: takes a page, gives the tables whose columns are known by their alignment alone.

Careful rather than complete: at least three rows one under another, each of as many pieces, every column flush left,
flush right or centred, the first of words and one of figures. All else stays text.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lawreport_cli.model import Box
from lawreport_cli.reading import celltext
from lawreport_cli.reading.regions import Page, RawCell, RawTable

ROWS = 3  # that must agree
_GAP = 1.0  # of the height of a line: less white between two pieces parts words, not columns
_FLUSH = 0.6  # of the height of a line: how far the edges of a column may differ
_PITCH = 3.0  # heights of a line from row to row, at most
_HEADER_ROWS = 3

_FIGURE_ENDS_LINE = re.compile(r"(?:^|[\s\u3000])[+-]?[\d,.，]+(?:[%％]|[^\s\d]{1,2})?[ \u3000]*(?=[\r\n]|$)")
_LINE = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^\s\u3000]+")
_LEADER = re.compile(r"…|\.{3}|·{3}|—{3}")  # 目录 …… 3
_CONTENTS = re.compile(r"目[\s\u3000]*[录次]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters that stand together on a line."""

    text: str
    chars: tuple[int, ...]  # positions in Page.text
    x0: float
    top: float
    x1: float
    bottom: float


_Row = list[_Piece]


def find(page: Page, taken: Collection[int]) -> tuple[RawTable, ...]:
    """The tables without rules on a page, from top to bottom; `taken` are characters of ruled tables."""
    if len(_FIGURE_ENDS_LINE.findall(page.text)) < ROWS:
        return ()
    rows = _rows(_pieces(page, taken))
    found: list[RawTable] = []
    start = 0
    while start < len(rows):
        block = _block(rows, start)
        if len(block) >= ROWS and not _is_contents(page, block):
            header = _header(rows, start, block)
            found.append(_raw(page, header, block))
        start += len(block) if len(block) >= ROWS else 1
    return tuple(found)


def _pieces(page: Page, taken: Collection[int]) -> Iterator[_Piece]:
    for line in _LINE.finditer(page.text):
        words: list[_Piece] = []
        em = max((box.bottom - box.top for box in page.boxes[slice(*line.span())] if box), default=0.0)
        for match in _WORD.finditer(page.text, *line.span()):
            chars = tuple(i for i in range(*match.span()) if page.boxes[i] and i not in taken)
            boxes = [box for i in chars if (box := page.boxes[i])]
            if not boxes:
                continue
            word = _Piece(
                "".join(page.text[i] for i in chars),
                chars,
                min(box.x0 for box in boxes),
                min(box.top for box in boxes),
                max(box.x1 for box in boxes),
                max(box.bottom for box in boxes),
            )
            if words and 0 <= word.x0 - words[-1].x1 < _GAP * em:
                words[-1] = _joined(words[-1], word)
            else:
                words.append(word)
        yield from words


def _joined(a: _Piece, b: _Piece) -> _Piece:
    return _Piece(
        a.text + " " + b.text, a.chars + b.chars, a.x0, min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom)
    )


def _em(pieces: Iterable[_Piece]) -> float:
    """The height of a line: that of its largest piece, since a box may be only ink (—)."""
    return max(piece.bottom - piece.top for piece in pieces)


def _rows(pieces: Iterable[_Piece]) -> list[_Row]:
    """Pieces at one height, from left to right; rows from top to bottom."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        last = rows[-1][0] if rows else None
        if last and abs(piece.top + piece.bottom - last.top - last.bottom) < _em((piece, last)):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.x0) for row in rows]


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
    if any(b.x0 - a.x1 < _GAP * _em(row) for a, b in pairwise(row)):
        return False
    kinds = [celltext.kind(piece.text) for piece in row]
    counted = celltext.counter(row[0].text) is not None and len(row) > 2
    return (kinds[0] == "text" or counted) and "number" in kinds[1:]


def _goes_on(block: list[_Row], row: _Row) -> bool:
    if len(row) != len(block[0]) or row[0].top - block[-1][0].top > _PITCH * _em(row):
        return False
    flush = _FLUSH * _em(row)
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


def _header(rows: Sequence[_Row], start: int, block: Sequence[_Row]) -> list[_Row]:
    """The rows of words above a block whose pieces stand over its columns."""
    extents = _extents(block)
    header: list[_Row] = []
    below = block[0][0]
    for row in reversed(rows[max(0, start - _HEADER_ROWS) : start]):
        words = all(celltext.kind(piece.text) == "text" for piece in row)
        places = [_over(piece, extents) for piece in row]
        apart = all(a and b and a[-1] < b[0] for a, b in pairwise(places))
        near = below.top - row[0].top <= _PITCH * _em(row)
        if len(row) < 2 or not words or not all(places) or not apart or not near:
            break
        header.insert(0, row)
        below = row[0]
    return header


def _extents(block: Sequence[_Row]) -> list[tuple[float, float]]:
    columns = range(len(block[0]))
    return [(min(row[c].x0 for row in block), max(row[c].x1 for row in block)) for c in columns]


def _over(piece: _Piece, extents: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a piece stands over; between two columns it stands over both."""
    over = [c for c, (x0, x1) in enumerate(extents) if min(piece.x1, x1) > max(piece.x0, x0)]
    if over:
        return over
    left = [c for c, (_, x1) in enumerate(extents) if x1 <= piece.x0]
    return [left[-1], left[-1] + 1] if left and left[-1] + 1 < len(extents) else []


def _raw(page: Page, header: Sequence[_Row], block: Sequence[_Row]) -> RawTable:
    extents = _extents(block)
    rows = [*header, *block]
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    xs = [left, *((a[1] + b[0]) / 2 for a, b in pairwise(extents)), right]
    tops, bottoms = (
        [min(piece.top for piece in row) for row in rows],
        [max(piece.bottom for piece in row) for row in rows],
    )
    ys = [tops[0], *((bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)), bottoms[-1]]
    placed: list[tuple[RawCell, ...]] = []
    for r, row in enumerate(rows):
        over = {columns[0]: (columns[-1] + 1, piece.chars) for piece in row if (columns := _over(piece, extents))}
        cells: list[RawCell] = []
        column = 0
        while column < len(extents):
            end, chars = over.get(column, (column + 1, ()))
            cells.append(
                RawCell(Box(page.number, xs[column], ys[r], xs[end], ys[r + 1]), chars, r, column, 1, end - column)
            )
            column = end
        placed.append(tuple(cells))
    return RawTable(Box(page.number, left, ys[0], right, ys[-1]), tuple(placed))
