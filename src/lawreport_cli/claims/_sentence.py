"""The claims of one sentence: takes its quantities, gives claims with subject, scope, period, modality and links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.claims import _kind, _links
from lawreport_cli.claims._context import Peeler, periods
from lawreport_cli.claims._figure import Figure, figures, joined
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._quantity import Quantity
from lawreport_cli.claims._subject import Subjects
from lawreport_cli.model import Basis, Claim, Document, Identity, Modality, Qualifier, Sentence, Span
from lawreport_cli.patterns import Cue, Patterns

_CONJUNCTION = re.compile(r"[、]|以及|和|与|及")
_RANK_SET = re.compile(
    r"(?:位列|位居|名列|排名|排在|列|居|排|获评|荣获|获得|获|取得|跻身|进入|在)?(?P<set>(?:全|[^,。;、]{1,12}?各)[^,。;列居第]{0,14}?|[^,。;、列居排名第]{2,14}?)(?:中|的)?(?:排名|位列|列|居|排)?(?:第|前)$"
)
_AFTER_FIRST = {"percent"}
_BEFORE_FIRST = {"money", "points", "multiple", "score", "ratio", "rank", "duration"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure counts: subjects (more than one when one figure is said of each), and scope."""

    subjects: tuple[Span, ...]
    scope: Span | None
    own: bool  # whether the words beside the figure name it, not those of another figure


