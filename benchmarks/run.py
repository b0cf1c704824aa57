"""What reading and understanding reports costs: takes PDFs, gives ratios to bare readers, start, scale and memory.

Everything is measured in one run, interleaved, so that a busy machine disturbs all alike; the least of several rounds
counts. CPU is that of the process and its workers.

    python benchmarks/run.py                        # the fixtures' reports
    python benchmarks/run.py reports/*.pdf --files 1000 --write
"""

import argparse
import compileall
import io
import logging
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from lawreport_cli import batch, numerals, patterns, pipeline, places, reading, resume, structure, trace
from lawreport_cli.__main__ import collect_seldom
from lawreport_cli.claims import read as read_claims
from lawreport_cli.errors import DocumentError
from lawreport_cli.indicators import assign
from lawreport_cli.reading import layout, pdf
from lawreport_cli.record import to_line

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- measured by benchmarks/run.py -->\n", "<!-- end of measured -->\n")
PROGRAM = [sys.executable, "-m", "lawreport_cli"]
RULES = patterns.load()


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of one file."""

    name: str
    pages: int
    tables: bool
    bare: float  # pypdfium2: text and every character box
    plumber: float | None  # pdfplumber: extract_text
    read: float  # the reading layer
    whole: float  # the work of `extract`, its lines packed


def bare(data: bytes) -> None:
    """Text and all boxes with pypdfium2 alone."""
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        text.get_text_range()
        for at in range(text.count_chars()):
            text.get_charbox(at)
        text.close()
        page.close()
    document.close()


def plumber(data: bytes) -> None:
    """Text with pdfplumber alone."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def whole(data: bytes) -> None:
    """What a worker does with a file."""
    resume.pack([to_line(record) for record in pipeline.extract(data, "report.pdf", RULES).records])


def least(rounds: int, *works: Callable[[], object]) -> list[float]:
    """CPU seconds of each work: the least of `rounds`, interleaved."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            began = time.process_time()
            work()
            best[at] = min(best[at], time.process_time() - began)
    return best


def readable(path: Path) -> bool:
    """Whether the file can be read at all; why not goes to stderr."""
    try:
        reading.read(path.read_bytes())
    except DocumentError as error:
        print(f"{path.name}: left out ({error})", file=sys.stderr)
        return False
    return True


def costs(files: Sequence[Path], rounds: int) -> list[Cost]:
    """The cost of each file."""
    found = []
    for path in files:
        data = path.read_bytes()
        document = reading.read(data)
        low, read, full = least(rounds, lambda d=data: bare(d), lambda d=data: reading.read(d), lambda d=data: whole(d))
        (slow,) = least(1, lambda d=data: plumber(d))
        found.append(Cost(path.stem, document.pages, bool(document.tables), low, slow, read, full))
        print(f"{path.parent.parent.name}/{path.name}: {full / low:.2f}", file=sys.stderr)
    return found


def stages(files: Sequence[Path]) -> list[tuple[str, float]]:
    """The share of each stage, over all files."""
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        value = None
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            value = work()
            best = min(best, time.process_time() - began)
        spent[name] = spent.get(name, 0.0) + best
        return value

    for path in files:
        data = path.read_bytes()
        source = timed("reading.pdf: characters, boxes, rulings, integrity", lambda d=data: pdf.read(d))
        document = timed(
            "reading.layout: lines, furniture, tables, paragraphs",
            lambda s=source: layout.to_document(s.pages, s.title),
        )
        outline = timed("structure", lambda d=document: structure.outline(d, RULES))
        identity = timed("places", lambda d=document: places.identify(d, "report.pdf", RULES.places))
        found = timed("numerals", lambda d=document: numerals.find(d.text, d.folded))
        findings = timed("claims", lambda d=document, o=outline, n=found, i=identity: read_claims(d, o, n, i, RULES))
        keys = timed("indicators", lambda d=document, o=outline, f=findings: assign(d, o, f, RULES))
        records = timed(
            "trace: records, validated",
            lambda d=document, o=outline, i=identity, f=findings, k=keys: trace.findings(
                d, o, i, f, indicators=k, doc_id="0" * 12
            ),
        )
        timed("record: lines of JSON, packed", lambda r=records: resume.pack([to_line(one) for one in r]))
    total = sum(spent.values())
    return [(name, seconds / total) for name, seconds in spent.items()]


def run(*args: str, cwd: Path) -> tuple[float, float, str]:
    """CPU seconds and wall seconds of the program, its workers included, and what it said."""
    return command([*PROGRAM, *args], cwd)


def command(words: Sequence[str], cwd: Path) -> tuple[float, float, str]:
    """CPU and wall seconds of a command, and what it wrote to stderr."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    done = subprocess.run(words, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    wall = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, done.stderr


