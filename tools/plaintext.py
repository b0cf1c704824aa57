"""Reads typed reports without a PDF: takes report.txt, gives a Document whose boxes are dummies.

So the stages that work on language can be measured before, and apart from, the reading of pages.
"""

from blocks import cells_of, is_row, table_of
from lawreport_cli.model import Box, Cell, Document, Span, Table
from lawreport_cli.reading import celltext, labels
from lawreport_cli.reading.cellgrid import GridCell
from lawreport_cli.reading.folding import fold

NOWHERE = Box(1, 0.0, 0.0, 0.0, 0.0)


def document_of(typed: str) -> Document:
    """The Document that an ideal reading of the report would give. Blank lines vanish, cells are parted by tabs."""
    lines = [line for line in typed.split("\n") if line.strip()]
    out = ["\t".join(cells_of(line)) if is_row(line) else line for line in lines]
    tables: list[Table] = []
    at = first = 0
    for number, (line, text) in enumerate(zip(lines, out, strict=True)):
        if is_row(line) and (number == 0 or not is_row(lines[number - 1])):
            first, start = number, at
        at += len(text) + 1
        if is_row(line) and (number + 1 == len(lines) or not is_row(lines[number + 1])):
            tables.append(_table(lines[first : number + 1], start, out[first - 1] if first else None))
    text = "\n".join(out)
    boxes = tuple(None if char in "\n\t" else NOWHERE for char in text)
    return Document(text, fold(text), boxes, pages=1, tables=tuple(tables))


def _table(lines: list[str], start: int, above: str | None) -> Table:
    """Rows of a table as the reader of pages labels them; `start` is where they stand in the reading text."""
    caption = above if above and celltext.is_caption(above) else None
    texts = [cells_of(line) for line in lines]
    cells, spans = [], []
    at = start
    for row, merged in enumerate(table_of(texts).grid):
        for column, text in enumerate(texts[row]):
            if cell := merged[column]:
                cells.append(GridCell(text, row, column, cell.rows, cell.columns))
                spans.append(Span(at, at + len(text)))
            at += len(text) + 1
    return Table(
        Span(start, at - 1),
        caption,
        tuple(
            Cell(
                span, cell.row, cell.column, said.row_labels, said.column_labels, said.role, said.unit,
                said.row_total, said.column_total,
            )
            for span, cell, said in zip(spans, cells, labels.label(cells, caption), strict=True)
        ),
    )  # fmt: skip
