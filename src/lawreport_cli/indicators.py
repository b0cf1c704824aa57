"""Indicators: takes claims, gives for each the key of the catalogue that it fits, or null.

A wording counts where it is the head of what is said beside the figure: it ends at the figure, with nothing but link
words between, or begins right behind it. A wrong key is worse than none: what two indicators could claim gets none.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lawreport_cli.model import Cell, Claim, Document, Outline, Sentence, Table
from lawreport_cli.patterns import Indicator, Patterns
from lawreport_cli.wordings import Entry, Hit, Line, Wordings, shortened

_LINK = re.compile(  # what may stand between a wording and its figure
    r"(?:案件|案|件数|数量|总数|总量|总计|次数|人数|数|量|共计|合计|累计|共有|共|达到|达|为|是|有|约|近|超过|超|突破|逾|多|仅"
    r"|已|均|都|各|全部|分别|完成|保持在?|稳定在|维持在|[由从自比较在至到与占]|首次|连续|达成|计|余|平均|工作|活动|目前|入库|现有?|全年"
    r"|今年|去年|上年度?|本年度?|当年|年内|年初|年末|年底|同期|\d{4}年度?|上半年|全[省市县区镇]|我[省市县区局]"
    r"|提高|提升|上升|下降|降低|降|减少|增加|增长|增|压减|压缩|缩短|扩大|拓展|调整|不少于|不低于|至少|不超过|力争|确保|实现|[:,(和、])*"
)
_BETWEEN = re.compile(r"和|及|与|、|以及|或|或者|并|暨")
_PARTS = re.compile(r"\(?(?:其中|包括|含|分别)")
_BOUNDARY = re.compile(r"(?<!\d)[,;。]|[,;。](?!\d)")
_MODIFIER = 4  # characters that may stand between a figure and the noun that it counts: 14家区镇公共法律服务中心
_REACH = 10  # characters in front of a figure whose verb may go with the noun behind it: 受理87件行政复议申请
_NORM = re.compile(  # so many for each: no total of the report
    r"每(?:年|季|半年|月|周|两年|三年|名|人|村|个|所)[^,;]*$|各(?:自|村|镇|单位|部门|局)?(?:配备|设立?|建|聘请?|明确|安排|选派|有)(?:至少)?$"
)
_DEFICITS = "deficits"  # the topic of sections whose figures count what is missing, and enter no total
_EARLIER = 3  # sentences of the same paragraph that may tell the topic
_PERSONS, _VISITS = ("人", "名", "位", "人次"), ("人次", "人", "名")
_NO_COUNT = {*_PERSONS, "类", "大类", "小类", "种", "大种", "票", "年"}
_EVENTS = ("件次", "起次", "宗次", "项次", "份次", "条次")
_DIMENSIONS = {
    "money": {"money"}, "percent": {"percent"}, "days": {"duration"}, "area": {"area"}, "score": {"score", "percent"},
    "ratio": {"ratio", "count", "multiple", "other"},
}  # fmt: skip
_NEUTRAL = re.compile(  # labels that say nothing of what is counted
    r"(?:总计|合计|共计|小计|总数|全部|全年|数量|件数|宗数|次数|人数|(?:案件|决定|办理)?(?:总)?(?:数量|件数|宗数|数)|金额|罚没金额|涉及金额|数额|数据|情况"
    r"|本年度?(?:处理决定)?(?:数量)?|\d{4}年度?|数值|单位|指标值|统计数据?|全[省市县区]|本[省市县区级])?"
)
_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、]|其中:?)")
_UNIT_LABEL = re.compile(r"\((?:单位:?)?[^()]{1,5}\)$")


def assign(document: Document, outline: Outline, claims: Sequence[Claim], patterns: Patterns) -> tuple[str | None, ...]:
    """One key or null for each claim, in order. Changes and ranks get none: they speak of a claim that may have one."""
    matcher = _Matcher(document, outline, claims, patterns)
    keys: list[str | None] = []
    for number, claim in enumerate(claims):
        found = None
        if claim.kind not in ("change", "rank"):
            found = matcher.cell(claim) if claim.origin == "table" else matcher.figure(number, keys)
        keys.append(found)
    return tuple(keys)


class _Matcher:
    def __init__(self, document: Document, outline: Outline, claims: Sequence[Claim], patterns: Patterns) -> None:
        self._document, self._claims = document, claims
        self._indicators, self._wordings = patterns.indicators, patterns.wordings
        self._forms = [one for one in patterns.indicators if one.cells]
        self._sentences = outline.sentences
        self._starts = [sentence.span.start for sentence in outline.sentences]
        self._lines: dict[int, Line] = {}
        self._headings: dict[str, Line] = {}

    # ------------------------------------------------------------ prose

    def figure(self, number: int, keys: Sequence[str | None]) -> str | None:
        """The key of a claim in running text; `keys` are those of the claims before it."""
        claim = self._claims[number]
        place = self._place(number)
        if place is None or (claim.dimension == "count" and _NORM.search(place.before)):
            return None
        if claim.modality == "actual" and _DEFICITS in self._all_headed(self._sentences[place.home]):
            return None
        for line, hit in place.heads(claim.subject):
            found = self._keys(line, hit, claim, place)
            if found:
                alone = len(found) == 1 and not self._joint(line, hit, claim, place)
                return found.pop() if alone and not place.aside(line, hit) else None
        for hit, role in place.elsewhere():
            if found := self._keys(place.line, hit, claim, place, (role,)):
                return found.pop() if len(found) == 1 else None
        return self._inherited(number, keys, place)

    def _place(self, number: int) -> "_Place | None":
        claim = self._claims[number]
        home = bisect_right(self._starts, claim.span.start) - 1
        if home < 0 or self._sentences[home].kind == "furniture":
            return None
        sentence = self._sentences[home]
        neighbours = [
            other.span
            for other in self._claims[max(0, number - 12) : number + 6]
            if sentence.span.start <= other.span.start < sentence.span.end and other.span != claim.span
        ]
        before = max((span.end for span in neighbours if span.end <= claim.span.start), default=sentence.span.start)
        after = min((span.start for span in neighbours if span.start >= claim.span.end), default=sentence.span.end)
        line = self._line(home)
        return _Place(
            line, line.at(claim.span.start), line.at(claim.span.end), line.at(before), line.at(after), home,
            self._located(claim, sentence, line, before), self._wordings,
        )  # fmt: skip

    def _located(self, claim: Claim, sentence: Sentence, line: Line, before: int) -> tuple[int, int] | None:
        """Where the subject stands in the short copy of the sentence: beside the figure if it can be, else in front."""
        if not claim.subject:
            return None
        for text in (self._document.text, self._document.folded):
            ahead = text.rfind(claim.subject, sentence.span.start, claim.span.start)
            behind = text.find(claim.subject, claim.span.end, sentence.span.end)
            start = behind if 0 <= behind <= claim.span.end + _MODIFIER and ahead < before else ahead
            start = behind if start < 0 else start
            if start >= 0:
                return line.at(start), line.at(start + len(claim.subject))
        return None

    def _line(self, number: int) -> Line:
        if number not in self._lines:
            span = self._sentences[number].span
            self._lines[number] = self._wordings.line(self._document.folded, span.start, span.end)
        return self._lines[number]

    def _heading(self, text: str) -> Line:
        if text not in self._headings:
            self._headings[text] = self._wordings.line(text)
        return self._headings[text]

    def _keys(
        self,
        line: Line,
        hit: Hit[Entry],
        claim: Claim,
        place: "_Place",
        roles: Collection[str] = ("own", "shared"),
        *,
        masked: bool = True,
    ) -> set[str]:
        """The keys that a phrase gives to a claim; where the topic speaks for some, those alone."""
        own: set[str] = set()
        shared: set[str] = set()
        topics: frozenset[str] | None = None
        masks = line.masks if masked else ()
        hidden = frozenset[int]().union(*(mask.says for mask in masks if mask.overlaps(hit)))
        for role, number in hit.says:
            one = self._indicators[number]
            if role not in roles or number in hidden or not _measured(one, claim):
                continue
            if any(_elsewhere(word, place.line, hit if line is place.line else None) for word in one.without):
                continue
            if role == "shared" or one.not_topics:
                topics = self._topics(place, hit if line is place.line else None) if topics is None else topics
                if topics and topics <= frozenset(one.not_topics):
                    continue
            if role != "shared":
                own.add(one.key)
            elif topics and not topics.isdisjoint(one.topics):
                shared.add(one.key)
        return shared or own

    def _topics(self, place: "_Place", hit: Hit[Entry] | None) -> frozenset[str]:
        """What the text speaks of: topic words of the same clause, else of those before, else of the headings."""
        if found := _told(place, hit):
            return found
        sentence = self._sentences[place.home]
        for number in range(place.home - 1, max(-1, place.home - 1 - _EARLIER), -1):
            if self._sentences[number].paragraph != sentence.paragraph:
                break
            if found := _last_told(self._line(number), len(self._line(number).short)):
                return found
        return self._headed(sentence)

    def _headed(self, sentence: Sentence) -> frozenset[str]:
        """The topics of the innermost heading that tells any."""
        for heading in reversed(sentence.section):
            if found := _union(self._heading(heading).topics):
                return found
        return frozenset()

    def _all_headed(self, sentence: Sentence) -> frozenset[str]:
        return _union(topic for heading in sentence.section for topic in self._heading(heading).topics)

    def _joint(self, line: Line, hit: Hit[Entry], claim: Claim, place: "_Place") -> bool:
        """Whether the figure counts two things together: 废止和失效43件, but not 办结率、满意率均为100%."""
        if line is place.line and place.distributed(hit):
            return False
        for other in line.heads:
            if other.end < hit.start and _BETWEEN.fullmatch(line.short[other.end : hit.start]):
                theirs = self._keys(line, other, claim, place, masked=False)
                return bool(theirs) and theirs != self._keys(line, hit, claim, place)
        return False

    def _inherited(self, number: int, keys: Sequence[str | None], place: "_Place") -> str | None:
        """The key of the claim before, where nothing but link words stands between: 27项(2022年为23项)."""
        claim = self._claims[number]
        for back in range(number - 1, -1, -1):
            other = self._claims[back]
            if other.kind in ("change", "rank"):
                continue
            near = (
                other.span.end <= claim.span.start
                and self._document.folded.find("。", other.span.end, claim.span.start) < 0
            )
            same = (other.unit, other.dimension) == (claim.unit, claim.dimension)
            said = claim.subject is None or claim.subject == other.subject
            return keys[back] if near and same and said and _LINK.fullmatch(place.before) else None
        return None

    # ------------------------------------------------------------ tables

    @cached_property
    def _cells(self) -> dict[int, tuple[Table, Cell]]:
        return {
            place: (table, cell)
            for table in self._document.tables
            for cell in table.cells
            for place in range(*cell.span)
        }

    def cell(self, claim: Claim) -> str | None:
        """The key of a figure in a table: the labels of its row and column, one of which may say nothing."""
        if claim.span.start not in self._cells:
            return None
        table, cell = self._cells[claim.span.start]
        rows, columns = (tuple(map(_label, labels)) for labels in (cell.row_labels, cell.column_labels))
        headed = self._headed(self._sentences[max(0, bisect_right(self._starts, claim.span.start) - 1)])
        told = _union(
            topic for text in (*rows, *columns, table.caption or "") for topic in self._heading(text).topics
        )  # fmt: skip
        for one in self._forms:
            spoken = not one.topics or (told | headed) & set(one.topics)
            if spoken and _measured(one, claim) and any(_fits(pattern, rows, columns) for pattern in one.cells):
                return one.key
        label = _telling(rows, columns, table)
        line = self._wordings.line(label or "")
        around = told or headed
        for hit in reversed(line.heads):
            if hit is not line.heads[0] or hit.start > _MODIFIER or not _LINK.fullmatch(line.short, hit.end):
                continue  # the label says more than the phrase: 撤销或变更
            masked = frozenset[int]().union(*(mask.says for mask in line.masks))
            found = {
                one.key
                for role, number in hit.says
                if _measured(one := self._indicators[number], claim)
                and number not in masked
                and (role == "own" or around & set(one.topics))
                and not (around and around <= set(one.not_topics))
            }
            if found:
                return found.pop() if len(found) == 1 else None
        return None


@dataclass(frozen=True)
class _Place:
    """A figure in the short copy of its sentence."""

    line: Line
    start: int
    fig_end: int
    previous: int  # where the figure before it ends
    following: int  # where the figure behind it starts
    home: int  # its sentence
    subject: tuple[int, int] | None
    wordings: Wordings

    @cached_property
    def clause(self) -> tuple[int, int]:
        """The clause of the figure, other figures included."""
        marks = [mark.end() for mark in _BOUNDARY.finditer(self.line.short, 0, self.start)]
        end = _BOUNDARY.search(self.line.short, self.fig_end)
        return marks[-1] if marks else 0, end.start() if end else len(self.line.short)

    @cached_property
    def before(self) -> str:
        """The words of the clause in front of the figure, behind other figures."""
        return self.line.short[max(self.clause[0], self.previous) : self.start]

    def distributed(self, hit: Hit[Entry]) -> bool:
        """Whether the figures behind a list of phrases are one for each: 代表建议和提案93件、135件; 均为100%."""
        between = self.line.short[hit.end : self.start]
        if re.search("[均都各]|分别", between):
            return True
        first = self.following - self.fig_end == 1 and self.line.short[self.fig_end] in "、和与,"
        return first or (self.previous > hit.end and bool(_LINK.fullmatch(self.before)))

    @cached_property
    def breakdown(self) -> bool:
        """Whether the clause lists parts of what was said before: 其中重大行政决策6件、合同131份."""
        return _PARTS.match(self.line.short, self.clause[0]) is not None

    def aside(self, line: Line, hit: Hit[Entry]) -> bool:
        """Whether the figure is a note in brackets on an earlier one: 持证执法人员1126人(含乡镇综合执法队214人)."""
        opened = self.line.short.rfind("(", 0, self.start)
        if opened < 0 or ")" in self.line.short[opened : self.start] or _LINK.fullmatch(self.before):
            return False
        return line is not self.line or hit.end <= opened

    def heads(self, subject: str | None) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrases that may say what is counted, each with its line, the most telling first."""
        if self.subject:
            start, end = self.subject
            yield from _ending(self.line, start + 1, end, end)
            if self.previous <= end <= self.start:
                yield from _ending(self.line, end + 1, self.start, self.start)
        elif subject:
            alone = self.wordings.line(shortened(subject))
            yield from _ending(alone, 1, len(alone.short), len(alone.short))
        yield from _ending(self.line, self.start - len(self.before) + 1, self.start, self.start)
        yield from self._behind()

    def _behind(self) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrase of the noun behind the figure, with the verb in front of it: 受理87件行政复议申请."""
        end = min(self.clause[1], self.following)
        bracket = self.line.short.find("(", self.fig_end, end)
        verb = self.before[-_REACH:]
        joined = self.wordings.line(verb + self.line.short[self.fig_end : bracket if bracket >= 0 else end])
        for hit in joined.heads:
            if hit.end > len(verb) and hit.start <= len(verb) + _MODIFIER:
                yield joined, hit
                return

    def elsewhere(self) -> Iterator[tuple[Hit[Entry], str]]:
        """Phrases that count anywhere in the clause, behind the figure or in front of it."""
        start, end = self.clause
        for hit in self.line.loose:
            if self.fig_end <= hit.start and hit.end <= end:
                yield hit, "behind"
            elif start <= hit.start and hit.end <= self.start:
                yield hit, "ahead"


def _ending(line: Line, floor: int, ceiling: int, figure: int) -> Iterator[tuple[Line, Hit[Entry]]]:
    """The phrases that end between `floor` and `ceiling` with nothing but link words up to `figure`, the last first."""
    for hit in reversed(line.heads):
        if floor <= hit.end <= ceiling and _LINK.fullmatch(line.short, hit.end, figure):
            yield line, hit


def _union(topics: Iterable[Hit[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(topic.says for topic in topics))


def _told(place: _Place, hit: Hit[Entry] | None) -> frozenset[str]:
    """The topics of the clause of a figure, its own phrase and the parts of a breakdown apart; else of those before."""
    start, end = place.clause
    if not place.breakdown:
        inside = (topic for topic in place.line.topics if start <= topic.start < end)
        if found := _union(topic for topic in inside if hit is None or not topic.overlaps(hit)):
            return found
    return _last_told(place.line, start)


def _last_told(line: Line, stop: int) -> frozenset[str]:
    """The topics of the last clause before `stop` that tells any; those that list parts come last."""
    marks = [0, *(mark.end() for mark in _BOUNDARY.finditer(line.short, 0, max(0, stop - 1)))]
    clauses = list(zip(marks, [*marks[1:], stop], strict=True))[::-1]
    for parts in (False, True):
        for start, end in clauses:
            if bool(_PARTS.match(line.short, start)) is parts and (
                found := _union(topic for topic in line.topics if start <= topic.start < end)
            ):
                return found
    return frozenset()


def _elsewhere(word: str, line: Line, hit: Hit[Entry] | None) -> bool:
    """Whether a word stands in the line other than as part of the phrase."""
    at = line.short.find(word)
    while at >= 0:
        if hit is None or at + len(word) <= hit.start or at >= hit.end:
            return True
        at = line.short.find(word, at + 1)
    return False


def _measured(one: Indicator, claim: Claim) -> bool:
    """Whether the claim is counted as the indicator is: 罚款 in 元 is an amount, in 件 a number of fines."""
    if claim.unit is None and claim.dimension == "count":
        return one.dimension in ("count", "persons", "person_times", "per_capita", "ratio")
    if one.units:
        return claim.unit in one.units or (claim.unit in _EVENTS and claim.unit[:-1] in one.units)
    if one.dimension == "persons":
        return claim.unit in _PERSONS
    if one.dimension == "person_times":
        return claim.unit in _VISITS
    if one.dimension in _DIMENSIONS:
        return claim.dimension in _DIMENSIONS[one.dimension]
    return claim.dimension == "count" and claim.unit not in _NO_COUNT


def _label(text: str) -> str:
    """A label of a table without its number, its unit and what is skipped in a search."""
    folded = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return shortened(_UNIT_LABEL.sub("", _ENUMERATOR.sub("", folded.strip())).strip())


def _fits(pattern: str, rows: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether the labels of a cell are those of a pattern: its last part is the innermost of one side or both."""
    parts = [part.split("|") for part in pattern.split("/")]
    inner = [labels[-1] for labels in (rows, columns) if labels]
    path = [*rows, *columns]
    met = [any(part == label for part in choices for label in path) for choices in parts]
    named = {part for choices in parts for part in choices}
    return all(met) and all(label in named or _NEUTRAL.fullmatch(label) for label in inner)


def _telling(rows: Sequence[str], columns: Sequence[str], table: Table) -> str | None:
    """The label that says what a cell counts: the innermost of row or column, where the other says nothing."""
    inner = [labels[-1] for labels in (rows, columns) if labels]
    telling = [label for label in inner if not _NEUTRAL.fullmatch(label)]
    if len(telling) == 2 and len({cell.row for cell in table.cells if cell.role == "data"}) == 1:
        return telling[1]  # the one row is the body that reports
    if not telling and inner:
        return inner[-1]
    return telling[0] if len(telling) == 1 else None
