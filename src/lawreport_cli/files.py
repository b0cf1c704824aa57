"""Files on disk: takes paths, gives the files they stand for, their names in records, and their bytes.

Only regular files are ever opened: a pipe or a device would hang the program.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from lawreport_cli.errors import DocumentError, PatternError

NO_MEMORY = "The file needs more memory than it may use. Try a greater --memory, or leave it out."
MAX_BYTES = 1 << 29  # a report of 400 scanned pages has some 100 MB

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


def read_file(path: Path) -> bytes:
    """The bytes of a regular file. Raises DocumentError; nothing but a regular file is ever opened."""
    try:
        status = _status(path)
        if status.st_size > MAX_BYTES:
            size, most = status.st_size >> 20, MAX_BYTES >> 20
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
        raise DocumentError("unreadable", "The folder cannot be listed. Check its permissions.")
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
