"""What each figure of a sentence counts: takes figures with their statements, gives subjects and scope of each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lawreport_cli.claims import _changes, _kind
from lawreport_cli.claims._beside import BODY_UNITS, CARRIERS, MADE_UP, PARTY, SCORES, Beside, Named
from lawreport_cli.claims._figure import SUM, Figure, is_limited, series
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._scope import Scopes
from lawreport_cli.claims._subject import Phrase, Subjects
from lawreport_cli.matching import Cues
from lawreport_cli.model import Sentence, Span

_VIEW = re.compile(
    r"(?:从|按|分|就)[^,。;]*(?:看|分|划分|来说|而言)[,:]|[^,。;、:\d]{2,16}(?:分布|构成|类型)(?:情况)?(?:如下)?:|(?:与|同|和|跟|较|比)[^,。;]*(?:相比|相较|比)[,:]"
)
_SUMMED_UP = re.compile(
    r"(?P<members>[^、,;]{1,10}(?:、[^、,;]{1,10}?)+)(?P<number>[两三四五六七八])(?P<rank>级|类|种|项|个|大类|市|县|区|镇|乡|村|街道|州)(?P<noun>[^、,;\d]*?),?$"
)
_GLOSSED = re.compile(r"\((?P<members>[^()、]+(?:、[^()、]+)+)\)$")  # 三率(办案率、结案率、满意率)分别为…
_DATED = re.compile(r"(?:(?:19|20)\d\d|去|上|今|本|当)年度?(?:同期)?")
_SHARED = re.compile(
    r"[^\w]*占[^,。;]*(?:比例|比重|份额)(?:最[高大多]|较[高大]|[^,。;]{0,3}首位)?"
)  # 140件,占受理数比例最高,达92.71%
_EXTENT = re.compile(r"[增升降减涨]幅$|占比$|数量$")
_SUPERLATIVE = re.compile(
    r"[,;、]?(?:其中)?(?P<who>[^,。;、\d]{2,12}?)(?:[增升降减]幅|占比|(?:案件)?数?量|数)?(?:最[高低多少大小快慢好差]|居首|居前|领先|垫底|次之|其次|紧随其后)[,。;]?$"
)
# 在全市营商环境评价中,我县得分87.6分,列第3位: what is scored and ranked is what was assessed.
_ASSESSED = re.compile(
    r"(?:在)?(?P<what>[^,。;、]{2,24}?(?:评价|考核|评估|测评|考评|评议|测试|竞赛|评比|评查|抽查|考试|比武))(?:工作|结果)?(?:(?:中|里)?,|(?=[我本][省市县区州盟旗镇乡局院]))"
)
_PLACED = r"(?:均|都|皆)?(?:位居|位列|名列|高居|稳居|居|列|排)[^,。;、\d]{0,10}(?:前列|前茅|首位|榜首|第一),?$"
# 2021年这一比率分别为…; 交通、城管居案件量前列,分别占…: what stands behind the members of a list.
_TOPIC = re.compile(  # 从收案数量情况看,各州由816件上升到1087件
    r"从(?P<what>[^,。;、\d]{2,14}?(?:数量|总数|人数|件数|数|量|率|金额))(?:的?(?:情况|方面|角度))?(?:上|来)?看(?=[,:]|$)"
)
_IS = re.compile(r"(?:[^,。;、]*的)?(?:依次|分别)?[是为]")
_PRONOUN = re.compile(
    _PLACED
    + r"|(?:数量|占比)?(?:最|较|相对|最为)(?:多|高|大|集中),?$|(?:这一|该|上述)(?:数字|比例|比率|指标|占比|数据)$"
)
_PLACED_AT_END = re.compile(_PLACED)
_BESIDE = 4  # characters between a rank and its score: ,得分
_OF_THINGS = re.compile(r"占[^,。;\d]*(?:案件|件数|事项|申请|纠纷|项目|人数|人员|企业)(?:总[数量])?的?$")
_TOTAL = re.compile("总[量数]")
_NEW = re.compile("新[增设建办]|新登记|新培育|净增")
_LATTER = re.compile(r"[,;、]?([前后])者")
_FIELDS = re.compile(r"等(?:多个)?(?:领域|方面|类别|行业|类型|地区)(?:的案件)?,?$")
_QUANTITIES = ("数", "数量", "案件量", "收案量", "占比", "件数", "比例")
_PAIR = 2
_PLACES = ("市", "县", "区", "镇", "乡", "村", "街道", "州")
_TREND = re.compile(  # 会前学法渐成惯例, 规范性文件发文量连年走低
    r"(?:渐|已|逐步|逐渐)?(?:成为?|形成)了?(?:惯例|常态|制度|习惯|风气|机制|自觉)[,;]?$"
    r"|(?:[连逐]年|持续|稳步|大幅度?|明显|显著|不断|逐步|逐季|快速|总体|整体|呈现?|进一步){1,3}"
    r"(?:走[低高]|攀升|[下上]降|上升|增长|回落|减少|增加|增多|提升|提高|向好|收窄|趋稳|下滑|[下上]行|压降)(?:态势|趋势)?[,;]?$"
    r"|(?:数量|案件?量|占比|[增降涨升]幅|增速|增长|[下上]降|上升|减少|回落|增加)(?:较为|比较|相对|最为|更为|十分|依然|仍然?)?"
    r"(?:明显|显著|迅速|突出|平稳|居高不下|[较最][快多大高]|不[大多])[,;]?$"  # 房屋征收类案件降幅明显
)
_PARTY_IS = re.compile(r"(?:被申请人|被告|被诉行政机关|被诉机关|第三人)(?:为|是|系)")
_AVERAGE = re.compile(r"(?:平均|[人户件]均)\d")
_VERB = 2  # characters of a verb
_FOREMOST = re.compile(
    r"[^,。;、\d]{0,8}[增升涨降减跌][幅速]最[高低大小快慢]的(?:是|为)(?:[^,。;、\d]{1,6}的)?(?P<who>[^,。;、\d]{2,10}),?"
)
_RESPECTIVELY = re.compile(r"分别|依次|各自|分列|分居")


class Namer:
    """Names the figures of one text."""

    def __init__(self, folded: str, subjects: Subjects, cues: Cues) -> None:
        self._folded = folded
        self._subjects = subjects
        self._actors = subjects.actors
        self._beside = Beside(folded, subjects, cues)
        self._scopes = Scopes(folded, subjects)

    def names(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None]
    ) -> list[Named]:
        """One name for each figure, in order. Sentences come in order: a scope is carried through its paragraph."""
        own = [self._beside.name(figure, said[i], part=wholes[i] is not None) for i, figure in enumerate(figures)]
        for run in series(self._folded, figures):
            self._pair(sentence, figures, said, own, run)
        named: list[Named] = []
        for i in range(len(figures)):
            named.append(self._complete(sentence, figures, said, wholes, own, named, i))
        self._share_backwards(figures, named)
        return self._scopes.scoped(sentence, figures, said, named, wholes)

    # ------------------------------------------------------------------ names from elsewhere

    def _names_party(self, subject: Span) -> bool:
        """Whether a subject says against whom a case is, which is another for the next of a list (被申请人为县直部门的98件)."""
        told = self._text(subject)
        return PARTY.fullmatch(told) is not None or _PARTY_IS.match(told) is not None

    def _text(self, span: Span) -> str:
        return self._folded[span.start : span.end]

    def _pair(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], own: list[Named], run: range
    ) -> None:
        """A、B分别为x和y; or A12件、B13件,分别占x和y: the subjects in their order."""
        first = figures[run.start]
        lead = self._folded[first.clause.start : first.quantity.span.start]
        mark = _RESPECTIVELY.search(lead)
        cut = min(first.clause.start + mark.start(), first.before.end) if mark else first.before.end
        words = Span(first.before.start, cut)
        if m := _PRONOUN.search(self._folded, *words):
            words = Span(words.start, m.start())
        if not mark and any(said[k].kind != "level" or (own[k].own and k != run.start) for k in run):
            return  # 办结代表建议和政协提案93件、135件 does without 分别, when the members are as many as the figures
        if not mark and {figures[k].quantity.unit for k in run} > {"人次"}:
            return  # 培训监督员和协管员4期、200人次: one training, counted twice
        if mark and (listed := self._summed_up(words, len(run))):
            own[run.start : run.stop] = listed
            return
        if _changes.two_bases(self._folded, first):
            return
        behind = Span(first.clause.start + mark.end(), first.before.end) if mark else None
        counted = self._subjects.before(behind).subject if behind and behind.end - behind.start > 1 else None
        phrase = self._subjects.whole(words) if words.end > words.start else Phrase(None, None)
        if mark and phrase.subject and self._text(phrase.subject).endswith(_QUANTITIES):
            listed = self._listed_before(sentence, first, len(run))
            if listed:  # 主要集中在公安、人社、市场监管等领域,收案数依次为…
                own[run.start : run.stop] = listed
                return
        bodies = self._subjects.bodies(words) if mark and counted else ()
        bodies = bodies or (self._subjects.bodies(phrase.scope) if phrase.scope else ())
        what = counted or phrase.subject
        if mark and len(bodies) != len(run):  # 济南、临沂受理案件分别为3595件、3125件
            bodies, of_them = self._subjects.places(words)
            what = counted or (self._subjects.before(of_them).subject if of_them.end > of_them.start else None)
        if len(bodies) == len(run) and what:
            for k, body in zip(run, bodies, strict=True):
                own[k] = Named((what,), body, own=True)
            return
        if mark and (phrase.subject is None or words.end - words.start <= 1):
            listed = self._listed_before(sentence, first, len(run))
            if listed:
                own[run.start : run.stop] = listed
                return
        if phrase.subject is None:
            before = [k for k in range(run.start) if said[k].kind != "rank"][-len(run) :]  # 分列前三位,占比分别为…
            if len(before) == len(run) and all(own[k].subjects for k in before):
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
        if said[run.start].kind == "change" and self._beside.is_generic(phrase.subject):
            return
        if len(members) != len(run):  # 2022年、2023年县政府分别制发文件9件和7件: one subject for all
            scope = phrase.subject if self._actors.is_body(phrase.subject) else phrase.scope
            for k in run:
                own[k] = Named((counted or phrase.subject,), scope, own=True)
            return
        for k, member in zip(run, members, strict=True):
            if self._actors.is_body(member):
                own[k] = Named((counted,) if counted else (), member, own=counted is not None)
            else:
                own[k] = Named((member,), phrase.scope, own=True)

    def _listed_before(self, sentence: Sentence, first: Figure, length: int) -> list[Named] | None:
        """The members of a list that is the clause before (诉求集中在物业、噪声、停车,依次占31%、18%、12%), or null."""
        at = sentence.clauses.index(first.clause)
        if not at or re.search(r"\d", self._text(sentence.clauses[at - 1])):
            return None
        clause = sentence.clauses[at - 1]
        if tail := _PRONOUN.search(self._folded, *clause):
            clause = Span(clause.start, tail.start())
        if lead := re.search(r"(?:是|为|有|包括|集中[在于]|主要是|涉及)(?=[^,。;]*、)", self._text(clause)):
            clause = Span(clause.start + lead.end(), clause.end)
        if listed := self._summed_up(clause, length):
            return listed  # 涉及公安、人社两个领域的案件最多,分别为412件、326件
        if tail := _FIELDS.search(self._folded, *clause):
            clause = Span(clause.start, tail.start())
        phrase = self._subjects.whole(clause)
        members = self._subjects.members(phrase.subject) if phrase.subject else ()
        if len(members) != length and phrase.subject:  # 自然资源和规划、公安、市场监管: 和 stands within a member
            start = phrase.subject.start
            marks = re.finditer(r"[^、]+", self._text(phrase.subject))
            members = tuple(Span(start + m.start(), start + m.end()) for m in marks)
        return [Named((member,), phrase.scope, own=True) for member in members] if len(members) == length else None

    def _summed_up(self, words: Span, length: int) -> list[Named] | None:
        """The names of 县、镇、村三级平台分别…: the members of a list that a number sums up, or null."""
        if glossed := _GLOSSED.search(self._folded, *words):
            start = glossed.start("members")
            members = [Span(start + m.start(), start + m.end()) for m in re.finditer(r"[^、]+", glossed["members"])]
            return [Named((member,), None, own=True) for member in members] if len(members) == length else None
        match = _SUMMED_UP.search(self._folded, *words)
        if match is None or "两三四五六七八".index(match["number"]) + 2 != length:
            return None
        start = match.start("members")
        members = [Span(start + m.start(), start + m.end()) for m in re.finditer(r"[^、]+", match["members"])]
        if len(members) != length:
            return None
        if match["rank"] in _PLACES:  # 松坪、澜滨两市处罚量分别为…
            noun = self._subjects.before(Span(*match.span("noun"))).subject if match["noun"] else None
            return [Named((noun,) if noun else (), member, own=noun is not None) for member in members]
        if match["rank"] != "级" or not match["noun"]:
            return [Named((member,), None, own=True) for member in members]
        return [Named((Span(*match.span("noun")),), member, own=True) for member in members]

    def _complete(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None],
        own: Sequence[Named], named: Sequence[Named], i: int,
    ) -> Named:  # fmt: skip
        """The name of figure `i`: its own, or that of the figure or clause that it goes on from."""
        name = own[i]
        origin = said[i].origin
        if origin is not None and named[origin].subjects and not (name.own and self._is_behind(figures[i], name)):
            return Named(named[origin].subjects, named[origin].scope)
        if (meant := self._latter(figures, said, named, name, i)) is not None:
            return Named(named[meant].subjects[:1], named[meant].scope, own=True)
        if assessed := self._assessed(sentence, figures, said, named, name, i):
            return replace(name, subjects=(assessed,))
        if (again := self._again_by(named, name)) is not None:
            return replace(name, subjects=named[again].subjects[:1])
        if (again := self._again(figures, named, name, i)) is not None:
            return replace(name, subjects=named[again].subjects[:1])
        if i and (who := self._placed(figures[i], name)) and (said[i - 1].kind == "rank" or named[i - 1].scope):
            return Named(named[i - 1].subjects[:1], who, own=True)
        if not name.subjects and (label := self._labelled(sentence, figures, wholes, i)):
            return replace(name, subjects=(label,))
        if not name.subjects and (summed := self._sum(figures, wholes, named, i)):
            return Named((summed,), name.scope)
        if is_limited(self._folded, figures, i):
            limit = figures[i - 1].quantity.span
            first = named[i - 1].subjects[0] if named[i - 1].subjects else limit
            told = self._text(Span(limit.end, figures[i].quantity.span.start)).rstrip("的有共:")
            end = name.subjects[0].end if name.subjects else limit.end + len(told)
            start = first.start if first.end == limit.start else limit.start
            return replace(name, subjects=(Span(start, end),))  # 罚款1万元以上案件579件, 标的额100万元以上的12件
        if name.subjects and not name.weak:
            return (
                replace(name, subjects=name.subjects * self._times_said(figures, said, i))
                if len(name.subjects) == 1
                else name
            )
        if i and "each" in figures[i].context.roles:
            run = next((r for r in series(self._folded, figures[:i]) if r.stop == i), range(i - 1, i))
            spans = dict.fromkeys(named[k].subjects[0] for k in run if named[k].subjects)
            return Named(tuple(spans), name.scope or named[i - 1].scope)
        if said[i].kind == "rank" and name.scope is not None:  # 在9个县(市)中列第二: the set is not what is ranked
            outside = [k for k in range(i) if figures[k].quantity.span.start < name.scope.start and named[k].subjects]
            if outside:
                return Named(named[outside[-1]].subjects[:1], name.scope)
        sources: list[int] = []
        if said[i].base and i + 1 < len(said) and said[i + 1].kind == "change":
            k = _changes.modified(self._folded, figures, said, wholes, i + 1)
            sources += [] if k is None or k >= i else [k]  # 纠错236件,较去年60件增长近3倍
        if i and _kind.restates(figures, said, i):
            sources.append(i - 1)  # 案件数增加876件、增长10%
        elif said[i].kind == "change":
            k = _changes.modified(self._folded, figures, said, wholes, i)
            sources += [] if k is None or k > i else [k]  # 增长7.4%,达到6.8万件: what it leads to has no name yet
        whole = wholes[i]
        sources += [whole] if whole is not None and whole < i else []
        if i and figures[i].clause == figures[i - 1].clause:
            sources.append(i - 1)
        for k in sources:
            if named[k].subjects[:1] not in ((), (name.scope,)) and not self._names_party(named[k].subjects[0]):
                return Named((self._all_of(figures[i], named[k].subjects[0]),), name.scope or named[k].scope)
        limited = "limit" in figures[i].context.roles
        task = self._subjects.behind.predicate(figures[i].after) if limited else None
        if task and task.end - task.start > 2:  # 在15个工作日内反馈整改情况: what is due
            return replace(name, subjects=(task,))
        at = sentence.clauses.index(figures[i].clause)
        told_of = "占" in self._text(figures[i].before)  # 示范村4326个,占村总数的17.6%
        share = "share" in figures[i].context.roles or (said[i].kind == "rate" and told_of)
        of_things = _OF_THINGS.search(self._text(figures[i].before)) is not None
        for clause in reversed(sentence.clauses[:at]):
            inside = [k for k in range(i) if figures[k].clause == clause and named[k].subjects]
            if of_things and inside and figures[inside[-1]].quantity.dimension == "money":
                continue  # 免罚案件312件,免罚金额86万元,占普通程序案件的35.6%
            if inside and figures[i].quantity.unit not in BODY_UNITS and not share:
                inside = [k for k in inside if not self._actors.is_body(named[k].subjects[0])]
            if inside and said[i].kind == "level" and self._names_party(named[inside[-1]].subjects[0]):
                continue
            if inside:
                source = named[inside[-1]]
                return Named((self._all_of(figures[i], source.subjects[0]),), name.scope or source.scope)
            if topic := _TOPIC.match(self._folded, *clause):
                return Named((Span(*topic.span("what")),), name.scope)
            if _VIEW.match(self._folded[clause.start : clause.end]):
                continue
            if _SHARED.match(self._folded, *clause):
                continue
            if best := _SUPERLATIVE.match(self._folded, *clause) or _FOREMOST.match(self._folded, *clause):
                who = Span(*best.span("who"))  # 澜坪县最低,为88.9%; 土地边界的最多,有103件
                if self._actors.is_body(who) or self._actors.is_level(who):
                    name = replace(name, scope=name.scope or who)
                elif not _EXTENT.search(best["who"]):
                    best_of = self._subjects.before(who)  # 县公安局行政处罚案件最多
                    return Named((best_of.subject or who,), name.scope or best_of.scope)
                continue
            about = self._about(clause)
            nameless = next(
                (f.start for f in figures[:i] if f.clause == clause and f.quantity.dimension != "score"), None
            )
            if nameless is not None:  # 县级政府部门986件,占44.2%: no figure is what another one counts
                about = Span(about.start, max(about.start, nameless))
            placed = _PLACED_AT_END.search(self._folded, *about)  # 收结案数量均居全省首位,占全省的四分之一
            phrase = self._subjects.before(Span(about.start, placed.start()) if placed else about)
            told = self._text(phrase.subject) if phrase.subject else ""
            holds = [k for k in range(i) if phrase.subject and _within(phrase.subject, figures[k].quantity.span)]
            if any(said[k].kind in ("change", "range_to") for k in holds):
                continue
            if holds and named[holds[-1]].subjects:
                return Named(named[holds[-1]].subjects[:1], name.scope or named[holds[-1]].scope)  # 52个单位述法,占90%
            if nameless is not None and phrase.subject and self._actors.is_body(phrase.subject):
                continue
            if phrase.subject and told not in CARRIERS and not _AVERAGE.match(told):
                return Named((phrase.subject,), name.scope or phrase.scope)
        return replace(name, subjects=(task,)) if task else name

    def _labelled(
        self, sentence: Sentence, figures: Sequence[Figure], wholes: Sequence[int | None], i: int
    ) -> Span | None:
        """What a list is headed with whose total this is (行政检查:日常检查3260次、专项检查860次,合计4120次), or null."""
        first = next((k for k, whole in enumerate(wholes[:i]) if whole == i), None)
        colon = -1 if first is None else self._folded.rfind(":", sentence.span.start, figures[first].start)
        return None if colon < 0 else self._subjects.before(Span(sentence.span.start, colon)).subject

    def _sum(
        self, figures: Sequence[Figure], wholes: Sequence[int | None], named: Sequence[Named], i: int
    ) -> Span | None:
        """What a total behind unlike parts counts: what the figure before them does, else only that it is their sum; or null."""
        parts = [k for k, whole in enumerate(wholes[:i]) if whole == i]
        if len({self._text(named[k].subjects[0]) for k in parts if named[k].subjects}) <= 1:
            return None
        one, alike = figures[i].quantity, [k for k in range(parts[0]) if named[k].subjects]
        same = [k for k in alike if (figures[k].quantity.unit, figures[k].quantity.value) == (one.unit, one.value)]
        if same:
            return named[same[-1]].subjects[0]
        word = SUM.search(self._folded, figures[parts[-1]].end, one.span.start)
        return None if word is None else Span(*word.span())

    def _placed(self, figure: Figure, name: Named) -> Span | None:
        """The body right before the bracket of a figure (受理数量居前三的是云阳县(286件)、滨河区(241件)), or null."""
        if not name.subjects or figure.bracket is None or name.subjects[0].end != figure.bracket.start - 1:
            return None
        links = _IS.match(self._folded, *name.subjects[0])
        who = Span(links.end() if links else name.subjects[0].start, name.subjects[0].end)
        return who if self._actors.is_place(who) else None

    def _about(self, clause: Span) -> Span:
        """What a clause is about that tells what it is made up of or how it went (职权事项包含行政许可、行政处罚,共181项)."""
        match = MADE_UP.search(self._folded, *clause) or _TREND.search(self._folded, *clause)
        return Span(clause.start, match.start()) if match else clause

    def _all_of(self, figure: Figure, subject: Span) -> Span:
        """What a total counts that takes its noun from the new ones before it: 新增市场主体30.98万户,总量突破200万户."""
        total = _TOTAL.search(self._folded, figure.start, figure.quantity.span.start)
        new = _NEW.match(self._folded, *subject) if total else None
        return Span(new.end(), subject.end) if new and new.end() < subject.end else subject

    def _times_said(self, figures: Sequence[Figure], said: Sequence[Statement], i: int) -> int:
        """Of how many levels in the clause before a rate is said (办理建议119件、提案105件,办复率均为100%); else 1."""
        if said[i].kind != "rate" or "each" not in figures[i].context.roles:
            return 1
        of = [k for k in range(i) if figures[k].clause.end == figures[i].clause.start and said[k].kind == "level"]
        apart = [self._folded[figures[k].end : figures[k].end + 1] for k in of[:-1]]
        alike = len({figures[k].quantity.unit for k in of}) == 1
        return len(of) if alike and set(apart) == {"、"} else 1

    def _latter(
        self, figures: Sequence[Figure], said: Sequence[Statement], named: Sequence[Named], name: Named, i: int
    ) -> int | None:
        """The figure that 前者 or 后者 stands for: of the last two levels in one unit, the first or the second; or null."""
        words = self._text(name.subjects[0]) if name.subjects else ""
        lead = self._folded[figures[i].before.start : figures[i].quantity.span.start]
        match = _LATTER.match(lead) or _LATTER.fullmatch(words)
        levels = [k for k in range(i) if said[k].kind in ("level", "rate") and not said[k].base and named[k].subjects]
        if match is None or len(levels) < _PAIR or len({figures[k].quantity.unit for k in levels[-_PAIR:]}) > 1:
            return None
        return levels[-2] if match[1] == "前" else levels[-1]

    def _again_by(self, named: Sequence[Named], name: Named) -> int | None:
        """The figure before whose verb another body's repeats (清河街道办理纠纷86起;南湖街道办理126起), or null."""
        if not name.scope or not name.subjects or name.subjects[0].start != name.scope.start:
            return None
        verb = self._folded[name.scope.end : name.subjects[0].end]
        if len(verb) != _VERB or not named or not named[-1].subjects or named[-1].scope in (None, name.scope):
            return None
        told = self._text(named[-1].subjects[0])
        return len(named) - 1 if told.startswith(verb) and told != verb else None

    def _again(self, figures: Sequence[Figure], named: Sequence[Named], name: Named, i: int) -> int | None:
        """The figure whose verb alone is said again, of another year (文件2020年制定58件,…,2024年制定33件), or null."""
        if not name.subjects or name.subjects[0].end - name.subjects[0].start > _VERB:
            return None
        verb = self._text(name.subjects[0])
        if not _DATED.fullmatch(self._folded, figures[i].clause.start, name.subjects[0].start):
            return None
        for k in range(i - 1, -1, -1):
            before = self._folded[figures[k].before.start : figures[k].start]
            if named[k].subjects and before.endswith(verb) and self._text(named[k].subjects[0]) != verb:
                return k
        return None

    def _assessed(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], named: Sequence[Named], name: Named, i: int
    ) -> Span | None:  # fmt: skip
        """What was assessed in a score or a rank that names no more than that it is one, or null."""
        generic = not name.subjects or self._text(name.subjects[0]) in SCORES
        moved = said[i].kind == "change" and figures[i].quantity.unit in ("分", *_changes.PLACES)
        if not generic or not (said[i].kind in ("score", "rank") or moved):
            return None
        ranked = i and said[i].kind == "score" and said[i - 1].kind == "rank"
        if ranked and named[i - 1].subjects and figures[i].before.end - figures[i - 1].end <= _BESIDE:
            return named[i - 1].subjects[0]  # 营商环境满意度列第3位,得分86.4分
        found = list(_ASSESSED.finditer(self._folded, sentence.span.start, figures[i].before.end))
        group = name.scope.start if name.scope else figures[i].clause.end  # 居全国100个城市第10名
        told = [k for k in range(i) if figures[k].quantity.span.start < group]
        if not found or (not name.subjects and told and found[-1].end() < figures[told[-1]].quantity.span.start):
            return None  # 测评中,满意度为92.4%,在全州列第二: the figure between says more
        return self._subjects.before(Span(*found[-1].span("what"))).subject

    @staticmethod
    def _is_behind(figure: Figure, name: Named) -> bool:
        """Whether the noun stands behind the figure (整合为5支综合行政执法大队)."""
        return bool(name.subjects) and name.subjects[0].start >= figure.end

    def _share_backwards(self, figures: Sequence[Figure], named: list[Named]) -> None:
        """3类18项许可事项: a figure glued before another takes its noun, when it has none."""
        for i in range(len(figures) - 2, -1, -1):
            here, following = named[i], named[i + 1]
            glued = figures[i].end == figures[i + 1].quantity.span.start
            if not glued or not following.own or not following.subjects:
                continue
            behind = self._is_behind(figures[i + 1], following)
            act_alone = behind and here.subjects and self._subjects.is_act(here.subjects[0])  # 梳理出5大类43个问题
            if not here.own or act_alone:
                named[i] = replace(following, scope=here.scope or following.scope)


def _within(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
