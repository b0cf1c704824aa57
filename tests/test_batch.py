"""Many files: that one bad file never harms another, and that neither jobs nor interruptions change a byte."""

import hashlib
import json
import os
import signal
import time
from pathlib import Path

import pytest

from lawreport_cli import batch, resume
from lawreport_cli.batch import Finished, Outcome, Started, run
from lawreport_cli.errors import DocumentError
from lawreport_cli.files import Entry
from lawreport_cli.patterns import Patterns
from lawreport_cli.pipeline import Report
from lawreport_cli.workers import Limits
from samples import claim_record, document_record, numeral_record, typeset

PATTERNS = Patterns((), "0" * 16, ())
LIMITS = Limits(seconds=0.4, memory=1 << 30)


@pytest.fixture
def engine(monkeypatch, tmp_path):
    """A stand-in for the stages: what a file says decides what becomes of it. Counts its calls in a file."""

    def extract(data, source, _patterns, page_done):
        page_done()
        with (tmp_path / "calls").open("a") as calls:
            calls.write(source + "\n")
        match data.partition(b" ")[0]:
            case b"encrypted":
                raise DocumentError("encrypted", "It needs a password. Save a copy without one.")
            case b"defect":
                raise KeyError("x")
            case b"memory":
                raise MemoryError
            case b"nested":
                raise RecursionError
            case b"crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case b"hang":
                time.sleep(100)
            case b"spin":
                while True:
                    pass
            case b"slow":
                time.sleep(0.3)
        return Report(typeset("x"), document_record(source=source), (numeral_record(), claim_record()), ())

    monkeypatch.setattr(batch, "_warm", lambda _: None)
    monkeypatch.setattr(batch.pipeline, "extract", extract)


def _entries(tmp_path: Path, contents: list[bytes]) -> list[Entry]:
    for number, content in enumerate(contents):
        (tmp_path / f"{number}.pdf").write_bytes(content)
    return [Entry(str(tmp_path / f"{number}.pdf"), f"{number}.pdf") for number in range(len(contents))]


def _run(tmp_path: Path, contents: list[bytes], *, ledger: bool = False, jobs: int = 2, store=None) -> list[Outcome]:
    entries = _entries(tmp_path, contents)
    events = list(run(entries, PATTERNS, ledger=ledger, jobs=jobs, limits=LIMITS, store=store))
    assert [event.entry for event in events if isinstance(event, Started)] == entries
    assert sorted(event.result.source for event in events if isinstance(event, Finished)) == sorted(
        entry.source for entry in entries
    )
    return [event for event in events if isinstance(event, Outcome)]


def _calls(tmp_path: Path) -> list[str]:
    """The sources that were read since this was last asked."""
    path = tmp_path / "calls"
    calls = path.read_text().split() if path.exists() else []
    path.unlink(missing_ok=True)
    return calls


def _journal(tmp_path: Path, **options) -> resume.Store:
    return resume.journal(tmp_path / "journal", **{"patterns": "p", "options": "", "fresh": False} | options)


BAD = {
    b"encrypted": "encrypted", b"defect": "internal", b"memory": "memory", b"nested": "too_large", b"crash": "crashed",
    b"hang": "timeout", b"spin": "timeout",
}  # fmt: skip


@pytest.mark.usefixtures("engine")
def test_a_bad_file_is_an_error_in_its_place_and_the_others_are_done(tmp_path):
    contents = [b"good", *BAD, b"good"]
    outcomes = _run(tmp_path, contents)
    assert [outcome.result.code for outcome in outcomes] == [None, *BAD.values(), None]
    assert [outcome.result.source for outcome in outcomes] == [f"{number}.pdf" for number in range(len(contents))]
    for outcome, content in zip(outcomes[1:-1], contents[1:-1], strict=True):
        (line,) = outcome.lines
        assert json.loads(line) == {
            "type": "error", "source": outcome.result.source, "sha256": hashlib.sha256(content).hexdigest(),
            "code": outcome.result.code, "message": outcome.result.message,
        }  # fmt: skip
        assert outcome.result.message.count(". ") == 1  # what is wrong, what to do
    assert "KeyError" in outcomes[2].result.message


@pytest.mark.usefixtures("engine")
def test_any_number_of_jobs_gives_the_same_in_the_same_order(tmp_path):
    contents = [b"slow", b"good", b"crash", b"good", b"slow", b"encrypted", b"good"]
    runs = [[outcome.lines for outcome in _run(tmp_path, contents, jobs=jobs)] for jobs in (1, 2, 7)]
    assert runs[0] == runs[1] == runs[2]


