"""When the figures of one document hold: takes its sentences in order with their figures, gives the period of each."""

import re
from collections.abc import Sequence

from lawreport_cli.claims._figure import Figure, series
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._period import Years
from lawreport_cli.claims._period import named as periods_in
from lawreport_cli.claims._plan import Plans
from lawreport_cli.claims._time import Time, is_part, is_stretch, listed, stated, times
from lawreport_cli.model import Document, Identity, Modality, Sentence, Span

_TITLES = re.compile(r"《[^》]*》?|[〔\[(]20\d\d[〕\])]\d+号")
# 是“十三五”时期的2.4倍, 相当于上年的84.1%: when it was that a figure is measured by, not when it holds
_MEASURED_BY = re.compile(
    r"(?:是|为|相当于|达到?|占(?!比))(?:了)?([^,。;、\d]{0,4}[^,。;、]{2,10}的)(?=(?:[\d.,]+|[一二三四五六七八九十]+)(?:余|多)?(?:倍|%|成))"
)
_COMPARED_YEAR = re.compile(
    r"(?:[与同和](?=[^,]*(?:相|同比|对比))|[较比])((?:19|20)\d\d)年(?:度)?(?:同期)?(?:[^,。;\d]{0,6}(?:相比|相较|同比|对比))?,"
)
_COMPARED_TIME = re.compile(  # 较“十三五”时期, 比去年底, 比去年多用7项
    r"(?:较|比|与|同)(“?(?:十[二三四五六]|[四五六七八九])五”?(?:普法|规划)?(?:时期|期间)|(?:去|上)年(?:[底末度]|同期)?|[一二两三四五六七八九十\d]{1,2}年(?:以|之)?前)"
    r"|(?:高[于出]|低于|多[于出]|少于|超[过出])((?:去|上)年(?:度|同期)?)"
)
_INTO = re.compile(r"(?:转入|结转[至到]?|转至)((?:19|20)\d\d年)")  # 转入2024年继续审理87件: what was left of this year
_SOON = re.compile(r"[^\w]*(20\d\d)年")  # with which a sentence on what is planned begins
_NOW = re.compile(r"现有|现共有")  # in a report on several years: the state at their end
_LACKING = re.compile(r"本次|此次|清醒地?(?:看到|认识)|(?:还|仍)(?:存在|有)(?:一些|不少|诸多)?(?:差距|不足|短板|问题)")
_QUARTERS = re.compile(r"(?:第?一|1)(?:至|到|[—-]+)第?([二三四2-4])季度[^,。;\d]{0,8}(?:分别|依次)")
_YEARS = re.compile(r"(\d{4})/(\d{4})")
_NEAR = 4  # characters before what begins a paragraph: (一)在2023年
_HOPED = re.compile(r"有望")  # what this year is still to bring
_MARK = re.compile(r"(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])\s*")
_TAKEN_UP = re.compile(r"整改|反馈|问题|考核|督察|部署|目标|计划")  # 2023年度督察反馈问题整改: done later
_EACH_TIME = re.compile(r"各[^,。;、\d]{0,12}$")  # 一季度、三季度各开展大排查1次


