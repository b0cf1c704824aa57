"""The cost of reading: takes PDFs, gives the CPU time of each part of the reading layer over that of bare PDFium text.

Bare is pypdfium2's `get_text_range` of every page. All are run in turn in one process, so that a busy machine slows them
alike; each ratio is the median of the rounds.

    python benchmarks/reading.py fixtures/reports/*/pdf/*.pdf
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from unittest.mock import patch

import pypdfium2

from lawreport_cli.reading import integrity, layout, pdf, tables


def bare(data: bytes) -> None:
    """Text alone, of all pages."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def check(data: bytes) -> None:
    """Whether the file is damaged."""
    integrity.check(data, 1_000_000)


def layer(data: bytes) -> None:
    """Reading and layout, no tables sought."""
    with patch.object(tables, "find", lambda _: ((), ())):
        whole(data)


def whole(data: bytes) -> None:
    """Reading and layout with tables."""
    layout.to_document(pdf.read(data).pages)


def seconds(part: Callable[[bytes], None], data: bytes) -> float:
    began = time.process_time()
    part(data)
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    parts = (bare, check, layer, whole)
    print(f"{'file':<44} {'bare ms':>8} {'check':>6} {'layer':>6} {'whole':>6} {'ruled pages':>12}")
    for path in options.files:
        data = path.read_bytes()
        pages = pdf.read(data).pages
        ruled = sum(bool(page.rulings) for page in pages)
        rounds = [[seconds(part, data) for part in parts] for _ in range(options.rounds)]
        costs = [median(run[i] / run[0] for run in rounds) for i in range(1, len(parts))]
        base = 1000 * median(run[0] for run in rounds)
        shown = "/".join(path.parts[-3:])[-44:]
        print(f"{shown:<44} {base:8.1f} " + " ".join(f"{cost:6.2f}" for cost in costs) + f" {ruled:>6} of {len(pages)}")


if __name__ == "__main__":
    main()
