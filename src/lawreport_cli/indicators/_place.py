"""A figure in its sentence: takes the short copy of a line, gives phrases beside the figure and topics around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lawreport_cli.wordings import Entry, Hit, Line, Wordings, shortened

LINK = re.compile(  # what may stand between a wording and its figure
    r"(?:案件|案|件数|数量|总数|总量|总计|次数|人数|数|量|共计|合计|累计|人民币|共有|共|达到|达|为|是|有|约|近|超过|超|突破|逾|多|仅"
    r"|已|均|都|各|全部|分别|完成|始终|保持在?|稳定在|维持在|[由从自比较在至到与占]|首次|连续|动态|达成|计|余|平均|工作|活动|目前|入库|现有?|全年"
    r"|今年|去年|上年度?|本年度?|当年|年内|年初|年末|年底|同期|\d{4}年度?|\d{1,2}月[底末份]?|上半年|全[省市县区镇]|我[省市县区局]"
    r"|大幅度?|持续|稳步|逐年|快速|提高|提升|上升|攀升|跃升|激增|升|下降|降低|降|减少|压降|压减|压缩|缩短|减|增加|增长|净增|增|扩大|扩充|扩容|拓展|调整"
    r"|“?(?:断崖|阶梯|跨越|井喷)式”?|有望|不少于|不低于|至少|不超过|力争|确保|实现|控制|稳|依次|同比|环比|不过|(?:这一|该|上述)(?:数字|比例|比率|数据)|渐?成(?:为)?惯例|形成惯例|截[至止]|一共|总共|先后|只|仍|又|还|以[上下内]|在册|在岗|开展|举办|举行|安排|进行|组织|召开|实施|类|作出|办理|情形|[:(和、])*"
)
_PART = "其中"
_PARTS = re.compile(r"\(?(?:其中|包括|含|分别)")
_BOUNDARY = re.compile(r"[,;。](?:(?<!\d.)|(?!\d))")
MODIFIER = 4  # characters that may stand between a figure and the noun that it counts: 14家区镇公共法律服务中心
_TAIL = re.compile(r"(?:案件|事项|工作|活动|任务|处理|决定|书|[,、;。和及与])*")
_GOVERNED = re.compile(r"(?<![应针])对|将|把|为")  # what is done with the figure behind it is what counts
_ALL = re.compile(r"逐|全|均|都|实[行施]|分类")
_WHOLLY = re.compile(r"[均都各]|全部")
_EACH_OF = re.compile("分别|依次")
_AMONG = re.compile(r"中(?:,|有|,有)")  # 受理案件中有5件: a part
_SOME = re.compile(  # what makes of a phrase less than itself
    r"涉(?![企案及法诉])[^,;。]{2,}$|[与同跟][^,;。、]{2,}(?:相关|有关)的[^,;。]*$|[与因由][^,;。]{2,}引[发起]的$|(?<!对)应$"
    r"|(?:避免|防止|杜绝)[^,;。]*$|涉及[^,;。、]{2,}的(?:行政)?$|(?:典型|疑难|复杂|较大|大额|优秀|先进|模范|十佳|最美|跨区域?)的?(?:行政|人民)?$"
)
_SAID = re.compile(  # of some of them
    r"(?:案件|事项|人员)?(?:以[^,;。]+方式|进行|参加|参与|达到|被|获|入选|经(?!营|济)|采[取用]|选择|接受|未|下沉|实现(?!全覆盖)|通过|担任)"
)
_OTHER_ACT = re.compile(r"(?:参加|(?<!双)公示|调撤|上诉|抗诉|复核|评选|复议后)[^,、;。]{0,14}$")  # not held, not filed
_SUED = re.compile("[诉审]")
_TO = ("对", "给", "为")
_DONE = re.compile(r"开展|进行|组织|实施|举办|提供|给予|予以")
_LAWYERS = re.compile(r"(?:律师|顾问)参[与加][^,、;。]*$")  # in some of all
_NOT = (
    "没有",
    "未",
    "不",
    "不再",
    "无需",
    "减少",
    "避免",
    "杜绝",
    "未设立",
    "未配备",
    "未建立",
    "未聘请",
    "未开展",
    "未完成",
    "没有设立",
    "没有配备",
    "缺少",
)
_REST = "其余"
_NUMBER = re.compile(r"\d")
VERB = 2  # characters of a verb
_WHOSE = re.compile(  # whose papers they are does not change what is counted: 废止市政府及其部门规范性文件
    r"(?:(?:[省市县区]级|[省市县乡]{2,3}[两三]级|(?:[省市县区镇]|本级)?(?:人民)?政府|国务院|(?:[省市县区]直|各)?(?:部门|乡镇|镇街|街道|单位))(?:及其?|和|、)?)+"
)
_NEXT = ("、", "和", "及", "与")  # behind a figure these lead to what the next one counts
_BODIES = re.compile(r"部门|单位|机关|企业|乡镇|镇街|街道")  # what bodies did is not counted: 35个部门制定清单
_REACH = 10  # characters in front of a figure whose verb may go with the noun behind it: 受理87件行政复议申请


@dataclass(frozen=True)
class Place:
    """A figure in the short copy of its sentence."""

    line: Line
    start: int
    fig_end: int
    previous: int  # where the figure before it ends
    following: int  # where the figure behind it starts
    home: int  # its sentence
    subject: tuple[int, int] | None
    wordings: Wordings
    examples: int | None  # where a list of examples in front of the figure ends: 审查招商、用地等|重大合同87份
    verb: str  # that the members of a list before share with this one: 审查决策1件、文件10件

    @cached_property
    def clause(self) -> tuple[int, int]:
        """The clause of the figure, other figures included."""
        marks = [mark.end() for mark in _BOUNDARY.finditer(self.line.short, 0, self.start)]
        end = _BOUNDARY.search(self.line.short, self.fig_end)
        return marks[-1] if marks else 0, end.start() if end else len(self.line.short)

    @cached_property
    def with_parts(self) -> int:
        """Where the clause of the figure ends, or the one behind that lists its parts (执法人员12人,其中持证11人)."""
        end = self.clause[1]
        if not _PARTS.match(self.line.short, end + 1):
            return end
        behind = _BOUNDARY.search(self.line.short, end + 1)
        return behind.start() if behind else len(self.line.short)

    @cached_property
    def before(self) -> str:
        """The words of the clause in front of the figure, behind other figures."""
        return self.line.short[max(self.clause[0], self.previous) : self.start]

    @cached_property
    def lead(self) -> str:
        """What governs the figure: the words before it, or before the list that it goes on with (对45件合同、18件决策进行…)."""
        if self.previous <= self.clause[0] or not self.before.endswith(_NEXT):
            return self.before
        listed = self.line.short[self.clause[0] : self.start]
        number = _NUMBER.search(listed)
        return listed[: number.start()] if number else self.before

    def ahead_of(self, line: Line, hit: Hit[Entry]) -> str:
        """The words of the clause in front of a phrase, behind other figures."""
        if line is not self.line:
            return self.before[:-_REACH] + line.short[: hit.start]
        return line.short[self._floor(hit) : hit.start]

    def _floor(self, hit: Hit[Entry]) -> int:
        """Where the words begin that go with a phrase of the sentence."""
        return max(self.clause[0], self.previous if self.previous <= hit.start else 0)

    def leading(self, line: Line, hit: Hit[Entry]) -> str:
        """The words that narrow a phrase: those ahead of it, and the 其中 of the list that it stands in."""
        listed = self.line.short.startswith(_PART, self.clause[0])
        return (_PART if listed else "") + self.ahead_of(line, hit)

    def distributed(self, hit: Hit[Entry]) -> bool:
        """Whether the figures behind a list of phrases are one for each: 代表建议和提案93件、135件; 均为100%."""
        between = self.line.short[hit.end : self.start]
        if re.search("[均都各]|分别", between):
            return True
        first = self.following - self.fig_end == 1 and self.line.short[self.fig_end] in "、和与,"
        return first or (self.previous > hit.end and bool(LINK.fullmatch(self.before)))

    @cached_property
    def breakdown(self) -> bool:
        """Whether the clause lists parts of what was said before: 其中重大行政决策6件、合同131份."""
        return _PARTS.match(self.line.short, self.clause[0]) is not None

    def narrowed(self, line: Line, hit: Hit[Entry]) -> bool:
        """Whether words ahead of a phrase or behind it narrow what it counts to some: 涉民生一审行政案件, 调解员参加培训."""
        behind = self._is_behind(line, hit) and not _GOVERNED.search(self.lead)
        ahead = line.printed(self._floor(hit), hit.start) if line is self.line else self.ahead_of(line, hit)
        return bool(_SOME.search(ahead) or (behind and _SAID.match(line.short, hit.end)))

    def other_act(self, line: Line, hit: Hit[Entry]) -> bool:
        """Whether what is counted is not what the phrase says but what else was done with it: 调撤一审案件, 参加讲座."""
        ahead = self.ahead_of(line, hit)
        act = _OTHER_ACT.search(ahead)
        sued = _SUED.search(line.short, hit.start, hit.end)  # 参加一审行政应诉案件
        other = act is not None and not (sued and act.group().startswith("参加"))
        return other or _LAWYERS.search(ahead + line.short[hit.start : hit.end]) is not None

    def treated(self, line: Line, hit: Hit[Entry]) -> bool:
        """Whether a phrase behind the figure names whom something was done to: 对1247名执法人员开展资格考试."""
        return self._is_behind(line, hit) and self.lead.endswith(_TO) and _DONE.match(line.short, hit.end) is not None

    def _is_behind(self, line: Line, hit: Hit[Entry]) -> bool:
        """Whether a phrase stands behind the figure, or is put together of words on both sides of it."""
        return line is not self.line or hit.start >= self.fig_end

    def aside(self, line: Line, hit: Hit[Entry]) -> bool:
        """Whether the figure is a note in brackets on an earlier one: 持证执法人员1126人(含乡镇综合执法队214人)."""
        opened = self.line.short.rfind("(", 0, self.start)
        if opened < 0 or ")" in self.line.short[opened : self.start] or LINK.fullmatch(self.before):
            return False
        return line is not self.line or hit.end <= opened

    def heads(self, subject: str | None) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrases that may say what is counted, each with its line, the most telling first; none that is denied."""
        for line, hit in self._said(subject):
            if not line.short.endswith(_NOT, 0, hit.start):
                yield line, hit

    def _said(self, subject: str | None) -> Iterator[tuple[Line, Hit[Entry]]]:
        if self.examples is not None:
            yield from self._exemplified(self.examples)
            if self.examples == self.start and self.line.short[self.fig_end : self.fig_end + 1].isalpha():
                yield from self._behind()
                return
        yield from self._with_verb()
        if self.subject:
            start, end = self.subject
            if _AMONG.fullmatch(self.line.short, end, self.start):
                yield from self._behind()
                return
            named = list(_ending(self.line, start + 1, end, end))
            apart = _EACH_OF.search(self.line.short, end, self.start) is not None
            if apart and all(hit.start < start for _, hit in named):  # 撤销、变更、责令履行分别为58件、4件和15件
                alone = self.wordings.line(self.line.short[start:end])
                yield from _ending(alone, 1, len(alone.short), len(alone.short))
            yield from named
            if self.previous <= end <= self.start:
                yield from _ending(self.line, end + 1, self.start, self.start)
        elif subject:
            alone = self.wordings.line(shortened(subject))
            yield from _ending(alone, 1, len(alone.short), len(alone.short))
        behind = self.subject is not None and self.subject[0] >= self.fig_end
        if not (behind and self.before.endswith(_NEXT)):  # 23家行政执法单位、13个乡镇
            yield from _ending(self.line, self.start - len(self.before) + 1, self.start, self.start)
        yield from self._without_whose()
        yield from self._behind()

    def _with_verb(self) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrase of the verb that a list shares and the noun in front of the figure."""
        noun = self.before.lstrip("".join(_NEXT))
        if not self.verb or not noun:
            return
        line = self.wordings.line(self.verb + noun)
        for hit in line.heads:
            if hit.start == 0 and hit.end > VERB and LINK.fullmatch(line.short, hit.end):
                yield line, hit

    def _behind(self) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrase of the noun behind the figure, with the verb in front of it: 受理87件行政复议申请."""
        if self.line.short.startswith(_NEXT, self.fig_end):
            return
        end = min(self.clause[1], self.following)
        bracket = self.line.short.find("(", self.fig_end, end)
        end = bracket if bracket >= 0 else end
        yield from self._predicate(end)
        verb = self.lead[-_REACH:]
        joined = self.wordings.line(verb + self.line.short[self.fig_end : end])
        for hit in joined.heads:
            if hit.end > len(verb) and hit.start <= len(verb) + MODIFIER:
                if _BODIES.search(joined.short, len(verb), hit.start):
                    return
                plain = hit.start < len(verb) or not _GOVERNED.search(self.lead)
                if plain or _TAIL.fullmatch(joined.short, hit.end) or _ALL.match(joined.short, hit.end):
                    yield joined, hit
                return

    def _without_whose(self) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrase around those whose papers are counted: 废止市政府及其部门规范性文件."""
        for whose in _WHOSE.finditer(self.before):
            bare = self.wordings.line(self.before[: whose.start()] + self.before[whose.end() :])
            for line, hit in _ending(bare, whose.start() + 1, len(bare.short), len(bare.short)):
                if hit.start < whose.start():
                    yield line, hit

    def _exemplified(self, end: int) -> Iterator[tuple[Line, Hit[Entry]]]:
        """The phrase of the verb before a list of examples and the noun behind it: 审查招商、用地等重大合同87份."""
        short, floor = self.line.short, max(self.clause[0], self.previous)
        stop = _BOUNDARY.search(short, self.fig_end)
        behind = short[self.fig_end : stop.start() if stop else len(short)]
        noun = short[end : self.start] if end < self.start else behind
        listed = short.find("、", floor, end)
        for start in range(floor, (listed if listed >= 0 else end) - 1):
            line = self.wordings.line(short[start : start + VERB] + noun)
            hit = next(iter(line.heads), None)
            if hit and hit.start == 0 and hit.end > VERB and LINK.fullmatch(line.short, hit.end):
                yield line, hit
                return

    def _predicate(self, end: int) -> Iterator[tuple[Line, Hit[Entry]]]:
        """What is said to have been done with the noun behind the figure: 对19宗复议申请决定驳回; none where all were."""
        if end == self.following or self.line.short.startswith(_REST, max(0, self.start - 2)):
            return
        for hit in reversed(self.line.heads):
            if hit.start <= self.fig_end + 1:
                return
            if hit.end <= end and _TAIL.fullmatch(self.line.short, hit.end, end):
                if not _WHOLLY.search(self.line.short, self.fig_end, hit.start):
                    yield self.line, hit
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
        if floor <= hit.end <= ceiling and LINK.fullmatch(line.short, hit.end, figure):
            yield line, hit


def union(topics: Iterable[Hit[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(topic.says for topic in topics))


def told(place: Place, hit: Hit[Entry] | None) -> frozenset[str]:
    """The topics of the clause of a figure; else of those before."""
    return told_beside(place, hit) or last_told(place.line, place.clause[0])


def told_beside(place: Place, hit: Hit[Entry] | None) -> frozenset[str]:
    """The topics of the clause of a figure, its own phrase and the parts of a breakdown apart."""
    start, end = place.clause
    if place.line.short.startswith("(", place.fig_end):
        end = place.fig_end  # 行政处罚94件(公安59件、综合执法14件): whose parts they are is not what it is about
    if not place.breakdown:
        shown = place.examples or start  # what a list of examples names is not what the clause is about
        inside = (topic for topic in place.line.topics if shown <= topic.start < end)
        return union(topic for topic in inside if hit is None or not topic.overlaps(hit))
    return frozenset()


def last_told(line: Line, stop: int) -> frozenset[str]:
    """The topics of the last clause before `stop` that tells any; those that list parts come last."""
    marks = [0, *(mark.end() for mark in _BOUNDARY.finditer(line.short, 0, max(0, stop - 1)))]
    clauses = list(zip(marks, [*marks[1:], stop], strict=True))[::-1]
    for parts in (False, True):
        for start, end in clauses:
            if bool(_PARTS.match(line.short, start)) is parts and (
                found := union(topic for topic in line.topics if start <= topic.start < end)
            ):
                return found
    return frozenset()


def stands_elsewhere(word: str, place: Place, hit: Hit[Entry] | None) -> bool:
    """Whether a word stands before a figure, in its clause or in the parts behind it, other than as part of the phrase."""
    short, end = place.line.short, place.with_parts
    at = short.find(word, 0, end)
    while at >= 0:
        if hit is None or at + len(word) <= hit.start or at >= hit.end:
            return True
        at = short.find(word, at + 1, end)
    return False
