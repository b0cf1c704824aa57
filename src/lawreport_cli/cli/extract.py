"""`lawreport extract`: takes PDFs and folders, gives records on stdout or in a file."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from lawreport_cli.cli._frame import INTERRUPTED, NOTHING_TO_DO, SOME_FAILED, say
from lawreport_cli.cli._options import PatternsOption


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="PDF files, and folders searched for *.pdf.", show_default=False),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all.")
    ] = None,
    form: Annotated[
        Literal["jsonl", "json", "csv"], typer.Option("-f", "--format", help="csv holds claims only.")
    ] = "jsonl",
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Also every numeral that is no claim, with the reason.")
    ] = False,
    patterns: PatternsOption = None,
) -> None:
    """Write the records of reports.

    \b
    lawreport extract report.pdf
    lawreport extract report.pdf | jq 'select(.type=="claim")'
    lawreport extract reports/ -o claims.jsonl
    lawreport extract reports/ -f csv -o claims.csv
    lawreport extract report.pdf --ledger | grep '"type":"numeral"'

    What the fields mean: lawreport schema --md. A file that cannot be read has an error record in its place and a line
    on stderr; the others are done.
    """
    from lawreport_cli import batch, files
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.cli._progress import Tally, followed
    from lawreport_cli.sinks import csv, json, jsonl
    from lawreport_cli.sinks.output import Output

    if ledger and form == "csv":
        raise typer.BadParameter("csv holds claims only; use it with jsonl or json", param_hint="--ledger")
    entries = files.discover(paths)
    if not entries:
        say("nothing to do: no *.pdf there")
        raise typer.Exit(NOTHING_TO_DO)
    if output == Path("-"):
        output = None
    if output is not None and os.path.realpath(output) in {os.path.realpath(entry.path) for entry in entries}:
        raise typer.BadParameter("is one of the reports to read; choose another name", param_hint="--output")

    rules = pattern_files.load(patterns)
    rules.check()
    sink = {"jsonl": jsonl, "json": json, "csv": csv}[form]
    tally = Tally(len(entries))
    bar = sys.stderr.isatty() and not (output is None and sys.stdout.isatty())
    with Output(output) as out:
        if form == "csv" and output is not None:
            out.write("\ufeff")  # or Excel takes it for the code page of the machine
        for chunk in sink.chunks(followed(batch.run(entries, rules, ledger=ledger), tally, bar=bar)):
            out.write(chunk)
        place = out.finish(".partial" if tally.interrupted else "")
    say(f"{tally}" + (f" → {place}" if place is not None else ""))
    if tally.interrupted:
        raise typer.Exit(INTERRUPTED)
    if tally.failed:
        raise typer.Exit(SOME_FAILED)
