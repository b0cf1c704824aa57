"""Reading records back: from record files, from folders, and from PDFs that are extracted on the way."""

import pytest

from lawreport_cli import inputs
from lawreport_cli.errors import RecordError
from lawreport_cli.record import ErrorRecord, to_line
from samples import SHA256, claim_record, document_record, numeral_record

HEAD, CLAIM, NUMERAL = document_record(), claim_record(), numeral_record()
OTHER = document_record(sha256="f" * 64, doc_id="f" * 12, year=2022)
FAILED = ErrorRecord(source="bad.pdf", sha256=None, code="missing", message="There is no such file.")


def no_pdf(_entries):
    raise AssertionError("nothing was to be extracted")


def written(path, *records):
    path.write_text("".join(f"{to_line(record)}\n" for record in records), encoding="utf-8")
    return str(path)


def test_a_record_file_gives_its_reports_one_by_one(tmp_path):
    path = written(tmp_path / "claims.jsonl", HEAD, NUMERAL, CLAIM, FAILED, OTHER)
    first, failed, second = inputs.read([path], no_pdf)
    assert (first.head, first.claims, first.ledger) == (HEAD, (CLAIM,), 1)
    assert failed == FAILED
    assert (second.head.year, second.claims) == (2022, ())


def test_pdfs_are_extracted_after_the_record_files(tmp_path):
    written(tmp_path / "b.jsonl", OTHER)
    (tmp_path / "a.pdf").write_bytes(b"")

    def extract(entries):
        assert [entry.source for entry in entries] == ["a.pdf"]
        yield (to_line(HEAD), to_line(CLAIM))

    assert [report.head.year for report in inputs.read([str(tmp_path)], extract)] == [2022, 2023]


def test_a_byte_order_mark_is_no_part_of_the_first_record(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + to_line(HEAD).encode() + b"\n")
    assert [report.head for report in inputs.read([str(path)], no_pdf)] == [HEAD]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([to_line(CLAIM)], "stands before its document record"),
        ([to_line(OTHER), to_line(CLAIM)], "stands before its document record"),
        ([to_line(HEAD).replace("lawreport/1", "lawreport/9")], "not a record of lawreport/1"),
        (["{"], "claims.jsonl:1: not JSON"),
        (["\udcff"], "is not UTF-8"),
    ],
)
def test_a_file_of_something_else_is_named(tmp_path, lines, complaint):
    path = tmp_path / "claims.jsonl"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    with pytest.raises(RecordError, match=complaint):
        list(inputs.read([str(path)], no_pdf))


def test_a_missing_record_file_is_named(tmp_path):
    with pytest.raises(RecordError, match=r"none\.jsonl: cannot be read"):
        list(inputs.read([str(tmp_path / "none.jsonl")], no_pdf))


def test_a_folder_named_like_records_is_a_folder(tmp_path):
    folder = tmp_path / "old.jsonl"
    folder.mkdir()
    written(folder / "claims.ndjson", HEAD)
    assert [report.head.sha256 for report in inputs.read([str(folder)], no_pdf)] == [SHA256]
