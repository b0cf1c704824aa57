"""`lawreport show`: takes a PDF, gives its claims as a table to read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lawreport_cli.cli._frame import one_report
from lawreport_cli.cli._options import PatternsOption, ReportArgument

if TYPE_CHECKING:
    from lawreport_cli.model import Document
    from lawreport_cli.record import ClaimRecord


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

    from lawreport_cli import files, pipeline
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.record import ClaimRecord
    from lawreport_cli.sinks import table

    with one_report(file):
        rules = pattern_files.load(patterns)
        data = files.read_file(Path(file))
        report = pipeline.extract(data, files.source_name(file), rules)
        claims = [record for record in report.findings if isinstance(record, ClaimRecord)]
        if png is not None:
            _draw(data, report.document, claims, page or 1, png)
            return
        if page is not None:
            claims = [claim for claim in claims if claim.page == page]
    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as shown:
        table.show(console, report.head, claims, report.document.text, word)
    sys.stdout.write(shown.get())


def _draw(data: bytes, document: "Document", claims: "list[ClaimRecord]", page: int, path: Path) -> None:
    from lawreport_cli.reading import pdf
    from lawreport_cli.sinks.output import Output
    from lawreport_cli.sinks.png import png

    with Output(path) as output:
        output.write_bytes(png(pdf.picture(data, page), document, claims, page))
        output.finish()
