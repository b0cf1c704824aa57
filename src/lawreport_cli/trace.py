"""From findings to records: takes what the stages found in a document, gives each traced to page and box."""

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from lawreport_cli import __version__
from lawreport_cli.model import Box, Claim, Document, Finding, Identity, NonClaim, Note, Outline, Sentence, Span
from lawreport_cli.record import BoxRow, ClaimRecord, DocumentRecord, NumeralRecord, WarningRow

SAME_LINE = 0.5  # share of the smaller height by which two characters of one printed line overlap
# Notes of reading under which a figure may be wrong.
DOUBTFUL = ("file_damaged", "page_damaged", "page_failed", "text_unreliable", "ocr_layer")


def findings(
    document: Document,
    outline: Outline,
    identity: Identity,
    found: Sequence[Finding],
    *,
    indicators: Sequence[str | None],
    doc_id: str,
) -> tuple[ClaimRecord | NumeralRecord, ...]:
    """One record for each finding, in the order of `found`; `indicators` holds one key or null for each."""
    claims = [finding for finding in found if isinstance(finding, Claim)]
    ids = _claim_ids(claims, doc_id)
    numbers = iter(range(len(claims)))
    starts = [sentence.span.start for sentence in outline.sentences]
    doubts = _doubts(document)
    records: list[ClaimRecord | NumeralRecord] = []
    for finding, indicator in zip(found, indicators, strict=True):
        if isinstance(finding, NonClaim):
            records.append(_numeral(document, finding, indicator, doc_id))
        else:
            at = next(numbers)
            sentence = outline.sentences[max(0, bisect_right(starts, finding.span.start) - 1)]
            made = _claim(document, finding, sentence, identity, indicator=indicator, ids=ids, at=at, doubts=doubts)
            records.append(made)
    return tuple(records)


def head(
    document: Document, identity: Identity, *, source: str, sha256: str, numerals: int, claims: int, fingerprint: str
) -> DocumentRecord:
    """The record of the document itself; `numerals` and `claims` are counts, `fingerprint` names the pattern files."""
    return DocumentRecord(
        doc_id=sha256[:12],
        source=source,
        sha256=sha256,
        title=identity.title,
        issuer=identity.issuer,
        issuer_type=identity.issuer_type,
        region=identity.region,
        region_code=identity.region_code,
        region_level=identity.region_level,
        region_path=identity.region_path,
        year=identity.year,
        published=identity.published,
        pages=document.pages,
        chars=len(document.text),
        text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        origin=document.origin,
        numerals=numerals,
        claims=claims,
        warnings=tuple(
            WarningRow(code=note.code, message=note.message, page=note.page) for note in document.notes + identity.notes
        ),
        tool=f"lawreport {__version__}",
        patterns=fingerprint,
    )


def _claim(
    document: Document,
    claim: Claim,
    sentence: Sentence,
    identity: Identity,
    *,
    indicator: str | None,
    ids: Sequence[str],
    at: int,
    doubts: Sequence[Note],
) -> ClaimRecord:
    boxes = tuple(_row(box) for box in line_boxes(document, claim.span))
    pages = {box[0] for box in boxes}
    return ClaimRecord(
        claim_id=ids[at],
        doc_id=ids[at].partition(":")[0],
        region=identity.region,
        region_code=identity.region_code,
        year=identity.year,
        indicator=indicator,
        subject=claim.subject,
        scope=claim.scope,
        kind=claim.kind,
        modality=claim.modality,
        period=claim.period,
        qualifier=claim.qualifier,
        direction=claim.direction,
        change_measure=claim.change_measure,
        basis=claim.basis,
        value=claim.value,
        value_max=claim.value_max,
        unit=claim.unit,
        dimension=claim.dimension,
        decimals=claim.decimals,
        modifies=None if claim.modifies is None else ids[claim.modifies],
        part_of=None if claim.part_of is None else ids[claim.part_of],
        quote=document.text[slice(*claim.span)],
        start=claim.span.start,
        end=claim.span.end,
        sentence=document.text[slice(*sentence.span)],
        section=sentence.section,
        page=_page(document, claim.span),
        boxes=boxes,
        origin=claim.origin,
        row=claim.row,
        column=claim.column,
        rules=claim.rules,
        warnings=tuple(sorted({note.code for note in doubts if note.page is None or note.page in pages})),
    )


def _doubts(document: Document) -> list[Note]:
    """The notes that cast doubt on figures: of one page, or of the whole file where no page is named."""
    return [note for note in document.notes if note.code in DOUBTFUL]


def _numeral(document: Document, finding: NonClaim, indicator: str | None, doc_id: str) -> NumeralRecord:
    return NumeralRecord(
        doc_id=doc_id,
        start=finding.span.start,
        end=finding.span.end,
        quote=document.text[slice(*finding.span)],
        reason=finding.reason,
        page=_page(document, finding.span),
        rules=finding.rules,
        indicator=indicator,
    )


def _claim_ids(claims: Sequence[Claim], doc_id: str) -> list[str]:
    """`<doc_id>:<start>-<end>`, and `#2`, `#3` … for further claims on the same figure."""
    seen: Counter[Span] = Counter()
    ids = []
    for claim in claims:
        seen[claim.span] += 1
        nth = f"#{seen[claim.span]}" if seen[claim.span] > 1 else ""
        ids.append(f"{doc_id}:{claim.span.start}-{claim.span.end}{nth}")
    return ids


def line_boxes(document: Document, span: Span) -> tuple[Box, ...]:
    """One box for each printed line that the characters of `span` stand on, in reading order; white space has none."""
    lines: list[list[Box]] = []
    for char, box in zip(document.text[slice(*span)], document.boxes[slice(*span)], strict=True):
        if box is None or char.isspace():
            continue
        if lines and _on_one_line(lines[-1][-1], box):
            lines[-1].append(box)
        else:
            lines.append([box])
    return tuple(map(_around, lines))


def _on_one_line(last: Box, box: Box) -> bool:
    page, x0, top, x1, bottom = last
    next_page, next_x0, next_top, next_x1, next_bottom = box
    if top == next_top and bottom == next_bottom and page == next_page:
        return next_x0 + next_x1 >= x0 + x1
    overlap = min(bottom, next_bottom) - max(top, next_top)
    height = min(bottom - top, next_bottom - next_top)
    return page == next_page and overlap >= SAME_LINE * height and next_x0 + next_x1 >= x0 + x1


def _around(boxes: Sequence[Box]) -> Box:
    pages, x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(pages[0], min(x0), min(top), max(x1), max(bottom))


def _row(box: Box) -> BoxRow:
    return (box.page, round(box.x0, 2), round(box.top, 2), round(box.x1, 2), round(box.bottom, 2))


def _page(document: Document, span: Span) -> int:
    """The page of the first character of `span` that stands on one."""
    return next(box.page for box in document.boxes[slice(*span)] if box is not None)
