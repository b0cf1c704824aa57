"""Totals of tables: takes the figures of a table with their cells, gives for each the total that it is a part of.

A figure is looked for a total along its row first (小计, 合计, 总计 among the heads), then down its column. Along such a
line 其中 begins a breakdown of what stands before it; the lesser total is asked before the greater.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.model import Cell, Claim

_GRAND = re.compile(r"总[计数量和]|^全")


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim of a table and its cell."""

    claim: Claim
    cell: Cell


@dataclass(frozen=True, slots=True)
class _Entry:
    """A figure on a row or column, by its labels along that line."""

    place: int  # in the list of figures
    claim: Claim
    labels: tuple[str, ...]
    rank: int  # 0 no total, 1 小计, 2 合计, 3 总计


def wholes(figures: Sequence[Figure]) -> list[int | None]:
    """For each figure of one table, in text order, the position of the total that it is a part of, or null."""
    found: list[int | None] = [None] * len(figures)
    for line in (*_rows(figures), *_columns(figures)):
        _of_which(line, found)
        for k, entry in enumerate(line):
            if found[entry.place] is None:
                found[entry.place] = _total(line, k)
    return found


def _rows(figures: Sequence[Figure]) -> list[list[_Entry]]:
    lines: dict[object, list[_Entry]] = defaultdict(list)
    for i, (claim, cell) in enumerate((figure.claim, figure.cell) for figure in figures):
        if claim.kind == "level":
            lines[cell.row, cell.row_labels].append(_entry(i, claim, cell.column_labels, total=cell.column_total))
    return list(lines.values())


def _columns(figures: Sequence[Figure]) -> list[list[_Entry]]:
    """Columns under the same heads; one that has no total of its own is read on in the columns with its heads."""
    lines: dict[object, list[_Entry]] = defaultdict(list)
    folded: dict[object, list[_Entry]] = defaultdict(list)
    for i, (claim, cell) in enumerate((figure.claim, figure.cell) for figure in figures):
        if claim.kind == "level":
            entry = _entry(i, claim, cell.row_labels, total=cell.row_total)
            lines[cell.column, cell.column_labels].append(entry)
            folded[cell.column_labels].append(entry)
    with_total = [line for line in lines.values() if any(entry.rank for entry in line)]
    return [*with_total, *folded.values()]


def _entry(place: int, claim: Claim, labels: tuple[str, ...], *, total: bool) -> _Entry:
    rank = 0
    if total:
        rank = 3 if _GRAND.search(labels[-1]) else 1 if "小计" in labels[-1] else 2
    return _Entry(place, claim, labels, rank)


def _total(line: Sequence[_Entry], k: int) -> int | None:
    """The nearest total in the same unit and under the same heads: 行政复议/总计 sums no 行政诉讼.

    Totals of a rank stand all before or all after what they sum; which, the first one tells.
    """
    for rank in range(line[k].rank + 1, 4):
        totals = [i for i, entry in enumerate(line) if entry.rank == rank and _sums(entry, line[k])]
        if not totals:
            continue
        leads = not any(entry.rank < rank and _sums(line[totals[0]], entry) for entry in line[: totals[0]])
        beside = [i for i in reversed(totals) if i < k] if leads else [i for i in totals if i > k]
        if beside:
            return line[beside[0]].place
    return None


def _sums(total: _Entry, part: _Entry) -> bool:
    heads = all(a == b for a, b in zip(total.labels[:-1], part.labels[:-1], strict=False))
    return heads and len(total.labels) <= len(part.labels) and total.claim.unit == part.claim.unit


def _of_which(line: Sequence[_Entry], found: list[int | None]) -> None:
    """Link 其中：… to what stands before it, and what follows too where all together make it up."""
    whole: _Entry | None = None
    k = 0
    while k < len(line):
        if whole is None or not _begins_parts(line[k]):
            whole = line[k]
            k += 1
            continue
        end = _parts_end(line, k, whole)
        for part in line[k:end]:
            if found[part.place] is None and part.claim.unit == whole.claim.unit:
                found[part.place] = whole.place
        k = end


def _begins_parts(entry: _Entry) -> bool:
    return any(label.startswith("其中") for label in entry.labels)


def _parts_end(line: Sequence[_Entry], start: int, whole: _Entry) -> int:
    """Where the parts of `whole` end that begin at `start`: after those named 其中, or where the sum is reached."""
    end = next((i for i, entry in enumerate(line) if i > start and not _begins_parts(entry)), len(line))
    rest = whole.claim.value - sum(entry.claim.value for entry in line[start:end])
    for i, entry in enumerate(line[end:], end):
        if rest <= 0 or entry.rank or entry.claim.unit != whole.claim.unit:
            break
        rest -= entry.claim.value
        if not rest:
            return i + 1
    return end
