"""Accuracy on every fixture: it may not fall under the floors of fixtures/floors.toml.

`tools/accuracy.py --raise-floors` lifts them to what is measured, never lowers one.
"""

import tomllib
from pathlib import Path

import pytest

import accuracy
from corpus import FIXTURES, FOLDERS, PDFS, REPORTS, builtin, name_of, report_of

FLOORS = tomllib.loads((FIXTURES / "floors.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pdf", PDFS, ids=name_of)
def test_no_accuracy_falls_under_its_floor(pdf: Path) -> None:
    floors = FLOORS[name_of(pdf)]
    measured = accuracy.rounded_down(accuracy.score_of(report_of(pdf), pdf.parent.parent))
    fallen = {name: (measured.get(name, 0), floor) for name, floor in floors.items() if measured.get(name, 0) < floor}
    assert not fallen, f"{name_of(pdf)}: measured, floor; see tools/accuracy.py {pdf.parent.parent.name} --show"


def test_every_reading_has_floors() -> None:
    assert sorted(FLOORS) == sorted(map(name_of, PDFS))
    for floors in FLOORS.values():
        assert {"figure", "quantity", "record", "non-claim"} <= set(floors)


def test_every_report_is_printed() -> None:
    assert {pdf.parent.parent for pdf in PDFS} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_gold_rows_fit_the_typed_text(folder: Path) -> None:
    typed = (folder / "report.txt").read_text(encoding="utf-8")
    rows = accuracy.scoring.read_gold(folder / "gold.tsv")
    ids = {row["id"] for row in rows} - {""}
    for row in rows:
        assert typed[int(row["start"]) : int(row["end"])] == row["text"]
        assert {row["of"], row["whole"]} <= ids | {""}
        assert (row["class"] == "non") == bool(row["reason"])
    covered = {at for row in rows for at in range(int(row["start"]), int(row["end"]))}
    assert {at for at, char in enumerate(typed) if char.isdecimal()} <= covered


def test_typed_text_and_pdf_score_alike() -> None:
    """Reading a page costs nothing: what a PDF loses against the typed text is a fault of reading."""
    folder = REPORTS / "yunlan-2023"
    typed = accuracy.score_of(accuracy.typed_report(folder, builtin()), folder)
    for pdf in sorted(folder.glob("pdf/*.pdf")):
        assert accuracy.score_of(report_of(pdf), folder).rates("record") == typed.rates("record")
