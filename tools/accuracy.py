"""Measures the engine: takes reports with hand-made gold, gives scores, misses, and what a change of patterns gained.

    accuracy.py [FIXTURE ...] [--typed] [--show] [--write docs/accuracy.md] [--gains REF] [--patterns DIR]

FIXTURE is an id below fixtures/reports/ or a folder of the same shape (report.txt, gold.tsv, pdf/); all when none is
named. `--typed` reads report.txt instead of the PDFs: the stages of language are measured without those of reading.
`--gains REF` compares with the patterns of another revision, judged by the program as it stands.
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import floor
from pathlib import Path
from unittest import mock

from rich.console import Console
from rich.table import Table

import plaintext
import scoring
from lawreport_cli import patterns as pattern_files
from lawreport_cli import pipeline
from lawreport_cli.errors import PatternError
from lawreport_cli.patterns import Patterns
from scoring import FIELDS, LINKS, Match, Row, Score

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "fixtures" / "reports"
FLOORS = ROOT / "fixtures" / "floors.toml"
LEVELS = ("figure", "quantity", "record")
JUDGED = (*FIELDS, *LINKS.values(), *(f"no {name}" for name in LINKS.values()), "indicator precision",
          "indicator recall", "non-claim", "reason")  # fmt: skip
PREAMBLE = """# Accuracy on the fixtures

Written by `tools/accuracy.py --write docs/accuracy.md`. The reports are synthetic; their gold was made by hand from the
typed text before the program read it. But the program was written with these reports at hand, so that on others it
will be less right. *figure*: right value at the right place; *quantity*: and unit; *record*: and qualifier,
kind, direction, basis, period, modality and subject. P precision, R recall.
"""
CONSOLE = Console(width=None if sys.stdout.isatty() else 180, highlight=False)


@dataclass(frozen=True, slots=True)
class Result:
    """One reading of one fixture, scored. `name` is the fixture and where it was read from: yunlan-2023/chromium."""

    name: str
    typed: str
    score: Score


def measure(folder: Path, patterns: Patterns, typed_only: bool = False) -> Iterator[Result]:
    """Score every PDF of a fixture, or its typed text where that is wanted or all there is."""
    typed = (folder / "report.txt").read_text(encoding="utf-8")
    pdfs = [] if typed_only else sorted((folder / "pdf").glob("*.pdf"))
    for pdf in pdfs:
        report = pipeline.extract(pdf.read_bytes(), pdf.name, patterns)
        yield Result(f"{folder.name}/{pdf.stem}", typed, score_of(report, folder))
    if not pdfs:
        yield Result(f"{folder.name}/typed", typed, score_of(typed_report(folder, patterns), folder))


def typed_report(folder: Path, patterns: Patterns) -> pipeline.Report:
    """What the program makes of a fixture's typed text, as if it had been read without a fault."""
    typed = (folder / "report.txt").read_text(encoding="utf-8")
    return pipeline.extract_document(plaintext.document_of(typed), b"", f"{folder.name}.txt", patterns)


def score_of(report: pipeline.Report, folder: Path) -> Score:
    """Score one reading of a fixture against its gold."""
    records = [record.model_dump() for record in report.records]
    typed = (folder / "report.txt").read_text(encoding="utf-8")
    return scoring.score(scoring.read_gold(folder / "gold.tsv"), typed, records, report.document.text)


def rounded_down(score: Score) -> dict[str, float]:
    """F1 of each level and each accuracy, cut to three decimals: what floors are made of."""
    shares = {level: score.rates(level)[2] for level in LEVELS} | {name: score.accuracy(name) for name in JUDGED}
    return {name: floor(share * 1000) / 1000 for name, share in shares.items() if share is not None}


