"""Claims from strings: what phrases alone do not show. Phrases are in fixtures/cases/."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plaintext
from corpus import builtin
from lawreport_cli import pipeline
from lawreport_cli.model import Span
from lawreport_cli.record import ClaimRecord, parse_line, to_line

TITLE = "云岚县人民政府2024年度法治政府建设情况报告"


def report(*lines: str):
    return pipeline.extract_document(plaintext.document_of("\n".join((TITLE, *lines))), b"", "test", builtin())


def claims(*lines: str) -> list[ClaimRecord]:
    return [record for record in report(*lines).findings if isinstance(record, ClaimRecord)]


def test_a_table_names_its_cells_and_links_them_to_their_totals():
    found = claims(
        "| 部门 | 行政处罚（件） | 罚没金额（万元） |",
        "| 公安局 | 120 | 35.5 |",
        "| 水利局 | 8 | 1.2 |",
        "| 合计 | 128 | 36.7 |",
    )
    assert [(c.subject, c.value, c.unit) for c in found[:2]] == [
        ("公安局 / 行政处罚", Decimal(120), "件"),
        ("公安局 / 罚没金额", Decimal(355000), "元"),
    ]
    assert [c.part_of for c in found] == [
        found[4].claim_id,
        found[5].claim_id,
        found[4].claim_id,
        found[5].claim_id,
        None,
        None,
    ]
    assert {c.origin for c in found} == {"table"}


def test_a_column_of_growth_holds_changes_of_the_level_before_it():
    found = claims(
        "| 类别 | 2024年（件） | 同比增减（%） | 合格率（%） |",
        "| 处罚 | 120 | -12.5 | 98.1 |",
        "| 检查 | 900 | 3.1 | 97 |",
        "| 许可 | 70 | 0.4 | 99 |",
    )
    change, rate = found[1], found[2]
    assert (change.kind, change.direction, change.change_measure, change.basis) == ("change", "down", "relative", "yoy")
    assert change.modifies == found[0].claim_id
    assert (rate.kind, rate.unit) == ("rate", "%")


def test_a_column_of_another_year_has_that_period():
    found = claims(
        "| 指标 | 2023年 | 2024年 |",
        "| 受理（件） | 90 | 120 |",
        "| 审结（件） | 80 | 110 |",
        "| 调解（件） | 8 | 11 |",
    )
    assert [c.period for c in found[:2]] == ["2023", "2024"]


@pytest.mark.parametrize("cell", ["—", "/", "", "无", "见附件2"])
def test_a_cell_without_a_figure_is_no_claim(cell):
    found = claims("| 部门 | 处罚（件） |", "| 公安局 | 12 |", f"| 水利局 | {cell} |", "| 民政局 | 3 |")
    assert [c.value for c in found] == [12, 3]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("云岚县2024年上半年行政执法工作情况报告", "2024-S1"),
        ("云岚县2024年1—9月行政执法工作情况报告", "2024-01/2024-09"),
        ("云岚县人民法院关于2019年至2024年9月行政审判工作情况的报告", "2019/2024-09"),
        ("云岚县2020年至2024年行政执法工作情况报告", "2020/2024"),
        ("云岚县2024年法治政府建设情况和2025年工作安排的报告", "2024"),
    ],
)
def test_figures_without_a_time_are_of_the_period_of_the_title(title: str, period: str):
    made = pipeline.extract_document(
        plaintext.document_of(f"{title}\n一、执法情况\n查处案件31件。今年以来受理投诉12件。"), b"", "test", builtin()
    )
    found = [record.period for record in made.findings if isinstance(record, ClaimRecord)]
    assert found == [period, "2024" if "/" in period and period[:4] != "2024" else period]


def test_a_bulletin_that_begins_with_half_a_year_is_of_that_half():
    opening = "今年上半年，全县行政复议机构新收案件131件；办结120件。"
    found = claims(opening, "从领域看，公安类33件，自然资源类21件。", "二、趋势", "2023年新收248件。")
    assert [c.period for c in found] == ["2024-S1"] * 4 + ["2023"]
    assert [c.period for c in claims("2024年，全县依法行政。", opening, "公安类33件。")] == ["2024-S1"] * 2 + ["2024"]
    assert claims("截至11月底，立案31件。", "公安类33件。")[1].period == "2024"


def test_a_section_on_one_of_several_years_is_of_that_year():
    lines = [
        "云岚县2023年至2024年行政执法工作情况报告",
        "一、2023年工作情况",
        "查处43件。",
        "二、2024年工作情况",
        "查处48件。",
    ]
    made = pipeline.extract_document(plaintext.document_of("\n".join(lines)), b"", "test", builtin())
    assert [record.period for record in made.findings if isinstance(record, ClaimRecord)] == ["2023", "2024"]


def test_a_table_holds_for_the_period_of_the_title_or_of_its_columns():
    table = ["| 部门 | 处罚（件） | 2023年上半年（件） | 2022年（件） |", "| 公安局 | 120 | 130 | 200 |"]
    table += ["| 水利局 | 8 | 9 | 20 |", "| 林业局 | 7 | 9 | 21 |"]
    made = pipeline.extract_document(
        plaintext.document_of("\n".join(("云岚县2024年上半年行政执法情况报告", *table))), b"", "test", builtin()
    )
    found = [record.period for record in made.findings if isinstance(record, ClaimRecord)]
    assert found == ["2024-S1", "2023-S1", "2022"] * 3


def test_a_plan_may_begin_inside_a_section_on_problems():
    found = claims("三、存在的不足和下一步打算", "3个部门未配齐法制审核人员。", "下一步，将培训执法人员不少于200人次。")
    assert [(c.modality, c.period) for c in found] == [("actual", "2024"), ("planned", "2025")]


def test_a_change_speaks_of_the_level_in_the_sentence_before():
    found = claims("全县收到行政复议申请203件。同比增长61.1%。")
    assert found[1].modifies == found[0].claim_id
    assert found[1].subject == found[0].subject


def test_parts_are_linked_over_sentences():
    found = claims("全年审结行政复议案件100件。审结案件中，维持60件、驳回25件、撤销15件。")
    assert [c.part_of for c in found[1:]] == [found[0].claim_id] * 3


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(["全年办理案件", "12件", "，", "。", "同比增长", "3.5%", "（", "）", "其中", "三家", "由", "至", "2023年", "第一", "1/4", "、", "约", "个百分点", "《", "》", "占", "分别为", "均为", "\n", "一", "县政府", "街道", "为", "等", "；", "5.94百分点", "五年来", "截至11月底", "较上年", "列", "“", "”", "组织", "全市", "减少", "1326"]), max_size=25))  # fmt: skip
def test_whatever_the_words_each_numeral_is_accounted_for_once(parts):
    made = report("".join(parts))
    assert not made.unaccounted
    spans = sorted({Span(record.start, record.end) for record in made.findings})
    assert all(a.end <= b.start for a, b in pairwise(spans))
    ids = {record.claim_id for record in made.findings if isinstance(record, ClaimRecord)}
    links = {
        link
        for record in made.findings
        if isinstance(record, ClaimRecord)
        for link in (record.modifies, record.part_of)
    }
    assert links - {None} <= ids


@pytest.mark.parametrize(
    "phrase",
    ["比例为{n}:3", "受理{n}件，占{n}%", "罚没{n}万亿元", "从{n}件增至{n}件", "收入{n}万元，增长{n}倍", "1:0.{n}"],
)
@pytest.mark.parametrize("digits", ["9" * 27, "9" * 40, "9" * 5000, "0" * 26 + "1"])
def test_figures_of_any_length_are_read_without_a_defect(phrase, digits):
    found = report(phrase.format(n=digits) + "。")
    assert not found.unaccounted
    for record in found.findings:
        assert parse_line(to_line(record), file="x", number=1) == record


def test_a_list_of_cities_is_one_without_the_word_city():
    """Real names: no place that does not exist is known without the word for its kind."""
    found = claims("淄博、临沂受理行政一审案件分别为320件、215件。")
    assert [(c.scope, c.subject) for c in found] == [("淄博", "受理行政一审案件"), ("临沂", "受理行政一审案件")]
