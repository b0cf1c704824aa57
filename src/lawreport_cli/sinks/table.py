"""A readable table: takes the records of one report, gives its claims as rows for a terminal of any width.

Text of the report is only ever laid out, never read as markup. A change stands in the row of the figure it speaks of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lawreport_cli.record import ClaimRecord, DocumentRecord, plain
from lawreport_cli.sinks.printable import printable

_QUALIFIER = {"approx": "≈", "at_least": "≥", "at_most": "≤"}
_ARROW = {"up": "↑", "down": "↓", "flat": "="}
_BASIS = {"yoy": "yoy", "prev_period": "on period", "since_year_end": "since year end"}
_MARKS = ("⟦", "⟧")  # around a quote where no colour tells it


@dataclass(frozen=True, slots=True)
class _Row:
    """A claim that is no change, if there is one, and the changes that speak of it."""

    level: ClaimRecord | None
    changes: tuple[ClaimRecord, ...]

    @property
    def claims(self) -> tuple[ClaimRecord, ...]:
        return (self.level, *self.changes) if self.level else self.changes

    def has(self, word: str) -> bool:
        """Whether `word` is in anything that says what the figures are, or in the figures as printed."""
        return any(
            word.casefold() in text.casefold()
            for claim in self.claims
            for text in (claim.indicator, claim.subject, claim.scope, claim.sentence, *claim.section)
            if text
        )


def show(console: Console, head: DocumentRecord, claims: Sequence[ClaimRecord], text: str, word: str = "") -> None:
    """Print the report's title and its claims, with `word` only those that have it in their wording.

    `text` is the reading text; colour and width are the console's.
    """
    rows = [row for row in _rows(claims) if not word or row.has(word)]
    marks = ("", "") if console.is_terminal and not console.no_color else _MARKS
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", expand=True)
    table.add_column("figure", justify="right", max_width=18, overflow="fold")
    table.add_column("what, and where it is said", ratio=1, overflow="fold")
    table.add_column("change", max_width=14, overflow="fold")
    table.add_column("page", justify="right")
    for row in rows:
        figure = _figure(row.level) if row.level else ""
        change = "\n".join(_change(claim) for claim in row.changes)
        table.add_row(Text(figure, "bold"), _what(row, text, head.year, marks), Text(change), str(row.claims[0].page))
    console.print(Text(printable(head.title or head.source), "bold"))
    for warning in head.warnings:
        where = f"page {warning.page}: " if warning.page else ""
        console.print(Text(f"! {where}{printable(warning.message)}", "yellow"))
    if rows:
        console.print(table)
    shown = sum(len(row.claims) for row in rows)
    console.print(Text(f"{shown} of {len(claims)} claims · {head.numerals} numerals · {head.pages} pages", "dim"))


def _rows(claims: Sequence[ClaimRecord]) -> list[_Row]:
    """Claims in text order, each change with the claim it modifies."""
    levels = {claim.claim_id for claim in claims if claim.kind != "change"}
    changes: dict[str, list[ClaimRecord]] = {}
    for claim in claims:
        if claim.kind == "change" and claim.modifies in levels:
            changes.setdefault(claim.modifies, []).append(claim)
    rows = []
    for claim in claims:
        if claim.kind != "change":
            rows.append(_Row(claim, tuple(changes.get(claim.claim_id, ()))))
        elif claim.modifies not in levels:
            rows.append(_Row(None, (claim,)))
    return rows


def _what(row: _Row, text: str, year: int | None, marks: tuple[str, str]) -> Text:
    """Indicator or subject with what narrows it, then the sentence with the quotes of the row highlighted."""
    first = row.claims[0]
    name = first.subject or first.indicator or "?"
    period = first.period if first.period != str(year) else None
    modality = first.modality if first.modality != "actual" else None
    narrowed = " · ".join(
        part for part in (first.scope, period, modality, first.indicator if first.subject else None) if part
    )
    cell = Text(_flat(name), "cyan")
    if narrowed:
        cell.append(f"  {_flat(narrowed)}", "dim")
    cell.append("\n")
    begin = text.rfind(first.sentence, 0, first.start + len(first.sentence))
    at = begin
    for start, end in sorted({(claim.start, claim.end) for claim in row.claims if claim.sentence == first.sentence}):
        cell.append(_flat(text[at:start]))
        cell.append(marks[0] + _flat(text[start:end]) + marks[1], "bold reverse")
        at = end
    cell.append(_flat(text[at : begin + len(first.sentence)]))
    return cell


def _flat(text: str) -> str:
    return printable(text.replace("\t", "  "))


def _figure(claim: ClaimRecord) -> str:
    value = _grouped(claim.value) + (f"–{_grouped(claim.value_max)}" if claim.value_max is not None else "")
    unit = claim.unit or ""
    sign = _QUALIFIER.get(claim.qualifier, "")
    return printable(f"{sign}{value}{unit if unit in ('', '%', '‰') else f' {unit}'}")


def _change(claim: ClaimRecord) -> str:
    arrow = _ARROW[claim.direction] if claim.direction else ""
    basis = f" {_BASIS[claim.basis]}" if claim.basis in _BASIS else ""
    return f"{arrow}{_figure(claim)}{basis}"


def _grouped(number: Decimal) -> str:
    return format(Decimal(plain(number)), ",f")
