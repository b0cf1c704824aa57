"""Changes over the years: takes one report or two of one place, gives the stated changes and bases that do not agree.

A001 A002 A003 A004 A020 A022 A050.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from lawreport_cli import growth, intervals, pairing
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import Finding, Level, Sources, figure, listed, short, shown, span
from lawreport_cli.intervals import READINGS, Interval
from lawreport_cli.pairing import Pair, Pairing
from lawreport_cli.record import ClaimRecord

_SURE = 0.65  # a pair below this score supports a warning, no error
_SINCE = re.compile(r"以来|历年|自.{0,12}起|成立|启动|截[至止]")
_THIS_YEAR = re.compile(r"今年|全年|本年|年内|年度|当年|一年来|(?:19|20)\d\d年(?!.{0,12}以来)")
_ADDED = re.compile(r"[新再净]增|增[加设聘配补]|新[建设聘招]")  # 再增5名 is no plan for the whole
_DIGIT, _BRACKET = re.compile(r"[0-9０-９]"), re.compile(r"[（(][^）)]*[）)]")
_GOAL = re.compile(r"达到?|增加到|提高到|提升到|扩[大展]到|发展到|实现|完成|力争")
_STEP = re.compile(r"[，,、（(]?[共净]?(?:[增减提升降扩压]|上升|下降|多|少)[^，,；;。0-9]{0,4}")
_HUNDRED = Decimal(100)


def in_passage(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A003 and A004: a figure, its base, its difference and its growth in one passage."""
    for level in dossier.claims:
        changes = dossier.changes.get(level.claim_id, [])
        yearly = [change for change in changes if growth.is_yearly(change)]
        bases = _bases(dossier, level, changes)
        tested = False
        told_of: set[str] = set()
        for base, told in bases:
            tests = [test for change in told if (test := growth.test(level, change, base)) is not None]
            tested = tested or bool(tests)
            agreeing = [test.change for test in tests if test.fits_rounded]
            for test in tests:
                if not test.fits_rounded and test.change.claim_id not in told_of:
                    told_of.add(test.change.claim_id)
                    yield _disagrees("A003", say, test, [level, base, test.change, *agreeing], sure=True)
        if not tested:
            yield from _difference_and_growth(level, yearly, say)
        if not bases:
            for change in yearly:
                if not _others_between(dossier, level, change):
                    yield from _whole_base(level, change, say)


def in_series(old: Dossier, new: Dossier, pairs: Pairing, say: Sources) -> Iterator[Finding]:
    """A001, A002, A020 and A050: what a report says of a figure against the report of the year before."""
    for pair in pairs.pairs:
        if pair.new.modality != "actual" or pair.old.modality != "actual" or not _same_period(pair):
            continue
        sure = pair.score >= _SURE
        for change in new.changes.get(pair.new.claim_id, []):
            said = growth.is_yearly(change)
            test = growth.test(pair.new, change, pair.old) if said or growth.seems_yearly(change) else None
            if test is not None and not test.fits_rounded:
                yield _disagrees("A001", say, test, [pair.new, change, pair.old], sure=sure and said)
        for base in new.bases(pair.new):
            yield from _base(base, pair, say, sure=sure)
        yield from _cumulative(old, new, pair, say)
        yield from _magnitude(pair, say)


def plans(old: Dossier, new: Dossier, say: Sources) -> Iterator[Finding]:
    """A022: last year's plan against this year's fact."""
    planned = [claim for claim in old.claims if claim.modality == "planned" and pairing.shift(claim) == 1]
    actual = [
        claim
        for claim in new.claims
        if claim.modality == "actual"
        and pairing.shift(claim) == 0
        and not claim.modifies
        and claim.kind != "range_from"
    ]
    for plan in planned:
        if plan.kind == "change":
            continue
        added = bool(_ADDED.search(old.clause(plan)))
        alike = [
            (pairing.likeness(pairing.wording(plan), pairing.wording(claim)), claim)
            for claim in actual
            if claim.dimension == plan.dimension
            and claim.unit == plan.unit
            and bool(_ADDED.search(new.clause(claim))) == added
        ]
        same = [item for item in alike if item[1].indicator and item[1].indicator == plan.indicator]
        best = max(same or alike, key=lambda item: item[0], default=None)
        if best is None or (best[0] < 0.7 and not same):
            continue
        fact = best[1]
        reached = any(_aim(old, plan, reading).meets(intervals.of(fact, reading)) for reading in READINGS)
        if not reached:
            yield say.finding(
                "A022",
                "info",
                f"上年计划“{figure(plan)}”，本年为“{figure(fact)}”，与计划不一致",
                f"last year's plan was {figure(plan)}; this year's figure, {figure(fact)}, does not agree with it",
                [plan, fact],
                expected=_aim(old, plan, "rounded"),
                found=fact.value,
            )


