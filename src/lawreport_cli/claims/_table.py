"""Figures of tables: takes labelled cells, gives their claims with links to the totals of row and column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lawreport_cli.matching import Units
from lawreport_cli.model import Claim, Dimension, Kind, Numeral, Span, Table

_SIGN = re.compile(r"[-−－]$")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_RATE_LABEL = re.compile(r"率|比例|占比|比重|[%％]")
_TIMES = {"万": 4, "亿": 8, "千": 3, "百": 2}
_LEVEL_MARK = re.compile(
    r"^(?:其中|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|（[一二三四五六七八九十]+）|\d+[.、．])\s*"
)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A claim of a table and the position of its cell."""

    claim: Claim
    cell: int


def figures(table: Table, folded: str, numerals: Sequence[Numeral], units: Units, year: int | None) -> list[Claim]:
    """The claims of one table, in text order: each numeral of a data cell that is the cell's figure.

    `part_of` is a position in the result.
    """
    found: list[_Figure] = []
    for number, cell in enumerate(table.cells):
        if cell.role != "data":
            continue
        inside = [i for i, n in enumerate(numerals) if cell.span.start <= n.span.start and n.span.end <= cell.span.end]
        if not inside or numerals[inside[0]].value is None:
            continue
        numeral = numerals[inside[0]]
        lead = folded[cell.span.start : numeral.span.start].strip()
        if lead and not _SIGN.fullmatch(lead):
            continue  # words before the figure: the cell is prose
        claim = _claim(number, table, folded, numeral, units, year, negative=bool(lead))
        if claim:
            found.append(_Figure(claim, number))
    return _linked(table, found)


def _claim(
    number: int,
    table: Table,
    folded: str,
    numeral: Numeral,
    units: Units,
    year: int | None,
    *,
    negative: bool,
) -> Claim | None:
    cell = table.cells[number]
    value, decimals, end = numeral.value, numeral.decimals, numeral.span.end
    assert value is not None
    printed = units.at(folded, end)
    name = printed[0] if printed and end + len(printed[0]) <= cell.span.end else None
    if name:
        end += len(name)
    rest = folded[end : cell.span.end].strip()
    if rest and not name:
        return None
    label = (name or cell.unit or "").strip("()（）:： ").removeprefix("单位").strip(":： ")
    unit, dimension = None, _dimension(cell.row_labels, cell.column_labels)
    if label:
        exponent = 0
        while label[:1] in _TIMES and len(label) > 1:
            exponent += _TIMES[label[0]]
            label = label[1:]
        known = units.named(label) or units.named(label.split("/")[0])
        value = (value * (Decimal(10) ** exponent)).normalize()
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        decimals -= exponent
        unit = (known.base or known.names[0]) if known else label
        dimension = known.dimension if known else "other"
    elif dimension == "percent" and cell.unit is None:
        unit = None
    row = cell.row_labels[-1] if cell.row_labels else None
    column = _without_unit(cell.column_labels[-1]) if cell.column_labels else None
    above = cell.column_labels[-2] if row is None and len(cell.column_labels) > 1 else None
    start = numeral.span.start - (1 if negative else 0)
    labels = " ".join((*cell.row_labels, *cell.column_labels))
    stated = _YEAR.findall(labels)
    period = stated[-1] if stated else str(year) if year is not None else None
    if period and not stated and re.search(r"上年(?!结转)|去年", labels) and year is not None:
        period = str(year - 1)
    kind: Kind = "rate" if dimension in ("percent", "multiple") else "score" if dimension == "score" else "level"
    return Claim(
        span=Span(start, end), value=-value if negative else value, value_max=None, unit=unit, dimension=dimension,
        decimals=decimals, qualifier="exact", kind=kind, direction=None, change_measure=None, basis=None,
        subject=" / ".join(part for part in (row or above, column) if part) or None, scope=None, period=period,
        modality="actual", origin="table", row=row, column=column, modifies=None, part_of=None, rules=("table.cell",),
    )  # fmt: skip


def _without_unit(label: str) -> str:
    return re.sub(r"[（(](?:单位)?[：:]?[^（()）]{1,4}[)）]$", "", label) or label


def _dimension(rows: tuple[str, ...], columns: tuple[str, ...]) -> Dimension:
    last = [labels[-1] for labels in (rows, columns) if labels]
    return "percent" if any(_RATE_LABEL.search(label) for label in last) else "count"


def _linked(table: Table, found: list[_Figure]) -> list[Claim]:
    """Each figure with the total it is part of: the one of its row first, else the one of its column."""
    place = {(table.cells[f.cell].row, table.cells[f.cell].column): i for i, f in enumerate(found)}
    result = []
    for i, figure in enumerate(found):
        cell = table.cells[figure.cell]
        total = None
        if not cell.column_total:
            total = _total(table, found, place, i, along_row=True)
        if total is None and not cell.row_total:
            total = _total(table, found, place, i, along_row=False)
        result.append(replace(figure.claim, part_of=total))
    return result


def _total(
    table: Table, found: list[_Figure], place: dict[tuple[int, int], int], i: int, *, along_row: bool
) -> int | None:
    """The total in the same row (`along_row`) or column that this figure adds to, as a position in `found`."""
    cell = table.cells[found[i].cell]
    for (row, column), k in place.items():
        other = table.cells[found[k].cell]
        if k == i or found[k].claim.unit != found[i].claim.unit:
            continue
        if along_row and row == cell.row and other.column_total and _one_group(cell.column_labels, other.column_labels):
            return k
        if (
            not along_row
            and column == cell.column
            and other.row_total
            and _one_group(cell.row_labels, other.row_labels)
        ):
            return k
    return None


def _one_group(labels: tuple[str, ...], total: tuple[str, ...]) -> bool:
    """Whether a total's labels stand under the same heads as a cell's: 行政复议/总计 does not sum 行政诉讼."""
    return all(a == b for a, b in zip(total[:-1], labels[:-1], strict=False)) and len(total) <= len(labels)
