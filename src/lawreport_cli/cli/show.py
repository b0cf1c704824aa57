"""`lawreport show`: takes a PDF, gives its claims as a table to read."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawreport_cli.cli._frame import one_report
from lawreport_cli.cli._options import PatternsOption, ReportArgument
from lawreport_cli.cli._output import spare

if TYPE_CHECKING:
    from lawreport_cli.pipeline import Report


def show(
    file: ReportArgument,
    word: Annotated[
        str, typer.Argument(metavar="[WORD]", help="Only claims whose wording has WORD.", show_default=False)
    ] = "",
    patterns: PatternsOption = None,
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", min=1, help="Only this page, from 1.", show_default=False)
    ] = None,
    png: Annotated[
        Path | None,
        typer.Option(
            "--png",
            metavar="OUT",
            help="Draw the page (the first, without --page) with paragraphs, cells and figures boxed.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show the figures of one report.

    Each with what it is, its change, its page, and its sentence with the figure marked.

    \b
    lawreport show report.pdf
    lawreport show report.pdf 行政复议
    lawreport show report.pdf --page 1 --png page3.png
    """
    from rich.console import Console

    from lawreport_cli import alone, files, pipeline
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.sinks import table

    spare([file], png, "--png")
    rules = pattern_files.load(patterns)
    rules.check()

    terminal = Console()  # asked here: a worker has none
    console = Console(
        width=terminal.width, force_terminal=terminal.is_terminal, highlight=False, markup=False, emoji=False
    )

    def shown(data: bytes, page_done: Callable[[], None]) -> bytes:
        report = pipeline.extract(data, files.source_name(file), rules, page_done)
        if png is not None:
            return _drawn(data, report, page or 1)
        claims = [claim for claim in report.claims if page in (None, claim.page)]
        with console.capture() as printed:
            table.show(console, report.head, claims, report.document.text, word)
        return printed.get().encode()

    with one_report(file):
        answer = alone.run(file, shown)
    if png is None:
        sys.stdout.buffer.write(answer)
    else:
        _write(answer, png)


def _drawn(data: bytes, report: "Report", page: int) -> bytes:
    from lawreport_cli.reading import pdf
    from lawreport_cli.sinks.png import png

    return png(pdf.picture(data, page), report.document, report.claims, page)


def _write(picture: bytes, path: Path) -> None:
    from lawreport_cli.sinks.output import Output

    with Output(path) as output:
        output.write_bytes(picture)
        output.finish()
