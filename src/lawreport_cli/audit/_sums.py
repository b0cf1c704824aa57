"""Parts against their total: takes one report, gives the breakdowns that do not add up. A010.

A list is closed when nothing can be missing from it: a row or column of a table with its total, a bracket that splits
the figure before it, a list that ends in 其他. From any other list something may be left unsaid; it is reported as `info`
when it comes close, and stays silent when it is plainly partial.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawreport_cli import intervals
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import Finding, Level, Sources, added, figure, span
from lawreport_cli.intervals import READINGS, Interval
from lawreport_cli.record import ClaimRecord

_NEW_LIST = re.compile(r"其中|[含（(]|包括|按")
_NEXT_MEMBER = re.compile(r"[、和及][^，,；;。、0-9]{0,16}")
_REST = re.compile(r"^(?:其他|其它|其余|另|剩余)")
_NEAR = Decimal("0.1")  # of the total: an open list this close to it seems meant to be complete


def breakdowns(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A010 over all totals of a report."""
    seen: set[tuple[str, ...]] = set()
    for total_id, parts in dossier.parts.items():
        total = dossier.by_id.get(total_id)
        if total is None or total.kind not in ("level", "range_to"):
            continue
        comparable = [part for part in _comparable(total, parts) if part.kind == "level"]
        if total.origin == "table":
            groups = [(group, total) for group in _lines(total, comparable)]
            groups += _crossed(dossier, total, comparable)
            for group, whole in groups:
                key = (whole.claim_id, *sorted(part.claim_id for part in group))
                if len(group) >= 2 and key not in seen:
                    seen.add(key)
                    yield from _test(whole, group, "error", say)
        else:
            yield from _text(dossier, total, comparable, say)


def _comparable(total: ClaimRecord, parts: Sequence[ClaimRecord]) -> list[ClaimRecord]:
    """Parts of the dimension of the total, whatever their measure words: 56个 = 32家 + 24个."""
    return [part for part in parts if part.dimension == total.dimension and part.modality == total.modality]


def _lines(total: ClaimRecord, parts: Sequence[ClaimRecord]) -> list[list[ClaimRecord]]:
    """The row and the column of a table that end in `total`, apart."""
    row = [part for part in parts if part.row == total.row and part.column != total.column]
    column = [part for part in parts if part.column == total.column and part.row != total.row]
    return [row, column]


def _crossed(
    dossier: Dossier, grand: ClaimRecord, parts: Sequence[ClaimRecord]
) -> Iterator[tuple[list[ClaimRecord], ClaimRecord]]:
    """In a table with totals both ways: each column with its total, which the links of rows do not tell."""
    totals, column = _lines(grand, parts)
    if len(totals) < 2 or len(column) < 2:
        return
    rows = {part.row for part in column}
    first, last = min(part.start for part in parts), max(part.end for part in [*parts, grand])
    row_start = min(
        (claim.start for claim in dossier.claims if claim.row in rows and claim.section == grand.section), default=first
    )
    cells: dict[str | None, list[ClaimRecord]] = defaultdict(list)
    for claim in dossier.claims:
        if claim.origin == "table" and row_start <= claim.start <= last and claim.row in rows:
            cells[claim.column].append(claim)
    for total in totals:
        below = cells.get(total.column, [])
        if len(below) == len(rows):
            yield below, total


def _text(dossier: Dossier, total: ClaimRecord, parts: Sequence[ClaimRecord], say: Sources) -> Iterator[Finding]:
    groups = [_continued(dossier, total, group) for group in _lists(dossier, parts)]
    told = _adding_up(total, groups)
    for at, group in enumerate(groups):
        if at in told or len(group) < 2 or _fits_another(dossier, total, group):
            continue
        level = _level(dossier, total, group)
        if level is not None:
            yield from _test(total, group, level, say)


def _adding_up(total: ClaimRecord, groups: Sequence[Sequence[ClaimRecord]]) -> set[int]:
    """Positions of groups that add up, alone or with their neighbours: one list may be told in several clauses."""
    whole = intervals.of(total, "rounded")
    return {
        at
        for first in range(len(groups))
        for last in range(first, len(groups))
        if _sum([part for group in groups[first : last + 1] for part in group], "rounded").meets(whole)
        for at in range(first, last + 1)
    }


