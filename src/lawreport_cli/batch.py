"""Many documents: takes files, gives for each what became of it, as lines of JSON and an outcome.

Nothing here keeps a document in memory after its turn, and what comes out of one is plain text and numbers: so the work
on one file (`extract_entry`) can be done in another process.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lawreport_cli import pipeline
from lawreport_cli.errors import DocumentCode, DocumentError
from lawreport_cli.files import Entry, as_document_error, read_file
from lawreport_cli.patterns import Patterns
from lawreport_cli.record import ErrorRecord, NumeralRecord, to_line


@dataclass(frozen=True, slots=True)
class Started:
    """Work on a file begins."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the lines of its records, and counts. `code` and `message` are null when it was read."""

    source: str
    lines: tuple[str, ...]  # JSON, without line ends
    claims: int = 0
    numerals: int = 0
    accounted: int = 0  # numerals that are in a claim or in the ledger
    warnings: int = 0
    code: DocumentCode | None = None
    message: str | None = None


def run(entries: Sequence[Entry], patterns: Patterns, *, ledger: bool) -> Iterator[Started | Outcome]:
    """Work through `entries` in order: for each one `Started`, then its `Outcome`.

    With `ledger` the lines include the numerals that are no claims. Raises PatternError; all else that goes wrong in
    one document is its outcome.
    """
    for entry in entries:
        yield Started(entry)
        yield extract_entry(entry, patterns, ledger=ledger)


def extract_entry(entry: Entry, patterns: Patterns, *, ledger: bool) -> Outcome:
    """What becomes of one file. Raises PatternError and nothing else."""
    data: bytes | None = None
    try:
        with as_document_error():
            data = read_file(Path(entry.path))
            report = pipeline.extract(data, entry.source, patterns)
            return Outcome(
                entry.source,
                tuple(to_line(record) for record in report.records if ledger or not isinstance(record, NumeralRecord)),
                claims=report.head.claims,
                numerals=report.head.numerals,
                accounted=report.head.numerals - len(report.unaccounted),
                warnings=len(report.head.warnings),
            )
    except DocumentError as error:
        sha256 = None if data is None else hashlib.sha256(data).hexdigest()
        record = ErrorRecord(source=entry.source, sha256=sha256, code=error.code, message=error.message)
        return Outcome(entry.source, (to_line(record),), code=error.code, message=error.message)