def _aim(old: Dossier, plan: ClaimRecord, reading: intervals.Reading) -> Interval:
    """What meets a plan: 达到40名 is met by more."""
    planned = intervals.of(plan, reading)
    return Interval(planned.low, None) if plan.qualifier == "exact" and _GOAL.search(old.clause(plan)) else planned


def _bases(
    dossier: Dossier, level: ClaimRecord, changes: list[ClaimRecord]
) -> list[tuple[ClaimRecord, list[ClaimRecord]]]:
    """The figures from which `level` is said to have changed, each with the changes that are measured against it."""
    yearly = [change for change in changes if growth.is_yearly(change) or growth.seems_yearly(change)]
    steps = [change for change in changes if change.basis is None and _is_step(dossier, level, change)]
    found = [(base, yearly) for base in dossier.bases(level)]
    if level.kind == "range_to":
        found += [
            (claim, yearly if claim.period != level.period else steps)
            for claim in dossier.sentences[level.sentence, dossier.begin(level)]
            if claim.kind == "range_from" and (claim.subject, claim.unit) == (level.subject, level.unit)
        ]
    return [(base, told) for base, told in found if told]


def _is_step(dossier: Dossier, level: ClaimRecord, change: ClaimRecord) -> bool:
    """Whether a change follows the end of a from-to at once: 由563件增加到608件，净增45件."""
    return _STEP.fullmatch(dossier.between(level, change) or "") is not None


def _others_between(dossier: Dossier, level: ClaimRecord, change: ClaimRecord) -> bool:
    """Whether another figure stands between a figure and its change, so that the change may be of that one."""
    gap = dossier.between(level, change)
    return gap is None or ("分别" not in gap and "依次" not in gap and bool(_DIGIT.search(_BRACKET.sub("", gap))))


def _difference_and_growth(level: ClaimRecord, changes: list[ClaimRecord], say: Sources) -> Iterator[Finding]:
    """较上年减少125.9万元，降幅10.4%: the difference gives the base that the growth needs."""
    for difference in changes:
        base = growth.implied_base(level, difference) if difference.change_measure == "absolute" else None
        if base is None or base.low is None or base.high is None:
            continue
        sign = 1 if difference.direction == "down" else -1
        before = level.model_copy(
            update={
                "value": level.value + sign * difference.value,
                "decimals": min(level.decimals, difference.decimals),
            }
        )
        for change in changes:
            if change.change_measure in ("relative", "multiple") and change.basis == difference.basis:
                test = growth.test(level, change, before)
                if test is not None and not test.fits_rounded:
                    yield _disagrees("A003", say, test, [level, difference, change], sure=True)


def _whole_base(level: ClaimRecord, change: ClaimRecord, say: Sources) -> Iterator[Finding]:
    """A004: whether some whole number can have grown so."""
    if level.dimension != "count" or level.decimals != 0 or level.qualifier != "exact" or change.qualifier != "exact":
        return
    if change.change_measure not in ("relative", "multiple") or level.value == 0 or level.value != int(level.value):
        return
    bases = [_implied(level, change, reading) for reading in READINGS]
    if any(base is None or _whole_numbers(base) for base in bases):
        return
    around = intervals.hull(base for base in bases if base is not None)
    if around.low is None or around.high is None or around.low < 0:
        return
    below, above = (around.low.to_integral_value(ROUND_FLOOR), around.high.to_integral_value(ROUND_CEILING))
    tried = [(base, _grown(level, base)) for base in dict.fromkeys((below, above)) if base > 0]
    gives = "，".join(f"{shown(base)} 得 {shown(value)}%" for base, value in tried)
    gives_en = ", ".join(f"{shown(base)} gives {shown(value)} %" for base, value in tried)
    sign = "-" if change.direction == "down" else "+"
    yield say.finding(
        "A004",
        "warning",
        f"{figure(level)}，变动 {sign}{change.quote}：没有整数基数与之相符（{gives}）",
        f"{figure(level)}, change {sign}{change.quote}: no whole number can have changed so ({gives_en})",
        [level, change],
        expected=around,
        found=(-1 if change.direction == "down" else 1) * change.value,
    )


def _implied(level: ClaimRecord, change: ClaimRecord, reading: intervals.Reading) -> Interval | None:
    """The base in one reading; null where no single one is implied."""
    moved = intervals.of(change, reading)
    one = intervals.exactly(Decimal(1))
    if change.direction not in ("up", "down") or moved.high is None:
        return None
    if change.change_measure == "multiple":
        if change.direction == "down":
            return None
        both = [
            intervals.ratio(intervals.exactly(level.value), moved + step)
            for step in (one, intervals.exactly(Decimal(0)))
        ]
        fitting = [base for base in both if base is not None and _whole_numbers(base)]
        return fitting[0] if fitting else both[0]
    step = intervals.times(moved, 1 / _HUNDRED)
    return intervals.ratio(intervals.exactly(level.value), one + step if change.direction == "up" else one - step)


