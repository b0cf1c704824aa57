"""The command line as people meet it: the real program, run on real files."""

import csv
import hashlib
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

import handmade
from lawreport_cli import __version__
from lawreport_cli.sinks.codebook import markdown
from samples import pdf

PROGRAM = [sys.executable, "-m", "lawreport_cli"]
SCRIPT = Path(sys.executable).with_name("lawreport")
ROOT = Path(__file__).parents[1]
HEAVY = ("pydantic", "pdfplumber", "pypdfium2", "jieba", "rich", "re2", "lawreport_cli.pipeline")
REPORT = pdf(
    [
        "云岚县人民政府2023年度法治政府建设情况报告",
        "一、主要成效",
        "2023年，全县共受理行政复议案件995件，同比增长89.7%。",
        "投入普法经费8122.21万元。",
    ],
    ["共开展培训28场次，参训2.8万人次。"],
)
HOSTILE = pdf(["云岚县人民政府2023年度法治政府建设情况报告", "[bold red]查办[/]\x1b[31m案件\x9b12件，=cmd|收缴34件。"])


def run(*args: object, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess:
    """Run the program; output as bytes, in an environment without a terminal's settings."""
    clean = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    command = [*PROGRAM, *map(str, args)]
    return subprocess.run(command, cwd=cwd, env=clean | env, capture_output=True, timeout=60, check=False)


def records(output: bytes) -> list[dict]:
    return [json.loads(line) for line in output.decode().splitlines()]


@pytest.fixture
def desk(tmp_path):
    """A folder as a person has it: report.pdf, reports/ with two reports and a file that is none, and an empty mine/."""
    (tmp_path / "report.pdf").write_bytes(REPORT)
    (tmp_path / "reports" / "sub").mkdir(parents=True)
    (tmp_path / "reports" / "a.pdf").write_bytes(REPORT)
    (tmp_path / "reports" / "sub" / "b.pdf").write_bytes(pdf(["临河县2022年法治政府建设情况报告", "办理案件16件。"]))
    (tmp_path / "mine").mkdir()
    (tmp_path / "reports" / "notes.txt").write_text("no report")
    return tmp_path


# ---------------------------------------------------------------- extract


def test_extract_writes_document_and_claims(desk):
    done = run("extract", "report.pdf", cwd=desk)
    document, *claims = records(done.stdout)
    assert done.returncode == 0
    assert (document["type"], document["source"], document["year"]) == ("document", "report.pdf", 2023)
    assert document["tool"] == f"lawreport {__version__}"
    assert document["sha256"] == hashlib.sha256(REPORT).hexdigest()
    assert [(claim["quote"], claim["value"], claim["page"]) for claim in claims] == [
        ("995件", 995, 1), ("89.7%", 89.7, 1), ("8122.21万元", 81222100, 1), ("28场次", 28, 2), ("2.8万人次", 28000, 2)
    ]  # fmt: skip
    assert b'"value":81222100,' in done.stdout
    assert claims[1]["modifies"] == claims[0]["claim_id"]
    assert done.stderr.decode().startswith("1 document, 5 claims, 8 of 8 numerals accounted for")


def test_extract_with_ledger_accounts_for_every_numeral(desk):
    plain, full = run("extract", "report.pdf", cwd=desk), run("extract", "report.pdf", "--ledger", cwd=desk)
    rest = [line for line in full.stdout.splitlines() if b'"type":"numeral"' not in line]
    assert rest == plain.stdout.splitlines()
    assert [(r["quote"], r["reason"]) for r in records(full.stdout) if r["type"] == "numeral"] == [
        ("2023", "date"), ("一", "enumerator"), ("2023", "date")
    ]  # fmt: skip


def test_a_folder_gives_the_same_bytes_from_anywhere_and_every_time(desk, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(desk / "reports", elsewhere / "moved")
    first = run("extract", "reports", cwd=desk)
    assert [r["source"] for r in records(first.stdout) if r["type"] == "document"] == ["a.pdf", "sub/b.pdf"]
    for other in (
        run("extract", ".", cwd=desk / "reports"),
        run("extract", desk / "reports", cwd="/"),
        run("extract", elsewhere / "moved", PYTHONHASHSEED="7", LC_ALL="C", TZ="Asia/Shanghai"),
    ):
        assert other.stdout == first.stdout


def test_output_goes_to_a_file_whole(desk):
    done = run("extract", "reports", "-o", "claims.jsonl", cwd=desk)
    assert done.stdout == b""
    assert (desk / "claims.jsonl").read_bytes() == run("extract", "reports", cwd=desk).stdout
    assert sorted(os.listdir(desk)) == ["claims.jsonl", "claims.jsonl.journal", "mine", "report.pdf", "reports"]


def test_json_is_one_array_of_the_same_records(desk):
    array = json.loads(run("extract", "reports", "-f", "json", cwd=desk).stdout)
    assert array == records(run("extract", "reports", cwd=desk).stdout)


def test_csv_has_a_mark_for_excel_in_a_file_and_none_on_stdout(desk):
    run("extract", "reports", "-f", "csv", "-o", "claims.csv", cwd=desk)
    stdout = run("extract", "reports", "-f", "csv", cwd=desk).stdout
    assert (desk / "claims.csv").read_bytes() == b"\xef\xbb\xbf" + stdout
    rows = list(csv.DictReader(io.StringIO(stdout.decode(), newline="")))
    assert [(row["source"], row["quote"], row["value"]) for row in rows][-1] == ("sub/b.pdf", "16件", "16")


def test_one_bad_file_is_an_error_in_its_place_and_the_others_are_done(desk):
    (desk / "reports" / "aa-empty.pdf").write_bytes(b"")
    (desk / "reports" / "ab-page.pdf").write_bytes(b"<!DOCTYPE html><html><body>404</body></html>")
    (desk / "reports" / "ac-cut.pdf").write_bytes(REPORT[: len(REPORT) // 2])
    os.mkfifo(desk / "reports" / "ad-fifo.pdf")
    done = run("extract", "reports", cwd=desk)
    heads = [r for r in records(done.stdout) if r["type"] != "claim"]
    assert done.returncode == 3
    assert [(r["type"], r["source"], r.get("code")) for r in heads] == [
        ("document", "a.pdf", None), ("error", "aa-empty.pdf", "empty"), ("error", "ab-page.pdf", "not_a_pdf"),
        ("error", "ac-cut.pdf", "truncated"), ("error", "ad-fifo.pdf", "not_regular"), ("document", "sub/b.pdf", None),
    ]  # fmt: skip
    *lines, skipped, failed, summary = done.stderr.decode().splitlines()
    assert [line.partition(": ")[0] for line in lines] == [r["source"] for r in heads if r["type"] == "error"]
    assert [line.partition(": ")[2] for line in lines] == [r["message"] for r in heads if r["type"] == "error"]
    assert (skipped, failed) == ("skipped: 1 not *.pdf", "failed: 1 empty, 1 not_a_pdf, 1 truncated, 1 not_regular")
    assert summary.endswith("4 failed")


def test_a_missing_file_is_an_error_record(desk):
    done = run("extract", "gone.pdf", "report.pdf", cwd=desk)
    assert done.returncode == 3
    assert records(done.stdout)[0] == {
        "type": "error", "source": "gone.pdf", "sha256": None, "code": "missing",
        "message": "There is no such file. Check the path.",
    }  # fmt: skip
    assert records(done.stdout)[1]["type"] == "document"


def test_nothing_to_do_is_told_apart_and_writes_nothing(desk):
    (desk / "none").mkdir()
    done = run("extract", "none", "-o", "out.jsonl", cwd=desk)
    assert (done.returncode, done.stdout) == (4, b"")
    assert not (desk / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "Usage"),
        (("extract",), "PATH"),
        (("extract", "report.pdf", "-f", "xml"), "xml"),
        (("extract", "report.pdf", "--colour"), "--colour"),
        (("extract", "report.pdf", "-f", "csv", "--ledger"), "--ledger"),
        (("extract", "report.pdf", "-o", "report.pdf"), "one of the files"),
        (("extract", "reports", "-o", "reports/sub/../a.pdf"), "one of the files"),
        (("diff", "report.pdf", "reports/a.pdf", "-o", "reports/a.pdf"), "one of the files"),
        (("compare", "reports", "-o", "reports/a.pdf"), "one of the files"),
        (("audit", "report.pdf", "-o", "report.pdf"), "one of the files"),
        (("show", "report.pdf", "--png", "report.pdf"), "one of the files"),
        (("extract", "report.pdf", "-o", "no/such/folder/out.jsonl"), "out.jsonl"),
        (("extract", "report.pdf", "-o", "reports"), "reports"),
        (("extract", "report.pdf", "--patterns", "nowhere"), "nowhere"),
        (("extract", ""), "empty name"),
        (("extract", "report.pdf", "-o", "gone/out.jsonl"), "gone/out.jsonl: "),
        (("extract", "report.pdf", "--patterns", "mine"), "mine/units.toml: rule number 1: names"),
        (("show", "report.pdf", "--patterns", "mine"), "mine/units.toml: rule number 1: dimension"),
        (("patterns", "check", "--patterns", "mine"), "units.toml"),
        (("patterns", "show", "no.such.rule"), "no.such.rule"),
        (("extracts",), "extract"),
    ],
)
def test_wrong_usage_is_told_in_words_and_changes_nothing(desk, args, says):
    (desk / "mine" / "units.toml").write_text('[[unit]]\nname = "件"\n')
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    done = run(*args, cwd=desk)
    assert done.returncode == 2
    assert says in (done.stderr + done.stdout).decode()
    assert b"Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()} == before


def test_a_full_disk_is_told_and_leaves_no_file(desk):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "extract", "report.pdf"], cwd=desk, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


def test_csv_that_may_lack_figures_says_so(desk):
    data = handmade.pdf(*(handmade.show(72, 700, f"全年办结案件{n}件。") for n in (995, 128, 67, 31)))
    at = data.index(b"Tf", data.index(b"\nstream\n"))
    (desk / "torn.pdf").write_bytes(data[:at] + b"\xd5\x11\x80" + data[at + 3 :])
    done = run("extract", "torn.pdf", "-f", "csv", cwd=desk)
    assert done.returncode == 0
    assert "torn.pdf: data of page 1 are damaged: its figures may be wrong or missing (and 1 more warning)" in (
        done.stderr.decode()
    )


# ---------------------------------------------------------------- text, show, schema


def test_text_is_what_offsets_refer_to(desk):
    text = run("text", "report.pdf", cwd=desk).stdout
    document, *claims = records(run("extract", "report.pdf", cwd=desk).stdout)
    assert hashlib.sha256(text).hexdigest() == document["text_sha256"]
    assert len(text.decode()) == document["chars"]
    assert claims
    for claim in claims:
        assert text.decode()[claim["start"] : claim["end"]] == claim["quote"]


@pytest.mark.parametrize("command", ["text", "show"])
def test_a_file_that_cannot_be_read_ends_in_one_line(desk, command):
    done = run(command, "gone.pdf", cwd=desk)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode() == "gone.pdf: There is no such file. Check the path.\n"


def test_show_prints_the_figures_and_a_word_filters_them(desk):
    whole, part = run("show", "report.pdf", cwd=desk), run("show", "report.pdf", "普法", cwd=desk)
    assert "↑89.7%" in whole.stdout.decode()
    assert "81,222,100 元" in part.stdout.decode()
    assert "995" not in part.stdout.decode()


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_show_keeps_to_the_width_of_the_terminal(desk, columns):
    shown = run("show", "report.pdf", cwd=desk, COLUMNS=columns).stdout.decode()
    assert max(cell_len(line) for line in shown.splitlines()) <= int(columns)
    assert "⟦995件⟧" in shown


def test_schema_and_codebook():
    assert json.loads(run("schema").stdout)["$schema"].endswith("2020-12/schema")
    assert run("schema", "--md").stdout.decode() == markdown() == (ROOT / "docs" / "records.md").read_text("utf-8")


# ---------------------------------------------------------------- terminals and pipes


def _on_a_terminal(*args: object, **env: str) -> str:
    """What the program writes to a terminal that is its stdout and stderr."""
    ours, theirs = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    with subprocess.Popen(
        [*PROGRAM, *map(str, args)],
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
        env=clean | {"TERM": "xterm-256color"} | env,
    ):
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # the other end is closed: Linux says EIO
            pass
    os.close(ours)
    return seen.decode()


@pytest.mark.parametrize(
    "command", [["show"], ["text"], ["extract"], ["extract", "-f", "csv"], ["extract", "-f", "json"]]
)
def test_nothing_of_a_report_or_its_name_steers_the_terminal(tmp_path, command):
    name = tmp_path / "\x1b[31mred\u202e.pdf"
    name.write_bytes(HOSTILE)
    seen = _on_a_terminal(*command, name)
    assert "查办[/]" in seen or command[0] == "extract"
    assert "12" in seen
    assert "\x1b[31m" not in seen
    assert not set(seen) & set("\x9b\u202e")


def test_names_on_stderr_are_harmless(tmp_path):
    (tmp_path / "\x1b[31mred\n.pdf").write_bytes(b"")
    done = run("extract", tmp_path)
    assert done.stderr.splitlines()[0].startswith(rb"\x1b[31mred\x0a.pdf: ")
    assert records(done.stdout)[0]["source"] == "\x1b[31mred\n.pdf"


def test_colour_is_for_terminals_and_can_be_refused(desk):
    report = desk / "report.pdf"
    assert "\x1b[" in _on_a_terminal("show", report)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", _on_a_terminal("show", report, NO_COLOR="1"))
    assert b"\x1b" not in run("show", report).stdout


def test_a_bar_runs_on_the_terminal_only_when_data_goes_elsewhere(desk):
    shown = _on_a_terminal("extract", desk / "reports", "-o", desk / "out.jsonl")
    assert "2 documents" in shown
    assert '"type"' not in shown
    assert (desk / "out.jsonl").read_bytes() == run("extract", desk / "reports").stdout


@pytest.mark.parametrize(
    "command", ["extract report.pdf report.pdf", "extract reports", "text report.pdf", "show report.pdf", "schema"]
)
def test_a_reader_that_leaves_ends_the_program_quietly(desk, command):
    script = f"set -o pipefail; {sys.executable} -m lawreport_cli {command} | true"
    done = subprocess.run(["bash", "-c", script], cwd=desk, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    assert b"rror" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "gbk"}])
