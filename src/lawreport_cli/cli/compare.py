"""`lawreport compare`: takes reports or their records, gives a panel of places and years."""

import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from lawreport_cli.cli._frame import INTERRUPTED, NOTHING_TO_DO, SOME_FAILED, USAGE, count, say, say_all
from lawreport_cli.cli._options import OutputOption, PatternsOption, ReportsArgument
from lawreport_cli.cli._output import close

if TYPE_CHECKING:
    from lawreport_cli.compare import Cell, Tally
    from lawreport_cli.panel import Panel, Unit
    from lawreport_cli.patterns import Patterns
    from lawreport_cli.series import Index


def compare(
    paths: ReportsArgument,
    indicators: Annotated[
        list[str] | None,
        typer.Option("--indicator", metavar="KEY", help="Only these, again or parted by commas.", show_default=False),
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="YEARS", help="2023, 2021-2024 or 2019,2021-2024.")
    ] = None,
    regions: Annotated[
        list[str] | None,
        typer.Option(
            "--region", metavar="CODE", help="Only places whose code or name fits: 3206*, 海门*.", show_default=False
        ),
    ] = None,
    pivot: Annotated[bool, typer.Option("--pivot", help="Wide: a row a place, a column a year.")] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="Who reports what, when, instead of figures.")] = False,
    output: OutputOption = None,
    form: Annotated[
        Literal["table", "jsonl", "csv"] | None,
        typer.Option("-f", "--format", help="Default: table on a terminal, else jsonl.", show_default=False),
    ] = None,
    patterns: PatternsOption = None,
) -> None:
    """Put places and years side by side.

    \b
    lawreport compare reports/
    lawreport compare claims.jsonl -f csv -o panel.csv
    lawreport compare claims.jsonl --years 2021-2024 --region '3206*'
    lawreport compare claims.jsonl --pivot -f csv
    lawreport compare claims.jsonl --coverage

    One cell is a place, year, indicator, kind, scope and period; only equal cells are ranked, by size, and figures that
    rounding leaves in doubt share a rank. Missing is not zero: reported, masked and not_reported stay apart; without a
    report there is no cell. Masked figures (*次) stand in the ledger: records must have been extracted with --ledger.
    Of several figures in one cell, the one that is no part of another is taken, of the first report, exact before
    about, then the first in the text. A place keeps its row when its code changes.
    """
    import tempfile

    from lawreport_cli import compare as comparing
    from lawreport_cli import series
    from lawreport_cli.cli._bar import Bar
    from lawreport_cli.cli._records import Reports, tell_index
    from lawreport_cli.errors import RecordError
    from lawreport_cli.panel import Panel
    from lawreport_cli.sinks.output import Output

    if pivot and coverage:
        raise typer.BadParameter("choose one of --pivot and --coverage", param_hint="--coverage")
    try:
        wanted_years = comparing.years_of(years) if years is not None else []
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--years") from None
    form = form or ("table" if output is None and sys.stdout.isatty() else "jsonl")

    reports = Reports(patterns, output)
    rules = reports.patterns
    with tempfile.TemporaryDirectory(prefix="lawreport-", ignore_cleanup_errors=True) as folder:
        try:
            files = reports.files(paths, Path(folder))
            with Bar(sys.stderr.isatty() and not (output is None and form != "table" and sys.stdout.isatty())) as bar:
                index = series.index(files, rules.places, bar.phase("reading", series.sizes(files)))
                units = comparing.units_of(index, wanted_years, regions or ())
                tell_index(index)
                _tell(index, units)
                if not units:
                    say("nothing to do: no report " + ("of these years and places" if index.entries else "there"))
                    raise typer.Exit(SOME_FAILED if reports.failed or index.errors else NOTHING_TO_DO)
                with Panel(Path(folder)) as panel, Output(output, form) as out:
                    told = bar.phase("taking figures", 100)
                    done = 0

                    def follow(share: float) -> None:
                        nonlocal done
                        told(int(share * 100) - done)
                        done = int(share * 100)

                    panel.load(files, index, units, follow)
                    tally = comparing.Tally()
                    keys = _keys(indicators or (), panel, rules)
                    cells = bar.each("comparing", keys, comparing.compare(panel, index, units, keys, tally))
                    shape: Shape = "pivot" if pivot else "coverage" if coverage else "long"
                    out.write_all(_pieces(cells, form, shape, index, units, rules))
                    place = out.finish()
                    _tell_masked(panel, units)
        except RecordError as error:
            say(f"records: {error}")
            raise typer.Exit(USAGE) from None
        except KeyboardInterrupt:
            say("interrupted; nothing was written" if output else "interrupted")
            raise typer.Exit(INTERRUPTED) from None
    close(_closing(index, units, tally), place)
    if reports.failed or index.errors:
        raise typer.Exit(SOME_FAILED)


