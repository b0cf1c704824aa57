"""Reading PDFs: characters with boxes, what is left out, rulings, and what is refused with which code."""

import io
import zipfile

import pytest

from handmade import pdf, show
from lawreport_cli import reading
from lawreport_cli.errors import DocumentError
from lawreport_cli.reading.pdf import read

LINE = "全年办结案件995件"


def code_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.message.endswith(".")
    return caught.value.code


# ---------------------------------------------------------------- characters


def test_characters_stand_in_their_boxes() -> None:
    (page,) = read(pdf(show(72, 700, LINE))).pages
    assert page.text.strip() == LINE
    assert (page.width, page.height) == (595, 842)
    first, digit = page.boxes[0], page.boxes[LINE.index("9")]
    assert first
    assert digit
    assert first.x0 == pytest.approx(72, abs=0.1)
    assert first.x1 == pytest.approx(88, abs=0.1)
    assert first.top < 842 - 700 < first.bottom + 1
    assert digit.x1 - digit.x0 == pytest.approx(8, abs=0.1)


def test_what_pdfium_made_up_has_no_box() -> None:
    (page,) = read(pdf(show(72, 700, "甲") + show(140, 700, "乙") + show(72, 600, "丙"))).pages
    assert [char for char, box in zip(page.text, page.boxes, strict=True) if box] == ["甲", "乙", "丙"]
    assert page.text.split() == ["甲", "乙", "丙"]


def test_page_set_character_by_character_reads_on_a_machine_without_its_font() -> None:
    (page,) = read(pdf("".join(show(72 + 16 * i, 700, char) for i, char in enumerate(LINE) if char != " "))).pages
    assert "".join(page.text.split()) == "".join(LINE.split())


def test_title_is_as_stored() -> None:
    assert read(pdf(show(72, 700, LINE), title="云岚县报告")).title == "云岚县报告"
    assert read(pdf(show(72, 700, LINE))).title is None


