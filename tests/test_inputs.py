"""Reading records back: record files, alone and in folders, cut into reports."""

import json

import pytest

from lawreport_cli import inputs
from lawreport_cli.errors import RecordError
from lawreport_cli.inputs import RecordFile
from lawreport_cli.record import ErrorRecord, to_line
from samples import claim_record, document_record, numeral_record

HEAD, CLAIM, NUMERAL = document_record(), claim_record(), numeral_record()
OTHER = document_record(sha256="f" * 64, doc_id="f" * 12, year=2022)
FAILED = ErrorRecord(source="bad.pdf", sha256=None, code="missing", message="There is no such file.")


def opened(path):
    return RecordFile(str(path), path.name)


def heads(path):
    return [piece.head for piece in inputs.cut(opened(path))]


def written(path, *records):
    path.write_text("".join(f"{to_line(record)}\n" for record in records), encoding="utf-8")
    return str(path)


def test_a_record_file_is_cut_into_its_reports(tmp_path):
    path = tmp_path / "claims.jsonl"
    written(path, HEAD, NUMERAL, CLAIM, FAILED, OTHER)
    first, failed, second = inputs.cut(opened(path))
    assert [piece.line for piece in (first, failed, second)] == [1, 4, 5]
    assert failed.head == FAILED
    report = inputs.read(opened(path), *first[1:])
    assert (report.head, report.claims, report.ledger) == (HEAD, (CLAIM,), 1)
    report = inputs.read(opened(path), *second[1:])
    assert (report.head.year, report.claims, report.ledger) == (2022, (), 0)


def test_lines_that_another_program_wrote_are_read_too(tmp_path):
    path = tmp_path / "claims.jsonl"
    lines = [json.dumps(json.loads(to_line(record)), indent=None) for record in (HEAD, NUMERAL, CLAIM)]
    path.write_text("\n\n".join(lines), encoding="utf-8")
    (piece,) = inputs.cut(opened(path))
    report = inputs.read(opened(path), *piece[1:])
    assert (report.head, report.claims, report.ledger) == (HEAD, (CLAIM,), 1)


def test_the_bytes_gone_through_are_told(tmp_path):
    path = tmp_path / "claims.jsonl"
    written(path, HEAD, CLAIM, OTHER)
    told = []
    list(inputs.cut(opened(path), told.append))
    assert sum(told) == path.stat().st_size


def test_a_wrong_claim_is_named_by_its_line(tmp_path):
    path = tmp_path / "claims.jsonl"
    written(path, OTHER, HEAD, CLAIM)
    with path.open("a", encoding="utf-8") as file:
        file.write(to_line(CLAIM).replace('"kind":"level"', '"kind":"none"'))
    *_, last = inputs.cut(opened(path))
    with pytest.raises(RecordError, match=r"claims\.jsonl:4: not a record"):
        inputs.read(opened(path), *last[1:])


def test_a_byte_order_mark_is_no_part_of_the_first_record(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + to_line(HEAD).encode() + b"\n")
    (piece,) = inputs.cut(opened(path))
    assert inputs.read(opened(path), *piece[1:]).head == HEAD


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
        heads(path)


def test_a_missing_record_file_is_named(tmp_path):
    with pytest.raises(RecordError, match=r"none\.jsonl: cannot be read"):
        heads(tmp_path / "none.jsonl")


def test_a_folder_named_like_records_is_a_folder(tmp_path):
    folder = tmp_path / "old.jsonl"
    folder.mkdir()
    name = written(folder / "claims.ndjson", HEAD)
    assert inputs.record_files([str(folder)]) == [name]
