"""Printed numbers as intervals: takes claims, gives what their figures may stand for and arithmetic on it.

A printed number stands for more than itself: 2.8万 for anything that is rounded to it, or that is cut to it. Both
readings are followed to the end; two figures disagree only where their intervals miss each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Literal, Protocol

from lawreport_cli.model import Dimension, Qualifier

Reading = Literal["rounded", "cut"]
READINGS: tuple[Reading, ...] = ("rounded", "cut")
_WHOLE = ("count", "rank")  # a whole number of these is exact: 995件 is not 995.3
_HUNDRED = Decimal(100)


class Printed(Protocol):
    """What of a claim tells how exact its figure is; fields as in docs/records.md."""

    @property
    def value(self) -> Decimal: ...  # in the base unit
    @property
    def value_max(self) -> Decimal | None: ...
    @property
    def decimals(self) -> int: ...
    @property
    def qualifier(self) -> Qualifier: ...
    @property
    def dimension(self) -> Dimension: ...
    @property
    def quote(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both of them in it unless `open_high`; null: without end."""

    low: Decimal | None
    high: Decimal | None
    open_high: bool = False

    def meets(self, other: "Interval") -> bool:
        """Whether some number is in both."""
        return not (_ends_before(self, other) or _ends_before(other, self))

    def holds(self, number: Decimal) -> bool:
        """Whether `number` is in it."""
        return self.meets(exactly(number))

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            None if self.low is None or other.low is None else self.low + other.low,
            None if self.high is None or other.high is None else self.high + other.high,
            self.open_high or other.open_high,
        )

    def __neg__(self) -> "Interval":
        # The open end moves down, where ends count as closed: an interval may only grow by this.
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: "Interval") -> "Interval":
        return self + (-other)


def exactly(number: Decimal) -> Interval:
    """The interval of one number."""
    return Interval(number, number)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The smallest interval around all of `intervals`, of which there is at least one."""
    some = list(intervals)
    lows = [one.low for one in some]
    highs = [one.high for one in some]
    low = None if None in lows else min(number for number in lows if number is not None)
    high = None if None in highs else max(number for number in highs if number is not None)
    return Interval(low, high, all(one.open_high for one in some if one.high == high))


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum; of nothing: zero."""
    return reduce(Interval.__add__, intervals, exactly(Decimal(0)))


def ratio(part: Interval, base: Interval) -> Interval | None:
    """`part` / `base` for figures that are not negative; null where the base may be zero."""
    if base.low is None or base.low <= 0:
        return None
    low = None if part.low is None else Decimal(0) if base.high is None else part.low / base.high
    high = None if part.high is None else part.high / base.low
    if part.low is not None and part.low < 0:  # a fall: the smaller base makes it steeper
        low = part.low / base.low
    if part.high is not None and part.high < 0:
        high = Decimal(0) if base.high is None else part.high / base.high
    return Interval(low, high, part.open_high)


def times(interval: Interval, factor: Decimal) -> Interval:
    """An interval times a positive number."""
    return Interval(
        None if interval.low is None else interval.low * factor,
        None if interval.high is None else interval.high * factor,
        interval.open_high,
    )


def growth(new: Interval, old: Interval) -> Interval | None:
    """The relative change from `old` to `new` in per cent; null where the base may be zero or has no end."""
    if old.low is None or old.low <= 0 or old.high is None:
        return None
    low = None if new.low is None else (new.low / old.high - 1) * _HUNDRED
    high = None if new.high is None else (new.high / old.low - 1) * _HUNDRED
    return Interval(low, high, new.open_high)


def of(claim: Printed, reading: Reading) -> Interval:
    """What the figure of `claim` may stand for, in its base unit."""
    value = claim.value
    match claim.qualifier:
        case "at_least":
            return Interval(value, None)
        case "at_most":
            return Interval(None, value)
        case "range":
            return Interval(value, value if claim.value_max is None else claim.value_max)
        case "approx":
            step = _step(claim)
            if any(word in claim.quote for word in "余多几"):
                return Interval(value, value + step, open_high=True)
            return Interval(value - step, value + step)
    if claim.dimension in _WHOLE and claim.decimals == 0:
        return exactly(value)
    unit = Decimal(1).scaleb(-claim.decimals)
    if reading == "cut":
        return Interval(value, value + unit, open_high=True)
    return Interval(value - unit / 2, value + unit / 2)


def both(claim: Printed) -> tuple[Interval, Interval]:
    """What the figure may stand for when it was rounded, and when it was cut."""
    rounded = of(claim, "rounded")
    alike = claim.qualifier != "exact" or (claim.dimension in _WHOLE and claim.decimals == 0)
    return rounded, rounded if alike else of(claim, "cut")


def _step(claim: Printed) -> Decimal:
    """The place of the last digit that says something: 20 → 10, 6840万 → 10万, 3.5万 → 0.1万."""
    exponent = claim.value.normalize().as_tuple().exponent
    last = exponent if isinstance(exponent, int) else 0
    return Decimal(1).scaleb(max(last, -claim.decimals)) if claim.value else Decimal(1).scaleb(-claim.decimals)


def _ends_before(first: Interval, second: Interval) -> bool:
    if first.high is None or second.low is None:
        return False
    return first.high < second.low or (first.open_high and first.high == second.low)
