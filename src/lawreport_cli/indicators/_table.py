"""Figures of tables: takes the labels of a cell, gives the key of what it counts."""

import re
from collections.abc import Sequence
from functools import cache, cached_property

from lawreport_cli.indicators._measure import measured
from lawreport_cli.indicators._place import LINK, MODIFIER, union
from lawreport_cli.model import Cell, Claim, Document, Table
from lawreport_cli.patterns import Patterns
from lawreport_cli.wordings import Entry, Hit, Line, shortened

_NEUTRAL = re.compile(  # labels that say nothing of what is counted
    r"(?:总计|合计|共计|小计|总数|全部|全年|数量|件数|宗数|次数|人数|(?:案件|决定|办理)?(?:总)?(?:数量|件数|宗数|数)|金额|罚没金额|涉及金额|数额|数据|情况"
    r"|本年度?(?:处理决定)?(?:数量)?|\d{4}年度?|数值|单位|指标值|统计数据?|全[省市县区]|本[省市县区级])?"
)
_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、]|其中:?)")
_UNIT_LABEL = re.compile(r"\((?:单位:?)?[^()]{1,5}\)$")
_JOINS = ("、", "和", "或", "及", "与", "者")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Tables:
    """The cells of a document, ready to be asked for their keys."""

    def __init__(self, document: Document, patterns: Patterns) -> None:
        self._document = document
        self._indicators = patterns.indicators
        self._forms = [
            (one, [[part.split("|") for part in cell.split("/")] for cell in one.cells])
            for one in patterns.indicators
            if one.cells
        ]
        self._line = cache(patterns.wordings.line)
        self._label = cache(_label)

    @cached_property
    def _cells(self) -> dict[int, tuple[Table, Cell]]:
        return {
            place: (table, cell)
            for table in self._document.tables
            for cell in table.cells
            for place in range(*cell.span)
        }

    @cached_property
    def _single(self) -> set[int]:
        """The tables with one row of figures, by where they begin: the row is the body that reports."""
        return {
            table.span.start
            for table in self._document.tables
            if len({cell.row for cell in table.cells if cell.role == "data"}) == 1
        }

    def key(self, claim: Claim, headed: frozenset[str]) -> str | None:
        """The key of a figure in a table; `headed` are the topics of the headings above it."""
        if claim.span.start not in self._cells:
            return None
        table, cell = self._cells[claim.span.start]
        rows, columns = (tuple(map(self._label, labels)) for labels in (cell.row_labels, cell.column_labels))
        told = union(topic for text in (*rows, *columns, table.caption or "") for topic in self._line(text).topics)
        for one, forms in self._forms:
            spoken = not one.topics or not (told | headed).isdisjoint(one.topics)
            if spoken and measured(one, claim) and any(_fits(form, rows, columns) for form in forms):
                return one.key
        label = _telling(rows, columns, single=table.span.start in self._single)
        return self._said(self._line(label), claim, told or headed) if label else None

    def _said(self, line: Line, claim: Claim, topics: frozenset[str]) -> str | None:
        """The key of the phrase that a label consists of; none where the label says more: 撤销或变更."""
        hit = next((hit for hit in line.heads if _is_label(line.short, hit)), None)
        if hit is None:
            return None
        masked = {number for mask in line.masks for number in mask.says}
        found = set()
        for role, number in hit.says:
            one = self._indicators[number]
            spoken = role == "own" or not topics.isdisjoint(one.topics)
            wrong = number in masked or (bool(topics) and topics <= set(one.not_topics))
            if spoken and not wrong and measured(one, claim):
                found.add(one.key)
        return found.pop() if len(found) == 1 else None


def _is_label(short: str, hit: Hit[Entry]) -> bool:
    """Whether a label consists of a phrase: not the second of two, as in 撤销或变更."""
    led = hit.start <= MODIFIER and not short[: hit.start].endswith(_JOINS)
    return led and LINK.fullmatch(short, hit.end) is not None


def _label(text: str) -> str:
    """A label of a table without its number, its unit and what is skipped in a search."""
    folded = text.translate(_FULL_WIDTH).strip()
    return shortened(_UNIT_LABEL.sub("", _ENUMERATOR.sub("", folded)).strip())


def _fits(form: list[list[str]], rows: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether the labels of a cell are those of a form, and the innermost ones are named in it or say nothing."""
    path = {*rows, *columns}
    if not all(not path.isdisjoint(choices) for choices in form):
        return False
    named = {part for choices in form for part in choices}
    inner = [labels[-1] for labels in (rows, columns) if labels]
    return all(label in named or _NEUTRAL.fullmatch(label) for label in inner)


def _telling(rows: Sequence[str], columns: Sequence[str], *, single: bool) -> str | None:
    """The label that says what a cell counts: the innermost of row or column, where the other says nothing."""
    inner = [labels[-1] for labels in (rows, columns) if labels]
    telling = [label for label in inner if not _NEUTRAL.fullmatch(label)]
    if len(telling) == 2:
        return telling[1] if single else None
    return next(reversed(telling or inner), None)
