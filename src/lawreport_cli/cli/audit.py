"""`lawreport audit`: takes reports or their records, gives what in them does not agree."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from lawreport_cli.cli._frame import FINDINGS, say
from lawreport_cli.cli._options import PatternsOption


def audit(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="PDF files, record files (*.jsonl), folders of both; - is stdin.", show_default=False
        ),
    ],
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODES", help="Only these checks: A001,A010.", show_default=False),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODES", help="Not these checks.", show_default=False)
    ] = None,
    fail_on: Annotated[
        Literal["error", "warning", "never"], typer.Option("--fail-on", help="Exit with 1 at this level or above.")
    ] = "warning",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.")
    ] = None,
    form: Annotated[Literal["table", "json", "jsonl", "csv", "md", "sarif"], typer.Option("-f", "--format")] = "table",
    patterns: PatternsOption = None,
) -> None:
    """Check what the figures say together.

    \b
    lawreport audit report.pdf
    lawreport audit 2021.pdf 2022.pdf 2023.pdf
    lawreport audit claims.jsonl --select A001,A010 -f csv -o findings.csv
    lawreport audit reports/ --fail-on error -f sarif -o audit.sarif

    One report alone, the years of one place, and the places of one year, as far as they are given. Figures are
    intervals: what is printed may be rounded or cut. What a check looks for: lawreport rules CODE.
    """
    from lawreport_cli import audit as checks
    from lawreport_cli.cli._records import Reports
    from lawreport_cli.cli._results import console_text, pieces, write
    from lawreport_cli.sinks import changes_table

    codes = _codes(select, ignore, checks.CODES)
    reports = Reports(patterns)
    records = list(reports.read(paths))
    for report in records:
        lacks = [name for name, value in (("place", report.head.region), ("year", report.head.year)) if not value]
        if lacks:
            say(f"{report.head.source}: names no {' and no '.join(lacks)}; it is checked alone")
    for first, later in checks.twice(records):
        say(f"{later.head.source}: a second report of {later.head.region} {later.head.year} beside {first.head.source}; "
            "years are compared with the first")  # fmt: skip
    found = checks.check(records, codes=codes)
    texts = (
        [console_text(lambda console: changes_table.show_findings(console, found))]
        if form == "table"
        else pieces(form, found)
    )
    write(texts, output, form=form)
    say(changes_table.counted(found, len(records)))
    failing = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    if reports.code:
        raise typer.Exit(reports.code)
    if any(finding.level in failing for finding in found):
        raise typer.Exit(FINDINGS)


def _codes(select: Sequence[str] | None, ignore: Sequence[str] | None, known: Sequence[str]) -> list[str]:
    chosen = {}
    for option, given in (("--select", select), ("--ignore", ignore)):
        names = [name.strip().upper() for text in given or () for name in text.split(",") if name.strip()]
        for name in names:
            if not any(code.startswith(name) for code in known):
                raise typer.BadParameter(f"no check {name}; see lawreport rules", param_hint=option)
        chosen[option] = names
    wanted = [code for code in known if not chosen["--select"] or code.startswith(tuple(chosen["--select"]))]
    return [code for code in wanted if not code.startswith(tuple(chosen["--ignore"]))] if chosen["--ignore"] else wanted
