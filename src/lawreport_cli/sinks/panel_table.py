"""A panel to read: takes the cells of one indicator after the other, gives a table for a terminal of any width.

With few reports there is a column for each; with many, the spread of each indicator in one year.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lawreport_cli.compare import Break, Cell
from lawreport_cli.record import plain
from lawreport_cli.sinks.printable import printable
from lawreport_cli.sinks.unbroken import Unbroken
from lawreport_cli.wide import Coverage, Row, coverage, relative, rows

_FEW = 8  # reports that have a column of their own, where the terminal is wide enough
_NAME, _VALUE, _MARK = 18, 15, 9  # columns that an indicator, a figure and a mark need
_ROWS = 60  # rows for a person; the rest is a matter of --indicator, or of a file
_MARKS = {"reported": "●", "zero": "0", "masked": "*", "not_reported": "·"}
_LEGEND = "● reported   0 stated as zero   * masked   · not reported   blank: no report, or of another scope or period"
_Report = tuple[str, int]  # place and year


class View:
    """What the tables have in common: the reports that are compared, the names of indicators, and breaks."""

    def __init__(
        self,
        console: Console,
        reports: Mapping[_Report, str],
        labels: Mapping[str, str],
        breaks: Sequence[Break],
    ) -> None:
        """`reports`: place and year → name to show; `labels`: indicator → Chinese name."""
        self._console, self._reports, self._labels, self._breaks = console, reports, labels, breaks
        self._years = sorted({year for _, year in reports})

    def summary(self, indicators: Iterable[Sequence[Cell]]) -> None:
        """The figures: a column a report with ranks, or their spread."""
        if self._fit(_VALUE):
            lines = [(_reporters(cells), *line) for cells in indicators for line in self._figures(cells)]
            self._print(self._report_heads(), lines)
            self._note(
                "(1) rank among equal cells of the year, highest first; (1=) cannot be ordered   * masked   – not reported"
            )
        else:
            lines = [(_reporters(cells), *_spread(cells)) for cells in indicators if cells]
            self._print(["reports", "year", "lowest", "median", "highest"], lines)
            self._note("lowest, median and highest of the year with most figures")

    def pivot(self, indicators: Iterable[Sequence[Cell]]) -> None:
        """Values by place and year."""
        lines: list[tuple[int, str, str, list[str]]] = []
        more = 0
        for cells in indicators:
            for row in rows(cells):
                if len(lines) < _ROWS:
                    values = [row.region or row.place, *(self._value(row, year) for year in self._years)]
                    lines.append((0, row.indicator, _narrow(row.scope, row.period, _kind(row.kind)), values))
                else:
                    more += 1
        self._print(["place", *map(str, self._years)], lines, more)

    def coverage(self, indicators: Iterable[Sequence[Cell]]) -> None:
        """Who reports what, when: a mark a report, or how many of the reports of a year."""
        if self._fit(_MARK):
            lines = [
                (_reporters(cells), cells[0].indicator, "", self._marks(coverage(cells)))
                for cells in indicators
                if cells
            ]
            self._print(self._report_heads(), lines)
            self._note(_LEGEND)
        else:
            lines = [(_reporters(cells), cells[0].indicator, "", self._counts(cells)) for cells in indicators if cells]
            self._print([str(year) for year in self._years], lines)
            self._note("reports that give the indicator, of the reports of the year")

    # ------------------------------------------------------------ within

    def _fit(self, column: int) -> bool:
        """Whether each report can have a column of so many characters."""
        return len(self._reports) <= min(_FEW, (self._console.width - _NAME) // column)

    def _report_heads(self) -> list[str]:
        broken = {(one.place, one.year) for one in self._breaks}
        return [f"{'‖ ' if report in broken else ''}{name}\n{report[1]}" for report, name in self._reports.items()]

    def _print(self, heads: Sequence[str], lines: list[tuple[int, str, str, list[str]]], more: int = 0) -> None:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
        table.add_column("indicator")
        for head in heads:
            table.add_column(Text(printable(head, keep="\n")), justify="right")
        lines.sort(key=lambda line: -line[0])
        for _, indicator, narrowed, cells in lines[:_ROWS]:
            what = Text(printable(self._labels.get(indicator, indicator)), "cyan")
            if narrowed:
                what.append(f" {printable(narrowed)}", "dim")
            table.add_row(Unbroken(what), *(Unbroken(Text(printable(cell))) for cell in cells))
        if lines:
            self._console.print(table)
        more += max(0, len(lines) - _ROWS)
        if more:
            self._note(f"{more} more rows: choose with --indicator, or write all with -o FILE -f csv")
        for one in self._breaks[:10]:
            self._note(f"‖ {one}")
        if len(self._breaks) > 10:
            self._note(f"‖ {len(self._breaks) - 10} more changes of code")

    def _note(self, text: str) -> None:
        self._console.print(Text(printable(text), "dim"))

    def _figures(self, cells: Sequence[Cell]) -> list[tuple[str, str, list[str]]]:
        """A row for each scope and period of the indicator, the whole year of the whole place first."""
        shapes: dict[tuple[str | None, ...], dict[_Report, Cell]] = {}
        for cell in cells:
            if cell.place is not None and cell.year is not None:
                key = (cell.kind, cell.dimension, cell.scope, relative(cell.period, cell.year))
                shapes.setdefault(key, {})[cell.place, cell.year] = cell
        ranks = {
            key: Counter((cell.year, cell.level, cell.rank) for cell in row.values()) for key, row in shapes.items()
        }
        return [
            (
                cells[0].indicator,
                _narrow(key[2], key[3], _kind(key[0])),
                [_figure(row.get(report), ranks[key]) for report in self._reports],
            )
            for key, row in sorted(shapes.items(), key=lambda item: (item[0][2] is not None, item[0][3] != "Y"))
        ]

    def _value(self, row: Row, year: int) -> str:
        cell = row.cells.get(year)
        broken = any(one.place == row.place and one.year == year for one in self._breaks)
        return ("‖ " if broken else "") + _figure(cell, Counter())

    def _marks(self, found: Sequence[Coverage]) -> list[str]:
        by_report = {(row.place, year): mark for row in found for year, mark in row.years.items()}
        return [_MARKS[by_report[report]] if report in by_report else "" for report in self._reports]

    def _counts(self, cells: Sequence[Cell]) -> list[str]:
        there = dict.fromkeys(self._years, 0)
        for place, year in {(cell.place, cell.year) for cell in cells if cell.status == "reported"}:
            if place is not None and year is not None:
                there[year] += 1
        total = Counter(year for _, year in self._reports)
        return [f"{there[year]}/{total[year]}" for year in self._years]


def _reporters(cells: Iterable[Cell]) -> int:
    return len({(cell.place, cell.year) for cell in cells if cell.status == "reported"})


def _kind(kind: str | None) -> str | None:
    """A kind of figure that is worth a word."""
    return None if kind in ("level", "rate") else kind


def _narrow(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part and part != "Y")


def _figure(cell: Cell | None, ranks: Counter[tuple[int | None, str | None, int | None]]) -> str:
    if cell is None:
        return ""
    if cell.value is None:
        return {"masked": "*", "not_reported": "–"}[cell.status]
    figure = _grouped(cell.value) + (cell.unit if cell.unit in ("%", "‰") else f" {cell.unit}" if cell.unit else "")
    equals = sum(number for (*peers, rank), number in ranks.items() if peers == [cell.year, cell.level] and rank)
    if cell.rank is None or equals < 2:
        return figure
    return f"{figure} ({cell.rank}{'=' if ranks[cell.year, cell.level, cell.rank] > 1 else ''})"


def _spread(cells: Sequence[Cell]) -> tuple[str, str, list[str]]:
    """How many report, and between what the figures lie in the year that has most: whole place, whole year."""
    count = f"{_reporters(cells)}/{len({(cell.place, cell.year) for cell in cells})}"
    groups: dict[tuple[int, str | None, str | None], list[tuple[Decimal, Cell]]] = defaultdict(list)
    for cell in cells:
        whole = cell.year is not None and cell.scope == cell.body and relative(cell.period, cell.year) == "Y"
        if whole and cell.year is not None and cell.value is not None:
            groups[cell.year, cell.kind, cell.dimension].append((cell.value, cell))
    if not groups:
        return cells[0].indicator, "", [count, "", "", "", ""]
    (year, *_), there = max(groups.items(), key=lambda item: (len(item[1]), item[0][0]))
    there.sort(key=lambda one: one[0])
    low, middle, high = (there[at][1] for at in (0, (len(there) - 1) // 2, -1))
    lowest, highest = (f"{_figure(cell, Counter())} {cell.region or ''}" for cell in (low, high))
    return cells[0].indicator, "", [count, str(year), lowest, _figure(middle, Counter()), highest]


def _grouped(number: Decimal) -> str:
    return format(Decimal(plain(number)), ",f")
