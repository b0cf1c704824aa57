"""Tables: labels from typed grids, cells from PDFs whose source stands beside them in fixtures/tables."""

import time
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawreport_cli import reading
from lawreport_cli.model import Box, Document, Span, Table
from lawreport_cli.reading import celltext, pdf, tables
from lawreport_cli.reading.cellgrid import GridCell
from lawreport_cli.reading.labels import CellLabel, label
from lawreport_cli.reading.regions import Page, PlacedTable, RawCell, RawTable, Ruling

FIXTURES = Path(__file__).parents[1] / "fixtures" / "tables"


def grid(drawn: str) -> list[GridCell]:
    """Cells as drawn: one line a row, `|` between cells, `<` goes on from the left, `^` from above."""
    rows = [[text.strip() for text in line.split("|")] for line in drawn.strip().splitlines()]
    roots: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            roots[r, c] = {"<": roots.get((r, c - 1)), "^": roots.get((r - 1, c))}.get(text) or (r, c)
    cells = []
    for r, c in sorted(set(roots.values())):
        own = [place for place, root in roots.items() if root == (r, c)]
        cells.append(GridCell(rows[r][c], r, c, max(p[0] for p in own) - r + 1, max(p[1] for p in own) - c + 1))
    return cells


def labelled(drawn: str, caption: str | None = None, breaks: tuple[int, ...] = ()) -> list[tuple[str, CellLabel]]:
    cells = grid(drawn)
    return [(cell.text, meaning) for cell, meaning in zip(cells, label(cells, caption, breaks), strict=True)]


def data(drawn: str, caption: str | None = None, breaks: tuple[int, ...] = ()) -> list[str]:
    """The data cells, each as `row labels / column labels = text unit`."""
    return [said(text, meaning) for text, meaning in labelled(drawn, caption, breaks) if meaning.role == "data"]


def said(text: str, meaning: CellLabel) -> str:
    path = " / ".join((">".join(meaning.row_labels), ">".join(meaning.column_labels)))
    return f"{path} = {text} {meaning.unit or ''}".rstrip()


def roles(drawn: str, role: str) -> list[str]:
    return [text for text, meaning in labelled(drawn) if meaning.role == role]


# ---------------------------------------------------------------- headers and stubs


def test_a_merged_header_gives_labels_outermost_first() -> None:
    drawn = """
        行政复议 | <        | 行政诉讼         | <        | <          | <
        结果维持 | 结果纠正 | 未经复议直接起诉 | <        | 复议后起诉 | <
        ^        | ^        | 结果维持         | 结果纠正 | 结果维持   | 总 计
        10       | 1        | 0                | 2        | 5          | 7
    """
    assert data(drawn) == [
        " / 行政复议>结果维持 = 10",
        " / 行政复议>结果纠正 = 1",
        " / 行政诉讼>未经复议直接起诉>结果维持 = 0",
        " / 行政诉讼>未经复议直接起诉>结果纠正 = 2",
        " / 行政诉讼>复议后起诉>结果维持 = 5",
        " / 行政诉讼>复议后起诉>总计 = 7",
    ]


def test_a_stray_rule_does_not_split_a_header() -> None:
    drawn = """
        行政复议 | <        |                  | 行政诉讼 | <          | <
        结果维持 | 结果纠正 | 未经复议直接起诉 | <        | 复议后起诉 | <
        ^        | ^        | 结果维持         | 结果纠正 | 结果维持   | 总计
        10       | 1        | 0                | 2        | 5          | 7
    """
    assert data(drawn)[2] == " / 行政诉讼>未经复议直接起诉>结果维持 = 0"


def test_a_blank_header_beside_a_header_stays_blank() -> None:
    drawn = """
        单位   |      | 行政处罚 | <
        ^      | 许可 | 罚款     | 警告
        水利局 | 3    | 4        | 5
    """
    assert data(drawn) == ["水利局 / 许可 = 3", "水利局 / 行政处罚>罚款 = 4", "水利局 / 行政处罚>警告 = 5"]


def test_stub_labels_nest_and_keep_their_numbers() -> None:
    drawn = """
        （勾稽关系：第一项加第二项等于第三项） | < | < | 申请人情况 | <
        ^ | ^ | ^ | 自然人 | 总计
        一、本年新收 | < | < | 21 | 22
        三、办理结果 | （一）予以公开 | < | 4 | 5
        ^ | （三）不予公开 | 1.属于国家秘密 | 1 | 1
        ^ | ^ | 2.其他 | 16 | 16
        ^ | （七）总计 | < | 21 | 22
    """
    assert data(drawn)[::2] == [
        "一、本年新收 / 申请人情况>自然人 = 21",
        "三、办理结果>（一）予以公开 / 申请人情况>自然人 = 4",
        "三、办理结果>（三）不予公开>1.属于国家秘密 / 申请人情况>自然人 = 1",
        "三、办理结果>（三）不予公开>2.其他 / 申请人情况>自然人 = 16",
        "三、办理结果>（七）总计 / 申请人情况>自然人 = 21",
    ]


def test_a_label_wrapped_over_lines_is_one_label() -> None:
    drawn = "单位|警告、 通报 批评\n市林草 局|5\n市 A B 局|6"
    assert data(drawn) == ["市林草局 / 警告、通报批评 = 5", "市A B局 / 警告、通报批评 = 6"]


