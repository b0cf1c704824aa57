"""The reading text of every fixture PDF against what its author typed."""

import re
from pathlib import Path

import pytest

from blocks import blocks_of
from corpus import PDFS, name_of, report_of

SOURCE_LINE = re.compile(r"来源：.+发布时间：\d{4}-\d\d-\d\d16:02浏览次数：字号：")  # as tools/as_html.py prints it
each_pdf = pytest.mark.parametrize("pdf", PDFS, ids=name_of)


def squeezed(text: str) -> str:
    """Without white space and table bars."""
    return "".join(text.split()).replace("|", "")


def typed(pdf: Path) -> str:
    return (pdf.parent.parent / "report.txt").read_text(encoding="utf-8")


def chrome_of(pdf: Path) -> set[str]:
    """The lines of source and date about the title (来源：…): they may stand in the body or in the furniture."""
    typed_by_author = {squeezed(block.text) for block in blocks_of(typed(pdf)) if block.kind == "chrome"}
    return typed_by_author | {line for part in parts(pdf) for line in part if SOURCE_LINE.match(line)}


def without(line: str, pieces: set[str]) -> str:
    """What is left of a line when the pieces are taken out."""
    for piece in sorted(pieces, key=len, reverse=True):
        line = line.replace(piece, "")
    return line


def parts(pdf: Path) -> tuple[list[str], list[str]]:
    """Lines of the body and of the furniture, squeezed."""
    body, _, furniture = report_of(pdf).document.text.partition("\f")
    return [squeezed(line) for line in body.splitlines()], [squeezed(line) for line in furniture.splitlines()]


def body_of(pdf: Path) -> list[str]:
    """The body's lines without typed chrome and without table heads printed again on the next page."""
    lines = [line for line in parts(pdf)[0] if without(line, chrome_of(pdf))]
    wanted = [squeezed(line) for line in typed(pdf).splitlines()]
    heads = {squeezed("".join(cell.text for cell in row if cell))
             for block in blocks_of(typed(pdf)) for row in block.grid[: block.heads]}  # fmt: skip
    kept: list[str] = []
    for line in lines:
        if line in heads and kept.count(line) == wanted.count(line):
            continue
        kept.append(line)
    return kept


@each_pdf
def test_the_body_is_what_was_typed(pdf: Path) -> None:
    wanted = [line for line in map(squeezed, typed(pdf).splitlines()) if line and line not in chrome_of(pdf)]
    assert "".join(body_of(pdf)) == "".join(wanted)


@each_pdf
def test_a_line_is_a_paragraph(pdf: Path) -> None:
    wanted = [line for line in map(squeezed, typed(pdf).splitlines()) if line and line not in chrome_of(pdf)]
    assert body_of(pdf) == wanted


@each_pdf
def test_cells_are_parted_by_tabs(pdf: Path) -> None:
    rows = [line for line in typed(pdf).splitlines() if line.startswith("|")]
    lines = {squeezed(line): line for line in report_of(pdf).document.text.splitlines()}
    for row in rows:
        wanted = [squeezed(cell) for cell in row.strip("|").split("|")]
        found = [squeezed(cell) for cell in lines[squeezed(row)].split("\t")]
        assert list(filter(None, found)) == list(filter(None, wanted))


@each_pdf
def test_furniture_stands_after_the_form_feed(pdf: Path) -> None:
    body, furniture = parts(pdf)
    pages = report_of(pdf).document.pages
    if pdf.stem == "chromium":
        assert sum(line.startswith("http") for line in furniture) == pages
        assert not [line for line in body if line.startswith(("当前位置", "http", "【打印", "主办单位"))]
    else:
        assert sum(any(char.isdigit() for char in line) for line in furniture) >= pages  # page numbers
    assert all(line in "".join(body) or line in furniture for line in chrome_of(pdf))


@each_pdf
def test_three_lengths_are_equal(pdf: Path) -> None:
    document = report_of(pdf).document
    assert len(document.text) == len(document.folded) == len(document.boxes)
    for char, box in zip(document.text, document.boxes, strict=True):
        assert box is not None or char.isspace()
