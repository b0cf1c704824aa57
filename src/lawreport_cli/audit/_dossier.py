"""One report ready for checks: takes its records, gives its claims by id, by total, by sentence, and where things stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lawreport_cli import series
from lawreport_cli.growth import stated_bases
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.record import ClaimRecord, DocumentRecord


@dataclass(frozen=True)
class Dossier:
    """A report with what several checks ask of it."""

    report: ReportRecords

    @property
    def head(self) -> DocumentRecord:
        """The document record."""
        return self.report.head

    @property
    def claims(self) -> tuple[ClaimRecord, ...]:
        """All claims in text order."""
        return self.report.claims

    @property
    def series(self) -> tuple[str | None, str]:
        """What makes two reports of one place a series: the body and the kind of report."""
        return series.body(self.head), series.kind(self.head)

    @cached_property
    def by_id(self) -> dict[str, ClaimRecord]:
        """Claims by claim_id."""
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def changes(self) -> dict[str, list[ClaimRecord]]:
        """Stated changes by the claim they modify."""
        return _grouped((claim.modifies, claim) for claim in self.claims if claim.kind == "change")

    @cached_property
    def parts(self) -> dict[str, list[ClaimRecord]]:
        """Stated parts by their total, in text order."""
        return _grouped((claim.part_of, claim) for claim in self.claims)

    @cached_property
    def sentences(self) -> dict[tuple[str, int], list[ClaimRecord]]:
        """Claims of running text by sentence and where it begins."""
        found: dict[tuple[str, int], list[ClaimRecord]] = defaultdict(list)
        for claim in self.claims:
            found[claim.sentence, self.begin(claim)].append(claim)
        return dict(found)

    def begin(self, claim: ClaimRecord) -> int:
        """Where the sentence of a claim begins in the reading text."""
        return self._begins[claim.claim_id]

    def between(self, first: ClaimRecord, second: ClaimRecord) -> str | None:
        """The text from the end of one quote to the start of a later one in the same sentence; null elsewhere."""
        begin = self.begin(first)
        if first.sentence != second.sentence or begin != self.begin(second) or first.end > second.start:
            return None
        return first.sentence[first.end - begin : second.start - begin]

    def before(self, claim: ClaimRecord) -> str:
        """The text of the sentence before a quote."""
        return claim.sentence[: max(0, claim.start - self.begin(claim))]

    def after(self, claim: ClaimRecord) -> str:
        """The text of the sentence after a quote."""
        return claim.sentence[max(0, claim.end - self.begin(claim)) :]

    def clause(self, claim: ClaimRecord) -> str:
        """The text between the last stop before a quote and the quote."""
        text = self.before(claim)
        return text[max(text.rfind(stop) for stop in "，,；;。") + 1 :]

    def bases(self, claim: ClaimRecord) -> tuple[ClaimRecord, ...]:
        """Figures of the year before stated beside a claim."""
        return stated_bases(claim, self._alike[claim.sentence])

    @cached_property
    def _alike(self) -> dict[str, list[ClaimRecord]]:
        """Claims by the words of their sentence, which may stand twice."""
        return _grouped((claim.sentence, claim) for claim in self.claims)

    @cached_property
    def _begins(self) -> dict[str, int]:
        """Claims that share a sentence agree where it begins; a quote that stands in it twice is settled by the others."""
        begins: dict[str, int] = {}
        last: tuple[str, int] | None = None
        for claim in self.claims:
            if last and last[0] == claim.sentence and _stands(claim, last[1]):
                begins[claim.claim_id] = last[1]
                continue
            at = claim.sentence.find(claim.quote)
            begins[claim.claim_id] = claim.start - max(at, 0)
            last = (claim.sentence, begins[claim.claim_id])
        return begins


def _stands(claim: ClaimRecord, begin: int) -> bool:
    return claim.sentence[claim.start - begin : claim.end - begin] == claim.quote


def _grouped(pairs: Iterable[tuple[str | None, ClaimRecord]]) -> dict[str, list[ClaimRecord]]:
    found: dict[str, list[ClaimRecord]] = defaultdict(list)
    for key, claim in pairs:
        if key is not None:
            found[key].append(claim)
    return dict(found)
