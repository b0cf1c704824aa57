"""Many places and years side by side: takes the figures of reports, gives cells that may be compared, with ranks.

A cell is one place, year, indicator, kind, scope and period; only equal cells of one year are ranked, and only places of
one level. Missing is not zero: an indicator that a report does not give is `not_reported`, one made unreadable `masked`.
Where no report stands, there is no cell.

`audit`, which goes through the reports themselves, finds them place by place in `series.by_place`.
"""

import re
from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from lawreport_cli import intervals
from lawreport_cli.intervals import Printed
from lawreport_cli.panel import Figure, Panel, Unit
from lawreport_cli.series import Index, Located

Status = Literal["reported", "masked", "not_reported"]
FIELDS = (
    "region", "region_code", "year", "indicator", "kind", "scope", "period", "value", "unit", "status", "rank",
    "claim_id", "source", "page",
)  # fmt: skip
_RANKED = ("level", "rate", "score")  # kinds whose figures have an order: the highest is first, which need not be best


class Cell(NamedTuple):
    """One cell of the panel. `FIELDS` are what a record of it has; the rest places it in a series."""

    region: str | None  # name and code valid in `year`
    region_code: str | None
    year: int | None
    indicator: str
    kind: str | None
    scope: str | None  # who or where, without the place (全县 → null, 县司法局 → 司法局); a body that reports itself
    period: str | None
    value: Decimal | None  # in the base unit `unit`; of a change that went down, below zero
    unit: str | None
    status: Status
    rank: int | None  # from 1: one more than the places that are certainly ahead
    claim_id: str | None
    source: str
    page: int | None
    place: str | None  # the same for all years of a place, whatever it was called
    level: str | None  # of the place; ranks are among equals of one level
    body: str | None  # of `place`, when the report is its own and not the place's
    dimension: str | None


class Break(NamedTuple):
    """A place goes on under another code: in `year` it reports under the new one for the first time."""

    place: str
    year: int
    old_code: str
    old_name: str | None
    new_code: str
    new_name: str | None

    def __str__(self) -> str:
        return f"{self.year}: {self.old_code} {self.old_name} → {self.new_code} {self.new_name}"


@dataclass(slots=True)
class Tally:
    """What was met on the way, for a person."""

    cells: Counter[Status] = field(default_factory=Counter)
    several: int = 0  # cells for which a report gives more than one value


def units_of(index: Index, years: Sequence[range] = (), regions: Sequence[str] = ()) -> list[Unit]:
    """Who reports when, by place and year; those without place or year come last and alone.

    `regions` are patterns (3206*, 海门*) of codes or names: a place counts in all its years when one of them fits.
    """
    places = {entry.place for entry in index.entries if _fits(entry, regions)}
    groups: dict[tuple[str | None, int | None, str | None, int], list[int]] = defaultdict(list)
    for number, entry in enumerate(index.entries):
        in_years = not years or any(entry.year in some for some in years if entry.year is not None)
        if in_years and (not regions or (entry.place is not None and entry.place in places)):
            alone = number if entry.place is None or entry.year is None else -1
            groups[entry.place, entry.year, entry.body, alone].append(number)
    ordered = sorted(groups.items(), key=lambda item: _order(*item[0]))
    return [
        Unit(number, place, year, body, tuple(reports))
        for number, ((place, year, body, _), reports) in enumerate(ordered)
    ]


def _order(place: str | None, year: int | None, body: str | None, alone: int) -> tuple[object, ...]:
    return (place is None, place or "", year is None, year or 0, body or "", alone)


def breaks(index: Index, units: Iterable[Unit]) -> list[Break]:
    """Where the code of a place changes from one of its reports to the next."""
    found = []
    last: dict[str, Located] = {}
    for unit in units:
        entry = index.entries[unit.reports[0]]
        if unit.place is None or unit.year is None or entry.region_code is None:
            continue
        before = last.get(unit.place)
        last[unit.place] = entry
        if before and before.region_code and before.region_code != entry.region_code:
            found.append(
                Break(unit.place, unit.year, before.region_code, before.region, entry.region_code, entry.region)
            )
    return found


def compare(
    panel: Panel, index: Index, units: Sequence[Unit], indicators: Iterable[str], tally: Tally
) -> Iterator[list[Cell]]:
    """The cells of each indicator in turn, by place and year. `panel` holds the figures of `units`; `tally` counts."""
    homes = [_home(index, unit) for unit in units]
    for indicator in indicators:
        cells = _cells(panel, index, units, homes, indicator, tally)
        tally.cells.update(cell.status for cell in cells)
        yield cells


class _Home(NamedTuple):
    """What all cells of a unit have in common that miss their figure."""

    number: int
    known: bool  # its place and year
    region: str | None
    region_code: str | None
    year: int | None
    period: str | None
    source: str
    place: str | None
    level: str | None
    body: str | None


def _home(index: Index, unit: Unit) -> _Home:
    entry = index.entries[unit.reports[0]]
    period = None if unit.year is None else str(unit.year)
    return _Home(
        unit.number, period is not None and unit.place is not None, entry.region, entry.region_code, entry.year, period,
        entry.source, unit.place, entry.region_level, unit.body,
    )  # fmt: skip


