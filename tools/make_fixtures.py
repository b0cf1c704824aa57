"""Makes the fixtures' PDFs: takes fixtures/reports/<id>/report.txt, gives fixtures/reports/<id>/pdf/<producer>.pdf.

    make_fixtures.py [ID ...]

Needs soffice (LibreOffice), chromium, the fonts Noto Serif CJK SC and Noto Sans CJK SC, and the typesetter Typst in an
environment of its own: `python3 -m venv .venv-typst && .venv-typst/bin/pip install typst`, named by the variable
TYPST_PYTHON (.venv-typst/bin/python by default). Dates and ids that the producers take from the clock are replaced by
the date of publication, so that the same text gives the same file wherever the producers are the same.
"""

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from as_html import web_page
from as_odt import flat_odt
from as_typst import typst_source
from blocks import blocks_of
from layouts import LAYOUTS

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "fixtures" / "reports"
LARGEST = 750_000  # bytes
# report → producer → layout
PLAN = {
    "yunlan-2021": {"libreoffice": "official"},
    "yunlan-2022": {"libreoffice": "official-24"},
    "yunlan-2023": {"libreoffice": "official", "chromium": "web", "typst": "typeset"},
    "town-2024": {"libreoffice": "booklet", "chromium": "web-letter", "typst": "typeset-32"},
    "lanchuan-city-2023": {"chromium": "web"},
    "dept-market-2024": {"typst": "typeset"},
    "province-2022": {"libreoffice": "booklet"},
    "recon-stats-2023": {"chromium": "web-letter"},
    "oldstyle-2012": {"libreoffice": "official-24"},
    "fullwidth-2023": {"libreoffice": "official"},
    "noisy-2024": {"chromium": "web"},
    "court-2022": {"typst": "typeset-32"},
    "zone-2024": {"libreoffice": "booklet"},
    "disclosure-2023": {"chromium": "web"},
    "hengchuan-2021": {"typst": "typeset"},
    "hengchuan-2022": {"libreoffice": "official"},
    "hengchuan-2023": {"chromium": "web-letter"},
    "dept-transport-2023": {"libreoffice": "official-24"},
    "town-2022": {"typst": "typeset-32"},
    "review-2024": {"libreoffice": "official"},
    "county-2022": {"libreoffice": "official"},
    "district-2024": {"chromium": "web"},
    "justice-2023": {"typst": "typeset"},
    "hard-2024": {"libreoffice": "official-24"},
    "town-xique-2023": {"libreoffice": "official-24"},
    "dept-ecology-2022": {"typst": "typeset"},
    "luqu-2023": {"chromium": "web"},
    "luqu-2024": {"typst": "typeset"},
    "tancheng-review-2025": {"libreoffice": "booklet"},
    "court-baishi-2024": {"typst": "typeset-32"},
    "dept-police-2024": {"libreoffice": "official"},
    "county-heshui-2023": {"chromium": "web-letter"},
    "province-mingzhou-2024": {"libreoffice": "official"},
    "county-yanling-2019-2023": {"libreoffice": "booklet"},
    "street-guanhe-2024": {"chromium": "web"},
    "dept-hrss-2023": {"typst": "typeset"},
    "county-qingtan-2024": {"libreoffice": "official-24"},
    "dept-market-luocheng-2023": {"typst": "typeset-32"},
    "county-shuanghe-2023": {"libreoffice": "official"},
    "dept-housing-2024": {"chromium": "web"},
    "city-review-2024": {"typst": "typeset"},
    "city-wuyang-2024": {"chromium": "web-letter"},
    "town-shimen-2024": {"libreoffice": "booklet"},
    "court-linchuan-2023": {"libreoffice": "official"},
    "province-yunling-2023": {"typst": "typeset-32"},
    "district-linjiang-2024": {"chromium": "web"},
    "dept-transport-2024": {"typst": "typeset"},
    "county-xunyi-2024": {"libreoffice": "official"},
    "city-justice-2023": {"chromium": "web"},
    "clean-essay": {"typst": "typeset-32"},
}