class Reader:
    """Reads sentences of one document."""

    def __init__(
        self, document: Document, identity: Identity, patterns: Patterns, peeler: Peeler, subjects: Subjects
    ) -> None:
        self._document = document
        self._folded = document.folded
        self._year = identity.year
        self._patterns = patterns
        self._peeler = peeler
        self._subjects = subjects
        self._plan_sections: dict[tuple[str, ...], bool] = {}

    def claims(self, sentence: Sentence, quantities: Sequence[Quantity]) -> list[Claim]:
        """The claims of a sentence; links count from the sentence's first claim."""
        found = self._with_units(figures(self._folded, sentence, quantities, self._peeler))
        if not found:
            return []
        said = _kind.statements(self._folded, found)
        wholes = _links.wholes(self._folded, found, said)
        named = self._name(sentence, found, said, wholes)
        first: list[int] = []
        total = 0
        for name in named:
            first.append(total)
            total += max(1, len(name.subjects))
        claims: list[Claim] = []
        times = self._periods(sentence, found)
        for i, figure in enumerate(found):
            modality = self._modality(sentence, figure)
            modifies = None
            if said[i].kind == "change":
                k = _links.modified(self._folded, found, said, i, named[i].own)
                modifies = None if k is None else first[k]
            whole = wholes[i]
            for subject in named[i].subjects or (None,):
                claims.append(
                    self._claim(
                        sentence, figure, said[i], subject, named[i].scope, modality,
                        period=self._period(times[i], modality, sentence, said[i]),
                        modifies=modifies, part_of=None if whole is None else first[whole],
                    )
                )  # fmt: skip
        return claims

    # ------------------------------------------------------------------ which quantities are figures

    def _with_units(self, found: list[Figure]) -> list[Figure]:
        """Figures without a printed unit stand only where the words around vouch for them."""
        kept: list[Figure] = []
        for i, figure in enumerate(found):
            if figure.quantity.printed_unit or self._vouched(found, i):
                kept.append(figure)
        return kept

    def _vouched(self, found: Sequence[Figure], i: int) -> bool:
        figure = found[i]
        start, end = figure.quantity.span
        after = self._folded[end : end + 1]
        if after and after not in ",。;、)\n" and not after.isspace():
            return False
        cue = self._folded[figure.context.start : start]
        lead = self._folded[figure.before.start : figure.before.end]
        if not re.search(r"[一-鿿]$", lead + cue) or re.search(r"[第“”\"]$", lead):
            return False
        neighbours = [found[k] for k in (i - 1, i + 1) if 0 <= k < len(found)]
        return bool(
            re.search(r"(?:为|达|至|到|是|占)$", cue)
            or re.search(r"(?:率|比|值|数|数量|案件|总量)$", lead)
            or (
                any(n.quantity.printed_unit and n.quantity.dimension in ("count", "percent") for n in neighbours)
                and len(lead) >= 2
            )
        )

    # ------------------------------------------------------------------ subjects

    def _name(
        self, sentence: Sentence, found: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None]
    ) -> list[Named]:
        named: list[Named] = []
        for i, figure in enumerate(found):
            name = self._own_name(found, said, i)
            previous = named[i - 1] if i else None
            if name is None or not name.subjects:
                name = self._inherited(sentence, found, said, wholes, named, i, name)
            if said[i].kind == "change" and not name.own and not name.subjects:
                name = Named((), name.scope, False)
            if name.scope is None and previous is not None:
                name = Named(name.subjects, previous.scope, name.own)
            named.append(name)
        self._share_backwards(found, named)
        return self._distributed(found, said, named)

    def _own_name(self, found: Sequence[Figure], said: Sequence[Statement], i: int) -> Named | None:
        """The name that the words beside the figure give, or null."""
        figure = found[i]
        quantity = figure.quantity
        lead = self._clean(figure.before)
        if quantity.dimension == "rank":
            return self._rank_name(found, i, lead)
        phrase = self._subjects.before(lead)
        behind = self._subjects.after(figure.after) if self._may_precede(figure) else None
        if behind and (quantity.dimension not in _BEFORE_FIRST or phrase.subject is None):
            weak = phrase.subject is not None and quantity.dimension == "percent"
            if not weak:
                return Named((behind,), phrase.scope or self._area(figure.before), True)
        if phrase.subject is None:
            return Named((), phrase.scope, False) if phrase.scope else None
        each = figure.context.roles & {"each", "distributive"}
        parts = self._conjuncts(phrase.subject) if each else (phrase.subject,)
        return Named(parts, phrase.scope or self._area(figure.before), True)

    def _clean(self, span: Span) -> Span:
        """The words before a figure without an opening bracket's lead and the marks of parts."""
        text = self._folded[span.start : span.end]
        cut = max(text.rfind("("), -1)
        if cut >= 0 and ")" not in text[cut:]:
            span = Span(span.start + cut + 1, span.end)
        text = self._folded[span.start : span.end]
        if m := re.match(r"[,、;:\s]*(?:以及|和|与|及)?(?:其中)?[:,]?(?:包括|包含|含|其中|不含)?", text):
            span = Span(span.start + m.end(), span.end)
        return span

    def _may_precede(self, figure: Figure) -> bool:
        """Whether a noun may stand right behind the figure (5次集体学法)."""
        after = self._folded[figure.after.start : figure.after.end]
        return bool(re.match(r"(?:的)?[一-鿿“《A-Za-z(]", after)) and figure.quantity.dimension not in (
            "rank",
            "points",
        )

    def _area(self, span: Span) -> Span | None:
        """The last scope word (全市, 我县) in the words before a figure."""
        hits = [h for h in self._patterns.cues.within(self._folded[span.start : span.end]) if h[2].says.role == "scope"]
        return Span(span.start + hits[-1][0], span.start + hits[-1][1]) if hits else None

    def _rank_name(self, found: Sequence[Figure], i: int, lead: Span) -> Named:
        start = found[i].quantity.span.start
        text = self._folded[lead.start : start + 1]
        match = _RANK_SET.search(text)
        scope = None
        if match and match["set"]:
            scope = Span(lead.start + match.start("set"), lead.start + match.end("set"))
        head = Span(lead.start, lead.start + (match.start() if match else len(text) - 1))
        phrase = self._subjects.before(head)
        if phrase.subject and phrase.subject.end - phrase.subject.start >= 2:
            return Named((phrase.subject,), scope, True)
        return Named((), scope, False)

    def _conjuncts(self, span: Span) -> tuple[Span, ...]:
        """The members of 办结率、满意率; the phrase itself when it has none."""
        text = self._folded[span.start : span.end]
        parts: list[Span] = []
        start = 0
        for mark in [*_CONJUNCTION.finditer(text), None]:
            end = mark.start() if mark else len(text)
            if end - start >= 2:
                parts.append(Span(span.start + start, span.start + end))
            if mark:
                start = mark.end()
        return tuple(parts) if len(parts) > 1 else (span,)

    def _inherited(
        self, sentence: Sentence, found: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None],
        named: Sequence[Named], i: int, own: Named | None,
    ) -> Named:  # fmt: skip
        """The name that a figure without words of its own takes from another figure or from the clause before."""
        scope = own.scope if own else None
        if said[i].kind == "change":
            k = _links.modified(self._folded, found, said, i, own_words=False)
            if k is not None:
                return Named(named[k].subjects[:1], scope or named[k].scope, False)
        whole = wholes[i]
        if whole is not None and named[whole].subjects:
            return Named(named[whole].subjects[:1], scope or named[whole].scope, False)
        if i and found[i].clause == found[i - 1].clause and named[i - 1].subjects:
            return Named(named[i - 1].subjects[:1], scope or named[i - 1].scope, False)
        at = sentence.clauses.index(found[i].clause)
        for clause in reversed(sentence.clauses[:at]):
            owners = [k for k in range(i) if found[k].clause == clause]
            if owners and named[owners[-1]].subjects:
                return Named(named[owners[-1]].subjects[:1], scope or named[owners[-1]].scope, False)
            phrase = self._subjects.before(clause)
            if phrase.subject:
                return Named((phrase.subject,), scope or phrase.scope, False)
        return Named((), scope, False)

    def _share_backwards(self, found: Sequence[Figure], named: list[Named]) -> None:
        """3类18项许可事项: a figure glued before another takes its noun, when it has none."""
        for i in range(len(found) - 2, -1, -1):
            glued = found[i].context.end == found[i + 1].quantity.span.start
            if glued and not named[i].own and named[i + 1].own and named[i + 1].subjects:
                named[i] = Named(named[i + 1].subjects, named[i].scope or named[i + 1].scope, True)

    def _distributed(self, found: Sequence[Figure], said: Sequence[Statement], named: list[Named]) -> list[Named]:
        """A、B分别为x和y: the subjects in their order."""
        i = 0
        while i < len(found):
            last = i
            if "respectively" in found[i].context.roles:
                while last + 1 < len(found) and joined(self._folded, found[last], found[last + 1]):
                    last += 1
            count = last - i + 1
            if count > 1 and said[i].kind != "change" and named[i].subjects:
                parts = self._conjuncts(self._widened(found[i], named[i].subjects[0]))
                if len(parts) == count:
                    for k in range(count):
                        named[i + k] = Named((parts[k],), named[i].scope, True)
            i = last + 1
        return named

    def _widened(self, figure: Figure, subject: Span) -> Span:
        """A subject with the members before it that a verb between them had cut off."""
        lead = self._folded[figure.before.start : subject.end]
        cut = re.search(r"[^,;:。]*$", lead)
        assert cut
        return Span(figure.before.start + cut.start(), subject.end)

    # ------------------------------------------------------------------ period, modality

    def _periods(self, sentence: Sentence, found: Sequence[Figure]) -> list[str | None]:
        excluded = [f.context.basis_span for f in found if f.context.basis_span is not None]
        excluded += [
            Span(sentence.span.start + m.start(), sentence.span.start + m.end())
            for m in re.finditer(
                r"《[^》]*》?|[〔\[(]20\d\d[〕\])]\d+号", self._folded[sentence.span.start : sentence.span.end]
            )
        ]
        hits = periods(self._folded, sentence.span, self._year, excluded)
        result: list[str | None] = []
        for figure in found:
            base = figure.context.basis_span
            if base is not None and _kind.statements(self._folded, [figure])[0].base:
                own = periods(self._folded, base, self._year, [])
                result.append(own[-1][1] if own else None)
                continue
            before = [
                period for end, period in hits if end <= figure.quantity.span.start and self._reaches(end, figure)
            ]
            result.append(before[-1] if before else None)
        return result

    def _reaches(self, at: int, figure: Figure) -> bool:
        """Whether time named at `at` holds for a figure: not out of a bracket that is closed before it."""
        between = self._folded[at : figure.quantity.span.start]
        return between.count(")") <= between.count("(")

    def _period(self, stated: str | None, modality: Modality, sentence: Sentence, said: Statement) -> str | None:
        if stated is not None:
            return stated
        if self._year is None:
            return None
        planned = modality == "planned" or (modality == "rule" and self._is_plan(sentence))
        return str(self._year + 1 if planned else self._year)

    def _is_plan(self, sentence: Sentence) -> bool:
        if sentence.section not in self._plan_sections:
            text = " ".join(sentence.section)
            self._plan_sections[sentence.section] = any(
                kind.says.modality == "planned"
                and any(word in text for word in kind.words)
                and not any(word in text for word in kind.not_words)
                for kind in self._patterns.section_kinds
            )
        return self._plan_sections[sentence.section]

    def _modality(self, sentence: Sentence, figure: Figure) -> Modality:
        text = self._folded[figure.clause.start : min(figure.clause.end, figure.after.end)]
        cues = self._patterns.cues.within(text)
        if any(cue.says.modality == "rule" for _, _, cue in cues):
            return "rule"
        if "limit" in figure.context.roles:
            return "rule"
        if self._is_plan(sentence):
            return "planned"
        if any(cue.says.modality == "planned" for _, _, cue in self._leading(sentence, figure)):
            return "planned"
        return "actual"

    def _leading(self, sentence: Sentence, figure: Figure) -> list[tuple[int, int, Cue]]:
        return self._patterns.cues.within(self._folded[figure.clause.start : figure.quantity.span.start])

    # ------------------------------------------------------------------ the claim

    def _basis(self, sentence: Sentence, figure: Figure, said: Statement) -> Basis | None:
        if said.kind == "change" or said.base:
            return None if said.base else said.basis
        lead = self._folded[sentence.span.start : figure.quantity.span.start]
        if any(cue.says.basis == "cumulative" for _, _, cue in self._patterns.cues.within(lead)):
            return "cumulative" if said.kind in ("level", "rate") else None
        return None

    def _claim(
        self, sentence: Sentence, figure: Figure, said: Statement, subject: Span | None, scope: Span | None,
        modality: Modality, *, period: str | None, modifies: int | None, part_of: int | None,
    ) -> Claim:  # fmt: skip
        quantity, context = figure.quantity, figure.context
        qualifier: Qualifier = quantity.qualifier or context.qualifier or "exact"
        return Claim(
            span=quantity.span, value=quantity.value, value_max=quantity.value_max, unit=quantity.unit,
            dimension=quantity.dimension, decimals=quantity.decimals, qualifier=qualifier, kind=said.kind,
            direction=said.direction, change_measure=said.change_measure, basis=self._basis(sentence, figure, said),
            subject=self._printed(subject), scope=self._printed(scope), period=period, modality=modality,
            origin="ocr" if self._document.origin == "ocr" else "text", row=None, column=None,
            modifies=modifies, part_of=part_of, rules=context.rules or ("quantity.unit",),
        )  # fmt: skip

    def _printed(self, span: Span | None) -> str | None:
        return self._document.text[span.start : span.end].strip() or None if span else None