class When:
    """Tells the periods of figures, sentence by sentence."""

    def __init__(self, document: Document, identity: Identity, plans: Plans, title: str | None) -> None:
        """`title` is the period that the title names, as `reported` gives it."""
        self._folded = document.folded
        self._year = identity.year
        self._first_year = identity.first_year
        self._plans = plans
        self._reported = title
        self._begun = False  # whether the text has come to its first time or figure
        self._paragraph: Span | None = None
        self._carried: Time | None = None
        self._undated = False  # whether the paragraph has told figures of the report's own period

    def times(self, sentence: Sentence, found: Sequence[Figure]) -> list[Time]:
        """The periods that a sentence names; what a leading stretch of time goes on holding for is kept.

        截至11月底,立案17起。行政复议案件22件。: the second sentence of the paragraph is of the same months.
        """
        named = self._named(sentence, found)
        if sentence.paragraph != self._paragraph:
            self._paragraph, self._carried, self._undated = sentence.paragraph, None, False
        first = found[0].quantity.span.start if found else sentence.span.end
        full = self._folded.startswith("。", sentence.span.end - 1)  # no line of a title
        if not self._begun and (found or (named and full)):
            self._begun = True
            if (
                self._reported is None
                and named
                and named[0].span.start < first
                and named[0].leads
                and self._is_of_this_year(named[0])
            ):
                self._reported = named[0].period  # a bulletin that begins: 今年上半年,全县…
        if named:
            last, begins = named[-1], named[-1].span.start < first
            goes_on = last.leads and begins and not self._undated and self._lasts(last, sentence.paragraph)
            self._carried = last if goes_on else None
        elif found and self._carried is None:
            self._undated = True
        return named

    def _is_of_this_year(self, time: Time) -> bool:
        """Whether a time is half of the report year or some of its months, told as its own and not as up to now."""
        up_to_now = self._folded.startswith("截", time.span.start)
        return not up_to_now and {time.period[:5], time.period.rpartition("/")[2][:5]} == {f"{self._year}-"}

    def _lasts(self, time: Time, paragraph: Span) -> bool:
        """Whether a time that begins its clause is that of what follows: a stretch, half a year, a year gone by.

        A year gone by only where the paragraph begins with it.
        """
        if is_stretch(time.period) or is_part(time.period):
            return True
        over = Years(self._year, self._year).is_over(time.period)
        return over and time.period.isdigit() and time.span.start - paragraph.start <= _NEAR

    def carried(self, sentence: Sentence) -> Time | None:
        """The stretch of time that an earlier sentence of the paragraph has named for this one too, or null."""
        carried = self._carried
        goes_on = carried is not None and carried.span.start < sentence.span.start
        if not goes_on or self._plans.holds(sentence) or _NOW.search(self._folded, *sentence.span):
            return None
        return carried

    def adds_up(self, sentence: Sentence, named: Sequence[Time], figure: Figure) -> bool:
        """Whether a figure tells what has been reached since a time before the report year (十九大以来)."""
        holding = [time for time in named if time.holds_at(figure.quantity.span.start)]
        since = holding[-1] if holding else None if named else self.carried(sentence)
        return since is not None and is_stretch(since.period) and self._folded.endswith("以来", *since.span)

    def _named(self, sentence: Sentence, found: Sequence[Figure]) -> list[Time]:
        excluded = [f.context.basis_span for f in found if f.context.basis_span is not None]
        excluded += [Span(*m.span()) for m in _TITLES.finditer(self._folded, *sentence.span)]
        excluded += [
            Span(*m.span(m.lastindex or 0))
            for pattern in (_MEASURED_BY, _COMPARED_YEAR, _COMPARED_TIME, _INTO)
            for m in pattern.finditer(self._folded, *sentence.span)
        ]
        year = self._year
        this_year = year + 1 if year is not None and self._plans.holds(sentence) else year
        found_times = times(self._folded, sentence, Years(year, this_year, self._first_year), excluded)
        if self._reported and self._reported[:4] == str(year):
            return [time for time in found_times if time.period != str(year)]  # 今年以来 in a report on half a year
        return found_times

    def told(
        self, sentence: Sentence, named: Sequence[Time], found: Sequence[Figure], said: Sequence[Statement], i: int
    ) -> str | None:
        """The period that the text gives to figure `i`, or null where it leaves it to the report."""
        period, kind = self._named_period(named, found, said, i), said[i].kind
        if kind in ("range_from", "range_to") and period is not None and is_stretch(period):
            years = _YEARS.fullmatch(period)  # 五年来由1.92万户增至3.37万户
            period = years[1 if kind == "range_from" else 2] if years else None
        if kind == "range_from":
            if period is not None and self._plans.is_ahead(period):
                period = None  # 2025年将由70%提升到85%: the year to come is that of the value to be reached
            if period is None and (then := self.compared_with(sentence, found[i])):
                return str(then)
        if period is None and self._first_year is not None and not self._plans.holds(sentence):
            if kind in ("range_from", "range_to"):  # 五年来由1.92万户增至3.37万户
                return str(self._first_year if kind == "range_from" else self._year)
            run = next((r for r in series(self._folded, found) if i in r), None)
            if (
                run
                and self._first_year + len(run) - 1 == self._year
                and "respectively" in found[run.start].context.roles
            ):
                return str(self._first_year + i - run.start)  # 分年度看,依次为31件、26件、19件、14件和11件
        return period

    def _named_period(
        self, named: Sequence[Time], found: Sequence[Figure], said: Sequence[Statement], i: int
    ) -> str | None:
        """The period that the words before figure `i` name for it, or null."""
        figure = found[i]
        if (said[i].base or said[i].kind == "range_from") and figure.context.basis_span is not None:
            return stated(self._folded, figure.context.basis_span, self._year)
        floor = 0
        origin = said[i].origin
        if origin is not None:
            floor = found[origin].end  # 由2022年的31.5%上升至44.2%: the year is that of the value before
        if said[i].kind == "change" and i and said[i - 1].base:
            return None
        at = figure.quantity.span.start
        reaching = [t for t in named if floor <= t.span.start and t.holds_at(at) and self._same_level(t.span.end, at)]
        run = next((r for r in series(self._folded, found) if i in r), None) if reaching else None
        if run:
            first = found[run.start]
            apart = (
                "respectively" in first.context.roles or "分别" in self._folded[first.before.start : first.before.end]
            )
            inside = listed(self._folded, reaching) if apart else reaching
            inside = [t for t in inside if apart or t.span.start >= first.clause.start]
            if len(inside) == len(run) and len({t.period for t in inside}) > 1:
                return inside[i - run.start].period  # 2020年、2021年分别创建4个、7个
            quarters = _QUARTERS.search(self._folded, first.clause.start, first.quantity.span.start)
            if quarters and "一二三四1234".index(quarters[1]) % 4 + 1 == len(run):
                return f"{reaching[-1].period[:4]}-Q{i - run.start + 1}"  # 一至四季度分别办理112件、126件、143件、98件
            years = _YEARS.fullmatch(reaching[-1].period)
            if years and int(years[2]) - int(years[1]) + 1 == len(run):
                return str(int(years[1]) + i - run.start)  # 2020年至2024年分别为58件、67件、79件、96件和183件
        if not reaching and floor:  # 到2027年优秀率由38.3%提高到50%: the year to come is that of the value reached
            ahead = [t.period for t in named if t.span.end <= floor and self._plans.is_ahead(t.period)]
            return ahead[-1] if ahead else None
        joint = [] if run else [t.period for t in listed(self._folded, reaching)]
        if len(joint) > 1 and all(map(str.isdigit, joint)) and int(joint[-1]) - int(joint[0]) == len(joint) - 1:
            return f"{joint[0]}/{joint[-1]}"  # 2023年、2024年新增5个
        if len(joint) > 1 and len({period[:4] for period in joint}) == 1:
            return joint[0][:4]  # 6月、12月分两批述法
        return reaching[-1].period if reaching else None

    def each(self, named: Sequence[Time], figure: Figure) -> list[str]:
        """The periods of each of which a figure is said: 2021年和2022年各10次; nothing where it is said of one."""
        at = figure.quantity.span.start
        told = listed(self._folded, [t for t in named if t.holds_at(at)])
        if len(told) < 2 or not _EACH_TIME.match(self._folded, told[-1].span.end, at):
            return []
        return [time.period for time in told]

    @staticmethod
    def dated(named: Sequence[Time], level: Figure, change: Figure) -> bool:
        """Whether a period is named between a level and the change that speaks of it."""
        return any(level.end <= time.span.start < change.quantity.span.start for time in named)

    def _same_level(self, start: int, end: int) -> bool:
        """Whether no bracket that was open at `start` is closed before `end`."""
        between = self._folded[start:end]
        return between.count(")") <= between.count("(")

    def default(self, sentence: Sentence, modality: Modality) -> str | None:
        if self._year is None:
            return None
        if modality == "actual" and (carried := self.carried(sentence)):
            return carried.period
        planned = modality == "planned" and not _HOPED.search(self._folded, *sentence.span)
        later = planned or (modality != "actual" and self._plans.holds(sentence))
        headed = self._headed(sentence.section)
        if headed and self._plans.is_ahead(headed) == later:
            return headed
        if self._first_year is None:
            return str(self._year + 1) if later else self._reported or str(self._year)
        if not later and (
            self._plans.on_problems(sentence)
            or _NOW.search(self._folded, *sentence.span)
            or _LACKING.search(self._folded, *sentence.paragraph)
        ):
            return str(self._year)
        years = self._year - self._first_year + 1  # a report on five years plans the next five
        if later and (soon := _SOON.match(self._folded, *sentence.span)) and self._plans.is_ahead(soon[1]):
            return soon[1]
        if later:
            return f"{self._year + 1}/{self._year + years}"
        return self._reported or f"{self._first_year}/{self._year}"

    def _headed(self, section: tuple[str, ...]) -> str | None:
        """The period with which the innermost heading begins that begins with one (二、上半年工作情况), or null.

        Another year is believed in a report on several years alone: elsewhere it may be left from the report before.
        """
        for heading in reversed(section):
            begin = _MARK.match(heading)
            start = begin.end() if begin else 0
            names = periods_in(heading, Span(0, len(heading)), Years(self._year, self._year))
            if len(names) == 1 and names[0].span.start == start and not _TAKEN_UP.search(heading):
                period = names[0].period
                return None if self._first_year is None and Years(self._year, None).is_over(period) else period
        return None

    def compared_with(self, sentence: Sentence, figure: Figure) -> int | None:
        """The year that the words at the beginning of a sentence compare with (与2023年相比,…), or null."""
        found = _COMPARED_YEAR.search(self._folded, sentence.span.start, figure.start)
        return int(found[1]) if found else None


def reported(document: Document, identity: Identity) -> str | None:
    """The period that the title names, where it is not a year or some whole years: 2024年上半年, 2019年至2024年9月."""
    at = document.text.find(identity.title) if identity.title else -1
    if at < 0 or identity.title is None or identity.year is None:
        return None
    told = [
        name.period
        for name in periods_in(document.folded, Span(at, at + len(identity.title)), Years(identity.year, identity.year))
    ]
    first = told[0] if told else ""
    return first if "-" in first and first.rpartition("/")[2][:4] == str(identity.year) else None
