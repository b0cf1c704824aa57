"""A panel on paper: takes the cells of one indicator after the other, gives JSON Lines or CSV, long, wide or as coverage.

In CSV a figure is digits, and what is missing says how: `masked`, `not_reported`, or an empty cell where there is no
report or its figure is of another period or scope.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from lawreport_cli.compare import FIELDS, Break, Cell
from lawreport_cli.record import dumps, plain
from lawreport_cli.sinks import csv
from lawreport_cli.wide import Coverage, Row, coverage, rows

Form = Literal["jsonl", "csv"]
_WIDTH = len(FIELDS)


def long(indicators: Iterable[Sequence[Cell]], form: Form) -> Iterator[str]:
    """One record a cell, in one piece of text an indicator."""
    if form == "csv":
        yield csv.rows([FIELDS])
        for cells in indicators:
            yield csv.rows([_cell(value) for value in cell[:_WIDTH]] for cell in cells)
    else:
        for cells in indicators:
            yield "".join(map(_line, cells))


def wide(
    indicators: Iterable[Sequence[Cell]], form: Form, years: Sequence[int], breaks: Sequence[Break]
) -> Iterator[str]:
    """One row a place and kind of figure, with a column a year; a change of code is told in `breaks`."""
    names = ("region", "region_code", "indicator", "kind", "scope", "period", "unit")

    def cells_of(row: Row) -> Iterator[Any]:
        for year in years:
            cell = row.cells.get(year)
            yield None if cell is None else cell.value if cell.status == "reported" else cell.status

    def record(row: Row) -> dict[str, Any]:
        here = {year: row.cells.get(year) for year in years}
        return {
            "values": {str(year): cell and cell.value for year, cell in here.items()},
            "status": {str(year): cell and cell.status for year, cell in here.items()},
        }

    return _by_place(indicators, form, years, breaks, "row", names, rows, cells_of, record)


def covered(
    indicators: Iterable[Sequence[Cell]], form: Form, years: Sequence[int], breaks: Sequence[Break]
) -> Iterator[str]:
    """One row a place and indicator, with a column a year: reported, zero, masked, not_reported, or nothing."""
    names = ("region", "region_code", "indicator", "body")

    def cells_of(row: Coverage) -> Iterator[Any]:
        return (row.years.get(year) for year in years)

    def record(row: Coverage) -> dict[str, Any]:
        return {"years": {str(year): row.years.get(year) for year in years}}

    return _by_place(indicators, form, years, breaks, "coverage", names, coverage, cells_of, record)


def _by_place(
    indicators: Iterable[Sequence[Cell]],
    form: Form,
    years: Sequence[int],
    breaks: Sequence[Break],
    kind: str,
    names: Sequence[str],
    make: Callable[[Iterable[Cell]], Sequence[Any]],
    cells_of: Callable[[Any], Iterator[Any]],
    record: Callable[[Any], dict[str, Any]],
) -> Iterator[str]:
    told: dict[str, list[str]] = defaultdict(list)
    for one in breaks:
        told[one.place].append(str(one))
    if form == "csv":
        yield csv.rows([(*names, *map(str, years), "breaks")])
        for cells in indicators:
            yield csv.rows(
                [
                    *(_cell(getattr(row, name)) for name in names),
                    *map(_cell, cells_of(row)),
                    _cell("; ".join(told.get(row.place, ())) or None),
                ]
                for row in make(cells)
            )
        return
    for cells in indicators:
        lines = (
            {"type": kind}
            | {name: getattr(row, name) for name in names}
            | record(row)
            | {"breaks": told.get(row.place, [])}
            for row in make(cells)
        )
        yield "".join(f"{dumps(line)}\n" for line in lines)


def _line(cell: Cell) -> str:
    (
        region, region_code, year, indicator, kind, scope, period, value, unit, status, rank, claim_id, source, page,
        *_,
    ) = cell  # fmt: skip
    begin = f'{{"type":"cell",{_whose(region, region_code, year)},{_what(indicator, kind, scope, period)},"value":'
    if value is None:
        return (
            f'{begin}null,"unit":null,"status":"{status}","rank":null,"claim_id":null,"source":{_known(source)},'
            f'"page":{_known(page)}}}\n'
        )
    return (
        f'{begin}{plain(value)},"unit":{_known(unit)},"status":"{status}",'
        f'"rank":{_known(rank)},"claim_id":"{claim_id}","source":{_known(source)},"page":{_known(page)}}}\n'
    )


# Names of places, files and indicators come again and again.
_known = lru_cache(1 << 16)(dumps)


@lru_cache(1 << 16)
def _whose(region: str | None, region_code: str | None, year: int | None) -> str:
    return f'"region":{dumps(region)},"region_code":{dumps(region_code)},"year":{dumps(year)}'


@lru_cache(1 << 16)
def _what(indicator: str, kind: str | None, scope: str | None, period: str | None) -> str:
    return f'"indicator":{dumps(indicator)},"kind":{dumps(kind)},"scope":{dumps(scope)},"period":{dumps(period)}'


@lru_cache(1 << 16)
def _cell(value: str | Decimal | int | None) -> str:
    if value is None:
        return ""
    return csv.harmless(plain(value) if isinstance(value, Decimal) else str(value))
