"""Two years of one place: which figure is which, what its wording became, and whether the stated change agrees."""

from decimal import Decimal

import pytest

import agreement
from lawreport_cli import diff, pairing
from lawreport_cli.inputs import ReportRecords
from lawreport_cli.pairing import Pins
from samples import claim_record, document_record

TITLE = "溟山县人民政府{}年度法治政府建设情况报告\n一、主要成效\n"


def compared(old, new, **options):
    reports = [
        agreement.read(TITLE.format(year) + text, f"溟山县-{year}")[0] for year, text in ((2022, old), (2023, new))
    ]
    return diff.compare(*reports, **options)


def row(comparison, quote):
    (found,) = [one for one in comparison.changes if quote in (one.old_quote, one.new_quote)]
    return found


# ---------------------------------------------------------------- measured on whole reports


@pytest.mark.parametrize("path", agreement.pair_files(), ids=lambda path: path.stem)
def test_pairs_of_whole_reports(path):
    score, related = agreement.pairing(path)
    assert score.f1 >= 0.80, score.lines
    assert score.precision >= 0.85, score.lines
    assert related / score.right >= 0.85, score.lines


def test_every_figure_of_both_years_stands_in_one_row():
    texts = [(agreement.REPORTS / f"yunlan-{year}" / "report.txt").read_text(encoding="utf-8") for year in (2022, 2023)]
    old, new = (agreement.read(text, "x")[0] for text in texts)
    changes = diff.compare(old, new).changes
    for side, report in (("old_claim", old), ("new_claim", new)):
        ids = [getattr(change, side) for change in changes if getattr(change, side)]
        assert len(ids) == len(set(ids))
        own = [
            claim.claim_id
            for claim in report.claims
            if claim.modifies is None and (pairing.shift(claim) is None or pairing.shift(claim) >= 0)
        ]
        assert sorted(ids) == sorted(own)


# ---------------------------------------------------------------- relations and verdicts


@pytest.mark.parametrize(
    ("old", "new", "relation"),
    [
        ("收到行政复议申请126件。", "新收行政复议申请203件。", "same_indicator"),
        ("调处矛盾纠纷2968件。", "化解矛盾纠纷3214件。", "same_indicator"),
        ("全县持证执法人员912名。", "全县行政执法人员947名。", "renamed"),
        ("行政复议纠错率9.8%。", "行政复议直接纠错率10.5%。", "renamed"),
        ("查处违法案件46件。", "查处违法案件51起。", "unit_changed"),
    ],
)
def test_relations(old, new, relation):
    (change,) = compared(old, new).changes
    assert (change.relation, change.status) == (relation, "changed")


def test_a_stated_change_is_recomputed():
    change = row(compared("办理行政处罚2174件。", "办理行政处罚1893件，同比下降12.9%。"), "1893件")
    assert (change.delta, change.delta_pct, change.stated) == (Decimal(-281), Decimal("-12.93"), Decimal("-12.9"))
    assert (change.recomputed_min, change.recomputed_max, change.verdict) == (
        Decimal("-12.93"), Decimal("-12.93"), "agrees",
    )  # fmt: skip
    change = row(compared("办理行政处罚2174件。", "办理行政处罚1893件，同比下降21.9%。"), "1893件")
    assert change.verdict == "disagrees"


def test_rates_move_by_points_and_never_by_per_cent():
    change = row(compared("网上可办率95.1%。", "网上可办率97.6%，较上年提升2.5个百分点。"), "97.6%")
    assert (change.delta, change.delta_pct, change.verdict) == (Decimal("2.5"), None, "agrees")


def test_no_per_cent_over_zero_and_a_word_over_about():
    change = row(compared("行政复议决定被撤销0件。", "行政复议决定被撤销3件。"), "3件")
    assert (change.delta, change.delta_pct, change.note) == (Decimal(3), None, "zero_base")
    change = row(compared("全县市场主体约3万户。", "全县市场主体3.5万户。"), "3.5万户")
    assert (change.note, change.delta_pct) == ("approximate_base", Decimal("16.67"))


def test_other_periods_are_shown_and_not_compared():
    change = row(compared("新登记市场主体5120户。", "截至11月底，新登记市场主体4973户，同比增长13.4%。"), "4973户")
    assert (change.note, change.delta, change.verdict) == ("period_differs", None, "untestable")


def test_levels_plans_and_changes_do_not_mix():
    text = "县政府常务会议会前学法8次。\n二、2023年工作安排\n县政府常务会议会前学法不少于10次。"
    comparison = compared(text, "县政府常务会议会前学法10次。")
    assert row(comparison, "8次").new_quote == "10次"
    (plan,) = [change for change in comparison.changes if change.status == "dropped"]
    assert plan.old_quote == "10次"


def test_split_figures_are_dropped_and_new():
    comparison = compared("审结112件，其中撤销和确认违法11件。", "审结181件，其中撤销9件、确认违法6件。")
    assert row(comparison, "11件").status == "dropped"
    assert row(comparison, "9件").status == row(comparison, "6件").status == "new"


# ---------------------------------------------------------------- pins and threshold


def test_pins_fix_and_forbid():
    old, new = "全县持证执法人员912名。", "全县综治网格员947名。"
    assert {change.status for change in compared(old, new).changes} == {"dropped", "new"}
    subjects = [change.subject for change in compared(old, new).changes]
    pinned = compared(old, new, pins=Pins(fixed=((subjects[1], subjects[0]),)))
    assert [(change.status, change.score, change.pinned) for change in pinned.changes] == [("changed", 1.0, True)]
    same = "办理法律援助案件342件。"
    subject = compared(same, same).changes[0].subject
    forbidden = compared(same, same, pins=Pins(forbidden=((subject, subject),)))
    assert {change.status for change in forbidden.changes} == {"dropped", "new"}


def test_nothing_is_paired_below_the_threshold():
    comparison = compared("市场主体突破3.2万户。", "经营主体总量近3.5万户。", threshold=0.99)
    assert {change.status for change in comparison.changes} == {"dropped", "new"}


def test_reports_without_a_year_are_paired_all_the_same():
    sides = [
        ReportRecords(
            document_record(year=None, sha256=sign * 64, doc_id=sign * 12),
            (claim_record(year=None, period=None, doc_id=sign * 12, claim_id=f"{sign * 12}:4-8"),),
        )
        for sign in "ab"
    ]
    (change,) = diff.compare(*sides).changes
    assert (change.status, change.relation) == ("same", "same_indicator")
