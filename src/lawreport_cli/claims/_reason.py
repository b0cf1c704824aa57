"""Why a numeral claims nothing: takes a numeral and the text around it, gives a `NonClaim` or leaves the numeral free."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from lawreport_cli.matching import NonClaims
from lawreport_cli.model import Document, NonClaim, Numeral, Reason, Sentence, Span

# A title; one whose end is lost ends with its clause, for it must not hide what the report counts behind it.
_TITLE = re.compile(r"《[^《》。\n]*(?:《[^《》。\n]*》[^《》。\n]*)*》|《[^《》,;。\n]*|〈[^〈〉]*〉")
_QUANTITY = re.compile("分之|连[降升增减涨]")
_STRETCH_OF_TIME = re.compile("年(?!级)|个?季度|个月")
_SUMMED = re.compile(
    r"(?:[市县区镇乡村类条道种者家]|项(?!目)|个(?:领域|环节|系统|条线))(?=[^,。;、)\s])"
)  # what a list is summed up in
_LIST, _MEMBER, _LONGEST_LIST = 70, 8, 9  # characters of a list and of its members, members
_YEAR = re.compile(r"(?:19|20)\d\d|[一二]\s*[九〇○零]\s*[〇○零一二三四五六七八九]{2}")


class Reasons:
    """Decides for each numeral of a text whether a rule explains it."""

    def __init__(self, document: Document, rules: NonClaims) -> None:
        self._folded = folded = document.folded
        self._rules = rules
        self._titled = {i for m in _TITLE.finditer(folded) for i in range(m.start() + 1, m.end())}
        self._marks = sorted(c.span for t in document.tables for c in t.cells if c.role == "enumerator")

    def explain(self, numeral: Numeral, sentence: Sentence) -> NonClaim | None:
        """The non-claim that `numeral` is by a rule of patterns/nonclaims or by the title it stands in, or null."""
        span = numeral.span
        if span.start in self._titled:
            year = _YEAR.fullmatch(self._folded[span.start : span.end]) and numeral.value is not None
            return NonClaim(span, "date" if year else "title", ("title.brackets",))
        if _within(self._marks, span.start):
            return NonClaim(span, "enumerator", ("table.enumerator",))
        if _QUANTITY.match(self._folded, span.end) or self._folded[span.start - 2 : span.start] == "分之":
            return None  # 万分之五 is a quantity, whatever 万 alone may be
        rule = self._rules.first(self._folded, span.start, span.end, numeral.script)
        if rule:
            return NonClaim(span, rule.reason, (rule.id,))
        if numeral.script == "han" and numeral.value is not None and self._sums_up(span, int(numeral.value)):
            return NonClaim(span, "structure", ("structure.summed_up",))
        if sentence.kind == "furniture":
            alone = re.fullmatch(r"[-—–\s·•.]*(?:第)?\s*\d+\s*(?:页)?[-—–\s·•.]*", self._line(sentence))
            return NonClaim(span, "page_number" if alone else "metadata", ("furniture",))
        return None

    def _sums_up(self, span: Span, number: int) -> bool:
        """Whether a number only says how many members the list before it has: 澜浦、云汀、栖鹤三市."""
        if not 2 <= number <= _LONGEST_LIST or not _SUMMED.match(self._folded, span.end):
            return False
        clause = re.split("[,。;:()\n]", self._folded[max(0, span.start - _LIST) : span.start])[-1]
        members = clause.split("、")
        if len(members) == number - 1:  # 合同审查和案件应诉两类: the last two are joined
            members[-1:] = re.split("以及|[和与及]", members[-1], maxsplit=1)
        return len(members) == number and all(0 < len(member) <= _MEMBER for member in members[1:])

    def _line(self, sentence: Sentence) -> str:
        return self._folded[sentence.paragraph.start : sentence.paragraph.end]

    def leftover(self, numeral: Numeral) -> NonClaim:
        """The reason of a numeral that neither a rule nor a quantity explains."""
        if self._folded[numeral.span.start] in "*xX×□":
            return NonClaim(numeral.span, "masked", ("leftover.mask",))
        if _STRETCH_OF_TIME.match(self._folded, numeral.span.end):
            return NonClaim(numeral.span, "date", ("leftover.time",))  # 五年累计, 一年即达
        if self._folded[numeral.span.start - 1 : numeral.span.start] == "第":
            return NonClaim(numeral.span, "ordinal", ("leftover.ordinal",))
        reason: Reason = "metadata" if numeral.script == "arabic" else "idiom"
        return NonClaim(numeral.span, reason, (f"leftover.{numeral.script}",))


def _within(spans: Sequence[Span], at: int) -> bool:
    """Whether one of the ordered, disjoint spans holds the position."""
    i = bisect_right(spans, at, key=lambda span: span.start) - 1
    return i >= 0 and at < spans[i].end
