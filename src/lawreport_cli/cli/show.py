"""`lawreport show`: takes a PDF, gives its claims as a table to read."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from lawreport_cli.cli._frame import one_report
from lawreport_cli.cli._options import PatternsOption, ReportArgument


def show(
    file: ReportArgument,
    word: Annotated[
        str, typer.Argument(metavar="[WORD]", help="Only claims whose wording has WORD.", show_default=False)
    ] = "",
    patterns: PatternsOption = None,
) -> None:
    """Show the figures of one report.

    Each with what it is, its change, its page, and its sentence with the figure marked.

    \b
    lawreport show report.pdf
    lawreport show report.pdf 行政复议
    """
    from rich.console import Console

    from lawreport_cli import files, pipeline
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.record import ClaimRecord
    from lawreport_cli.sinks import table

    with one_report(file):
        rules = pattern_files.load(patterns)
        report = pipeline.extract(files.read_file(Path(file)), files.source_name(file), rules)
    claims = [record for record in report.findings if isinstance(record, ClaimRecord)]
    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as shown:
        table.show(console, report.head, claims, report.document.text, word)
    sys.stdout.write(shown.get())
