"""How well diff, compare and audit find what they should: takes the labelled material of fixtures/audit, gives figures.

python tools/agreement.py           # pairing, relations, the panel, and each check
python tools/agreement.py --show    # every miss and every false alarm
"""

import csv
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lawreport_cli import audit, diff, patterns, pipeline, series
from lawreport_cli import compare as panels
from lawreport_cli.audit import Finding
from lawreport_cli.inputs import RecordFile, ReportRecords
from lawreport_cli.panel import Panel
from lawreport_cli.record import ClaimRecord, NumeralRecord, to_line
from plaintext import document_of

ROOT = Path(__file__).resolve().parent.parent
AUDIT = ROOT / "fixtures" / "audit"
REPORTS = ROOT / "fixtures" / "reports"


@dataclass(slots=True)
class Score:
    """Right, wrong and missed, with a line for each that is not right."""

    right: int = 0
    false: int = 0
    missed: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was found, how much is right; 1 where nothing was."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of what there is, how much was found; 1 where nothing is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.false + self.missed)


@cache
def rules() -> patterns.Patterns:
    """The built-in patterns, loaded once."""
    return patterns.load()


def read(text: str, source: str) -> tuple[ReportRecords, str]:
    """The records of a typed report as the program makes them, and its reading text."""
    report = pipeline.extract_document(document_of(text), text.encode() + source.encode(), source, rules())
    claims = tuple(record for record in report.findings if isinstance(record, ClaimRecord))
    ledger = sum(isinstance(record, NumeralRecord) for record in report.findings)
    return ReportRecords(report.head, claims, ledger), report.document.text


# ---------------------------------------------------------------- pairs


def pair_files() -> list[Path]:
    """Gold pairs, one file for two reports."""
    return sorted((AUDIT / "pairs").glob("*.tsv"))


def pairing(path: Path) -> tuple[Score, int]:
    """Pairs of the program against a file of gold pairs; second: how many right pairs have a right relation."""
    names = path.stem.split("--")
    typed = [_typed(name) for name in names]
    (old, old_text), (new, new_text) = (read(text, name) for text, name in zip(typed, names, strict=True))
    changes = [change for change in diff.compare(old, new).changes if change.old_claim and change.new_claim]
    starts = {claim.claim_id: claim.start for claim in (*old.claims, *new.claims)}
    found = Counter((starts[change.old_claim or ""], starts[change.new_claim or ""]) for change in changes)
    relation = {(starts[c.old_claim or ""], starts[c.new_claim or ""]): c.relation for c in changes}
    score, related = Score(), 0
    gold: Counter[tuple[int, int]] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        place = (
            _moved(typed[0], old_text, int(row["old_start"]), row["old_text"]),
            _moved(typed[1], new_text, int(row["new_start"]), row["new_text"]),
        )
        gold[place] += 1
        if found[place] < gold[place]:
            score.missed += 1
            score.lines.append(
                f"missed  {row['old_subject']} {row['old_text']} → {row['new_subject']} {row['new_text']}"
            )
            continue
        score.right += 1
        if relation[place] in row["relation"].split("|"):
            related += 1
        else:
            score.lines.append(
                f"relation {row['old_subject']} → {row['new_subject']}: {relation[place]}, not {row['relation']}"
            )
    for change in changes:
        place = (starts[change.old_claim or ""], starts[change.new_claim or ""])
        if found[place] > gold[place]:
            score.false += 1
            score.lines.append(
                f"false   {change.old_subject} {change.old_quote} → {change.new_subject} {change.new_quote} ({change.score})"
            )
    return score, related


def _typed(name: str) -> str:
    """The text of a fixture report or, as `place-year`, of a report of a series."""
    place, _, year = name.rpartition("-")
    of_series = AUDIT / "series" / place / f"{year}.txt"
    path = of_series if of_series.exists() else REPORTS / name / "report.txt"
    return path.read_text(encoding="utf-8")


def _moved(typed: str, text: str, start: int, quote: str) -> int:
    """Where the quote at `start` of the typed report stands in the reading text."""
    at = -1
    for _ in range(typed[:start].count(quote) + 1):
        at = text.find(quote, at + 1)
    return at


# ---------------------------------------------------------------- cells


def panel_folders() -> list[Path]:
    """Reports of one year that share indicators, a folder for each set; `indicators.tsv` says which figure is which."""
    return sorted(path.parent for path in (AUDIT / "places").glob("*/indicators.tsv"))


