"""Shares and rates: takes one report, gives those that no figures around them explain. A011 A012 A013."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from lawreport_cli import intervals, pairing
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import Finding, Sources, figure, span
from lawreport_cli.intervals import READINGS, Interval
from lawreport_cli.record import ClaimRecord

_HUNDRED = Decimal(100)
_SHARE = re.compile(
    r"占(?:比|到|了|总数|全部)?(?P<of>[^，,；;。占]{0,20}?)(?:的比例|总数的|总数|总量的|总量|的|比|约|近|达|为)*$"
)
_ELSEWHERE = re.compile(r"全国|全省|全市总|计划|目标|任务|其余")
_PLAN = re.compile(r"完成|计划|目标|任务|预算|超额|达产|指标|进度|覆盖|保障|备付|拨备|增")
_SIGNED = re.compile(r"增减|增/减|增长|增加|变化|变动|净增|差额|同比")
_TOGETHER = re.compile(r"合计|[两三四五六七八]者|[两三四五六]项|[两三四五六]类|[两三四五六]地|共占|累计占|总和")
_REACH = 800  # characters back within which a base of the same unit may stand
_NEXT = 120  # characters back within which one must, or the base is not stated
_STOPS = "，,；;。"


def shares(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A011: a share whose part is stated, against every base around it."""
    for rate in dossier.claims:
        if not _is_share(rate) or rate.value == _HUNDRED:
            continue
        part = _numerator(dossier, rate)
        if part is None or part.value == 0:
            continue
        bases = _bases(dossier, rate, part)
        if not bases or any(_fits(rate, part, base) for base in bases):
            continue
        if not _SHARE.search(dossier.before(rate)) and _fits_somehow(rate, [part, *bases]):
            continue
        base = bases[0]
        recomputed = _recomputed(part, base)
        if recomputed is None:
            continue
        yield say.finding(
            "A011",
            "warning",
            f"“{figure(rate)}”：{part.quote} ÷ {base.quote} = {span(recomputed)}%，不一致；附近没有与之相符的基数",
            f"{figure(rate)}: {part.quote} / {base.quote} = {span(recomputed)} %: does not agree, "
            "nor does any other base nearby",
            [rate, part, base],
            expected=recomputed,
            found=rate.value,
        )


