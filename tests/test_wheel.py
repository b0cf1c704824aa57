"""The wheel alone in an empty environment: the program and its patterns travel inside."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from corpus import REPORTS, ROOT, report_of

PDF = REPORTS / "yunlan-2023" / "pdf" / "libreoffice.pdf"


def run(*command: object, **options: object) -> str:
    done = subprocess.run(
        list(map(str, command)), check=False, capture_output=True, text=True, encoding="utf-8", **options
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built anew."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_the_patterns_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    packed = {name.removeprefix("lawreport_cli/patterns/") for name in names if "/patterns/" in name}
    here = {path.relative_to(ROOT / "patterns").as_posix() for path in (ROOT / "patterns").rglob("*") if path.is_file()}
    assert packed == here
    assert not [name for name in names if not name.startswith(("lawreport_cli/", "lawreport-"))]


@pytest.mark.xdist_group("wheel")
def test_the_installed_wheel_reads_a_report(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    bin_folder = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run(bin_folder / "python", "-m", "pip", "install", "--quiet", wheel)
    out = run(bin_folder / "lawreport", "extract", "--ledger", PDF, cwd=tmp_path)
    records = [json.loads(line) for line in out.splitlines()]
    expected = report_of(PDF)
    assert records[0]["type"] == "document"
    assert records[0]["patterns"] == expected.head.patterns
    assert [record.get("claim_id") for record in records[1:]] == [
        getattr(record, "claim_id", None) for record in expected.findings
    ]
