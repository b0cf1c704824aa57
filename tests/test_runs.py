"""Runs over many files as people meet them: stopped, killed, gone on with, in parts, with a manifest."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from samples import pdf

PROGRAM = [sys.executable, "-m", "lawreport_cli"]
HOSTILE = Path(__file__).parents[1] / "fixtures" / "hostile"


def run(*args: object, cwd: Path, data: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run(
        [*PROGRAM, *map(str, args)], cwd=cwd, input=data, capture_output=True, timeout=60, check=False
    )


def sources(path: Path) -> list[str]:
    rows = map(json.loads, path.read_text().splitlines())
    return [row["source"] for row in rows if row["type"] in ("document", "error")]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """A folder with 40 reports, some twice, and files that are none, under names of all kinds."""
    folder = tmp_path_factory.mktemp("many") / "in"
    for place in range(20):
        here = folder / f"县 {place % 3}"
        here.mkdir(parents=True, exist_ok=True)
        report = pdf(
            [f"云岚县{place}乡2023年法治政府建设情况报告", *(f"办理第{n}类案件{n}件。" for n in range(place, 60))]
        )
        (here / f"{place}[x]\n.pdf").write_bytes(report)
        (folder / f"{place}📄.pdf").write_bytes(report)
    for name in ("encrypted", "truncated", "html", "empty"):
        (folder / f"{name}.pdf").write_bytes((HOSTILE / f"{name}.pdf").read_bytes())
    (folder / "notes.txt").write_text("no report")
    return folder


@pytest.fixture(scope="module")
def whole(reports, tmp_path_factory):
    """The bytes of a run that nothing disturbed."""
    desk = tmp_path_factory.mktemp("whole")
    assert run("extract", reports, "-o", "out.jsonl", "-j", 1, cwd=desk).returncode == 3
    return (desk / "out.jsonl").read_bytes()


def test_jobs_change_nothing(reports, whole, tmp_path):
    done = run("extract", reports, "-j", 5, cwd=tmp_path)
    assert done.stdout == whole
    assert os.listdir(tmp_path) == []


def _command(reports: Path) -> list[str]:
    return [*PROGRAM, "extract", str(reports), "-o", "out.jsonl", "-j", "2"]


def test_an_interrupted_run_is_gone_on_with(reports, whole, tmp_path):
    (tmp_path / "out.jsonl").write_text("old")
    with subprocess.Popen(_command(reports), cwd=tmp_path, stderr=subprocess.PIPE) as running:
        running.stderr.readline()  # the first failure: some are done
        running.send_signal(signal.SIGINT)
        _, stderr = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"interrupted after " in stderr
    assert b"Traceback" not in stderr
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["out.jsonl", "out.jsonl.journal"]
    done = run(*_command(reports)[len(PROGRAM) :], cwd=tmp_path)
    assert b"finished by an earlier run" in done.stderr
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def test_a_run_killed_at_random_is_gone_on_with(reports, whole, tmp_path):
    rng = random.Random(5)
    kills = 0
    while True:
        with subprocess.Popen(_command(reports), cwd=tmp_path, stderr=subprocess.DEVNULL) as running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(rng.uniform(0.5, 1.0) * (1 + kills / 5))
            if running.poll() is not None:
                break
            running.kill()
            assert not (tmp_path / "out.jsonl").exists() or (tmp_path / "out.jsonl").read_bytes() == whole
            kills += 1
    assert kills
    assert (tmp_path / "out.jsonl").read_bytes() == whole
    assert sorted(os.listdir(tmp_path)) == ["out.jsonl", "out.jsonl.journal"]


def test_workers_killed_at_random_change_nothing(reports, whole, tmp_path):
    rng = random.Random(5)
    kills = 0
    with subprocess.Popen(_command(reports), cwd=tmp_path, stderr=subprocess.DEVNULL) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        while running.poll() is None:
            time.sleep(rng.uniform(0, 0.15))
            with contextlib.suppress(OSError, IndexError):
                os.kill(int(rng.choice(children.read_text().split())), signal.SIGKILL)
                kills += 1
    assert kills
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def test_workers_of_a_killed_run_do_not_live_on(reports, tmp_path):
    with subprocess.Popen(_command(reports), cwd=tmp_path, stderr=subprocess.PIPE) as running:
        running.stderr.readline()
        workers = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
        running.kill()
    until = time.monotonic() + 5
    while time.monotonic() < until and any(os.path.exists(f"/proc/{worker}/cmdline") for worker in workers):
        time.sleep(0.05)
    assert workers
    assert not [worker for worker in workers if os.path.exists(f"/proc/{worker}/cmdline")]


def test_a_full_disk_is_gone_on_from(reports, whole, tmp_path):
    limited = f"ulimit -f 8; exec {sys.executable} -m lawreport_cli extract {reports} -o out.jsonl -j 2"
    done = subprocess.run(["bash", "-c", limited], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert done.returncode != 0
    assert not (tmp_path / "out.jsonl").exists()
    assert run(*_command(reports)[len(PROGRAM) :], cwd=tmp_path).returncode == 3
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def test_parts_of_a_folder_come_together_as_one_run(reports, whole, tmp_path):
    parts = []
    for part in (1, 2, 3):
        run("extract", reports, "--shard", f"{part}/3", "-o", f"{part}.jsonl", cwd=tmp_path)
        parts.append(f"{part}.jsonl")
    done = run("merge", *reversed(parts), parts[0], "-o", "all.jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert b"44 files of 4 runs" in done.stderr
    assert (tmp_path / "all.jsonl").read_bytes() == whole


def test_a_part_without_files_is_an_empty_result(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes((HOSTILE / "good.pdf").read_bytes())
    parts = [f"{part}.jsonl" for part in (1, 2, 3)]
    codes = [run("extract", "in", "--shard", f"{part[0]}/3", "-o", part, cwd=tmp_path).returncode for part in parts]
    assert codes == [0, 0, 0]
    assert sorted(bool((tmp_path / part).read_bytes()) for part in parts) == [False, False, True]
    assert run("merge", *parts, cwd=tmp_path).stdout == run("extract", "in", cwd=tmp_path).stdout


def test_what_cannot_come_together_is_refused(tmp_path):
    error = '{"type":"error","source":"a.pdf","sha256":null,"code":"%s","message":"m"}\n'
    (tmp_path / "1.jsonl").write_text(error % "missing")
    (tmp_path / "2.jsonl").write_text(error % "damaged")
    (tmp_path / "3.jsonl").write_text('{"type":"claim"}\n')
    (tmp_path / "4.jsonl").write_text("no record\n")
    for files, says in (
        (["1.jsonl", "2.jsonl"], "another result for a.pdf"),
        (["3.jsonl"], "3.jsonl:1: not a record"),
        (["4.jsonl"], "4.jsonl:1: not JSON"),
        (["5.jsonl"], "5.jsonl: cannot be"),
    ):
        done = run("merge", *files, "-o", "out.jsonl", cwd=tmp_path)
        assert done.returncode == 2
        assert says in done.stderr.decode()
    assert not (tmp_path / "out.jsonl").exists()


def test_the_manifest_accounts_for_every_file(reports, tmp_path):
    run("extract", reports, "-o", "out.jsonl", "--manifest", "run.json", "--exclude", "19*", cwd=tmp_path)
    manifest = json.loads((tmp_path / "run.json").read_bytes())
    files = manifest["files"]
    outcomes = Counter(row["outcome"] for row in files)
    assert outcomes == {"done": 38, "failed": 4, "skipped": 3}
    assert manifest["inputs"] == manifest["done"] + manifest["failed"] + manifest["skipped"] == len(files) == 45
    assert manifest["pending"] == 0
    assert manifest["codes"] == {"empty": 1, "encrypted": 1, "not_a_pdf": 1, "truncated": 1}
    assert [row["source"] for row in files if row["outcome"] != "skipped"] == sources(tmp_path / "out.jsonl")
    assert {row["reason"] for row in files if row["outcome"] == "skipped"} == {"excluded", "not *.pdf"}
    assert sum(row.get("same_as") is not None for row in files) == 19
    assert all(row["seconds"] > 0 for row in files if row["outcome"] == "done")
    assert manifest["versions"]["pypdfium2"]


def test_paths_come_from_a_list(reports, tmp_path):
    names = sorted(str(path) for path in reports.iterdir() if path.suffix == ".pdf")[:3]
    for separator, flags in (("\n", []), ("\0", ["-0"])):
        data = separator.join(names).encode()
        (tmp_path / "list").write_bytes(data)
        from_stdin = run("extract", "--files-from", "-", *flags, cwd=tmp_path, data=data)
        from_file = run("extract", "--files-from", "list", *flags, cwd=tmp_path)
        assert [json.loads(line)["source"] for line in from_file.stdout.splitlines() if b'"schema"' in line]
        assert from_stdin.stdout == from_file.stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--jobs", "0"], "--jobs"),
        (["--memory", "lots"], "512M"),
        (["--memory", "1M"], "256M"),
        (["--shard", "4/3"], "1/N"),
        (["--timeout", "0"], "--timeout"),
        (["-0"], "--files-from"),
        (["--manifest", "out.jsonl"], "--output"),
    ],
)
def test_wrong_options_are_told(reports, tmp_path, args, says):
    done = run("extract", reports, "-o", "out.jsonl", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert os.listdir(tmp_path) == []


def test_a_file_that_is_no_journal_is_left_alone(reports, tmp_path):
    (tmp_path / "out.jsonl.journal").write_text("mine")
    done = run("extract", reports, "-o", "out.jsonl", "--fresh", cwd=tmp_path)
    assert (done.returncode, b"is no journal" in done.stderr) == (2, True)
    assert (tmp_path / "out.jsonl.journal").read_text() == "mine"


def test_one_file_leaves_no_journal(tmp_path):
    (tmp_path / "a.pdf").write_bytes((HOSTILE / "good.pdf").read_bytes())
    assert run("extract", "a.pdf", "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    assert sorted(os.listdir(tmp_path)) == ["a.pdf", "out.jsonl"]
