"""The scorer of the fixtures: what it counts as right, and that it can say wrong."""

from decimal import Decimal
from typing import Any

import pytest

import scoring

TYPED = "新收行政复议申请1238件，同比增长36.8％。按期办结率、满意率均为100%。"
BLANK = dict.fromkeys(
    [
        "start",
        "end",
        "text",
        "class",
        "reason",
        "value",
        "unit",
        "qualifier",
        "kind",
        "direction",
        "change_measure",
        "basis",
        "subject",
        "subject_alt",
        "scope",
        "period",
        "modality",
        "id",
        "of",
        "whole",
        "indicator",
        "origin",
        "note",
    ],
    "",
)


def row(text: str, **fields: str) -> scoring.Row:
    start = TYPED.index(text)
    plain = {"class": "claim", "qualifier": "exact", "kind": "level", "modality": "actual", "period": "2023"}
    return BLANK | {"start": str(start), "end": str(start + len(text)), "text": text, "origin": "text"} | plain | fields


def record(text: str, reading: str = TYPED, **fields: Any) -> scoring.Record:
    start = reading.index(text)
    plain = dict.fromkeys((*scoring.FIELDS, "modifies", "part_of", "indicator", "value_max"))
    plain |= {"type": "claim", "claim_id": f"d:{start}", "qualifier": "exact", "kind": "level", "modality": "actual"}
    return plain | {"start": start, "end": start + len(text), "quote": text, "period": "2023"} | fields


LEVEL = row("1238件", value="1238", unit="件", subject="新收行政复议申请", id="r1", indicator="review_received")
GROWTH = row(
    "36.8％", value="36.8", unit="%", kind="change", direction="up", change_measure="relative", basis="yoy",
    subject="新收行政复议申请", of="r1",
)  # fmt: skip
FOUND_LEVEL = record("1238件", value=Decimal(1238), unit="件", subject="行政复议申请", indicator="review_received")
FOUND_GROWTH = record(
    "36.8％", value=Decimal("36.8"), unit="%", kind="change", direction="up", change_measure="relative", basis="yoy",
    subject="新收行政复议申请", modifies=FOUND_LEVEL["claim_id"],
)  # fmt: skip


def rates(rows: list[scoring.Row], records: list[scoring.Record], level: str) -> tuple[float, float]:
    return scoring.score(rows, TYPED, records, TYPED).rates(level)[:2]


def test_all_right() -> None:
    result = scoring.score([LEVEL, GROWTH], TYPED, [FOUND_LEVEL, FOUND_GROWTH], TYPED)
    assert result.rates("record") == (1, 1, 1)
    assert result.accuracy("modifies") == 1
    assert result.accuracy("indicator recall") == 1


def test_a_missed_and_a_needless_claim() -> None:
    assert rates([LEVEL, GROWTH], [FOUND_LEVEL], "figure") == (1, 0.5)
    assert rates([LEVEL], [FOUND_LEVEL, FOUND_GROWTH], "figure") == (0.5, 1)


@pytest.mark.parametrize(
    ("wrong", "level"),
    [
        ({"value": Decimal(1239)}, None),
        ({"unit": "人"}, "figure"),
        ({"kind": "rate"}, "quantity"),
        ({"subject": "政府规章"}, "quantity"),
        ({"subject": None}, "quantity"),
        ({"period": "2022"}, "quantity"),
        ({"scope": "全市"}, "record"),
    ],
)
def test_each_fault_costs_its_level(wrong: dict[str, Any], level: str | None) -> None:
    result = scoring.score([LEVEL], TYPED, [{**FOUND_LEVEL, **wrong}], TYPED)
    for name in ("figure", "quantity", "record"):
        reached = level is not None and ("figure", "quantity", "record").index(level) >= (
            "figure", "quantity", "record").index(name)  # fmt: skip
        assert result.hits(name) == reached


def test_two_claims_on_one_figure_are_told_apart_by_subject() -> None:
    rows = [row("100%", value="100", unit="%", kind="rate", subject=subject) for subject in ("按期办结率", "满意率")]
    found = [
        record("100%", value=Decimal(100), unit="%", kind="rate", subject=subject)
        for subject in ("满意率", "按期办结率")
    ]
    assert rates(rows, found, "record") == (1, 1)
    assert rates(rows, found[:1], "record") == (1, 0.5)


def test_line_ends_full_width_and_furniture_move_no_figure() -> None:
    reading = "来源：某地\n新收行政复议申请１２３\n８件,同比增长36.8%。\f— 1 —"
    found = record("１２３\n８件", reading, value=Decimal(1238), unit="件", subject="行政复议申请")
    assert scoring.score([LEVEL], TYPED, [found], reading).hits("record") == 1


def test_a_line_moved_to_the_furniture_is_found_there() -> None:
    typed = "报告\n索引号：00418827\n全年办结5件。"
    where = scoring.align(typed, "报告\n全年办结5件。\n\f索引号：00418827")
    assert where[typed.index("0")] == len("报告\n全年办结5件。\n\f索引号：")


def test_non_claims_count_when_they_are_no_claims_and_for_their_reason() -> None:
    date = row("1238", **{"class": "non", "reason": "date"})
    numeral = {"type": "numeral", "start": int(date["start"]), "end": int(date["end"]), "reason": "name"}
    for records, kept_out, reason in (
        ([FOUND_LEVEL], 0, 0), ([numeral], 1, 0), ([numeral | {"reason": "date"}], 1, 1), ([], 1, 0),
    ):  # fmt: skip
        result = scoring.score([date], TYPED, records, TYPED)
        assert (result.right["non-claim"], result.right["reason"]) == (kept_out, reason)
