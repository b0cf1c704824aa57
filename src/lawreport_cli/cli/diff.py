"""`lawreport diff`: takes two reports of one place, or two folders of them, gives what became of each figure."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from lawreport_cli.cli._frame import FINDINGS, NOTHING_TO_DO, USAGE, say, say_all
from lawreport_cli.cli._options import OutputOption, PatternsOption

if TYPE_CHECKING:
    from lawreport_cli.audit import Finding
    from lawreport_cli.diff import Change
    from lawreport_cli.inputs import ReportRecords
    from lawreport_cli.pairing import Pins
    from lawreport_cli.record import DocumentRecord
    from lawreport_cli.series import Places

Only = Literal["dropped", "new", "changed", "same", "renamed", "scope_changed", "unit_changed", "disagrees"]
_CHECKS = ("A001", "A002", "A020", "A022", "A030", "A050")  # those that rest on two years


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="PDF, records or folder.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same of a later year.", show_default=False)],
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="WHAT", help=f"Only these rows: {', '.join(get_args(Only))}.", show_default=False
        ),
    ] = None,
    pins: Annotated[
        Path | None, typer.Option("--pins", metavar="FILE", help="TOML: pairs that are fixed or forbidden.")
    ] = None,
    threshold: Annotated[
        float, typer.Option("--threshold", metavar="SCORE", min=0, max=1, help="Pair nothing below this score.")
    ] = 0.5,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where something does not agree.")] = False,
    output: OutputOption = None,
    form: Annotated[Literal["table", "json", "jsonl", "csv", "md"], typer.Option("-f", "--format")] = "table",
    patterns: PatternsOption = None,
) -> None:
    """Tell what became of each figure from one year to the next.

    \b
    lawreport diff 2022.pdf 2023.pdf
    lawreport diff 2022.pdf 2023.pdf --only dropped
    lawreport diff 2022/ 2023/ -f csv -o changes.csv
    lawreport diff 2022.jsonl 2023.jsonl --pins pins.toml --exit-code

    Reports of folders are paired by place and year. A pins file fixes and forbids pairs of subjects or claim_ids:

    \b
    fixed = [["收到行政复议申请", "新收行政复议申请"]]
    forbidden = [["撤销", "撤销和确认违法"]]
    """
    from lawreport_cli import audit, series
    from lawreport_cli import diff as differ
    from lawreport_cli.cli._records import Reports
    from lawreport_cli.cli._results import console_text, pieces
    from lawreport_cli.sinks import changes_table
    from lawreport_cli.sinks.output import Output

    wanted = _only(only)
    fixed = _pins(pins)
    reports = Reports(patterns, output)
    older, newer = list(reports.read([old])), list(reports.read([new]))
    if not older or not newer:
        say(f"nothing to compare: {new if older else old} holds no report" + (" of its own" if older or newer else ""))
        raise typer.Exit(reports.code or NOTHING_TO_DO)
    places = series.Places(reports.patterns.places)
    pairs = _matched(older, newer, places)
    _tell_idle(pins, fixed, older, newer)
    texts: list[str] = []
    rows: list[Change | Finding] = []
    disagreeing = False
    for first, second in pairs:
        comparison = differ.compare(first, second, pins=fixed, threshold=threshold)
        found = audit.check([first, second], places, codes=_CHECKS, pins=fixed)
        disagreeing = disagreeing or any(finding.level != "info" for finding in found)
        changes = [change for change in comparison.changes if not wanted or _is_wanted(change, wanted)]
        if form == "table":
            show = partial(changes_table.show_comparison, comparison=comparison, changes=changes, findings=found)
            texts.append(console_text(show))
        rows += [*changes, *([] if wanted else found)]
    with Output(output, form) as out:
        out.write_all(texts if form == "table" else pieces(form, rows))
        place = out.finish()
    if place is not None:
        say(f"→ {place}")
    if reports.code:
        raise typer.Exit(reports.code)
    if exit_code and disagreeing:
        raise typer.Exit(FINDINGS)


def _only(given: Sequence[str] | None) -> set[str]:
    names = {name.strip() for text in given or () for name in text.split(",") if name.strip()}
    unknown = sorted(names - set(get_args(Only)))
    if unknown:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(get_args(Only))}", param_hint="--only")
    return names


def _is_wanted(change: "Change", wanted: set[str]) -> bool:
    return bool(wanted & {change.status, change.relation or "", change.verdict or ""})


def _pins(path: Path | None) -> "Pins | None":
    import tomllib

    from lawreport_cli.pairing import Pins

    if path is None:
        return None
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="--pins") from None
    except ValueError as error:
        raise typer.BadParameter(f"{path}: not TOML: {error}", param_hint="--pins") from None
    for name, value in data.items():
        if name not in ("fixed", "forbidden") or not _are_pairs(value):
            raise typer.BadParameter(
                f'{path}: {name}: expected fixed or forbidden = [["OLD", "NEW"], …]', param_hint="--pins"
            )
    sides = {name: tuple((one, other) for one, other in value) for name, value in data.items()}
    return Pins(sides.get("fixed", ()), sides.get("forbidden", ()))


def _tell_idle(
    path: Path | None, pins: "Pins | None", older: Sequence["ReportRecords"], newer: Sequence["ReportRecords"]
) -> None:
    """Name the sides of pins that no figure has: a slip of the pen fixes nothing."""
    both = (*pins.fixed, *pins.forbidden) if pins else ()
    for at, word, reports in ((0, "older", older), (1, "newer", newer)):
        known = {name for report in reports for claim in report.claims for name in (claim.claim_id, claim.subject)}
        idle = dict.fromkeys(pair[at] for pair in both if pair[at] not in known)
        say_all(f"{path}: no figure of the {word} side is called {name}" for name in idle)


def _are_pairs(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(side, str) and side for side in pair)
        for pair in value
    )


def _matched(
    older: list["ReportRecords"], newer: list["ReportRecords"], places: "Places"
) -> list[tuple["ReportRecords", "ReportRecords"]]:
    """Reports of two sides that belong together: of one place, each with the last year before its own."""
    if len(older) == len(newer) == 1:
        _in_order(older[0].head, newer[0].head, places)
        return [(older[0], newer[0])]
    say_all(
        f"{head.source}: names no {'year' if head.region else 'place'}; it is left out"
        for head in (report.head for report in (*older, *newer))
        if not head.region or head.year is None
    )
    known: dict[object, dict[int, ReportRecords]] = defaultdict(dict)
    for report in older:
        if report.head.region and report.head.year is not None:
            known[_series(report.head, places)][report.head.year] = report
    pairs, lone = [], []
    for report in newer:
        head = report.head
        if not head.region or head.year is None:
            continue
        years = known.get(_series(head, places), {})
        earlier = [year for year in years if year < head.year]
        if earlier:
            pairs.append((years[max(earlier)], report))
        else:
            lone.append(f"{head.source}: no earlier report of {head.region} on the other side; it is left out")
    used = {first.head.doc_id for first, _ in pairs}
    lone += [
        f"{head.source}: no later report of {head.region} on the other side; it is left out"
        for head in (report.head for report in older)
        if head.region and head.year is not None and head.doc_id not in used
    ]
    say_all(lone)
    if not pairs:
        say("nothing to compare: no place has an earlier report on the left and a later one on the right")
        raise typer.Exit(NOTHING_TO_DO)
    return pairs


def _in_order(one: "DocumentRecord", other: "DocumentRecord", places: "Places") -> None:
    """Two reports that were named one by one: what is wrong with them ends here or is said."""
    for head in (one, other):
        if head.year is None or not head.region:
            say(f"{head.source}: names no {'year' if head.region else 'place'}; taken as given")
    if one.year is not None and other.year is not None and one.year > other.year:
        say(f"{one.source} is of {one.year}, {other.source} of {other.year}: give the older report first")
        raise typer.Exit(USAGE)
    if one.year is not None and one.year == other.year:
        say(f"{one.source} and {other.source} are both of {one.year}; compared all the same")
    if one.region and other.region and places.key(one) != places.key(other):
        say(f"{one.source} is of {one.region}, {other.source} of {other.region}; compared all the same")


def _series(head: "DocumentRecord", places: "Places") -> tuple[object, ...]:
    """What two reports share that are of one series: the place, the body and the kind of report."""
    from lawreport_cli import series

    return places.key(head), series.body(head), series.kind(head)
