"""One file in a process of its own: what it does to that process is one line to a person, whatever it is."""

import os
import signal
import time

import pytest

from lawreport_cli import alone
from lawreport_cli.errors import DocumentError
from lawreport_cli.workers import Limits

LIMITS = Limits(seconds=0.4, memory=8 << 30)


def _spin(*_: object) -> bytes:
    while True:
        pass


def _crash(*_: object) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def _hungry(*_: object) -> bytes:
    return b"x" * (9 << 30)


def _locked(*_: object) -> bytes:
    raise DocumentError("encrypted", "It needs a password. Save a copy without one.")


def _defect(*_: object) -> bytes:
    raise KeyError("x")


@pytest.fixture
def path(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    return str(tmp_path / "a.pdf")


def test_what_is_made_of_a_file_comes_back(path):
    assert alone.run(path, lambda data, page_done: page_done() or data * 1_000_000, LIMITS) == b"%PDF-" * 1_000_000


@pytest.mark.parametrize(
    ("task", "code"),
    [(_spin, "timeout"), (_crash, "crashed"), (_hungry, "memory"), (_locked, "encrypted"), (_defect, "internal")],
)
def test_what_ends_the_process_is_an_error_of_the_file(path, task, code):
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        alone.run(path, task, LIMITS)
    assert caught.value.code == code
    assert time.monotonic() - began < 10


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(DocumentError) as caught:
        alone.run(str(tmp_path / "gone.pdf"), lambda data, _: data, LIMITS)
    assert caught.value.code == "missing"
