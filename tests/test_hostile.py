"""Files that are no report, or no longer: each is told apart, in the words of the closed list of outcomes."""

import pytest

from corpus import FIXTURES
from lawreport_cli import reading
from lawreport_cli.errors import DocumentError

HOSTILE = FIXTURES / "hostile"
OUTCOMES = {
    "empty": "empty", "encrypted": "encrypted", "truncated": "truncated", "scan": "no_text", "no-pages": "no_pages",
    "html": "not_a_pdf", "zip": "not_a_pdf", "text": "not_a_pdf",
}  # fmt: skip
READABLE = ("good", "owner-password")


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_cannot_be_read_says_why(name: str) -> None:
    with pytest.raises(DocumentError) as caught:
        reading.read((HOSTILE / f"{name}.pdf").read_bytes())
    assert caught.value.code == OUTCOMES[name]


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_read_is_read(name: str) -> None:
    document = reading.read((HOSTILE / f"{name}.pdf").read_bytes())
    assert "新收行政复议申请128件，同比增长6.7%，审结119件。" in document.text
    assert not document.notes


def test_damage_inside_a_stream_is_told() -> None:
    with pytest.raises(DocumentError, match="damaged"):
        reading.read((HOSTILE / "bitten.pdf").read_bytes())


def test_every_hostile_file_is_tried() -> None:
    assert {path.stem for path in HOSTILE.glob("*.pdf")} == {*OUTCOMES, *READABLE, "bitten"}
