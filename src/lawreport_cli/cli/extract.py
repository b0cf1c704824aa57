"""`lawreport extract`: takes PDFs and folders, gives records on stdout or in a file."""

import gc
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lawreport_cli.cli._frame import INTERRUPTED, NOTHING_TO_DO, SAID, SOME_FAILED, USAGE, count, say
from lawreport_cli.cli._options import OutputOption, PatternsOption
from lawreport_cli.cli._output import close, spare

if TYPE_CHECKING:
    from lawreport_cli.files import Found, Selection
    from lawreport_cli.resume import Store

_LEAST_MEMORY = 256 << 20  # what the program itself takes, and some


def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="PDF files, and folders searched for *.pdf.", show_default=False),
    ] = None,
    output: OutputOption = None,
    form: Annotated[
        Literal["jsonl", "json", "csv"], typer.Option("-f", "--format", help="csv holds claims only.")
    ] = "jsonl",
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Also every numeral that is no claim, with the reason.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j", "--jobs", metavar="N", min=1, help="Files read at a time. Default: the cores.", show_default=False
        ),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option("--timeout", metavar="SECONDS", min=0.1, help="CPU time of one file; longer with each page done."),
    ] = 60,
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="Memory of one file: 512M, 2G.")] = "2G",
    fresh: Annotated[bool, typer.Option("--fresh", help="Do again what an earlier run finished.")] = False,
    files_from: Annotated[
        str | None,
        typer.Option("--files-from", metavar="FILE", help="Also the paths in FILE, one a line; - is stdin."),
    ] = None,
    null: Annotated[bool, typer.Option("-0", "--null", help="They are parted by NUL, as find -print0 does.")] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include", metavar="GLOB", help="What to take from folders. Default: *.pdf.", show_default=False
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="GLOB", help="What to leave out.", show_default=False)
    ] = None,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Only part I of N; see lawreport merge.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option("--manifest", metavar="FILE", help="Write what became of each file to FILE, as JSON.")
    ] = None,
    patterns: PatternsOption = None,
) -> None:
    """Write the records of reports.

    \b
    lawreport extract report.pdf
    lawreport extract report.pdf | jq 'select(.type=="claim")'
    lawreport extract reports/ -o claims.jsonl
    lawreport extract reports/ -f csv -o claims.csv
    lawreport extract report.pdf --ledger | grep '"type":"numeral"'
    lawreport extract reports/ --shard 1/4 -o part1.jsonl

    What the fields mean: lawreport schema --md. A file that cannot be read has an error record in its place and a line
    on stderr; the others are done. No file can harm another: each is read in a process of its own, with limits.

    Interrupted, killed or out of space, a run with -o is gone on with by the same command: FILE.journal beside FILE
    holds what is finished, for as long as file, program, patterns and options are the same.
    """
    from lawreport_cli import batch, files
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.cli._progress import Tally, outcomes
    from lawreport_cli.sinks import csv, json, jsonl
    from lawreport_cli.sinks.manifest import Manifest
    from lawreport_cli.sinks.output import Output
    from lawreport_cli.workers import Limits

    if ledger and form == "csv":
        raise typer.BadParameter("csv holds claims only; use it with jsonl or json", param_hint="--ledger")
    limits = Limits(timeout, _bytes(memory))
    selection = files.Selection(tuple(include or ("*.pdf",)), tuple(exclude or ()), _shard(shard))
    found = _found(paths or [], files_from, null, selection)
    entries = found.entries
    if not entries and not any(one.reason == files.OTHER_SHARD for one in found.skipped):  # a part may be empty
        say("nothing to do: no file to read" if found.skipped else "nothing to do: no *.pdf there")
        raise typer.Exit(NOTHING_TO_DO)
    spare((entry.path for entry in entries), output)
    spare((entry.path for entry in entries), manifest, "--manifest")
    if output is not None and manifest is not None and os.path.realpath(output) == os.path.realpath(manifest):
        raise typer.BadParameter("is the file of --output; choose another name", param_hint="--manifest")

    rules = pattern_files.load(patterns)
    rules.check()
    gc.freeze()  # what is loaded stays to the end: not walked by the collector, not at exit either
    sink = {"jsonl": jsonl, "json": json, "csv": csv}[form]
    tally = Tally(len(entries))
    bar = sys.stderr.isatty() and not (output is None and sys.stdout.isatty())
    with ExitStack() as stack:
        out = stack.enter_context(Output(output, form))
        store = _journal(output, rules.fingerprint, ledger=ledger, fresh=fresh) if len(entries) > 1 else None
        rows: Manifest | None = None
        if manifest is not None:
            options: dict[str, object] = {
                "jobs": jobs or batch.cores(),
                "timeout": timeout,
                "memory": limits.memory,
                "ledger": ledger,
            }
            options |= {"include": selection.include, "exclude": selection.exclude, "shard": shard, "format": form}
            rows = Manifest(stack.enter_context(Output(manifest)), options=options, patterns=rules.fingerprint)

        def documents() -> Iterator[Sequence[str]]:
            events = batch.run(entries, rules, ledger=ledger, jobs=jobs, limits=limits, store=store)
            for outcome in outcomes(events, tally, bar=bar):
                if (
                    outcome.same_as is not None and tally.duplicates <= SAID
                ):  # the rest is counted, and listed in the manifest
                    say(f"{outcome.result.source}: the same content as {outcome.same_as}")
                if form == "csv" and outcome.result.warnings:
                    _tell_doubts(outcome.lines[0])
                if rows is not None:
                    rows.add(outcome)
                yield outcome.lines

        out.write_all(sink.chunks(documents()))
        if rows is not None:
            rows.finish(found.skipped, len(entries))
        place = None if tally.interrupted else out.finish()
    left = Counter(one.reason for one in found.skipped)
    if left:
        say("skipped: " + ", ".join(f"{number} {reason}" for reason, number in left.most_common()))
    for line in tally.details():
        say(line)
    close(str(tally), place)
    if tally.interrupted:
        if store is not None:
            say("the same command goes on from here")
        raise typer.Exit(INTERRUPTED)
    if tally.failed:
        raise typer.Exit(SOME_FAILED)


