"""Makes fixtures/hostile/: takes nothing, gives small files that no reader may take for a report, and two that it may.

Needs qpdf, and Typst as tools/make_fixtures.py says.
"""

import sys
import tempfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from as_typst import typst_source
from blocks import blocks_of
from layouts import LAYOUTS
from make_fixtures import ROOT, at_rest, by_typst, run

HOSTILE = ROOT / "fixtures" / "hostile"
REPORT = """雾川县人民政府2023年度法治政府建设情况报告
2023年，雾川县新收行政复议申请128件，同比增长6.7%，审结119件。
"""


def good() -> bytes:
    """A sound report of one page."""
    with tempfile.TemporaryDirectory() as temporary:
        source = typst_source(blocks_of(REPORT), LAYOUTS["typeset-32"], REPORT.split("\n", maxsplit=1)[0], "2024-02-01")
        return at_rest(by_typst(source, Path(temporary)), "2024-02-01")


def locked(pdf: bytes, user: str) -> bytes:
    """The report under a password, the empty one to read when `user` is ""."""
    with tempfile.TemporaryDirectory() as temporary:
        plain, out = Path(temporary) / "plain.pdf", Path(temporary) / "locked.pdf"
        plain.write_bytes(pdf)
        run("qpdf", "--static-id", "--static-aes-iv", "--allow-weak-crypto", "--encrypt", user, "owner", "128",
            "--use-aes=y", "--", plain, out)  # fmt: skip
        return out.read_bytes()


def bitten(pdf: bytes) -> bytes:
    """The report with some bytes of its page text wrong."""
    middle = pdf.index(b"stream", pdf.index(b"/Contents")) if b"/Contents" in pdf else len(pdf) // 2
    start = min(middle + 60, len(pdf) - 100)
    return pdf[:start] + bytes(byte ^ 0x5A for byte in pdf[start : start + 12]) + pdf[start + 12 :]


def scan() -> bytes:
    """A page that is one grey image, as a scanner makes it."""
    image = zlib.compress(bytes((x * y) % 251 for y in range(64) for x in range(64)), 9)
    drawing = b"q 595 0 0 842 0 0 cm /I Do Q"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(image), image),
    )


def without_pages() -> bytes:
    """A document that holds no page."""
    return _pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")


def _pdf(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1, table, len(places) + 1, len(out),
    )  # fmt: skip


def zipped() -> bytes:
    """An office document under the name of a PDF."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml", (2024, 2, 1, 0, 0, 0)), "<w:document/>")
    return out.getvalue()


def main() -> int:
    report = good()
    HOSTILE.mkdir(exist_ok=True)
    for name, data in {
        "good": report,
        "owner-password": locked(report, ""),
        "encrypted": locked(report, "secret"),
        "truncated": report[: len(report) * 2 // 3],
        "bitten": bitten(report),
        "empty": b"",
        "scan": scan(),
        "no-pages": without_pages(),
        "html": f"<!DOCTYPE html>\n<html><title>404</title><body>{REPORT}</body></html>\n".encode(),
        "zip": zipped(),
        "text": REPORT.encode(),
    }.items():
        (HOSTILE / f"{name}.pdf").write_bytes(data)
        print(f"hostile/{name}.pdf  {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
