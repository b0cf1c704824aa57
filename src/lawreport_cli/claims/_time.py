"""When a figure holds: takes a stretch of a sentence, gives the periods that its words name and how far they reach."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.claims._period import Years, named
from lawreport_cli.model import Sentence, Span

_LEAD_IN = re.compile(
    r"[^\w“《]*(?:(?:[一二三四五六七八九]是|其中|截至|截止|到|至|在|自|从|另外|此外|同时|同比|\d{1,2}\.),?)*"
)
_ASSESSED = re.compile(r"[^,。;\d]{0,20}(?:考核|考评|测评|评估|评查|评比|评价)(?:工作)?中")
_PART = re.compile(r"\d{4}-[SQ]\d")
_JOINED = re.compile(r"[、和与及]")


@dataclass(frozen=True, slots=True)
class Time:
    """A period named at `span`, the stretch of text whose figures it holds for, and whether it begins its clause."""

    span: Span
    period: str
    reach: Span
    leads: bool

    def holds_at(self, position: int) -> bool:
        """Whether it is the time of a figure that stands at `position` of the text."""
        return self.reach.start <= position < self.reach.end


def times(folded: str, sentence: Sentence, years: Years, excluded: Sequence[Span]) -> list[Time]:
    """The periods named in a sentence, in order.

    Words inside `excluded` spans (bases of comparison, titles) name no period of a figure. A period that begins
    its clause holds as far as the next semicolon, one with a beginning and an end of its own, or half a year that begins it, to its end;
    one inside a clause holds only within it, and so does an earlier year that is named after the sentence has begun
    (上年只有486件,增长17.9%), unless another year is set beside it (2022年…;2023年…).
    """
    found: list[Time] = []
    names = [
        n for n in named(folded, sentence.span, years) if not any(e.start <= n.span.start < e.end for e in excluded)
    ]
    for name in names:
        span = name.span
        clause = next(c for c in sentence.clauses if c.start <= span.start < c.end)
        leads = _LEAD_IN.fullmatch(folded, clause.start, span.start) is not None
        semicolon = folded.find(";", span.end, sentence.span.end)
        goes_on = is_stretch(name.period) or (is_part(name.period) and clause.start == sentence.span.start)
        far = sentence.span.end if semicolon < 0 or goes_on else semicolon
        first = clause.start == sentence.span.start or folded[clause.start - 1] == ";"
        alone = clause.end - span.end <= 1
        side_by_side = semicolon >= 0 and any(_LEAD_IN.fullmatch(folded, semicolon, n.span.start) for n in names)
        end = clause.end
        if leads and (first or alone or side_by_side or not years.is_over(name.period)):
            end = far
        elif years.is_over(name.period) and _ASSESSED.match(folded, span.end, clause.end):
            end = far  # 在2023年度全市考核中得91.2分,位列第三
        if found and _JOINED.fullmatch(folded, found[-1].span.end, span.start):
            end = max(end, found[-1].reach.end)  # 2020年、2022年、2024年,全市分别…
        found.append(Time(span, name.period, Span(span.end, max(end, span.end)), leads))
    return found


def is_stretch(period: str) -> bool:
    """Whether a period has a beginning and an end of its own: 2024-01/2024-11, 2021/2024."""
    return "/" in period


def is_part(period: str) -> bool:
    """Whether a period is half a year or a quarter."""
    return _PART.fullmatch(period) is not None


def listed(folded: str, named: Sequence[Time]) -> list[Time]:
    """The last of some periods with those that are joined to it: 2020年、2022年和2024年."""
    found = list(named[-1:])
    for time in reversed(named[:-1]):
        if not _JOINED.fullmatch(folded, time.span.end, found[0].span.start):
            break
        found.insert(0, time)
    return found


def stated(folded: str, span: Span, year: int | None) -> str | None:
    """The last period that the words of `span` name, or null (较2022年的 → 2022)."""
    found = named(folded, span, Years(year, year))
    return found[-1].period if found else None