def test_years_head_columns_and_rows() -> None:
    assert data("指标|2022|2023\n收案|5|6") == ["收案 / 2022 = 5", "收案 / 2023 = 6"]
    assert data("年份|收案|结案\n2022|5|6\n2023|7|8")[2:] == ["2023 / 收案 = 7", "2023 / 结案 = 8"]


def test_counts_that_look_like_years_are_counts() -> None:
    assert data("单位|受理|办结\n甲局|2012|1998\n乙局|2021|2020") == [
        "甲局 / 受理 = 2012",
        "甲局 / 办结 = 1998",
        "乙局 / 受理 = 2021",
        "乙局 / 办结 = 2020",
    ]


def test_a_row_of_words_under_a_divided_stub_head_is_data() -> None:
    drawn = "事项|<|件数\n强制措施|查封|\n^|扣押|4"
    assert data(drawn) == ["强制措施>查封 / 件数 =  件", "强制措施>扣押 / 件数 = 4 件"]


def test_a_value_over_several_columns_takes_only_what_covers_it() -> None:
    drawn = """
        单位   | 案件   | <
        ^      | 上半年 | 下半年
        水利局 | 7      | <
    """
    assert data(drawn) == ["水利局 / 案件 = 7"]


# ---------------------------------------------------------------- sections


def test_new_header_rows_after_a_band() -> None:
    drawn = """
        第二十条第（一）项 | < | <
        信息内容 | 本年制发件数 | 现行有效件数
        规章 | 0 | 5
        第二十条第（五）项 | < | <
        信息内容 | 本年处理决定数量 | <
        行政许可 | 550 | <
        第二十条第（八）项 | < | <
        信息内容 | 本年收费金额（单位：万元） | <
        行政事业性收费 | 7730.28 | <
    """
    assert data(drawn) == [
        "规章 / 第二十条第（一）项>本年制发件数 = 0 件",
        "规章 / 第二十条第（一）项>现行有效件数 = 5 件",
        "行政许可 / 第二十条第（五）项>本年处理决定数量 = 550",
        "行政事业性收费 / 第二十条第（八）项>本年收费金额 = 7730.28 万元",
    ]


def test_a_band_over_data_rows_names_their_group() -> None:
    drawn = """
        事项 | 件数
        一、行政许可 | <
        受理 | 9
        二、行政处罚 | <
        立案 | 4
    """
    assert data(drawn) == ["一、行政许可>受理 / 件数 = 9 件", "二、行政处罚>立案 / 件数 = 4 件"]


def test_a_header_in_the_middle_replaces_the_first() -> None:
    drawn = "许可|申请|受理\n采矿|5|4\n强制|查封|扣押\n林业|1|2"
    assert data(drawn)[2:] == ["林业 / 查封 = 1", "林业 / 扣押 = 2"]


def test_words_among_the_values_are_no_header() -> None:
    drawn = "单位|案件|情况\n甲局|5|正常\n乙局|6|正常\n丙局||撤销\n丁局|7|正常"
    assert "丁局 / 案件 = 7" in data(drawn)


def test_the_header_repeated_on_the_next_page_starts_no_new_table() -> None:
    drawn = "序号|单位|件数\n1|甲局|5\n2|乙局|6\n序号|单位|件数\n3|丙局|7"
    assert data(drawn, breaks=(3,)) == ["甲局 / 件数 = 5 件", "乙局 / 件数 = 6 件", "丙局 / 件数 = 7 件"]
    assert roles(drawn, "label").count("序号") == 2


def test_blank_stub_cells_at_the_top_of_a_page_continue_the_label_above() -> None:
    drawn = """
        结果 | < | 件数
        三、办理 | （四）无法提供 | 5
        | 2.没有现成信息 | 3
        合计 | < | 8
    """
    assert data(drawn, breaks=(2,))[1] == "三、办理>2.没有现成信息 / 件数 = 3 件"
    assert data(drawn)[1] == "2.没有现成信息 / 件数 = 3 件"  # not at a page break: blank means blank


def test_label_and_value_pairs_folded_into_one_row() -> None:
    drawn = "乡镇|数量|乡镇|数量|乡镇|数量\n青栈镇|31|白苇镇|28|石枫乡|17\n南陶镇|25|合计|101||"
    assert data(drawn, "各乡镇案件（单位：件）")[:5] == [
        "青栈镇 / 数量 = 31 件",
        "白苇镇 / 数量 = 28 件",
        "石枫乡 / 数量 = 17 件",
        "南陶镇 / 数量 = 25 件",
        "合计 / 数量 = 101 件",
    ]


def test_pairs_without_a_header() -> None:
    assert data("行政许可|550|行政处罚|4119\n行政强制|12|行政检查|/") == [
        "行政许可 /  = 550",
        "行政处罚 /  = 4119",
        "行政强制 /  = 12",
        "行政检查 /  = /",
    ]


def test_a_column_of_words_between_figures_is_no_stub() -> None:
    drawn = "单位|案件数|是否达标|金额（万元）\n甲局|5|是|1.2\n乙局|6|否|3.4"
    assert data(drawn)[2] == "甲局 / 金额 = 1.2 万元"


