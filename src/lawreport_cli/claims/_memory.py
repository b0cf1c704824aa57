"""What was said before a sentence: takes claims as they are read, gives totals and levels that later sentences mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._kind import Statement
from lawreport_cli.claims._name import Named
from lawreport_cli.model import Claim, Sentence, Span

_REACH = 30  # claims back
_AMONG = re.compile(r"^(?:从|在|对|按)?(?P<words>[^,。;、]{2,24}?)(?:中|里|看|分|划分|来看)[,:]")
_FILLERS = re.compile(r"案件|原因|事项|申请|情况|的|人员|总数|全部|上述|这些|类型|所有")


@dataclass(frozen=True, slots=True)
class _Entry:
    position: int
    claim: Claim
    paragraph: Span


class Memory:
    """The claims of one document so far, as far back as a sentence may refer to them."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._entries: list[_Entry] = []

    def keep(self, sentence: Sentence, base: int, claims: Sequence[Claim]) -> None:
        """Remember the claims of a sentence; the first has position `base`."""
        self._entries += [_Entry(base + i, claim, sentence.paragraph) for i, claim in enumerate(claims)]
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

        A list behind 在…中 or 从…看 is linked to the total that these words name or to which three figures or more add up.
        """
        found = list(known)
        parts = [
            i
            for i, s in enumerate(said)
            if s.kind == "level" and known[i] is None and figures[i].quantity.dimension == "count"
        ]
        if not parts or not self._entries:
            return found
        lead = self._folded[sentence.span.start : figures[parts[0]].quantity.span.start]
        named = None
        for clause in sentence.clauses:
            if clause.start > figures[parts[0]].quantity.span.start:
                break
            if m := _AMONG.match(self._folded[clause.start : clause.end]):
                named = m["words"]
        unit = figures[parts[0]].quantity.unit
        listed = [i for i in parts if figures[i].quantity.unit == unit]
        total = sum(figures[i].quantity.value for i in listed)
        for entry in reversed(self._entries):
            claim = entry.claim
            if claim.kind != "level" or claim.unit != unit or claim.subject is None or claim.value < total:
                continue
            if named and self._means(named, claim.subject):
                break
            if named and len(listed) >= 3 and claim.value == total:
                break
        else:
            return found
        if not lead:
            return found
        for i in listed:
            found[i] = entry.position
        return found

    def modified(self, sentence: Sentence, said: Statement, name: Named, i: int) -> int | None:
        """The level of an earlier sentence of the paragraph that a change speaks of, or null.

        A change without words of its own speaks of the last level, one with words of the level they name.
        """
        words = "".join(self._folded[s.start : s.end] for s in name.subjects[:1])
        for entry in reversed(self._entries):
            claim = entry.claim
            if entry.paragraph != sentence.paragraph or claim.kind not in ("level", "rate", "score"):
                continue
            if said.change_measure == "points" and claim.kind != "rate":
                continue
            if not words:
                return entry.position if i == 0 else None
            if claim.subject and (claim.subject in words or words in claim.subject):
                return entry.position
        return None

    @staticmethod
    def _means(words: str, subject: str) -> bool:
        core = _FILLERS.sub("", words)
        return len(core) >= 2 and (core in subject or subject in words or _FILLERS.sub("", subject) == core)
