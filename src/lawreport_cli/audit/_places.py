"""Places against each other: takes the reports of one year, gives ranks held twice and parts above their whole.

A060 A061. Where a report does not tell to which city its place belongs, places of the same run are taken to share one,
and the message says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lawreport_cli import intervals, pairing
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import Finding, Sources, figure
from lawreport_cli.intervals import READINGS
from lawreport_cli.record import ClaimRecord

_ALIKE = 0.6
_LEVELS = ("province", "city", "county", "township")


class Matter(NamedTuple):
    """What a rank is about: indicator, wording, and the words before it."""

    indicator: str | None
    wording: str
    clause: str


def ranks(dossiers: Sequence[Dossier], say: Sources) -> Iterator[Finding]:
    """A060: two places with one rank in one set and year."""
    held: dict[tuple[object, ...], list[tuple[Dossier, ClaimRecord]]] = defaultdict(list)
    for dossier in dossiers:
        for claim in ranks_of(dossier):
            ranked, known = ranked_set(dossier, claim)
            key = (ranked, period(dossier, claim), claim.value)
            for other, rival in held[key]:
                if other.head.region != dossier.head.region and same_matter(
                    matter(other, rival), matter(dossier, claim)
                ):
                    yield _rivals(other, rival, dossier, claim, say, known=known)
            held[key].append((dossier, claim))


def above_whole(dossiers: Sequence[Dossier], say: Sources) -> Iterator[Finding]:
    """A061: a county's figure above that of its city, same indicator or wording, both of the whole place."""
    for city in dossiers:
        if level(city) not in ("city", "province"):
            continue
        for county in dossiers:
            known = _belongs(county, city)
            if known is None or county.head.year != city.head.year:
                continue
            for one, other in _shared(county, city):
                now, whole = (intervals.of(claim, "rounded") for claim in (one, other))
                above = now.low is not None and whole.high is not None and now.low > whole.high
                if above and not any(intervals.of(one, r).meets(intervals.of(other, r)) for r in READINGS):
                    yield say.finding(
                        "A061",
                        "warning",
                        f"{county.head.region}“{figure(one)}”大于{city.head.region}“{figure(other)}”，部分大于整体{_assumed(known)}",
                        f"{county.head.region}: {figure(one)} is above {city.head.region}: {figure(other)}; "
                        f"part and whole do not agree{_assumed_en(known)}",
                        [one, other],
                        expected=intervals.Interval(None, whole.high),
                        found=one.value,
                    )


def _rivals(
    other: Dossier, rival: ClaimRecord, dossier: Dossier, claim: ClaimRecord, say: Sources, *, known: bool
) -> Finding:
    return say.finding(
        "A060",
        "warning",
        f"{_place(other)}与{_place(dossier)}都称“{rival.scope}{claim.quote}”（{rival.subject}），不能同时成立{_assumed(known)}",
        f"{_place(other)} and {_place(dossier)} both claim rank {claim.value} in {rival.scope} for {rival.subject}: "
        f"the two do not agree{_assumed_en(known)}",
        [rival, claim],
        found=claim.value,
    )


def _place(dossier: Dossier) -> str:
    """The place of a report, or its file where it names none."""
    return dossier.head.region or dossier.head.source


def ranks_of(dossier: Dossier) -> list[ClaimRecord]:
    """The ranks that a report claims alone: 并列 is shared, 前三 is none."""
    return [
        claim
        for claim in dossier.claims
        if claim.kind == "rank" and claim.qualifier == "exact" and claim.scope and "并列" not in claim.sentence
    ]


def ranked_set(dossier: Dossier, claim: ClaimRecord) -> tuple[str, bool]:
    """The set a rank is held in, and whether the report tells it: 全市 is the city above the place, by name if known."""
    path, scope = dossier.head.region_path, claim.scope or ""
    for word, level in (("省", 0), ("市", 1), ("国", -1)):
        if word in scope:
            if level < 0:
                return "全国", True
            named = len(path) > level and len(path) > 1 and path[level] != dossier.head.region
            return (path[level], True) if named else (f"全{word}", False)
    return scope, True


def period(dossier: Dossier, claim: ClaimRecord) -> str:
    """When a rank was held: of one quarter, of the year before, else of the year of the report."""
    return claim.period or str(dossier.head.year)


def matter(dossier: Dossier, claim: ClaimRecord) -> Matter:
    """What a rank is about."""
    return Matter(claim.indicator, pairing.wording(claim), dossier.clause(claim)[-20:])


def same_matter(one: Matter, other: Matter) -> bool:
    """Whether two ranks are about one thing."""
    if one.indicator and other.indicator:
        return one.indicator == other.indicator
    return max(pairing.likeness(one.wording, other.wording), pairing.likeness(one.clause, other.clause)) >= _ALIKE


def level(dossier: Dossier) -> str | None:
    """The level of a place; a 市 of which no list tells may be the city that the others lie in."""
    head = dossier.head
    return head.region_level or ("city" if head.region and head.region.endswith("市") else None)


def _belongs(county: Dossier, city: Dossier) -> bool | None:
    """Whether `county` lies in `city`: known (true), assumed where no list tells (false), or no (null)."""
    inner, outer = county.head, city.head
    low, high = level(county), level(city)
    if low is None or high is None or inner.region == outer.region or _LEVELS.index(low) <= _LEVELS.index(high):
        return None
    if inner.region_code and outer.region_code:
        digits = 4 if high == "city" else 2
        return True if inner.region_code[:digits] == outer.region_code[:digits] else None
    if outer.region in inner.region_path:
        return True
    return False if len(inner.region_path) <= 1 and len(outer.region_path) <= 1 else None


def _shared(county: Dossier, city: Dossier) -> Iterator[tuple[ClaimRecord, ClaimRecord]]:
    """Counts and amounts of the whole place that both report."""
    whole = {(name(claim), claim.unit): claim for claim in reversed(city.claims) if of_whole(claim)}
    for claim in county.claims:
        other = whole.get((name(claim), claim.unit)) if of_whole(claim) else None
        if other is not None:
            yield claim, other


def of_whole(claim: ClaimRecord) -> bool:
    """Whether a figure is an exact count or amount of the whole place and year."""
    return (
        claim.kind == "level"
        and claim.modality == "actual"
        and claim.dimension in ("count", "money")
        and claim.part_of is None
        and claim.qualifier == "exact"
        and not pairing.scope(claim)
        and claim.period == str(claim.year)
        and len(name(claim)) >= 4
    )


def name(claim: ClaimRecord) -> str:
    """What two places call one thing: the indicator, or the wording."""
    return claim.indicator or pairing.wording(claim)


def _assumed(known: bool) -> str:
    return "" if known else "（假定两地属于同一上级）"


def _assumed_en(known: bool) -> str:
    return "" if known else " (if both belong to the same one)"