# ---------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("罚没金额(万元)", ("罚没金额", "万元")),
        ("本年收费金额（单位：万元）", ("本年收费金额", "万元")),
        ("检查（家次）", ("检查", "家次")),
        ("占比（%）", ("占比", "%")),
        ("罚没金额/万元", ("罚没金额", "万元")),
        ("（件）", ("", "件")),
        ("检查家次", ("检查家次", "家次")),
        ("发现问题②", ("发现问题", None)),
        ("本年制发件数", ("本年制发件数", "件")),
        ("（一）予以公开", ("（一）予以公开", None)),
        ("处罚（个人）", ("处罚（个人）", None)),
        ("部分公开（只计这一情形）", ("部分公开（只计这一情形）", None)),
        ("执法单位", ("执法单位", None)),
    ],
)
def test_unit_in_a_header(text: str, expected: tuple[str, str | None]) -> None:
    assert celltext.split(text) == expected


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("表1 行政处罚情况（单位：件）", "件"),
        ("表1 行政处罚情况\n单位：宗、万元", "宗、万元"),
        ("单位：宗 金额单位：万元", "宗、万元"),
        ("单位：元 币种：人民币", "元"),
        ("填报单位：水利局", None),
        ("（万元）", "万元"),
        ("表2 申请件数", None),
        ("二、行政执法情况", None),
        (None, None),
    ],
)
def test_unit_of_a_caption(caption: str | None, unit: str | None) -> None:
    assert celltext.caption_unit(caption) == unit


def test_a_unit_that_heads_a_column_alone_is_its_label() -> None:
    assert data("对象|人次\n干部|320") == ["干部 / 人次 = 320 人次"]
    assert data("对象|（人次）\n干部|320") == ["干部 /  = 320 人次"]


def test_the_caption_speaks_where_the_header_is_silent() -> None:
    drawn = "单位|罚款|罚没金额|占比|检查（次）\n甲局|5|7.5|3.1|9"
    assert [cell.rpartition(" = ")[2] for cell in data(drawn, "单位：宗、万元")] == ["5 宗", "7.5 万元", "3.1", "9 次"]


def test_the_unit_in_a_cell_of_the_title_row() -> None:
    drawn = "2024年执法统计|<|单位：宗\n单位名称|罚款|警告\n甲局|5|6"
    assert data(drawn) == ["甲局 / 罚款 = 5 宗", "甲局 / 警告 = 6 宗"]


def test_a_column_of_units_speaks_for_its_row() -> None:
    drawn = "指标|计量单位|行次|2023年\n甲|乙|丙|1\n收案|件|01|88\n罚没收入|万元|02|52.1"
    assert data(drawn) == ["收案 / 2023年 = 88 件", "罚没收入 / 2023年 = 52.1 万元"]


def test_a_column_of_offices_headed_unit_is_a_stub() -> None:
    assert data("单位|案件\n公安局|5\n水利局|6") == ["公安局 / 案件 = 5", "水利局 / 案件 = 6"]


def test_the_unit_of_a_row_and_of_a_column() -> None:
    by_row = "指标|2022年|2023年\n案件（件）|5|6\n罚没金额（万元）|7|8"
    assert [cell.rpartition(" = ")[2] for cell in data(by_row)] == ["5 件", "6 件", "7 万元", "8 万元"]
    both = "事项|数量（件）|金额（万元）\n行政处罚（宗）|5|6"
    assert [cell.rpartition(" = ")[2] for cell in data(both)] == ["5 件", "6 万元"]
    exception = "事项|数量（件）\n处罚|5\n罚没金额（万元）|6"
    assert [cell.rpartition(" = ")[2] for cell in data(exception)] == ["5 件", "6 万元"]


def test_no_unit_comes_from_a_neighbour() -> None:
    assert data("单位|罚款（宗）|罚没金额\n甲局|5|7000") == ["甲局 / 罚款 = 5 宗", "甲局 / 罚没金额 = 7000"]


def test_a_share_does_not_take_the_unit_of_the_caption() -> None:
    assert data("事项|数量|占比\n征收|75|35.2%", "单位：件") == ["征收 / 数量 = 75 件", "征收 / 占比 = 35.2%"]


# ---------------------------------------------------------------- totals, enumerators, no value


def test_totals_of_rows_and_columns() -> None:
    drawn = "序号|单位|罚款|合计（宗）\n1|甲局|5|6\n合计|<|5|6\n全市总计|<|7|8\n合计利用外资|<|1|2"
    flags = [(m.row_total, m.column_total) for _, m in labelled(drawn) if m.role == "data"]
    assert flags == [
        (False, False),
        (False, True),
        (True, False),
        (True, True),
        (True, False),
        (True, True),
        (False, False),
        (False, True),
    ]


def test_counting_columns_and_rows_are_enumerators() -> None:
    assert roles("序号|单位|件数\n1|甲局|5\n2|乙局|6", "enumerator") == ["1", "2"]
    assert roles("|单位|件数\n1|甲局|1\n2|乙局|2\n3|丙局|3", "enumerator") == ["1", "2", "3"]
    assert roles("单位|行次|件数\n甲|乙|1\n甲局|01|5", "enumerator") == ["甲", "乙", "1", "01"]
    assert roles("一|受理|5\n二|办结|6", "enumerator") == ["一", "二"]