def test_output_is_utf8_whatever_the_locale(desk, env):
    chinese = desk / "云岚.pdf"
    chinese.write_bytes(REPORT)
    for command in ("extract", "text", "show"):
        plain, other = run(command, "云岚.pdf", cwd=desk), run(command, "云岚.pdf", cwd=desk, **env)
        assert (other.returncode, other.stdout) == (0, plain.stdout)
    assert "云岚".encode() in run("extract", "云岚.pdf", cwd=desk, **env).stdout


def test_closed_streams_do_no_harm(desk):
    script = f"{sys.executable} -m lawreport_cli extract report.pdf -o out.jsonl >&- 2>&-"
    assert subprocess.run(["bash", "-c", script], cwd=desk, timeout=60, check=False).returncode == 0
    assert (desk / "out.jsonl").exists()


# ---------------------------------------------------------------- help and start


def test_version():
    assert run("--version").stdout.decode() == f"lawreport {__version__}\n"


@pytest.mark.skipif(not SCRIPT.exists(), reason="the package is not installed as a script here")
def test_the_script_is_the_module():
    done = subprocess.run([SCRIPT, "--version"], capture_output=True, check=False)
    assert done.stdout == run("--version").stdout


def _examples() -> list[str]:
    pages = [run("--help").stdout.decode()]
    pages += [run(name, "--help").stdout.decode() for name in ("extract", "text", "show", "schema", "patterns")]
    lines = (line.strip() for page in pages for line in page.splitlines())
    return sorted({re.split(r"  +", line)[0] for line in lines if line.startswith("lawreport ")})