def raise_floors(results: list[Result]) -> None:
    """Lift the floors of tests/test_gold.py to what is measured. A floor that is higher stays."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    for result in results:
        old = floors.get(result.name, {})
        measured = rounded_down(result.score)
        floors[result.name] = {name: max(share, old.get(name, 0)) for name, share in measured.items()}
    lines = ["# Accuracy may not fall under these (tests/test_gold.py). Raised by tools/accuracy.py --raise-floors."]
    for name in sorted(floors):
        lines += ["", f'["{name}"]', *(f'"{field}" = {share}' for field, share in floors[name].items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def total(results: list[Result]) -> Score:
    """All results as one."""
    whole = Score()
    for result in results:
        whole += result.score
    return whole


def tables(results: list[Result]) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of two tables, heads first: scores per fixture, and each judged field over all of them."""
    lines = [(result.name, result.score) for result in results]
    if len(lines) > 1:
        lines.append(("all", total(results)))
    scores = [["report", "gold", "found", *(f"{level} {part}" for level in LEVELS for part in ("P", "R", "F1")),
               "non-claim", "reason"]]  # fmt: skip
    for name, score in lines:
        rates = [f"{rate:.3f}" for level in LEVELS for rate in score.rates(level)]
        accuracies = [_share(score.accuracy(field)) for field in ("non-claim", "reason")]
        scores.append([name, str(score.gold), str(score.found), *rates, *accuracies])
    whole = total(results)
    fields = [["field", "right", "of", "share"]]
    fields += [[name, str(whole.right[name]), str(whole.asked[name]), _share(whole.accuracy(name))] for name in JUDGED]
    return scores, fields


def _share(accuracy: float | None) -> str:
    return "–" if accuracy is None else f"{accuracy:.3f}"


def print_tables(results: list[Result]) -> None:
    for head, *body in tables(results):
        table = Table(box=None, header_style="bold", padding=(0, 1))
        for name in head:
            table.add_column(name, justify="left" if name in ("report", "field") else "right", no_wrap=name == "report")
        for row in body:
            table.add_row(*row, style="bold" if row[0] == "all" else None)
        CONSOLE.print(table)


def say(*parts: str | None) -> None:
    print(" | ".join(part for part in parts if part))


def show(result: Result) -> None:
    """List each miss of one reading with its sentence."""
    CONSOLE.rule(result.name, align="left")
    for row in result.score.missed:
        say(f"MISSED {row['text']}", f"{row['value']} {row['unit']}", row["subject"], _around(row, result.typed))
    for record in result.score.extra:
        say(
            f"EXTRA  {record['quote']}",
            f"{record['value']} {record['unit'] or ''}",
            record["subject"],
            record["sentence"],
        )
    for match in result.score.matches:
        wrong = [f"{field}: {match.record[field]!r} for {match.row[field]!r}" for field in match.wrong]
        wrong += _wrong_links(match, result.score)
        if wrong:
            say(f"FIELDS {match.row['text']}", match.row["subject"], "; ".join(wrong), _around(match.row, result.typed))
    for row, found in result.score.wrong_non:
        say(f"NON    {row['text']}", f"{found} for {row['reason']}", _around(row, result.typed))


def _wrong_links(match: Match, score: Score) -> list[str]:
    quotes = {other.record["claim_id"]: other.record["quote"] for other in score.matches}
    ids = {other.row["id"]: other for other in score.matches if other.row["id"]}
    wrong = []
    for column, field in LINKS.items():
        target = ids.get(match.row[column])
        wanted = target.record["claim_id"] if target else None
        found = match.record[field]
        if found != wanted and (target or not match.row[column]):
            wrong.append(f"{field}: {quotes.get(found, found)} for {target and target.row['text']}")
    if _wrong_indicator(match):
        wrong.append(f"indicator: {match.record['indicator']} for {match.row['indicator']}")
    return wrong


def _around(row: Row, typed: str) -> str:
    start, end = int(row["start"]), int(row["end"])
    left = max(typed.rfind(mark, 0, start) for mark in "\n。") + 1
    right = min((at for mark in "\n。" if (at := typed.find(mark, end)) >= 0), default=len(typed))
    return f"…{typed[max(left, start - 60) : start]}⟦{typed[start:end]}⟧{typed[end : min(right, end + 30)]}"


