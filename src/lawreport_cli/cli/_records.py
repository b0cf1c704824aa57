"""Records for a command: takes paths and patterns, gives the reports they stand for, with a bar while PDFs are read."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from lawreport_cli import batch, inputs
from lawreport_cli import patterns as pattern_files
from lawreport_cli.cli._frame import INTERRUPTED, NOTHING_TO_DO, SOME_FAILED, USAGE, say
from lawreport_cli.cli._progress import Tally, followed
from lawreport_cli.errors import RecordError
from lawreport_cli.files import Entry
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.record import ErrorRecord


class Reports:
    """Reads reports and remembers whether one failed or was given twice."""

    def __init__(self, patterns: Path | None) -> None:
        self._patterns = patterns
        self._seen: dict[str, str] = {}  # doc_id → source
        self._extracting = False
        self.failed = False

    def read(self, paths: Sequence[str]) -> Iterator[ReportRecords]:
        """The reports of `paths`; failures are named on stderr. Exits: records that are none, nothing there, a stop."""
        if not inputs.record_files(paths) and not inputs.pdfs(paths):
            say("nothing to do: no *.pdf and no *.jsonl there")
            raise typer.Exit(NOTHING_TO_DO)
        try:
            for report in inputs.read(paths, self._extract):
                if isinstance(report, ErrorRecord):
                    self._fail(report)
                elif self._is_new(report):
                    yield report
        except RecordError as error:
            say(f"records: {error}")
            raise typer.Exit(USAGE) from None

    @property
    def code(self) -> int:
        """3 when a document failed, else 0."""
        return SOME_FAILED if self.failed else 0

    def _extract(self, entries: Sequence[Entry]) -> Iterator[Sequence[str]]:
        self._extracting = True
        rules = pattern_files.load(self._patterns)
        rules.check()
        tally = Tally(len(entries))
        yield from followed(batch.run(entries, rules, ledger=True), tally, bar=sys.stderr.isatty())
        if tally.interrupted:
            raise typer.Exit(INTERRUPTED)

    def _fail(self, error: ErrorRecord) -> None:
        if not self._extracting:  # else it was named as it failed
            say(f"{error.source}: {error.message}")
        self.failed = True

    def _is_new(self, report: ReportRecords) -> bool:
        head = report.head
        if head.doc_id in self._seen:
            say(f"{head.source}: the same file as {self._seen[head.doc_id]}; it is taken once")
            return False
        self._seen[head.doc_id] = head.source
        return True