@pytest.mark.usefixtures("engine")
def test_a_file_that_was_not_read_has_no_hash():
    events = list(run([Entry("/gone/a.pdf", "a.pdf")], PATTERNS, ledger=False))
    assert json.loads(events[-1].lines[0])["sha256"] is None


@pytest.mark.usefixtures("engine")
def test_the_ledger_is_written_when_asked_for(tmp_path):
    (plain,), (full,) = _run(tmp_path, [b"good"]), _run(tmp_path, [b"good"], ledger=True)
    assert [json.loads(line)["type"] for line in plain.lines] == ["document", "claim"]
    assert [json.loads(line)["type"] for line in full.lines] == ["document", "numeral", "claim"]
    assert (plain.result.claims, plain.result.numerals, plain.result.accounted) == (2, 3, 3)


@pytest.mark.usefixtures("engine")
def test_files_with_the_same_content_are_each_done_and_told(tmp_path):
    outcomes = _run(tmp_path, [b"good", b"good 2", b"good"])
    assert [outcome.same_as for outcome in outcomes] == [None, None, "0.pdf"]
    assert [len(outcome.lines) for outcome in outcomes] == [2, 2, 2]


@pytest.mark.usefixtures("engine")
def test_a_run_that_is_left_leaves_no_process(tmp_path):
    events = run(_entries(tmp_path, [b"hang", b"hang"]), PATTERNS, ledger=False, jobs=2)
    next(events)
    next(events)
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    assert children.read_text().split()
    events.close()
    assert not children.read_text().split()


# ---------------------------------------------------------------- going on


@pytest.mark.usefixtures("engine")
def test_what_an_earlier_run_finished_is_not_done_again(tmp_path):
    contents = [b"good", b"encrypted", b"good 2"]
    first = [outcome.lines for outcome in _run(tmp_path, contents, store=_journal(tmp_path))]
    assert sorted(_calls(tmp_path)) == ["0.pdf", "1.pdf", "2.pdf"]
    again = _run(tmp_path, contents, store=_journal(tmp_path))
    assert _calls(tmp_path) == []
    assert [outcome.lines for outcome in again] == first
    assert all(outcome.reused for outcome in again)


@pytest.mark.usefixtures("engine")
def test_a_file_that_changed_or_is_new_is_done(tmp_path):
    _run(tmp_path, [b"good", b"good 2"], store=_journal(tmp_path))
    _calls(tmp_path)
    _run(tmp_path, [b"good", b"good 3", b"good 4"], store=_journal(tmp_path))
    assert sorted(_calls(tmp_path)) == ["1.pdf", "2.pdf"]


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("change", [{"patterns": "q"}, {"options": "ledger"}, {"fresh": True}])
def test_other_patterns_and_options_begin_anew(tmp_path, change):
    _run(tmp_path, [b"good"], store=_journal(tmp_path))
    _calls(tmp_path)
    _run(tmp_path, [b"good"], store=_journal(tmp_path, **change))
    assert _calls(tmp_path) == ["0.pdf"]


@pytest.mark.usefixtures("engine")
def test_what_may_end_otherwise_is_tried_again(tmp_path):
    contents = [b"good", b"defect", b"crash"]
    _run(tmp_path, contents, store=_journal(tmp_path))
    _calls(tmp_path)
    _run(tmp_path, contents, store=_journal(tmp_path))
    assert set(_calls(tmp_path)) == {"1.pdf", "2.pdf"}


@pytest.mark.usefixtures("engine")
def test_files_beyond_a_limit_are_tried_again_under_another(tmp_path):
    entries = _entries(tmp_path, [b"hang", b"memory"])
    for limits, calls in ((LIMITS, 2), (LIMITS, 0), (Limits(seconds=0.2, memory=1 << 30), 2)):
        list(run(entries, PATTERNS, ledger=False, limits=limits, store=_journal(tmp_path)))
        assert len(_calls(tmp_path)) == calls


@pytest.mark.usefixtures("engine")
def test_a_run_stopped_anywhere_is_gone_on_with(tmp_path):
    contents = [b"good %d" % number for number in range(12)]
    entries = _entries(tmp_path, contents)
    whole = [outcome.lines for outcome in _run(tmp_path, contents)]
    _calls(tmp_path)
    rounds = 0
    outcomes: list[Outcome] = []
    while len(outcomes) < len(contents):
        rounds += 1
        outcomes, new = [], 0
        events = run(entries, PATTERNS, ledger=False, jobs=2, store=_journal(tmp_path))
        for event in events:
            outcomes += [event] if isinstance(event, Outcome) else []
            new += isinstance(event, Finished) and not event.reused
            if new == 3:
                events.close()
                break
    assert rounds >= 4
    assert [outcome.lines for outcome in outcomes] == whole
    assert len(_calls(tmp_path)) <= len(contents) + 2 * rounds
