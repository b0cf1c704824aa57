"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ReportArgument = Annotated[str, typer.Argument(metavar="FILE", help="The report, a PDF.", show_default=False)]
ReportsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH", help="PDF files, record files (*.jsonl), folders of both; - is stdin.", show_default=False
    ),
]


def _file(path: Path | None) -> Path | None:
    """`-` is standard output, as no option is."""
    return None if path == Path("-") else path


OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.", callback=_file),
]
PatternsOption = Annotated[
    Path | None,
    typer.Option("--patterns", metavar="DIR", help="Patterns of your own; they come before the built-in ones."),
]
