"""Where output goes: takes pieces of text, gives them to stdout as they come or to a file whole or not at all."""

import contextlib
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class Output:
    """UTF-8 whatever the locale. A file appears under its name when `finish` is called, not before.

    Used as a context: left without `finish`, nothing of the file remains.
    """

    def __init__(self, path: Path | None, form: str = "") -> None:
        """`path` null: stdout. Raises OSError when the file cannot be made.

        A file of the form `csv` begins with a byte order mark, or Excel takes it for the code page of the machine.
        """
        self._target = None if path is None else Path(os.path.realpath(path))
        self._draft: Path | None = None
        self._file: BinaryIO
        if self._target is None:
            self._file = sys.stdout.buffer
        elif self._target.exists() and not self._target.is_file():
            self._file = self._target.open("wb")  # a device or a pipe cannot be replaced
        else:
            _sweep(self._target)
            draft = self._target.with_name(f".{self._target.name}.{os.getpid()}.tmp")
            try:
                self._file = draft.open("xb")
            except OSError as error:
                error.filename = str(path)  # what a person knows
                raise
            self._draft = draft
        if form == "csv" and self._target is not None:
            self.write("\ufeff")

    def write(self, text: str) -> None:
        """Add a piece of text."""
        self._file.write(text.encode())
        if self._target is None:
            self._file.flush()

    def write_all(self, texts: Iterable[str]) -> None:
        """Add pieces of text as they come."""
        for text in texts:
            self.write(text)

    def write_bytes(self, data: bytes) -> None:
        """Add bytes that are no text, such as a picture."""
        self._file.write(data)

    def finish(self) -> Path | None:
        """Put the file in its place. Gives the path; null for stdout."""
        self._file.flush()
        if self._target is None:
            return None
        place = self._target
        if self._draft is not None:
            if self._target.exists():
                self._draft.chmod(self._target.stat().st_mode & 0o777)
            os.fsync(self._file.fileno())
            self._file.close()
            self._draft.replace(place)
            self._draft = None
        return place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._target is not None:
            self._file.close()
        if self._draft is not None:
            self._draft.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Remove the drafts of runs that were killed."""
    draft = re.compile(re.escape(f".{target.name}.") + r"(\d+)\.tmp")
    with contextlib.suppress(OSError):
        for path in target.parent.iterdir():
            if (match := draft.fullmatch(path.name)) and not _is_running(int(match[1])):
                path.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