def starts(report: Path, rounds: int, cwd: Path) -> dict[str, float]:
    """CPU seconds of cold starts."""
    words = {
        "typer": [sys.executable, "-c", "import typer"],
        "--version": [*PROGRAM, "--version"],
        "--help": [*PROGRAM, "--help"],
        "one report": [*PROGRAM, "extract", str(report)],
    }
    best = dict.fromkeys(words, float("inf"))
    for _ in range(rounds):
        for name, line in words.items():
            best[name] = min(best[name], command(line, cwd)[0])
    return best


def many(files: Sequence[Path], count: int, folder: Path) -> Path:
    """A folder with so many files of different content, made of `files`."""
    target = folder / f"in{count}"
    target.mkdir()
    for number in range(count):
        source = files[number % len(files)]
        (target / f"{number:05}.pdf").write_bytes(source.read_bytes() + b"\n%% %d\n" % number)
    return target


def peaks(target: Path, folder: Path) -> tuple[int, int]:
    """Peak memory in MB of the process that owns the workers, and of the largest worker."""
    code = (
        "import re, resource, sys\nfrom pathlib import Path\nfrom lawreport_cli.cli import app\n"
        "try:\n    app(['extract', *sys.argv[1:]])\nexcept SystemExit:\n    pass\n"
        # its own peak; that of getrusage begins with the process that started it
        "own = re.search('VmHWM:[^0-9]+([0-9]+)', Path('/proc/self/status').read_text())[1]\n"
        "for peak in (own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss):\n"
        "    print('peak', int(peak) >> 10, file=sys.stderr)\n"
    )
    _, _, said = command([sys.executable, "-c", code, str(target), "-o", "peak.jsonl"], folder)
    own, workers = (int(value) for value in re.findall(r"^peak (\d+)", said, re.MULTILINE))
    return own, workers


def shared(folder: Path) -> float:
    """What two processes that share nothing do over one: the most that this machine has to give at this moment."""
    words = [sys.executable, "-c", "sum(range(100_000_000))"]
    _, one, _ = command(words, folder)
    began = time.monotonic()
    both = [subprocess.Popen(words) for _ in range(2)]
    for process in both:
        process.wait()
    return 2 * one / (time.monotonic() - began)


