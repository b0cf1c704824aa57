"""Files on disk: what is found and how it is named, and that nothing but a regular file is opened."""

import os
import socket
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawreport_cli import files
from lawreport_cli.errors import DocumentError
from lawreport_cli.files import Selection, Skipped, discover, find, listed, raw_name, read_file, shard_of, source_name


@pytest.fixture
def folder(tmp_path):
    """A folder with PDFs at two depths, other files, and hidden traps of the file system."""
    for name in ("b.pdf", "a.PDF", "sub/c.Pdf", "sub/deep/d.pdf", "notes.txt", "pdf", "sub-2/e.pdf"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (tmp_path / "in" / "up").symlink_to("..")
    return tmp_path / "in"


def _sources(*paths: object) -> list[str]:
    return [entry.source for entry in discover([str(path) for path in paths])]


def test_a_folder_is_searched_and_sorted_and_named_relative_to_it(folder):
    assert _sources(folder) == ["a.PDF", "b.pdf", "sub-2/e.pdf", "sub/c.Pdf", "sub/deep/d.pdf"]


def test_names_do_not_depend_on_where_the_program_runs(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert _sources(".") == _sources(folder)
    assert _sources("sub/../.") == _sources(folder)


def test_files_are_named_as_given_and_taken_whatever_their_suffix(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert _sources("notes.txt", "./b.pdf", "sub//c.Pdf", "gone.pdf") == ["notes.txt", "b.pdf", "sub/c.Pdf", "gone.pdf"]


def test_several_paths_keep_their_own_names_in_front(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert _sources("sub", "sub-2") == ["sub/c.Pdf", "sub/deep/d.pdf", "sub-2/e.pdf"]


def test_a_file_met_twice_is_taken_once(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert _sources("b.pdf", "./b.pdf", ".") == ["b.pdf", "a.PDF", "sub-2/e.pdf", "sub/c.Pdf", "sub/deep/d.pdf"]


def test_what_is_left_out_is_said(folder, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "twice.pdf").symlink_to("gone")
    found = find(["sub/c.Pdf", "."], Selection(exclude=("b.*", "sub/deep/*")))
    assert [entry.source for entry in found.entries] == ["sub/c.Pdf", "a.PDF", "sub-2/e.pdf", "twice.pdf"]
    assert found.skipped == [
        Skipped("b.pdf", "excluded"),
        Skipped("notes.txt", "not *.pdf"),
        Skipped("pdf", "not *.pdf"),
        Skipped("sub/c.Pdf", "given twice"),
        Skipped("sub/deep/d.pdf", "excluded"),
        Skipped("up", "link to a folder"),
    ]


def test_other_files_are_taken_when_asked_for(folder):
    found = find([str(folder)], Selection(include=("*.TXT", "sub/*.pdf")))
    assert [entry.source for entry in found.entries] == ["notes.txt", "sub/c.Pdf", "sub/deep/d.pdf"]


def test_a_file_given_by_name_needs_no_suffix_but_can_be_left_out(folder):
    notes = str(folder / "notes.txt")
    assert len(find([notes], Selection()).entries) == 1
    assert find([notes], Selection(exclude=("NOTES*",))).entries == []


def test_a_folder_named_like_a_file_is_named_and_searched(folder):
    (folder / "2024.pdf").mkdir()
    (folder / "2024.pdf" / "x.pdf").write_bytes(b"")
    assert _sources(folder)[:2] == ["2024.pdf", "2024.pdf/x.pdf"]
    assert _code(folder / "2024.pdf") == "not_regular"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20), st.integers(1, 9))
def test_shards_part_the_files(names, shards):
    assert all(1 <= shard_of(name, shards) <= shards for name in names)


def test_shards_hold_every_file_once(tmp_path):
    for number in range(40):
        (tmp_path / f"{number}.pdf").write_bytes(b"")
    parts = [find([str(tmp_path)], Selection(shard=(part, 3))) for part in (1, 2, 3)]
    assert sorted(entry.source for part in parts for entry in part.entries) == sorted(f"{n}.pdf" for n in range(40))
    assert all(part.entries for part in parts)
    assert {one.reason for part in parts for one in part.skipped} == {"in another shard"}
    assert shard_of("云岚.pdf", 1000) == 853  # the same on every machine


def test_lists_of_paths():
    assert listed(b"a.pdf\r\n\n b.pdf\n\xd4.pdf", null=False) == ["a.pdf", " b.pdf", os.fsdecode(b"\xd4.pdf")]
    assert listed(b"a\nb.pdf\0c.pdf\0", null=True) == ["a\nb.pdf", "c.pdf"]


def test_an_empty_folder_gives_nothing(tmp_path):
    assert _sources(tmp_path) == []


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        ("云岚.pdf".encode(), "云岚.pdf"),
        (b"\xd4\xc6.pdf", "\\xd4\\xc6.pdf"),
        (b"a\\b.pdf", "a\\\\b.pdf"),
        (b"new\nline \xff.pdf", "new\nline \\xff.pdf"),
    ],
)
def test_any_name_is_visible(tmp_path, raw, source):
    (tmp_path / os.fsdecode(raw)).write_bytes(b"")
    assert _sources(tmp_path) == [source]


@given(st.binary(min_size=1).filter(lambda raw: b"\0" not in raw and b"/" not in raw and raw != b"."))
def test_any_name_can_be_traced_back(raw):
    assert raw_name(source_name(os.fsdecode(raw))) == os.fsencode(PurePath(os.fsdecode(raw)).as_posix())


def test_names_of_bytes_and_of_backslashes_differ():
    assert source_name(os.fsdecode(b"\xe9.pdf")) == "\\xe9.pdf"
    assert source_name("\\xe9.pdf") == "\\\\xe9.pdf"


# ---------------------------------------------------------------- reading files


def _code(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_file(path)
    assert caught.value.message.count(". ") == 1  # what is wrong, what to do
    return caught.value.code


def test_a_regular_file_and_a_link_to_one_are_read(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "link.pdf").symlink_to("a.pdf")
    assert read_file(tmp_path / "a.pdf") == read_file(tmp_path / "link.pdf") == b"%PDF"


def test_what_is_no_file_is_never_opened(tmp_path):
    os.mkfifo(tmp_path / "fifo.pdf")
    (tmp_path / "to-fifo.pdf").symlink_to("fifo.pdf")
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "dangling.pdf").symlink_to("gone.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    (tmp_path / "to-folder.pdf").symlink_to("folder")
    for name in ("fifo.pdf", "to-fifo.pdf", "loop.pdf", "dangling.pdf", "zero.pdf", "to-folder.pdf"):
        assert _code(tmp_path / name) == "not_regular", name


def test_a_socket_is_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.pdf")
        assert _code(Path("s.pdf")) == "not_regular"


def test_missing_and_unreadable_files_are_told_apart(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"")
    assert _code(tmp_path / "gone.pdf") == "missing"
    assert _code(tmp_path / "gone" / "a.pdf") == "missing"
    assert _code(tmp_path / ("long" * 100)) == "unreadable"
    assert _code(tmp_path / "a.pdf" / "b.pdf") == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_unreadable(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"x")
    (tmp_path / "a.pdf").chmod(0)
    assert _code(tmp_path / "a.pdf") == "unreadable"


def test_a_folder_that_cannot_be_listed_is_an_entry_of_its_own(folder, monkeypatch):
    listed = os.scandir

    def refuse(path):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert _sources(folder) == ["a.PDF", "b.pdf", "sub", "sub-2/e.pdf"]
    assert _code(folder / "sub") == "unreadable"


def test_a_file_of_absurd_size_is_not_read(tmp_path):
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(8 << 30)
    assert _code(tmp_path / "a.pdf") == "not_a_pdf"
    with (tmp_path / "a.pdf").open("r+b") as file:
        file.write(b"%PDF-1.7")
    assert _code(tmp_path / "a.pdf") == "too_large"


def test_a_file_that_grows_while_it_is_read_is_changed(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"1234")
    before = path.stat()
    path.write_bytes(b"123456")
    monkeypatch.setattr(files, "_status", lambda _: before)
    assert _code(path) == "changed"
