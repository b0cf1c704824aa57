"""The laws of the record contract, over every fixture PDF."""

import ctypes
import os
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from corpus import PDFS, REPORTS, name_of, report_of
from lawreport_cli import numerals
from lawreport_cli.record import ClaimRecord, NumeralRecord, parse_line, to_line

MULTIPLIERS = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
ROUNDING = 0.0051  # points
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
each_pdf = pytest.mark.parametrize("pdf", PDFS, ids=name_of)


def claims_of(pdf: Path) -> list[ClaimRecord]:
    return [record for record in report_of(pdf).findings if isinstance(record, ClaimRecord)]


def inside(inner: Rectangle, outer: Rectangle) -> bool:
    """Whether a rectangle lies in another; records round to two decimals."""
    return (
        inner[0] >= outer[0] - ROUNDING
        and inner[1] >= outer[1] - ROUNDING
        and inner[2] <= outer[2] + ROUNDING
        and inner[3] <= outer[3] + ROUNDING
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


@cache
def characters(pdf: Path, number: int) -> list[tuple[str, Rectangle]]:
    """Each character that PDFium sees on a page, with its box, origin at the top left."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[number - 1]
    text = page.get_textpage()
    found = []
    box = pdfium.FS_RECTF()
    for at in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text.raw, at) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box))
        char = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
        height = page.get_height()
        found.append((char, (box.left, height - box.top, box.right, height - box.bottom)))
    for part in (text, page, document):
        part.close()
    return found


def test_there_are_fixtures() -> None:
    assert len(PDFS) >= 10
    assert {pdf.stem for pdf in PDFS} == {"libreoffice", "chromium", "typst"}


def test_figures_are_broken_over_lines_and_pages_somewhere() -> None:
    boxes = [claim.boxes for pdf in PDFS for claim in claims_of(pdf)]
    assert sum(len(its) > 1 for its in boxes) >= 20
    assert any(its[0][0] != its[-1][0] for its in boxes)


@each_pdf
def test_every_quote_is_the_slice(pdf: Path) -> None:
    text = report_of(pdf).document.text
    for record in report_of(pdf).findings:
        assert text[record.start : record.end] == record.quote
    for claim in claims_of(pdf):
        assert claim.quote in claim.sentence
        assert claim.sentence in text


@each_pdf
def test_the_boxes_spell_the_quote(pdf: Path) -> None:
    for claim in claims_of(pdf):
        spelt = "".join(
            char
            for page, x0, top, x1, bottom in claim.boxes
            for char, its in characters(pdf, page)
            if inside(its, (x0, top, x1, bottom))
        )
        assert squeezed(spelt) == squeezed(claim.quote), claim.claim_id
        assert claim.page == claim.boxes[0][0]


@each_pdf
def test_boxes_lie_on_their_pages(pdf: Path) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        sizes = [document.get_page_size(at) for at in range(len(document))]
    for claim in claims_of(pdf):
        for page, x0, top, x1, bottom in claim.boxes:
            width, height = sizes[page - 1]
            assert 0 <= x0 < x1 <= width + 0.01
            assert 0 <= top < bottom <= height + 0.01


@each_pdf
def test_spans_are_disjoint_and_cover_every_numeral(pdf: Path) -> None:
    report = report_of(pdf)
    spans = sorted({(record.start, record.end) for record in report.findings})
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
    covered = {at for start, end in spans for at in range(start, end)}
    digits = {at for at, char in enumerate(report.document.text) if unicodedata.decimal(char, None) is not None}
    assert digits <= covered
    found = numerals.find(report.document.text, report.document.folded)
    assert report.head.numerals == len(found)
    for numeral in found:
        assert set(range(*numeral.span)) <= covered


@each_pdf
def test_a_figure_is_either_claimed_or_not(pdf: Path) -> None:
    claimed = {(record.start, record.end) for record in claims_of(pdf)}
    others = [(r.start, r.end) for r in report_of(pdf).findings if isinstance(r, NumeralRecord)]
    assert not claimed & set(others)
    assert len(others) == len(set(others))


@each_pdf
def test_records_stand_in_text_order(pdf: Path) -> None:
    starts = [record.start for record in report_of(pdf).findings]
    assert starts == sorted(starts)


@each_pdf
def test_ids_are_unique_and_links_point_at_claims(pdf: Path) -> None:
    report, claims = report_of(pdf), claims_of(pdf)
    ids = {claim.claim_id for claim in claims}
    assert len(ids) == len(claims) == report.head.claims
    for claim in claims:
        assert claim.claim_id.startswith(f"{report.head.doc_id}:{claim.start}-{claim.end}")
        assert {claim.modifies, claim.part_of} <= (ids - {claim.claim_id}) | {None}


@each_pdf
def test_the_value_is_the_printed_number_times_its_factor(pdf: Path) -> None:
    arabic = [claim for claim in claims_of(pdf) if claim.quote[0].isdigit()]
    checked = 0
    for claim in arabic:
        quote = unicodedata.normalize("NFKC", squeezed(claim.quote))
        found = re.fullmatch(rf"(\d[\d,]*\.?\d*)[余多几]?([百千万亿]*)[余多]?{re.escape(claim.unit or '')}", quote)
        if found and found[2] in MULTIPLIERS:
            assert claim.value == Decimal(found[1].replace(",", "")) * MULTIPLIERS[found[2]], claim.claim_id
            checked += 1
    assert checked * 2 >= len(arabic)


@each_pdf
def test_json_and_back_changes_nothing(pdf: Path) -> None:
    for record in report_of(pdf).records:
        line = to_line(record)
        again = parse_line(line, file="records.jsonl", number=1)
        assert again == record
        assert to_line(again) == line


def test_two_runs_give_the_same_bytes() -> None:
    pdfs = sorted(REPORTS.glob("yunlan-2023/pdf/*.pdf")) + sorted(REPORTS.glob("disclosure-2023/pdf/*.pdf"))
    runs = [
        subprocess.run(
            [sys.executable, "-m", "lawreport_cli", "extract", "--ledger", *map(str, pdfs)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count(b'"type":"document"') == len(pdfs)
