"""Laying out pages: lines, paragraphs, furniture, spaces; nothing lost, nothing invented, every character in its box."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handmade import column, page, pdf, show
from lawreport_cli import reading
from lawreport_cli.model import Document
from lawreport_cli.reading.folding import fold
from lawreport_cli.reading.layout import to_document
from lawreport_cli.reading.pdf import read as read_pdf
from lawreport_cli.reading.regions import Page

BESIDE = Path(__file__).resolve().parents[2] / "shared"  # material beside the repository, where there is any


def body(document: Document) -> list[str]:
    return document.text[: document.body_end].split("\n")[:-1]


def furniture(document: Document) -> list[str]:
    return document.text[document.body_end :].split("\n")[1:-1]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def assert_whole(document: Document, pages: Sequence[Page]) -> None:
    """The laws of a reading text: equal lengths, boxes, and every character of the pages once."""
    assert len(document.text) == len(document.folded) == len(document.boxes)
    assert all(box or char.isspace() for char, box in zip(document.text, document.boxes, strict=True))
    printed = Counter(
        (char, box)
        for one in pages
        for char, box in zip(one.text, one.boxes, strict=True)
        if box and not char.isspace()
    )
    read = Counter(
        (char, box) for char, box in zip(document.text, document.boxes, strict=True) if box and not char.isspace()
    )
    assert read == printed


# ---------------------------------------------------------------- paragraphs

PROSE = [
    "一、总体情况",
    "（一）健全工作机制，压实法治建设责任",
    "1.提升依法行政能力。全年组织集中学法12次，培训行政执法人员1,036人次，受理行政复议申请351件，审结328件，综合纠错率为9.76%，"
    "较上年下降2.3个百分点；办理行政应诉案件208件，负责人出庭应诉率100%，出庭发声率保持在95%以上。",
    "2.深化“放管服”改革。梳理政务服务事项2291项，其中1580项实现“全程网办”，平均压缩办理时限63.5%，新增“一件事”集成服务15起以上。",
    "二、存在不足",
    "一是基层力量偏弱。二是数字化水平有待提升，信息共享率仅为71%。",
]


def test_paragraphs_are_whole_over_lines_and_pages() -> None:
    pages = column(PROSE, per_page=5)
    document = to_document(pages)
    assert body(document) == PROSE
    assert [bare(line) for line in furniture(document)] == [f"—{n}—" for n in range(1, len(pages) + 1)]
    assert_whole(document, pages)


@given(
    st.lists(
        st.text("全市办结案件一二三0123456789.,%，。；（）《》A", min_size=2, max_size=120), min_size=1, max_size=12
    )
)
@settings(max_examples=60, deadline=None)
def test_no_character_is_lost_or_invented_in_columns(texts: list[str]) -> None:
    pages = column(texts, per_page=6)
    document = to_document(pages)
    assert_whole(document, pages)
    order = bare("".join(texts))
    if not any(re.fullmatch(r"\d{1,4}", text) for text in texts):  # a bare number may be taken for a page number
        assert bare("".join(body(document))) == order


@given(
    st.lists(
        st.tuples(
            st.floats(40, 400),
            st.integers(0, 60).map(lambda i: 30.0 + 13 * i),
            st.text("件年月甲乙0123456789.,% ␣-/—第页共ab", min_size=1, max_size=20).filter(
                lambda t: t.strip(" ␣") != ""
            ),
        ),
        max_size=30,
        unique_by=lambda line: line[1],
    )
)
@settings(max_examples=150, deadline=None)
def test_no_character_is_lost_or_invented_anywhere(lines: list[tuple[float, float, str]]) -> None:
    pages = [page([(x, y, text.strip(" ␣"), 10.0) for x, y, text in lines])]
    assert_whole(to_document(pages), pages)


def test_break_at_the_line_end_does_not_cut_a_number() -> None:
    full = "办" * 27
    lines = [(111.0, 100.0, full[:25] + "1"), (79.0, 129.0, "5起，其中351"), (79.0, 158.0, "件。")]
    lines += [(111.0, 187.0, full[:26]), (79.0, 216.0, full + "1"), (79.0, 245.0, full + "，"), (79.0, 274.0, "末。")]
    assert body(to_document([page(lines)]))[0].startswith(full[:25] + "15起，其中351")


def test_headings_on_a_line_of_their_own_stay_so_without_indents() -> None:
    full = "甲乙丙丁戊己庚辛壬癸" * 2 + "甲乙丙丁戊己庚"
    texts = [
        full,
        full + "。",
        "一、主要做法",
        full,
        full + "。",
        "（一）" + full[3:],
        "尾。",
        "二是" + full[2:-1] + "。",
        "1.概况",
        full,
    ]
    document = to_document([page([(79.0, 100.0 + 29 * i, text) for i, text in enumerate(texts)])])
    assert body(document) == [
        full + full + "。", "一、主要做法", full + full + "。", "（一）" + full[3:] + "尾。", "二是" + full[2:-1] + "。", "1.概况", full,
    ]  # fmt: skip


def test_title_of_several_centred_lines_is_one_line() -> None:
    prose = [
        (79.0 + 32 * (i % 3 == 0), 260.0 + 29 * i, "办" * (26 if i % 3 == 0 else 28 if i % 3 == 1 else 9))
        for i in range(12)
    ]
    title = [
        (226.0, 100.0, "云岚县人民政府", 22.0),
        (171.0, 140.0, "关于2023年度法治政府建设", 22.0),
        (270.0, 180.0, "的报告", 22.0),
    ]
    subtitle = (223.0, 215.0, "（2024年1月15日）")
    lines = body(to_document([page([*title, subtitle, *prose])]))
    assert lines[:2] == ["云岚县人民政府关于2023年度法治政府建设的报告", "（2024年1月15日）"]
    assert len(lines) == 6


def test_signature_and_date_stay_lines_of_their_own() -> None:
    prose = [
        (79.0 + 32 * (i % 3 == 0), 100.0 + 29 * i, "办" * (26 if i % 3 == 0 else 28 if i % 3 == 1 else 9))
        for i in range(9)
    ]
    end = [(380.0, 390.0, "云岚县人民政府"), (372.0, 419.0, "2024年1月15日")]
    assert body(to_document([page([*prose, *end])]))[-2:] == ["云岚县人民政府", "2024年1月15日"]


def test_latin_words_keep_their_space_over_a_line_end_and_hyphens_stay() -> None:
    lines = [
        (79.0, 100.0, "open " * 10 + "data"),
        (79.0, 120.0, "portal and " * 4 + "in 2023-"),
        (79.0, 140.0, "2027 years"),
    ]
    (text,) = body(to_document([page(lines)]))
    assert text == "open " * 10 + "data " + "portal and " * 4 + "in 2023-2027 years"


# ---------------------------------------------------------------- spaces


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("只计这一情␣形", "只计这一情形"),
        ("受理␣351␣件", "受理351件"),
        ("受理 351 件", "受理351件"),
        ("2 2 9 1 1条", "22911条"),
        ("2␣2␣9␣1␣1条", "22911条"),
        ("202␣3年1␣0␣3件", "2023年103件"),
        ("资金1␣,087␣.5 万元", "资金1,087.5万元"),
        ("提升50 %以上", "提升50%以上"),
        ("使用Word␣2016与open data平台", "使用Word 2016与open data平台"),
        ("电话 0517 8722", "电话0517 8722"),
        ("行政许可␣␣␣␣␣550␣␣␣␣␣20", "行政许可 550 20"),
        ("张三　李四", "张三　李四"),
        ("发布时间:2024-03-18␣16:02", "发布时间:2024-03-18 16:02"),
        ("2024/3/5␣9:07打印", "2024/3/5 9:07打印"),
        ("投入3 千万元", "投入3千万元"),
        ("约二 3人", "约二 3人"),  # a Chinese numeral and a digit are two numbers
        ("占比 ，下降", "占比，下降"),
        ("20\u200b23\ufeff年\u00ad", "2023年"),
    ],
)
def test_spaces(printed: str, read: str) -> None:
    assert body(to_document([page([(79.0, 100.0, printed)])])) == [read]


def test_fake_bold_counts_once() -> None:
    text = "办结995件"
    data = pdf("".join(show(72 + shift, 700, text) for shift in (0, 0.3, 0.6)))
    assert body(reading.read(data)) == [text]
    one = page([(72.0, 100.0, text)])
    doubled = Page(
        1, 595.0, 842.0, "".join(char * 2 for char in text), tuple(box for box in one.boxes[: len(text)] for _ in "12")
    )
    assert body(to_document([doubled])) == [text]


def test_doubled_digits_side_by_side_stay() -> None:
    assert body(to_document([page([(79.0, 100.0, "办结1100件件均")])])) == ["办结1100件件均"]


def test_letter_spaced_digits_of_a_pdf() -> None:
    assert body(reading.read(pdf(show(72, 700, "发布22911条", spacing=4)))) == ["发布22911条"]
    pieces = (
        show(72, 700, "受理202")
        + show(128, 700, "3")
        + show(136, 700, "年1")
        + show(160, 700, "0")
        + show(168, 700, "3件")
    )
    assert body(reading.read(pdf(pieces))) == ["受理2023年103件"]


# ---------------------------------------------------------------- order


def test_order_is_that_of_the_page_not_of_the_file() -> None:
    lines = [(111.0, 300.0, "三、收尾"), (111.0, 100.0, "一、开头"), (111.0, 200.0, "二、中间")]
    assert body(to_document([page(lines)])) == ["一、开头", "二、中间", "三、收尾"]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(50.0, 100.0 + 20 * i, f"左{i}" + "栏" * 10) for i in range(8)]
    right = [(310.0, 100.0 + 20 * i, f"右{i}" + "栏" * 10) for i in range(8)]
    both = [line for pair in zip(left, right, strict=True) for line in pair]
    text = bare("".join(body(to_document([page(both)]))))
    assert re.findall(r"[左右]\d", text) == [f"{side}{i}" for side in "左右" for i in range(8)]


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_a_page_that_lies_on_its_side_is_read_line_by_line(rotate: int) -> None:
    lines = ["办结案件" * 6 + "20", "35件" + "罚没款项" * 5 + "1", "2万元。"]
    data = pdf("".join(show(72, 700 - 29 * i, line) for i, line in enumerate(lines)), page=f"/Rotate {rotate}")
    assert bare("".join(body(reading.read(data)))) == "".join(lines)


# ---------------------------------------------------------------- furniture


def numbered(form: str, count: int = 4, top: float = 770.0) -> Document:
    full = "办" * 28
    pages = [
        page([*[(79.0, 100.0 + 29 * i, full) for i in range(20)], (270.0, top, form.format(n=n, all=count), 12.0)], n)
        for n in range(1, count + 1)
    ]
    document = to_document(pages)
    assert_whole(document, pages)
    return document


@pytest.mark.parametrize(
    "form", ["— {n} —", "-{n}-", "－{n}－", "第{n}页", "第 {n} 页 共 {all} 页", "{n}/{all}", "{n}", "Page {n} of {all}"]
)
def test_page_numbers_leave_the_flow(form: str) -> None:
    document = numbered(form)
    assert body(document) == ["办" * 28 * 80]
    assert [bare(line) for line in furniture(document)] == [bare(form.format(n=n, all=4)) for n in range(1, 5)]


def test_footer_and_next_line_make_no_number() -> None:
    full = "办" * 28
    pages = [
        page([(79.0, 100.0, full), (79.0, 129.0, full), (290.0, 780.0, "5/9", 12.0)], 1),
        page([(111.0, 100.0, "15.推进" + full[:20]), (79.0, 129.0, full), (290.0, 780.0, "6/9", 12.0)], 2),
    ]
    assert not re.search("915", to_document(pages).text)


def test_running_head_leaves_the_flow_and_a_line_of_the_body_stays() -> None:
    full = "办" * 28
    pages = [
        page([(79.0, 50.0, f"云岚县司法局 第{n}期", 10.0), *[(79.0, 100.0 + 29 * i, full) for i in range(20)]], n)
        for n in range(1, 6)
    ]
    document = to_document(pages)
    assert furniture(document) == [f"云岚县司法局 第{n}期" for n in range(1, 6)]
    assert body(document) == [full * 100]


def test_number_that_ends_the_body_of_a_page_is_no_page_number() -> None:
    full = "办" * 28
    rows = [(79.0, 100.0 + 29 * i, full) for i in range(20)]
    pages = [
        page([*rows, (79.0, 680.0, "95")], 1),
        page([(79.0, 100.0, "个项目。"), *[(79.0, 129.0 + 29 * i, full) for i in range(9)]], 2),
    ]
    document = to_document(pages)
    assert body(document)[0].endswith("办95")
    assert furniture(document) == []


def test_browser_print_lines_and_site_chrome_leave_the_flow() -> None:
    full = "办" * 26
    chrome = [
        (50.0, 50.0, "云岚县人民政府"),
        (50.0, 75.0, "首页␣␣␣␣政务公开␣␣␣␣政务服务", 10.0),
        (50.0, 100.0, "您现在的位置:首页 > 年度报告", 10.0),
    ]
    imprint = [(50.0, 600.0, "主办单位:云岚县人民政府办公室", 10.0), (50.0, 620.0, "联系电话:0000-5550123", 10.0)]
    top, bottom = (
        (24.0, 15.0, "2024/3/5 10:23␣␣␣␣云岚县2023年度报告", 8.0),
        (24.0, 815.0, "https://www.example.org/a/1.html␣␣␣␣1/1", 8.0),
    )
    document = to_document([page([top, *chrome, *[(60.0, 140.0 + 27 * i, full) for i in range(6)], *imprint, bottom])])
    assert body(document) == [full * 6]
    assert len(furniture(document)) == 7


def test_trail_below_the_title_leaves_the_title_alone() -> None:
    lines = [
        (120.0, 60.0, "云岚县2023年度报告", 22.0),
        (79.0, 100.0, "当前位置：首页>政务公开>年度报告"),
        (111.0, 140.0, "办" * 20),
    ]
    document = to_document([page(lines)])
    assert body(document) == ["云岚县2023年度报告", "办" * 20]
    assert furniture(document) == ["当前位置：首页>政务公开>年度报告"]


def test_a_stop_alone_on_the_next_line_ends_the_paragraph_before() -> None:
    lines = [(79.0 + 32, 100.0, "办" * 26), (79.0, 129.0, "。"), (79.0 + 32, 158.0, "新" * 20 + "。")]
    assert body(to_document([page(lines)])) == ["办" * 26 + "。", "新" * 20 + "。"]


def test_a_stop_measured_by_its_ink_stands_on_its_line() -> None:
    made = page([(79.0, 100.0, "实现跨省通办"), (79.0 + 96, 111.0, "。", 5.0), (79.0, 129.0, "新" * 20)])
    assert body(to_document([made]))[0] == "实现跨省通办。"


def test_fields_stand_line_by_line() -> None:
    lines = [
        (79.0, 100.0, "来源：云岚县人民政府␣␣发布时间：2024-01-21 16:08␣␣字体：大中小"),
        (79.0, 129.0, "索引号：0041/2024"),
    ]
    lines += [(79.0 + 32, 158.0 + 29 * i, "办" * 26) for i in range(3)]
    assert [line[:3] for line in body(to_document([page(lines)]))[:2]] == ["来源：", "索引号"]


# ---------------------------------------------------------------- boxes


def test_characters_of_the_page_inside_the_boxes_spell_the_text() -> None:
    data = pdf(show(72, 700, "全年办结案件9") + show(72, 671, "95件，罚没8122.21万元"))
    document = reading.read(data)
    start = document.text.index("8122")
    boxes = [box for box in document.boxes[start : start + 9] if box]
    assert all(a.x1 == pytest.approx(b.x0, abs=0.5) and a.top < b.bottom for a, b in pairwise(boxes))
    assert boxes[0].x0 == pytest.approx(72 + 8 * 2 + 16 * 4, abs=0.5)


# ---------------------------------------------------------------- real producers

REPORTS = Path(__file__).resolve().parents[1] / "fixtures" / "reports"


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*/pdf/*.pdf")), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_each_paragraph_and_row_of_a_fixture_is_a_line(path: Path) -> None:
    def comparable(line: str) -> str:  # LibreOffice leaves out a comma that would hang in the margin
        return bare(fold(line.replace("，", "").replace("|", "")))

    typed = (path.parents[1] / "report.txt").read_text(encoding="utf-8").splitlines()
    document = reading.read(path.read_bytes())
    assert_whole(document, read_pdf(path.read_bytes()).pages)
    lines = iter([comparable(line) for line in body(document)])
    wanted = [comparable(line) for line in typed if not line.startswith("当前位置")]
    assert [line for line in wanted if line and line not in lines] == []  # in order: the iterator only goes on


SEED = BESIDE / "seed" / "pdf"
PRODUCERS = sorted(SEED.glob("*.pdf")) if SEED.exists() else []
needs_seed = pytest.mark.skipif(not PRODUCERS, reason="no material beside the repository")


@needs_seed
@pytest.mark.parametrize("path", [path for path in PRODUCERS if "scan" not in path.name], ids=lambda path: path.stem)
def test_text_of_every_producer_is_the_text_typed(path: Path) -> None:
    typed = [
        bare(fold(line)) for line in (BESIDE / "seed" / "qidong-2024.txt").read_text().splitlines() if line.strip()
    ]
    typed = [line for line in typed if not line.startswith("来源") and not line.endswith(".pdf")]
    document = reading.read(path.read_bytes())
    assert_whole(document, read_pdf(path.read_bytes()).pages)
    read = [bare(fold(line)) for line in body(document)]
    read = [line for line in read if not line.startswith("来源")]
    assert read[: len(typed)] == typed
    assert all(line.startswith("附件") or document.tables for line in read[len(typed) :])


@needs_seed
def test_report_as_published_is_the_text_typed() -> None:
    typed = (BESIDE / "real" / "hongze-2023.txt").read_text().splitlines()
    document = reading.read((BESIDE / "real" / "hongze-2023.pdf").read_bytes())
    prose = [bare(line) for line in typed if line.strip() and "|" not in line]
    read = [bare(line) for line in body(document)]
    assert [line for line in read if line in prose] == prose
    assert re.findall(r"\d+", "".join(furniture(document))) == ["1", "2", "3", "4", "5"][: document.pages]
