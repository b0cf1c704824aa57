"""Reads typed reports without a PDF: takes report.txt, gives a Document whose boxes are dummies.

So the stages that work on language can be measured before, and apart from, the reading of pages.
"""

import re
from itertools import pairwise

from lawreport_cli.model import Box, Cell, Document, Span, Table

NOWHERE = Box(1, 0.0, 0.0, 0.0, 0.0)
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
FIGURE = re.compile(r"-?[\d,.]*\d[\d,.]*(?:万|亿)?[^\d\s]{0,3}")
UNIT_IN_HEAD = re.compile(r"[(（]([^()（）]{1,5})[)）]$")


def is_row(line: str) -> bool:
    """Whether a line of report.txt is a row of a table."""
    return line.startswith("|") and line.endswith("|")


def cells_of(line: str) -> list[str]:
    """The cells of a row, trimmed; a blank cell is ""."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def document_of(typed: str) -> Document:
    """The Document that an ideal reading of the report would give. Blank lines vanish, cells are parted by tabs."""
    lines = [line for line in typed.split("\n") if line.strip()]
    out: list[str] = []
    tables: list[Table] = []
    grid: list[list[str]] = []
    caption: str | None = None
    start = at = 0
    for line, following in pairwise([*lines, ""]):
        text = "\t".join(cells_of(line)) if is_row(line) else line
        if is_row(line):
            if not grid:
                start, caption = at, out[-1] if out else None
            grid.append(cells_of(line))
            if not is_row(following):
                tables.append(Table(Span(start, at + len(text)), caption, tuple(_cells(grid, start))))
                grid = []
        out.append(text)
        at += len(text) + 1
    text = "\n".join(out)
    boxes = tuple(None if char in "\n\t" else NOWHERE for char in text)
    return Document(text, text.translate(FOLD), boxes, pages=1, tables=tuple(tables))


def _cells(grid: list[list[str]], start: int) -> list[Cell]:
    """Cells with their labels: the rows above the first figures are heads, the columns left of them are stubs."""
    width = max(map(len, grid))
    filled = [row + [""] * (width - len(row)) for row in grid]
    heads = next((at for at, row in enumerate(filled) if sum(map(_is_figure, row)) * 2 >= sum(map(bool, row))), 1) or 1
    body = filled[heads:]
    stubs = next((at for at in range(width) if sum(_is_figure(row[at]) for row in body) * 2 >= len(body)), width)
    column_labels = _columns(filled[:heads], width)
    result, stub, at = [], [""] * stubs, start
    for row_at, row in enumerate(filled):
        if row_at >= heads:
            first = next((place for place in range(stubs) if row[place]), stubs)
            stub = [row[place] or (stub[place] if place < first else "") for place in range(stubs)]
        for column_at, cell in enumerate(row[: len(grid[row_at])]):
            data = row_at >= heads and column_at >= stubs
            rows = tuple(filter(None, stub)) if data else ()
            columns = column_labels[column_at] if data else ()
            unit = next(
                (found[1] for label in (*reversed(columns), *rows) if (found := UNIT_IN_HEAD.search(label))), None
            )
            result.append(
                Cell(
                    Span(at, at + len(cell)), row_at, column_at, rows, columns, "data" if data else "label", unit,
                    row_total=_is_total(rows), column_total=_is_total(columns),
                )
            )  # fmt: skip
            at += len(cell) + 1
    return result


def _columns(heads: list[list[str]], width: int) -> list[tuple[str, ...]]:
    """Labels above each column, outermost first; a blank after a filled head belongs to it, within one parent."""
    labels: list[tuple[str, ...]] = [()] * width
    for head in heads:
        current, parent = "", None
        levels = []
        for at, label in enumerate(head):
            if label or labels[at] != parent:
                current = label
            parent = labels[at]
            levels.append((*parent, current) if current else parent)
        labels = levels
    return labels


def _is_figure(cell: str) -> bool:
    return FIGURE.fullmatch(cell) is not None


def _is_total(labels: tuple[str, ...]) -> bool:
    return any(re.search("合计|总计", label) for label in labels)
