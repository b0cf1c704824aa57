"""Stated changes: takes a figure, the change stated of it and the figure before, gives whether the three agree.

A change may be relative (%), absolute, in percentage points or a multiple (倍). 增长1.3倍 and 是上年的1.3倍 are told apart by
the words; where they cannot be, both are tried and the figures agree if either does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawreport_cli import intervals
from lawreport_cli.intervals import READINGS, Interval
from lawreport_cli.record import ClaimRecord

_HUNDRED = Decimal(100)
_YEARLY = ("yoy", "since_year_end")
_OTHER_BASE = re.compile(r"[比较自从由]|以来|(?:19|20)\d\d年|计划|目标|法定|承诺|[压精缩]|节约|减免|累计")
_NEAR, _BESIDE = 40, 16  # characters from a figure to its base, of one subject and of any


@dataclass(frozen=True, slots=True)
class Test:
    """A stated change against two figures: what was recomputed, and in which readings it meets what is stated.

    `recomputed` is signed: a fall is negative. `stated` is too. `measure` is the unit of both: %, 百分点, 倍 or a count's.
    """

    change: ClaimRecord
    stated: Decimal
    recomputed: Interval
    measure: str
    fits_rounded: bool
    fits_cut: bool

    @property
    def agrees(self) -> bool:
        """Whether the intervals meet in one reading at least."""
        return self.fits_rounded or self.fits_cut


def is_yearly(change: ClaimRecord) -> bool:
    """Whether a change says that it is measured against the year before."""
    return change.basis in _YEARLY


def seems_yearly(change: ClaimRecord) -> bool:
    """Whether a change that names no basis is most likely measured against the year before: 参考率99.6%，提高1.5个百分点."""
    if change.basis is not None or change.dimension == "duration":
        return False
    before = change.sentence[: change.sentence.find(change.quote)]
    return not _OTHER_BASE.search(re.split("[，,；;。]", before)[-1])


def test(level: ClaimRecord, change: ClaimRecord, base: ClaimRecord) -> Test | None:
    """`change` as stated against the change from `base` to `level`; null where it cannot be tested."""
    if change.direction is None or change.change_measure is None or _loose(level) or _loose(base):
        return None
    fits = {}
    shown: list[Interval] = []
    for reading in READINGS:
        stated = intervals.of(change, reading)
        options = _recomputed(change, intervals.of(level, reading), intervals.of(base, reading))
        if not options:
            return None
        if change.direction == "flat":
            fits[reading] = any(option.meets(stated) or (-option).meets(stated) for option in options)
        else:
            fits[reading] = any((option if change.direction == "up" else -option).meets(stated) for option in options)
        shown += options[:1]
    sign = -1 if change.direction == "down" else 1
    return Test(
        change,
        sign * change.value,
        intervals.hull(shown),
        change.unit or "",
        fits["rounded"],
        fits["cut"],
    )


def implied_base(level: ClaimRecord, change: ClaimRecord) -> Interval | None:
    """The figure before, as a level and one change of it imply: 203件 +61.1 % → about 126; null where it cannot be told."""
    if change.direction not in ("up", "down") or change.basis not in ("yoy", None) or _loose(level) or _loose(change):
        return None
    sign = Decimal(1 if change.direction == "up" else -1)
    now = intervals.hull(intervals.of(level, reading) for reading in READINGS)
    moved = intervals.hull(intervals.of(change, reading) for reading in READINGS)
    match change.change_measure:
        case "absolute" | "points":
            return now - moved if sign > 0 else now + moved
        case "relative":
            step = intervals.times(moved if sign > 0 else -moved, 1 / _HUNDRED)
            grown = step + intervals.exactly(Decimal(1))
            return intervals.ratio(now, grown)
        case "multiple" if _is_multiple_of(change):
            return intervals.ratio(now, moved)
        case "multiple" if sign > 0:
            return intervals.ratio(now, moved + intervals.exactly(Decimal(1)))
    return None


def figures_beside(claim: ClaimRecord, claims: Sequence[ClaimRecord]) -> tuple[Decimal, ...]:
    """Values of the year before that stand close to `claim`, whatever they are said to be: a hint, no more."""
    return tuple(
        other.value
        for other in claims
        if _of_year_before(claim, other)
        and (
            other.row == claim.row
            if claim.origin == "table"
            else abs(other.start - claim.start) <= (_NEAR if _same(claim, other) else _BESIDE)
        )
    )


def stated_bases(claim: ClaimRecord, claims: Sequence[ClaimRecord]) -> tuple[ClaimRecord, ...]:
    """The claims of the year before that the same sentence gives beside `claim`: 27项（2022年为23项）."""
    return tuple(
        other
        for other in claims
        if claim.origin == "text"
        and _of_year_before(claim, other)
        and _same(claim, other)
        and abs(other.start - claim.start) <= _NEAR
    )


def _of_year_before(claim: ClaimRecord, other: ClaimRecord) -> bool:
    return (
        claim.year is not None
        and claim.period == str(claim.year)
        and other.period == str(claim.year - 1)
        and "change" not in (claim.kind, other.kind)
        and other.unit == claim.unit
        and other.dimension == claim.dimension
        and other.origin == claim.origin
        and other.sentence == claim.sentence
    )


def _same(claim: ClaimRecord, other: ClaimRecord) -> bool:
    return other.subject == claim.subject


def _recomputed(change: ClaimRecord, level: Interval, base: Interval) -> list[Interval]:
    """The change from `base` to `level` in the measure of `change`, in each way the words may mean it."""
    match change.change_measure:
        case "absolute" | "points":
            return [level - base]
        case "relative":
            grown = intervals.growth(level, base)
            return [grown] if grown else []
    ratio = intervals.ratio(level, base)
    if ratio is None:
        return []
    added = ratio - intervals.exactly(Decimal(1))
    if change.direction == "down":
        return [added]
    return [ratio, added] if _is_multiple_of(change) else [added, ratio] if _is_unclear(change) else [added]


def _is_multiple_of(change: ClaimRecord) -> bool:
    """是上年的2.3倍, 为…的2倍."""
    return bool(
        re.search(rf"(?:是|为|达|相当于|近|约)[^，,；;。]{{0,12}}的?{re.escape(change.quote)}", change.sentence)
    ) or bool(re.search(rf"的{re.escape(change.quote)}", change.sentence))


def _is_unclear(change: ClaimRecord) -> bool:
    return not re.search(
        rf"(?:增长|增加|上升|提高|提升|多|增幅|扩大)[^，,；;。]{{0,6}}{re.escape(change.quote)}", change.sentence
    )


def _loose(claim: ClaimRecord) -> bool:
    """Whether a figure says too little to be computed with."""
    return claim.qualifier in ("at_least", "at_most", "range")
