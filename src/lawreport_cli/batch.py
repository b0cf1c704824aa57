"""Many documents: takes paths, gives for each file found what became of it, as lines of JSON and an outcome.

Nothing here keeps a document in memory after its turn, and what comes out of one is plain text and numbers: so the work
on one file (`extract_entry`) can be done in another process.
"""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from lawreport_cli import pipeline
from lawreport_cli.errors import DocumentCode, DocumentError, PatternError
from lawreport_cli.patterns import Patterns
from lawreport_cli.record import ErrorRecord, NumeralRecord, to_line

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISDIR, "a folder"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be read: where it is, and the name that records call it by."""

    path: str
    source: str


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


def discover(paths: Sequence[str]) -> list[Entry]:
    """The files to read, in the order of `paths`; a folder stands for all `*.pdf` below it, sorted by name.

    A path that is no folder is taken as it is, whatever its suffix and whether or not it exists. A file met twice is
    taken once. Links to folders are not followed. A folder that cannot be listed stands for itself.
    """
    entries: dict[str, Entry] = {}
    for given in paths:
        if os.path.isdir(given):
            top = given if len(paths) > 1 else ""
            below = sorted(_below(given), key=os.fsencode)
            found = [(os.path.join(given, name), os.path.join(top, name) or given) for name in below]
        else:
            found = [(given, given)]
        for path, name in found:
            entries.setdefault(os.path.abspath(path), Entry(path, source_name(name)))
    return list(entries.values())


def _below(folder: str) -> Iterator[str]:
    """Paths of PDF files and of unreadable folders below `folder`, relative to it, in no order."""
    waiting = [""]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, here)) as listing:
                for item in listing:
                    name = os.path.join(here, item.name)
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(name)
                    elif item.name.lower().endswith(".pdf"):
                        yield name
        except OSError:
            yield here


def source_name(path: str) -> str:
    r"""A path as records name it: `/` between folders, a byte that is not UTF-8 as `\xNN`, a backslash as `\\`."""
    raw = os.fsencode(PurePath(path).as_posix())
    return raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


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


@contextmanager
def as_document_error() -> Iterator[None]:
    """Whatever goes wrong inside becomes a DocumentError; a PatternError stays what it is."""
    try:
        yield
    except (DocumentError, PatternError):
        raise
    except MemoryError as error:
        message = "needs more memory than there is; free some, or leave the file out"
        raise DocumentError("memory", message) from error
    except Exception as error:
        message = f"met a defect of lawreport ({type(error).__name__}); please report it, with this file"
        raise DocumentError("internal", message) from error


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises DocumentError; nothing but a regular file is ever opened."""
    try:
        status = _status(path)
        with path.open("rb") as file:
            data = file.read(status.st_size + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise DocumentError("missing", "there is no such file; check the path") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DocumentError("unreadable", f"cannot be read ({reason}); check its permissions and the disk") from error
    if len(data) != status.st_size or after.st_mtime_ns != status.st_mtime_ns:
        raise DocumentError("changed", "changed while it was read; run again when it is complete")
    return data


def _status(path: Path) -> os.stat_result:
    """The status of a regular file or of the one that a link leads to."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        try:
            status = path.stat()
        except OSError as error:
            raise DocumentError("not_regular", "is a link that leads nowhere; give the file itself") from error
    if stat.S_ISREG(status.st_mode):
        return status
    if stat.S_ISDIR(status.st_mode) and not path.is_symlink():
        raise DocumentError("unreadable", "is a folder that cannot be listed; check its permissions")
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
    raise DocumentError("not_regular", f"is {kind}, not a file; give a PDF file")
