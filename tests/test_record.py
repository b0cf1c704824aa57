"""The record contract: fields, order, exact figures, lines that come back as they went."""

import json
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lawreport_cli.errors import RecordError
from lawreport_cli.record import ErrorRecord, json_schema, parse_line, plain, read_lines, to_line
from samples import claim_record, document_record, numeral_record

FIELDS = {
    "document": "type schema doc_id source sha256 title issuer issuer_type region region_code region_level region_path "
    "year published pages chars text_sha256 origin numerals claims warnings tool patterns",
    "claim": "type claim_id doc_id region region_code year indicator subject scope kind modality period qualifier "
    "direction change_measure basis value value_max unit dimension decimals modifies part_of quote start end sentence "
    "section page boxes origin row column rules warnings",
    "numeral": "type doc_id start end quote reason page rules indicator",
    "error": "type source sha256 code message",
}
ERROR = ErrorRecord(source="a.pdf", sha256=None, code="missing", message="there is no such file; check the path")
WARNING = {"code": "page_without_text", "message": "page 2 has no text", "page": 2}
SAMPLES = [document_record(), document_record(warnings=(WARNING,)), claim_record(), numeral_record(), ERROR]
FIGURES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)


def _back(line: str) -> object:
    return parse_line(line, file="records.jsonl", number=1)


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.type)
def test_fields_are_those_of_the_contract_in_its_order(record):
    assert list(json.loads(to_line(record))) == FIELDS[record.type].split()


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.type)
def test_a_line_comes_back_as_the_same_record_and_the_same_line(record):
    line = to_line(record)
    assert "\n" not in line
    assert _back(line) == record
    assert to_line(_back(line)) == line


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.type)
def test_lines_hold_to_the_published_schema(record):
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(to_line(record)))


def test_schema_is_valid_and_refuses_what_breaks_the_contract():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    good = json.loads(to_line(claim_record()))
    for bad in (
        {key: value for key, value in good.items() if key != "scope"},
        good | {"value": "995"},
        good | {"subject": ""},
        good | {"kind": "total"},
        good | {"type": "fact"},
    ):
        assert not jsonschema.Draft202012Validator(schema).is_valid(bad), bad


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("2.8E+4", "28000"),
        ("89.7", "89.7"),
        ("81222100.00", "81222100"),
        ("0.10", "0.1"),
        ("-0.0", "0"),
        ("100", "100"),
        ("-12.50", "-12.5"),
        ("123456789012345678901234567890.12", "123456789012345678901234567890.12"),
        ("1E-7", "0.0000001"),
    ],
)
def test_figures_are_written_plain(number, written):
    assert plain(Decimal(number)) == written
    assert f'"value":{written},' in to_line(claim_record(value=Decimal(number)))


@given(FIGURES)
def test_figures_pass_unchanged(number):
    record = claim_record(value=number, value_max=number)
    back = _back(to_line(record))
    assert isinstance(back.value, Decimal)
    assert (back.value, back.value_max) == (number, number)
    assert "e" not in plain(number).lower()


def test_a_figure_never_passes_through_a_float():
    number = Decimal("0.1000000000000000055511151231257827")
    assert _back(to_line(claim_record(value=number))).value == number


def test_no_figure_is_infinite():
    with pytest.raises(ValidationError):
        claim_record(value=Decimal("Infinity"))


@pytest.mark.parametrize("field", ["subject", "scope", "unit", "quote", "sentence", "row"])
def test_absent_is_null_and_never_empty(field):
    with pytest.raises(ValidationError):
        claim_record(**{field: ""})


def test_a_missing_field_is_refused():
    line = to_line(claim_record()).replace('"scope":null,', "")
    with pytest.raises(RecordError, match="scope"):
        _back(line)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_text_of_a_report_passes_unchanged_and_steers_nothing(text):
    line = to_line(claim_record(sentence=text))
    assert _back(line).sentence == text
    assert line.splitlines() == [line]
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u2066\u200f" for char in line)


def test_chinese_stands_as_itself():
    assert '"subject":"受理案件"' in to_line(claim_record())


def test_fields_of_a_later_version_are_passed_over():
    later = to_line(claim_record()).replace('"type":"claim",', '"type":"claim","colour":"red",')
    assert _back(later) == claim_record()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"type":"fact"}', "fact"),
        ("[]", "not a record"),
        ('{"type":"error","source":"a","sha256":null,"code":"tired","message":"x"}', "code"),
    ],
)
def test_a_line_that_is_no_record_is_named(line, says):
    with pytest.raises(RecordError, match=says) as caught:
        list(read_lines([to_line(ERROR) + "\n", "\n", line], file="records.jsonl"))
    assert str(caught.value).startswith("records.jsonl:3: ")
    assert (caught.value.file, caught.value.line) == ("records.jsonl", 3)
