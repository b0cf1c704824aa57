"""Which figure of one report is which of another: takes claims of two years of one place, gives pairs with a score.

Only like is paired with like: kind, modality, dimension and the distance of the period from the report's year. Among
those, the indicator speaks first, then the wording; where the figures stand, and whether the newer report itself gives
the older figure (较上年的486件), decide between equals. One to one, best first; nothing under the threshold.
"""

import math
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
_SAID = 0.8  # of a wording that is found around another figure
_PARTS = 0.12  # what the pairing of their totals adds to the score of two parts
_STEP = 0.01  # to which scores are told
_SHORT = 2  # characters between a scope and its figure
_HEAD = 4  # characters at the end of a Chinese phrase that tell what kind of thing it is
_TAIL = 3  # of these tell something where both are counted in one unit
_KINDS = {"range_to": "level", "rate": "level"}  # 12名 one year, 由9名增至12名 the next
_FILLER = re.compile(
    r"^(?:全年|年内|今年|当年|一年来|年末|在岗|共计|共|累计|依法|均|各级|全[市县区省镇]|我[市县区省])+"
)
_YEARS = re.compile(r"(?:19|20)\d\d")
_REST = re.compile(r"其[他它余]")
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


class _Vocabulary(dict[str, int]):
    """Characters and pairs of characters as bits: what two texts share is then counted in one step."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, int] = {}

    def __missing__(self, gram: str) -> int:
        bit = self[gram] = 1 << len(self)
        return bit

    def grams(self, text: str) -> int:
        """The grams of a text."""
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = sum(map(self.__getitem__, _grams(text)))
        return found


@dataclass(frozen=True, slots=True)
class _Place:
    """A claim with what surrounds it."""

    claim: ClaimRecord
    wording: str
    grams: int  # of the wording, as bits of the vocabulary
    size: int  # how many these are
    context: int  # grams of heading, total and sentence
    around: int  # how many these are
    ends: str  # the head of the wording: 持证执法人员 and 行政执法人员 count the same kind of thing; "": too short
    scope: str  # that stands right before the figure; "": none
    magnitude: float | None  # its logarithm; null: the figure is not above zero
    at: float  # from 0, the first claim of the report, to 1, the last
    printed: tuple[Decimal, ...] = ()  # figures of the year before that the report states beside this one
    implied: tuple[Interval, ...] = ()  # what the year before was, as its stated changes have it


def pair(old: ReportRecords, new: ReportRecords, *, pins: Pins | None = None, threshold: float = THRESHOLD) -> Pairing:
    """Pair the figures of two reports on one place. Figures of the year before and changes of a figure take no part."""
    words = _Vocabulary()
    older, newer = _places(old, words, tells=False), _places(new, words, tells=True)
    pins = pins or Pins()
    fixed = [
        Pair(one.claim, other.claim, 1.0, pinned=True)
        for left, right in pins.fixed
        for one in older
        if _is(one.claim, left)
        for other in newer
        if _is(other.claim, right)
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
    if one == other:
        return 1.0
    first, second = _grams(one), _grams(other)
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


def _places(report: ReportRecords, words: _Vocabulary, *, tells: bool) -> list[_Place]:
    """The claims that take part; `tells`: with what the report says of the year before."""
    subjects = {claim.claim_id: wording(claim) for claim in report.claims}
    changes: dict[str, list[ClaimRecord]] = defaultdict(list)
    sentences: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in report.claims:
        sentences[claim.sentence].append(claim)
        if claim.kind == "change" and claim.modifies:
            changes[claim.modifies].append(claim)
    bare = {sentence: _DIGITS.sub("", sentence)[:120] for sentence in sentences}
    places = []
    last = max(1, len(report.claims) - 1)
    for at, claim in enumerate(report.claims):
        if claim.modifies in subjects or (shift(claim) or 0) < 0:
            continue
        name, whole = subjects[claim.claim_id], subjects.get(claim.part_of or "", "")
        heading = _HEADING.sub("", claim.section[-1])[:30] if claim.section else ""
        grams = words.grams(name)
        context = words.grams(f"{heading}|{whole}|{bare[claim.sentence]}")
        bases = (growth.implied_base(claim, change) for change in changes[claim.claim_id] if tells)
        places.append(
            _Place(
                claim,
                name,
                grams,
                grams.bit_count(),
                context,
                context.bit_count(),
                name[-_HEAD:] if len(name) >= _HEAD else "",
                _scope_before(claim),
                math.log10(claim.value) if claim.value > 0 else None,
                at / last,
                growth.figures_beside(claim, sentences[claim.sentence]) if tells else (),
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
            alike = _alike(one, other)
            said = _said_before(one, other, values[key]) if other.printed or other.implied else 0.0
            if 0.66 * alike + 0.3 * said + 0.34 < threshold:
                continue  # whatever surrounds them
            score = _score(one, other, alike, said)
            if _REST.fullmatch(one.wording) or _REST.fullmatch(other.wording):
                score = min(score, threshold + _PARTS - _STEP)  # only as parts of paired totals
            if score >= threshold and not _is_forbidden(one, other, pins):
                found.append((score, -abs(one.at - other.at), Pair(one.claim, other.claim, round(score, 2))))
    found.sort(key=lambda item: item[:2], reverse=True)
    return [item[2] for item in found]


def _cell(claim: ClaimRecord) -> tuple[object, ...]:
    """What two claims must have in common to be compared at all."""
    kind = _KINDS.get(claim.kind, claim.kind)
    measure = claim.change_measure if kind == "change" else None
    return kind, measure, claim.modality == "rule", claim.modality == "planned", claim.dimension


def _alike(one: _Place, other: _Place) -> float:
    """How surely two wordings name one thing, from 0 to 1: by indicator, by what they share, by head, by scope."""
    first, second = one.claim.indicator, other.claim.indicator
    size, common = one.size + other.size, one.grams & other.grams
    if not common and size and not (first and first == second) and not (one.scope and one.scope == other.scope):
        return 0.0  # most pairs have nothing in common
    alike = 2 * common.bit_count() / size if size else 1.0
    if one.scope and one.scope == other.scope:
        alike = max(alike, 0.4)
    if first and second:
        if first != second:
            return min(alike, 0.45)
        return max(alike, 0.85) if one.claim.dimension != "duration" else alike  # 办理时限 names no matter
    if one.ends and one.ends == other.ends:
        return max(alike, 0.7)
    counted_alike = one.claim.unit == other.claim.unit and one.claim.kind == "level"
    if counted_alike and one.ends[-_TAIL:] == other.ends[-_TAIL:] != "":
        alike = max(alike, 0.45)  # 经营风险点 and 法律风险点
    return max(alike, 0.7) if alike < 0.7 and (_completes(one, other) or _completes(other, one)) else alike


def _completes(long: _Place, short: _Place) -> bool:
    """Whether a longer wording ends in the shorter one, around which its report says the rest: 授课 and 夜校授课."""
    if len(short.wording) < _SHORT or not long.wording.endswith(short.wording):
        return False
    said = (long.grams & (short.grams | short.context)).bit_count()
    return said >= _SAID * long.size


def _score(one: _Place, other: _Place, alike: float, said: float) -> float:
    first, second = one.claim, other.claim
    if _is_item(one.wording, other.wording) or _is_item(other.wording, one.wording):
        return 0.0  # merged or split figures are other figures
    score = 0.66 * alike + 0.3 * said
    score += 0.14 * 2 * (one.context & other.context).bit_count() / max(1, one.around + other.around)
    score += 0.08 * (1 - min(1.0, 4 * abs(one.at - other.at)))
    score += 0.08 * (first.unit == second.unit)
    score += 0.04 * ((first.part_of is None) == (second.part_of is None))
    score += 0.06 * _near(one, other)
    if first.scope and second.scope and first.scope != second.scope:
        score -= 0.05 * (1 - likeness(first.scope, second.scope))
    return min(1.0, score)


def _near(one: _Place, other: _Place) -> float:
    """1 for figures of one size, 0 for one three times the other, down to -1 from ten times on; small ones are near by chance."""
    if one.magnitude is None or other.magnitude is None:
        return 0.0
    near = 1 - min(2.0, abs(one.magnitude - other.magnitude) / 0.5)
    return min(near, 0.0) if min(one.magnitude, other.magnitude) < 1 else near


def named_by_scope(one: ClaimRecord, other: ClaimRecord) -> bool:
    """Whether the scope of both, which stands right before the figure, tells what the wording does not: 公安机关占41.2%."""
    return _scope_before(one) == _scope_before(other) != ""


def _scope_before(claim: ClaimRecord) -> str:
    """The scope of a claim when it stands right before the figure, else ""."""
    if not claim.scope:
        return ""
    before = claim.sentence[: claim.sentence.find(claim.quote)]
    return claim.scope if claim.scope in before[-len(claim.scope) - _SHORT :] else ""


def _is_forbidden(one: _Place, other: _Place, pins: Pins) -> bool:
    return any(_is(one.claim, left) and _is(other.claim, right) for left, right in pins.forbidden)


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