def test_small_counts_are_no_enumerators() -> None:
    assert roles("单位|罚款|警告\n甲局|1|1\n乙局|2|2\n丙局|3|3", "enumerator") == []
    assert roles("许可|处罚|强制\n1|2|3", "enumerator") == []


def test_zero_blank_and_dash_stay_apart() -> None:
    drawn = "单位|罚款|警告|没收|吊销\n甲局|0||—|/"
    assert data(drawn) == ["甲局 / 罚款 = 0", "甲局 / 警告 =", "甲局 / 没收 = —", "甲局 / 吊销 = /"]


@pytest.mark.parametrize("text", ["75件", "1,592", "-3", "12.5%", "20余家", "8,100（+3%）", "2.8万元", "１２", "1 234"])
def test_cells_of_numbers(text: str) -> None:
    assert celltext.kind(text) == "number"


@pytest.mark.parametrize("text", ["01" * 200 + "x", "件、" + "次、" * 200 + "x", "（件、" + "次、" * 200 + "x）"])
def test_a_long_cell_costs_no_more_than_its_length(text: str) -> None:
    began = time.process_time()
    assert (celltext.kind(text), celltext.is_unit(text)) == ("text", False)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", ["2023年", "1月", "第1季度", "12345热线", "1.", "一", "第20条", "甲局"])
def test_cells_of_words(text: str) -> None:
    assert celltext.kind(text) == "text"


def test_a_note_within_the_frame_is_no_band() -> None:
    drawn = "单位|件数\n注：截至2024年12月31日。|<\n甲局|5"
    assert data(drawn) == ["甲局 / 件数 = 5 件"]


@st.composite
def tilings(draw: st.DrawFn) -> list[GridCell]:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    words = st.sampled_from(
        ["", "合计", "单位", "件", "（件）", "0", "12", "2023", "1", "2", "—", "一", "第（一）项", "序号"]
    )
    free = {(r, c) for r in range(rows) for c in range(columns)}
    cells = []
    for r, c in sorted(free):
        if (r, c) not in free:
            continue
        height, width = draw(st.integers(1, rows - r)), draw(st.integers(1, columns - c))
        places = {(r + i, c + j) for i in range(height) for j in range(width)}
        if not places <= free:
            height, width, places = 1, 1, {(r, c)}
        free -= places
        cells.append(GridCell(draw(words), r, c, height, width))
    return cells


@given(tilings(), st.sampled_from([None, "单位：件", "单位：件、万元"]), st.sets(st.integers(1, 6), max_size=2))
@settings(deadline=None)
def test_every_cell_of_any_grid_gets_one_meaning(cells: list[GridCell], caption: str | None, breaks: set[int]) -> None:
    meanings = label(cells, caption, breaks)
    assert len(meanings) == len(cells)
    for cell, meaning in zip(cells, meanings, strict=True):
        assert "" not in (*meaning.row_labels, *meaning.column_labels)
        if meaning.role == "data" and meaning.unit:
            assert caption or any(meaning.unit in other.text for other in cells)
        if meaning.role != "data":
            assert meaning == CellLabel(meaning.role), cell


# ---------------------------------------------------------------- PDFs: the source beside each says what must come out


def read(name: str) -> Document:
    return reading.read((FIXTURES / name).read_bytes())


def cells_of(document: Document, table: Table) -> list[str]:
    return [
        said(
            document.text[cell.span.start : cell.span.end],
            CellLabel(cell.role, cell.row_labels, cell.column_labels, cell.unit),
        )
        for cell in table.cells
        if cell.role == "data"
    ]


def test_tables_of_enforcement() -> None:
    document = read("enforcement.pdf")
    penalties, licences, coercion = document.tables
    assert penalties.caption is not None
    assert penalties.caption.endswith("单位：宗、万元")
    assert cells_of(document, penalties) == [
        "市林草局 / 行政处罚>警告、通报批评 = 12 宗",  # a label over three lines
        "市林草局 / 行政处罚>罚款 = 30 宗",
        "市林草局 / 行政处罚>吊销许可证件 = 0 宗",
        "市林草局 / 合计 = 42 宗",
        "市林草局 / 罚没金额 = 18345.67 万元",  # a number over two lines
        "市水利局 / 行政处罚>警告、通报批评 = — 宗",
        "市水利局 / 行政处罚>罚款 = 5 宗",
        "市水利局 / 行政处罚>吊销许可证件 = / 宗",
        "市水利局 / 合计 = 5 宗",
        "市水利局 / 罚没金额 = 3.2 万元",
        "市文物局 / 行政处罚>警告、通报批评 =  宗",
        "市文物局 / 行政处罚>罚款 = 0 宗",
        "市文物局 / 行政处罚>吊销许可证件 =  宗",
        "市文物局 / 合计 = 0 宗",
        "市文物局 / 罚没金额 = 0 万元",
        "合计 / 行政处罚>警告、通报批评 = 12 宗",
        "合计 / 行政处罚>罚款 = 35 宗",
        "合计 / 行政处罚>吊销许可证件 = 0 宗",
        "合计 / 合计 = 47 宗",
        "合计 / 罚没金额 = 18348.87 万元",
    ]
    assert cells_of(document, licences) == [
        " / 申请 = 1,250 件",
        " / 受理 = 1,248 件",
        " / 许可 = 1,240 件",
        " / 不予许可 = 8 件",
    ]
    assert cells_of(document, coercion)[2:] == [
        "行政强制措施>扣押财物 / 次数 = 9 次",
        "行政强制措施>扣押财物 / 涉及金额 = 12.50 万元",
        "行政强制执行>加处罚款 / 次数 = 2 次",
        "行政强制执行>加处罚款 / 涉及金额 = 0.84 万元",
        "行政强制执行>代履行 / 次数 = 1 次",
        "行政强制执行>代履行 / 涉及金额 = / 万元",
        "总计 / 次数 = 18 次",
        "总计 / 涉及金额 = 13.34 万元",
    ]


