"""Tracing of findings to records, and the laws that hold for every report that is read."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import PDFS, builtin, name_of, report_of
from lawreport_cli import pipeline, trace
from lawreport_cli.model import Box, Identity, Outline, Sentence, Span
from lawreport_cli.pipeline import Report
from lawreport_cli.record import ClaimRecord, NumeralRecord, parse_line, to_line
from samples import CHAR, COLUMNS, DOC_ID, claim, nonclaim, typeset

NOBODY = Identity(None, None, None, None, None, None, (), None, None)
#       0123 4567 8901 | 23456 789012 3 …: twelve characters a line
TEXT = "一、受理\n2023年共受理复议案件995件，其中受理\n8122.21万元。"


def _outline(text: str) -> Outline:
    sentences, at = [], 0
    for line in text.split("\n"):
        span = Span(at, at + len(line))
        kind = "heading" if line.startswith("一、") else "prose"
        sentences.append(Sentence(span, span, () if kind == "heading" else ("一、受理",), (span,), kind))
        at = span.end + 1
    return Outline(tuple(sentences))


def _find(text: str, quote: str) -> tuple[int, int]:
    return text.index(quote), text.index(quote) + len(quote)


def _trace(text: str, *found: object, indicators: tuple[str | None, ...] | None = None) -> tuple:
    keys = indicators or (None,) * len(found)
    return trace.findings(typeset(text), _outline(text), NOBODY, found, indicators=keys, doc_id=DOC_ID)


def test_a_finding_becomes_a_record_with_its_place():
    year, cases = _trace(
        TEXT, nonclaim(_find(TEXT, "2023")), claim(_find(TEXT, "995件")), indicators=(None, "review_accepted")
    )
    assert (year.type, year.quote, year.reason, year.page, year.rules) == ("numeral", "2023", "date", 1, ("date.rule",))
    assert (cases.type, cases.quote, cases.indicator, cases.value) == (
        "claim",
        "995件",
        "review_accepted",
        Decimal(995),
    )
    assert cases.claim_id == f"{DOC_ID}:{cases.start}-{cases.end}"
    assert TEXT[cases.start : cases.end] == "995件"
    assert cases.sentence == "2023年共受理复议案件995件，其中受理"
    assert cases.section == ("一、受理",)


def test_a_second_claim_on_a_figure_has_its_own_id():
    both = _find(TEXT, "995件")
    ids = [record.claim_id for record in _trace(TEXT, claim(both), claim(both, subject="满意率"), claim(both))]
    assert ids == [f"{DOC_ID}:{both[0]}-{both[1]}{nth}" for nth in ("", "#2", "#3")]


def test_links_are_the_ids_of_the_claims_they_point_at():
    records = _trace(
        TEXT,
        nonclaim(_find(TEXT, "2023")),
        claim(_find(TEXT, "995件")),
        claim(_find(TEXT, "8122.21万元"), modifies=0, part_of=0),
        indicators=(None, None, None),
    )
    assert records[1].modifies is None
    assert records[2].modifies == records[2].part_of == records[1].claim_id


def test_a_quote_on_one_line_has_one_box():
    text = "受理案件995件"
    (record,) = _trace(text, claim(_find(text, "995件")))
    assert record.boxes == ((1, 4 * CHAR, 0.0, 8 * CHAR, CHAR),)
    assert record.page == 1


def test_a_quote_broken_by_a_line_end_has_a_box_on_each_line():
    text = "一二三四五六七八九十案995件"  # 9 ends the first line, 95件 begins the second
    (record,) = _trace(text, claim(_find(text, "995件")))
    assert record.boxes == ((1, 110.0, 0.0, 120.0, 10.0), (1, 0.0, 20.0, 30.0, 30.0))


def test_a_quote_broken_by_a_page_end_has_a_box_on_each_page_and_the_page_of_its_beginning():
    text = "案" * (4 * COLUMNS - 2) + "995件"
    (record,) = _trace(text, claim(_find(text, "995件")))
    assert record.boxes == ((1, 100.0, 60.0, 120.0, 70.0), (2, 0.0, 0.0, 20.0, 10.0))
    assert record.page == 1


def test_white_space_and_inserted_characters_take_no_room_in_a_box():
    text = "案 995 件"
    document = typeset(text)
    boxes = (
        *document.boxes[:5],
        Box(1, 50.0, 500.0, 900.0, 900.0),
        document.boxes[6],
    )  # the space before 件 lies far off
    document = type(document)(text, text, boxes, 1)
    assert trace.line_boxes(document, Span(2, 7)) == (Box(1, 20.0, 0.0, 70.0, 10.0),)


def test_characters_of_different_size_on_one_line_share_a_box():
    document = typeset("ab")
    big, small = Box(1, 0.0, 0.0, 10.0, 10.0), Box(1, 10.0, 4.0, 15.0, 9.0)
    document = type(document)("ab", "ab", (big, small), 1)
    assert trace.line_boxes(document, Span(0, 2)) == (Box(1, 0.0, 0.0, 15.0, 10.0),)


def test_coordinates_have_two_decimals():
    document = type(typeset("9"))("9", "9", (Box(1, 1.23456, 2.0, 3.999, 4.005001),), 1)
    (record,) = trace.findings(document, _outline("9"), NOBODY, [claim((0, 1))], indicators=[None], doc_id=DOC_ID)
    assert record.boxes == ((1, 1.23, 2.0, 4.0, 4.01),)


@given(st.text("案件995，\n", min_size=1, max_size=120), st.data())
def test_boxes_hold_the_characters_of_the_quote_and_no_other(text, data):
    document = typeset(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    boxes = trace.line_boxes(document, Span(start, end))
    inside = [at for at, box in enumerate(document.boxes) if box and any(_within(box, line) for line in boxes)]
    assert inside == [at for at in range(start, end) if text[at] != "\n"]
    assert len({(box.page, box.top) for box in boxes}) == len(boxes)


def _within(box: Box, line: tuple[float, ...]) -> bool:
    """Whether the middle of `box` lies in `line`, a page and a rectangle."""
    page, x0, top, x1, bottom = line
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return box.page == page and x0 <= x <= x1 and top <= y <= bottom


# ---------------------------------------------------------------- every report


@pytest.fixture(params=PDFS, ids=name_of)
def report(request) -> Report:
    return report_of(request.param)


def test_quotes_are_slices_and_stand_in_their_sentence(report):
    for record in report.findings:
        assert report.document.text[record.start : record.end] == record.quote
        if isinstance(record, ClaimRecord):
            assert record.quote in record.sentence


def test_every_numeral_is_in_one_place(report):
    assert report.unaccounted == ()
    spans = sorted({(record.start, record.end) for record in report.findings})
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    claimed = {(record.start, record.end) for record in report.findings if isinstance(record, ClaimRecord)}
    ledger = [(record.start, record.end) for record in report.findings if isinstance(record, NumeralRecord)]
    assert len(set(ledger)) == len(ledger)
    assert not claimed & set(ledger)


def test_findings_are_in_text_order(report):
    starts = [record.start for record in report.findings]
    assert starts == sorted(starts)


def test_ids_are_unique_and_links_lead_to_claims_of_the_same_document(report):
    claims = [record for record in report.findings if isinstance(record, ClaimRecord)]
    ids = {claim.claim_id for claim in claims}
    assert len(ids) == len(claims) == report.head.claims
    for record in claims:
        assert {record.modifies, record.part_of} <= ids | {None}
        assert record.claim_id not in (record.modifies, record.part_of)
        assert record.doc_id == report.head.doc_id


def test_records_pass_unchanged_through_their_lines(report):
    for record in report.records:
        assert parse_line(to_line(record), file="x", number=1) == record


@pytest.mark.parametrize("path", PDFS, ids=name_of)
def test_two_runs_give_the_same_bytes(path):
    again = pipeline.extract(path.read_bytes(), report_of(path).head.source, builtin())
    assert [to_line(record) for record in again.records] == [to_line(record) for record in report_of(path).records]