def _lists(dossier: Dossier, parts: Sequence[ClaimRecord]) -> list[list[ClaimRecord]]:
    """The breakdowns of one total apart: a new 其中, bracket or clause begins a new one."""
    groups: list[list[ClaimRecord]] = []
    for part in sorted(parts, key=lambda claim: claim.start):
        gap = dossier.between(groups[-1][-1], part) if groups else None
        if gap is None or _NEW_LIST.search(gap):
            groups.append([])
        groups[-1].append(part)
    return groups


def _continued(dossier: Dossier, total: ClaimRecord, parts: list[ClaimRecord]) -> list[ClaimRecord]:
    """The rest of a list whose last members are no stated parts: a link is made only while the total is not exceeded."""
    if _sum(parts, "rounded").meets(intervals.of(total, "rounded")):
        return parts
    found = list(parts)
    for claim in dossier.sentences[parts[0].sentence, dossier.begin(parts[0])]:
        gap = dossier.between(found[-1], claim)
        if gap is None or claim.start <= found[-1].start:
            continue
        listed = _NEXT_MEMBER.fullmatch(gap) or (_REST.match(claim.subject or "") and not re.search("[；;]", gap))
        if not listed or claim.kind != "level" or claim.unit != found[-1].unit or claim.part_of:
            break
        found.append(claim)
    return found


def _level(dossier: Dossier, total: ClaimRecord, parts: Sequence[ClaimRecord]) -> Level | None:
    """How much a breakdown that does not add up tells; null: nothing, it is partial."""
    if _REST.match(parts[-1].subject or "") or _in_bracket(dossier, total, parts):
        return "error"
    summed = sum((part.value for part in parts), Decimal(0))
    if any(part.qualifier != "exact" for part in (*parts, total)):
        return None
    if abs(summed - total.value) <= _NEAR * abs(total.value):
        return "info"
    return "warning" if summed > total.value else None


def _in_bracket(dossier: Dossier, total: ClaimRecord, parts: Sequence[ClaimRecord]) -> bool:
    """13件（新制定5件，修改4件，废止4件）: a bracket that holds the parts and nothing before or after them."""
    lead = dossier.between(total, parts[0])
    tail = dossier.after(parts[-1])
    opened = lead is not None and re.match(r"[（(]", lead) and not re.search(r"其中|[）)]", lead)
    return bool(opened) and bool(re.match(r"[）)]", tail))


def _fits_another(dossier: Dossier, total: ClaimRecord, parts: Sequence[ClaimRecord]) -> bool:
    """Whether the parts add up to another figure of their sentence: then that one is their total."""
    others = dossier.sentences[parts[0].sentence, dossier.begin(parts[0])]
    return any(
        other.start < parts[0].start
        and other.claim_id != total.claim_id
        and other.kind == "level"
        and other.dimension == total.dimension
        and all(_sum(parts, reading).meets(intervals.of(other, reading)) for reading in READINGS)
        for other in others
    )


def _test(total: ClaimRecord, parts: Sequence[ClaimRecord], level: Level, say: Sources) -> Iterator[Finding]:
    same = [part for part in parts if part.unit == total.unit]
    if 2 <= len(same) < len(parts) and _sum(same, "rounded").meets(intervals.of(total, "rounded")):
        return  # 28件30人: the second unit counts something else
    fits = [_sum(parts, reading).meets(intervals.of(total, reading)) for reading in READINGS]
    if fits[0] or (any(fits) and level != "error"):
        return
    summed = _sum(parts, "rounded")
    yield say.finding(
        "A010",
        "warning" if fits[1] and level == "error" else level,
        f"分项 {added(parts)} = {span(summed)}，与总数“{figure(total)}”不一致",
        f"the parts {added(parts)} = {span(summed)}: does not agree with the total {figure(total)}",
        [total, *parts],
        expected=summed,
        found=total.value,
        fits_cut=fits[1],
    )


def _sum(parts: Sequence[ClaimRecord], reading: intervals.Reading) -> Interval:
    return intervals.total(intervals.of(part, reading) for part in parts)
