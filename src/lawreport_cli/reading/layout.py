"""The reading text: takes pages, gives a document with the body in reading order and the page furniture behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lawreport_cli.model import Box, Document, Span
from lawreport_cli.reading import furniture, paragraphs, tables
from lawreport_cli.reading.folding import fold
from lawreport_cli.reading.lines import Grid, Item, read_items
from lawreport_cli.reading.regions import Line, Page, PlacedTable, RawCell, RawTable
from lawreport_cli.reading.shown import turned_back

_CAPTION_LINES = 2  # caption and unit line
_CAPTION_LENGTH = 60  # characters: longer is a paragraph


def to_document(
    pages: Sequence[Page], title: str | None = None, page_done: Callable[[], None] = lambda: None
) -> Document:
    """Lay out all pages of a PDF as one text.

    `title` is /Title of the PDF; `page_done` is called after each page. In the text each paragraph, heading, table row
    and piece of furniture is a line that ends with LF; furniture stands after a line with a form feed alone. A box is
    null only for white space that was inserted here. Every character of the pages that shows ink stands in the text
    once; those drawn twice on one spot to look bold count once.
    """
    notes = [note for page in pages for note in page.notes]
    items: list[list[Item]] = []
    open_table: RawTable | None = None
    for page in pages:
        found, troubles = tables.find(page, open_table)
        open_table = tables.left_open(page, found)
        notes += troubles
        items.append(read_items(page, found))
        page_done()
    body, chrome = furniture.part(items, [(page.width, page.height) for page in pages])
    writer = _Writer()
    _write_body(writer, _mended(body, pages), pages)
    labelled = tables.label(writer.placed, writer.text, writer.captions) if writer.placed else ()
    if chrome:
        writer.insert("\f\n")
        for line in chrome:
            writer.line(line.text, line.boxes)
    text = writer.text
    return Document(
        text=text,
        folded=fold(text),
        boxes=tuple(_as_shown(writer.boxes, pages)),
        pages=len(pages),
        tables=labelled,
        notes=tuple(notes),
        metadata_title=title,
    )


def _as_shown(boxes: list[Box | None], pages: Sequence[Page]) -> list[Box | None]:
    """The boxes on the pages as shown, where pages were turned to be read."""
    turned = {page.number: page for page in pages if page.turn}
    if not turned:
        return boxes
    return [
        turned_back(box, page.turn, page.width, page.height) if box and (page := turned.get(box.page)) else box
        for box in boxes
    ]


@dataclass(slots=True)
class _Writer:
    """The text as it grows, with the box of each character."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Box | None] = field(default_factory=list)
    placed: list[PlacedTable] = field(default_factory=list)
    captions: list[str | None] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def write(self, text: str, boxes: Sequence[Box | None]) -> Span:
        start = len(self.boxes)
        self.parts.append(text)
        self.boxes += boxes
        return Span(start, len(self.boxes))

    def insert(self, text: str) -> None:
        self.write(text, [None] * len(text))

    def line(self, text: str, boxes: Sequence[Box | None]) -> None:
        self.write(text, boxes)
        self.insert("\n")


def _write_body(writer: _Writer, body: Sequence[Sequence[Item]], pages: Sequence[Page]) -> None:
    sizes = {page.number: (page.width, page.height) for page in pages}
    above: list[str] = []  # the paragraphs before a table, back to the one before
    after_table = False
    for group in paragraphs.group(body):
        if isinstance(group, Grid):
            _write_grid(writer, group, after_table, sizes[group.page])
            writer.captions.append(_caption(above))
            above = []
            after_table = True
        else:
            above.append(_write_paragraph(writer, group))
            after_table = False


def _write_paragraph(writer: _Writer, lines: Sequence[Line]) -> str:
    start = len(writer.parts)
    last = ""
    for line in lines:
        if last and paragraphs.needs_space(last, line.text):
            writer.insert(" ")
        writer.write(line.text, line.boxes)
        last = line.text
    text = "".join(writer.parts[start:])
    writer.insert("\n")
    return text


def _write_grid(writer: _Writer, grid: Grid, follows_table: bool, size: tuple[float, float]) -> None:
    start = len(writer.boxes)
    rows: list[tuple[Span, ...]] = []
    for row, cells in enumerate(grid.cells):
        carried = follows_table and tables.is_emptied(grid.raw.rows[row], [text for text, _ in cells])
        spans: list[Span] = []
        for column, (text, boxes) in enumerate(cells):
            if column and not carried:
                writer.insert("\t")
            spans.append(writer.write(text, boxes))
        if cells and not carried:
            writer.insert("\n")
        rows.append(tuple(spans))
    span = Span(start, max(start, len(writer.boxes) - 1))
    writer.placed.append(PlacedTable(grid.raw, span, tuple(rows), follows_table, *size))


def _caption(above: Sequence[str]) -> str | None:
    """Caption and unit line of a table: the short lines straight above it that are no sentences."""
    lines: list[str] = []
    for text in reversed(above[-_CAPTION_LINES:]):
        if len(text) > _CAPTION_LENGTH or text[-1] in "。；;！？":
            break
        lines.insert(0, text)
    return "\n".join(lines) or None


def _mended(body: Sequence[Sequence[Item]], pages: Sequence[Page]) -> list[list[Item]]:
    """Cells that a page end cut in two, whole in the table above."""
    mended = [list(items) for items in body]
    where = [(p, i) for p, items in enumerate(mended) for i, item in enumerate(items) if isinstance(item, Grid)]
    for (pa, ia), (pb, ib) in pairwise(where):
        a, b = mended[pa][ia], mended[pb][ib]
        follows = ib == 0 and pb > pa and ia == len(mended[pa]) - 1 and not any(mended[pa + 1 : pb])
        if follows and isinstance(a, Grid) and isinstance(b, Grid):
            mended[pa][ia], mended[pb][ib] = _carry(a, b, pages[pa], pages[pb])
    return mended


def _carry(a: Grid, b: Grid, page_a: Page, page_b: Page) -> tuple[Grid, Grid]:
    above, below = [list(row) for row in a.cells], [list(row) for row in b.cells]
    for upper, lower in tables.carried(page_a, a.raw, page_b, b.raw):
        (i, j), (k, m) = _place(a, upper), _place(b, lower)
        above[i][j] = (above[i][j][0] + below[k][m][0], [*above[i][j][1], *below[k][m][1]])
        below[k][m] = ("", ())
    return replace(a, cells=tuple(map(tuple, above))), replace(b, cells=tuple(map(tuple, below)))


def _place(grid: Grid, cell: RawCell) -> tuple[int, int]:
    row = grid.raw.rows[cell.row]
    return cell.row, row.index(cell)