def write(results: list[Result], path: Path) -> None:
    """Write both tables as Markdown."""
    parts = [PREAMBLE]
    for head, *body in tables(results):
        parts.append(f"| {' | '.join(head)} |")
        parts.append("|" + "---|" * len(head))
        parts += [f"| {' | '.join(row)} |" for row in body]
        parts.append("")
    path.write_text("\n".join(parts), encoding="utf-8")


def patterns_at(ref: str, into: Path) -> Path:
    """The patterns/ folder of another revision of this repository."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", ref, "patterns"], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into / "patterns"


def standing(results: list[Result]) -> dict[tuple[str, ...], tuple[int, bool, str]]:
    """How far each gold claim got (0 missed, 1–3 figure to record), whether its indicator is right, and its sentence.

    A needless record stands there under its own key.
    """
    found: dict[tuple[str, ...], tuple[int, bool, str]] = {}
    for result in results:
        for match in result.score.matches:
            level = 1 + LEVELS.index(match.level)
            found[_key(result, match.row)] = level, not _wrong_indicator(match), _around(match.row, result.typed)
        for row in result.score.missed:
            found[_key(result, row)] = 0, False, _around(row, result.typed)
        for record in result.score.extra:
            key = result.name, "needless", record["quote"], record["claim_id"]
            found[key] = 0, False, str(record["sentence"])[:100]
    return found


def _key(result: Result, row: Row) -> tuple[str, ...]:
    return result.name, row["start"], row["end"], row["subject"]


def _wrong_indicator(match: Match) -> bool:
    truth, key = match.row["indicator"], match.record["indicator"]
    return bool(truth) and key not in ([None] if truth == "-" else truth.split("|"))


def print_gains(old: list[Result], new: list[Result]) -> None:
    """List the figures that the change gained and lost, then both totals."""
    before, after = standing(old), standing(new)
    words = ("missed", *LEVELS)
    signs: list[str] = []
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:  # only needless records come and go
            better, change = now is None, f"needless record {'gone' if now is None else 'new'}"
        elif was[:2] == now[:2]:
            continue
        else:
            better = now[:2] > was[:2]
            change = f"{words[was[0]]} → {words[now[0]]}" if was[0] != now[0] else "indicator"
        signs.append("+" if better else "-")
        print(f"{signs[-1]} {key[0]} | {change} | {(now or was or (0, False, ''))[2]}")
    print(f"{signs.count('+')} gained, {signs.count('-')} lost")
    for name, results in (("before", old), ("after", new)):
        rates = total(results).rates
        print(f"{name:7}" + "   ".join(f"{level} {rates(level)[0]:.4f} / {rates(level)[1]:.4f}" for level in LEVELS))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixtures", nargs="*", metavar="FIXTURE")
    parser.add_argument("--typed", action="store_true", help="read report.txt, not the PDFs")
    parser.add_argument("--show", action="store_true", help="list each miss with its sentence")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables as Markdown")
    parser.add_argument("--raise-floors", action="store_true", help="lift fixtures/floors.toml to what is measured")
    parser.add_argument("--gains", metavar="REF", help="compare with the patterns of another revision")
    parser.add_argument("--patterns", type=Path, metavar="DIR", help="a folder of patterns before the built-in ones")
    args = parser.parse_args()
    folders = [path if (path := Path(name)).is_dir() else REPORTS / name for name in args.fixtures]
    folders = folders or sorted(path.parent for path in REPORTS.glob("*/gold.tsv"))

    def run() -> list[Result]:
        loaded = pattern_files.load(args.patterns)
        return [result for report in folders for result in measure(report, loaded, args.typed)]

    results = run()
    if args.gains:
        with tempfile.TemporaryDirectory() as temporary:
            old_folder = patterns_at(args.gains, Path(temporary))
            try:
                with mock.patch.object(pattern_files, "builtin_folder", return_value=old_folder):
                    old = run()
            except (PatternError, KeyError) as error:  # a list that the program knows now was not there then
                print(f"the program as it stands cannot use the patterns of {args.gains}: {error}", file=sys.stderr)
                return 2
        print_gains(old, results)
        return 0
    if args.show:
        for result in results:
            show(result)
    print_tables(results)
    if args.raise_floors:
        raise_floors(results)
    if args.write:
        write(results, args.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
