"""Rows of `diff` and `audit`: takes changes and findings, gives JSON Lines, JSON, CSV or Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from lawreport_cli.audit import Finding
from lawreport_cli.diff import Change
from lawreport_cli.record import dumps, plain
from lawreport_cli.sinks import csv
from lawreport_cli.sinks.printable import printable

Row = Change | Finding
_MARKDOWN = {
    Change: ("status", "relation", "old_subject", "old_quote", "old_page", "new_subject", "new_quote", "new_page",
             "delta", "delta_pct", "stated", "recomputed_min", "recomputed_max", "verdict"),
    Finding: ("code", "level", "message", "message_en", "quotes", "sources", "pages"),
}  # fmt: skip


def fields_of(row: Row) -> dict[str, Any]:
    """The fields of a row as JSON has them, `type` first."""
    return {"type": "change" if isinstance(row, Change) else "finding"} | asdict(row)


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """One object a line."""
    for row in rows:
        yield f"{dumps(fields_of(row))}\n"


def json(rows: Iterable[Row]) -> Iterator[str]:
    """One array, an object a line."""
    yield "["
    parting = "\n"
    for row in rows:
        yield parting + dumps(fields_of(row))
        parting = ",\n"
    yield "\n]\n"


def spreadsheet(rows: Iterable[Row]) -> Iterator[str]:
    """CSV with a header for each kind of row that there is; lists are one cell, parted by `; `."""
    last: type[Row] | None = None
    for row in rows:
        kind = type(row)
        if kind is not last:
            yield csv.rows([[field.name for field in fields(row)]])
            last = kind
        yield csv.rows([[csv.harmless(_text(getattr(row, field.name))) for field in fields(row)]])


def markdown(rows: Iterable[Row]) -> Iterator[str]:
    """A table for each kind of row."""
    last: type[Row] | None = None
    for row in rows:
        kind = type(row)
        names = _MARKDOWN[kind]
        if kind is not last:
            yield ("\n" if last else "") + _line(names) + _line(["---"] * len(names))
            last = kind
        yield _line([_text(getattr(row, name)) for name in names])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_inert(cell) for cell in cells)} |\n"


def _inert(cell: str) -> str:
    """Text that Markdown shows as it is."""
    text = printable(cell.replace("\t", " "))
    for sign in "\\`*_[]<>|~#":
        text = text.replace(sign, f"\\{sign}")
    return text


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return plain(value)
        case str():
            return value
        case Mapping():
            return dumps(value)
        case Sequence():
            return "; ".join(_text(item) for item in value)
    return str(value)
