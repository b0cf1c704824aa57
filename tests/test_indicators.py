"""Indicators: the catalogue is sound, keys fit claims made from hand-made gold, and doubt gives none."""

from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest

import plaintext
import scoring
from corpus import FOLDERS, builtin
from lawreport_cli import indicators, structure
from lawreport_cli.model import Cell, Claim, Document, Finding, NonClaim, Span, Table
from lawreport_cli.reading.folding import fold
from lawreport_cli.rules import Indicator
from lawreport_cli.wordings import readings, shortened
from samples import claim

CATALOGUE = builtin().indicators
PRECISION, RECALL = 0.97, 0.89  # over all fixtures, on claims as the gold has them


# ---------------------------------------------------------------- the catalogue


def test_the_catalogue_is_whole():
    assert len(CATALOGUE) == 322
    assert len({one.theme for one in CATALOGUE}) == 22
    assert [one.key for one in CATALOGUE if not one.examples] == []


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.key)
def test_an_indicator_can_be_met(one: Indicator):
    phrases = [*one.wordings, *one.shared, *one.behind, *one.ahead, *one.masks]
    said = [reading for phrase in phrases for reading in readings(phrase)]
    assert [reading for reading in said if len(reading) < 2 or reading != shortened(reading)] == []
    assert bool(one.shared) <= bool(one.topics)
    assert {*one.topics, *one.not_topics} <= {topic.id for topic in builtin().topics}
    assert one.wordings or one.shared or one.behind or one.ahead


def _alike(one: Indicator, other: Indicator) -> bool:
    return one.dimension == other.dimension and (
        not one.units or not other.units or not set(one.units).isdisjoint(other.units)
    )


def _doubles(field: str) -> list[tuple[str, str, str]]:
    owners: dict[str, list[Indicator]] = {}
    for one in CATALOGUE:
        for reading in {reading for phrase in getattr(one, field) for reading in readings(phrase)}:
            owners.setdefault(reading, []).append(one)
    return [
        (reading, one.key, other.key)
        for reading, found in owners.items()
        for one, other in combinations(found, 2)
        if _alike(one, other) and (field == "wordings" or not set(one.topics).isdisjoint(other.topics))
    ]


def test_no_wording_belongs_to_two_indicators_counted_alike():
    assert _doubles("wordings") == []


def test_no_shared_wording_belongs_to_two_indicators_of_one_topic():
    assert _doubles("shared") == []


# ---------------------------------------------------------------- claims of a phrase


def _assigned(text: str, *found: Finding) -> tuple[str | None, ...]:
    document = Document(text, fold(text), (None,) * len(text), pages=1)
    return indicators.assign(document, structure.outline(document, builtin()), found, builtin())


def _count(text: str, quote: str, subject: str | None = None, **fields: object) -> Claim:
    """A claim on `quote`; its unit is the last character, unless `fields` say more."""
    start = text.index(quote)
    return claim((start, start + len(quote)), unit=quote[-1], subject=subject, **fields)


def _rate(text: str, quote: str, subject: str | None = None) -> Claim:
    return _count(text, quote, subject, dimension="percent", kind="rate")


def test_a_wording_counts_at_the_figure_not_anywhere():
    text = "行政处罚案件听证会上听取意见36件"
    assert _assigned(text, _count(text, "36件")) == (None,)
    text = "作出行政处罚决定共计36件"
    assert _assigned(text, _count(text, "36件")) == ("penalty_total",)


MASKED = [
    ("专题研究法治议题⟦xx⟧个", "gov_exec_topics_law"),
    ("收到行政复议申请⟦1⟧**件", "recon_received"),
    ("收到行政复议申请*⟦2⟧件", "recon_received"),
    ("罚没金额⟦**⟧万元", "penalty_amount"),
    ("罚没金额⟦**⟧余万元", "penalty_amount"),
    ("全年受理⟦□□⟧件行政复议申请", "recon_accepted"),
    ("配备行政执法人员⟦○○⟧名", "enf_officers"),
    ("举办宪法日活动⟦*⟧次", None),
    ("⟦**⟧年作出行政处罚决定", None),
    ("罚没金额⟦**⟧件", None),  # no money
    ("力争收到行政复议申请不少于⟦**⟧件", None),
    ("作出行政处罚决定应当不超过⟦**⟧件", None),
]


