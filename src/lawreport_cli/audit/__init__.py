"""Findings: takes the records of reports, gives what does not agree in a report, in a series, and between places.

`check` is the door. A figure stands for an interval; only intervals that miss each other disagree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from lawreport_cli import pairing
from lawreport_cli.audit import _growth, _places, _repeats, _shares, _sums
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import LEVELS, Finding, Level, Sources
from lawreport_cli.audit._rules import RULES, Rule
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.pairing import Pins

__all__ = ["CODES", "LEVELS", "RULES", "Finding", "Level", "Rule", "check"]

CODES: tuple[str, ...] = tuple(rule.code for rule in RULES)
_OneReport = Callable[[Dossier, Sources], Iterator[Finding]]
_ALONE: tuple[_OneReport, ...] = (
    _growth.in_passage,
    _sums.breakdowns,
    _shares.shares,
    _shares.closed_shares,
    _shares.limits,
    _repeats.other_year,
    _repeats.two_values,
    _repeats.unaccounted,
)
_CONVENTION = 2  # figures that fit when cut and not when rounded, none the other way: the report cuts


def check(reports: Iterable[ReportRecords], *, codes: Iterable[str] = CODES, pins: Pins | None = None) -> list[Finding]:
    """All findings of `codes` over `reports`: of each alone, of years of one place, of places of one year.

    In the order of the reports given and of their pages, then by code.
    """
    wanted = set(codes)
    dossiers = [Dossier(report) for report in reports]
    say = Sources({dossier.head.doc_id: dossier.head.source for dossier in dossiers})
    found = [finding for dossier in dossiers for finding in _alone(dossier, say)]
    for series in _series(dossiers):
        found += _years(series, say, pins)
    found += _repeats.copied_places(dossiers, say)
    found += _places.ranks(dossiers, say)
    found += _places.above_whole(dossiers, say)
    order = {dossier.head.source: at for at, dossier in enumerate(dossiers)}
    kept = [finding for finding in found if finding.code in wanted]
    return sorted(kept, key=lambda one: (order[one.sources[0]], one.pages[0] or 0, one.code))


def twice(reports: Sequence[ReportRecords]) -> list[tuple[ReportRecords, ReportRecords]]:
    """Pairs of different files that report on the same place and year: only the first is part of the series."""
    seen: dict[object, ReportRecords] = {}
    doubled = []
    for report in reports:
        dossier = Dossier(report)
        if dossier.place is None or report.head.year is None:
            continue
        first = seen.setdefault((dossier.place, report.head.year), report)
        if first is not report:
            doubled.append((first, report))
    return doubled


def _alone(dossier: Dossier, say: Sources) -> list[Finding]:
    found = [finding for run in _ALONE for finding in run(dossier, say)]
    return _without_convention(found)


def _years(series: Sequence[Dossier], say: Sources, pins: Pins | None) -> Iterator[Finding]:
    before = None
    for old, new in pairwise(series):
        pairs = pairing.pair(old.report, new.report, pins=pins)
        if (new.head.year or 0) - (old.head.year or 0) == 1:
            yield from _without_convention([*_growth.in_series(old, new, pairs, say)])
            yield from _growth.plans(old, new, say)
        yield from _repeats.copied_years(old, new, say)
        if before is not None:
            yield from _repeats.silent(before, pairs, new, say)
        before = pairs


def _series(dossiers: Sequence[Dossier]) -> list[list[Dossier]]:
    """Reports of one place, kind of issuer and kind of report by year; of two on one year the first counts."""
    places: dict[object, dict[int, Dossier]] = defaultdict(dict)
    for dossier in dossiers:
        if dossier.place is not None and dossier.head.year is not None:
            places[dossier.place].setdefault(dossier.head.year, dossier)
    return [[years[year] for year in sorted(years)] for years in places.values()]


def _without_convention(found: list[Finding]) -> list[Finding]:
    """A report whose figures fit when cut, several of them, cuts: that alone is no finding."""
    cut = [finding for finding in found if finding.fits_cut]
    return [finding for finding in found if not finding.fits_cut] if len(cut) >= _CONVENTION else found
