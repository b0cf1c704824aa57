"""Small hand-made material for tests: a typeset text, and records of it."""

from decimal import Decimal

import handmade
from handmade import show
from lawreport_cli.model import Box, Claim, Document, NonClaim, Span
from lawreport_cli.record import ClaimRecord, DocumentRecord, NumeralRecord

SHA256 = "0123456789abcdef" * 4
DOC_ID = SHA256[:12]
CHAR = 10.0  # width and height of every character of `typeset`, in points
COLUMNS = 12  # characters a line
LINES = 4  # lines a page


def typeset(text: str) -> Document:
    """`text` set in lines of twelve characters, four lines a page; line ends, tabs and form feeds have no box."""
    boxes: list[Box | None] = []
    line = column = 0
    for char in text:
        if char in "\n\f":
            boxes.append(None)
            line, column = line + 1, 0
        elif char == "\t":
            boxes.append(None)
        else:
            if column == COLUMNS:
                line, column = line + 1, 0
            page, row = divmod(line, LINES)
            boxes.append(Box(page + 1, column * CHAR, row * 2 * CHAR, (column + 1) * CHAR, row * 2 * CHAR + CHAR))
            column += 1
    return Document(text, text, tuple(boxes), pages=line // LINES + 1)


def claim(span: tuple[int, int], **fields: object) -> Claim:
    """A finding: a plain count of 件, but for `fields`."""
    plain: dict[str, object] = {
        "value": Decimal(995), "value_max": None, "unit": "件", "dimension": "count", "decimals": 0,
        "qualifier": "exact", "kind": "level", "direction": None, "change_measure": None, "basis": None,
        "subject": "案件", "scope": None, "period": "2023", "modality": "actual", "origin": "text", "row": None,
        "column": None, "modifies": None, "part_of": None, "rules": ("unit.case",),
    }  # fmt: skip
    return Claim(span=Span(*span), **(plain | fields))  # type: ignore[arg-type]


def nonclaim(span: tuple[int, int], reason: str = "date") -> NonClaim:
    """A finding that claims nothing."""
    return NonClaim(Span(*span), reason, (f"{reason}.rule",))  # type: ignore[arg-type]


def document_record(**fields: object) -> DocumentRecord:
    """The record of a made-up county report, but for `fields`."""
    plain: dict[str, object] = {
        "doc_id": DOC_ID, "source": "云岚.pdf", "sha256": SHA256, "title": "云岚县2023年法治政府建设情况报告",
        "issuer": "云岚县人民政府", "issuer_type": "government", "region": "云岚县", "region_code": None,
        "region_level": "county", "region_path": ("云岚县",), "year": 2023, "published": None, "pages": 2, "chars": 40,
        "text_sha256": SHA256, "origin": "text", "numerals": 3, "claims": 2, "warnings": (),
        "tool": "lawreport 0.1.0", "patterns": "00ff00ff00ff00ff",
    }  # fmt: skip
    return DocumentRecord.model_validate(plain | fields)


def claim_record(**fields: object) -> ClaimRecord:
    """The record of “受理案件995件”, but for `fields`."""
    plain: dict[str, object] = {
        "claim_id": f"{DOC_ID}:4-8", "doc_id": DOC_ID, "region": "云岚县", "region_code": None, "year": 2023,
        "indicator": None, "subject": "受理案件", "scope": None, "kind": "level", "modality": "actual",
        "period": "2023", "qualifier": "exact", "direction": None, "change_measure": None, "basis": None,
        "value": Decimal(995), "value_max": None, "unit": "件", "dimension": "count", "decimals": 0, "modifies": None,
        "part_of": None, "quote": "995件", "start": 4, "end": 8, "sentence": "受理案件995件。", "section": (),
        "page": 1, "boxes": ((1, 40.0, 0.0, 80.0, 10.0),), "origin": "text", "row": None, "column": None,
        "rules": ("unit.case",),
    }  # fmt: skip
    return ClaimRecord.model_validate(plain | fields)


def numeral_record(**fields: object) -> NumeralRecord:
    """The record of a year that is no claim, but for `fields`."""
    plain: dict[str, object] = {
        "doc_id": DOC_ID, "start": 0, "end": 4, "quote": "2023", "reason": "date", "page": 1, "rules": ("date.year",),
    }  # fmt: skip
    return NumeralRecord.model_validate(plain | fields)


def pdf(*pages: list[str]) -> bytes:
    """A PDF with one page for each list of lines."""
    return handmade.pdf(
        *("".join(show(60, 780 - 30 * at, line) for at, line in enumerate(lines)) for lines in pages),
    )
