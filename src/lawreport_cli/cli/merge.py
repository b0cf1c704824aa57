"""`lawreport merge`: takes record files of several runs, gives one."""

from typing import Annotated, Literal

import typer

from lawreport_cli.cli._frame import USAGE, say
from lawreport_cli.cli._options import OutputOption
from lawreport_cli.cli._output import close, spare


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

    spare(files, output)
    sink = {"jsonl": jsonl, "json": json, "csv": csv}[form]
    try:
        found, repeats = merging.places(files)
    except RecordError as error:
        say(f"records: {error}")
        raise typer.Exit(USAGE) from None
    with Output(output, form) as out:
        out.write_all(sink.chunks(merging.documents(found)))
        place = out.finish()
    twice = f", {len(repeats)} more stood twice" if repeats else ""
    close(f"{len(found)} files of {len(files)} runs{twice}", place)
