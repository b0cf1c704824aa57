"""Changes and findings to read: takes a comparison and findings, gives tables for a terminal of any width.

Counts first, then what was dropped (silence is what an auditor looks for), what changed, what is new, then findings. Text
of the reports is only ever laid out, never read as markup.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lawreport_cli.audit import LEVELS, Finding
from lawreport_cli.diff import STATUSES, Change, Comparison
from lawreport_cli.record import DocumentRecord, plain
from lawreport_cli.sinks.printable import printable
from lawreport_cli.sinks.unbroken import Unbroken

_COLOUR = {"error": "bold red", "warning": "yellow", "info": "dim"}
_FIGURE = 13  # columns for a figure: 2541.18万元, +27.84% ✓
_RELATION = {"renamed": "renamed from", "scope_changed": "other scope:", "unit_changed": "other unit:"}


def show_comparison(
    console: Console, comparison: Comparison, changes: Sequence[Change], findings: Sequence[Finding]
) -> None:
    """One pair of reports; `changes` are those of its rows to show."""
    old, new = comparison.old.head, comparison.new.head
    console.print(Unbroken(Text(f"{_name(old)} → {_name(new)}", "bold")))
    counts = [f"{comparison.count(status)} {status}" for status in STATUSES]
    console.print(
        Text(printable(" · ".join([*counts, _counted(Counter(finding.level for finding in findings))])), "dim")
    )
    shown = {status: [change for change in changes if change.status == status] for status in STATUSES}
    if shown["dropped"]:
        _list(console, f"Dropped ({old.year or 'old'}, not in {new.year or 'new'})", shown["dropped"], "old")
    pairs = [change for change in changes if change.status in ("changed", "same")]
    if pairs:
        _pairs(console, pairs, old, new)
    if shown["new"]:
        _list(console, f"New in {new.year or 'new'}", shown["new"], "new")
    if findings:
        show_findings(console, findings)
    console.print()


def show_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Each finding with its arithmetic, and under it every sentence it rests on, with file and page."""
    for finding in findings:
        line = Text(f"{finding.code} ", "bold")
        line.append(f"{finding.level} ", _COLOUR[finding.level])
        line.append(_flat(finding.message))
        console.print(Unbroken(line))
        console.print(Unbroken(Text(f"  {_flat(finding.message_en)}", "dim")))
        seen: set[tuple[str, int | None, str]] = set()
        for source, page, sentence, quote in zip(
            finding.sources, finding.pages, finding.sentences, finding.quotes, strict=False
        ):
            if (source, page, sentence) not in seen:
                seen.add((source, page, sentence))
                where = Text(f"  {_flat(source)}, page {page}: ", "cyan")
                console.print(Unbroken(where.append(_around(sentence, quote), "none")))


def counted(levels: Mapping[str, int], reports: int) -> str:
    """3 reports: 1 error, 2 warnings."""
    return f"{reports} {'report' if reports == 1 else 'reports'}: {_counted(levels)}"


def _counted(counts: Mapping[str, int]) -> str:
    words = [f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in LEVELS if counts.get(level)]
    return ", ".join(words) or "no findings"


def _name(head: DocumentRecord) -> str:
    return printable(f"{head.region or '?'} {head.year or '?'} ({head.source})")


def _list(console: Console, title: str, changes: Sequence[Change], side: str) -> None:
    table = _table()
    table.add_column("figure", justify="right", max_width=18, overflow="fold")
    table.add_column(title)
    table.add_column("page", justify="right")
    for change in changes:
        quote = change.old_quote if side == "old" else change.new_quote
        page = change.old_page if side == "old" else change.new_page
        table.add_row(Unbroken(Text(_flat(quote or ""), "bold")), Unbroken(_what(change)), Text(str(page)))
    console.print(table)


def _pairs(console: Console, changes: Sequence[Change], old: DocumentRecord, new: DocumentRecord) -> None:
    table = _table()
    statuses = {change.status for change in changes}
    table.add_column(" and ".join(name.capitalize() for name in ("changed", "same") if name in statuses))
    for head, name in ((old, "old"), (new, "new")):
        table.add_column(f"{head.year or name}", justify="right", max_width=_FIGURE)
    table.add_column("Δ", justify="right", max_width=_FIGURE)
    table.add_column("stated", max_width=_FIGURE)
    table.add_column("pages", justify="right", no_wrap=True)
    for change in changes:
        table.add_row(
            Unbroken(_what(change)),
            Unbroken(Text(_flat(change.old_quote or ""))),
            Unbroken(Text(_flat(change.new_quote or ""), "bold")),
            Unbroken(Text(_delta(change))),
            Unbroken(_stated(change)),
            Text(f"{change.old_page}→{change.new_page}"),
        )
    console.print(table)


def _what(change: Change) -> Text:
    text = Text(_flat(change.subject or change.indicator or "?"), "cyan")
    if change.scope:
        text.append(f" · {_flat(change.scope)}", "dim")
    if change.kind not in ("level", "rate"):
        text.append(f" · {change.kind}", "dim")
    if change.relation in _RELATION:
        text.append(f"  {_RELATION[change.relation]} {_flat(change.old_subject or '?')}", "dim")
    if change.score is not None and change.score < 0.7 and not change.pinned:
        text.append(f"  pairing {change.score:.2f}", "dim yellow")
    return text


def _delta(change: Change) -> str:
    if change.note == "period_differs":
        return "other period"
    if change.delta is None:
        return ""
    if change.delta == 0:
        return "="
    if change.delta_pct is not None:
        return f"{'≈' if change.note else ''}{_signed(change.delta_pct)}%"
    if change.unit in ("%", "‰"):
        return f"{_signed(change.delta)} pts"
    return _signed(change.delta) + (" (from 0)" if change.note == "zero_base" else "")


def _stated(change: Change) -> Text:
    if change.stated is None:
        return Text("")
    sign = "-" if change.stated < 0 else "+" if change.stated > 0 else ""
    quote = f"{plain(abs(change.stated))} pts" if change.stated_unit == "百分点" else change.stated_quote
    text = Text(_flat(f"{sign}{quote}"))
    if change.verdict == "disagrees":
        low, high = change.recomputed_min, change.recomputed_max
        text.append(f" ✗ {_bounds(low, high)}", "bold red")
    elif change.verdict == "agrees":
        text.append(" ✓", "green")
    return text


def _bounds(low: Decimal | None, high: Decimal | None) -> str:
    ends = ["…" if end is None else plain(end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _signed(number: Decimal) -> str:
    return f"{'+' if number > 0 else ''}{plain(number)}"


def _table() -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")


def _around(sentence: str, quote: str, reach: int = 60) -> str:
    """The sentence, or what of it stands around the quote."""
    text = _flat(sentence)
    at = text.find(_flat(quote))
    if at < 0 or len(text) <= 2 * reach:
        return text
    start, end = max(0, at - reach), min(len(text), at + len(quote) + reach)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _flat(text: str) -> str:
    return printable(text.replace("\t", "  "))