def _whole_numbers(interval: Interval) -> bool:
    if interval.low is None or interval.high is None:
        return True
    first = interval.low.to_integral_value(ROUND_CEILING)
    return interval.holds(first)


def _grown(level: ClaimRecord, base: Decimal) -> Decimal:
    return (level.value / base - 1) * _HUNDRED


def _disagrees(code: str, say: Sources, test: growth.Test, claims: list[ClaimRecord], *, sure: bool) -> Finding:
    level: Level = "error" if not test.fits_cut and sure else "warning"
    new, *_ = claims
    other, *agreeing = (claim for claim in claims if claim.claim_id not in (new.claim_id, test.change.claim_id))
    stated = shown(test.stated)
    points = test.measure == "百分点"
    unit, unit_en = ("个百分点", " points") if points else (test.measure, test.measure)
    if code == "A001":
        zh, en = f"上年报告为“{figure(other)}”", f"last year's report has {figure(other)}"
    else:
        zh, en = f"同段又有“{figure(other)}”", f"the same passage has {figure(other)}"
    return say.finding(
        code,
        level,
        f"“{figure(new)}”称变动 {stated}{unit}，{zh}，据此应为 {span(test.recomputed)}{unit}，不一致"
        + (f"（{listed(agreeing)} 与之相符）" if agreeing else ""),
        f"{figure(new)} is said to have changed by {stated}{unit_en}; {en}, which gives "
        f"{span(test.recomputed)}{unit_en}: does not agree" + (f" ({listed(agreeing)} does)" if agreeing else ""),
        claims,
        expected=test.recomputed,
        found=test.stated,
        fits_cut=test.fits_cut,
    )


def _base(base: ClaimRecord, pair: Pair, say: Sources, *, sure: bool) -> Iterator[Finding]:
    fits = [intervals.of(base, reading).meets(intervals.of(pair.old, reading)) for reading in READINGS]
    if all(fits):
        return
    yield say.finding(
        "A002",
        "error" if not any(fits) and sure else "warning",
        f"本年称上年为“{figure(base)}”，上年报告为“{figure(pair.old)}”，不一致",
        f"this report gives last year's figure as {figure(base)}; last year's report has {figure(pair.old)}: "
        "does not agree",
        [base, pair.old, pair.new],
        expected=intervals.of(pair.old, "rounded"),
        found=base.value,
    )


def _cumulative(old: Dossier, new: Dossier, pair: Pair, say: Sources) -> Iterator[Finding]:
    """A020: a sum that runs since some day cannot fall. A bare 累计 often means the year: then a warning."""
    if pair.old.basis != "cumulative" or pair.new.basis != "cumulative" or pair.new.qualifier == "at_least":
        return
    if intervals.of(pair.new, "cut").meets(intervals.of(pair.old, "cut")) or pair.new.value >= pair.old.value:
        return
    around = [f"{dossier.before(claim)[-40:]}" for dossier, claim in ((old, pair.old), (new, pair.new))]
    if any(_THIS_YEAR.search(text) and not _SINCE.search(text) for text in around):
        return
    since = all(_SINCE.search(text) for text in around)
    yield say.finding(
        "A020",
        "error" if since and pair.score >= _SURE else "warning",
        f"累计数“{figure(pair.new)}”小于上年的“{figure(pair.old)}”，累计数不应减少",
        f"the cumulative figure {figure(pair.new)} is below last year's {figure(pair.old)}; the two do not agree",
        [pair.new, pair.old],
        expected=Interval(pair.old.value, None),
        found=pair.new.value,
    )


def _magnitude(pair: Pair, say: Sources) -> Iterator[Finding]:
    """A050: 万元 for 元, 亿 for 万."""
    if pair.old.dimension not in ("money", "count", "area") or not pair.old.value or not pair.new.value:
        return
    ratio = pair.new.value / pair.old.value
    large = max(ratio, 1 / ratio)
    power = next((power for power in (4, 8) if Decimal("0.3") <= large / 10**power <= 3), None)
    if power is None:
        return
    yield say.finding(
        "A050",
        "warning",
        f"“{figure(pair.new)}”与上年“{figure(pair.old)}”相差约 10 的 {power} 次方倍，疑为单位不同（元与万元等）",
        f"{figure(pair.new)} and last year's {figure(pair.old)} differ by about ten to the power of {power}: "
        "the units do not seem to agree",
        [pair.new, pair.old],
        expected=Interval(pair.old.value / 10, pair.old.value * 10),
        found=short(pair.new.value),
    )


def _same_period(pair: Pair) -> bool:
    """Whole years both, or years since the same one: 截至11月 against a full year is no comparison."""
    periods = [claim.period or "" for claim in (pair.old, pair.new)]
    if any("-" in period for period in periods):
        return False
    since = {period.partition("/")[0] for period in periods if "/" in period}
    return len(since) == all("/" in period for period in periods)