def scale(files: Sequence[Path], count: int, folder: Path) -> list[str]:
    """Lines about many files."""
    small, large = many(files, count // 4, folder), many(files, count, folder)
    rows = []
    cpu_small, _, _ = run("extract", str(small), "-o", "small.jsonl", "-j", "1", cwd=folder)
    cpu_one, one, _ = run("extract", str(large), "-o", "one.jsonl", "-j", "1", cwd=folder)
    most = shared(folder)
    _, two, _ = run("extract", str(large), "-o", "two.jsonl", "-j", "2", cwd=folder)
    same = (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()
    _, again, said = run("extract", str(large), "-o", "two.jsonl", "-j", "2", cwd=folder)
    rows.append(
        f"| {count} files, one worker | {1000 * cpu_one / count:.0f} ms CPU a file, {count / one:.1f} files a second | |"
    )
    rows.append(
        f"| two workers / one worker, same bytes: {'yes' if same else 'NO'} | {one / two:.2f} × | ≥ 1.7 on two idle cores |"
    )
    rows.append(f"| two processes that share nothing / one, at that time | {most:.2f} × | 2.0: idle cores |")
    rows.append(
        f"| cost of a file among {count} / among {count // 4} | {cpu_one / count / (cpu_small / (count // 4)):.2f} | 1.0: linear |"
    )
    redone = "nothing done again" if f"{count} files finished by an earlier run" in said else "SOMETHING DONE AGAIN"
    rows.append(f"| the same {count} files again: {redone} | {again:.1f} s | about 1 s for 1,000 |")
    few_own, _ = peaks(small, folder)
    own, workers = peaks(large, folder)
    rows.append(
        f"| peak memory of the parent, {count // 4} and {count} files | {few_own} and {own} MB | flat, ≤ 300 MB |"
    )
    rows.append(f"| peak memory of a worker | {workers} MB | ≤ 250 MB |")
    return rows


def ratio(found: Sequence[Cost], over: str, under: str) -> str:
    """Sum over sum, and the range over files."""
    above, below = [getattr(one, over) for one in found], [getattr(one, under) for one in found]
    each = sorted(a / b for a, b in zip(above, below, strict=True))
    return f"{sum(above) / sum(below):.2f} × ({each[0]:.1f}–{each[-1]:.1f})"


def report(files: Sequence[Path], rounds: int, count: int) -> str:
    """The measured part of docs/performance.md."""
    collect_seldom()
    compileall.compile_dir(Path(reading.__file__).parents[1], quiet=1)  # as installed, whatever was changed since
    RULES.check()
    logging.disable()  # pdfminer complains of fonts
    files = [path for path in files if readable(path)]
    found = costs(files, rounds)
    plain, tabled = [one for one in found if not one.tables], [one for one in found if one.tables]
    rows = [f"| | {sum(one.pages for one in found)} pages in {len(found)} reports | bar |", "|---|---|---|"]
    for name, some in (("without tables", plain), ("with tables", tabled)):
        if some:
            bar = "≤ 3" if some is plain else ""
            rows.append(
                f"| whole `extract` / bare pypdfium2, {len(some)} reports {name} | {ratio(some, 'whole', 'bare')} | {bar} |"
            )
            rows.append(
                f"| reading layer / bare pypdfium2, {name} | {ratio(some, 'read', 'bare')} | {'≤ 1.5' if some is plain else '≤ 8'} |"
            )
            rows.append(
                f"| bare pdfplumber `extract_text` / whole `extract`, {name} | {ratio(some, 'plumber', 'whole')} | ≥ 6 |"
            )
    with tempfile.TemporaryDirectory(prefix="lawreport-bench-") as name:
        folder = Path(name)
        start = starts(files[0], rounds, folder)
        rows += [
            f"| `lawreport {what}` / `import typer` | {start[what] / start['typer']:.2f} × | ≤ 1.3 |"
            for what in ("--version", "--help")
        ]
        rows.append(f"| one report, cold | {start['one report']:.2f} s CPU | ≤ 0.8 |")
        if count:
            rows += scale(files, count, folder)
    shares = ["| stage | share of the CPU |", "|---|---|"]
    shares += [f"| {stage} | {100 * share:.0f} % |" for stage, share in stages(files)]
    machine = (
        f"{_processor()}, {batch.cores()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    return f"Machine: {machine}.\n\n" + "\n".join(rows) + "\n\n" + "\n".join(shares) + "\n"


def _processor() -> str:
    try:
        return re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())[0]
    except (OSError, IndexError):
        return platform.processor() or platform.machine()


def main() -> None:
    """Measure, print, and with --write put the result into docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="PDF files; default: the fixtures")
    parser.add_argument("--rounds", type=int, default=3, help="the least of so many rounds counts")
    parser.add_argument("--files", dest="count", type=int, default=300, help="size of the long run; 0: none")
    parser.add_argument("--write", action="store_true", help=f"put the result into {PAGE.name}")
    args = parser.parse_args()
    files = args.files or sorted((ROOT / "fixtures" / "reports").glob("*/pdf/*.pdf"))
    text = report(files, args.rounds, args.count)
    print(text)
    if args.write:
        before, _, rest = PAGE.read_text("utf-8").partition(MARKS[0])
        PAGE.write_text(before + MARKS[0] + text + MARKS[1] + rest.partition(MARKS[1])[2], "utf-8")


if __name__ == "__main__":
    main()
