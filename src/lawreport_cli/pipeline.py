"""One document through all stages: takes the bytes of a report, gives its records. The only place that knows the order."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lawreport_cli import claims, indicators, numerals, places, reading, structure, trace
from lawreport_cli.model import Claim, Document, Finding, Numeral
from lawreport_cli.patterns import Patterns
from lawreport_cli.record import ClaimRecord, DocumentRecord, NumeralRecord


@dataclass(frozen=True, slots=True)
class Report:
    """A document and what was found in it: its own record, then claims and other numerals in text order."""

    document: Document
    head: DocumentRecord
    findings: tuple[ClaimRecord | NumeralRecord, ...]
    unaccounted: tuple[Numeral, ...]  # numerals in no finding: always empty, or the program has a defect

    @property
    def claims(self) -> tuple[ClaimRecord, ...]:
        """The findings that are claims."""
        return tuple(record for record in self.findings if isinstance(record, ClaimRecord))

    @property
    def records(self) -> tuple[DocumentRecord | ClaimRecord | NumeralRecord, ...]:
        """All records, the ledger of numerals that are no claims included."""
        return (self.head, *self.findings)


def extract(data: bytes, source: str, patterns: Patterns, page_done: Callable[[], None] = lambda: None) -> Report:
    """The records of one PDF. `source` is its name for the records. Raises DocumentError when it cannot be read.

    `page_done` is called after each page that is read.
    """
    return extract_document(reading.read(data, page_done), data, source, patterns)


def extract_document(document: Document, data: bytes, source: str, patterns: Patterns) -> Report:
    """As `extract`, for a document that is read already; `data` is the file it was read from."""
    sha256 = hashlib.sha256(data).hexdigest()
    outline = structure.outline(document, patterns)
    identity = places.identify(document, source, patterns.places)
    found = numerals.find(document.text, document.folded)
    findings = claims.read(document, outline, found, identity, patterns)
    claimed = tuple(finding for finding in findings if isinstance(finding, Claim))
    keys = indicators.assign(document, outline, findings, patterns)
    records = trace.findings(document, outline, identity, findings, indicators=keys, doc_id=sha256[:12])
    head = trace.head(
        document,
        identity,
        source=source,
        sha256=sha256,
        numerals=len(found),
        claims=len(claimed),
        fingerprint=patterns.fingerprint,
    )
    return Report(document, head, records, _unaccounted(found, findings))


def _unaccounted(found: Sequence[Numeral], findings: Sequence[Finding]) -> tuple[Numeral, ...]:
    covered = {place for finding in findings for place in range(*finding.span)}
    return tuple(numeral for numeral in found if not covered.issuperset(range(*numeral.span)))
