"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ReportArgument = Annotated[str, typer.Argument(metavar="FILE", help="The report, a PDF.", show_default=False)]
PatternsOption = Annotated[
    Path | None,
    typer.Option("--patterns", metavar="DIR", help="Patterns of your own; they come before the built-in ones."),
]
