"""A finding: takes claims that do not agree and the arithmetic, gives what an auditor can check by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lawreport_cli.intervals import Interval
from lawreport_cli.record import ClaimRecord, plain, rounded

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
_PLACES = 2  # decimals


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not agree. `claims`, `quotes`, `sentences`, `sources` and `pages` run in parallel.

    `expected_min` and `expected_max` bound what would agree, in the unit of `found`; null: no bound, or no number.
    `fits_cut` tells that the figures agree when numbers were cut and not rounded.
    """

    code: str
    level: Level
    message: str
    message_en: str
    claims: tuple[str, ...]
    quotes: tuple[str, ...]
    sources: tuple[str, ...]
    pages: tuple[int | None, ...]
    expected_min: Decimal | None
    expected_max: Decimal | None
    found: Decimal | None
    sentences: tuple[str, ...]
    fits_cut: bool = False


class Sources:
    """Names of files by document: findings name them."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def finding(
        self,
        code: str,
        level: Level,
        message: str,
        message_en: str,
        claims: Sequence[ClaimRecord],
        *,
        expected: Interval | None = None,
        found: Decimal | None = None,
        fits_cut: bool = False,
    ) -> Finding:
        """A finding that rests on `claims`, of which there is at least one."""
        return Finding(
            code,
            level,
            message,
            message_en,
            tuple(claim.claim_id for claim in claims),
            tuple(claim.quote for claim in claims),
            tuple(self._names[claim.doc_id] for claim in claims),
            tuple(claim.page for claim in claims),
            short(expected.low) if expected else None,
            short(expected.high) if expected else None,
            found,
            tuple(claim.sentence for claim in claims),
            fits_cut,
        )


def short(number: Decimal | None) -> Decimal | None:
    """A computed number with two decimals at most."""
    return None if number is None else rounded(number, _PLACES).normalize() + 0


def shown(number: Decimal | None) -> str:
    """A number for a message."""
    return "∞" if number is None else plain(rounded(number, _PLACES))


def span(interval: Interval) -> str:
    """An interval for a message: one number, or its ends."""
    if interval.low == interval.high:
        return shown(interval.low)
    low = "-∞" if interval.low is None else shown(interval.low)
    return f"{low}–{shown(interval.high)}"


def figure(claim: ClaimRecord) -> str:
    """A claim for a message: what is counted, and its figure as printed."""
    return f"{claim.subject or claim.indicator or '?'} {claim.quote}"


def added(claims: Iterable[ClaimRecord]) -> str:
    """16件 + 16件 + 15件."""
    return " + ".join(claim.quote for claim in claims)


def listed(claims: Iterable[ClaimRecord]) -> str:
    """44件, 12.0%."""
    return ", ".join(claim.quote for claim in claims)
