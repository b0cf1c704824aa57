"""The fixture reports, for tests: takes nothing, gives paths, and each report read once per process."""

from functools import cache
from pathlib import Path

from lawreport_cli import patterns, pipeline
from lawreport_cli.pipeline import Report

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
REPORTS = FIXTURES / "reports"
PDFS = sorted(REPORTS.glob("*/pdf/*.pdf"))
FOLDERS = sorted(path.parent for path in REPORTS.glob("*/report.txt"))


def name_of(path: Path) -> str:
    """yunlan-2023/chromium for a PDF of a fixture; the file or folder name for anything else."""
    return f"{path.parent.parent.name}/{path.stem}" if path.parent.name == "pdf" else path.name


@cache
def builtin() -> patterns.Patterns:
    """The patterns of the program, loaded once."""
    return patterns.load()


@cache
def report_of(pdf: Path) -> Report:
    """The report that the program makes of a PDF."""
    return pipeline.extract(pdf.read_bytes(), pdf.relative_to(REPORTS).as_posix(), builtin())
