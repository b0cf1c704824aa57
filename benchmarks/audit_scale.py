"""The cost of `lawreport audit` at scale: takes a number of counties, gives seconds, peak memory and findings.

Each county has the three yearly reports of a fixture, with its own name, ids and wording, so that no two are copies.

    python benchmarks/audit_scale.py --counties 10000   # 30,000 reports
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERIES = [ROOT / "fixtures" / "reports" / f"yunlan-{year}" / "pdf" / "libreoffice.pdf" for year in (2021, 2022, 2023)]
DIGITS, OTHERS = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉"


def county(texts: list[tuple[str, str, str]], number: int) -> Iterator[str]:
    """The records of one county: those of the fixture under its own name; a mark in each sentence tells it apart."""
    name, mark = ("".join(digits[int(digit)] for digit in f"{number:05}") for digits in (DIGITS, OTHERS))
    for year, (text, sha256, text_sha256) in enumerate(texts):
        digest = f"{number:08x}{year:04x}" + "0" * 52
        yield (
            text.replace(sha256, digest)
            .replace(text_sha256, digest)
            .replace(sha256[:12], digest[:12])
            .replace("云岚", name)
            .replace('"sentence":"', f'"sentence":"{mark}，')
        )


def main() -> None:
    """Generate, audit, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=500)
    counties = parser.parse_args().counties
    program = [sys.executable, "-m", "lawreport_cli"]
    texts = []
    for path in SERIES:
        text = subprocess.run([*program, "extract", path, "--ledger"], capture_output=True, check=True).stdout.decode()
        head = text.split('"sha256":"')[1][:64], text.split('"text_sha256":"')[1][:64]
        texts.append((text, *head))
    with tempfile.TemporaryDirectory() as folder:
        records, out = Path(folder) / "records.jsonl", Path(folder) / "findings.jsonl"
        with records.open("w", encoding="utf-8") as file:
            for number in range(counties):
                file.writelines(county(texts, number))
        claims = counties * sum(text.count('{"type":"claim"') for text, *_ in texts)
        began = time.perf_counter()
        process = subprocess.Popen([*program, "audit", records, "-f", "jsonl", "-o", out, "--fail-on", "never"])
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        with out.open("rb") as file:
            findings = sum(1 for _ in file)
        print(
            f"{3 * counties} reports, {claims} claims, {records.stat().st_size / 1e6:.0f} MB: {seconds:.0f} s, "
            f"{usage.ru_utime + usage.ru_stime:.0f} s of processor on "
            f"{os.cpu_count()} cores, at most {usage.ru_maxrss / 1024:.0f} MB in one process, {findings} findings, "
            f"exit {os.waitstatus_to_exitcode(status)}"
        )


if __name__ == "__main__":
    main()