def test_notes_stay_text() -> None:
    document = read("enforcement.pdf")
    inside = "".join(document.text[table.span.start : table.span.end] for table in document.tables)
    for note in ("一个处罚决定同时给予两种处罚的，按1宗计。", "许可数量统计期为2024年1月1日至12月31日。"):
        assert note in document.text
        assert note not in inside


def test_forms() -> None:
    document = read("forms.pdf")
    disclosure, folded, form, left, right, vertical = document.tables
    assert cells_of(document, disclosure) == [
        "规章 / 第二十条第（一）项>本年制发件数 = 2 件",
        "规章 / 第二十条第（一）项>本年废止件数 = 0 件",
        "规章 / 第二十条第（一）项>现行有效件数 = 17 件",
        "行政许可 / 第二十条第（五）项>本年处理决定数量 = 4,507",
        "行政事业性收费 / 第二十条第（八）项>本年收费金额 = 311.06 万元",
    ]
    assert cells_of(document, folded)[4:7] == ["南陶镇 / 数量 = 25 件", "双岫镇 / 数量 = 14 件", "合计 / 数量 = 124 件"]
    assert cells_of(document, form)[4:] == ["罚没收入 / 2023年 = 52.1 万元", "罚没收入 / 2024年 = 47.9 万元"]
    assert cells_of(document, left) == ["持证执法人员 / 人数 = 436 人", "公职律师 / 人数 = 21 人"]
    assert cells_of(document, right) == ["普法宣讲 / 场次 = 58 场", "模拟法庭 / 场次 = 6 场"]
    assert cells_of(document, vertical) == [
        "三、本年度办理结果>（一）予以公开 /  = 40",
        "三、本年度办理结果>（二）不予公开 /  = 3",
        "三、本年度办理结果>（三）总计 /  = 43",
    ]


@pytest.mark.parametrize("name", ["repeated-header.pdf", "no-header.pdf"])
def test_a_table_over_pages_is_one_table(name: str) -> None:
    document = read(name)
    (table,) = document.tables
    squads = [f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'子丑寅卯辰巳午未申酉戌亥'[i % 12]}分队" for i in range(42)]
    expected = [
        cell
        for i, squad in enumerate(squads)
        for cell in (
            f"{squad} / 检查次数 = {(i * 37 + 11) % 97 + 1} 次",
            f"{squad} / 行政处罚>案件 = {(i * 53 + 7) % 211} 件",
            f"{squad} / 行政处罚>罚没金额 = {(i * 1237 + 503) % 9000 / 10:.1f} 万元",
        )
    ]
    assert cells_of(document, table)[:-3] == expected
    numbers = [document.text[c.span.start : c.span.end] for c in table.cells if c.role == "enumerator"]
    assert numbers == [str(i + 1) for i in range(42)]
    assert [cell.row_total for cell in table.cells if cell.role == "data"] == [False] * 126 + [True] * 3


def test_a_row_and_a_number_cut_by_the_page_end_are_whole() -> None:
    document = read("cut-row.pdf")
    (table,) = document.tables
    assert cells_of(document, table)[4:] == [
        "丙寅分队驻北片区机动中队 / 案件数 = 31 件",
        "丙寅分队驻北片区机动中队 / 金额 = 98765432.75 元",
        "合计 / 案件数 = 55 件",
        "合计 / 金额 = 111131511 元",
    ]
    assert "\t\t" not in document.text  # nothing is left of the row below
    number = document.text.index("98765432.75")
    assert {box.page for box in document.boxes[number : number + 11] if box} == {1, 2}


@pytest.mark.parametrize(
    "name",
    sorted(path.name for path in FIXTURES.glob("*.pdf") if path.stem not in ("unruled", "heads", "unruled-pages")),
)
def test_cells_are_those_that_pdfplumber_reads_from_the_file_itself(name: str) -> None:
    """Fed with what PDFium read, the finder gives the cells that it gives with its own parser.

    Left out: the remark rows that `find` leaves to the text.
    """
    own = [table for page in pdf.read((FIXTURES / name).read_bytes()).pages for table in tables.find(page)[0]]
    with pdfplumber.open(FIXTURES / name) as file:
        native = [table for page in file.pages for table in page.find_tables()]
    assert len(own) == len(native)
    for ours, theirs in zip(own, native, strict=True):
        boxes = [cell.box[1:] for row in ours.rows for cell in row]
        wanted = sorted((cell for cell in theirs.cells if cell[3] <= ours.box.bottom + 2), key=lambda c: (c[1], c[0]))
        assert len(boxes) == len(wanted)
        for box, cell in zip(boxes, wanted, strict=True):
            assert box == pytest.approx(cell, abs=3)  # the finder itself snaps edges by 3 points


