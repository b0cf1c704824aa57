"""Checks over figures: every planted error is found, every look-alike stays silent, and a finding can be followed."""

import re
from decimal import Decimal

import pytest

import agreement
from lawreport_cli import audit, series
from lawreport_cli.inputs import ReportRecords
from samples import claim_record, document_record

CASES = agreement.cases()
PLACES = series.Places(agreement.rules().places)
WORD_OF_GUILT = re.compile(r"\b(?:false|wrong|lies?)\b|虚假|错误|造假")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_planted_errors_are_found_and_nothing_else(case):
    found = agreement.findings(case)
    missed, false = agreement.judged(case, found)
    assert not [expected for expected in missed if not expected.get("known")]
    assert not [(finding.code, finding.message) for finding in false]
    for finding in found:
        assert not WORD_OF_GUILT.search(finding.message + finding.message_en)
        assert len(finding.claims) == len(finding.quotes) == len(finding.pages) == len(finding.sources)
        assert all(quote in sentence for quote, sentence in zip(finding.quotes, finding.sentences, strict=True))


def test_each_code_has_a_planted_error_and_a_rule_with_examples():
    planted = {expected["code"] for case in CASES for expected in case["finds"]}
    assert planted == set(audit.CODES) - {"A070"}  # a defect of the program cannot be planted in a report
    for rule in audit.RULES:
        assert rule.zh
        assert rule.en
        assert rule.why
        assert rule.reports
        assert rule.passes


def test_levels_never_exceed_what_the_rule_states():
    highest = {rule.code: audit.LEVELS.index(rule.level) for rule in audit.RULES}
    for case in CASES:
        for finding in agreement.findings(case):
            assert audit.LEVELS.index(finding.level) >= highest[finding.code]


def test_the_fixture_reports_raise_no_error():
    for folder in sorted(agreement.REPORTS.glob("*/report.txt")):
        report, _ = agreement.read(folder.read_text(encoding="utf-8"), folder.parent.name)
        found = audit.check([report], PLACES)
        assert not [(finding.code, finding.message) for finding in found if finding.level == "error"], (
            folder.parent.name
        )


def test_a_numeral_that_nothing_accounts_for_is_a_defect_of_the_program():
    report = ReportRecords(document_record(numerals=3), (claim_record(),), 1)
    (finding,) = audit.check([report], PLACES)
    assert (finding.code, finding.level, finding.claims) == ("A070", "error", ())
    assert not audit.check([ReportRecords(document_record(numerals=2), (claim_record(),), 1)], PLACES)
    assert not audit.check(
        [ReportRecords(document_record(numerals=3), (claim_record(),))], PLACES
    )  # no ledger, no test


def test_only_the_selected_checks_speak():
    case = next(case for case in CASES if case["name"] == "series xiheng")
    reports = [agreement.read(text, name)[0] for name, text in case["texts"]]
    assert {finding.code for finding in audit.check(reports, PLACES, codes=["A004", "A020"])} == {"A004", "A020"}


def test_a_finding_shows_what_would_agree():
    case = next(case for case in CASES if case["name"] == "no whole number grew by so much")
    (finding,) = agreement.findings(case)
    assert "524 得 89.89%" in finding.message
    assert "525 gives 89.52 %" in finding.message_en
    assert finding.found == Decimal("89.7")
    assert Decimal(524) < finding.expected_min <= finding.expected_max < Decimal(525)
