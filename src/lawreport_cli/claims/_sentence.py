"""The claims of one sentence: takes its quantities, gives claims with subject, scope, period, modality and links."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from lawreport_cli.claims import _changes, _kind, _parts
from lawreport_cli.claims._beside import Named
from lawreport_cli.claims._context import Peeler
from lawreport_cli.claims._figure import Figure, figures, with_units_of_neighbours
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._memory import Memory
from lawreport_cli.claims._name import Namer
from lawreport_cli.claims._plan import Plans
from lawreport_cli.claims._quantity import UNCOUNTED, Quantity
from lawreport_cli.claims._time import is_part, is_stretch
from lawreport_cli.claims._when import When
from lawreport_cli.model import Basis, Claim, Document, Identity, Modality, Qualifier, Sentence, Span
from lawreport_cli.patterns import Patterns

_AT_LEAST = re.compile(r"(?:至少|不少于)[^,。;\d]{1,8}$")
_THIS_YEAR = re.compile(r"[本今全当]年|20\d\d年|目前|现有|在册")
_DONE = re.compile(r"目前|已经?|现已|累计|完成了")
_YEARLY = re.compile(r"(?:年均|每年)[^,。;\d]{0,12}$")
_ABOUT = re.compile(r"(?:约|近|几乎)占到?[^,。;]*的$|接近[^,。;]*的$")
_UNDER = re.compile(r"(?:不到|不足)[^,。;、\d]{2,12}的$")  # 不到法定时限的三分之一
_YEARS_VALUE = re.compile(r"((?:19|20)\d\d)年(?:度|同期)?的$")  # 是2023年的1.7倍
_FORMER = re.compile(r"(?:前|上一?个)[两三四五六]年(?:同期)?的?$")  # 是前五年的2.6倍
_AMONG_THEM = re.compile(";其中")
_WHICH = re.compile(r"[^,。;、\d]{1,10}的")  # 2010年以来印发的312件文件: which of them, not how many by now
_AS_IT_WAS = re.compile(r"每年(?:均|都)(?:为|达|在|是|保持|超)")  # 2022年起每年均为100%
_LIMITED_TO = re.compile(r"(?<!做)[至到]$|[减压缩降]为$")  # 联合验收压到10天以内: what was reached
_HEARD = re.compile(r"征求|征集|听取|公示|公告|公开|公布")  # 公开征求意见不少于30日
_HALF = re.compile(r"(?<![上下])半[年月][^,。;、\d]{0,8}$")  # 半年听取一次汇报
_FROM = re.compile(
    r"(?:比|率|值|指数|数量|总量|得分)[由从](?:(?:19|20)\d\d年的?|上年的?|去年的?|原来的?)?$"
)  # 之比由2022年的0.87
_MOVES = re.compile(r"(?:提高|上升|提升|攀升|下降|降低|增加|增长|增|减少|减|升|降)(?:至|到|为)")
_ANOTHER = re.compile(r"[\d一二两三四五六七八九十][次场期]的?[^,。;、改变调]{2,}")
_TOLD_ALREADY = re.compile(r"(?:达|约|近|超|超过)?[^;。]*\d[^;。]*;")  # 宣讲累计280场;组织232人考试: of the first alone
_EACH = re.compile(r"(?:平均|人均|户均)每?[^,。;]{0,4}$")


class Reader:
    """Reads the sentences of one document, in order."""

    def __init__(
        self,
        document: Document,
        identity: Identity,
        patterns: Patterns,
        peeler: Peeler,
        namer: Namer,
        title: str | None,
    ) -> None:
        """`title` is the period that the title names, or null."""
        self._document = document
        self._folded = document.folded
        self._year = identity.year
        self._patterns = patterns
        self._peeler = peeler
        self._namer = namer
        self._memory = Memory(document.folded, identity.year)
        self._plans = Plans(document.folded, identity.year, patterns.section_kinds)
        self._when = When(document, identity, self._plans, title)

    def claims(self, sentence: Sentence, quantities: Sequence[Quantity], base: int) -> list[Claim]:
        """The claims of a sentence. Links are positions in the document: `base` is that of the first claim here."""
        candidates = figures(self._folded, sentence, quantities, self._peeler)
        standing = [figure for figure in candidates if self._stands(candidates, figure)]
        found = with_units_of_neighbours(self._folded, standing)
        if sentence.kind == "heading" and not found:
            return []
        named_times = self._when.times(sentence, found)
        if not found:
            return []
        said = _kind.statements(self._folded, found)
        wholes = _parts.wholes(self._folded, found, said)
        names = self._namer.names(sentence, found, said, wholes)
        each = [self._when.each(named_times, figure) for figure in found]
        many = (
            max(1, len(name.subjects)) + len(name.others) + len(periods[1:])
            for name, periods in zip(names, each, strict=True)
        )
        first = list(accumulate(many, initial=base))
        whole_of = [None if k is None else first[k] for k in wholes]
        whole_of = self._memory.wholes(sentence, found, said, whole_of)
        changes = any(one.kind == "change" for one in said)
        subjects = [self._printed(n.subjects[0]) or "" if n.subjects else "" for n in names] if changes else []
        claims: list[Claim] = []
        for i, figure in enumerate(found):
            modifies, k = None, None
            if said[i].kind == "change":
                k = _changes.modified(self._folded, found, said, wholes, i, subjects if names[i].own else None)
                if claims and not names[i].own and _kind.restates(found, said, i):
                    k, modifies = None, claims[-1].modifies
                elif k is not None:
                    modifies = first[k]
                else:
                    modifies = self._memory.modified(sentence, figure, said[i], names[i], i)
            inherited = self._memory.claim(modifies) if names[i] == Named() or not names[i].subjects else None
            period = each[i][0] if each[i] else self._when.told(sentence, named_times, found, said, i)
            if (
                said[i].kind == "change"
                and k is not None
                and k < i
                and not self._when.dated(named_times, found[k], figure)
            ):
                period = claims[first[k] - base].period
            whole = wholes[i]
            if (
                period is None
                and whole is not None
                and _AMONG_THEM.search(self._folded, found[whole].end, figure.start)
            ):
                period = claims[first[whole] - base].period  # 2023年办理1286件;其中化解486件
            modality = self._modality(sentence, figure, said[i], period)
            if modality == "rule" and period and (is_stretch(period) or is_part(period)):
                period = None  # 截至10月底达到1.04(考核指标大于1): what was reached by then, and what is asked for
            own = [self._printed(span) for span in names[i].subjects]
            level = claims[modifies - base].subject if modifies is not None and base <= modifies < first[i] else None
            if own and own[0] and level and own[0] in level:
                own[0] = level  # 检查企业4120户次,同比减少检查1300户次
            named_by = inherited or self._memory.claim(whole_of[i])
            fallback = (named_by.subject if named_by else level) or self._memory.subject(sentence)
            origin = said[k].origin if k is not None and k < i else None
            origin = i - 1 if i and said[i - 1].base else origin
            then = None if origin is None else claims[first[origin] - base].period
            period = period or self._when.default(sentence, modality)
            adds_up = self._when.adds_up(sentence, named_times, figure)
            claim = self._claim(
                figure, said[i], modality, subject=own[0] if own else fallback, scope=self._printed(names[i].scope),
                period=period, basis=self._basis(sentence, figure, said[i], period, then, adds_up=adds_up),
                modifies=modifies, part_of=whole_of[i],
            )  # fmt: skip
            claims.append(claim)
            claims += [replace(claim, subject=subject) for subject in own[1:]]
            claims += [replace(claim, scope=self._printed(scope)) for scope in names[i].others]
            claims += [replace(claim, period=other) for other in each[i][1:]]
        self._memory.keep(sentence, base, claims)
        return claims

    # ------------------------------------------------------------------ which quantities are figures

    def _stands(self, found: Sequence[Figure], figure: Figure) -> bool:
        """Whether a quantity is a figure: one without a printed unit only where the words around vouch for it."""
        if figure.quantity.printed_unit:
            return True
        start = figure.quantity.span.start
        if _MOVES.match(self._folded, figure.quantity.span.end) and _FROM.search(
            self._folded, figure.clause.start, start
        ):
            return True
        if UNCOUNTED.match(self._folded, figure.end):
            return True  # 惠及10万余群众
        after = self._folded[figure.end : figure.end + 1]
        if after and after not in ",。;、()\n和" and not after.isspace():
            return False
        cue = self._folded[figure.start : start]
        lead = self._folded[figure.before.start : figure.before.end]
        if not re.search(r"[一-鿿]$", lead + cue) or re.search(r"[第“”\"]$", lead):
            return False
        i = found.index(figure)
        neighbours = [f.quantity for f in found[: i + 2] if f is not figure]
        return bool(
            re.search(r"(?:为|达|至|到|是|占)$", cue)
            or (figure.quantity.decimals < 0 and re.search(r"(?:突破|超过?|逾|近|约|有)$", cue))
            or (figure.context.direction and neighbours)
            or re.search(r"(?:率|比|值|数|数量|案件|总量)$", lead)
            or (
                len(lead + cue) >= 2 and any(n.printed_unit and n.dimension in ("count", "percent") for n in neighbours)
            )
        )

    # ------------------------------------------------------------------ modality

    def _modality(self, sentence: Sentence, figure: Figure, said: Statement, period: str | None) -> Modality:
        """A rule by its words, a plan by its section, its words or a year to come, else a fact."""
        if said.kind == "range_from":
            return "actual"  # 由2024年的38.3%提高到50%: what is planned is the value to be reached
        moved = said.kind in ("change", "range_from", "range_to") or figure.context.direction is not None
        start = figure.clause.start
        lead = self._folded[start : figure.quantity.span.start]
        within = figure.quantity.unit == "分钟" and self._folded.startswith(
            "内", figure.quantity.span.end
        )  # 10分钟内响应
        limited = (within or figure.quantity.unit in ("工作日", "日", "天", "小时", "个月")) and (
            figure.context.qualifier == "at_most" or (figure.context.qualifier == "at_least" and _HEARD.search(lead))
        )
        if limited and not moved and not _LIMITED_TO.search(lead):
            return "rule"
        if figure.quantity.dimension == "duration" and lead.endswith(("每", "每隔")):
            return "rule"  # 每两个月召开一次
        if figure.quantity.unit == "次" and figure.quantity.value == 1 and _HALF.search(lead):
            return "rule"
        if not moved and not _AS_IT_WAS.search(lead) and self._is_due(figure, said, start):
            return "rule"
        later = period is not None and self._plans.is_ahead(period)
        before = self._folded[sentence.span.start : figure.quantity.span.start]
        planned = any(
            cue.says.modality == "planned" and (cue.says.role != "brief" or sentence.span.start + begin >= start)
            for begin, _, cue in self._patterns.cues.within(before)
        )
        if later or (planned and not _DONE.search(self._folded[start : figure.quantity.span.start])):
            return "planned"
        if self._plans.holds(sentence) and period is None:
            return "planned"
        return "actual"

    def _is_due(self, figure: Figure, said: Statement, start: int) -> bool:
        """Whether words of the clause that begins at `start` make a rule of the figure (每季度至少开展一次)."""
        if (
            figure.quantity.qualifier == "approx"
            or (figure.quantity.dimension == "money" and figure.context.qualifier is None)
            or (said.kind == "rate" and self._folded.endswith("的", start, figure.start))
        ):
            return False  # 每年开展学法20余次; 以每年5万元的价格; 压缩至法定时限的28%
        for begin, end, cue in self._patterns.cues.within(self._folded[start : figure.quantity.span.start]):
            by_law = self._folded.startswith(("法定", "规定"), start + begin)
            if by_law and (figure.quantity.dimension == "count" or self._folded.startswith("内", start + end)):
                continue  # 超过法定期限16件: how many were late; 法定期限内结案率
            each = max(self._folded.rfind("每", start + begin, figure.start), start + begin)
            told = _ANOTHER.search(self._folded, each, figure.start)  # 以每月1次频次开展学习12次
            if cue.says.modality == "rule" and not told and not _EACH.search(self._folded[start : start + begin]):
                return True
        return False

    # ------------------------------------------------------------------ the claim

    def _basis(
        self,
        sentence: Sentence,
        figure: Figure,
        said: Statement,
        period: str | None,
        then: str | None,
        *,
        adds_up: bool,
    ) -> Basis | None:
        """What a figure is measured against; `then` is the period of the value that it moved from, if that is stated.

        `adds_up`: whether the period is a time since when.
        """
        if said.base:
            return None
        if said.kind == "change":
            own = self._own_year(period)
            measured = _YEARS_VALUE.search(self._folded, figure.clause.start, figure.quantity.span.start)
            then = measured[1] if measured else then
            if measured and own is not None and int(measured[1]) != own - 1:
                return None  # 同比增长14.2%,是2020年的1.8倍
            if then and then.isdigit() and own is not None and int(then) < own - 1:
                return None  # 与2020年的3650万元相比下降42.8%
            if said.basis is None and _FORMER.search(self._folded, figure.clause.start, figure.quantity.span.start):
                return "prev_period"
            if said.basis is None and own is not None:
                compared = self._when.compared_with(sentence, figure)
                if own - 1 == compared or str(own - 1) == then:
                    return "yoy"
            return self._comparable(said.basis, figure, period)
        lead = self._folded[sentence.span.start : figure.quantity.span.start]
        cumulative = [
            end
            for begin, end, cue in self._patterns.cues.within(lead)
            if cue.says.basis == "cumulative"
            and str(self._year) not in lead[begin:end]  # 2025年以来 in a report on 2025
        ]
        near = figure.clause.start - sentence.span.start if said.kind == "rate" else 0
        cumulative = [
            end
            for end in cumulative
            if end > near and not _WHICH.match(lead, end - 1) and not _TOLD_ALREADY.match(lead, end)
        ]
        if said.kind in ("level", "rate") and cumulative and not _THIS_YEAR.search(lead[cumulative[-1] :]):
            averaged = _YEARLY.search(self._folded, figure.before.start, figure.quantity.span.start)
            return None if averaged else "cumulative"
        return "cumulative" if said.kind == "level" and adds_up else None

    def _own_year(self, period: str | None) -> int | None:
        """The year that a change is told of: that of its period, or the last of several."""
        last = period.rpartition("/")[2] if period else ""
        return int(last[:4]) if last[:4].isdigit() else self._year

    def _comparable(self, basis: Basis | None, figure: Figure, period: str | None) -> Basis | None:
        """比2019年增长86% is no year-on-year change in a report on 2022."""
        span = figure.context.basis_span
        if _YEARLY.search(self._folded, figure.clause.start, figure.quantity.span.start):
            return None  # 年均增长9.5%
        if basis not in ("yoy", "since_year_end") or span is None or self._year is None:
            return basis
        years = re.findall(r"(?:19|20)\d\d", self._folded[span.start : span.end])
        own = self._own_year(period)
        return (
            basis if not years or own is None or int(years[0]) == own - 1 else None
        )  # 较2021年、2022年分别…: the first is its own

    def _claim(
        self, figure: Figure, said: Statement, modality: Modality, *, subject: str | None, scope: str | None,
        period: str | None, basis: Basis | None, modifies: int | None, part_of: int | None,
    ) -> Claim:  # fmt: skip
        quantity, context = figure.quantity, figure.context
        around = None if said.base else context.qualifier  # 低于上年的5.6条: the bound is no part of the figure
        qualifier: Qualifier = quantity.qualifier or around or "exact"
        lead = self._folded[figure.before.start : quantity.span.start]
        if qualifier == "exact" and _ABOUT.search(lead):
            qualifier = "approx"
        if qualifier == "exact" and quantity.dimension == "percent" and _UNDER.search(lead):
            qualifier = "at_most"
        if qualifier == "exact" and _AT_LEAST.search(lead):
            qualifier = "at_least"
        unit, dimension, kind = quantity.unit, quantity.dimension, said.kind
        if unit is None and kind == "level" and subject and subject.endswith(("比", "比值", "率")):
            kind, dimension = "rate", "ratio"
        if said.change_measure == "points":
            unit, dimension = "百分点", "points"
        return Claim(
            span=quantity.span, value=quantity.value, value_max=quantity.value_max, unit=unit, dimension=dimension,
            decimals=quantity.decimals, qualifier=qualifier, kind=kind, direction=said.direction,
            change_measure=said.change_measure, basis=basis, subject=subject,
            scope=scope, period=period, modality=modality,
            origin="ocr" if self._document.origin == "ocr" else "text", row=None, column=None, modifies=modifies,
            part_of=part_of, rules=context.rules or ("quantity.unit",),
        )  # fmt: skip

    def _printed(self, span: Span | None) -> str | None:
        return self._document.text[span.start : span.end].strip() or None if span else None
