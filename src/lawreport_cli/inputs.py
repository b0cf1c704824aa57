"""Records to work on: takes paths (PDFs, record files, folders of both), cuts record files into reports and reads them.

A file is never held as a whole: `cut` tells where each report stands, `read` gives one.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lawreport_cli import files
from lawreport_cli.errors import RecordError
from lawreport_cli.files import Entry
from lawreport_cli.record import ClaimRecord, DocumentRecord, ErrorRecord, NumeralRecord, parse_line

RECORD_SUFFIXES = (".jsonl", ".ndjson")
_BOM = b"\xef\xbb\xbf"


class RecordFile(NamedTuple):
    """A file of records: where it is, and what messages call it."""

    path: str
    name: str


class Piece(NamedTuple):
    """A document, or one that could not be read, and where its records stand in their file."""

    head: DocumentRecord | ErrorRecord
    line: int  # the first, from 1
    start: int  # bytes from the beginning of the file
    end: int


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


def cut(file: RecordFile, advance: Callable[[int], None] = lambda _: None) -> Iterator[Piece]:
    """The documents and errors of a record file, in its order; `advance` is told the bytes that were gone through.

    Claims and numerals that begin as this program writes them are passed over unread; every other line is read. Raises
    RecordError for a line that is no record, for a claim before its document and for a file that cannot be read.
    """
    head: DocumentRecord | None = None
    first = start = at = told = 0
    usual: tuple[bytes, ...] = ()
    for number, line in enumerate(_lines(file), 1):
        begin, at = at, at + len(line)
        if usual and line.startswith(usual):
            continue
        text = _text(line.removeprefix(_BOM) if number == 1 else line, file)
        if not text.strip():
            continue
        record = parse_line(text, file=file.name, number=number)
        if isinstance(record, ClaimRecord | NumeralRecord):
            _belongs(record, head, file, number)
            continue
        if head is not None:
            yield Piece(head, first, start, begin)
        advance(begin - told)
        head, first, start, told, usual = None, number, begin, begin, ()
        if isinstance(record, ErrorRecord):
            yield Piece(record, number, begin, at)
        else:
            head, usual = record, (b'{"type":"claim","claim_id":"%s:' % record.doc_id.encode(), _numeral(record))
    if head is not None:
        yield Piece(head, first, start, at)
    advance(at - told)


def read(file: RecordFile, line: int, start: int, end: int) -> ReportRecords:
    """The records of the document that `cut` found there; `line`, from 1, is where it begins. Raises RecordError."""
    with open(file.path, "rb") as stream:
        stream.seek(start)
        lines = stream.read(end - start).removeprefix(_BOM).splitlines()
    head: DocumentRecord | None = None
    claims: list[ClaimRecord] = []
    ledger = 0
    usual = b""
    for number, text in enumerate(lines, line):
        if usual and text.startswith(usual):
            ledger += 1
            continue
        if not text.strip():
            continue
        record = parse_line(_text(text, file), file=file.name, number=number)
        if isinstance(record, DocumentRecord):
            head, usual = record, _numeral(record)
        elif isinstance(record, ClaimRecord):
            _belongs(record, head, file, number)
            claims.append(record)
        else:
            ledger += 1
    assert head is not None
    return ReportRecords(head, tuple(claims), ledger)


def _belongs(record: ClaimRecord | NumeralRecord, head: DocumentRecord | None, file: RecordFile, number: int) -> None:
    if head is None or record.doc_id != head.doc_id:
        message = f"a {record.type} of {record.doc_id} stands before its document record"
        raise RecordError(message, file=file.name, line=number)


def _numeral(head: DocumentRecord) -> bytes:
    """How this program begins the lines of the ledger of a document."""
    return b'{"type":"numeral","doc_id":"%s",' % head.doc_id.encode()


def _lines(file: RecordFile) -> Iterator[bytes]:
    try:
        with open(file.path, "rb") as stream:
            yield from stream
    except OSError as error:
        raise RecordError(f"cannot be read ({(error.strerror or str(error)).lower()})", file=file.name) from error


def _text(line: bytes, file: RecordFile) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise RecordError("is not UTF-8 text, so it holds no records", file=file.name) from error


def _is_records(path: str) -> bool:
    return path == "-" or (path.lower().endswith(RECORD_SUFFIXES) and not os.path.isdir(path))


def _below(folder: str) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        yield from (os.path.join(here, name) for name in names if name.lower().endswith(RECORD_SUFFIXES))