@pytest.mark.parametrize(("marked", "key"), MASKED)
def test_a_masked_figure_has_the_key_of_what_it_hides(marked, key):
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    assert _assigned(text, NonClaim(Span(start, end), "masked", ("leftover.mask",))) == (key,)


def test_a_masked_figure_in_a_plan_has_no_key():
    text = "一、2024年工作安排\n收到行政复议申请**件"
    mask = NonClaim(Span(text.index("*"), text.index("件")), "masked", ("leftover.mask",))
    assert _assigned(text, mask) == (None,)


def test_a_mask_among_figures_takes_what_stands_beside_it_and_gives_it_to_none():
    text = "收到行政复议申请94件，审结**件，维持7件"
    mask = NonClaim(Span(text.index("*"), text.index("件，维持")), "masked", ("leftover.mask",))
    assert _assigned(text, _count(text, "94件"), mask, _count(text, "7件")) == (
        "recon_received", "recon_concluded", "recon_upheld"
    )  # fmt: skip


def test_the_noun_behind_the_figure_goes_with_the_verb_in_front():
    text = "全年受理36件行政复议申请"
    assert _assigned(text, _count(text, "36件")) == ("recon_accepted",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("收到行政复议申请94件，办结率100%", "recon_conclusion_rate"),
        ("办理市人大代表建议94件，办结率100%", "proposal_completion_rate"),
        ("受理12345热线工单94件，办结率100%", "hotline_completion_rate"),
        ("受理信访事项94件，办结率100%", "petition_complete_rate"),
        ("办理慰问事项94件，办结率100%", None),
    ],
)
def test_the_topic_decides_between_indicators(text: str, key: str | None):
    count, rate = _count(text, "94件"), _rate(text, "100%", "办结率")
    assert _assigned(text, count, rate)[1] == key


def test_the_topic_comes_from_the_heading_where_the_sentence_tells_none():
    text = "三、行政复议工作\n全年共受理36件。"
    assert _assigned(text, _count(text, "36件")) == ("recon_accepted",)
    text = "三、机关后勤工作\n全年共受理36件。"
    assert _assigned(text, _count(text, "36件")) == (None,)


def test_the_unit_decides_between_number_and_amount():
    text = "行政处罚案件中，罚款36件、罚款36万元"
    fines = _count(text, "36件")
    amount = claim((text.index("36万元"), len(text)), unit="元", dimension="money", subject=None)
    assert _assigned(text, fines, amount) == ("penalty_fine_count", "penalty_amount")


def test_one_figure_for_two_indicators_gets_none():
    text = "清理规范性文件94件，废止和失效36件"
    assert _assigned(text, _count(text, "94件"), _count(text, "36件", "废止和失效"))[1] is None


def test_each_of_two_claims_on_one_figure_gets_its_own():
    text = "办理人大代表建议94件，办复率、满意率均为100%"
    keys = _assigned(text, _count(text, "94件"), _rate(text, "100%", "办复率"), _rate(text, "100%", "满意率"))
    assert keys[1:] == ("proposal_completion_rate", "proposal_satisfaction_rate")


def test_a_change_has_the_key_of_what_it_modifies_and_a_rank_has_none():
    text = "行政处罚案件36件，同比增长12%，列全市第2名"
    change = _count(text, "12%", "行政处罚案件", dimension="percent", kind="change", modifies=0)
    rank = _count(text, "2名", "行政处罚案件", dimension="rank", kind="rank")
    assert _assigned(text, _count(text, "36件"), change, rank) == ("penalty_total", "penalty_total", None)


def test_a_change_that_is_itself_counted_has_its_key():
    text = "审批时限较法定时限压缩71%"
    change = _count(text, "71%", "审批时限", dimension="percent", kind="change", change_measure="relative")
    assert _assigned(text, change) == ("time_limit_cut_rate",)


