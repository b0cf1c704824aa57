"""Which figure of one report is which of another: takes claims of two years of one place, gives pairs with a score.

Only like is paired with like: kind, modality, dimension and the distance of the period from the report's year. Among
those, the indicator speaks first, then the wording; where the figures stand, and whether the newer report itself gives
the older figure (较上年的486件), decide between equals. One to one, best first; nothing under the threshold.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from lawreport_cli import growth, scopes
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.intervals import Interval
from lawreport_cli.record import ClaimRecord

THRESHOLD = 0.5
_PARTS = 0.12  # what the pairing of their totals adds to the score of two parts
_SHORT = 2  # characters between a scope and its figure
_FEW = 10
_KINDS = {"range_to": "level", "rate": "level"}  # 12名 one year, 由9名增至12名 the next
_FILLER = re.compile(
    r"^(?:全年|年内|今年|当年|一年来|年末|在岗|共计|共|累计|依法|均|各级|全[市县区省镇]|我[市县区省])+"
)
_YEARS = re.compile(r"(?:19|20)\d\d")
_JOINED = re.compile(r"[、和及与]")
_WHOLE_PLACE = re.compile(r"(?:(?:全|我|本)[市县区省镇州盟旗]|[市县区])$")
_PLACE_LEAD = re.compile(r"^(?:全|我|本)?[市县区省镇]")
_DIGITS = re.compile(r"[0-9０-９.．,，]+")
_HEADING = re.compile(r"^[（(]?[一二三四五六七八九十0-9０-９]+[）)、.．]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that say the same thing of two years; `score` from 0 to 1, 1 for a pair that a person fixed."""

    old: ClaimRecord
    new: ClaimRecord
    score: float
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Pins:
    """Pairs that a person fixed or forbade; each side is a claim_id or a subject."""

    fixed: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs in the order of the newer report, and what is left on each side, in text order."""

    pairs: tuple[Pair, ...]
    dropped: tuple[ClaimRecord, ...]
    new: tuple[ClaimRecord, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A claim with what surrounds it."""

    claim: ClaimRecord
    wording: str
    grams: frozenset[str]  # of the wording
    context: frozenset[str]  # grams of heading, total and sentence
    at: float  # from 0, the first claim of the report, to 1, the last
    printed: tuple[Decimal, ...] = ()  # figures of the year before that the report states beside this one
    implied: tuple[Interval, ...] = ()  # what the year before was, as its stated changes have it


def pair(old: ReportRecords, new: ReportRecords, *, pins: Pins | None = None, threshold: float = THRESHOLD) -> Pairing:
    """Pair the figures of two reports on one place. Figures of the year before and changes of a figure take no part."""
    older, newer = _places(old), _places(new)
    pins = pins or Pins()
    fixed = [
        Pair(one.claim, other.claim, 1.0, pinned=True)
        for one in older
        for other in newer
        if any(_is(one.claim, left) and _is(other.claim, right) for left, right in pins.fixed)
    ]
    scored = _scored(older, newer, threshold - _PARTS, pins)
    taken_old: dict[str, str] = {}
    taken_new: set[str] = set()
    pairs: list[Pair] = []

    def take(candidates: Iterable[Pair]) -> None:
        for one in candidates:
            if one.old.claim_id not in taken_old and one.new.claim_id not in taken_new:
                taken_old[one.old.claim_id] = one.new.claim_id
                taken_new.add(one.new.claim_id)
                pairs.append(one)

    take(fixed)
    take(one for one in scored if one.score >= threshold)
    take(
        replace(one, score=round(one.score + _PARTS, 2))
        for one in scored
        if one.old.part_of and taken_old.get(one.old.part_of) == one.new.part_of
    )
    order = {place.claim.claim_id: at for at, place in enumerate(newer)}
    return Pairing(
        tuple(sorted(pairs, key=lambda one: order[one.new.claim_id])),
        tuple(place.claim for place in older if place.claim.claim_id not in taken_old),
        tuple(place.claim for place in newer if place.claim.claim_id not in taken_new),
    )


def shift(claim: ClaimRecord) -> int | None:
    """How many years the period of a claim lies from the year of its report; null where either is unknown."""
    if claim.period is None or claim.year is None or not (found := _YEARS.findall(claim.period)):
        return None
    return int(found[-1]) - claim.year


def likeness(one: str, other: str) -> float:
    """How alike two wordings are, from 0 to 1: the characters and neighbouring pairs of characters that they share."""
    return 1.0 if one == other else _shared(_grams(one), _grams(other))


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    return 2 * len(first & second) / max(1, len(first) + len(second))


@lru_cache(1 << 14)
def _grams(text: str) -> frozenset[str]:
    return frozenset(text) | {text[at : at + 2] for at in range(len(text) - 1)}


def wording(claim: ClaimRecord) -> str:
    """The subject of a claim without words that count nothing: 全年共, 累计, 全市."""
    subject = claim.subject or claim.indicator or ""
    return _FILLER.sub("", subject) or subject


def scope(claim: ClaimRecord) -> str:
    """What narrows a claim; "" where nothing does: the whole place, or a word carried over from far before."""
    named = claim.scope or ""
    if _WHOLE_PLACE.match(named) or named in (claim.subject or "") or scopes.are_doers(named):
        return ""
    return _PLACE_LEAD.sub("", named)


