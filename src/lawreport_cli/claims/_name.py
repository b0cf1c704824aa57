"""What each figure of a sentence counts: takes figures with their statements, gives subjects and scope of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lawreport_cli.claims import _links
from lawreport_cli.claims._figure import Figure, series
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._subject import Phrase, Subjects
from lawreport_cli.matching import Cues
from lawreport_cli.model import Sentence, Span

_MARKS = re.compile(r"(?:的基础上)?[,、;:\s]*(?:以及|和|与|及)?(?:其中)?[:,]?(?:包括|包含|含|其中|不含)?")
_SHARE = re.compile(r"(?:[约共均各]|分别|合计)?占[^,。;]*$")
_SINCE = re.compile(
    r"^(?:[^,。;]{0,14}(?:应当?|须|要))?(?:在|于)?(?:自[^,。;]*起|[^,。;]{0,12}之日起)?$|^[^,。;]{0,10}[在于自][^,。;]{2,12}(?:后|之后|起)$"
)
_TOPIC_SINCE = re.compile(r"(?P<topic>[^,。;]{3,14}?)自[^,。;]{2,10}之日起$")
_RANK_SET = re.compile(
    r"(?:位列|位居|名列|排名|排在|稳居|列|居|排|获评|荣获|获得|获|取得|跻身|跃居|跃升至?|上升至|升至|升到|进至|进到|进位至|进入|在)"
    r"(?P<set>(?:\([^()]*\)|[^,。;、列居排名第()]){2,14}?)(?:中|的|排名|位列|位居|列|居|排)*(?:第|前)$"
    r"|(?P<bare>(?:全[国省市县区州]|[省市县区]内)[^,。;、列居第]{0,10}?)(?:中|的|排名|位列|位居|列|居|排)?(?:第|前)$"
)
_FROM = re.compile(r"(?:从|由|自|把|将|较|比)[^,。;从由自把将较比]*$")
_TIMES_OF = re.compile(r"(?:是|为|达到?|相当于)?(?:(?:19|20)\d\d|去|上|前)[^,。;、]{0,8}的$")
_MEASURED_BY = re.compile(
    r"(?:较|比|同|跟|与|和)[^,。;、]{1,16}?(?:相比|相较|比|峰值|要求|平均水平|平均|水平|均值|目标)(?:累计|再|又|还)?"
)
_AGAINST = re.compile(r"(?:远)?(?:比起|较|比|与|同|跟|低于|高于|少于|多于|超过|优于|好于|短于)[^,。;]*$")
_GENERIC = ("件数", "数量", "总量", "总数", "金额", "案件数", "人数", "次数", "户数", "占比", "比例", "总额")
_PLACED = re.compile(
    r"(?:已|连续[^,。;]{1,4}年|位列|位居|名列|排名|稳居|蝉联|进入|跻身|跃居|跃升至?|上升至|升至|升到|进至|进到|列|居|排|获评?|保持)+(?:全[国省市县区])?(?:第|前)$"
)
_REST = ("其余", "余下", "剩余", "剩下", "另外")
_CARRIERS = ("安排", "印发", "完成", "开展", "举办", "进行", "实现", "做到", "达", "再上台阶", "更上台阶", "创新高")
_EXCEPT = re.compile(r"\((不含[^()\d]{2,14})\)")
_RANKED = re.compile(r"位列|位居|名列|排名|排在|居|列")
_VIEW = re.compile(
    r"(?:从|按|分|就)[^,。;]*(?:看|分|划分|来说|而言)[,:]|(?:与|同|和|跟|较|比)[^,。;]*(?:相比|相较|比)[,:]"
)
_PARTY = re.compile(r"以([^,。;、\d]{2,20}?)(?:为被告|为被申请人|为被执行人|名义)")
_SUMMED_UP = re.compile(
    r"(?P<members>[^、,;]{1,10}(?:、[^、,;]{1,10}?)+)(?P<number>[两三四五六七八])(?P<rank>级|类|种|项|个|大类)(?P<noun>[^、,;\d]*?)$"
)
_INTRODUCED = re.compile(r"[^,。;、\d]{0,8}(?:依次|分别)(?:为|是|有):?(?=[^\d])")
_DATED = re.compile(r"(?:(?:19|20)\d\d|去|上|今|本|当)年度?(?:同期)?")
_EXTREME = re.compile(r"最[高低多少大小快慢好差]的(?P<who>[^,。;、\d]{2,10}?)(?:仅|只)?(?:为|达|有|是)?$")
_EXTENT = re.compile(r"[增升降减涨]幅$|占比$|数量$")
_SUPERLATIVE = re.compile(
    r"[,;、]?(?P<who>[^,。;、\d]{2,12}?)(?:[增升降减]幅|占比)?(?:最[高低多少大小快慢好差]|居首|居前|领先|垫底)[,。;]?$"
)
_APIECE = re.compile(
    r"(?:实现|确保|做到|保证|要求)?(?P<each>每(?:个|名|家|所|支|座)?[一-鿿]{2,8}?)"
    r"|(?P<who>[^,。;、]{2,12}?)各(?:自)?(?:选|分)?(?:配|设|派|建)(?:备|立|有|齐)?"
)
_OF_THEM = re.compile(r"(?:中|里|当中)(?:尚有|还有|仅有|只有|有|仅|只)?$")
_PEOPLE = ("人次", "人", "名")
_ACT = 6  # characters of an act that needs no noun: 到庭观摩
_RESPECTIVELY = re.compile(r"分别|依次|各自|分列|分居")
_NEVER_BEFORE_NOUN = ("rank", "points", "ratio")
_NAMED_BEFORE = ("money", "multiple", "score", "duration")


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure counts: subjects (more than one when one figure is said of each), and scope.

    `own`: the words beside the figure name it; otherwise the name is that of another figure or clause.
    """

    subjects: tuple[Span, ...] = ()
    scope: Span | None = None
    own: bool = False
    weak: bool = False  # a verb alone that carries its object (2021年安排4次): any noun said before is better


