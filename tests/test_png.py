"""The picture of a page: what is read stands in its frame, in the right colour and place."""

import struct
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import FIXTURES, builtin
from handmade import pdf, show
from lawreport_cli import pipeline
from lawreport_cli.cli import app
from lawreport_cli.errors import DocumentError
from lawreport_cli.reading.pdf import picture
from lawreport_cli.record import ClaimRecord
from lawreport_cli.sinks.png import CELL, CLAIM, FURNITURE, PARAGRAPH, png

DATA = pdf(show(72, 700, "全年办结案件995件。"), show(72, 700, "新收案件12件。"))


def decoded(data: bytes) -> tuple[int, int, list[bytes]]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    size = struct.unpack(">I", data[33:37])[0]
    pixels = zlib.decompress(data[41 : 41 + size])
    step = 1 + 3 * width
    assert len(pixels) == step * height
    return width, height, [pixels[y * step + 1 : (y + 1) * step] for y in range(height)]


def drawn(data: bytes, page: int) -> tuple[list[ClaimRecord], list[bytes]]:
    report = pipeline.extract(data, "报告.pdf", builtin())
    claims = [record for record in report.findings if isinstance(record, ClaimRecord)]
    return claims, decoded(png(picture(data, page), report.document, claims, page))[2]


def colours(rows: list[bytes]) -> set[tuple[int, int, int]]:
    known = (PARAGRAPH, FURNITURE, CELL, CLAIM)
    return {colour for colour in known if any(bytes(colour) * 8 in row for row in rows)}


def test_a_claim_is_framed_where_it_stands() -> None:
    claims, rows = drawn(DATA, 1)
    (claim,) = [claim for claim in claims if claim.page == 1]
    _, x0, top, _, _ = claim.boxes[0]
    x, y = round(2 * (x0 - 1.5)), round(2 * (top - 1.5))
    assert rows[y][3 * x : 3 * x + 3] == bytes(CLAIM)
    assert bytes(CLAIM) not in rows[y - 1]
    assert colours(rows) == {PARAGRAPH, CLAIM}


def test_cells_and_furniture_have_their_colours() -> None:
    data = (FIXTURES / "tables" / "enforcement.pdf").read_bytes()
    assert {CELL, CLAIM} <= colours(drawn(data, 1)[1])
    assert FURNITURE in colours(drawn((FIXTURES / "pages" / "over.pdf").read_bytes(), 1)[1])


@pytest.mark.parametrize(
    ("box", "size"), [("0 0 30000 90000", (1333, 4000)), ("0 0 9 9", (18, 18)), ("", (1190, 1684))]
)
def test_huge_and_tiny_pages(box: str, size: tuple[int, int]) -> None:
    made = picture(pdf(show(1, 1, "办"), page=f"/MediaBox [{box}]" if box else ""), 1)
    assert (made.width, made.height) == pytest.approx(size, abs=1)
    assert len(made.pixels) == 3 * made.width * made.height


def test_no_such_page() -> None:
    with pytest.raises(DocumentError, match="no page 3"):
        picture(DATA, 3)


def test_show_draws_a_page_or_tells_its_figures(tmp_path: Path) -> None:
    report, out = tmp_path / "report.pdf", tmp_path / "page.png"
    report.write_bytes(DATA)
    run = CliRunner().invoke
    assert run(app, ["show", str(report), "--page", "2", "--png", str(out)]).exit_code == 0
    assert decoded(out.read_bytes())[:2] == (1190, 1684)
    told = run(app, ["show", str(report), "--page", "2"]).output
    assert "12件" in told
    assert "995" not in told
    out.unlink()
    assert run(app, ["show", str(report), "--page", "9", "--png", str(out)]).exit_code == 3
    assert not out.exists()