def test_a_part_has_the_key_of_its_total_only_for_another_body_or_time():
    text = "评查行政执法案卷60份，其中行政处罚案卷45份"
    whole, part = _count(text, "60份"), _count(text, "45份", "行政处罚案卷", part_of=0)
    assert _assigned(text, whole, part) == ("case_files_reviewed", None)
    text = "收到行政复议申请94件，其中市本级收到行政复议申请36件"
    whole, part = _count(text, "94件"), _count(text, "36件", "收到行政复议申请", part_of=0, scope="市本级")
    assert _assigned(text, whole, part) == ("recon_received", "recon_received")


def test_the_members_of_a_list_are_not_told_by_the_next_one():
    text = "法院收案中，审查36件、行政处罚94件"
    assert _assigned(text, _count(text, "36件"), _count(text, "94件"))[0] is None


def test_a_level_stands_for_what_was_counted_before():
    text = "创成全国民主法治示范村2个、省级36个"
    keys = _assigned(text, _count(text, "2个"), _count(text, "36个", "省级"))
    assert keys == ("democracy_law_villages", "democracy_law_villages")


@pytest.mark.parametrize(
    "text",
    [
        "行政处罚案件平均每件处以罚款36万元",
        "行政处罚工作中，案均罚款36万元",
        "某县城管局对一家小店处以罚款36万元",
    ],
)
def test_an_average_and_a_case_in_point_are_no_totals(text: str):
    start = text.index("36万元")
    amount = claim((start, start + 4), unit="元", dimension="money", subject=None)
    assert _assigned(text, amount) == (None,)


def test_a_condition_is_no_total():
    text = "对一年内败诉3件以上的予以约谈"
    assert _assigned(text, _count(text, "3件")) == (None,)


def test_a_figure_that_only_compares_has_the_key_of_the_one_before():
    text = "审议涉法议题27项（2022年为23项）"
    keys = _assigned(text, _count(text, "27项"), _count(text, "23项"))
    assert keys == ("gov_exec_topics_law", "gov_exec_topics_law")


def test_a_note_in_brackets_on_another_body_gets_none():
    text = "持证执法人员126人（含乡镇综合执法队36人）"
    keys = _assigned(text, _count(text, "126人", "持证执法人员"), _count(text, "36人", "持证执法人员"))
    assert keys == ("enf_officers", None)


def test_so_many_for_each_is_no_total():
    text = "各部门领导班子每季度至少集体学法1次"
    assert _assigned(text, _count(text, "1次")) == (None,)


def test_what_is_missing_enters_no_total():
    text = "二、存在的问题\n行政机关败诉4件。"
    assert _assigned(text, _count(text, "4件")) == (None,)


# ---------------------------------------------------------------- tables


def _table(rows: list[list[str]], heading: str = "", caption: str | None = None) -> Document:
    """A table with one row of heads and one column of stubs."""
    text, cells = heading + "\n", []
    for (y, row), x in product(enumerate(rows), range(len(rows[0]))):
        span = Span(len(text), len(text) + len(row[x]))
        data = x > 0 and y > 0
        cells.append(
            Cell(span, y, x, (row[0],) if data else (), (rows[0][x],) if data else (), "data" if data else "label")
        )
        text += row[x] + ("\n" if x == len(row) - 1 else "\t")
    table = Table(Span(len(heading) + 1, len(text)), caption, tuple(cells))
    return Document(text, fold(text), (None,) * len(text), pages=1, tables=(table,))


def _keys_of(document: Document, *units: str | None) -> list[str | None]:
    claims = [
        claim(
            cell.span, origin="table", unit=unit, subject=None, dimension="money" if unit == "元" else "count",
            row=cell.row_labels[-1], column=cell.column_labels[-1],
        )
        for cell, unit in zip(
            [cell for cell in document.tables[0].cells if cell.role == "data"], units, strict=True
        )
    ]  # fmt: skip
    return list(indicators.assign(document, structure.outline(document, builtin()), claims, builtin()))