Shape = Literal["long", "pivot", "coverage"]


def _tell(index: "Index", units: Sequence["Unit"]) -> None:
    """What a person should know of the reports."""
    lone = [index.entries[unit.reports[0]] for unit in units if unit.place is None or unit.year is None]
    say_all(
        f"{entry.source}: names no {'place' if entry.place is None else 'year'}; its figures are kept, without rank and "
        "in no row of places and years"
        for entry in lone
    )
    several = [unit for unit in units if len(unit.reports) > 1]
    say_all(
        f"{index.entries[unit.reports[0]].region} {unit.year}: {len(unit.reports)} reports, "
        f"{', '.join(index.entries[at].source for at in unit.reports)}; a figure that several give is taken from the first"
        for unit in several
    )


def _tell_masked(panel: "Panel", units: Sequence["Unit"]) -> None:
    masked = panel.masked_in()
    there = [masked[at] for unit in units for at in unit.reports if at in masked]
    if there:
        say(f"{sum(there)} masked figures in {len(there)} reports: of which indicator is not known; "
            "some that are not reported there may be masked")  # fmt: skip


def _keys(wanted: Sequence[str], panel: "Panel", rules: "Patterns") -> list[str]:
    """The indicators to compare; one that is in no report and in no catalogue is a mistake."""
    there = panel.indicators()
    if not wanted:
        return there
    keys = list(dict.fromkeys(key.strip() for part in wanted for key in part.split(",") if key.strip()))
    known = {*there, *(one.key for one in rules.indicators)}
    for key in keys:
        if key not in known:
            near = get_close_matches(key, known, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; see lawreport patterns list --indicators"
            raise typer.BadParameter(f"there is no indicator {key!r}{hint}", param_hint="--indicator")
    return keys


def _pieces(
    cells: Iterator[list["Cell"]],
    form: Literal["table", "jsonl", "csv"],
    shape: Shape,
    index: "Index",
    units: Sequence["Unit"],
    rules: "Patterns",
) -> Iterator[str]:
    from lawreport_cli.compare import breaks
    from lawreport_cli.sinks import panel as sink

    broken = breaks(index, units)
    reports = {
        (unit.place, unit.year): index.entries[unit.reports[0]].region or unit.place
        for unit in units
        if unit.place is not None and unit.year is not None
    }
    years = sorted({year for _, year in reports})
    if form != "table":
        if shape == "long":
            yield from sink.long(cells, form)
        else:
            yield from (sink.wide if shape == "pivot" else sink.covered)(cells, form, years, broken)
        return
    from rich.console import Console

    from lawreport_cli.sinks.panel_table import View

    console = Console(highlight=False, markup=False, emoji=False)
    view = View(console, reports, {one.key: one.zh for one in rules.indicators}, broken)
    with console.capture() as shown:
        {"long": view.summary, "pivot": view.pivot, "coverage": view.coverage}[shape](cells)
    yield shown.get()


def _closing(index: "Index", units: Sequence["Unit"], tally: "Tally") -> str:
    reports = sum(len(unit.reports) for unit in units)
    places = len({unit.place for unit in units if unit.place is not None})
    years = len({unit.year for unit in units if unit.year is not None})
    counts = ", ".join((count(reports, "report"), count(places, "place"), count(years, "year")))
    parts = [f"{counts}: {tally.cells['reported']} cells reported"]
    parts += [f"{tally.cells['masked']} masked"] if tally.cells["masked"] else []
    parts += [f"{tally.cells['not_reported']} not reported"]
    parts += [f"{tally.several} with several figures (audit tells of them)"] if tally.several else []
    parts += [f"{count(len(index.errors), 'document')} could not be read"] if index.errors else []
    return ", ".join(parts)