def _tell_doubts(document: str) -> None:
    """One line on stderr for a report whose figures may be wrong or missing: rows of claims cannot say all of it."""
    import json

    from lawreport_cli.trace import DOUBTFUL

    head = json.loads(document)
    doubts = [warning["message"] for warning in head["warnings"] if warning["code"] in DOUBTFUL]
    if doubts:
        more = f" (and {count(len(doubts) - 1, 'more warning')})" if len(doubts) > 1 else ""
        say(f"{head['source']}: {doubts[0]}{more}")


def _bytes(size: str) -> int:
    match = re.fullmatch(r"(\d+)([MG]?)B?", size.strip().upper())
    if not match:
        raise typer.BadParameter("wanted is a size like 512M or 2G", param_hint="--memory")
    amount = int(match[1]) << (30 if match[2] == "G" else 20)
    if amount < _LEAST_MEMORY:
        raise typer.BadParameter(f"the least is {_LEAST_MEMORY >> 20}M", param_hint="--memory")
    return amount


def _shard(shard: str | None) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", shard or "1/1")
    if not match or int(match[1]) > int(match[2]):
        raise typer.BadParameter("wanted is part/parts, from 1/N to N/N", param_hint="--shard")
    return int(match[1]), int(match[2])


def _found(paths: list[str], files_from: str | None, null: bool, selection: "Selection") -> "Found":
    from lawreport_cli import files

    if files_from is None:
        if null:
            raise typer.BadParameter("it says how the paths of --files-from are parted", param_hint="--null")
        if not paths:
            raise typer.BadParameter("a file or a folder is wanted, or --files-from", param_hint="PATH")
    elif files_from == "-":
        paths = paths + files.listed(sys.stdin.buffer.read(), null=null)
    else:
        paths = paths + files.listed(Path(files_from).read_bytes(), null=null)
    if "" in paths:
        raise typer.BadParameter("an empty name is no file; is a variable of your script not set?", param_hint="PATH")
    return files.find(paths, selection)


def _journal(output: Path | None, patterns: str, *, ledger: bool, fresh: bool) -> "Store | None":
    """The journal beside an output file; none beside stdout, a pipe or a device."""
    from lawreport_cli import resume

    if output is None or (output.exists() and not output.is_file()):
        return None
    target = Path(os.path.realpath(output))
    try:
        journal = target.with_name(f"{target.name}.journal")
        return resume.journal(journal, patterns=patterns, options="ledger" if ledger else "", fresh=fresh)
    except resume.JournalError as error:
        say(str(error))
        raise typer.Exit(USAGE) from None
