"""SARIF 2.1.0: takes findings, gives one log that code hosts and editors show beside the files."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from lawreport_cli import __version__
from lawreport_cli.audit import RULES, Finding

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PLACE = re.compile(r":(\d+)-(\d+)(?:#\d+)?$")


def log(findings: Iterable[Finding]) -> str:
    """The whole log. Offsets are code points of the reading text; the page stands in `properties`."""
    driver = {
        "name": "lawreport",
        "version": __version__,
        "rules": [
            {
                "id": rule.code,
                "shortDescription": {"text": rule.en},
                "fullDescription": {"text": rule.why},
                "defaultConfiguration": {"level": _LEVELS[rule.level]},
            }
            for rule in RULES
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    body = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _result(finding: Finding) -> dict[str, Any]:
    places = [
        _location(finding.sources[at], claim_id, finding.quotes[at], finding.pages[at])
        for at, claim_id in enumerate(finding.claims)
    ]
    places = places or [
        {"physicalLocation": {"artifactLocation": {"uri": quote(source)}}} for source in finding.sources
    ]
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.message} / {finding.message_en}"},
        "locations": places[:1],
        "relatedLocations": [place | {"id": at} for at, place in enumerate(places[1:], 1)],
    }


def _location(source: str, claim_id: str, text: str, page: int | None) -> dict[str, Any]:
    found = _PLACE.search(claim_id)
    region = {"snippet": {"text": text}}
    if found:
        start, end = int(found[1]), int(found[2])
        region |= {"charOffset": start, "charLength": end - start}  # type: ignore[dict-item]
    return {
        "physicalLocation": {"artifactLocation": {"uri": quote(source)}, "region": region},
        "properties": {"page": page},
    }
