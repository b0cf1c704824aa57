"""What was said before a sentence: takes claims as they are read, gives totals and levels that later sentences mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from lawreport_cli.claims._beside import Named
from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._parts import STEP
from lawreport_cli.model import Claim, Sentence, Span

_REACH = 30  # claims back
_SHARE_OF = re.compile(r"占(?P<of>[^,。;、\d]{2,14}?)(?:案件)?(?:总数|总量|总额|数)?的[^,。;、\d]{0,3}$")
_ROUGHLY = 20  # a share fits a total when it is off by no more than a twentieth: 四分之一强
_NEAR = 12  # claims back, for a list without words that lead to its total
_PARTS, _NO_CHANCE = 2, 50  # members and total from which on a sum hardly fits by chance
_AMONG = re.compile(
    r"(?:从|在|对|按|分)?(?P<words>[^,。;、]{2,24}?)(?P<view>中|里|上|看|分|划分|来看|依次为|分别为|依次是)[,:]"
    r"|(?P<kind>[^,。;、\d]{2,10}(?:案件|申请|纠纷))中(?=[^,。;、\d有]{2})"  # 受理案件中投诉举报类12件,行政处罚类17件
    r"|(?P<head>[^,。;、:\d]{2,16}(?:分布|构成|类型|情况|领域)|[^,。;、:\d]{4,16}如下):"  # 被告分布情况:区政府16件
)
_FIRST_STEP = re.compile(r"[,、]?(?:[^,。;]{0,8}?)(新收|收到|受理|审结|办结)")  # 其中,新收一审行政案件17378件
_VIEWS = ("看", "来看", "分", "划分")
_WITHIN = re.compile(r"^[,、;]?(?:仅|其中)")  # 下半年1371件,仅第四季度就达742件: no member of the list
_ANYTHING = ("案件", "事项", "情况", "问题", "人员")  # nouns that name no figure by themselves
_OPENING = re.compile("其中[,:]?")
_FILLERS = re.compile(r"案件|原因|事项|申请|情况|的|人员|总数|全部|上述|这些|类型|所有")


@dataclass(frozen=True, slots=True)
class _Entry:
    position: int
    claim: Claim
    sentence: Span
    paragraph: Span


class Memory:
    """The claims of one document so far, as far back as a sentence may refer to them."""

    def __init__(self, folded: str, year: int | None) -> None:
        self._folded = folded
        self._year = year
        self._entries: list[_Entry] = []

    def keep(self, sentence: Sentence, base: int, claims: Sequence[Claim]) -> None:
        """Remember the claims of a sentence; the first has position `base`."""
        self._entries += [_Entry(base + i, claim, sentence.span, sentence.paragraph) for i, claim in enumerate(claims)]
        del self._entries[:-_REACH]

    def claim(self, position: int | None) -> Claim | None:
        """The claim at a position, or null where it is not remembered."""
        return next((e.claim for e in self._entries if e.position == position), None)

    def subject(self, sentence: Sentence) -> str | None:
        """The subject of the last claim of the paragraph, for a sentence that goes on without one (连续三年增长)."""
        last = self._entries[-1] if self._entries else None
        return last.claim.subject if last and last.paragraph == sentence.paragraph else None

    def wholes(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], known: Sequence[int | None]
    ) -> list[int | None]:
        """`known` with the totals of earlier sentences: 审结案件中,维持521件、驳回203件 are parts of 审结1289件.

        A list behind 在…中 or 从…看 is linked to the total that these words name, or to which its members add up.
        """
        found = list(known)
        if _OPENING.match(self._folded, sentence.span.start):  # 其中,查办食品类案件287件…: of what was told last
            listed = [i for i, k in enumerate(known) if k is None and said[i].kind == "level"]
            whole = self._last(sentence, figures[listed[0]].quantity.unit, listed, figures) if listed else None
            for i in listed:
                same = figures[i].quantity.unit == figures[listed[0]].quantity.unit
                alike = self._done_alike(sentence, figures[i])
                found[i] = alike if alike is not None or not same else whole
            return found
        if (whole := self._summed(sentence, figures, said, known)) is not None:
            return [whole if k is None and said[i].kind == "level" else k for i, k in enumerate(known)]
        for view, inside in self._views(sentence, figures):
            listed = [
                i
                for i in inside
                if said[i].kind == "level"
                and known[i] is None
                and figures[i].quantity.dimension == "count"
                and not _WITHIN.search(self._folded[figures[i].before.start : figures[i].quantity.span.start])
            ]
            if not listed:
                continue
            unit = figures[listed[0]].quantity.unit
            listed = [i for i in listed if figures[i].quantity.unit == unit]
            rest = re.search(r"其[余他]|余下", self._folded[sentence.span.start : sentence.span.end]) is not None
            groups = self._groups(figures, listed)
            sums = [sum((figures[i].quantity.value for i in group), Decimal()) for group in groups]
            wholes = [self._exact(unit, total) for total in sums]
            if len(groups) == 1 or None in wholes:
                groups = [listed]
                wholes = [
                    self._total(
                        view["words"] or view["kind"] or view["head"],
                        unit,
                        [figures[i].quantity.value for i in listed],
                        open_list=rest,
                    )
                ]
                if wholes == [None] and len(listed) > 1 and view["view"] in _VIEWS:
                    wholes = [self._just_told(sentence, unit, listed, figures)]
            for group, whole in zip(groups, wholes, strict=True):
                for i in group if whole is not None else ():
                    found[i] = whole
        self._shares(figures, said, found)
        return found

    def _shares(self, figures: Sequence[Figure], said: Sequence[Statement], found: list[int | None]) -> None:
        """Link what is told with its share of an earlier figure: 和解结案508件,占审结数的四分之一 of 审结1984件."""
        for i in range(1, len(figures)):
            part, share = figures[i - 1].quantity, figures[i].quantity
            named = _SHARE_OF.search(self._folded, figures[i - 1].end, share.span.start)
            if said[i].kind != "rate" or said[i - 1].kind != "level" or found[i - 1] is not None or named is None:
                continue
            totals = (
                e
                for e in reversed(self._entries)
                if e.claim.kind == "level" and e.claim.unit == part.unit and e.claim.value > part.value
                and abs(part.value * 100 / e.claim.value - share.value) <= max(share.value / _ROUGHLY, Decimal(1))
                and e.claim.subject and (named["of"] in e.claim.subject or e.claim.subject in named["of"])
            )  # fmt: skip
            found[i - 1] = next((e.position for e in totals), None)

    def _summed(
        self, sentence: Sentence, figures: Sequence[Figure], said: Sequence[Statement], known: Sequence[int | None]
    ) -> int | None:
        """The total of a sentence that is nothing but a list of its parts: 结案402件。施工安全183件,工程质量71件,…"""
        parts = [f.quantity for f, s, k in zip(figures, said, known, strict=True) if s.kind == "level" and k is None]
        if len(parts) < _PARTS or len({part.unit for part in parts}) > 1 or parts[0].dimension != "count":
            return None
        total = sum((part.value for part in parts), Decimal())
        return self._exact(parts[0].unit, total, sentence.paragraph) if total >= _NO_CHANCE else None

    def _groups(self, figures: Sequence[Figure], listed: Sequence[int]) -> list[list[int]]:
        """The members of a list, parted by semicolons: 判决中,驳回58件,撤销23件;裁定准许撤诉63件,驳回起诉26件."""
        groups = [[listed[0]]]
        for before, i in pairwise(listed):
            if ";" in self._folded[figures[before].end : figures[i].start]:
                groups.append([])
            groups[-1].append(i)
        return groups

    def _exact(self, unit: str | None, value: Decimal, paragraph: Span | None = None) -> int | None:
        """The position of the last level of this value and unit, in a paragraph if one is given; or null."""
        for entry in reversed(self._entries[-_NEAR:]):
            claim = entry.claim
            if (claim.kind, claim.unit, claim.value) == ("level", unit, value) and paragraph in (None, entry.paragraph):
                return entry.position
        return None

    def _last(
        self, sentence: Sentence, unit: str | None, listed: Sequence[int], figures: Sequence[Figure]
    ) -> int | None:
        """The last total of the paragraph, in the unit of the parts, that holds them all; null where there is none."""
        parts = sum(figures[i].quantity.value for i in listed if figures[i].quantity.unit == unit)
        fitting = (
            e
            for e in reversed(self._entries)
            if e.paragraph == sentence.paragraph and e.claim.kind == "level" and e.claim.part_of is None
            and e.claim.unit == unit and e.claim.value >= parts
        )  # fmt: skip
        return self._newest(fitting)

    def _newest(self, fitting: Iterable[_Entry]) -> int | None:
        """The position of the first that is not of an earlier year, else of the first; null where there is none."""
        found = list(fitting)
        year = self._year or 0
        now = (
            e for e in found if not (e.claim.period and e.claim.period[:4].isdigit() and int(e.claim.period[:4]) < year)
        )
        entry = next(now, found[0] if found else None)
        return None if entry is None else entry.position

    def _just_told(
        self, sentence: Sentence, unit: str | None, listed: Sequence[int], figures: Sequence[Figure]
    ) -> int | None:
        """The first total of the sentence before that holds the parts: 立案2937件,移送43件。从案件类型看,食品类1204件,…"""
        last = self._entries[-1] if self._entries and self._entries[-1].paragraph == sentence.paragraph else None
        parts = sum(figures[i].quantity.value for i in listed)
        fitting = (
            e.position
            for e in self._entries
            if last and e.sentence == last.sentence and e.claim.kind == "level" and e.claim.part_of is None
            and e.claim.unit == unit and e.claim.value >= parts
        )  # fmt: skip
        return next(fitting, None)

    def _done_alike(self, sentence: Sentence, figure: Figure) -> int | None:
        """The total of the paragraph of which the same was done: of 受理4216件,审结3985件。其中,中院受理1326件 the first."""
        words = self._folded[figure.before.start : figure.quantity.span.start]
        verb = STEP.search(words) or _FIRST_STEP.match(words)
        fitting = [
            e
            for e in reversed(self._entries)
            if e.paragraph == sentence.paragraph and e.claim.kind == "level" and e.claim.subject
            and e.claim.unit == figure.quantity.unit and e.claim.value >= figure.quantity.value
        ]  # fmt: skip
        named = [e for e in fitting if self._means(words, e.claim.subject or "")]
        alike = [e for e in fitting if verb and e.claim.part_of is None and verb[1] in (e.claim.subject or "")]
        return self._newest(named or alike)

    def _views(self, sentence: Sentence, figures: Sequence[Figure]) -> list[tuple[re.Match[str], list[int]]]:
        """The views of a sentence (从地区看, 审结案件中), each with the positions of the figures that stand under it."""
        views: list[tuple[re.Match[str], list[int]]] = []
        for clause in sentence.clauses:
            match = _AMONG.match(self._folded, clause.start, clause.end)
            inside = [i for i, f in enumerate(figures) if clause.start <= f.quantity.span.start < clause.end]
            if match:
                views = views[:-1] if views and not views[-1][1] else views  # 从地区看,审结案件中: one view, the nearer
                views.append((match, [i for i in inside if match["kind"] or match["head"]]))
            elif views:
                views[-1][1].extend(inside)
        return views

    def _total(self, words: str, unit: str | None, values: Sequence[Decimal], *, open_list: bool) -> int | None:
        """The position of the total that 审结案件中 names, or that the members of a view (从地区看) add up to.

        An open list, which leaves a rest unsaid, is part of the last total that is large enough.
        """
        year = self._year or 0
        totals = [
            e
            for e in reversed(self._entries)
            if e.claim.kind == "level" and e.claim.unit == unit and e.claim.value >= sum(values)
            and not (e.claim.period and e.claim.period[:4].isdigit() and int(e.claim.period[:4]) < year)
        ]  # fmt: skip
        named = [e for e in totals if e.claim.subject and self._means(words, e.claim.subject)]
        heads = [e.claim.subject for e in named if e.claim.subject and words.startswith(e.claim.subject)]
        named.sort(
            key=lambda e: not any(head in str(e.claim.subject) for head in heads)
        )  # 一审收案: the figure of 一审
        exact = [e for e in totals if e.claim.value == sum(values)] if len(values) > 1 else []
        whole = [e for e in totals if e.claim.part_of is None] if open_list and len(values) > 1 else []
        return next((e.position for e in (*named, *exact, *whole)), None)

    def modified(self, sentence: Sentence, figure: Figure, said: Statement, name: Named, i: int) -> int | None:
        """The level of an earlier sentence of the paragraph that a change speaks of, or null.

        A change without words of its own speaks of the last level, one with words of the level they name.
        """
        words = "".join(self._folded[s.start : s.end] for s in name.subjects[:1])
        where = self._folded[name.scope.start : name.scope.end] if name.scope else ""
        for entry in reversed(self._entries):
            claim = entry.claim
            if entry.paragraph != sentence.paragraph or claim.kind not in ("level", "rate", "score"):
                continue
            if said.change_measure == "points" and claim.kind != "rate":
                continue
            if said.change_measure == "absolute" and claim.unit != figure.quantity.unit:
                continue
            if not words:
                return entry.position if i == 0 else None
            if claim.kind == "rate" and words.endswith(("数", "量")):
                continue  # 两市收案数分别增长78%、66%: no change of a share
            if where and claim.scope and claim.scope != where:
                continue
            if claim.subject and (claim.subject in words or words in claim.subject) and claim.subject not in _ANYTHING:
                return entry.position
        return None

    @staticmethod
    def _means(words: str, subject: str) -> bool:
        core = _FILLERS.sub("", words)
        return len(core) >= 2 and (core in subject or subject in words or _FILLERS.sub("", subject) == core)