@pytest.mark.parametrize(
    ("rotate", "x0", "top"), [(0, 100, 842 - 712), (90, 700, 100), (180, 595 - 116, 700), (270, 842 - 712, 595 - 116)]
)
def test_rotated_page_is_measured_as_shown(rotate: int, x0: float, top: float) -> None:
    data = pdf(show(100, 702, "办"), page=f"/Rotate {rotate}")
    (page,) = read(data).pages
    assert (page.width, page.height, page.turn) == (595, 842, -rotate // 90 % 4)  # turned back: the text is upright
    box = reading.read(data).boxes[0]
    assert box
    assert box.x0 == pytest.approx(x0, abs=6)
    assert box.top == pytest.approx(top, abs=6)
    assert box.x0 < box.x1
    assert box.top < box.bottom


def test_crop_box_moves_the_origin_and_cuts() -> None:
    data = pdf(show(120, 700, "内") + show(20, 700, "外"), page="/CropBox [100 100 500 800]")
    (page,) = read(data).pages
    assert (page.width, page.height) == (400, 700)
    assert page.text.strip() == "内"
    assert page.boxes[page.text.index("内")].x0 == pytest.approx(20, abs=0.1)  # type: ignore[union-attr]


def test_text_off_the_page_is_left_out() -> None:
    (page,) = read(pdf(show(72, 700, LINE) + show(72, -300, "隐藏999件"))).pages
    assert "999" not in page.text
    assert LINE in page.text


def test_invisible_text_is_left_out_with_a_note() -> None:
    (page,) = read(pdf(show(72, 700, LINE) + show(72, 500, "隐藏7件", mode=3))).pages
    assert "隐藏" not in page.text
    assert [(note.code, note.page) for note in page.notes] == [("hidden_text", 1)]


def test_invisible_text_of_a_scan_is_read_with_a_note() -> None:
    (page,) = read(pdf(show(72, 700, LINE, mode=3))).pages
    assert LINE in page.text
    assert [note.code for note in page.notes] == ["ocr_layer"]


def test_page_without_text_is_noted() -> None:
    pages = read(pdf(show(72, 700, LINE), "")).pages
    assert [[note.code for note in page.notes] for page in pages] == [[], ["page_without_text"]]


def test_hyphen_at_a_line_end_stays() -> None:
    (page,) = read(
        pdf(show(72, 700, "2023-") + show(72, 680, "2027") + show(72, 660, "inter-") + show(72, 640, "net"))
    ).pages
    assert page.text.split() == ["2023-", "2027", "inter-", "net"]


# ---------------------------------------------------------------- rulings


def test_rulings_are_lines_and_rectangles_as_shown() -> None:
    drawn = (
        "72 700 m 272 700 l S\n72 600 200 100 re S\n100 500 50 0.5 re f\n72 400 m 172 400 l 172 300 l 72 300 l h S\n"
    )
    (page,) = read(pdf(drawn + show(72, 720, LINE))).pages
    found = [(r.kind, round(r.x0), round(r.top), round(r.x1), round(r.bottom), r.filled) for r in page.rulings]
    assert found == [
        ("line", 72, 142, 272, 142, False),
        ("rect", 72, 142, 272, 242, False),
        ("rect", 100, 342, 150, 342, True),
        ("rect", 72, 442, 172, 542, False),
    ]


def test_matrix_of_the_path_counts() -> None:
    drawn = "".join(f"q 2 0 0 2 10 20 cm {x} 100 m {x} 200 l S Q\n" for x in (50, 60, 70, 80))
    (page,) = read(pdf(drawn + show(72, 720, LINE))).pages
    assert [round(r.x0) for r in page.rulings] == [110, 130, 150, 170]
    assert (round(page.rulings[0].top), round(page.rulings[0].bottom)) == (842 - 420, 842 - 220)


def test_few_paths_clips_curves_and_slanting_lines_are_no_rulings() -> None:
    assert read(pdf("72 700 m 272 700 l S\n" * 3 + show(72, 720, LINE))).pages[0].rulings == ()
    drawn = "0 0 m 100 100 l S\n" * 2 + "0 0 9 9 re n\n" * 2 + "0 0 m 9 0 9 9 0 9 c S\n" * 2
    assert read(pdf(drawn + show(72, 720, LINE))).pages[0].rulings == ()


# ---------------------------------------------------------------- what is refused


def test_no_text() -> None:
    assert code_of(pdf("")) == "no_text"
    assert code_of(pdf("q 10 0 0 10 0 0 cm Q")) == "no_text"


def test_no_pages() -> None:
    assert code_of(pdf()) == "no_pages"


def test_password() -> None:
    assert code_of(pdf(show(72, 700, LINE), encrypt=(b"secret", b"owner"))) == "encrypted"


def test_owner_password_alone_does_not_lock() -> None:
    (page,) = read(pdf(show(72, 700, LINE), encrypt=(b"", b"owner"))).pages
    assert LINE in page.text


def test_empty() -> None:
    assert code_of(b"") == "empty"


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"<!DOCTYPE html><html>404</html>", "HTML"),
        (b"\xef\xbb\xbf \n<html>", "HTML"),
        (_zip("word/document.xml"), "Word"),
        (_zip("OFD.xml"), "OFD"),
        (_zip("notes.txt"), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLE"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "PNG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"version https://git-lfs.github.com/spec/v1\n", "LFS"),
        (b'{"code": 404}', "JSON"),
        (bytes(4096), "zeros"),
        ("法治政府建设".encode(), "text"),
    ],
)
def test_no_pdf_is_named(data: bytes, word: str) -> None:
    assert code_of(data) == "not_a_pdf"
    with pytest.raises(DocumentError, match=word):
        read(data)


def test_truncated_and_damaged() -> None:
    whole = pdf(*[show(72, 700, LINE)] * 40)
    for share in (0.3, 0.6, 0.8):
        assert code_of(whole[: int(len(whole) * share)]) == "truncated"
    assert code_of(b"%PDF-1.5\n" + b"[" * 5000) == "damaged"
    assert code_of(whole[:2000] + bytes(5000)) == "damaged"
    assert code_of(b"%PDF-1.5\nnothing here\n%%EOF") == "damaged"


def test_file_that_lost_only_its_last_line_is_read() -> None:
    whole = pdf(show(72, 700, LINE))
    assert LINE in read(whole[: whole.rindex(b"%%EOF")]).pages[0].text


def test_something_after_the_end_does_no_harm() -> None:
    assert LINE in read(pdf(show(72, 700, LINE)) + b"\n<!-- served by a proxy -->" * 100).pages[0].text


def test_glyphs_without_meaning_are_no_text() -> None:
    codes = "".join(f"{code:04x}" for code in range(1, 20))
    data = pdf(f"BT /F1 16 Tf 72 700 Td <{codes}> Tj ET").replace(b"/UniGB-UCS2-H", b"/Identity-H  ")
    assert code_of(data.replace(b"(GB1)", b"(XXX)")) == "no_text"