class Namer:
    """Names the figures of one text."""

    def __init__(self, folded: str, subjects: Subjects, cues: Cues) -> None:
        self._folded = folded
        self._subjects = subjects
        self._cues = cues
        self._carried: tuple[Span, Span] | None = None  # paragraph, and the scope its last sentence had

    def names(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None]
    ) -> list[Named]:
        """One name for each figure, in order. Sentences come in order: a scope is carried through its paragraph."""
        own = [self._own(figure, said[i], part=wholes[i] is not None) for i, figure in enumerate(figures)]
        for run in series(self._folded, figures):
            self._pair(figures, said, own, run)
        named: list[Named] = []
        for i in range(len(figures)):
            named.append(self._complete(sentence, figures, said, wholes, own, named, i))
        self._share_backwards(figures, named)
        lasting = [wholes[i] is None and said[i].kind != "rank" for i in range(len(figures))]
        return self._scoped(sentence, figures, named, wholes, lasting)

    # ------------------------------------------------------------------ words of its own

    def _own(self, figure: Figure, said: Statement, *, part: bool) -> Named:
        """The name that the words beside the figure give; without subjects when they give none."""
        lead = self._lead(figure, said)
        dimension, unit = figure.quantity.dimension, figure.quantity.unit
        if extreme := _EXTREME.search(self._folded, *lead):
            who = Span(*extreme.span("who"))
            if self._subjects.is_body(who):  # 败诉率最高的榆渡县为18.2%, 最少的云台乡只有2人
                what = self._subjects.before(Span(lead.start, extreme.start())).subject
                return Named((what,) if what else (), who, what is not None)
        if dimension == "rank":
            return self._rank(figure, Span(figure.clause.start, figure.before.end))
        if figure.context.roles & {"each", "distributive"}:
            phrase = self._subjects.whole(lead)
            if phrase.subject:
                return Named(self._members(phrase.subject), phrase.scope or self._area(figure.before), True)
        if m := _APIECE.fullmatch(self._text(lead)):
            group = "each" if m["each"] else "who"
            who = Span(lead.start + m.start(group), lead.start + m.end(group))
            if self._subjects.is_body(who):
                noun = self._subjects.after(figure.after, unit)
                return Named((noun,) if noun else (), who, noun is not None)  # 每个乡镇不少于7名, 各乡镇各配2名法制员
        party = self._party(lead)
        if part and _OF_THEM.search(self._text(lead)):
            act = self._subjects.rest(figure.after)
            if act:  # 败诉案件中3件输在程序上
                return Named((act,), None, True)
        phrase = self._subjects.before(lead)
        scope = party or phrase.scope or self._area(figure.before)
        if unit == "次" and phrase.subject and self._subjects.is_actor(phrase.subject):
            act = self._subjects.rest(figure.after)
            if act:  # 县长16次主持召开会议
                return Named((act,), phrase.subject, True)
        if phrase.subject and self._text(phrase.subject) in _REST:
            phrase = replace(phrase, subject=self._subjects.being(figure.after) or phrase.subject)
        behind = None
        if dimension not in _NEVER_BEFORE_NOUN and not said.base:
            behind = self._subjects.after(figure.after, unit)
        if said.kind == "range_to" and (dimension != "count" or (behind and self._subjects.is_verbal(behind))):
            behind = None
        if behind and phrase.subject is not None:
            qualified = self._folded[lead.end - 1] == "的" and "案件" in self._folded[slice(*behind)]
            verbal = self._subjects.is_verbal(behind) and not self._subjects.ends_with_light_verb(lead)
            if dimension != "count" or qualified or verbal:
                behind = None
        if behind and _RANKED.match(self._text(behind)):
            behind = None  # 2024年以94.7%位列全市第二
        if behind and dimension == "duration" and self._subjects.is_verbal(behind):
            behind = None
        if behind:
            return Named((behind,), scope, True)
        if said.kind == "change" and phrase.subject is not None and self._is_generic(phrase.subject):
            return Named((), scope)  # 件数、金额较上年分别回落…: those of the levels before
        if phrase.subject is None:
            said_of = self._subjects.predicate(figure.after) if dimension == "count" and said.kind == "level" else None
            if said_of is None and said.kind == "level" and figure.start <= lead.start:
                said_of = self._acted(figure, part=part)
            return Named((said_of,), scope, True) if said_of else Named((), scope)
        named_before_bracket = figure.bracket is not None and phrase.subject.end < figure.bracket.start
        level = figure.bracket is None and self._subjects.is_level(phrase.subject)
        if (
            not named_before_bracket
            and (level or self._subjects.is_body(phrase.subject))
            and said.kind in ("level", "rate", "range_from")
        ):
            counts_bodies = unit in ("个", "家", "所", "支", "处") or (unit in ("名", "人") and not part)
            if not counts_bodies:  # 其中市政府19件: who, not what
                return Named((), phrase.subject)
        if self._text(phrase.subject) in _CARRIERS:
            return Named((phrase.subject,), scope, weak=True)
        return Named((phrase.subject,), scope, True)

    def _acted(self, figure: Figure, *, part: bool) -> Span | None:
        """What those that begin a clause did (3860人次到庭观摩, 其中3名身兼数职), or null."""
        act = self._subjects.rest(figure.after)
        if act is None or figure.quantity.dimension != "count":
            return None
        return act if part or (figure.quantity.unit in _PEOPLE and act.end - act.start <= _ACT) else None

    def _is_generic(self, span: Span) -> bool:
        """Whether words name only what kind of number it is (件数、金额)."""
        return all(self._text(member) in _GENERIC for member in self._subjects.members(span))

    def _members(self, span: Span) -> tuple[Span, ...]:
        """The members of a list that one figure is said of; of places with one noun, the noun for each."""
        members = self._subjects.members(span)
        if len(members) > 1 and all(self._subjects.is_body(member) for member in members[:-1]):
            noun = self._subjects.without_body(members[-1])
            return (noun,) * len(members) if noun else members
        return members

    def _lead(self, figure: Figure, said: Statement) -> Span:
        """The words before a figure, without marks of parts and lists, and without what a share is measured by."""
        span = figure.before
        context = figure.context
        standing = said.kind not in ("change", "range_to", "range_from") and not context.roles & {"to", "be"}
        if standing and context.direction_at is not None:
            span = Span(span.start, figure.quantity.span.start)  # 精简12项: the verb is no change, but the subject
        text = self._folded[span.start : span.end]
        cut = text.rfind("(")
        if cut >= 0 and ")" not in text[cut:]:
            span = Span(span.start + cut + 1, span.end)
        if m := _MARKS.match(self._folded[span.start : span.end]):
            span = Span(span.start + m.end(), span.end)
        if span.start >= span.end and figure.bracket is not None and figure.bracket.start == context.start:
            named = re.search(r"[^、,:;。(]*$", self._folded[figure.clause.start : figure.bracket.start - 1])
            if named and not re.search(r"\d", named.group()):  # 县市场监管局(783件): what stands before the bracket
                return Span(figure.bracket.start - 1 - len(named.group()), figure.bracket.start - 1)
        if m := _INTRODUCED.match(self._folded[span.start : span.end]):
            span = Span(span.start + m.end(), span.end)  # 结果依次为维持109件
        text = self._folded[span.start : span.end]
        if (
            (said.kind == "range_from" and (m := _FROM.search(text)))
            or (said.change_measure == "multiple" and (m := _TIMES_OF.search(text)))
            or (said.base and (m := _AGAINST.search(text)))
        ):
            span = Span(span.start, span.start + m.start())
        if said.kind == "change" and (m := _MEASURED_BY.match(text)):
            span = Span(span.start + m.end(), span.end)  # 比国家要求低近10个百分点
        measured = said.kind == "rate" or self._folded.startswith("的", figure.end)  # 占计划20期的135%, not 占地建房8起
        if measured and "share" not in context.roles and (m := _SHARE.search(self._folded[span.start : span.end])):
            span = Span(span.start, span.start + m.start())
        if figure.quantity.dimension == "duration":
            text = self._folded[span.start : span.end]
            if m := _TOPIC_SINCE.match(text):
                span = Span(span.start, span.start + m.end("topic"))  # 信访事项自受理之日起60日内办结
            elif _SINCE.match(text) or text.endswith("后"):
                span = Span(span.start, span.start)
        return span

    def _text(self, span: Span) -> str:
        return self._folded[span.start : span.end]

    def _area(self, span: Span) -> Span | None:
        """The last scope word (全市, 我县) in the words before a figure."""
        hits = [hit for hit in self._cues.within(self._folded[span.start : span.end]) if hit[2].says.role == "scope"]
        return Span(span.start + hits[-1][0], span.start + hits[-1][1]) if hits else None

    def _party(self, span: Span) -> Span | None:
        """The body in whose name or against whom something is done (以市政府为被申请人, 以区政府名义), or null."""
        match = _PARTY.search(self._folded, *span)
        return Span(match.start(1), match.end(1)) if match else None

    def _rank(self, figure: Figure, lead: Span) -> Named:
        text = self._folded[lead.start : figure.quantity.span.start + 1]
        match = _RANK_SET.search(text)
        scope = None
        if match:
            group = "set" if match["set"] else "bare"
            scope = Span(lead.start + match.start(group), lead.start + match.end(group))
        place = match or _PLACED.search(text)
        head = Span(lead.start, lead.start + (place.start() if place else len(text) - 1))
        if re.search(r"\d", self._text(head)):
            return Named((), scope)
        phrase = self._subjects.before(head)
        if phrase.subject and phrase.subject.end - phrase.subject.start >= 2:
            return Named((phrase.subject,), scope, True)
        return Named((), scope)

    # ------------------------------------------------------------------ names from elsewhere

    def _pair(self, figures: Sequence[Figure], said: Sequence[Statement], own: list[Named], run: range) -> None:
        """A、B分别为x和y; or A12件、B13件,分别占x和y: the subjects in their order."""
        first = figures[run.start]
        lead = self._folded[first.clause.start : first.quantity.span.start]
        mark = _RESPECTIVELY.search(lead)
        cut = min(first.clause.start + mark.start(), first.before.end) if mark else first.before.end
        words = Span(first.before.start, cut)
        if not mark and any(said[k].kind != "level" or (own[k].own and k != run.start) for k in run):
            return  # 办结代表建议和政协提案93件、135件 does without 分别, when the members are as many as the figures
        if mark and (listed := self._summed_up(words, len(run))):
            own[run.start : run.stop] = listed
            return
        if _links.two_bases(self._folded, first):
            return
        phrase = self._subjects.whole(words) if words.end > words.start else Phrase(None, None)
        if phrase.subject is None:
            before = range(run.start - len(run), run.start)
            if before.start >= 0 and all(own[k].subjects for k in before):
                for k, source in zip(run, before, strict=True):
                    own[k] = Named(own[source].subjects, own[source].scope, own=said[k].kind != "change")
            return
        members = self._subjects.members(phrase.subject)
        if all(_DATED.fullmatch(self._text(member)) for member in members):
            for k in run:
                own[k] = Named((), own[k].scope)  # 2022年、2023年分别为89.7%和94.3%: when, not what
            return
        if len(members) != len(run) and not mark:
            return
        if said[run.start].kind == "change" and all(self._text(member) in _GENERIC for member in members):
            return
        behind = Span(first.clause.start + mark.end(), first.before.end) if mark else None
        counted = self._subjects.before(behind).subject if behind and behind.end - behind.start > 1 else None
        if len(members) != len(run):  # 2022年、2023年县政府分别制发文件9件和7件: one subject for all
            body = self._subjects.is_body(phrase.subject)
            for k in run:
                scope = phrase.subject if body else phrase.scope
                own[k] = Named((counted or phrase.subject,), scope, True)
            return
        for k, member in zip(run, members, strict=True):
            if self._subjects.is_body(member):
                own[k] = Named((counted,) if counted else (), member, counted is not None)
            else:
                own[k] = Named((member,), phrase.scope, True)

    def _summed_up(self, words: Span, length: int) -> list[Named] | None:
        """The names of 县、镇、村三级平台分别…: the members of a list that a number sums up, or null."""
        match = _SUMMED_UP.search(self._folded, *words)
        if match is None or "两三四五六七八".index(match["number"]) + 2 != length:
            return None
        start = match.start("members")
        members = [Span(start + m.start(), start + m.end()) for m in re.finditer(r"[^、]+", match["members"])]
        if len(members) != length:
            return None
        if match["rank"] != "级" or not match["noun"]:
            return [Named((member,), None, True) for member in members]
        return [Named((Span(*match.span("noun")),), member, True) for member in members]

    def _complete(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None],
        own: Sequence[Named], named: Sequence[Named], i: int,
    ) -> Named:  # fmt: skip
        """The name of figure `i`: its own, or that of the figure or clause that it goes on from."""
        name = own[i]
        origin = said[i].origin
        if origin is not None and named[origin].subjects and not (name.own and self._is_behind(figures[i], name)):
            return Named(named[origin].subjects, named[origin].scope)
        if name.subjects and not name.weak:
            return name
        if i and "each" in figures[i].context.roles:
            run = next((r for r in series(self._folded, figures[:i]) if r.stop == i), range(i - 1, i))
            spans = dict.fromkeys(named[k].subjects[0] for k in run if named[k].subjects)
            return Named(tuple(spans), name.scope or named[i - 1].scope)
        if said[i].kind == "rank" and name.scope is not None:  # 在9个县(市)中列第二: the set is not what is ranked
            outside = [k for k in range(i) if figures[k].quantity.span.start < name.scope.start and named[k].subjects]
            if outside:
                return Named(named[outside[-1]].subjects[:1], name.scope)
        sources: list[int] = []
        if said[i].kind == "change":
            k = _links.modified(self._folded, figures, said, wholes, i)
            sources += [] if k is None else [k]
        whole = wholes[i]
        sources += [whole] if whole is not None and whole < i else []
        if i and figures[i].clause == figures[i - 1].clause:
            sources.append(i - 1)
        for k in sources:
            if named[k].subjects[:1] not in ((), (name.scope,)) and not _PARTY.match(self._text(named[k].subjects[0])):
                return Named(named[k].subjects[:1], name.scope or named[k].scope)
        limited = "limit" in figures[i].context.roles
        task = self._subjects.predicate(figures[i].after) if limited else None
        if task and task.end - task.start > 2:  # 在15个工作日内反馈整改情况: what is due
            return replace(name, subjects=(task,))
        at = sentence.clauses.index(figures[i].clause)
        for clause in reversed(sentence.clauses[:at]):
            inside = [k for k in range(i) if figures[k].clause == clause and named[k].subjects]
            if inside:
                return Named(named[inside[-1]].subjects[:1], name.scope or named[inside[-1]].scope)
            if _VIEW.match(self._folded[clause.start : clause.end]):
                continue
            if best := _SUPERLATIVE.match(self._folded, clause.start, clause.end):
                who = Span(*best.span("who"))  # 澜坪县最低,为88.9%; 土地边界的最多,有103件
                if self._subjects.is_body(who):
                    name = replace(name, scope=name.scope or who)
                elif not _EXTENT.search(best["who"]):
                    return Named((who,), name.scope)
                continue
            phrase = self._subjects.before(clause)
            if phrase.subject and self._text(phrase.subject) not in _CARRIERS:
                return Named((phrase.subject,), name.scope or phrase.scope)
        return replace(name, subjects=(task,)) if task else name

    @staticmethod
    def _is_behind(figure: Figure, name: Named) -> bool:
        """Whether the noun stands behind the figure (整合为5支综合行政执法大队)."""
        return bool(name.subjects) and name.subjects[0].start >= figure.end

    def _share_backwards(self, figures: Sequence[Figure], named: list[Named]) -> None:
        """3类18项许可事项: a figure glued before another takes its noun, when it has none."""
        for i in range(len(figures) - 2, -1, -1):
            glued = figures[i].end == figures[i + 1].quantity.span.start
            if glued and not named[i].own and named[i + 1].own and named[i + 1].subjects:
                named[i] = replace(named[i + 1], scope=named[i].scope or named[i + 1].scope)

    def _scoped(
        self, sentence: Sentence, figures: Sequence[Figure], named: Sequence[Named], wholes: Sequence[int | None],
        lasting: Sequence[bool],
    ) -> list[Named]:  # fmt: skip
        """Names with the scope of their whole, of the figure before, or of the body that leads the sentence."""
        found: list[Named] = []
        lead = self._subjects.actor(sentence.clauses[0])
        if lead is None and self._carried and self._carried[0] == sentence.paragraph:
            lead = self._carried[1]
        for i, name in enumerate(named):
            whole = wholes[i]
            scope = name.scope
            except_for = _EXCEPT.match(self._folded, figures[i].end) if scope is None else None
            if except_for and not lead:
                scope = Span(*except_for.span(1))  # 623名(不含公安机关)
            if scope is None and whole is not None and whole < i:
                scope = found[whole].scope
            if scope is None and i:
                near = (
                    k for k in range(i - 1, -1, -1) if found[k].scope and (lasting[k] or (k == i - 1 and not name.own))
                )
                scope = next((found[k].scope for k in near), None)
            found.append(replace(name, scope=scope or lead) if name.scope != (scope or lead) else name)
        first = next((name.scope for i, name in enumerate(found) if lasting[i] and name.scope), None)
        self._carried = (sentence.paragraph, first) if first else self._carried
        return found
