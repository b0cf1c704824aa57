"""Figures of tables: takes labelled cells, gives their claims with links to the totals of row and column."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lawreport_cli.claims._period import Years
from lawreport_cli.claims._period import named as periods_in
from lawreport_cli.claims._totals import Figure, wholes
from lawreport_cli.matching import Units
from lawreport_cli.model import Cell, ChangeMeasure, Claim, Dimension, Direction, Kind, Numeral, Span, Table
from lawreport_cli.record import unscaled

_PLACE = re.compile(
    r"[一-鿿]{1,14}(?:省|市|县|区|州|旗|镇|乡|街道|机关|局|委|办|厅|院|中心|部门)(?:[（(][^（()）]*[)）])?"
)
_SIGN = re.compile(r"[-−－+＋]$")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_RATE_LABEL = re.compile(r"率|比例|占比|比重|[%％]")
_CHANGE_LABEL = re.compile(
    r"同比|环比|(?:比|较)(?:上年|去年|上一年)|增幅|降幅|增减|增长率?|增加|减少|下降|[±＋]/?[-－]?"
)
_UNIT_IN_LABEL = re.compile(r"[（(](?:单位)?[：:]?[^（()）]{1,4}[)）]$")
_NOTE_MARKS = re.compile(r"(?:[①-⑳⁰¹²³⁴-⁹※*]|\[\d{1,2}\]|【\d{1,2}】|〔\d{1,2}〕|\(注\d{0,2}\)){0,2}")
_DIFFERENCE = re.compile(r"增减[数额量值化动变]|^增减$|(?:增加|增长|减少|净增)[数额量值]")
_TIMES = {"万": 4, "亿": 8, "千": 3, "百": 2}


@dataclass(frozen=True, slots=True)
class _Measure:
    """A value in its base unit."""

    value: Decimal
    unit: str | None
    dimension: Dimension
    decimals: int


def figures(
    table: Table, folded: str, numerals: Sequence[Numeral], units: Units, years: Years, period: str | None
) -> list[Claim]:
    """The claims of one table, in text order: the first numeral of a data cell that holds a figure and no prose.

    `numerals` are in text order; `years` are those of the report, `period` is its own. `modifies` and `part_of` are positions in the result.
    """
    starts = [numeral.span.start for numeral in numerals]
    found: list[Figure] = []
    for cell in table.cells:
        if cell.role != "data":
            continue
        i = bisect_left(starts, cell.span.start)
        if i == len(numerals) or numerals[i].span.end > cell.span.end or numerals[i].value is None:
            continue
        sign = folded[cell.span.start : starts[i]].strip()
        if sign and not _SIGN.fullmatch(sign):
            continue  # words before the figure: the cell is prose
        if claim := _claim(cell, folded, numerals[i], units, _period(cell, years, period), sign=sign):
            found.append(Figure(claim, cell))
    return _linked(found)


def _claim(cell: Cell, folded: str, numeral: Numeral, units: Units, period: str | None, *, sign: str) -> Claim | None:
    printed = units.at(folded, numeral.span.end)
    name = printed[0] if printed and numeral.span.end + len(printed[0]) <= cell.span.end else ""
    end = numeral.span.end + len(name)
    if not name and not _NOTE_MARKS.fullmatch(folded[end : cell.span.end].strip()):
        return None
    negative = bool(re.fullmatch("[-−－]", sign))
    measure = _measure(numeral, name or _unit(cell), _dimension(cell), units)
    kind, direction, change = _statement(cell, measure.dimension, negative=negative)
    row = cell.row_labels[-1] if cell.row_labels else None
    column = _UNIT_IN_LABEL.sub("", cell.column_labels[-1]) or cell.column_labels[-1] if cell.column_labels else None
    above = cell.column_labels[-2] if row is None and len(cell.column_labels) > 1 else None
    return Claim(
        span=Span(numeral.span.start - len(sign), end), value=-measure.value if negative else measure.value,
        value_max=None, unit=measure.unit, dimension=measure.dimension, decimals=measure.decimals, qualifier="exact",
        kind=kind, direction=direction, change_measure=change, basis="yoy" if change else None,
        subject=" / ".join(part for part in (row or above, column) if part) or None, scope=_place(row, column),
        period=period, modality="actual", origin="table", row=row, column=column, modifies=None,
        part_of=None, rules=("table.cell",),
    )  # fmt: skip


def _unit(cell: Cell) -> str:
    """The unit that the labels give; the difference of two shares is in points."""
    if cell.unit == "%" and cell.column_labels and _DIFFERENCE.search(cell.column_labels[-1]):
        return "个百分点"
    return cell.unit or ""


def _place(*labels: str | None) -> str | None:
    """The label that names a place or a body (澜坪县, 市直机关), or null."""
    return next((label for label in labels if label and _PLACE.fullmatch(label)), None)


def _measure(numeral: Numeral, label: str, dimension: Dimension, units: Units) -> _Measure:
    """The number in the base unit of `label` (万元 → 元)."""
    assert numeral.value is not None
    label = label.strip("()（）:： ").removeprefix("单位").strip(":： ")
    if not label:
        return _Measure(numeral.value, None, dimension, numeral.decimals)
    exponent = 0
    while label[:1] in _TIMES and len(label) > 1:
        exponent += _TIMES[label[0]]
        label = label[1:]
    known = units.named(label) or units.named(label.split("/")[0])
    value = numeral.value * Decimal(10) ** exponent
    if value == value.to_integral_value():
        value = unscaled(value)
    unit = (known.base or known.names[0]) if known else label
    return _Measure(value, unit, known.dimension if known else "other", numeral.decimals - exponent)


def _statement(
    cell: Cell, dimension: Dimension, *, negative: bool
) -> tuple[Kind, Direction | None, ChangeMeasure | None]:
    """What a cell states, by its innermost labels: 同比增减（%） is a change, 合格率 a rate, 件数 a level."""
    label = " ".join(labels[-1] for labels in (cell.row_labels, cell.column_labels) if labels)
    if dimension in ("percent", "points", "count", "money") and _CHANGE_LABEL.search(label):
        falls = negative or ("增" not in label and re.search(r"减少|下降|降幅", label) is not None)
        measure: ChangeMeasure = (
            "relative" if dimension == "percent" else "points" if dimension == "points" else "absolute"
        )
        return "change", "down" if falls else "up", measure
    if dimension in ("percent", "multiple", "ratio"):
        return "rate", None, None
    return ("score" if dimension == "score" else "level"), None, None


def _period(cell: Cell, years: Years, default: str | None) -> str | None:
    """The period that a label names (2023年, 上半年), else last year's for 上年, else `default`, that of the report."""
    labels = " ".join((*cell.row_labels, *cell.column_labels))
    if stated := _YEAR.findall(labels):
        named = periods_in(labels, Span(0, len(labels)), years)
        return named[-1].period if named and named[-1].period.startswith(stated[-1]) else str(stated[-1])
    if years.report is None:
        return None
    if re.search(r"上年(?!结转)|去年", labels) and not _CHANGE_LABEL.search(labels):
        return str(years.report - 1)
    return default


def _dimension(cell: Cell) -> Dimension:
    last = [labels[-1] for labels in (cell.row_labels, cell.column_labels) if labels]
    return "percent" if any(_RATE_LABEL.search(label) for label in last) else "count"


def _linked(found: Sequence[Figure]) -> list[Claim]:
    """The claims with their links: a part to its total, a change to the level, else the rate, before it in its row."""
    claims: list[Claim] = []
    last: dict[Kind, int] = {}
    for i, (figure, whole) in enumerate(zip(found, wholes(found), strict=True)):
        if i and found[i - 1].cell.row != figure.cell.row:
            last = {}
        last[figure.claim.kind] = i
        modifies = last.get("level", last.get("rate")) if figure.claim.kind == "change" else None
        claims.append(replace(figure.claim, part_of=whole, modifies=modifies))
    return claims
