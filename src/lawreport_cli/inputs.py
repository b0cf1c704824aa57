"""Records to work on: takes paths (PDFs, record files, folders of both), gives the records of each report in turn."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from lawreport_cli import files
from lawreport_cli.errors import RecordError
from lawreport_cli.files import Entry
from lawreport_cli.record import ClaimRecord, DocumentRecord, ErrorRecord, NumeralRecord, Record, parse_line, read_lines

RECORD_SUFFIXES = (".jsonl", ".ndjson")

# PDFs → for each one the JSON lines of its records, in the same order; `batch.run` behind a bar does this.
Extract = Callable[[Sequence[Entry]], Iterable[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class ReportRecords:
    """The records of one report: its document and its claims in text order."""

    head: DocumentRecord
    claims: tuple[ClaimRecord, ...]
    ledger: int = 0  # numerals that are no claim; 0: the ledger was not asked for


def record_files(paths: Sequence[str]) -> list[str]:
    """The record files among `paths`, in their order; a folder stands for those below it, sorted by name.

    `-` is standard input.
    """
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            found |= dict.fromkeys(sorted(_below(path), key=os.fsencode))
        elif _is_records(path):
            found[path] = None
    return list(found)


def pdfs(paths: Sequence[str]) -> list[Entry]:
    """What there is to extract among `paths`: everything that is no record file, as `files.discover` finds it."""
    return files.discover([path for path in paths if not _is_records(path)])


def read(paths: Sequence[str], extract: Extract) -> Iterator[ReportRecords | ErrorRecord]:
    """The reports that `paths` stand for: those in record files first, then those extracted from PDFs.

    One report is held at a time. Raises RecordError for a line that is no record, for a claim before its document and
    for a record file that cannot be read.
    """
    for name in record_files(paths):
        with _opened(name) as file:
            yield from grouped(read_lines(file, file=files.source_name(name)), file=files.source_name(name))
    entries = pdfs(paths)
    if entries:
        for lines in extract(entries):
            rows = (parse_line(line, file="extracted", number=at) for at, line in enumerate(lines, 1))
            yield from grouped(rows, file="extracted")


def grouped(records: Iterable[Record], *, file: str) -> Iterator[ReportRecords | ErrorRecord]:
    """Records as they stand in a file, one report at a time; `file` names it in a RecordError."""
    head: DocumentRecord | None = None
    claims: list[ClaimRecord] = []
    ledger = 0
    for record in records:
        if isinstance(record, ClaimRecord | NumeralRecord):
            if head is None or record.doc_id != head.doc_id:
                raise RecordError(f"a {record.type} of {record.doc_id} stands before its document record", file=file)
            if isinstance(record, ClaimRecord):
                claims.append(record)
            else:
                ledger += 1
            continue
        if head is not None:
            yield ReportRecords(head, tuple(claims), ledger)
            head, claims, ledger = None, [], 0
        if isinstance(record, ErrorRecord):
            yield record
        else:
            head = record
    if head is not None:
        yield ReportRecords(head, tuple(claims), ledger)


def _is_records(path: str) -> bool:
    return path == "-" or (path.lower().endswith(RECORD_SUFFIXES) and not os.path.isdir(path))


def _below(folder: str) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        yield from (os.path.join(here, name) for name in names if name.lower().endswith(RECORD_SUFFIXES))


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # whatever the locale
        yield sys.stdin
        return
    try:
        with open(name, encoding="utf-8-sig") as file:
            yield file
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RecordError(f"cannot be read ({reason})", file=files.source_name(name)) from error
    except UnicodeDecodeError as error:
        raise RecordError("is not UTF-8 text, so it holds no records", file=files.source_name(name)) from error
