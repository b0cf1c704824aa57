"""The rows of diff, compare and audit keep to their published contract; a SARIF log to the part of its standard in use."""

import json
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
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
OFFSET = {"type": "integer", "minimum": 0}
__all__ = ["desk"]


def shape(required, **properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


LOCATION = shape(
    ["physicalLocation"],
    id={"type": "integer", "minimum": -1},
    physicalLocation=shape(
        ["artifactLocation"],
        artifactLocation=shape(["uri"], uri={"type": "string", "pattern": r"^[A-Za-z0-9%/._~-]+$"}),
        region=shape([], charOffset=OFFSET, charLength=OFFSET, snippet=TEXT),
    ),
    properties={"type": "object"},
)
# By hand from the standard (OASIS, SARIF 2.1.0): what of it the program writes, nothing beside it, and what it requires.
SARIF = shape(
    ["version", "runs"],
    version={"const": "2.1.0"},
    **{"$schema": {"type": "string", "format": "uri"}},
    runs={
        "type": "array",
        "items": shape(
            ["tool"],
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            tool=shape(
                ["driver"],
                driver=shape(
                    ["name"],
                    name={"type": "string"},
                    version={"type": "string"},
                    rules={
                        "type": "array",
                        "uniqueItems": True,
                        "items": shape(
                            ["id"],
                            id={"type": "string"},
                            shortDescription=TEXT,
                            fullDescription=TEXT,
                            defaultConfiguration=shape([], level=LEVEL),
                        ),
                    },
                ),
            ),
            results={
                "type": "array",
                "items": shape(
                    ["message"],
                    ruleId={"type": "string"},
                    level=LEVEL,
                    message=TEXT,
                    locations={"type": "array", "items": LOCATION},
                    relatedLocations={"type": "array", "uniqueItems": True, "items": LOCATION},
                ),
            },
        ),
    },
)


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
    jsonschema.Draft202012Validator(SARIF).validate(log)
    assert len(log["runs"][0]["results"]) == len(findings)
    known = {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    for result, finding in zip(log["runs"][0]["results"], findings, strict=True):
        assert result["ruleId"] in known
        places = [place["physicalLocation"] for place in (*result["locations"], *result["relatedLocations"])]
        assert tuple(place["region"]["snippet"]["text"] for place in places) == finding.quotes
        assert all(place["region"]["charLength"] == len(place["region"]["snippet"]["text"]) for place in places)