def test_a_cell_is_told_by_the_label_that_speaks():
    rows = [["种类", "案件数（件）", "罚没金额（万元）"], ["罚款", "43", "44.8"], ["合计", "48", "51.2"]]
    keys = _keys_of(_table(rows, caption="行政处罚情况"), "件", "元", "件", "元")
    assert keys == ["penalty_fine_count", "penalty_amount", "penalty_total", "penalty_amount"]


def test_a_cell_of_a_part_gets_none():
    rows = [["部门", "行政处罚（件）"], ["县公安局", "43"], ["合计", "48"]]
    assert _keys_of(_table(rows), "件", "件") == [None, "penalty_total"]


def test_a_label_of_two_phrases_that_overlap_is_read_to_its_end():
    rows = [["年份", "新收行政复议申请（件）"], ["2022年", "43"], ["2023年", "48"]]
    assert _keys_of(_table(rows), "件", "件") == ["recon_received", "recon_received"]
    rows = [["结果", "件数"], ["撤销或变更", "43"], ["维持", "48"]]
    assert _keys_of(_table(rows, "三、行政复议"), "件", "件") == [None, "recon_upheld"]


def test_the_forms_of_disclosure_are_known():
    rows = [["办理结果", "自然人", "总计"], ["（一）予以公开", "3", "4"], ["1.属于国家秘密", "1", "1"]]
    keys = _keys_of(_table(rows, "三、收到和处理政府信息公开申请情况"), *[None] * 4)
    assert keys == [None, "disclosure_granted", None, None]
    rows = [["信息内容", "本年制发件数", "本年废止件数"], ["规章", "0", "1"], ["行政规范性文件", "2", "3"]]
    keys = _keys_of(_table(rows, "二、主动公开政府信息情况"), *[None] * 4)
    assert keys == ["gov_rules_enacted", "gov_rules_repealed", "normative_docs_issued", "normative_docs_repealed"]


# ---------------------------------------------------------------- gold


@cache
def _judged(folder: Path) -> Counter[str]:
    """How the keys of claims made from the gold rows of a fixture fare; changes and ranks are not asked."""
    typed = (folder / "report.txt").read_text(encoding="utf-8")
    document = plaintext.document_of(typed)
    where = scoring.align(typed, document.text)
    rows = [row for row in scoring.read_gold(folder / "gold.tsv") if row["class"] == "claim"]
    pairs = sorted(((row, _from_gold(row, where)) for row in rows), key=lambda pair: pair[1].span)
    claims = [made for _, made in pairs]
    keys = indicators.assign(document, structure.outline(document, builtin()), claims, builtin())
    count: Counter[str] = Counter()
    for (row, made), key in zip(pairs, keys, strict=True):
        if row["indicator"] and made.kind not in ("change", "rank"):
            count["wanted"] += row["indicator"] != "-"
            count["given"] += key is not None
            count["right"] += key in row["indicator"].split("|")
    return count


def _from_gold(row: dict[str, str], where: dict[int, int]) -> Claim:
    places = [where[at] for at in range(int(row["start"]), int(row["end"])) if at in where]
    unit = builtin().units.named(row["unit"]) if row["unit"] else None
    dimension = unit.dimension if unit else "other" if row["unit"] else "ratio" if row["kind"] == "rate" else "count"
    return claim(
        (min(places), max(places) + 1), value=Decimal(0), unit=row["unit"] or None, dimension=dimension,
        kind=row["kind"], subject=row["subject"] or None, origin=row["origin"], modality=row["modality"] or "actual",
    )  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_keys_of_one_fixture_are_right(folder: Path):
    count = _judged(folder)
    assert count["right"] >= 0.8 * count["given"]


def test_keys_of_all_fixtures_are_right_and_found():
    whole = sum((_judged(folder) for folder in FOLDERS), Counter[str]())
    assert whole["right"] >= PRECISION * whole["given"]
    assert whole["right"] >= RECALL * whole["wanted"]
