"""Difficult pages: turned, in columns, under watermarks, with raised marks and text that nobody sees."""

import re

import pytest

from corpus import FIXTURES
from handmade import pdf, show
from lawreport_cli import reading
from lawreport_cli.model import Document
from lawreport_cli.reading.pdf import read

PAGES = FIXTURES / "pages"
LINES = ["一、全年办理行政处罚案件3862件，同比下降12.5%。", "二、新收行政复议申请128件，审结119件。"]
DRAWN = "".join(show(72, 700 - 40 * i, line) for i, line in enumerate(LINES))
TURNED = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}  # counter-clockwise


def document(name: str) -> Document:
    return reading.read((PAGES / f"{name}.pdf").read_bytes())


def body(document: Document) -> list[str]:
    return document.text[: document.body_end].splitlines()


@pytest.mark.parametrize("angle", TURNED)
def test_text_that_is_turned_reads_upright_and_keeps_its_place(angle: int) -> None:
    size = "/MediaBox [0 0 842 595]" if angle % 180 else ""
    found = reading.read(pdf(f"q {TURNED[angle]} cm\n{DRAWN}Q", page=size))
    assert body(found) == LINES
    first, second = (found.boxes[found.text.index(word)] for word in ("3862", "862"))
    assert first
    assert second
    step = {0: (8, 0), 90: (0, -8), 180: (-8, 0), 270: (0, 8)}[angle]
    assert (second.x0 - first.x0, second.top - first.top) == pytest.approx(step, abs=0.3)
    (page,) = read(pdf(f"q {TURNED[angle]} cm\n{DRAWN}Q", page=size)).pages
    assert page.turn == angle // 90


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_turned_against_its_text_reads_as_if_it_were_not(rotate: int) -> None:
    found = reading.read(pdf(DRAWN, page=f"/Rotate {rotate}"))
    assert body(found) == LINES
    assert all(box is None or (box.x0 < box.x1 and box.top < box.bottom) for box in found.boxes)


def test_a_few_turned_words_turn_no_page() -> None:
    (page,) = read(pdf(DRAWN + "q 0 1 -1 0 300 300 cm\n" + show(0, 0, "数") + "Q")).pages
    assert page.turn == 0


def test_columns_are_read_one_after_the_other() -> None:
    lines = body(document("columns"))
    assert [line[:2] for line in lines] == ["云岚", "一、", "二、", "三、", "四、", "五、", "六、"]
    assert "提起诉讼1009件" in lines[2]
    assert "惠及群众18230人次。" in lines[5]


def test_text_boxes_stay_apart_from_the_lines_beside_them() -> None:
    source = (PAGES / "boxes.html").read_text(encoding="utf-8")
    typed = re.findall(r"<(?:p|div class=\"box\")[^>]*>(.*?)</", source)
    lines = [line.replace(" ", "") for line in body(document("boxes"))]
    place = lines.index("五、全年办理案件如下：") + 1
    assert lines[place : place + 2] == ["行政许可类案件共740件", "行政处罚类共3862件"]  # no box: labels and values
    assert sorted(lines[:place] + lines[place + 2 :]) == sorted(line.replace("\u3000", "") for line in typed)
    assert [line[:2] for line in lines[:3]] == ["一、", "二、", "数读"]  # a box stands after its paragraph


def test_paragraphs_of_vertical_writing_stay_apart() -> None:
    typed = re.findall(r"<text:p[^>]*>(.*?)</", (PAGES / "vertical.fodt").read_text(encoding="utf-8"))
    assert body(document("vertical")) == typed  # no indents; figures that no line end may part


def test_what_lies_over_and_behind_the_text() -> None:
    found = document("over")
    first, second = body(found)
    assert "案件3862¹件，同比下降12.5%，" in first
    assert "罚没款8122.21万元¹²。" in first
    assert second == "新收行政复议申请128件，审结119件。"  # white on a dark band
    assert found.text[found.body_end :].split() == ["内部资料2022"]
    assert "999" not in found.text
    assert "888" not in found.text
    assert [(note.code, note.page) for note in found.notes] == [("hidden_text", 1)]


def test_a_raised_digit_is_no_digit_of_the_figure() -> None:
    data = pdf(show(72, 700, "案件3862") + show(136, 707, "1", size=8) + show(140, 700, "件"))
    assert "案件3862¹件" in reading.read(data).text
    lowered = pdf(show(72, 700, "案件3862") + show(136, 696, "1", size=8) + show(140, 700, "件"))
    assert "¹" not in reading.read(lowered).text


def test_tiny_text_is_left_out() -> None:
    assert "666" not in reading.read(pdf(DRAWN + show(72, 300, "极小666件", size=0.5))).text


def test_a_watermark_breaks_no_number() -> None:
    leaning = "q 0.8 0.6 -0.6 0.8 100 600 cm\n" + show(0, 0, "内部资料", size=40) + "Q\n"
    cut = show(72, 700, "全年办理行政处罚案件" + "和许可事项" * 3 + "38") + leaning + show(72, 671, "62件，办结。")
    assert "3862件" in reading.read(pdf(cut)).text
