"""`lawreport merge`: takes record files of several runs, gives one."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from lawreport_cli.cli._frame import USAGE, say
from lawreport_cli.cli._options import OutputOption


def merge(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Record files (*.jsonl) of lawreport extract.", show_default=False),
    ],
    output: OutputOption = None,
    form: Annotated[
        Literal["jsonl", "json", "csv"], typer.Option("-f", "--format", help="csv holds claims only.")
    ] = "jsonl",
) -> None:
    """Put the results of several runs together.

    \b
    lawreport merge part1.jsonl part2.jsonl -o claims.jsonl

    Documents are sorted by path, so all parts of a folder (extract --shard) give the bytes of one run over it. A result
    that stands twice is written once; two different results for one path are an error.
    """
    from lawreport_cli import merge as merging
    from lawreport_cli.errors import RecordError
    from lawreport_cli.sinks import csv, json, jsonl
    from lawreport_cli.sinks.output import Output

    output = None if output == Path("-") else output
    if output is not None and os.path.realpath(output) in {os.path.realpath(file) for file in files}:
        raise typer.BadParameter("is one of the files to read; choose another name", param_hint="--output")
    sink = {"jsonl": jsonl, "json": json, "csv": csv}[form]
    try:
        found, repeats = merging.places(files)
    except RecordError as error:
        say(f"records: {error}")
        raise typer.Exit(USAGE) from None
    with Output(output) as out:
        if form == "csv" and output is not None:
            out.write("\ufeff")  # or Excel takes it for the code page of the machine
        for chunk in sink.chunks(merging.documents(found)):
            out.write(chunk)
        place = out.finish()
    twice = f", {len(repeats)} more stood twice" if repeats else ""
    say(f"{len(found)} files of {len(files)} runs{twice}" + (f" → {place}" if place is not None else ""))
