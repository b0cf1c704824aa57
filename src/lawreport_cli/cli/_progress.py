"""Progress on stderr: takes what happens to each file, gives a bar while it runs and one line at the end."""

import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lawreport_cli.batch import Outcome, Started
from lawreport_cli.cli._frame import say
from lawreport_cli.sinks.printable import printable


@dataclass(slots=True)
class Tally:
    """Counts for the closing line; `interrupted` when a person stopped the run."""

    files: int
    documents: int = 0
    failed: int = 0
    claims: int = 0
    numerals: int = 0
    accounted: int = 0
    warnings: int = 0
    interrupted: bool = False

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.documents += outcome.code is None
        self.failed += outcome.code is not None
        self.claims += outcome.claims
        self.numerals += outcome.numerals
        self.accounted += outcome.accounted
        self.warnings += outcome.warnings

    def __str__(self) -> str:
        stopped = (
            f"interrupted after {self.documents + self.failed} of {self.files} files: " if self.interrupted else ""
        )
        parts = [
            _count(self.documents, "document"),
            _count(self.claims, "claim"),
            f"{self.accounted} of {_count(self.numerals, 'numeral')} accounted for",
        ]
        parts += [_count(self.warnings, "warning")] if self.warnings else []
        parts += [f"{self.failed} failed"] if self.failed else []
        return stopped + ", ".join(parts)


def followed(events: Iterable[Started | Outcome], tally: Tally, *, bar: bool) -> Iterator[Sequence[str]]:
    """The lines of each document in turn, while failures are named and a bar moves on stderr.

    Interrupted once, it ends after the document in hand; twice, at once; both without an error, and `tally` says so.
    """

    def stop(*_: object) -> None:
        tally.interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else the caller wants it ignored
        signal.signal(signal.SIGINT, stop)
    try:
        for event in _with_bar(events, tally.files) if bar else events:
            if isinstance(event, Outcome):
                tally.add(event)
                if event.code is not None:
                    say(f"{event.source}: {event.message}")
                yield event.lines
                if tally.interrupted:
                    return
    except KeyboardInterrupt:
        tally.interrupted = True


def _with_bar(events: Iterable[Started | Outcome], files: int) -> Iterator[Started | Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.table import Column

    name = TextColumn(
        "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
    )
    console = Console(file=sys.stderr)
    with Progress(
        MofNCompleteColumn(), BarColumn(20), name, console=console, transient=True, redirect_stdout=False, expand=True
    ) as progress:
        task = progress.add_task("", total=files)
        for event in events:
            if isinstance(event, Started):
                progress.update(task, description=printable(event.entry.source))
            yield event
            if isinstance(event, Outcome):
                progress.advance(task)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
