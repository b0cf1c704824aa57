"""The grid of a table: takes cell texts with the places they cover, gives what stands where and which cells count rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lawreport_cli.reading import celltext
from lawreport_cli.reading.celltext import Kind


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text and the part of the grid that it covers. Rows and columns count from 0."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


class CellGrid:
    """Cells by place, their kinds and clean names, and the counters among them (序号, form line numbers)."""

    def __init__(self, cells: Sequence[GridCell]) -> None:
        self.cells = cells
        self.rows = max(cell.row + cell.rowspan for cell in cells)
        self.columns = max(cell.column + cell.colspan for cell in cells)
        self.at: list[list[int | None]] = [[None] * self.columns for _ in range(self.rows)]
        for i, cell in enumerate(cells):
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    self.at[row][column] = i
        self.kinds: list[Kind] = [celltext.kind(cell.text) for cell in cells]
        self.names = [celltext.split(cell.text) for cell in cells]  # label and unit
        self.counters: set[int] = set()
        self._years()
        self._count_columns()
        self._count_rows()

    def starting(self, row: int) -> list[int]:
        """Cells whose first row is `row`, from left to right."""
        found = dict.fromkeys(i for i in self.at[row] if i is not None and self.cells[i].row == row)
        return list(found)

    def covering(self, row: int) -> list[int]:
        return list(dict.fromkeys(i for i in self.at[row] if i is not None))

    def holds(self, i: int | None, *kinds: Kind) -> bool:
        return i is not None and i not in self.counters and self.kinds[i] in kinds

    def has_values(self, row: int) -> bool:
        return any(
            self.holds(i, "number") or (self.holds(i, "dash") and self.cells[i].column > 0) for i in self.covering(row)
        )

    def is_band(self, row: int) -> bool:
        cells = self.covering(row)
        return len(cells) == 1 and self.cells[cells[0]].colspan == self.columns and self.holds(cells[0], "text")

    def is_note(self, row: int) -> bool:
        return self.is_band(row) and celltext.is_note(self.cells[self.covering(row)[0]].text)

    # ------------------------------------------------------------ numbers that are no values

    def _years(self) -> None:
        """Bare years in step (2022, 2023, 2024) that head columns, above all values, or rows are words."""
        for row in range(self.rows):
            if self._in_step(self.starting(row)):
                break
            if self.has_values(row):
                break
        self._in_step([i for i, cell in enumerate(self.cells) if cell.column == 0])

    def _in_step(self, line: Sequence[int]) -> bool:
        numbers = [i for i in line if self.kinds[i] == "number"]
        texts = [self.cells[i].text for i in numbers]
        years = [celltext.counter(text) or 0 for text in texts if celltext.is_year(text)]
        if len(texts) < 2 or len(years) < len(texts) or any(abs(a - b) != 1 for a, b in pairwise(years)):
            return False
        for i in numbers:
            self.kinds[i] = "text"
        return True

    def _count_columns(self) -> None:
        """序号 columns, by their head or by 1, 2, 3 … beside words; 一 or ② alone in a cell left of words."""
        heads = [cell for cell in self.cells if celltext.is_counter_head(cell.text) and cell.colspan == 1]
        for i, cell in enumerate(self.cells):
            beside = (
                self.at[cell.row][cell.column + cell.colspan] if cell.column + cell.colspan < self.columns else None
            )
            if any(head.column == cell.column and head.row < cell.row for head in heads):
                if celltext.is_code(cell.text) or celltext.is_marker(cell.text):
                    self.counters.add(i)
            elif (
                cell.column == 0
                and self.kinds[i] == "text"
                and celltext.is_marker(cell.text)
                and self.holds(beside, "text")
            ):
                self.counters.add(i)
        if any(head.column == 0 for head in heads):
            return
        run = [i for i, cell in enumerate(self.cells) if cell.column == 0 and celltext.counter(cell.text) is not None]
        values = [celltext.counter(self.cells[i].text) for i in run]
        if len(run) < 3 or values != list(range(1, len(run) + 1)):
            return
        above = self.cells[run[0]].row - 1
        head = self.at[above][0] if above >= 0 else None
        besides = [
            self.at[self.cells[i].row][self.cells[i].colspan] for i in run if self.columns > self.cells[i].colspan
        ]
        if not self.holds(head, "text") and len(besides) == len(run) and all(self.holds(i, "text") for i in besides):
            self.counters.update(run)

    def _count_rows(self) -> None:
        """A row 甲 乙 1 2 3 … under the header numbers its columns."""
        for row in range(1, self.rows):
            cells = [i for i in self.starting(row) if self.kinds[i] != "blank"]
            values = [celltext.counter(self.cells[i].text) for i in cells]
            numbers = [value for value in values if value is not None]
            letters = [self.cells[i].text for i, value in zip(cells, values, strict=True) if value is None]
            if not numbers or numbers[0] > 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
                continue
            lettered = bool(letters) and all(map(celltext.is_counter_letter, letters))
            numbered = not letters and len(numbers) > 2 and not self.holds(self.at[row][0], "number")
            if (lettered or numbered) and not self.has_values(row - 1):
                self.counters.update(cells)