def test_examples_of_the_help_work_as_they_stand(desk):
    examples = _examples()
    assert len(examples) >= 10
    for year in ("2022", "2023"):
        (desk / f"{year}.pdf").write_bytes(
            pdf([f"云岚县{year}年法治政府建设情况报告", f"{year}年，办理案件{year[2:]}件。"])
        )
    for example in examples:
        if "jq" in example and not shutil.which("jq"):
            continue
        script = f'set -o pipefail; lawreport() {{ {sys.executable} -m lawreport_cli "$@"; }}; {example}'
        done = subprocess.run(["bash", "-c", script], cwd=desk, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, (example, done.stderr.decode())


@pytest.mark.parametrize(
    "command", [[], ["extract"], ["text"], ["show"], ["schema"], ["patterns"], ["patterns", "check"]]
)
def test_help_begins_with_usage_and_examples_and_fits_a_narrow_terminal(command):
    page = run(*command, "--help").stdout.decode()
    assert page.startswith("Usage: lawreport")
    assert "\n  lawreport " in page.partition("\nOptions:")[0]
    assert max(cell_len(line) for line in page.splitlines()) <= 80


def test_the_program_starts_light():
    for args in (["--version"], ["--help"]):
        command = [sys.executable, "-X", "importtime", "-m", "lawreport_cli", *args]
        loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        names = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
        assert not names & set(HEAVY), args


def test_completion_is_offered():
    assert "--install-completion" in run("--help").stdout.decode()
