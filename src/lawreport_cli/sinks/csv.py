r"""CSV of the claims: takes documents as lines of JSON, gives a header and one row a claim, safe to open in a spreadsheet.

Columns are `source` and the fields of a claim. Null is an empty cell. Lists are one cell: `section` parted by ` > `,
`rules` and `warnings` by a space, `boxes` as `page x0 top x1 bottom` parted by `; `. A text that a spreadsheet would run as a formula
begins with `'`; figures stay figures. Control characters stand as `\x1b`.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from lawreport_cli.record import ClaimRecord, plain
from lawreport_cli.sinks.printable import printable

COLUMNS = ("source", *(name for name in ClaimRecord.model_fields if name != "type"))
_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PARTED = {"section": " > ", "rules": " ", "warnings": " ", "boxes": "; "}


def chunks(documents: Iterable[Sequence[str]]) -> Iterator[str]:
    """The header, then one piece of text a document that holds claims."""
    yield rows([COLUMNS])
    for lines in documents:
        records = [json.loads(line, parse_float=Decimal) for line in lines]
        source = records[0].get("source")
        claims = [record | {"source": source} for record in records if record["type"] == "claim"]
        if claims:
            yield rows([_cell(name, claim[name]) for name in COLUMNS] for claim in claims)


def rows(cells: Iterable[Sequence[str]]) -> str:
    """Rows of cells as CSV text (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(cells)
    return out.getvalue()


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "boxes":
        value = [" ".join(_text(part) for part in box) for box in value]
    return harmless(_PARTED[name].join(map(_text, value)) if isinstance(value, list) else _text(value))


def _text(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: a leading `'` makes it text."""
    cell = printable(cell, keep="\t")
    return f"'{cell}" if _RUNS.match(cell) and not _FIGURE.fullmatch(cell) else cell