def test_heads_of_tables_with_three_rules() -> None:
    cases, fines = read("heads.pdf").tables
    wrapped = "负责人出庭应诉案件"  # over two lines beside a head over three columns
    assert cells_of(read("heads.pdf"), cases) == [
        f"{row} / {head} = {value} 件"
        for row, values in {"市政府": "41 12 2 39", "市人社局": "9 3 0 9", "市住建局": "17 6 1 11"}.items()
        for head, value in zip(("收案>一审", "收案>二审", "收案>再审", wrapped), values.split(), strict=True)
    ]
    assert cells_of(read("heads.pdf"), fines)[:3] == [
        "市场监管局 / 案件数量 = 1,250 件",
        "市场监管局 / 罚款 = 318.60 万元",
        "市场监管局 / 没收违法所得 = 4 万元",
    ]


def test_a_table_without_rules_goes_on_over_the_page_end() -> None:
    (table,) = read("unruled-pages.pdf").tables  # two pages, the head only on the first
    squads = [f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'子丑寅卯'[i // 10]}分队" for i in range(30)]
    assert cells_of(read("unruled-pages.pdf"), table) == [
        cell
        for i, squad in enumerate(squads)
        for cell in (
            f"{squad} / 检查 = {i * 37 % 97 + 1} 次",
            f"{squad} / 案件 = {'' if i % 9 == 4 else i * 53 % 211} 件",
        )
    ] + ["合计 / 检查 = 1,497 次", "合计 / 案件 = 2,540 件"]


def test_tables_without_rules() -> None:
    document = read("unruled.pdf")
    squads, petitions = document.tables
    assert cells_of(document, squads) == [
        f"{squad} / {head} = {value}"
        for squad, values in {
            "甲子分队": ("120 次", "14 件", "3.25 万元"),
            "乙丑分队": ("98 次", "7 件", "12.40 万元"),
            "丙寅分队": ("1,204 次", "— 件", "0 万元"),
            "合计": ("1,422 次", "21 件", "15.65 万元"),
        }.items()
        for head, value in zip(("检查", "处罚", "罚没金额"), values, strict=True)
    ]
    assert cells_of(document, petitions)[4:] == ["网上信访 / 受理 = 1,045 件", "网上信访 / 办结 = 1,039 件"]
    for text in ("全年检查1422次", "综合科", "1002", "以上数据由法制科汇总。"):  # two rows agree by chance: no table
        assert not any(table.span.start <= document.text.index(text) < table.span.end for table in document.tables)


def lines_of(rows: list[list[tuple[float, str]]]) -> Page:
    """A page of lines, each of words at given x; PDFium parts words by a made-up space, lines by CR LF."""
    text = ""
    boxes: list[Box | None] = []
    for r, row in enumerate(rows):
        for x, word in row:
            if text and not text.endswith("\n"):
                text, boxes = text + " ", [*boxes, None]
            text += word
            boxes += [Box(1, x + 10 * i, 100 + 20 * r, x + 10 * i + 10, 112 + 20 * r) for i in range(len(word))]
        text, boxes = text + "\r\n", [*boxes, None, None]
    return Page(1, 595, 842, text, tuple(boxes))


def test_three_rows_that_agree_are_a_table_under_their_header() -> None:
    page = lines_of(
        [[(60, "单位"), (190, "行政处罚")], [(150, "一般"), (250, "简易")]]
        + [[(60, name), (160, "5"), (260, "12")] for name in ("甲局", "乙局", "丙局")]
    )
    ((table,), _) = tables.find(page)
    assert texts(page, table)[:3] == [["单位", "行政处罚"], ["一般", "简易"], ["甲局", "5", "12"]]
    assert [(cell.rowspan, cell.colspan) for cell in table.rows[0]] == [(2, 1), (1, 2)]


@pytest.mark.parametrize(
    "rows",
    [
        [[(60, "甲局"), (160, "5")], [(60, "乙局"), (160, "6")]],  # two rows
        [[(60, "甲局"), (160, "5")], [(60, "乙局"), (190, "6")], [(60, "丙局"), (260, "7")]],  # not under one another
        [[(60, "甲局"), (160, "全")], [(60, "乙局"), (160, "部")], [(60, "丙局"), (160, "好")]],  # no figures
        [[(60, "甲局"), (85, "5")], [(60, "乙局"), (85, "6")], [(60, "丙局"), (85, "7")]],  # words, not columns
        [
            [(60, "目录")],
            [(60, "一、概况"), (400, "1")],
            [(60, "二、做法"), (400, "3")],
            [(60, "三、打算"), (400, "8")],
        ],
        [[(60, "概况……"), (400, "1")], [(60, "做法……"), (400, "3")], [(60, "打算……"), (400, "8")]],
    ],
)
def test_what_is_no_table_without_rules(rows: list[list[tuple[float, str]]]) -> None:
    assert tables.find(lines_of(rows)) == ((), ())


# ---------------------------------------------------------------- geometry


def ruled(xs: list[float], ys: list[float], *, top: bool = True, bottom: bool = True) -> list[Ruling]:
    across = ys[0 if top else 1 : len(ys) if bottom else -1]
    return [Ruling("line", x, ys[0], x, ys[-1], True, False) for x in xs] + [
        Ruling("line", xs[0], y, xs[-1], y, True, False) for y in across
    ]


def page_of(rulings: list[Ruling], words: dict[tuple[float, float], str], number: int = 1) -> Page:
    """A page with words at given places, 10 points a character."""
    placed = [(x + 10 * i, y, char) for (x, y), word in words.items() for i, char in enumerate(word)]
    boxes = tuple(Box(number, x, y, x + 10, y + 12) for x, y, _ in placed)
    return Page(number, 595, 842, "".join(char for *_, char in placed), boxes, tuple(rulings))


def texts(page: Page, table: RawTable) -> list[list[str]]:
    return [["".join(page.text[i] for i in cell.chars) for cell in row] for row in table.rows]


WORDS = {(60, 105): "单位", (160, 105): "件数", (60, 125): "甲局", (160, 125): "5"}


@pytest.mark.parametrize(("top", "bottom"), [(True, True), (True, False), (False, True), (False, False)])
def test_open_ends_at_a_page_break_are_closed(top: bool, bottom: bool) -> None:
    page = page_of(ruled([50, 150, 250], [100, 120, 140], top=top, bottom=bottom), WORDS)
    ((table,), notes) = tables.find(page)
    assert texts(page, table) == [["单位", "件数"], ["甲局", "5"]]
    assert notes == ()


def test_open_sides_are_closed() -> None:
    sides = {50, 250}
    rulings = [r for r in ruled([50, 150, 250], [100, 120, 140]) if not (r.x0 == r.x1 and r.x0 in sides)]
    page = page_of(rulings, WORDS)
    ((table,), _) = tables.find(page)
    assert texts(page, table) == [["单位", "件数"], ["甲局", "5"]]


def test_a_gap_between_two_tables_is_not_closed() -> None:
    page = page_of(
        ruled([50, 150, 250], [100, 120, 140]) + ruled([300, 400, 500], [100, 120, 140]),
        WORDS | {(310, 105): "活动", (410, 105): "场次", (310, 125): "宣讲", (410, 125): "8"},
    )
    found, _ = tables.find(page)
    assert [texts(page, table)[1] for table in found] == [["甲局", "5"], ["宣讲", "8"]]


def test_shades_and_boxed_text_are_no_tables() -> None:
    shades = [Ruling("rect", 50, y, 500, y + 20, False, True) for y in (100, 120, 140, 160)]
    assert tables.find(page_of(shades, WORDS)) == ((), ())
    boxed = page_of(ruled([50, 500], [100, 120, 140]), WORDS)
    assert tables.find(boxed) == ((), ())


def test_a_shade_does_not_split_a_merged_cell() -> None:
    page = page_of(
        [
            *ruled([50, 150, 250], [120, 140, 160]),
            Ruling("line", 50, 100, 250, 100, True, False),
            Ruling("line", 50, 100, 50, 120, True, False),
            Ruling("line", 250, 100, 250, 120, True, False),
            Ruling("rect", 50, 100, 110, 120, False, True),
        ],
        {(60, 105): "行政处罚情况", (60, 125): "单位", (160, 125): "件数", (60, 145): "甲局", (160, 145): "5"},
    )
    ((table,), _) = tables.find(page)
    assert texts(page, table)[0] == ["行政处罚情况"]
    assert table.rows[0][0].colspan == 2


def test_the_text_of_a_cell_with_a_broken_rule_is_kept() -> None:
    rulings = [ruling for ruling in ruled([50, 150, 250], [100, 120, 140, 160]) if ruling.x0 != 50 or ruling.x1 != 50]
    rulings += [Ruling("line", 50, 100, 50, 120, True, False), Ruling("line", 50, 140, 50, 160, True, False)]
    page = page_of(rulings, WORDS | {(60, 145): "乙局", (160, 145): "7"})
    ((table,), _) = tables.find(page)
    assert texts(page, table) == [["单位", "件数"], ["甲局", "5"], ["乙局", "7"]]


def test_columns_of_text_that_runs_down_are_read_from_the_right() -> None:
    down = {
        (80 - 20 * c, 105 + 10 * r): char
        for c, word in enumerate(("三、本年度", "办理结果"))
        for r, char in enumerate(word)
    }
    page = page_of(ruled([50, 110, 250], [100, 160, 180]), down | {(120, 120): "9", (60, 165): "甲", (120, 165): "7"})
    ((table,), _) = tables.find(page)
    assert texts(page, table)[0][0] == "三、本年度办理结果"


def test_lines_of_two_characters_are_read_across() -> None:
    across = {(60, 102): "行政", (60, 118): "处罚", (60, 134): "情况"}
    page = page_of(ruled([50, 110, 250], [100, 150, 170]), across | {(120, 120): "9", (60, 155): "甲", (120, 155): "7"})
    ((table,), _) = tables.find(page)
    assert texts(page, table)[0][0] == "行政处罚情况"


@pytest.mark.parametrize("lines", [100, 1_000, 5_000])
def test_a_mesh_of_lines_costs_no_time(lines: int) -> None:
    xs, ys = [50 + 500 * i / lines for i in range(lines + 1)], [50 + 700 * i / lines for i in range(lines + 1)]
    start = time.process_time()
    found, notes = tables.find(page_of(ruled(xs, ys), WORDS))
    assert time.process_time() - start < 2
    assert not any(cell.chars for table in found for row in table.rows for cell in row)
    assert [note.code for note in notes] == (["too_many_lines"] if lines == 100 else [])


def test_thousands_of_loose_pieces_cost_no_time() -> None:
    pieces = [
        Ruling("line", x, y, x + 4 * (k == 0), y + 4 * (k == 1), True, False)
        for k in (0, 1)
        for x in range(20, 580, 8)
        for y in range(20, 820, 6)
    ]
    start = time.process_time()
    found, _ = tables.find(page_of(pieces, WORDS))
    assert time.process_time() - start < 2
    assert found == ()


# ---------------------------------------------------------------- over pages


def placed(rows: list[list[str]], page: int, top: float, follows: bool, x0: float = 50) -> tuple[str, PlacedTable]:
    text, spans, raws, start = "", [], [], 0
    width = 200 / len(rows[0])
    for r, row in enumerate(rows):
        spans.append(
            tuple(
                Span(
                    start + len(text) + sum(map(len, row[:c])) + c, start + len(text) + sum(map(len, row[: c + 1])) + c
                )
                for c in range(len(row))
            )
        )
        text += "\t".join(row) + "\n"
        raws.append(
            tuple(
                RawCell(Box(page, x0 + width * c, top + 20 * r, x0 + width * (c + 1), top + 20 * r + 20), (), r, c)
                for c in range(len(row))
            )
        )
    box = Box(page, x0, top, x0 + 200, top + 20 * len(rows))
    return text, PlacedTable(RawTable(box, tuple(raws)), Span(0, len(text) - 1), tuple(spans), follows, 595, 842)


def moved(table: PlacedTable, by: int) -> PlacedTable:
    rows = tuple(tuple(Span(s.start + by, s.end + by) for s in row) for row in table.rows)
    return PlacedTable(
        table.raw,
        Span(table.span.start + by, table.span.end + by),
        rows,
        table.follows_table,
        table.width,
        table.height,
    )


HEAD, REST = [["单位", "件数"], ["甲局", "5"]], [["乙局", "7"]]


@pytest.mark.parametrize(
    ("page", "top", "follows", "x0", "tables_found"),
    [
        (2, 60, True, 50, 1),
        (2, 60, True, 80, 1),  # bound left and right by turns
        (2, 60, False, 50, 2),  # text between
        (3, 60, True, 50, 2),  # a page between
        (2, 500, True, 50, 2),  # not at the top of its page
        (2, 60, True, 250, 2),  # elsewhere on the page
    ],
)
def test_what_continues_a_table(page: int, top: float, follows: bool, x0: float, tables_found: int) -> None:
    text_a, a = placed(HEAD, 1, 700, False)
    text_b, b = placed(REST, page, top, follows, x0)
    found = tables.label([a, moved(b, len(text_a))], text_a + text_b, [None, None])
    assert len(found) == tables_found
    last = found[-1].cells[-1]
    assert (text_a + text_b)[last.span.start : last.span.end] == "7"
    assert last.column_labels == (("件数",) if tables_found == 1 else ())


@pytest.mark.parametrize(("closed", "pairs"), [(False, [("（四）无", "法提供")]), (True, [])])
def test_a_label_goes_on_where_the_rule_between_is_missing(closed: bool, pairs: list[tuple[str, str]]) -> None:
    """Open at the page end over the label alone: the label is cut, the rows are two."""
    a = page_of(ruled([50, 150, 250], [700, 720, 740], bottom=False), {(60, 725): "（四）无", (160, 725): "3"})
    rulings = [*ruled([50, 150, 250], [60, 80, 100], top=closed), Ruling("line", 150, 60, 250, 60, True, False)]
    b = page_of(rulings, {(60, 65): "法提供", (160, 65): "4", (60, 85): "（五）其他", (160, 85): "1"}, number=2)
    (above,), (below,) = tables.find(a)[0], tables.find(b)[0]
    found = tables.carried(a, above, b, below)
    assert [
        ("".join(a.text[i] for i in upper.chars), "".join(b.text[i] for i in lower.chars)) for upper, lower in found
    ] == pairs


@pytest.mark.parametrize(
    ("last", "first", "cut"), [("104,069.1", "8", True), ("3,410.5", "8", False), ("104,069.1", "合计", False)]
)
def test_a_number_goes_on_only_from_a_full_line(last: str, first: str, cut: bool) -> None:
    xs = [50, 150, 250]
    a = page_of(ruled(xs, [700, 720, 740]), {(60, 725): "甲局", (155, 725): last})
    b = page_of(ruled(xs, [60, 80, 100]), {(155, 65): first, (60, 85): "乙局", (160, 85): "1"}, number=2)
    (above,), (below,) = tables.find(a)[0], tables.find(b)[0]
    assert bool(tables.carried(a, above, b, below)) is cut
