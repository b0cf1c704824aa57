"""Places against each other at any scale: takes a summary of each report, gives the reports to look at in pairs.

A summary is some kilobytes; no report stays in memory. What two summaries have in common is only a hint: the reports are
read again and the checks of `_repeats` and `_places` judge.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from lawreport_cli.audit import _places, _repeats
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import Finding, Sources
from lawreport_cli.inputs import ReportRecords

_HOLDERS = 50  # of one rank, set and year that a later one is held against
_ANY = "?"  # the city of places of which no list tells


class Figure(NamedTuple):
    """A count or amount of a whole place."""

    name: str
    unit: str | None
    value: Decimal


class Rank(NamedTuple):
    """A rank that a report claims for its place."""

    ranked: str  # the set
    period: str
    value: Decimal
    matter: _places.Matter


@dataclass(frozen=True, slots=True)
class Summary:
    """What of a report may matter to another place."""

    doc_id: str
    region: str | None
    year: int | None
    sentences: tuple[bytes, ...]  # digests of sentences with telling figures, without names of place and year
    ranks: tuple[Rank, ...]
    inside: tuple[str, ...]  # the wholes it is a part of
    whole: str | None  # the whole that it is
    figures: tuple[Figure, ...]


def summary(dossier: Dossier) -> Summary:
    """The summary of a report."""
    head = dossier.head
    level = _places.level(dossier)
    sentences = (_repeats.shared(dossier, sentence, claims) for (sentence, _), claims in dossier.sentences.items())
    return Summary(
        head.doc_id,
        head.region,
        head.year,
        tuple(blake2b(text.encode(), digest_size=8).digest() for text in sentences if text),
        tuple(
            Rank(
                _places.ranked_set(dossier, claim)[0],
                _places.period(dossier, claim),
                claim.value,
                _places.matter(dossier, claim),
            )
            for claim in _places.ranks_of(dossier)
        ),
        _inside(dossier) if level in ("city", "county") else (),
        _whole(dossier) if level in ("city", "province") else None,
        tuple(
            Figure(_places.name(claim), claim.unit, claim.value)
            for claim in dossier.claims
            if _places.of_whole(claim) and (claim.indicator or not head.region_code)
        ),
    )


@dataclass(slots=True)
class Across:
    """Collects summaries in any number and tells which reports belong side by side."""

    _sentences: dict[bytes, tuple[str, str | None]] = field(default_factory=dict)
    _ranks: dict[tuple[object, ...], list[tuple[str, str | None, _places.Matter]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _rivals: dict[tuple[str, str], None] = field(default_factory=dict)
    _wholes: dict[tuple[object, ...], tuple[Decimal, str]] = field(default_factory=dict)
    _largest: dict[tuple[object, ...], tuple[Decimal, str]] = field(default_factory=dict)
    _copied: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, one: Summary) -> None:
        """Take in a report."""
        for digest in one.sentences:
            doc_id, region = self._sentences.setdefault(digest, (one.doc_id, one.region))
            if region != one.region:
                self._copied[doc_id, one.doc_id] = None
        for rank in one.ranks:
            held = self._ranks[rank.ranked, rank.period, rank.value]
            for doc_id, region, matter in held[:_HOLDERS]:
                if region != one.region and _places.same_matter(matter, rank.matter):
                    self._rivals[doc_id, one.doc_id] = None
                    break
            held.append((one.doc_id, one.region, rank.matter))
        for figure in one.figures:
            if one.whole:
                self._wholes.setdefault((one.whole, one.year, figure.name, figure.unit), (figure.value, one.doc_id))
            for whole in one.inside:
                key = (whole, one.year, figure.name, figure.unit)
                if key not in self._largest or figure.value > self._largest[key][0]:
                    self._largest[key] = (figure.value, one.doc_id)

    def findings(self, fetch: Callable[[str], ReportRecords]) -> Iterator[Finding]:
        """A031, A060 and A061; `fetch` gives the records of a doc_id."""
        for first, later in self._copied:
            yield from _repeats.copied_places(*_pair(fetch, first, later))
        for first, later in self._rivals:
            yield from _places.ranks(*_pair(fetch, first, later))
        above = {
            (whole[1], self._largest[key][1])
            for key, whole in self._wholes.items()
            if key in self._largest and self._largest[key][0] > whole[0] and self._largest[key][1] != whole[1]
        }
        for city, county in sorted(above):
            yield from _places.above_whole(*_pair(fetch, city, county))


def _pair(fetch: Callable[[str], ReportRecords], first: str, later: str) -> tuple[list[Dossier], Sources]:
    dossiers = [Dossier(fetch(doc_id)) for doc_id in (first, later)]
    return dossiers, Sources({dossier.head.doc_id: dossier.head.source for dossier in dossiers})


def _inside(dossier: Dossier) -> tuple[str, ...]:
    head = dossier.head
    if head.region_code:
        return (head.region_code[:4], head.region_code[:2])
    return tuple(name for name in head.region_path if name != head.region) or (_ANY,)


def _whole(dossier: Dossier) -> str | None:
    head = dossier.head
    if head.region_code:
        return head.region_code[:4] if _places.level(dossier) == "city" else head.region_code[:2]
    return head.region if len(head.region_path) > 1 else _ANY
