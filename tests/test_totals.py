"""Totals in tables: each figure of fixtures/tables/totals.pdf with what it is a part of, by its source beside it."""

import pytest

from corpus import FIXTURES
from lawreport_cli import pipeline
from lawreport_cli.patterns import load
from lawreport_cli.record import ClaimRecord


@pytest.fixture(scope="module")
def figures() -> list[str]:
    """The figures of the document, each as `row / column = value unit → row / column of its total`."""
    data = (FIXTURES / "tables" / "totals.pdf").read_bytes()
    found = pipeline.extract(data, "totals.pdf", load(None)).findings
    claims = {one.claim_id: one for one in found if isinstance(one, ClaimRecord) and one.origin == "table"}
    said = []
    for one in claims.values():
        whole = f" → {claims[one.part_of].subject}" if one.part_of else ""
        said.append(f"{one.subject} = {one.value:f} {one.unit or ''}".rstrip() + whole)
    return said


def test_a_part_goes_to_the_total_of_its_row_and_a_subtotal_to_the_greater_total(figures: list[str]) -> None:
    assert figures[:18] == [
        "青栈镇 / 邻里 = 12 起 → 青栈镇 / 合计",
        "青栈镇 / 婚姻 = 30 起 → 青栈镇 / 合计",
        "青栈镇 / 合计 = 42 起 → 小计 / 合计",
        "小计 / 邻里 = 12 起 → 小计 / 合计",
        "小计 / 婚姻 = 30 起 → 小计 / 合计",
        "小计 / 合计 = 42 起 → 合计 / 合计",
        "石枫镇 / 邻里 = 3 起 → 石枫镇 / 合计",
        "石枫镇 / 婚姻 = 9 起 → 石枫镇 / 合计",
        "石枫镇 / 合计 = 12 起 → 小计 / 合计",
        "南陶镇 / 邻里 = 5 起 → 南陶镇 / 合计",
        "南陶镇 / 婚姻 = 14 起 → 南陶镇 / 合计",
        "南陶镇 / 合计 = 19 起 → 小计 / 合计",
        "小计 / 邻里 = 8 起 → 小计 / 合计",
        "小计 / 婚姻 = 23 起 → 小计 / 合计",
        "小计 / 合计 = 31 起 → 合计 / 合计",
        "合计 / 邻里 = 20 起 → 合计 / 合计",
        "合计 / 婚姻 = 53 起 → 合计 / 合计",
        "合计 / 合计 = 73 起",
    ]


def test_of_which_begins_a_breakdown_that_ends_where_its_sum_is_reached(figures: list[str]) -> None:
    assert figures[18:26:2] == [
        "收案 / 件数 = 640 件",
        "其中：市本级 / 件数 = 210 件 → 收案 / 件数",
        "县（市、区） / 件数 = 430 件 → 收案 / 件数",
        "审结 / 件数 = 601 件",
    ]


def test_a_total_after_the_last_group_sums_all_groups(figures: list[str]) -> None:
    assert figures[26:32] == [
        "采矿许可 / 办结 = 7 件 → 小计 / 办结",
        "取水许可 / 办结 = 4 件 → 小计 / 办结",
        "小计 / 办结 = 11 件 → 总计 / 办结",
        "工伤确认 / 办结 = 6 件 → 小计 / 办结",
        "小计 / 办结 = 6 件 → 总计 / 办结",
        "总计 / 办结 = 17 件",
    ]


def test_pairs_folded_into_rows_share_their_total(figures: list[str]) -> None:
    assert figures[32:37] == [
        "青栈镇 / 案件数 = 31 件 → 合计 / 案件数",
        "白苇镇 / 案件数 = 28 件 → 合计 / 案件数",
        "石枫镇 / 案件数 = 17 件 → 合计 / 案件数",
        "南陶镇 / 案件数 = 25 件 → 合计 / 案件数",
        "合计 / 案件数 = 101 件",
    ]


def test_codes_and_references_name_no_row_and_the_total_may_lead(figures: list[str]) -> None:
    assert figures[37:43] == [
        "合计 / 收入合计 = 32505300 元",
        "合计 / 财政拨款 = 32041800 元 → 合计 / 收入合计",
        "公共安全支出 / 收入合计 = 29401000 元 → 合计 / 收入合计",
        "公共安全支出 / 财政拨款 = 28937500 元 → 公共安全支出 / 收入合计",
        "行政单位离退休 / 收入合计 = 3104300 元 → 合计 / 收入合计",
        "行政单位离退休 / 财政拨款 = 3104300 元 → 行政单位离退休 / 收入合计",
    ]


def test_the_head_of_a_change_speaks_before_the_column_of_units(figures: list[str]) -> None:
    assert figures[43:] == [
        "检查 / 2023年 = 402 次",
        "检查 / 2024年 = 517 次",
        "检查 / 增减数 = 115 次",
        "检查 / 同比增减 = 28.6 %",
        "出庭率 / 2023年 = 96.4 %",
        "出庭率 / 2024年 = 100 %",
        "出庭率 / 增减数 = 3.6 百分点",
    ]
