"""A readable table: takes the records of one report, gives its claims as rows for a terminal of any width.

Text of the report is only ever laid out, never read as markup. A change stands in the row of the figure it speaks of;
the sentence stands once, under the last of its figures, with all of them marked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lawreport_cli.record import ClaimRecord, DocumentRecord, plain
from lawreport_cli.sinks.printable import printable
from lawreport_cli.sinks.unbroken import QUOTE, Unbroken

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
    for (begin, sentence), group in groupby(rows, key=lambda row: _place(row.claims[0], text)):
        said = list(group)
        for row in said:
            figure = _figure(row.level) if row.level else ""
            what = _what(row.claims[0], head.year)
            if row is said[-1]:
                what.append("\n").append(_marked(text, begin, sentence, said, marks))
            change = "\n".join(_change(claim) for claim in row.changes)
            table.add_row(
                Unbroken(Text(figure, "bold")), Unbroken(what), Unbroken(Text(change)), str(row.claims[0].page)
            )
    console.print(Unbroken(Text(printable(head.title or head.source), "bold")))
    for warning in head.warnings:
        where = f"page {warning.page}: " if warning.page else ""
        console.print(Unbroken(Text(f"! {where}{printable(warning.message)}", "yellow")))
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


def _what(claim: ClaimRecord, year: int | None) -> Text:
    """Subject or indicator, and what narrows it."""
    period = claim.period if claim.period != str(year) else None
    modality = claim.modality if claim.modality != "actual" else None
    indicator = claim.indicator if claim.subject else None
    narrowed = " · ".join(part for part in (claim.scope, period, modality, indicator) if part)
    cell = Text(_flat(claim.subject or claim.indicator or "?"), "cyan")
    return cell.append(f"  {_flat(narrowed)}", "dim") if narrowed else cell


def _place(claim: ClaimRecord, text: str) -> tuple[int, str]:
    """Where the sentence of a claim begins, and the sentence."""
    return text.rfind(claim.sentence, 0, claim.start + len(claim.sentence)), claim.sentence


def _marked(text: str, begin: int, sentence: str, rows: Sequence[_Row], marks: tuple[str, str]) -> Text:
    """The sentence that begins at `begin`, with the quotes of `rows` that stand in it highlighted."""
    end = begin + len(sentence)
    marked = Text()
    at = begin
    for start, stop in sorted({(claim.start, claim.end) for row in rows for claim in row.claims}):
        if at <= start and stop <= end:
            marked.append(_flat(text[at:start]))
            marked.append(marks[0] + _flat(text[start:stop]) + marks[1], QUOTE)
            at = stop
    return marked.append(_flat(text[at:end]))


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