def _cells(
    panel: Panel, index: Index, units: Sequence[Unit], homes: Sequence[_Home], indicator: str, tally: Tally
) -> list[Cell]:
    figures = list(panel.figures(indicator))
    tally.several += sum(figure.values > 1 for figure in figures)
    by_unit: dict[int, list[Cell]] = defaultdict(list)
    for figure, rank in zip(figures, _ranks(index, units, figures), strict=True):
        by_unit[figure.owner].append(_reported(index, units[figure.owner], indicator, figure, rank))
    masked = {one.unit: one for one in panel.masked(indicator)}
    usual = _usual(units, figures)
    cells: list[Cell] = []
    status: Status
    # Most cells of a large panel are missing: this loop runs once for each of them, and little else does.
    for number, known, region, region_code, year, period, source, place, level, body in homes:
        if number in by_unit:
            cells += by_unit[number]
            continue
        page = None
        if number in masked:
            status, page = "masked", masked[number].page
            source = index.entries[masked[number].report].source  # noqa: PLW2901
        elif known and (body is None or body in usual):
            status = "not_reported"
        else:
            continue
        kind, dimension = usual.get(body, (None, None))
        cells.append(
            Cell(
                region, region_code, year, indicator, kind, body, period, None, None, status, None, None, source, page,
                place, level, body, dimension,
            )
        )  # fmt: skip
    return cells


def _usual(units: Sequence[Unit], figures: Iterable[Figure]) -> dict[str | None, tuple[str, str]]:
    """For the bodies that report an indicator, the kind and dimension in which they mostly do: of a missing cell.

    Changes tell it only where nothing else does: most of them stand beside a figure that they modify.
    """
    counts: dict[str | None, Counter[tuple[str, str]]] = defaultdict(Counter)
    for figure in figures:
        counts[units[figure.owner].body][figure.kind, figure.dimension] += 1
    return {
        body: max(sorted(count), key=lambda one: (one[0] != "change", count[one])) for body, count in counts.items()
    }


def _reported(index: Index, unit: Unit, indicator: str, figure: Figure, rank: int | None) -> Cell:
    entry = index.entries[figure.report]
    value = -figure.value if figure.kind == "change" and figure.direction == "down" else figure.value
    return Cell(
        entry.region, entry.region_code, entry.year, indicator, figure.kind, _scope(unit, figure), figure.period, value,
        figure.unit, "reported", rank, figure.claim_id, entry.source, figure.page, unit.place, entry.region_level,
        unit.body, figure.dimension,
    )  # fmt: skip


def _scope(unit: Unit, figure: Figure) -> str | None:
    return figure.scope if unit.body is None else " / ".join(part for part in (unit.body, figure.scope) if part)


# ---------------------------------------------------------------- ranks


def _ranks(index: Index, units: Sequence[Unit], figures: Sequence[Figure]) -> list[int | None]:
    """The rank of each figure among its equals: same year, level of place, kind, dimension, scope, period."""
    ranks: list[int | None] = [None] * len(figures)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, figure in enumerate(figures):
        unit = units[figure.owner]
        if figure.kind in _RANKED and unit.place is not None and unit.year is not None:
            level = index.entries[figure.report].region_level
            equals = (unit.year, level, figure.kind, figure.dimension, _scope(unit, figure), figure.period)
            groups[equals].append(number)
    for group in groups.values():
        for number, rank in zip(group, ranked([figures[number] for number in group]), strict=True):
            ranks[number] = rank
    return ranks


def ranked(figures: Sequence[Printed]) -> list[int | None]:
    """The rank of each figure: one more than those that are certainly higher, so figures that overlap share a rank.

    Certainly higher is what lies above in both readings of a printed number, rounded and cut. A figure without an upper
    end (超100件) has no rank, since it may stand anywhere above; others still count it where it is certainly higher.
    """
    readings = [intervals.both(figure) for figure in figures]
    rounded = [_ends(one) for one, _ in readings]
    cut = [ends if one is other else _ends(other) for ends, (one, other) in zip(rounded, readings, strict=True)]
    ranks: list[int | None] = [None] * len(figures)
    falling = sorted(range(len(figures)), key=lambda at: rounded[at].low, reverse=True)
    ahead: list[_End] = []  # lower ends, when cut, of those that are higher when rounded; ascending
    taken = 0
    for at in sorted(range(len(figures)), key=lambda at: rounded[at].high, reverse=True):
        while taken < len(falling) and rounded[falling[taken]].low > rounded[at].high:
            insort(ahead, cut[falling[taken]].low)
            taken += 1
        if rounded[at].high[0].is_finite() and cut[at].high[0].is_finite():
            ranks[at] = 1 + len(ahead) - bisect_right(ahead, cut[at].high)
    return ranks


_End = tuple[Decimal, int]


class _Ends(NamedTuple):
    """The ends of an interval so that one lies certainly above another when its `low` is greater than the other's `high`.

    Where two meet in one number: wide intervals that only touch part there, a single number parts from nothing.
    """

    low: _End
    high: _End


def _ends(interval: intervals.Interval) -> _Ends:
    low = Decimal("-Infinity") if interval.low is None else interval.low
    high = Decimal("Infinity") if interval.high is None else interval.high
    if interval.open_high:
        return _Ends((low, 1), (high, -1))
    point = low == high
    return _Ends((low, 0 if point else 1), (high, 1 if point else 0))


# ---------------------------------------------------------------- selection


def years_of(text: str) -> list[range]:
    """Years as a person writes them: 2023, 2021-2024, 2019,2021-2023. Raises ValueError."""
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{4})(?:\s*[-–]\s*(\d{4}))?\s*", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise ValueError(f"{part.strip()!r} is no year and no span of years; write 2023 or 2021-2024")
        found.append(range(first, last + 1))
    return found


def _fits(entry: Located, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in (entry.region_code, entry.region) if name)
