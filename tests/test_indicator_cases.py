"""Sentence by sentence: the marked figure of each line of fixtures/cases/indicators.tsv gets its key, or none (`-`)."""

import csv

import pytest

import plaintext
from corpus import FIXTURES, builtin
from lawreport_cli import pipeline
from lawreport_cli.record import ClaimRecord

with (FIXTURES / "cases" / "indicators.tsv").open(encoding="utf-8", newline="") as file:
    CASES = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("section", "sentence", "key"), CASES)
def test_a_figure_gets_its_key_or_none(section: str, sentence: str, key: str):
    head = f"云岚县人民政府2024年度法治政府建设情况报告\n{section}\n"
    start = len(head) + sentence.index("⟦")
    end = len(head) + sentence.index("⟧") - 1
    document = plaintext.document_of(head + sentence.replace("⟦", "").replace("⟧", ""))
    report = pipeline.extract_document(document, b"", "case.txt", builtin())
    found = {
        record.indicator
        for record in report.findings
        if isinstance(record, ClaimRecord) and record.start < end and record.end > start
    }
    assert found - {None} == ({key} - {"-"})
