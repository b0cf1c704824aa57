"""What is finished: takes the outcome of each file, gives it back in any order, and after a break to the next run.

A store is one file that grows: for each finished file a line of JSON and behind it the compressed lines of its records.
Beside an output file it is that file's journal, which a later run with the same program, patterns and options goes on
with; else it is a private file without a name. A journal cut off anywhere is whole up to there.
"""

import fcntl
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from lawreport_cli import __version__
from lawreport_cli.errors import DocumentCode, LawreportError

LIBRARIES = ("pypdfium2", "pdfplumber", "jieba", "google-re2", "pydantic", "orjson")  # those that shape a record
_FORMAT = "lawreport journal 1"


class JournalError(LawreportError):
    """A journal that cannot be used: it is none, or another run is using it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file, without its records."""

    source: str
    sha256: str | None  # null: the file was never read
    limits: str  # under which; "" where another limit would change nothing
    code: DocumentCode | None = None
    message: str | None = None
    claims: int = 0
    numerals: int = 0
    accounted: int = 0  # numerals that are in a claim or in the ledger
    warnings: int = 0
    seconds: float = 0.0  # by the clock
    cpu: float = 0.0  # seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A result in a store, and where its records are."""

    result: Result
    at: int  # byte
    size: int  # bytes, compressed


class Store:
    """Keeps results with the lines of their records; a context. `found` holds those of earlier runs, by source."""

    def __init__(self, file: BinaryIO, found: dict[str, Kept]) -> None:
        self._file = file
        self.found = found

    def add(self, result: Result, packed: bytes) -> Kept:
        """Keep what `pack` made of the records of a file. Raises OSError when the disk is full."""
        at = self._file.seek(0, os.SEEK_END)
        head = {name: getattr(result, name) for name in Result.__slots__} | {"size": len(packed)}
        line = _sealed(json.dumps(head).encode(), packed)
        self._file.write(line + packed)
        self._file.flush()
        return Kept(result, at + len(line), len(packed))

    def lines(self, kept: Kept) -> tuple[str, ...]:
        """The records of a result, a line of JSON each."""
        self._file.seek(kept.at)
        text = zlib.decompress(self._file.read(kept.size)).decode()
        return tuple(text.split("\n")) if text else ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def pack(lines: list[str]) -> bytes:
    """Lines of JSON as a store keeps them: a tenth of their size."""
    return zlib.compress("\n".join(lines).encode(), 1)


def temporary() -> Store:
    """A store that ends with the run."""
    return Store(tempfile.TemporaryFile(prefix="lawreport-"), {})


def journal(path: Path, *, patterns: str, options: str, fresh: bool) -> Store:
    """The journal at `path`, with what an earlier run of the same program, patterns and options finished.

    `patterns` is their fingerprint. Another identity, or `fresh`, begins a new one. Raises JournalError when the file
    is no journal or in use, OSError when it cannot be made.
    """
    head = (
        json.dumps({"format": _FORMAT, "program": program(), "patterns": patterns, "options": options}).encode() + b"\n"
    )
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    file = os.fdopen(descriptor, "r+b")
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JournalError(f"{path.name} is in use: another run writes to the same file") from None
        first = file.readline(1 << 16)
        if first and _FORMAT.encode() not in first:
            raise JournalError(f"{path.name} is no journal of lawreport: move it away, or choose another output")
        if fresh or first != head:
            file.seek(0)
            file.truncate()
            file.write(head)
            file.flush()
            return Store(file, {})
        found: dict[str, Kept] = {}
        end = file.tell()
        for kept in _whole(file):
            found[kept.result.source] = kept
            end = kept.at + kept.size
        file.truncate(end)
        return Store(file, found)
    except BaseException:
        file.close()
        raise


def _sealed(head: bytes, packed: bytes) -> bytes:
    return b"%08x %b\n" % (zlib.crc32(packed, zlib.crc32(head)), head)


def _whole(file: BinaryIO) -> Iterator[Kept]:
    """The results that are whole, from where the file stands."""
    while line := file.readline(1 << 20):
        try:
            head: dict[str, Any] = json.loads(line[9:])
            packed = file.read(head.pop("size"))
            if _sealed(line[9:-1], packed) != line:
                return
            yield Kept(Result(**head), file.tell() - len(packed), len(packed))
        except (ValueError, TypeError, KeyError, AttributeError):
            return


@cache
def program() -> str:
    """A fingerprint of this program: of its own code and of the libraries that read and cut text."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(b"%b\0%b\0" % (os.fsencode(path.relative_to(package)), path.read_bytes()))
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    return f"{__version__} {digest.hexdigest()[:16]}"
