"""The journal: whatever happens to its end, what stands before is kept, and nothing else is taken for a journal."""

import errno
import os

import pytest

from lawreport_cli import resume
from lawreport_cli.resume import JournalError, Result, pack

LINES = ['{"type":"document"}', '{"type":"claim","quote":"995件"}']


def _open(path, **options):
    return resume.journal(path, **{"patterns": "p", "options": "", "fresh": False} | options)


@pytest.fixture
def journal(tmp_path):
    """A journal of three files."""
    path = tmp_path / "out.jsonl.journal"
    with _open(path) as store:
        for number in range(3):
            store.add(
                Result(f"{number}\n.pdf", f"{number}" * 64, "", claims=number, seconds=0.25),
                pack([*LINES, str(number)]),
            )
    return path


def test_what_is_kept_comes_back(journal):
    with _open(journal) as store:
        assert list(store.found) == ["0\n.pdf", "1\n.pdf", "2\n.pdf"]
        kept = store.found["1\n.pdf"]
        assert kept.result == Result("1\n.pdf", "1" * 64, "", claims=1, seconds=0.25)
        assert store.lines(kept) == (*LINES, "1")


def test_a_journal_cut_off_anywhere_is_whole_up_to_there(journal):
    whole = journal.read_bytes()
    for end in range(whole.index(b"\n") + 1, len(whole)):
        journal.write_bytes(whole[:end])
        with _open(journal) as store:
            found = list(store.found)
            assert found == ["0\n.pdf", "1\n.pdf", "2\n.pdf"][: len(found)]
            assert len(found) < 3
            store.add(Result("new.pdf", "f" * 64, ""), pack(LINES))
        with _open(journal) as store:
            assert list(store.found) == [*found, "new.pdf"]
            assert all(store.lines(kept)[:2] == tuple(LINES) for kept in store.found.values())


def test_a_journal_with_a_flipped_bit_is_whole_up_to_there(journal):
    whole = journal.read_bytes()
    for at in range(whole.index(b"\n") + 1, len(whole), 7):
        journal.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with _open(journal) as store:
            found = list(store.found)
            assert found == ["0\n.pdf", "1\n.pdf", "2\n.pdf"][: len(found)]
            assert len(found) < 3
            assert all(store.lines(kept)[:2] == tuple(LINES) for kept in store.found.values())


def test_a_journal_cut_in_its_first_line_is_begun_anew(journal):
    whole = journal.read_bytes()
    journal.write_bytes(whole[:40])
    with _open(journal) as store:
        assert store.found == {}
    assert journal.read_bytes() == whole[: whole.index(b"\n") + 1]


def test_the_later_result_of_a_file_counts(journal):
    with _open(journal) as store:
        store.add(Result("1\n.pdf", "f" * 64, "", code="damaged", message="m"), pack(["x"]))
    with _open(journal) as store:
        assert store.found["1\n.pdf"].result.code == "damaged"
        assert store.lines(store.found["1\n.pdf"]) == ("x",)


@pytest.mark.parametrize("other", [{"patterns": "q"}, {"options": "ledger"}, {"fresh": True}])
def test_another_run_begins_anew(journal, other):
    with _open(journal, **other) as store:
        assert store.found == {}


def test_another_program_begins_anew(journal, monkeypatch):
    monkeypatch.setattr(resume, "program", lambda: "other")
    with _open(journal) as store:
        assert store.found == {}


@pytest.mark.parametrize("content", [b"my notes\n", b"\x00" * 100, b'{"format": "something else"}\n'])
def test_what_is_no_journal_is_left_alone(tmp_path, content):
    path = tmp_path / "out.jsonl.journal"
    path.write_bytes(content)
    for fresh in (False, True):
        with pytest.raises(JournalError, match="is no journal"):
            _open(path, fresh=fresh)
    assert path.read_bytes() == content


def test_two_runs_do_not_share_a_journal(journal):
    with _open(journal), pytest.raises(JournalError, match="in use"):
        _open(journal)


def test_a_journal_is_private_and_no_link_is_followed(tmp_path, journal):
    assert journal.stat().st_mode & 0o777 == 0o600
    (tmp_path / "link").symlink_to("elsewhere")
    with pytest.raises(OSError):
        _open(tmp_path / "link")
    assert not (tmp_path / "elsewhere").exists()


def test_a_full_disk_loses_only_what_is_new(journal, monkeypatch):
    store = _open(journal)
    real = store._file

    class Full:
        def write(self, data):
            real.write(data[: len(data) // 2])
            real.flush()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def __getattr__(self, name):
            return getattr(real, name)

    monkeypatch.setattr(store, "_file", Full())
    with store, pytest.raises(OSError, match="No space"):
        store.add(Result("3.pdf", "3" * 64, ""), pack(LINES))
    with _open(journal) as store:
        assert list(store.found) == ["0\n.pdf", "1\n.pdf", "2\n.pdf"]


def test_a_temporary_store_has_no_name_and_keeps(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with resume.temporary() as store:
        kept = [store.add(Result(f"{n}", None, ""), pack([str(n)])) for n in range(3)]
        assert [store.lines(one) for one in reversed(kept)] == [("2",), ("1",), ("0",)]
        assert os.listdir(tmp_path) == []