def _places(report: ReportRecords) -> list[_Place]:
    subjects = {claim.claim_id: wording(claim) for claim in report.claims}
    changes: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in report.claims:
        if claim.kind == "change" and claim.modifies:
            changes[claim.modifies].append(claim)
    sentences: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in report.claims:
        sentences[claim.sentence].append(claim)
    places = []
    last = max(1, len(report.claims) - 1)
    for at, claim in enumerate(report.claims):
        if claim.modifies in subjects or (shift(claim) or 0) < 0:
            continue
        whole = subjects.get(claim.part_of or "", "")
        heading = _HEADING.sub("", claim.section[-1])[:30] if claim.section else ""
        bases = (growth.implied_base(claim, change) for change in changes[claim.claim_id])
        places.append(
            _Place(
                claim,
                subjects[claim.claim_id],
                _grams(subjects[claim.claim_id]),
                _grams(f"{heading}|{whole}|{_DIGITS.sub('', claim.sentence)[:120]}"),
                at / last,
                growth.figures_beside(claim, sentences[claim.sentence]),
                tuple(base for base in bases if base is not None),
            )
        )
    return places


def _scored(older: Sequence[_Place], newer: Sequence[_Place], threshold: float, pins: Pins) -> list[Pair]:
    """All pairs at or above the threshold, best first."""
    cells: dict[tuple[object, ...], list[_Place]] = defaultdict(list)
    for place in older:
        cells[_cell(place.claim)].append(place)
    values = {key: sorted(place.claim.value for place in places) for key, places in cells.items()}
    found = []
    for other in newer:
        key = _cell(other.claim)
        for one in cells.get(key, ()):
            if any(_is(one.claim, left) and _is(other.claim, right) for left, right in pins.forbidden):
                continue
            score = _score(one, other, values[key], threshold)
            if score >= threshold:
                found.append((score, -abs(one.at - other.at), Pair(one.claim, other.claim, round(score, 2))))
    found.sort(key=lambda item: item[:2], reverse=True)
    return [item[2] for item in found]


def _cell(claim: ClaimRecord) -> tuple[object, ...]:
    """What two claims must have in common to be compared at all."""
    kind = _KINDS.get(claim.kind, claim.kind)
    measure = claim.change_measure if kind == "change" else None
    return kind, measure, claim.modality == "rule", claim.modality == "planned", claim.dimension


def _score(one: _Place, other: _Place, values: Sequence[Decimal], threshold: float) -> float:
    first, second = one.claim, other.claim
    alike = 1.0 if one.wording == other.wording else _shared(one.grams, other.grams)
    said = _said_before(one, other, values)
    same = first.indicator == second.indicator and first.indicator is not None
    if named_by_scope(first, second):
        alike = max(alike, 0.4)
    if 0.66 * alike + 0.3 * said + 0.34 < threshold and not same and not _ends_alike(one.wording, other.wording):
        return 0.0  # whatever surrounds them
    if _is_item(one.wording, other.wording) or _is_item(other.wording, one.wording):
        return 0.0  # merged or split figures are other figures
    if first.indicator and second.indicator:
        if not same:
            alike = min(alike, 0.45)
        elif first.dimension != "duration":  # 办理时限 names no matter
            alike = max(alike, 0.85)
    elif alike < 1 and _ends_alike(one.wording, other.wording):
        alike = max(alike, 0.7)
    score = 0.66 * alike + 0.3 * said
    score += 0.14 * _shared(one.context, other.context)
    score += 0.08 * (1 - min(1.0, 4 * abs(one.at - other.at)))
    score += 0.08 * (first.unit == second.unit)
    score += 0.04 * ((first.part_of is None) == (second.part_of is None))
    score += 0.06 * _near(first.value, second.value)
    if first.scope and second.scope and first.scope != second.scope:
        score -= 0.05 * (1 - likeness(first.scope, second.scope))
    return min(1.0, score)


def _near(one: Decimal, other: Decimal) -> float:
    """1 for figures of one size, 0 for one three times the other, down to -1 from ten times on; small ones are near by chance."""
    if one <= 0 or other <= 0:
        return 0.0
    near = 1 - min(2.0, abs(float((one / other).log10())) / 0.5)
    return min(near, 0.0) if min(one, other) < _FEW else near


def named_by_scope(one: ClaimRecord, other: ClaimRecord) -> bool:
    """Whether the scope of both, which stands right before the figure, tells what the wording does not: 公安机关占41.2%."""
    return bool(one.scope) and one.scope == other.scope and _ends_in_scope(one) and _ends_in_scope(other)


def _ends_in_scope(claim: ClaimRecord) -> bool:
    before = claim.sentence[: claim.sentence.find(claim.quote)]
    return (claim.scope or "") in before[-len(claim.scope or "") - _SHORT :]


def _ends_alike(one: str, other: str) -> bool:
    """持证执法人员 and 行政执法人员 count the same kind of thing: the head of a Chinese phrase is its end."""
    return len(one) >= 4 and len(other) >= 4 and one[-4:] == other[-4:]


def _is_item(one: str, joined: str) -> bool:
    """撤销 against 撤销和确认违法."""
    items = _JOINED.split(joined)
    return len(items) > 1 and one in items


def _said_before(one: _Place, other: _Place, values: Sequence[Decimal]) -> float:
    """How surely the newer report itself names the older figure: 1 when it prints it, less when a change implies it."""
    value = one.claim.value
    if value in other.printed:
        return 1.0
    for base in other.implied:
        if base.low is not None and base.high is not None and base.low <= value <= base.high:
            return 1.0 / (bisect_right(values, base.high) - bisect_left(values, base.low))
    return 0.0


def _is(claim: ClaimRecord, name: str) -> bool:
    return name in (claim.claim_id, claim.subject)