def cells(folder: Path) -> tuple[Score, Score]:
    """Reported cells of `compare` against the figures labelled by hand: of all indicators, of those that are shared."""
    names = [path.stem for path in sorted(folder.glob("*.txt"))]
    reports = {name: read((folder / f"{name}.txt").read_text(encoding="utf-8"), f"{name}.pdf") for name in names}
    starts = {claim.claim_id: (claim.start, claim.quote) for report, _ in reports.values() for claim in report.claims}
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "records.jsonl"
        lines = [to_line(record) for report, _ in reports.values() for record in (report.head, *report.claims)]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        files = [RecordFile(str(path), "records")]
        index = series.index(files, rules().places)
        units = panels.units_of(index)
        with Panel(Path(scratch)) as panel:
            panel.load(files, index, units, lambda _: None)
            found = panels.compare(panel, index, units, panel.indicators(), panels.Tally())
            reported = {  # no change: those are labelled by the figure that they modify
                (cell.source.removesuffix(".pdf"), cell.indicator, *starts[cell.claim_id])
                for one in found
                for cell in one
                if cell.claim_id and cell.kind != "change"
            }
    gold = set()
    with (folder / "indicators.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            typed = (folder / f"{row['report']}.txt").read_text(encoding="utf-8")
            start = _moved(typed, reports[row["report"]][1], int(row["start"]), row["text"])
            gold.add((row["report"], row["indicator"], start, row["text"]))
    carried = Counter(key for _, key, *_ in gold)
    shared = {key for key in carried if carried[key] > 1}
    return _scored(gold, reported), _scored(*({one for one in rows if one[1] in shared} for rows in (gold, reported)))


def _scored(gold: set[tuple[str, str, int, str]], found: set[tuple[str, str, int, str]]) -> Score:
    lines = [f"missed  {name}: {key} {quote}" for name, key, _, quote in sorted(gold - found)]
    lines += [f"false   {name}: {key} {quote}" for name, key, _, quote in sorted(found - gold)]
    return Score(len(gold & found), len(found - gold), len(gold - found), lines)


# ---------------------------------------------------------------- findings


def cases() -> list[dict[str, Any]]:
    """The cases of cases.toml and the series, in one form: name, reports (name and text), finds, also."""
    data = tomllib.loads((AUDIT / "cases.toml").read_text(encoding="utf-8"))
    for case in data["case"]:
        case["texts"] = [
            (
                f"{report['place']}-{report['year']}",
                f"{report['place']}人民政府{report['year']}年度法治政府建设情况报告\n{report['text']}\n",
            )
            for report in case["reports"]
        ]
    return [*data["case"], *_series()]


def _series() -> Iterator[dict[str, Any]]:
    for folder in sorted(path.parent for path in AUDIT.glob("*/*/planted.tsv")):
        with (folder / "planted.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        yield {
            "name": f"{folder.parent.name} {folder.name}",
            "texts": [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))],
            "finds": [
                {"code": row["code"], "quotes": row["quotes"].split("|") if row["quotes"] else []}
                | ({"level": row["level"]} if row["level"] else {})
                | ({"known": True} if row["must"] == "known" else {})
                for row in rows
                if row["must"] in ("yes", "known")
            ],
            "also": [
                {"code": row["code"], "quotes": row["quotes"].split("|") if row["quotes"] else []}
                for row in rows
                if row["must"] == "may"
            ],
        }


def findings(case: dict[str, Any]) -> list[Finding]:
    """What the program finds in the reports of a case."""
    return audit.check([read(text, name)[0] for name, text in case["texts"]], series.Places(rules().places))


def judged(case: dict[str, Any], found: Sequence[Finding]) -> tuple[list[dict[str, Any]], list[Finding]]:
    """What of a case was not found, and what was found besides it."""
    left = list(found)
    missed = []
    for expected in case["finds"]:
        match = next((finding for finding in left if _is(finding, expected)), None)
        if match is None:
            missed.append(expected)
        else:
            left.remove(match)
    return missed, [finding for finding in left if not any(_is(finding, may) for may in case.get("also", ()))]


def _is(finding: Finding, expected: dict[str, Any]) -> bool:
    wanted = Counter(expected["quotes"])
    return (
        finding.code == expected["code"]
        and finding.level == expected.get("level", finding.level)
        and not wanted - Counter(finding.quotes)
    )


def main() -> None:
    """Print pairing first, then one line a code."""
    show = "--show" in sys.argv
    whole, all_related = Score(), 0
    print(f"{'pairing':<36}{'pairs':>6}{'P':>7}{'R':>7}{'F1':>7}{'relation':>10}")
    for path in pair_files():
        score, related = pairing(path)
        _print_pairs(path.stem, score, related, show=show)
        whole.right, whole.false = whole.right + score.right, whole.false + score.false
        whole.missed, all_related = whole.missed + score.missed, all_related + related
    _print_pairs("all", whole, all_related, show=False)
    print(f"\n{'panel':<36}{'cells':>6}{'P':>7}{'R':>7}")
    for folder in panel_folders():
        every, shared = cells(folder)
        for name, score in ((folder.name, every), (f"{folder.name}, shared indicators", shared)):
            print(f"{name:<36}{score.right + score.missed:>6}{score.precision:>7.3f}{score.recall:>7.3f}")
        for line in every.lines if show else ():
            print(f"  {line}")
    codes = {code: Score() for code in audit.CODES}
    silent = Counter[bool]()
    for case in cases():
        missed, false = judged(case, findings(case))
        if not case["finds"]:
            silent[not false] += 1
        for expected in case["finds"]:
            codes[expected["code"]].right += expected not in missed
        for expected in missed:
            codes[expected["code"]].missed += 1
            codes[expected["code"]].lines.append(f"missed  {case['name']}: {expected}")
        for finding in false:
            codes[finding.code].false += 1
            codes[finding.code].lines.append(f"false   {case['name']}: {finding.level} {finding.message}")
    print(f"\n{'check':<36}{'planted':>8}{'P':>7}{'R':>7}")
    for code, score in codes.items():
        print(f"{code:<36}{score.right + score.missed:>8}{score.precision:>7.2f}{score.recall:>7.2f}")
        for line in score.lines if show else ():
            print(f"  {line}")
    print(f"look-alikes silent: {silent[True]} of {silent.total()}")


def _print_pairs(name: str, score: Score, related: int, *, show: bool) -> None:
    pairs = score.right + score.missed
    share = related / score.right if score.right else 1.0
    print(f"{name:<36}{pairs:>6}{score.precision:>7.3f}{score.recall:>7.3f}{score.f1:>7.3f}{share:>10.3f}")
    for line in score.lines if show else ():
        print(f"  {line}")


if __name__ == "__main__":
    main()
