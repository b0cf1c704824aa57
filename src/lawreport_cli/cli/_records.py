"""Records for a command: takes paths and patterns, gives the reports they stand for, with a bar while PDFs are read."""

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import typer

from lawreport_cli import inputs
from lawreport_cli import patterns as pattern_files
from lawreport_cli.cli._frame import INTERRUPTED, NOTHING_TO_DO, SOME_FAILED, USAGE, say, say_all
from lawreport_cli.cli._output import spare
from lawreport_cli.errors import RecordError
from lawreport_cli.files import Entry, source_name
from lawreport_cli.inputs import RecordFile, ReportRecords
from lawreport_cli.patterns import Patterns
from lawreport_cli.record import ErrorRecord
from lawreport_cli.series import Index


class Reports:
    """Reads reports, spares them, and remembers whether one failed or was given twice."""

    def __init__(self, patterns: Path | None, output: Path | None) -> None:
        self._given, self._output = patterns, output
        self._seen: dict[str, str] = {}  # doc_id → source
        self.failed = False

    def read(self, paths: Sequence[str]) -> Iterator[ReportRecords]:
        """The reports of `paths`; failures are named on stderr. Exits: records that are none, nothing there, a stop."""
        failures: list[str] = []
        repeats: list[str] = []
        with tempfile.TemporaryDirectory(prefix="lawreport-", ignore_cleanup_errors=True) as folder:
            try:
                for file in self.files(paths, Path(folder)):
                    for head, *where in inputs.cut(file):
                        if isinstance(head, ErrorRecord):
                            failures.append(f"{head.source}: {head.message}")
                            self.failed = True
                        elif (first := self._seen.setdefault(head.doc_id, head.source)) is not head.source:
                            repeats.append(f"{head.source}: the same file as {first}; it is taken once")
                        else:
                            yield inputs.read(file, *where)
                say_all(failures)
                say_all(repeats)
            except RecordError as error:
                say(f"records: {error}")
                raise typer.Exit(USAGE) from None
            except KeyboardInterrupt:
                raise typer.Exit(INTERRUPTED) from None

    def files(self, paths: Sequence[str], folder: Path) -> list[RecordFile]:
        """The record files of `paths`; what comes from PDFs and from standard input goes to files in `folder`.

        Exits when the output is one of them. Raises KeyboardInterrupt when a person stopped the reading of PDFs.
        """
        names, entries = inputs.record_files(paths), inputs.pdfs(paths)
        spare((*names, *(entry.path for entry in entries)), self._output)
        if not names and not entries:
            say("nothing to do: no *.pdf and no *.jsonl there")
            raise typer.Exit(NOTHING_TO_DO)
        found = [_from_stdin(folder) if name == "-" else RecordFile(name, source_name(name)) for name in names]
        if entries:
            with (folder / "extracted.jsonl").open("w", encoding="utf-8") as out:
                for lines in self._extract(entries):
                    out.writelines(f"{line}\n" for line in lines if not line.startswith('{"type":"error"'))
            found.append(RecordFile(str(folder / "extracted.jsonl"), "extracted"))
        return found

    @cached_property
    def patterns(self) -> Patterns:
        """The patterns in use, loaded once."""
        return pattern_files.load(self._given)

    @property
    def code(self) -> int:
        """3 when a document failed, else 0."""
        return SOME_FAILED if self.failed else 0

    def _extract(self, entries: Sequence[Entry]) -> Iterator[Sequence[str]]:
        from lawreport_cli import batch  # what reads PDFs takes long to load, and records need none of it
        from lawreport_cli.cli._progress import Tally, followed

        self.patterns.check()
        tally = Tally(len(entries))
        heard = signal.getsignal(signal.SIGINT)
        yield from followed(batch.run(entries, self.patterns, ledger=True), tally, bar=sys.stderr.isatty())
        signal.signal(signal.SIGINT, heard)  # the rest of the work is stopped at once
        self.failed = self.failed or bool(tally.failed)
        if tally.interrupted:
            raise KeyboardInterrupt


def tell_index(index: Index) -> None:
    """Which documents of record files could not be read, and which stand there again."""
    say_all(f"{error.source}: {error.message}" for error in index.errors)
    say_all(
        f"{later.source}: the same {'file' if later.doc_id == first.doc_id else 'text'} as {first.source}; "
        "it is taken once"
        for later, first in index.repeats
    )


def _from_stdin(folder: Path) -> RecordFile:
    with (folder / "stdin.jsonl").open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return RecordFile(copy.name, "standard input")
