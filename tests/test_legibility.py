"""Fonts that lie: garbage is an error or a warning on its page, and no sound text is called garbage."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import FIXTURES, PDFS
from handmade import _file
from lawreport_cli import reading
from lawreport_cli.errors import DocumentError
from lawreport_cli.reading.legibility import doubt, is_illegible

SOUND = [*PDFS, *sorted((FIXTURES / "tables").glob("*.pdf"))]
LINES = [
    "云岚县2023年度法治政府建设工作情况报告",
    "一、全县各级行政机关全年办理行政处罚案件3862件，同比下降12.5%。",
    "二、新收行政复议申请128件，审结119件，综合纠错率为11.7%。",
    "三、行政机关负责人出庭应诉97人次，出庭应诉率100%。",
    "四、开展执法培训46场次，覆盖执法人员2468人次。",
]


def typeset(pages: list[list[str]], says: Callable[[str], str]) -> bytes:
    """A PDF whose font says `says(c)` for the drawing of each character c."""
    codes = {char: i + 1 for i, char in enumerate(sorted({c for page in pages for line in page for c in line}))}
    rows = "\n".join(f"<{code:04X}> <{says(char).encode('utf-16-be').hex()}>" for char, code in codes.items())
    cmap = (
        "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar endcmap"
    )
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /FontDescriptor << /Type /FontDescriptor"
        " /FontName /Song /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /StemV 80 >>"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for i, page in enumerate(pages):
        drawn = "".join(
            f"BT /F1 12 Tf 1 0 0 1 60 {760 - 24 * n} Tm <{''.join(f'{codes[c]:04X}' for c in line)}> Tj ET\n"
            for n, line in enumerate(page)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _file([body.encode() for body in objects], b"/Root 1 0 R")


def codes_of(data: bytes) -> list[tuple[str, int | None]]:
    return [(note.code, note.page) for note in reading.read(data).notes]


LIES: dict[str, Callable[[str], str]] = {
    "digits are signs": lambda c: "!\"#$%&'*+@"[int(c)] if c.isascii() and c.isdigit() else c,
    "digits are private": lambda c: chr(0xE000 + int(c)) if c.isascii() and c.isdigit() else c,
    "digits are one": lambda c: "7" if c.isascii() and c.isdigit() else c,
    "everything is one": lambda _: "案",
    "everything is the next": lambda c: chr(ord(c) + 1),
}


def test_an_honest_font_is_believed() -> None:
    data = typeset([LINES], lambda c: c)
    assert codes_of(data) == []
    assert "3862件" in reading.read(data).text


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_font_is_noted(lie: str) -> None:
    assert codes_of(typeset([LINES, LINES], LIES[lie])) == [("text_unreliable", 1), ("text_unreliable", 2)]


def test_characters_without_meaning_are_an_error() -> None:
    with pytest.raises(DocumentError) as caught:
        reading.read(typeset([LINES], lambda c: chr(0xE000 + ord(c) % 0x1000)))
    assert caught.value.code == "text_unreliable"


def test_pages_in_the_same_fonts_are_in_doubt_too() -> None:
    few = ["本页无正文3件"]
    sign = LIES["digits are signs"]
    assert codes_of(typeset([LINES, few], sign)) == [("text_unreliable", 1), ("text_unreliable", 2)]
    assert codes_of(typeset([LINES, few, few], sign)) == [("text_unreliable", 1)]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_no_sound_page_is_in_doubt(path: Path) -> None:
    assert "text_unreliable" not in {note.code for note in reading.read(path.read_bytes()).notes}


@pytest.mark.parametrize(
    "text",
    [
        "\ue000\ue001\ue002 案件12件",
        "\uf0b7 受理案件12件\n\uf0b7 办结案件9件\n\uf0b7 移送案件3件\n",  # bullets of a symbol font
        "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",  # an empty form
        "张伟 王芳 李娜 刘洋 陈静 杨磊 赵敏 黄勇 周杰 吴涛 徐丽 孙强 马超 朱琳 胡斌 郭霞 何军 林峰 高翔 罗丹",
        "R&D经费投入 A+B类企业 C#课程",
        "བོད་ལྗོངས་ཀྱི་ཁྲིམས་སྲུང་སྲིད་གཞུང་འཛུགས་སྐྲུན་གྱི་སྙན་ཞུ་ཉིས་སྟོང་ཉི་ཤུ་རྩ་གསུམ།",
        "قانۇن بويىچە مەمۇرىي ئىش بېجىرىش دوكلاتى، مەمۇرىي جازا دېلوسى ھەممىسى تاماملاندى",
        "#include <stdio.h>\nstatic int indicate_policy(void) { if (value & mask) return error; /* size * count */ }",
        "",
    ],
)
def test_odd_but_honest_text(text: str) -> None:
    assert doubt(text) is None
    assert not is_illegible(text)


def test_garbage_of_many_scripts_and_of_signs() -> None:
    assert is_illegible("".join(chr(0x600 + 37 * i % 0x1200) for i in range(90)))
    assert doubt("".join(chr(0x600 + 37 * i % 0x1200) for i in range(90)))
    assert doubt("案件" * 20 + "\u0f56\u1a40\u0b90\u1344\u0c31\u1611" * 9)
    assert doubt("".join(chr(33 + 41 * i % 94) for i in range(300))) == "signs stand where figures should"


def test_cid_marks_in_the_text() -> None:
    assert doubt("办理案件(cid:19)(cid:20)件")
