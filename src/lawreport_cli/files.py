"""Files on disk: takes paths, gives the files they stand for, their names in records, and their bytes.

Only regular files are ever opened: a pipe or a device would hang the program.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from lawreport_cli.errors import DocumentError, PatternError

NO_MEMORY = "The file needs more memory than it may use. Try extract with a greater --memory, or leave it out."
_EDGE = 1024  # bytes in which a PDF says that it is one
OTHER_SHARD = "in another shard"
MAX_BYTES = 1 << 29  # a report of 400 scanned pages has some 100 MB

_ESCAPE = re.compile(rb"\\(?:x([0-9a-f]{2})|\\)")
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
class Skipped:
    """A file that is not read, by its name for records, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What paths stand for."""

    entries: list[Entry]
    skipped: list[Skipped]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the files found are read. Globs know no case; one with a `/` is held against the path below the folder,
    where `*` crosses folders."""

    include: tuple[str, ...] = ("*.pdf",)  # files in folders
    exclude: tuple[str, ...] = ()  # all files
    shard: tuple[int, int] = (1, 1)  # number from 1, of how many

    def refuses(self, name: str, source: str, *, given: bool) -> str | None:
        """Why a file is not read, or null. `name` is its path below the folder, or as `given` by a person."""
        if not given and not _fits(name, self.include):
            return f"not {' or '.join(self.include)}"
        if _fits(name, self.exclude):
            return "excluded"
        return None if shard_of(source, self.shard[1]) == self.shard[0] else OTHER_SHARD


def shard_of(source: str, shards: int) -> int:
    """The shard, from 1, that a file belongs to: the same on every machine."""
    return int.from_bytes(hashlib.sha256(source.encode()).digest()[:8], "big") % shards + 1


def discover(paths: Sequence[str]) -> list[Entry]:
    """The files to read, in the order of `paths`; a folder stands for all `*.pdf` below it, sorted by name.

    A path that is no folder is taken as it is, whatever its suffix and whether or not it exists. A file met twice is
    taken once. Links to folders are not followed. A folder that cannot be listed stands for itself, and so does one
    named `*.pdf`.
    """
    return find(paths, Selection()).entries


def find(paths: Sequence[str], selection: Selection) -> Found:
    """As `discover`, by a selection of one's own; with what was met and left out."""
    entries: dict[str, Entry] = {}
    skipped: list[Skipped] = []
    for given in paths:
        met: Iterable[tuple[str, str, str, str]] = [(given, given, given, _TAKE)]
        if os.path.isdir(given):
            top = given if len(paths) > 1 else ""
            below = sorted(_below(given), key=lambda one: os.fsencode(one[0]))
            met = ((os.path.join(given, name), os.path.join(top, name) or given, name, what) for name, what in below)
        for path, called, name, what in met:
            source = source_name(called)
            if os.path.abspath(path) in entries:
                reason: str | None = "given twice"
            elif what in (_ASK, _TAKE):
                reason = selection.refuses(name, source, given=what == _TAKE)
            else:
                reason = what
            if reason is None:
                entries[os.path.abspath(path)] = Entry(path, source)
            else:
                skipped.append(Skipped(source, reason))
    return Found(list(entries.values()), skipped)


def listed(data: bytes, *, null: bool) -> list[str]:
    """The paths in a list, one a line or, with `null`, parted by NUL characters; empty ones are dropped."""
    parts = data.split(b"\0") if null else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return [os.fsdecode(part) for part in parts if part]


def _fits(name: str, globs: Sequence[str]) -> bool:
    name = name.lower()
    last = name.rpartition("/")[2]
    return any(fnmatchcase(name if "/" in glob else last, glob.lower()) for glob in globs)


_ASK, _TAKE, _LINK = "ask", "take", "link to a folder"


def _below(folder: str) -> Iterator[tuple[str, str]]:
    """Paths below `folder`, relative to it, in no order, each with what to do: ask whether it is selected, take it as
    something to name (a folder that cannot be listed or that is called a PDF file), or why it is left out."""
    waiting = [""]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(os.path.join(folder, here)) as listing:
                for item in listing:
                    name = os.path.join(here, item.name)
                    is_pdf = item.name.lower().endswith(".pdf")
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(name)
                        if is_pdf:
                            yield name, _TAKE
                    else:
                        yield name, _LINK if not is_pdf and item.is_symlink() and _leads_to_folder(item) else _ASK
        except OSError:
            yield here, _TAKE


def _leads_to_folder(link: "os.DirEntry[str]") -> bool:
    try:
        return link.is_dir()
    except OSError:  # it leads to itself
        return False


def source_name(path: str) -> str:
    r"""A path as records name it: `/` between folders, a byte that is not UTF-8 as `\xNN`, a backslash as `\\`."""
    raw = os.fsencode(PurePath(path).as_posix())
    return raw.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def raw_name(source: str) -> bytes:
    """The path that `source_name` made a source of: by these, files in a folder are sorted."""
    return _ESCAPE.sub(
        lambda m: bytes.fromhex(m[1].decode()) if m[1] else b"\\", source.encode("utf-8", "surrogatepass")
    )


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises DocumentError; nothing but a regular file is ever opened."""
    try:
        status = _status(path)
        if status.st_size > MAX_BYTES:
            size, most = status.st_size >> 20, MAX_BYTES >> 20
            with path.open("rb") as file:
                if b"%PDF-" not in file.read(_EDGE):
                    raise DocumentError(
                        "not_a_pdf", f"This is not a PDF but {size} MB of something else. Leave it out."
                    )
            raise DocumentError("too_large", f"The file has {size} MB. More than {most} MB are not read.")
        with path.open("rb") as file:
            data = file.read(status.st_size + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise DocumentError("missing", "There is no such file. Check the path.") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DocumentError(
            "unreadable", f"The file cannot be read ({reason}). Check its permissions and the disk."
        ) from error
    if len(data) != status.st_size or after.st_mtime_ns != status.st_mtime_ns:
        raise DocumentError("changed", "The file changed while it was read. Run again when it is complete.")
    return data


def _status(path: Path) -> os.stat_result:
    """The status of a regular file or of the one that a link leads to."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        try:
            status = path.stat()
        except OSError as error:
            raise DocumentError("not_regular", "The link leads nowhere. Give the file itself.") from error
    if stat.S_ISREG(status.st_mode):
        return status
    if stat.S_ISDIR(status.st_mode) and not path.is_symlink():
        os.scandir(path).close()  # raises where a folder stands for itself because it cannot be listed
    kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
    raise DocumentError("not_regular", f"This is {kind}, not a file. Give a PDF file.")


@contextmanager
def as_document_error() -> Iterator[None]:
    """Whatever goes wrong inside becomes a DocumentError; a PatternError stays what it is."""
    try:
        yield
    except (DocumentError, PatternError):
        raise
    except MemoryError as error:
        raise DocumentError("memory", NO_MEMORY) from error
    except RecursionError as error:
        message = "The file is a bomb, made so or broken: it is nested too deeply. Get the report again."
        raise DocumentError("too_large", message) from error
    except Exception as error:
        message = f"A defect of lawreport ({type(error).__name__}). Please report it, with this file."
        raise DocumentError("internal", message) from error
