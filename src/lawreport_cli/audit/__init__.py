"""Findings: takes the records of reports, gives what does not agree in a report, in a series, and between places.

`check` is the door for reports in memory; `of_place` and `between` do the same place by place. A figure stands for an interval; only intervals that miss each other disagree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from lawreport_cli import pairing
from lawreport_cli.audit import _growth, _repeats, _shares, _sums
from lawreport_cli.audit._across import Across, Summary
from lawreport_cli.audit._across import summary as summarised
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import LEVELS, Finding, Level, Sources
from lawreport_cli.audit._rules import RULES, Rule
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.pairing import Pins
from lawreport_cli.series import Places

__all__ = ["CODES", "LEVELS", "RULES", "Across", "Finding", "Level", "Rule", "between", "check", "of_place"]

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
_BETWEEN = {"A031", "A060", "A061"}  # rest on several places
_CONVENTION = 2  # so many figures that fit when cut and not when rounded: the report cuts


def check(
    reports: Iterable[ReportRecords], names: Places, *, codes: Iterable[str] = CODES, pins: Pins | None = None
) -> list[Finding]:
    """All findings of `codes` over `reports`, which are held in memory: of each alone, of years, and of places.

    `names` tells which are of one place. In the order of the reports given and of their pages, then by code.
    """
    given = list(reports)
    places: dict[object, list[ReportRecords]] = defaultdict(list)
    for at, report in enumerate(given):
        place = names.key(report.head)
        places[at if place is None else place].append(report)
    across = Across()
    found: list[Finding] = []
    for group in places.values():
        findings, summaries = of_place(group, codes=codes, pins=pins)
        found += findings
        for summary in summaries:
            across.add(summary)
    by_id = {report.head.doc_id: report for report in given}
    found += between(across, by_id.__getitem__, codes=codes)
    order = {report.head.source: at for at, report in enumerate(given)}
    return sorted(found, key=lambda one: (order[one.sources[0]], one.pages[0] or 0, one.code))


def of_place(
    reports: Sequence[ReportRecords], *, codes: Iterable[str] = CODES, pins: Pins | None = None
) -> tuple[list[Finding], list[Summary]]:
    """The findings of `codes` in the reports of one place, and a summary of each for `Across`."""
    wanted = set(codes)
    dossiers = [Dossier(report) for report in reports]
    say = Sources({dossier.head.doc_id: dossier.head.source for dossier in dossiers})
    found = [finding for dossier in dossiers for finding in _alone(dossier, say)]
    for series in _series(dossiers):
        found += _years(series, say, pins)
    summaries = [summarised(dossier) for dossier in dossiers] if wanted & _BETWEEN else []
    return [finding for finding in found if finding.code in wanted], summaries


def between(
    across: Across, fetch: Callable[[str], ReportRecords], *, codes: Iterable[str] = CODES
) -> Iterator[Finding]:
    """The findings of `codes` between the places that `across` has seen; `fetch` gives the records of a doc_id."""
    wanted = set(codes)
    return (finding for finding in across.findings(fetch) if finding.code in wanted)


def _alone(dossier: Dossier, say: Sources) -> list[Finding]:
    return _without_convention([finding for run in _ALONE for finding in run(dossier, say)])


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
    """Reports of one place by body and kind of report, then by year; of two on one year the first counts."""
    kinds: dict[object, dict[int, Dossier]] = defaultdict(dict)
    for dossier in dossiers:
        if dossier.head.region and dossier.head.year is not None:
            kinds[dossier.series].setdefault(dossier.head.year, dossier)
    return [[years[year] for year in sorted(years)] for years in kinds.values()]


def _without_convention(found: list[Finding]) -> list[Finding]:
    """A report whose figures fit when cut, several of them, cuts: that alone is no finding."""
    cut = [finding for finding in found if finding.fits_cut]
    return [finding for finding in found if not finding.fits_cut] if len(cut) >= _CONVENTION else found
