"""What a table's cells mean: takes a grid of cell texts, gives for each cell its labels, unit and part in the table.

Pure: no page, no position. A grid is read from the top in sections: header rows, then data rows, until a header repeats
or a new one begins (often after a band, a text over all columns: 第二十条第（一）项). In each section the columns of words
at the left are the stub; a stub may come again to the right (label/value pairs folded into one row).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lawreport_cli.reading import celltext
from lawreport_cli.reading.cellgrid import CellGrid, GridCell


@dataclass(frozen=True, slots=True)
class CellLabel:
    """What a cell means; the fields are those of `model.Cell`."""

    role: Literal["label", "data", "enumerator"]
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    unit: str | None = None
    row_total: bool = False
    column_total: bool = False


@dataclass(slots=True)
class _Section:
    """Data rows under the same header rows."""

    header: tuple[int, ...]
    rows: list[int] = field(default_factory=list)
    stubs: tuple[tuple[int, ...], ...] = ()  # blocks of stub columns, from left to right
    units: tuple[int, ...] = ()  # columns that hold nothing but units
    asides: tuple[int, ...] = ()  # columns that point elsewhere: 附注


def label(cells: Sequence[GridCell], caption: str | None = None, breaks: Iterable[int] = ()) -> tuple[CellLabel, ...]:
    """The meaning of each cell, in the order of `cells`.

    `caption` is searched for a unit. `breaks` are the rows that stand first on a page after the first: blank stub cells
    there continue the label above.
    """
    return _Reading(cells, caption, sorted(breaks)).labels() if cells else ()


class _Reading:
    """One pass over one grid."""

    def __init__(self, cells: Sequence[GridCell], caption: str | None, breaks: Sequence[int]) -> None:
        self.grid = CellGrid(cells)
        self.table_unit = celltext.caption_unit(caption) or self._unit_cell()
        self.breaks = breaks
        self.groups: dict[int, int] = {}  # data row → the band above it that names a group of rows
        self.continues: dict[int, int] = {}  # blank stub cell → the cell above the page end that it continues

    def labels(self) -> tuple[CellLabel, ...]:
        sections = self._sections()
        said: dict[int, CellLabel] = {}
        for section in sections:
            self._stubs(section)
            self._continue(section)
            for row in section.rows:
                for i in self.grid.starting(row):
                    said[i] = self._cell(section, row, i)
        return tuple(
            CellLabel("enumerator") if i in self.grid.counters else said.get(i, CellLabel("label"))
            for i in range(len(self.grid.cells))
        )

    def _unit_cell(self) -> str | None:
        """单位：件 in a cell of its own above the values, where others set the caption."""
        for row in range(self.grid.rows):
            if self.grid.has_values(row):
                break
            for i in self.grid.starting(row):
                if self.grid.names[i][0] == "" and "单位" in self.grid.cells[i].text:
                    return self.grid.names[i][1]
        return None

    # ------------------------------------------------------------ sections

    def _sections(self) -> list[_Section]:
        sections: dict[tuple[tuple[str, ...], ...], _Section] = {}
        header: tuple[int, ...] = ()
        key: tuple[tuple[str, ...], ...] = ()
        group: int | None = None
        row = 0
        while row < self.grid.rows:
            bands: list[int] = []
            while row < self.grid.rows and self.grid.is_band(row):
                if not self.grid.is_note(row):
                    bands.append(row)
                row += 1
            if row == self.grid.rows:
                break
            seen = any(section.rows for section in sections.values())
            if self._heads(row, seen or bool(header), {line for known in sections for line in known}):
                end = self._header_end(row)
                header = (*bands, *range(row, end))
                if (new := self._key(header)) != key:
                    key, group = new, None
                row = end
                continue
            if bands and not seen and not header:
                header = tuple(bands)
                key = self._key(header)
            elif bands:
                group = self.grid.covering(bands[-1])[0]
            if group is not None:
                self.groups[row] = group
            sections.setdefault(key, _Section(header)).rows.append(row)
            row += 1
        self._free_grand_totals()
        return list(sections.values())

    def _free_grand_totals(self) -> None:
        """A total that stands in the last group, but its like in no other, sums all groups: it is in none."""
        ranks: dict[int, dict[int, int]] = {}  # of each group, its rows of totals with their rank
        for row, group in self.groups.items():
            words = [self.grid.names[i][0] for i in self.grid.starting(row) if self.grid.holds(i, "text")]
            rank = celltext.total_rank(words[0]) if words else 0
            ranks.setdefault(group, {}).update({row: rank} if rank else {})
        *others, last = ranks.values() if len(ranks) > 1 else [{}]
        for row, rank in last.items():
            if not any(rank in other.values() for other in others) and others:
                del self.groups[row]

    def _key(self, header: Iterable[int]) -> tuple[tuple[str, ...], ...]:
        return tuple(self._line(row) for row in header)

    def _line(self, row: int) -> tuple[str, ...]:
        return tuple(celltext.squeezed(self.grid.cells[i].text) for i in self.grid.covering(row))

    def _heads(self, row: int, seen: bool, known: set[tuple[str, ...]]) -> bool:
        """Whether a header begins at `row`; `seen`: one or data rows stand above; `known`: the rows of earlier headers."""
        starting = self.grid.starting(row)
        words = [i for i in starting if self.grid.holds(i, "text")]
        if not words or self.grid.has_values(row) or any(i in self.grid.counters for i in starting):
            return False
        if not seen or self._line(row) in known:
            return True
        following = next((r for r in range(self._header_end(row), self.grid.rows) if self.grid.has_values(r)), None)
        if following is None or len(words) < 2 or any(map(self.grid.is_band, range(row, following))):
            return False
        values = [c for c in range(self.grid.columns) if self.grid.holds(self.grid.at[following][c], "number")]
        return bool(values) and all(self.grid.at[row][c] in words for c in values)

    def _header_end(self, start: int) -> int:
        """The row after the header that begins at `start`: it goes on while its cells reach down or are divided below."""
        end = start + 1
        while end < self.grid.rows and not self.grid.is_band(end):
            starting = self.grid.starting(end)
            counted = bool(starting) and all(i in self.grid.counters or self.grid.kinds[i] == "blank" for i in starting)
            if counted and any(i in self.grid.counters for i in starting) and self._is_count_row(end):
                return end + 1
            if self.grid.has_values(end) or any(i in self.grid.counters for i in starting):
                break
            above = [i for i in self.grid.covering(end - 1) if self.grid.cells[i].colspan < self.grid.columns]
            reaches = any(self.grid.cells[i].row + self.grid.cells[i].rowspan > end for i in above)
            words = [i for i in starting if self.grid.holds(i, "text")]
            divides = any(
                (parent := self.grid.at[end - 1][self.grid.cells[i].column]) is not None
                and self.grid.cells[parent].colspan > self.grid.cells[i].colspan
                and self.grid.cells[parent].column > 0  # a divided stub head may stand over a row of words
                for i in words
            )
            units = bool(words) and all(self.grid.names[i][0] == "" for i in words)
            if not (reaches or divides or units):
                break
            end += 1
        return end

    def _is_count_row(self, row: int) -> bool:
        return sum(i in self.grid.counters for i in self.grid.starting(row)) > 1

    # ------------------------------------------------------------ stubs

    def _stubs(self, section: _Section) -> None:
        """Find the stub columns: words at the left, and again to the right where the header repeats or is missing."""
        kinds = [[self.grid.at[row][column] for row in section.rows] for column in range(self.grid.columns)]
        numbers = [sum(self.grid.holds(i, "number") for i in line) for line in kinds]
        words = [sum(self.grid.holds(i, "text") for i in line) for line in kinds]
        valued = [numbers[c] * (4 if c == 0 else 1) > (words[c] if c == 0 else 0) for c in range(self.grid.columns)]
        wordy = [words[c] > 0 and not valued[c] for c in range(self.grid.columns)]
        section.units = tuple(c for c in range(self.grid.columns) if self._holds_units(section, c))
        section.asides = tuple(
            c for c in range(self.grid.columns) if celltext.is_reference_head(self._head(section, c)) and not numbers[c]
        )
        if not any(valued):
            # No figures below: the first column of words is the stub, dashes and blanks to its right are its values.
            valued = [c > wordy.index(True) if True in wordy else True for c in range(self.grid.columns)]
        blocks: list[tuple[int, ...]] = []
        heads: set[str] = set()
        column = 0
        while column < self.grid.columns:
            end = column
            while end < self.grid.columns and not valued[end] and (wordy[end] or not blocks):
                end += 1
            block = tuple(c for c in range(column, end) if c not in (*section.units, *section.asides))
            names = {self._head(section, c) for c in block if wordy[c]}
            value_head = self._head(section, end) if end < self.grid.columns else ""
            again = not section.header or "" in names or bool(names & heads) or value_head in heads
            if any(wordy[c] for c in block) and end < self.grid.columns and (not blocks or again):
                blocks.append(block)
            heads |= names
            column = max(end, column + 1)
            while column < self.grid.columns and not wordy[column]:
                heads.add(self._head(section, column))
                column += 1
        section.stubs = tuple(blocks)

    def _holds_units(self, section: _Section, column: int) -> bool:
        texts = [self.grid.cells[i].text for row in section.rows if (i := self.grid.at[row][column]) is not None]
        filled = [text for text in texts if celltext.squeezed(text)]
        return bool(filled) and all(map(celltext.is_unit, filled))

    def _head(self, section: _Section, column: int) -> str:
        """The innermost header word over a column."""
        labels = [self.grid.names[i][0] for i in self._header_cells(section, column, column + 1)]
        return next((name for name in reversed(labels) if name), "")

    def _continue(self, section: _Section) -> None:
        """Blank stub cells at the top of a page continue the label above, if a narrower label stands beside them."""
        stubs = [column for block in section.stubs for column in block]
        for start in self.breaks:
            row = next((r for r in section.rows if r >= start), None)
            above = next((r for r in reversed(section.rows) if r < start), None)
            if row is None or above is None:
                continue
            narrow = max((c for c in stubs if self.grid.holds(self.grid.at[row][c], "text")), default=-1)
            for column in stubs:
                blank, upper = self.grid.at[row][column], self.grid.at[above][column]
                if blank is None or upper is None or column >= narrow or self.grid.kinds[blank] != "blank":
                    continue
                self.continues[blank] = self.continues.get(upper, upper)

    # ------------------------------------------------------------ one cell

    def _cell(self, section: _Section, row: int, i: int) -> CellLabel:
        cell = self.grid.cells[i]
        aside = cell.column in section.asides and not self.grid.holds(i, "number")
        if cell.column in section.units or aside or self._in_stub(section, row, i):
            return CellLabel("label")
        heads = self._header_cells(section, cell.column, cell.column + cell.colspan)
        stubs = self._stub_cells(section, row, cell.column)
        column_labels, row_labels = self._texts(heads) or self._bare_units(heads), self._texts(stubs)
        return CellLabel(
            "data",
            row_labels,
            column_labels,
            self._unit(section, row, i, heads, stubs),
            any(map(celltext.is_total, row_labels)),
            any(map(celltext.is_total, column_labels)),
        )

    def _texts(self, cells: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for i in cells if (name := self.grid.names[i][0])))

    def _bare_units(self, heads: Sequence[int]) -> tuple[str, ...]:
        """人次 alone over a column names it; （人次） only says the unit of what the caption names."""
        texts = [celltext.squeezed(self.grid.cells[i].text) for i in heads]
        return tuple(text for text in texts[-1:] if celltext.is_unit(text))

    def _in_stub(self, section: _Section, row: int, i: int) -> bool:
        cell = self.grid.cells[i]
        if not section.header and section.stubs:
            after = range(cell.column + cell.colspan, self.grid.columns)
            return self.grid.holds(i, "text") and any(not self.grid.holds(self.grid.at[row][c], "text") for c in after)
        return any(cell.column in block for block in section.stubs) and not self.grid.holds(i, "number")

    def _stub_cells(self, section: _Section, row: int, column: int) -> list[int]:
        """The cells that label the row for a value in `column`: group band, then the stub of its block."""
        before = [block for block in section.stubs if block[0] < column]
        block: Iterable[int] = before[-1] if before else ()
        if not section.header and section.stubs:
            block = self._words_before(row, column)
        elif len(before) > 1 and len(before[0]) > 1:
            leading = self.grid.at[row][before[0][0]]
            if leading is not None and self.grid.cells[leading].rowspan > 1:
                block = (before[0][0], *before[-1])
        found = [self.grid.at[row][c] for c in block]
        cells = [self.continues.get(i, i) for i in dict.fromkeys(found) if i is not None]
        group = [self.groups[row]] if row in self.groups else []
        return group + [i for i in cells if i not in self.grid.counters and self.grid.kinds[i] in ("text", "number")]

    def _words_before(self, row: int, column: int) -> list[int]:
        """Without a header: the columns of the nearest run of words to the left."""
        end = column - 1
        while (
            end >= 0
            and not self.grid.holds(self.grid.at[row][end], "text")
            and not self._continued(self.grid.at[row][end])
        ):
            end -= 1
        start = end
        while start >= 0 and (
            self.grid.holds(self.grid.at[row][start], "text") or self._continued(self.grid.at[row][start])
        ):
            start -= 1
        return list(range(start + 1, end + 1))

    def _continued(self, i: int | None) -> bool:
        return i is not None and i in self.continues

    def _header_cells(self, section: _Section, start: int, end: int) -> list[int]:
        """The header cells over columns `start` to `end`, from the top; those that cover only a part are left out."""
        found: list[int] = []
        for row in section.header:
            i = self._head_at(section, row, start)
            if i is None or not self.grid.holds(i, "text") or i in found:
                continue
            if i == self._head_at(section, row, end - 1):
                found.append(i)
        return found

    def _head_at(self, section: _Section, row: int, column: int) -> int | None:
        """The header cell at a place. A stray rule may cut a header in two: its blank half still belongs to it.

        The cut is known by a cell in the next header row that reaches across it.
        """
        i = self.grid.at[row][column]
        if i is None or self.grid.kinds[i] != "blank" or row + 1 not in section.header:
            return i
        cell = self.grid.cells[i]
        for edge, beside in ((cell.column, cell.column - 1), (cell.column + cell.colspan, cell.column + cell.colspan)):
            if not 0 < edge < self.grid.columns or not self.grid.holds(self.grid.at[row][beside], "text"):
                continue
            below = self.grid.at[row + 1][edge]
            if below is not None and self.grid.holds(below, "text") and below == self.grid.at[row + 1][edge - 1]:
                return self.grid.at[row][beside]
        return i

    def _unit(self, section: _Section, row: int, i: int, heads: Sequence[int], stubs: Sequence[int]) -> str | None:
        labels = [*self._texts(stubs)[-1:], *self._texts(heads)[-1:]]
        column = next((unit for j in reversed(heads) if (unit := self.grid.names[j][1])), None)
        stub = next((unit for j in reversed(stubs) if (unit := self.grid.names[j][1])), None)
        unit = column or stub
        if column and stub and column != stub:
            several = {
                u
                for c in range(self.grid.columns)
                for j in self._header_cells(section, c, c + 1)
                if (u := self.grid.names[j][1])
            }
            unit = column if len(several) > 1 else stub
        for place in section.units:  # a column of units speaks for its row, unless the head of this one does
            beside = self.grid.at[row][place]
            if not column and beside is not None and self.grid.kinds[beside] == "text":
                unit = celltext.squeezed(self.grid.cells[beside].text)
        unit = celltext.chosen(unit or self.table_unit, labels)
        has_share = any(sign in self.grid.cells[i].text for sign in "%％‰")
        return None if has_share and unit not in ("%", "‰") else unit
