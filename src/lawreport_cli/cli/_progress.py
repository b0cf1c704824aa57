"""Progress on stderr: takes what happens to each file, gives a bar or now and then a line, and a report at the end."""

import signal
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from lawreport_cli.batch import Event, Finished, Outcome, Started
from lawreport_cli.cli._frame import count, say
from lawreport_cli.sinks.printable import printable

_EVERY = 30.0  # seconds between two lines where there is no terminal
_REDRAW = 0.1  # seconds
_SLOW = 5.0  # seconds that make a file worth naming
_NAMED = 3  # of the slow files


@dataclass(slots=True)
class Tally:
    """Counts for the closing lines; `interrupted` when a person stopped the run."""

    files: int
    documents: int = 0
    claims: int = 0
    numerals: int = 0
    accounted: int = 0
    warnings: int = 0
    reused: int = 0
    duplicates: int = 0
    interrupted: bool = False
    codes: Counter[str] = field(default_factory=Counter)
    slow: list[tuple[float, str]] = field(default_factory=list)  # seconds and source

    @property
    def failed(self) -> int:
        """Files without a document."""
        return self.codes.total()

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        result = outcome.result
        if result.code is None:
            self.documents += 1
        else:
            self.codes[result.code] += 1
        self.claims += result.claims
        self.numerals += result.numerals
        self.accounted += result.accounted
        self.warnings += result.warnings
        self.reused += outcome.reused
        self.duplicates += outcome.same_as is not None
        if result.seconds >= _SLOW and not outcome.reused:
            self.slow = sorted([*self.slow, (result.seconds, result.source)], reverse=True)[:_NAMED]

    def __str__(self) -> str:
        stopped = (
            f"interrupted after {self.documents + self.failed} of {self.files} files: " if self.interrupted else ""
        )
        parts = [
            count(self.documents, "document"),
            count(self.claims, "claim"),
            f"{self.accounted} of {count(self.numerals, 'numeral')} accounted for",
        ]
        parts += [count(self.warnings, "warning")] if self.warnings else []
        parts += [f"{self.failed} failed"] if self.failed else []
        return stopped + ", ".join(parts)

    def details(self) -> Iterator[str]:
        """What a person wants to know of a run over many files, a line each."""
        if self.failed > 1:
            yield "failed: " + ", ".join(f"{number} {code}" for code, number in self.codes.most_common())
        if self.duplicates:
            yield f"{count(self.duplicates, 'file')} with the content of another; the records stand there twice"
        if self.reused:
            yield f"{count(self.reused, 'file')} finished by an earlier run"
        if self.slow:
            yield "slowest: " + ", ".join(f"{source} ({seconds:.0f} s)" for seconds, source in self.slow)


def followed(events: Generator[Event, None, None], tally: Tally, *, bar: bool) -> Iterator[Sequence[str]]:
    """The lines of each document in turn, while failures are named and progress is shown on stderr.

    Interrupted once, it ends at the next document; twice, at once; both without an error, and `tally` says so.
    """
    for outcome in outcomes(events, tally, bar=bar):
        yield outcome.lines


def outcomes(events: Generator[Event, None, None], tally: Tally, *, bar: bool) -> Iterator[Outcome]:
    """As `followed`, with all that is known of each document."""

    def stop(*_: object) -> None:
        tally.interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else the caller wants it ignored
        signal.signal(signal.SIGINT, stop)
    try:
        with closing(events):
            for event in _with_bar(events, tally.files) if bar else _with_lines(events, tally.files):
                if isinstance(event, Outcome):
                    tally.add(event)
                    if event.result.code is not None:
                        say(f"{event.result.source}: {event.result.message}")
                    yield event
                if tally.interrupted:
                    return
    except KeyboardInterrupt:
        tally.interrupted = True


@dataclass(slots=True)
class _Pace:
    """How fast files get finished, those that an earlier run had finished aside."""

    files: int
    began: float = field(default_factory=time.monotonic)
    finished: int = 0
    worked: int = 0

    def add(self, event: Finished) -> None:
        self.finished += 1
        self.worked += not event.reused

    def __str__(self) -> str:
        spent = time.monotonic() - self.began
        if not self.worked or spent < 1:
            return ""
        rate = self.worked / spent
        return f"{rate:.1f} a second, {_duration((self.files - self.finished) / rate)} left"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _with_lines(events: Iterator[Event], files: int) -> Iterator[Event]:
    pace = _Pace(files)
    said = pace.began
    for event in events:
        if isinstance(event, Finished):
            pace.add(event)
        if time.monotonic() - said >= _EVERY:
            said = time.monotonic()
            say(f"{pace.finished} of {files} files, {pace}".removesuffix(", "))
        yield event


def _with_bar(events: Iterator[Event], files: int) -> Iterator[Event]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.table import Column

    name = TextColumn(
        "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
    )
    # Drawn from here, not by a thread of its own: workers are forks.
    with Progress(
        MofNCompleteColumn(), BarColumn(20), TextColumn("{task.fields[pace]}", markup=False), name,
        console=Console(file=sys.stderr), transient=True, redirect_stdout=False, expand=True, auto_refresh=False,
    ) as progress:  # fmt: skip
        pace = _Pace(files)
        task = progress.add_task("", total=files, pace="")
        drawn = 0.0
        for event in events:
            if isinstance(event, Started):
                progress.update(task, description=printable(event.entry.source))
            elif isinstance(event, Finished):
                pace.add(event)
            if time.monotonic() - drawn >= _REDRAW:
                drawn = time.monotonic()
                progress.update(task, completed=pace.finished, pace=str(pace), refresh=True)
            yield event
