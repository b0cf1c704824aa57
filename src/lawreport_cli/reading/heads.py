"""Heads of tables without rules: takes the words above a block and the extents of its columns, gives who heads what.

The words are read from the lowest line upwards. A word stands over one column, goes on with the word below it, or spans
columns that have heads of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FLUSH = 0.6  # of the height of a line: how far the edges of a column, or the lines of a cell, may differ
_LEADING = 0.6  # of the height of a line: more white between two lines parts two cells


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together on a line. Points from the top left of the page."""

    text: str
    chars: tuple[int, ...]  # positions in Page.text
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way from left to right."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Head:
    """One head: its pieces from the top, and the columns from `first` to before `end` that it stands over."""

    pieces: list[Piece]
    first: int
    end: int
    level: int = 0  # how many heads stand below it, one under another


def heads(lines: Sequence[Sequence[Piece]], columns: Sequence[tuple[float, float]]) -> list[Head] | None:
    """The heads that `lines`, from the top, make over `columns` (left and right side of each); null if they do not fit."""
    return _Heads(columns).read(lines)


class _Heads:
    """Heads found so far, from below."""

    def __init__(self, columns: Sequence[tuple[float, float]]) -> None:
        self.found: list[Head] = []
        self.reach = list(columns)  # of each column with its lowest head
        self.top: list[Head | None] = [None] * len(columns)  # of each column, the topmost head

    def read(self, lines: Sequence[Sequence[Piece]]) -> list[Head] | None:
        """All heads; a line with a piece for each column is where to begin."""
        full = next((i for i, line in reversed(list(enumerate(lines))) if len(line) == len(self.top)), None)
        if full is not None:
            for column, piece in enumerate(lines[full]):
                self._add(Head([piece], column, column + 1), set())
            if not all(self._ends(piece) for line in lines[full + 1 :] for piece in line):
                return None
            lines = lines[:full]
        return self.found if all(self._add_line(line) for line in reversed(lines)) else None

    def _ends(self, piece: Piece) -> bool:
        """Whether the piece ends a head that begins above it; it is added to that head."""
        for head in self.found:
            if _goes_on(head.pieces[-1], piece):
                head.pieces.append(piece)
                return True
        return False

    def _add_line(self, line: Sequence[Piece]) -> bool:
        taken: set[int] = set()
        sure = [piece for piece in line if len(over := self._over(piece)) == 1 and self.top[over[0]] is None]
        for piece in sure:
            column = self._over(piece)[0]
            if column in taken:
                return False
            self._add(Head([piece], column, column + 1), taken)
        for piece in line:
            others = {c for other in line if other is not piece for c in self._over(other)}
            if piece not in sure and not self._place(piece, taken, others):
                return False
        return True

    def _over(self, piece: Piece) -> list[int]:
        return [c for c, (x0, x1) in enumerate(self.reach) if min(piece.x1, x1) > max(piece.x0, x0)]

    def _add(self, head: Head, taken: set[int]) -> None:
        columns = range(head.first, head.end)
        head.level = max((below.level + 1 for c in columns if (below := self.top[c])), default=0)
        if len(columns) == 1:
            (x0, x1), piece = self.reach[head.first], head.pieces[0]
            self.reach[head.first] = min(x0, piece.x0), max(x1, piece.x1)
        for column in columns:
            self.top[column] = head
        taken.update(columns)
        self.found.append(head)

    def _place(self, piece: Piece, taken: set[int], others: set[int]) -> bool:
        """Place a piece that stands not over one free column alone; false if it fits nowhere.

        `taken` are columns whose head on this line is known, `others` those under other pieces of the line.
        """
        over = self._over(piece)
        near = over or self._between(piece)
        free = [c for c in near if self.top[c] is None and c not in taken]
        if free:
            nearest = min(free, key=lambda c: abs(sum(self.reach[c]) / 2 - piece.middle))
            self._add(Head([piece], nearest, nearest + 1), taken)
            return True
        below = {id(self.top[c]): self.top[c] for c in over}
        head = next(iter(below.values()), None)
        if head and len(below) == 1 and _goes_on(piece, head.pieces[0]):
            head.pieces.insert(0, piece)
            taken.update(range(head.first, head.end))
            return True
        first, end = (
            self._spanned(piece, near[0], taken | others)
            if len(near) == 1
            else (near[0], near[-1] + 1)
            if near
            else (0, 0)
        )
        if end - first < 2 or not taken.isdisjoint(range(first, end)) or not all(self.top[first:end]):
            return False
        self._add(Head([piece], first, end), taken)
        return True

    def _between(self, piece: Piece) -> list[int]:
        """The columns left and right of a piece that stands over none."""
        right = next((c for c, (x0, _) in enumerate(self.reach) if x0 >= piece.x1), len(self.reach))
        return [c for c in (right - 1, right) if 0 <= c < len(self.reach)]

    def _spanned(self, piece: Piece, near: int, barred: set[int]) -> tuple[int, int]:
        """The columns around `near` that the piece spans: the widest on which it is flush, else the best."""
        em = piece.bottom - piece.top
        best = (float("inf"), 0, 0)
        for first in range(near + 1):
            for end in range(max(near + 1, first + 2), len(self.top) + 1):
                if barred.isdisjoint(range(first, end)) and self._level(first, end, near, em):
                    x0, x1 = self.reach[first][0], self.reach[end - 1][1]
                    off = min(abs((x0 + x1) / 2 - piece.middle), abs(x0 - piece.x0), abs(x1 - piece.x1))
                    best = min(best, (max(off, FLUSH * em), first - end, first))
        return best[2], best[2] - best[1]

    def _level(self, first: int, end: int, near: int, em: float) -> bool:
        """Whether the heads of these columns begin at the height of that over `near`."""
        tops = [head.pieces[0].top if head else None for head in self.top]
        here = tops[near]
        return here is not None and all(top is not None and abs(top - here) < em / 2 for top in tops[first:end])


def _goes_on(upper: Piece, lower: Piece) -> bool:
    """Two lines of one cell: close, and flush on a side or in the middle."""
    em = max(upper.bottom - upper.top, lower.bottom - lower.top)
    off = min(abs(upper.x0 - lower.x0), abs(upper.x1 - lower.x1), abs(upper.middle - lower.middle))
    return lower.top - upper.bottom <= _LEADING * em and off <= FLUSH * em
