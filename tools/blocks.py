"""Takes the typed text of a report, gives the blocks that a producer sets: title, headings, paragraphs, tables."""

import re
from dataclasses import dataclass
from typing import Literal

LEVEL_1 = re.compile(r"[一二三四五六七八九十]+、.{0,45}[^。；：，]$")
LEVEL_2 = re.compile(r"[（(][一二三四五六七八九十]+[)）].{0,45}[^。；：，]$")
RUN_IN = re.compile(r"(?:\d{1,2}[.．、]|[（(]\d{1,2}[)）]).{2,28}?。(?=.)")
DATE_LINE = re.compile(r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[)）]?$")
CHROME = re.compile(r"(?:当前位置|您现在的位置|来源|信息来源|索引号|发布时间|成文日期)[:：]")
SIGNED = re.compile("(?:政府|局|委员会|办公室|办事处)$")
TABLE_NAME = re.compile(r"表\s*[\d一二三四五六七八九十]|.{2,30}(?:表|情况)$")
UNIT_LINE = re.compile(r"[（(]?单位[:：].{1,12}$")

Place = tuple[int, int]  # row, column
Kind = Literal["title", "subtitle", "level1", "level2", "paragraph", "signature", "caption", "unit", "table", "chrome"]


@dataclass(frozen=True, slots=True)
class CellBlock:
    """A cell as it is set, its blank neighbours merged into it."""

    text: str
    rows: int
    columns: int
    head: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page. `run_in` characters at its beginning are set bold; a table has `grid`, null where merged."""

    kind: Kind
    text: str = ""
    run_in: int = 0
    grid: tuple[tuple[CellBlock | None, ...], ...] = ()
    heads: int = 0  # rows of `grid` to repeat on each page

    @property
    def weights(self) -> list[int]:
        """How wide the columns of a table want to be, relative to one another."""
        widths = [3] * len(self.grid[0])
        for row in self.grid:
            for at, cell in enumerate(row):
                if cell and cell.columns == 1:
                    widths[at] = max(widths[at], min(len(cell.text), 11))
        return widths


def is_row(line: str) -> bool:
    """Whether a line of report.txt is a row of a table."""
    return line.startswith("|") and line.endswith("|")


def cells_of(line: str) -> list[str]:
    """The cells of a row, trimmed; a blank cell is ""."""
    return [cell.strip() for cell in line[1:-1].split("|")]


def blocks_of(typed: str) -> list[Block]:
    """The blocks of a report in order."""
    lines = [line for line in typed.split("\n") if line.strip()]
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for at, line in enumerate(lines):
        if is_row(line):
            rows.append(cells_of(line))
            if at + 1 == len(lines) or not is_row(lines[at + 1]):
                blocks.append(table_of(rows))
                rows = []
            continue
        before_table = any(is_row(near) for near in lines[at + 1 : at + 3])
        run_in = RUN_IN.match(line)
        blocks.append(Block(_kind(line, at, len(lines), before_table), line, run_in.end() if run_in else 0))
    return blocks


def _kind(line: str, at: int, count: int, before_table: bool) -> Kind:
    if at == 0:
        return "title"
    if at < 6 and CHROME.match(line):
        return "chrome"
    if at < 4 and DATE_LINE.match(line):
        return "subtitle"
    if (
        at >= count - 4
        and len(line) <= 24
        and (DATE_LINE.match(line) or re.search(r"(?:政府|局|委员会|办公室|办事处)$", line))
    ):
        return "signature"
    if LEVEL_1.match(line):
        return "level1"
    if LEVEL_2.match(line):
        return "level2"
    if before_table and UNIT_LINE.match(line):
        return "unit"
    if before_table and TABLE_NAME.match(line):
        return "caption"
    return "paragraph"


def table_of(rows: list[list[str]]) -> Block:
    """The table that rows of cells make, blanks merged into the filled cells they belong to."""
    width = max(map(len, rows))
    merger = _Merger([row + [""] * (width - len(row)) for row in rows])
    return Block("table", grid=merger.grid(), heads=merger.heads)


def _has_figures(cells: list[str]) -> int:
    return sum(bool(re.fullmatch(r"[-+]?[\d０-９,，.．]+[%％]?|[-—/]+", cell)) for cell in cells)


class _Merger:
    """Finds out which filled cell each blank belongs to, as the forms of the genre are merged."""

    def __init__(self, texts: list[list[str]]) -> None:
        self.texts = texts
        self.width = len(texts[0])
        figures = [_has_figures(row) for row in texts]
        self.heads = next((at for at in range(1, len(texts)) if figures[at] * 2 > sum(map(bool, texts[at])) - 1), 1)
        body = texts[self.heads :]
        self.stubs = next((at for at in range(self.width) if _has_figures([row[at] for row in body])), self.width)
        self.owner: dict[Place, Place] = {}
        inner: int | None = None  # a row of heads within the body: the blanks below are merged as it is
        for row, cells in enumerate(texts):
            if row >= self.heads and not figures[row] and (not any(cells[1:]) or all(cells[: self.stubs])):
                inner = row
            for column, text in enumerate(cells):
                self.owner[row, column] = (row, column) if text else self._owner(row, column, inner)

    def _owner(self, row: int, column: int, inner: int | None) -> Place:
        left, above = self.owner.get((row, column - 1)), self.owner.get((row - 1, column))
        if row < self.heads:
            same_parent = row == 0 or above == self.owner.get((row - 1, column - 1))
            parts_below = row == 0 or (row + 1 < self.heads and bool(self.texts[row + 1][column]))
            wanted = left if same_parent and parts_below and left and left[0] == row else above
        elif inner == row or (inner is not None and self.owner[inner, column] == self.owner.get((inner, column - 1))):
            wanted = left
        elif column < self.stubs:
            wanted = left if left and left[0] == row else above if above and above[0] >= self.heads else None
        else:
            wanted = None
        return wanted if wanted and self.texts[wanted[0]][wanted[1]] else (row, column)

    def grid(self) -> tuple[tuple[CellBlock | None, ...], ...]:
        """The cells to set, null where a merged neighbour covers the place."""
        grid: list[list[CellBlock | None]] = [[None] * self.width for _ in self.texts]
        for place, of in self.owner.items():
            if place != of:
                continue
            mine = [other for other, its in self.owner.items() if its == place]
            (row, column), rows = place, max(r for r, _ in mine) - place[0] + 1
            columns = max(c for _, c in mine) - column + 1
            head = row < self.heads
            if rows * columns == len(mine):
                grid[row][column] = CellBlock(self.texts[row][column], rows, columns, head)
            else:  # no rectangle: set the cells apart
                for r, c in mine:
                    grid[r][c] = CellBlock(self.texts[r][c], 1, 1, head)
        return tuple(map(tuple, grid))
