"""Many files: that one bad file never harms another."""

import hashlib
import json
from pathlib import Path

import pytest

from lawreport_cli import batch
from lawreport_cli.batch import Outcome, Started, run
from lawreport_cli.errors import DocumentError, PatternError
from lawreport_cli.files import Entry
from lawreport_cli.patterns import Patterns
from lawreport_cli.pipeline import Report
from samples import claim_record, document_record, numeral_record, typeset

PATTERNS = Patterns((), "0" * 16, ())


@pytest.fixture
def engine(monkeypatch):
    """A stand-in for the stages: what a file says decides what becomes of it."""

    def extract(data, source, _patterns):
        match data:
            case b"encrypted":
                raise DocumentError("encrypted", "needs a password; save a copy without one")
            case b"defect":
                raise KeyError("x")
            case b"memory":
                raise MemoryError
            case b"pattern":
                raise PatternError("wrong", file="a.toml")
        return Report(typeset("x"), document_record(source=source), (numeral_record(), claim_record()), ())

    monkeypatch.setattr(batch.pipeline, "extract", extract)


def _run(tmp_path: Path, contents: list[bytes], *, ledger: bool = False) -> list[Outcome]:
    entries = []
    for number, content in enumerate(contents):
        (tmp_path / f"{number}.pdf").write_bytes(content)
        entries.append(Entry(str(tmp_path / f"{number}.pdf"), f"{number}.pdf"))
    events = list(run(entries, PATTERNS, ledger=ledger))
    assert [event.entry.source for event in events[::2] if isinstance(event, Started)] == [e.source for e in entries]
    return events[1::2]


@pytest.mark.usefixtures("engine")
def test_a_bad_file_is_an_error_in_its_place_and_the_others_are_done(tmp_path):
    outcomes = _run(tmp_path, [b"good", b"encrypted", b"defect", b"memory", b"good"])
    assert [outcome.code for outcome in outcomes] == [None, "encrypted", "internal", "memory", None]
    assert [outcome.source for outcome in outcomes] == [f"{number}.pdf" for number in range(5)]
    for outcome, content in zip(outcomes[1:4], (b"encrypted", b"defect", b"memory"), strict=True):
        (line,) = outcome.lines
        assert json.loads(line) == {
            "type": "error", "source": outcome.source, "sha256": hashlib.sha256(content).hexdigest(),
            "code": outcome.code, "message": outcome.message,
        }  # fmt: skip
    assert "KeyError" in outcomes[2].message


@pytest.mark.usefixtures("engine")
def test_a_file_that_was_not_read_has_no_hash():
    (_, outcome) = run([Entry("/gone/a.pdf", "a.pdf")], PATTERNS, ledger=False)
    assert json.loads(outcome.lines[0])["sha256"] is None


@pytest.mark.usefixtures("engine")
def test_the_ledger_is_written_when_asked_for(tmp_path):
    (plain,), (full,) = _run(tmp_path, [b"good"]), _run(tmp_path, [b"good"], ledger=True)
    assert [json.loads(line)["type"] for line in plain.lines] == ["document", "claim"]
    assert [json.loads(line)["type"] for line in full.lines] == ["document", "numeral", "claim"]
    assert (plain.claims, plain.numerals, plain.accounted) == (2, 3, 3)


@pytest.mark.usefixtures("engine")
def test_a_wrong_pattern_file_stops_the_run(tmp_path):
    with pytest.raises(PatternError):
        _run(tmp_path, [b"pattern"])