def closed_shares(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A012: shares of one whole whose parts add up to it, or that nearly add up to 100 themselves."""
    for claims in dossier.sentences.values():
        rates = [claim for claim in claims if _is_share(claim) and claim.origin == "text"]
        for group in _runs(dossier, rates):
            if len(group) < 2:
                continue
            low, high = sum(rate.value for rate in group) - 3, sum(rate.value for rate in group) + 3
            if not (low <= _HUNDRED <= high) and not _complete(dossier, group):
                continue
            sums = [intervals.total(intervals.of(rate, reading) for rate in group) for reading in READINGS]
            if any(one.holds(_HUNDRED) for one in sums):
                continue
            terms = " + ".join(rate.quote for rate in group)
            yield say.finding(
                "A012",
                "warning",
                f"各项占比 {terms} = {span(sums[0])}%，与 100% 不一致",
                f"the shares {terms} = {span(sums[0])} %: do not agree with 100 %",
                group,
                expected=intervals.exactly(_HUNDRED),
                found=sum((rate.value for rate in group), Decimal(0)),
            )


def limits(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A013: a rate above 100 % that completes no plan, and a negative count."""
    for claim in dossier.claims:
        around = f"{claim.subject}{claim.row}{claim.column}{dossier.clause(claim) if claim.origin == 'text' else ''}"
        if claim.kind == "rate" and claim.dimension == "percent" and claim.value > _HUNDRED and claim.unit == "%":
            if not _PLAN.search(around):
                yield say.finding(
                    "A013",
                    "warning",
                    f"“{figure(claim)}”超过 100%，且不是计划完成率",
                    f"{figure(claim)} is above 100 % and speaks of no plan: does not agree with a share of a whole",
                    [claim],
                    expected=Interval(Decimal(0), _HUNDRED),
                    found=claim.value,
                )
        elif claim.kind == "level" and claim.dimension == "count" and claim.value < 0 and not _SIGNED.search(around):
            yield say.finding(
                "A013",
                "warning",
                f"“{figure(claim)}”是负的件数",
                f"{figure(claim)} is a negative count: does not agree with counting",
                [claim],
                expected=Interval(Decimal(0), None),
                found=claim.value,
            )


def _is_share(claim: ClaimRecord) -> bool:
    return (
        claim.kind == "rate"
        and claim.unit == "%"
        and claim.modality == "actual"
        and claim.qualifier in ("exact", "approx")
        and claim.period == (str(claim.year) if claim.year else claim.period)
    )


def _numerator(dossier: Dossier, rate: ClaimRecord) -> ClaimRecord | None:
    """The count whose share a rate is: it stands right before 占, or is what the rate is named after."""
    if rate.origin != "text":
        return None
    before = [
        claim
        for claim in dossier.sentences[rate.sentence, dossier.begin(rate)]
        if claim.start < rate.start and claim.kind == "level" and claim.dimension == "count" and _exact(claim)
    ]
    clause = dossier.before(rate)
    if _SHARE.search(clause):
        if _TOGETHER.search(dossier.clause(rate)):
            return None
        own = [claim for claim in before if claim.subject == rate.subject]
        if own:
            return own[-1]
        near = [
            claim for claim in before if not any(stop in (dossier.between(claim, rate) or "。")[1:] for stop in _STOPS)
        ]
        return near[-1] if near else None
    stem = (rate.subject or "").removesuffix("率")
    if len(stem) < 2 or not (rate.subject or "").endswith("率"):
        return None
    named = [
        claim
        for claim in before
        if _named_after(claim.subject or "", stem) or dossier.clause(claim).endswith(stem)  # 调解成功3121宗
    ]
    return named[-1] if named else None


def _named_after(subject: str, stem: str) -> bool:
    if subject.endswith(stem):
        return not subject.removesuffix(stem).endswith(("不", "未", "非"))
    return len(subject) >= 2 and stem.endswith(subject)


def _bases(dossier: Dossier, rate: ClaimRecord, part: ClaimRecord) -> list[ClaimRecord]:
    """The stated base if there is one, else every figure of the same unit nearby that can hold the part."""
    share = _SHARE.search(dossier.before(rate))
    name = share["of"] if share else ""
    if _ELSEWHERE.search(name):
        return []
    around = [
        claim
        for claim in dossier.claims
        if claim.claim_id != part.claim_id
        and claim.kind in ("level", "range_to")
        and claim.dimension == part.dimension
        and claim.unit == part.unit
        and claim.value >= part.value
        and (0 < rate.start - claim.start <= _REACH or claim.claim_id == part.part_of)
    ]
    if len(name) >= 2:
        return [claim for claim in around if pairing.likeness(claim.subject or "", name) >= 0.6]
    around.sort(key=lambda claim: (claim.claim_id != part.part_of, rate.start - claim.start))
    stated = any(claim.claim_id == part.part_of or rate.start - claim.start <= _NEXT for claim in around)
    return around if stated else []


def _fits_somehow(rate: ClaimRecord, claims: Sequence[ClaimRecord]) -> bool:
    """Whether two or three of the figures explain a named rate: 合格率 counts 优秀 too, or what is left of the whole."""
    values = [claim.value for claim in claims if claim.qualifier == "exact"]
    tops = {*values, *(one + other for one, other in combinations(values, 2))}
    tops |= {abs(one - other) for one, other in combinations(values, 2)}
    return any(
        intervals.of(rate, reading).holds(top / base * _HUNDRED)
        for base in values
        if base
        for top in tops
        for reading in READINGS
    )


def _fits(rate: ClaimRecord, part: ClaimRecord, base: ClaimRecord) -> bool:
    recomputed = _recomputed(part, base)
    return recomputed is None or any(intervals.of(rate, reading).meets(recomputed) for reading in READINGS)


def _recomputed(part: ClaimRecord, base: ClaimRecord) -> Interval | None:
    share = intervals.ratio(
        intervals.hull(intervals.of(part, reading) for reading in READINGS),
        intervals.hull(intervals.of(base, reading) for reading in READINGS),
    )
    return None if share is None else intervals.times(share, _HUNDRED)


def _exact(claim: ClaimRecord) -> bool:
    return claim.qualifier in ("exact", "approx")


def _runs(dossier: Dossier, rates: Sequence[ClaimRecord]) -> Iterator[list[ClaimRecord]]:
    """Shares that follow each other under 占 or 分别占, no rate of another name between them."""
    run: list[ClaimRecord] = []
    for rate in rates:
        said = bool(_SHARE.search(dossier.before(rate)))
        if run and (said or ((gap := dossier.between(run[-1], rate)) and re.fullmatch(r"[、和及与，,]+", gap))):
            run.append(rate)
            continue
        if run:
            yield run
        run = [rate] if said else []
    if run:
        yield run


def _complete(dossier: Dossier, rates: Sequence[ClaimRecord]) -> bool:
    """Whether the counts of which these are the shares are all the parts of one total."""
    parts = [_numerator(dossier, rate) for rate in rates]
    totals = {part.part_of for part in parts if part}
    if None in parts or len(totals) != 1 or (total := dossier.by_id.get(totals.pop() or "")) is None:
        return False
    return sum(part.value for part in parts if part) == total.value