def make(name: str) -> None:
    """Write the PDFs of one report."""
    folder = REPORTS / name
    typed = (folder / "report.txt").read_text(encoding="utf-8")
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    blocks, title, published = blocks_of(typed), str(meta["title"]), str(meta.get("published") or "2024-03-01")
    (folder / "pdf").mkdir(exist_ok=True)
    for producer, layout in PLAN[name].items():
        with tempfile.TemporaryDirectory() as temporary:
            work = Path(temporary)
            match producer:
                case "libreoffice":
                    pdf = by_libreoffice(flat_odt(blocks, LAYOUTS[layout], title), work)
                case "chromium":
                    facts = {
                        "issuer": str(meta.get("issuer") or "云岚县人民政府"), "title": title, "published": published,
                        "year": published[:4], "host": f"www.{name.split('-', maxsplit=1)[0]}.example.cn",
                        "number": str(int(hashlib.sha256(name.encode()).hexdigest()[:6], 16)),
                    }  # fmt: skip
                    pdf = by_chromium(web_page(blocks, LAYOUTS[layout], facts), work)
                case _:
                    pdf = by_typst(typst_source(blocks, LAYOUTS[layout], title, published), work)
        pdf = at_rest(pdf, published)
        if len(pdf) > LARGEST:
            sys.exit(f"{name}/{producer}.pdf: {len(pdf)} bytes are too many for a fixture")
        (folder / "pdf" / f"{producer}.pdf").write_bytes(pdf)
        print(f"{name}/pdf/{producer}.pdf  {layout}  {len(pdf) // 1000} kB")


def by_libreoffice(source: str, work: Path) -> bytes:
    """Export a flat OpenDocument text."""
    (work / "report.fodt").write_text(source, encoding="utf-8")
    run("soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", "pdf", "--outdir", work,
         work / "report.fodt")  # fmt: skip
    return (work / "report.pdf").read_bytes()


def by_chromium(source: str, work: Path) -> bytes:
    """Print a web page."""
    (work / "report.html").write_text(source, encoding="utf-8")
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", f"--user-data-dir={work}/profile",
         f"--print-to-pdf={work}/report.pdf", f"file://{work}/report.html")  # fmt: skip
    return (work / "report.pdf").read_bytes()


def by_typst(source: str, work: Path) -> bytes:
    """Compile a Typst source."""
    (work / "report.typ").write_text(source, encoding="utf-8")
    python = os.environ.get("TYPST_PYTHON", str(ROOT / ".venv-typst" / "bin" / "python"))
    run(python, "-c", "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])", work / "report.typ",
         work / "report.pdf")  # fmt: skip
    return (work / "report.pdf").read_bytes()


def run(*command: object) -> None:
    """Run a producer; end with what it says when it fails."""
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True, timeout=300)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")


def at_rest(pdf: bytes, published: str) -> bytes:
    """The file with the producer's clock and random ids replaced, byte for byte of the same length."""
    stamp = published.replace("-", "").encode() + b"160200"
    pdf = re.sub(rb"\(D:\d{14}", b"(D:" + stamp, pdf)
    digest = hashlib.sha256(re.sub(rb"/(?:ID|DocChecksum)[^\n]*\n[^\n]*", b"", pdf)).hexdigest().upper().encode()
    pdf = re.sub(rb"(?<=/DocChecksum /)[0-9A-F]{32}", digest[:32], pdf)
    return re.sub(
        rb"(/ID\s*\[\s*<)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}", rb"\g<1>" + digest[:32] + rb"\g<2>" + digest[:32], pdf
    )


def main() -> int:
    names = sys.argv[1:] or sorted(path.parent.name for path in REPORTS.glob("*/report.txt"))
    unplanned = [name for name in names if name not in PLAN]
    if unplanned:
        sys.exit(f"no producer in PLAN for {', '.join(unplanned)}")
    for name in names:
        make(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
