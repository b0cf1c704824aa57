"""The cost of `lawreport compare` at scale: takes a number of reports and of claims, gives seconds and peak memory.

The records are generated: invented figures under real codes of divisions, with the shape and length of real lines. A
report has 160 claims, of which 72 carry an indicator; some of these are parts, approximate, narrower or of eleven months.

    python benchmarks/compare_scale.py --reports 30000
"""

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST_YEAR, YEARS = 2014, 11
INDICATORS = 320  # keys in use, of which a report carries a part
SENTENCE = "全年共受理各类事项{}件，办结率保持在较高水平，群众满意度稳步提升，相关工作机制进一步健全完善，有关部门协同配合更加顺畅。"
SECTION = ["二、主要工作举措和成效", "（三）严格规范公正文明执法，执法效能不断提升", "3．扎实推进重点领域执法"]


def places() -> list[tuple[str, str]]:
    """Codes and names of the counties that stand in the last year of the table."""
    rows = (ROOT / "patterns" / "places" / "divisions.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row[:1].isdigit()]
    return [(row[0], row[1]) for row in cells if not row[0].endswith("00") and not row[4]]


def report(code: str, name: str, year: int, claims: int) -> Iterator[str]:
    """The lines of one report."""
    rng = random.Random(f"{code}{year}")
    sha = hashlib.sha256(f"{code}{year}".encode()).hexdigest()
    head = {
        "type": "document", "schema": "lawreport/1", "doc_id": sha[:12], "source": f"{code[:2]}/{code}-{year}.pdf",
        "sha256": sha, "title": f"{name}{year}年法治政府建设情况报告", "issuer": f"{name}人民政府",
        "issuer_type": "government", "region": name, "region_code": code, "region_level": "county",
        "region_path": [name], "year": year, "published": f"{year + 1}-01-22", "pages": 8, "chars": 5200,
        "text_sha256": sha, "origin": "text", "numerals": 2 * claims, "claims": claims, "warnings": [],
        "tool": "lawreport 0.1.0", "patterns": "00ff00ff00ff00ff",
    }  # fmt: skip
    yield json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    section = json.dumps(SECTION, ensure_ascii=False, separators=(",", ":"))
    carried = rng.sample(range(INDICATORS), 60)
    for number in range(claims):
        start = 60 + 30 * number
        key = carried[number % 60] if number * 20 // 9 < claims else None  # 45 of 100
        again = number >= 60
        value = round(10 ** rng.uniform(0.5, 5))
        decimals, qualifier, quote = 0, "exact", f"{value}件"
        if value > 10000 and rng.random() < 0.5:
            value, decimals, qualifier = round(value, -3), -3, rng.choice(["exact", "approx", "at_least"])
            quote = f"{value / 10000:.1f}万件"
        doc, span, page = sha[:12], f"{start}-{start + len(quote)}", 1 + number // 20
        indicator = "null" if key is None else f'"indicator_{key:03}"'
        scope = '"部门和乡镇"' if again and number % 2 else "null"
        part_of = f'"{doc}:60-63"' if again and not number % 2 else "null"
        period = f"{year}-01/{year}-11" if number % 37 == 36 else f"{year}"
        yield (
            f'{{"type":"claim","claim_id":"{doc}:{span}","doc_id":"{doc}","region":"{name}","region_code":"{code}",'
            f'"year":{year},"indicator":{indicator},"subject":"受理各类事项","scope":{scope},"kind":"level",'
            f'"modality":"actual","period":"{period}","qualifier":"{qualifier}","direction":null,'
            f'"change_measure":null,"basis":null,"value":{value},"value_max":null,"unit":"件","dimension":"count",'
            f'"decimals":{decimals},"modifies":null,"part_of":{part_of},"quote":"{quote}","start":{start},'
            f'"end":{start + len(quote)},"sentence":"{SENTENCE.format(value)}","section":{section},"page":{page},'
            f'"boxes":[[{page},426.2,549.58,462.2,564.33]],"origin":"text","row":null,"column":null,'
            f'"rules":["quantity.unit"]}}'
        )


def generate(folder: Path, reports: int, claims: int, files: int = 8) -> int:
    """Write `reports` reports into record files in `folder`; gives their size in bytes."""
    where = places()
    outs = [(folder / f"records-{number}.jsonl").open("w", encoding="utf-8") for number in range(files)]
    for number in range(reports):
        year, place = divmod(number, len(where))
        code, name = where[place]
        outs[number % files].writelines(f"{line}\n" for line in report(code, name, FIRST_YEAR + year, claims))
    for out in outs:
        out.close()
    return sum(path.stat().st_size for path in folder.iterdir())


def run(label: str, *args: object) -> None:
    """Run the program and print what it cost."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "lawreport_cli", *map(str, args)])
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    print(
        f"{label:<28} exit {os.waitstatus_to_exitcode(status)}  {seconds:7.1f} s  cpu {usage.ru_utime + usage.ru_stime:7.1f} s"
        f"  peak {usage.ru_maxrss / 1024:6.0f} MiB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--claims", type=int, default=160, help="claims a report")
    parser.add_argument("--folder", type=Path, help="use the records in this folder; write them there when it is empty")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lawreport-scale-") as scratch:
        folder = options.folder or Path(scratch) / "records"
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            began = time.perf_counter()
            size = generate(folder, options.reports, options.claims)
            print(f"generated {options.reports} reports, {size / 1e9:.2f} GB, {time.perf_counter() - began:.0f} s")
        out = Path(scratch)
        run("panel as JSON Lines", "compare", folder, "-f", "jsonl", "-o", out / "panel.jsonl")
        run("panel as CSV", "compare", folder, "-f", "csv", "-o", out / "panel.csv")
        run("one indicator, four years", "compare", folder, "-f", "csv", "-o", out / "one.csv",
            "--indicator", "indicator_007", "--years", "2014-2017")  # fmt: skip
        run("wide", "compare", folder, "--pivot", "-f", "csv", "-o", out / "wide.csv")
        run("coverage", "compare", folder, "--coverage", "-f", "csv", "-o", out / "coverage.csv")


if __name__ == "__main__":
    main()
