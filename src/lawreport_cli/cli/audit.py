"""`lawreport audit`: takes reports or their records, gives what in them does not agree."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lawreport_cli.cli._frame import FINDINGS, INTERRUPTED, NOTHING_TO_DO, SOME_FAILED, USAGE, say, say_all
from lawreport_cli.cli._options import OutputOption, PatternsOption, ReportsArgument
from lawreport_cli.cli._output import close

if TYPE_CHECKING:
    from lawreport_cli.audit import Finding
    from lawreport_cli.series import Index


def audit(
    paths: ReportsArgument,
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
    output: OutputOption = None,
    form: Annotated[Literal["table", "json", "jsonl", "csv", "md", "sarif"], typer.Option("-f", "--format")] = "table",
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0: as many as there are cores.")] = 0,
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
    import tempfile

    from lawreport_cli import audit as checks
    from lawreport_cli import series
    from lawreport_cli.audit._files import check_files
    from lawreport_cli.batch import cores
    from lawreport_cli.cli._bar import Bar
    from lawreport_cli.cli._records import Reports, tell_index
    from lawreport_cli.cli._results import pieces
    from lawreport_cli.errors import RecordError
    from lawreport_cli.sinks.changes_table import counted
    from lawreport_cli.sinks.output import Output

    wanted = _codes(select, ignore, checks.CODES)
    reports = Reports(patterns, output)
    levels: Counter[str] = Counter()

    def followed(found: "Iterable[Finding]") -> "Iterator[Finding]":
        for finding in found:
            levels[finding.level] += 1
            yield finding

    with tempfile.TemporaryDirectory(prefix="lawreport-", ignore_cleanup_errors=True) as folder:
        try:
            files = reports.files(paths, Path(folder))
            with Bar(sys.stderr.isatty() and not (output is None and sys.stdout.isatty())) as bar:
                index = series.index(files, reports.patterns.places, bar.phase("reading", series.sizes(files)))
                tell_index(index)
                _tell(index)
                if not index.entries:
                    say("nothing to check: no report there")
                    raise typer.Exit(SOME_FAILED if reports.failed or index.errors else NOTHING_TO_DO)
                done = bar.phase("checking", len(index.entries))
                found = check_files(files, index, codes=wanted, jobs=jobs or cores(), advance=done)
                with Output(output, form) as out:
                    out.write_all(pieces(form, followed(found)))
                    place = out.finish()
        except RecordError as error:
            say(f"records: {error}")
            raise typer.Exit(USAGE) from None
        except KeyboardInterrupt:
            say("interrupted; nothing was written" if output else "interrupted")
            raise typer.Exit(INTERRUPTED) from None
    close(counted(levels, len(index.entries)), place)
    if reports.failed or index.errors:
        raise typer.Exit(SOME_FAILED)
    if any(levels[level] for level in {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]):
        raise typer.Exit(FINDINGS)


def _tell(index: "Index") -> None:
    """What a person should know of the reports."""
    lone, seconds = [], []
    seen: dict[object, str] = {}
    for entry in index.entries:
        lacks = [name for name, value in (("place", entry.place), ("year", entry.year)) if value is None]
        before = seen.setdefault((entry.place, entry.year, entry.body, entry.kind), entry.source)
        if lacks:
            lone.append(f"{entry.source}: names no {' and no '.join(lacks)}; it is checked alone")
        elif before != entry.source:
            seconds.append(f"{entry.source}: a second report of {entry.region} {entry.year} beside {before}")
    say_all(lone)
    say_all(seconds)


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
