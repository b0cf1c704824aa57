"""Two reports of one place: takes the records of both, gives one row for each figure that either has."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lawreport_cli import growth, pairing
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.pairing import Pair, Pins
from lawreport_cli.record import ClaimRecord, rounded

Status = Literal["same", "changed", "new", "dropped"]
STATUSES: tuple[Status, ...] = ("dropped", "changed", "new", "same")
Relation = Literal["same_indicator", "renamed", "scope_changed", "unit_changed"]
Verdict = Literal["agrees", "disagrees", "untestable"]
Note = Literal["zero_base", "approximate_base", "period_differs"]

_PLACES = 2  # decimals
_VERBS = re.compile(
    r"^(?:新|已|共|依法|安排|立案|经|累计|审结|办结|办理|受理|收到|新收|收|完成|开展|举办|组织|召开|主持召开|调处|化解|调解|处理|作出|查处|制定|制发|新制发"
    r"|出台|印发|发布|主动公开|公开|推出|建成|培育|创建|评查|审查|审核|发现|反馈|提出|答复|承办|移送|检查|配备|新增|实施"
    r"|上线|收缴|评为|承办|转办|调处|排查|梳理|召集|举行|开通|开|宣布|拟|选派|派驻|培养|评出|评选|抽评|抽取|抽查|查办|持有|手持|聘请|聘|邀请|请|设立|建立|派发|发放|取得|拥有|现有)+"
)
_LONG = 4  # characters from which a wording is known with others in between: 依申请(政务服务)事项
_LAYER = re.compile(r"[省市县区]直|乡镇|镇街|街道|本级|基层|村居")  # whose a figure is, said inside its name
_EXCEPT = re.compile(r"不[含计]|不包[含括]|剔除|扣除|除外|除[^（(]{1,12}外")  # 执法人员（不含公安机关）
_JOINING = re.compile(r"[、和及与或]")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two years: fields as in docs/results.md, in that order.

    `delta` is in `unit`, for rates in percentage points; `stated`, `recomputed_min` and `recomputed_max` are signed and in
    `stated_unit`. `note` says why a `delta_pct` is missing or must be read with care.
    """

    status: Status
    relation: Relation | None
    score: float | None
    indicator: str | None
    subject: str | None
    scope: str | None
    kind: str
    unit: str | None
    old_claim: str | None
    new_claim: str | None
    old_value: Decimal | None
    new_value: Decimal | None
    delta: Decimal | None
    delta_pct: Decimal | None
    stated: Decimal | None
    recomputed_min: Decimal | None
    recomputed_max: Decimal | None
    verdict: Verdict | None
    old_source: str | None
    old_page: int | None
    old_quote: str | None
    new_source: str | None
    new_page: int | None
    new_quote: str | None
    old_subject: str | None
    new_subject: str | None
    stated_unit: str | None
    stated_quote: str | None
    stated_claim: str | None
    note: Note | None
    pinned: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows: those of the newer report in its order, then what is dropped, in the order of the older one."""

    old: ReportRecords
    new: ReportRecords
    changes: tuple[Change, ...]

    def count(self, status: Status) -> int:
        """How many rows have `status`."""
        return sum(change.status == status for change in self.changes)


def compare(
    old: ReportRecords, new: ReportRecords, *, pins: Pins | None = None, threshold: float = pairing.THRESHOLD
) -> Comparison:
    """What became of each figure of `old` in `new`. Nothing whose score is below `threshold` is paired."""
    pairs = pairing.pair(old, new, pins=pins, threshold=threshold)
    by_claim = {one.new.claim_id: one for one in pairs.pairs}
    fresh = {claim.claim_id for claim in pairs.new}
    rows = [
        _row(by_claim[claim.claim_id], old, new) if claim.claim_id in by_claim else _single(claim, "new", new)
        for claim in new.claims
        if claim.claim_id in by_claim or claim.claim_id in fresh
    ]
    return Comparison(old, new, (*rows, *(_single(claim, "dropped", old) for claim in pairs.dropped)))


def relation(old: ClaimRecord, new: ClaimRecord) -> Relation:
    """How the wording of a pair changed. When several hold: scope before unit before name."""
    if _narrowed_otherwise(old, new):
        return "scope_changed"
    if old.unit and new.unit and old.unit != new.unit:
        return "unit_changed"
    return "same_indicator" if _same_name(old, new) else "renamed"


def _row(pair: Pair, old: ReportRecords, new: ReportRecords) -> Change:
    first, second = pair.old, pair.new
    changes = [claim for claim in new.claims if claim.kind == "change" and claim.modifies == second.claim_id]
    comparable = _same_period(first, second)
    stated, test = _tested(first, second, changes) if comparable else (changes[0] if changes else None, None)
    delta = second.value - first.value if comparable else None
    percent, note = _percent(first, second) if comparable else (None, "period_differs")
    sign = -1 if stated is not None and stated.direction == "down" else 1
    return Change(
        status="same" if first.value == second.value and first.value_max == second.value_max else "changed",
        relation=relation(first, second),
        score=pair.score,
        indicator=second.indicator or first.indicator,
        subject=second.subject,
        scope=second.scope,
        kind=second.kind,
        unit=second.unit,
        old_claim=first.claim_id,
        new_claim=second.claim_id,
        old_value=first.value,
        new_value=second.value,
        delta=delta,
        delta_pct=percent,
        stated=None if stated is None else sign * stated.value,
        recomputed_min=_shown(test.recomputed.low) if test else None,
        recomputed_max=_shown(test.recomputed.high) if test else None,
        verdict=None if stated is None else "untestable" if test is None else "agrees" if test.agrees else "disagrees",
        old_source=old.head.source,
        old_page=first.page,
        old_quote=first.quote,
        new_source=new.head.source,
        new_page=second.page,
        new_quote=second.quote,
        old_subject=first.subject,
        new_subject=second.subject,
        stated_unit=stated.unit if stated else None,
        stated_quote=stated.quote if stated else None,
        stated_claim=stated.claim_id if stated else None,
        note=note,
        pinned=pair.pinned,
    )


def _single(claim: ClaimRecord, status: Literal["new", "dropped"], report: ReportRecords) -> Change:
    fresh = status == "new"
    here = (claim.claim_id, claim.value, report.head.source, claim.page, claim.quote, claim.subject)
    none = (None,) * len(here)
    old, new = (none, here) if fresh else (here, none)
    return Change(
        status=status,
        relation=None,
        score=None,
        indicator=claim.indicator,
        subject=claim.subject,
        scope=claim.scope,
        kind=claim.kind,
        unit=claim.unit,
        old_claim=old[0],
        new_claim=new[0],
        old_value=old[1],
        new_value=new[1],
        delta=None,
        delta_pct=None,
        stated=None,
        recomputed_min=None,
        recomputed_max=None,
        verdict=None,
        old_source=old[2],
        old_page=old[3],
        old_quote=old[4],
        new_source=new[2],
        new_page=new[3],
        new_quote=new[4],
        old_subject=old[5],
        new_subject=new[5],
        stated_unit=None,
        stated_quote=None,
        stated_claim=None,
        note=None,
        pinned=False,
    )


def _tested(
    first: ClaimRecord, second: ClaimRecord, changes: Sequence[ClaimRecord]
) -> tuple[ClaimRecord | None, growth.Test | None]:
    """The stated change on last year that tells most: one that disagrees, else the first that can be tested."""
    yearly = [change for change in changes if growth.is_yearly(change) or growth.seems_yearly(change)]
    tests = [(change, growth.test(second, change, first)) for change in yearly]
    for change, test in tests:
        if test is not None and not test.agrees:
            return change, test
    for change, test in tests:
        if test is not None:
            return change, test
    return next(iter([*yearly, *changes]), None), None


def _percent(first: ClaimRecord, second: ClaimRecord) -> tuple[Decimal | None, Note | None]:
    """Δ % where it says something: not of rates, ranks and scores, not over zero; over an approximate base with a note."""
    if second.dimension in ("percent", "rank", "ratio", "points") or second.kind in ("rate", "rank", "change"):
        return None, None
    if first.value == 0:
        return None, "zero_base"
    percent = _shown((second.value / first.value - 1) * 100)
    return percent, "approximate_base" if first.qualifier != "exact" else None


def _shown(number: Decimal | None) -> Decimal | None:
    return None if number is None else rounded(number, _PLACES)


def _same_period(first: ClaimRecord, second: ClaimRecord) -> bool:
    """Whether both cover the same part of their years; unknown is taken for the whole year."""
    parts = []
    for claim in (first, second):
        period, year = claim.period or "", str(claim.year or "")
        parts.append(re.sub(r"(?:19|20)\d\d", "", period) if year else "")
    return parts[0] == parts[1]


def _narrowed_otherwise(old: ClaimRecord, new: ClaimRecord) -> bool:
    """Whether both are narrowed, otherwise, and right where the figure stands: a scope carried from afar proves little."""
    names = [claim.subject or "" for claim in (old, new)]
    if bool(_EXCEPT.search(names[0])) != bool(_EXCEPT.search(names[1])):
        return True
    layers = [set(_LAYER.findall(claim.subject or "")) for claim in (old, new)]
    if all(layers) and not layers[0] & layers[1]:
        return True
    one, other = pairing.scope(old), pairing.scope(new)
    if not one or not other or not (_is_near(old) and _is_near(new)):
        return False
    return pairing.likeness(one, other) < 0.3


def _is_near(claim: ClaimRecord) -> bool:
    """Whether the clause of a figure names its scope; what stands further before may be carried along."""
    before = claim.sentence[: claim.sentence.find(claim.quote)]
    return (claim.scope or "") in re.split("[，,；;。]", before)[-1]


def _same_name(old: ClaimRecord, new: ClaimRecord) -> bool:
    """Equal but for the verb, the order, the place, and what the other report says around the figure, not in its name.

    Of one indicator a name within the other is the same, unless the other joins several.
    """
    one, other = (_bare(claim) for claim in (old, new))
    if one == other or not (_VERBS.sub("", one) or _VERBS.sub("", other)) or pairing.named_by_scope(old, new):
        return True
    short, long, elsewhere = (one, other, old) if len(one) <= len(other) else (other, one, new)
    added = _added(short, long)
    if added is None:
        return False
    known = old.kind == "level" and old.indicator is not None and old.indicator == new.indicator
    if known and not _JOINING.search("".join(added)):
        return True
    return all(_is_said(part, _around(elsewhere)) for part in added)


def _added(short: str, long: str) -> list[str] | None:
    """What `long` says besides the characters of `short`, in pieces; null where it lacks one of these."""
    if short in long:
        return [piece for piece in long.split(short, 1) if piece]
    left = Counter(short)
    pieces = [""]
    for char in long:
        if left[char]:
            left[char] -= 1
            pieces.append("")
        else:
            pieces[-1] += char
    return None if +left else [piece for piece in pieces if piece]


def _is_said(part: str, around: str) -> bool:
    part = _VERBS.sub("", part).strip("的之了后")
    loosely = ".{0,4}".join(map(re.escape, part)) if len(part) >= _LONG else re.escape(part)
    return bool(re.search(loosely, around))


def _bare(claim: ClaimRecord) -> str:
    name = pairing.wording(claim)
    if claim.kind == "rate":
        return name  # 办结率 and 办复率: the verb is the matter
    name = _VERBS.sub("", name)
    return re.sub(r"(?:数量?|件数|人数|情况|总数|总量)$", "", re.sub(r"^[市县区省]", "", name)) or pairing.wording(
        claim
    )


def _around(claim: ClaimRecord) -> str:
    return f"{claim.section[-1] if claim.section else ''}{claim.sentence}{claim.scope or ''}{claim.column or ''}"
