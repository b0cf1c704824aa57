"""Places × years: takes the cells of one indicator, gives rows with a column a year, of values or of what is there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from lawreport_cli.compare import Cell

Presence = Literal["reported", "zero", "masked", "not_reported"]
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(slots=True)
class Row:
    """One place and one kind of figure through the years; only equal cells stand in it."""

    place: str
    region: str | None  # as in the last year of the row
    region_code: str | None
    indicator: str
    kind: str | None
    scope: str | None
    period: str | None  # Y is the year of the report: Y, Y-01/Y-11, (Y-1)
    cells: dict[int, Cell] = field(
        default_factory=dict
    )  # no cell: no report, or its figure is of another period or scope

    @property
    def unit(self) -> str | None:
        """The unit; several, when the years differ, parted by a slash."""
        return "/".join(dict.fromkeys(cell.unit for cell in self.cells.values() if cell.unit)) or None


@dataclass(slots=True)
class Coverage:
    """Whether a place reports an indicator, year by year; no entry: no report stands there."""

    place: str
    region: str | None
    region_code: str | None
    indicator: str
    body: str | None
    years: dict[int, Presence] = field(default_factory=dict)


def rows(cells: Iterable[Cell]) -> list[Row]:
    """The rows of one indicator by place; cells that have no place or year are in none."""
    found: dict[tuple[object, ...], Row] = {}
    for cell in cells:
        if cell.place is None or cell.year is None:
            continue
        period = relative(cell.period, cell.year)
        key = (cell.place, cell.kind, cell.dimension, cell.scope, period)
        row = found.setdefault(
            key, Row(cell.place, cell.region, cell.region_code, cell.indicator, cell.kind, cell.scope, period)
        )
        row.region, row.region_code = cell.region, cell.region_code
        row.cells[cell.year] = cell
    return sorted(found.values(), key=lambda row: row.place)


def coverage(cells: Iterable[Cell]) -> list[Coverage]:
    """Who reports one indicator and when, by place; cells that have no place or year are left aside."""
    found: dict[tuple[str, str | None], Coverage] = {}
    for cell in cells:
        if cell.place is None or cell.year is None:
            continue
        row = found.setdefault(
            (cell.place, cell.body), Coverage(cell.place, cell.region, cell.region_code, cell.indicator, cell.body)
        )
        row.region, row.region_code = cell.region, cell.region_code
        presence: Presence = "zero" if cell.status == "reported" and cell.value == 0 else cell.status
        if row.years.get(cell.year) != "reported":
            row.years[cell.year] = presence
    return sorted(found.values(), key=lambda row: row.place)


def relative(period: str | None, year: int) -> str | None:
    """A period as seen from the year of its report: 2023-01/2023-11 in 2023 → Y-01/Y-11, 2022 in 2023 → (Y-1)."""
    if period is None:
        return None

    def seen(match: re.Match[str]) -> str:
        apart = int(match[0]) - year
        return "Y" if apart == 0 else f"(Y{apart:+d})"

    return _YEAR.sub(seen, period)
