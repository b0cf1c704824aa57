"""The records of every fixture, line by line as they were accepted.

`make golden` (pytest --update-golden) writes them anew, to be read as a diff and committed on purpose.
"""

import difflib
from pathlib import Path

import pytest

from corpus import PDFS, name_of, report_of
from lawreport_cli.record import to_line

# One reading of each report: three would say the same thrice, but for boxes.
GOLDEN = {pdf.parent.parent: pdf for pdf in PDFS}
CONTEXT = 40  # changed lines shown at most


def lines_of(pdf: Path) -> list[str]:
    """Records without what changes though nothing was read otherwise: the version and the patterns' fingerprint."""
    report = report_of(pdf)
    head = report.head.model_copy(update={"tool": "lawreport", "patterns": "-"})
    return [to_line(record) for record in (head, *report.findings)]


@pytest.mark.parametrize("folder", GOLDEN, ids=name_of)
def test_records_are_the_golden_ones(folder: Path, request: pytest.FixtureRequest) -> None:
    path, lines = folder / "records.jsonl", lines_of(GOLDEN[folder])
    if request.config.getoption("--update-golden"):
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    golden = path.read_text(encoding="utf-8").splitlines()
    changed = [line[:400] for line in difflib.unified_diff(golden, lines, "golden", "today", lineterm="", n=0)]
    assert not changed, "`make golden` accepts these:\n" + "\n".join(changed[:CONTEXT])


def test_the_switch_is_off(request: pytest.FixtureRequest) -> None:
    assert not request.config.getoption("--update-golden"), "golden files were written, not compared"
