"""Whose each figure of a sentence is: takes its figures with their names, gives the names with their scopes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lawreport_cli.claims import _changes
from lawreport_cli.claims._beside import BODY_UNITS, PARTY, Named
from lawreport_cli.claims._figure import Figure, series
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._subject import Subjects
from lawreport_cli.model import Sentence, Span

_EXCEPT = re.compile(r"\((不含[^()\d]{2,14})\)")
_LASTING = re.compile("[全我本]|各(?!级$)")  # 全县, 我局, 全市法院: what the next sentence is about too
_SAID, _CLAUSE = re.compile("[^。]+"), re.compile("[^,;。]+[,;]?")
# 据统计, 省司法厅表示, 截至11月底: who tells it and when, before who acts.
_PREFACE = re.compile(
    r"(?![^,。;]{4,}自)[^,。;]*(?:显示|表示|指出|获悉|介绍|统计|了解|通报|[年月日]|月份|年底|月底|年末|来|期间)[,:、]?"
)
_DEED = re.compile(
    r"[^\w]*(?:[全本]年|共|累计|先后)?(?:(?:组织|开展)(?![^,。;\d]{0,12}(?:学|研讨|研究))|举办|发放|印发|制发|培训|办理|受理|办结|建成|设立|新建|查处|检查|审查|审核|出具|提出|参与|调解|化解|排查)"
)
# 将习近平法治思想纳入党委理论学习中心组学习计划,全年开展专题学习12次: who it is that learns.
_LEARNERS = re.compile(
    r"[^,。;]{0,8}(?:将|把)[^,。;]{2,40}?(?:纳入|列入|作为|列为)(?:各级)?(?P<who>(?:(?!学习、)[^,。;\d]){0,24}(?:中心组|党[委组]会|常[委务]会|党支部)(?:会议)?)"
    r"[^,。;]{0,6}(?:学习|研讨|内容|议题|课程)"
)
_IS = re.compile(r"[^\w]*(?:[为是属居列]|位居|位列|排名)(?=全)")  # 为全国最少的省份之一
# Those of the body before, and whoever it is: they lead nothing.
_ATTENDANT = re.compile(r"(?:主要|分管|有关)?(?:负责同志|负责人|领导(?:干部|同志)?)$|部分|个别|一些|有的|少数|多数|.$")


class Scopes:
    """Tells whose the figures of one text are. Sentences come in order: a scope is carried through its paragraph."""

    def __init__(self, folded: str, subjects: Subjects) -> None:
        self._folded = folded
        self._subjects = subjects
        self._paragraph: Span | None = None  # of the last sentence
        self._carried: Span | None = None  # the scope that the sentences before leave to the next of the paragraph
        self._counted = False  # whether it is that of a figure

    def scoped(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], named: Sequence[Named],
        wholes: Sequence[int | None],
    ) -> list[Named]:  # fmt: skip
        """Names with the scope of their whole, of the figure before, or of the body that leads clause or sentence."""
        first = sentence.paragraph != self._paragraph
        if first:
            self._paragraph, self._carried, self._counted = sentence.paragraph, self._opening(sentence), False
        heading = self._heading(sentence)
        in_name = PARTY.search(self._folded, sentence.span.start, figures[0].end)
        over_all = Span(*in_name.span(1)) if in_name else heading
        lasting = [wholes[i] is None and not _ranks(figures[i], said[i]) for i in range(len(figures))]
        for i in range(len(figures) - 1):  # 在全区12个镇街中排名第3: the set of a rank is nobody's scope
            lasting[i] &= not (_ranks(figures[i + 1], said[i + 1]) and figures[i].clause == figures[i + 1].clause)
        leads = self._leads(sentence, figures, wholes)
        several = {  # 济南、临沂受理案件分别为3595件、3125件,六市收案数占…: nobody's in particular
            k
            for run in series(self._folded, figures)
            if len({named[k].scope for k in run}) > 1 and all(named[k].scope for k in run)
            for k in run
        }
        found: list[Named] = []
        beyond = 0  # the figure from which on those named before have no part
        for i, name in enumerate(named):
            reached = [lead for lead in leads if lead[0].start <= figures[i].clause.start < lead[0].end and lasting[i]]
            floor, lead = (reached[-1][0].start, reached[-1][1]) if reached else (sentence.span.start, over_all)
            scope, whole = name.scope, wholes[i]
            except_for = _EXCEPT.match(self._folded, figures[i].end) if scope is None and not lead else None
            if except_for:
                scope = Span(*except_for.span(1))  # 623名(不含公安机关)
            if scope is None and whole is not None and whole < i:
                beside = i and wholes[i - 1] not in (None, whole)  # 其中市本级收到412件,受理357件: of two totals
                scope = found[i - 1 if beside and found[i - 1].scope else whole].scope
            if scope is None:
                near = (
                    found[k].scope
                    for k in range(i - 1, beyond - 1, -1)
                    if not (k in several and name.own)
                    and figures[k].start >= floor
                    and (lasting[k] or (k == i - 1 and not name.own))
                )
                scope = next((s for s in near if s and self._folded[s.start] != "每"), None)
            if lead and self._folded[lead.end : figures[i].quantity.span.start] == "等":
                lead = None  # 公安局、司法局等5个部门: members, not whose
            if lead and i not in several and any(k in several for k in range(i)) and "、" in self._folded[slice(*lead)]:
                lead = None  # the figures before had the members of the list, each its own
            carried = lead == self._carried and _ranks(figures[i], said[i])  # the set of a rank is nobody's
            if lead and name.subjects[:1] == (lead,) and self._subjects.actors.is_meeting(lead):
                lead = None  # 专题会议共计达40余次
            scope = scope or (None if carried else lead)
            if scope and scope != name.scope and self._is_beyond(scope, figures[i]):
                scope, beyond = None, i
            found.append(replace(name, scope=scope))
        told = next((name.scope for i, name in enumerate(found) if lasting[i] and name.scope), None)
        self._carry(told, heading, first=first)
        return found

    def _opening(self, sentence: Sentence) -> Span | None:
        """Who leads the sentences that open a paragraph without figures (全区检察机关深化监督。办理案件36件), or null."""
        leads: list[Span | None] = [None]
        for said in _SAID.finditer(self._folded, sentence.paragraph.start, sentence.span.start):
            clauses = [Span(*m.span()) for m in _CLAUSE.finditer(self._folded, *said.span())]
            who = self._subjects.actor(self._first_to_act(clauses), acting=True) if clauses else None
            leads += [who] if who and (self._lasts(who) or self._subjects.actors.is_office(who)) else []
        return leads[-1]

    def _first_to_act(self, clauses: Sequence[Span]) -> Span:
        """The first clause that does not only say when, or by whom it is told."""
        return next((clause for clause in clauses if not self._is_preface(clause)), clauses[0])

    def _heading(self, sentence: Sentence) -> Span | None:
        """Who leads a sentence, behind what only says when and by whom it is told; or whom the sentence before left."""
        opening = self._first_to_act(sentence.clauses)
        if (lead := self._subjects.actor(opening)) is not None or self._carried is None:
            return lead
        anyhow = self._counted and self._lasts(self._carried)
        return self._carried if anyhow or self._subjects.goes_on(opening) else None

    def _leads(
        self, sentence: Sentence, figures: Sequence[Figure], wholes: Sequence[int | None]
    ) -> list[tuple[Span, Span]]:
        """Who leads a clause, with how far: a clause without figures leads the rest of its sentence.

        局党组高度重视,全年研究法治议题14项; but 其中市级支队1个 leads to nothing, it tells of a part.
        """
        told = {figure.clause: i for i, figure in reversed(list(enumerate(figures)))}
        found: list[tuple[Span, Span]] = []
        for clause in sentence.clauses:
            i = told.get(clause)
            if (
                self._is_preface(clause)
                or _IS.match(self._folded, *clause)
                or (i is not None and (wholes[i] is not None or _counts_bodies(figures[i])))
            ):
                continue
            learners = _LEARNERS.match(self._folded, *clause) if i is None else None
            who = Span(*learners.span("who")) if learners else self._subjects.actor(clause, acting=i is None)
            if who and not self._folded.startswith("、", who.end) and not _ATTENDANT.match(self._folded, *who):
                found.append((Span(clause.start, sentence.span.end) if i is None else clause, who))
        return found

    def _carry(self, told: Span | None, heading: Span | None, *, first: bool) -> None:
        """Keep what the next sentence is about too: an area or our own body, or the office that the paragraph is about."""
        if told and self._lasts(told):
            self._carried, self._counted = told, True
        elif heading and heading != self._carried and not (self._carried and self._lasts(self._carried)):
            office = first and told == heading and self._subjects.actors.is_office(heading)
            self._carried, self._counted = heading if office else None, True

    def _is_beyond(self, who: Span, figure: Figure) -> bool:
        """Whether a figure tells of deeds, and who was named before does not do any.

        A meeting (会议学法7次,举办讲座2次), or whose things others dealt with (审查市政府合同58份,举办讲座2次; 村级合同9份).
        """
        actors = self._subjects.actors
        does_none = actors.is_meeting(who) or actors.is_owner(who) or actors.is_level(who)
        return does_none and _DEED.match(self._folded, *figure.before) is not None

    def _lasts(self, scope: Span) -> bool:
        return _LASTING.match(self._folded, *scope) is not None

    def _is_preface(self, clause: Span) -> bool:
        return _PREFACE.fullmatch(self._folded, *clause) is not None


def _counts_bodies(figure: Figure) -> bool:
    """Whether a figure may count the bodies that stand before it (设社区13个)."""
    return figure.quantity.unit in BODY_UNITS


def _ranks(figure: Figure, said: Statement) -> bool:
    """Whether a figure is a rank or what a rank moved by: its set is nobody's scope."""
    return said.kind == "rank" or (said.kind == "change" and figure.quantity.unit in _changes.PLACES)
