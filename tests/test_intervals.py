"""Numbers as intervals: what a printed figure may stand for, and sums, shares and growth of such figures."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawreport_cli import intervals
from lawreport_cli.intervals import Interval, exactly, growth, of, ratio, total
from samples import claim_record


@pytest.mark.parametrize(
    ("fields", "rounded", "cut"),
    [
        ({"value": D(995)}, (D(995), D(995)), (D(995), D(995))),
        ({"value": D(28000), "decimals": -3}, (D(27500), D(28500)), (D(28000), D(29000))),
        ({"value": D("89.7"), "decimals": 1, "unit": "%", "dimension": "percent", "kind": "rate"},
         (D("89.65"), D("89.75")), (D("89.7"), D("89.8"))),
        ({"value": D(100), "unit": "%", "dimension": "percent", "kind": "rate"}, (D("99.5"), D("100.5")), (D(100), D(101))),
        ({"value": D(20), "quote": "20余家", "qualifier": "approx"}, (D(20), D(30)), (D(20), D(30))),
        ({"value": D(68400000), "quote": "6840万元", "qualifier": "approx", "decimals": -4, "dimension": "money"},
         (D(68300000), D(68500000)), (D(68300000), D(68500000))),
        ({"value": D(32000), "decimals": -3, "qualifier": "at_least"}, (D(32000), None), (D(32000), None)),
        ({"value": D(10), "qualifier": "at_most"}, (None, D(10)), (None, D(10))),
        ({"value": D(3), "value_max": D(5), "qualifier": "range"}, (D(3), D(5)), (D(3), D(5))),
    ],
)  # fmt: skip
def test_a_printed_number_stands_for_an_interval(fields, rounded, cut):
    claim = claim_record(**fields)
    assert [(one.low, one.high) for one in (of(claim, "rounded"), of(claim, "cut"))] == [rounded, cut]


def test_what_is_cut_never_reaches_the_next_number():
    cut = Interval(D("89.7"), D("89.8"), open_high=True)
    assert cut.holds(D("89.79999"))
    assert not cut.holds(D("89.8"))
    assert not cut.meets(Interval(D("89.8"), None))


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 3))
def test_a_growth_rounded_or_cut_from_two_counts_agrees_with_them(old, new, decimals):
    true = (D(new) / D(old) - 1) * 100
    recomputed = growth(exactly(D(new)), exactly(D(old)))
    printed = round(true, decimals)
    fields = {"unit": "%", "dimension": "percent", "kind": "change", "decimals": decimals}
    up = of(claim_record(value=abs(printed), **fields), "rounded")
    assert up.meets(recomputed if printed >= 0 else -recomputed)


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=5))
def test_a_sum_of_intervals_holds_every_sum_of_their_numbers(pairs):
    summed = total(Interval(D(min(pair)), D(max(pair))) for pair in pairs)
    assert summed.holds(D(sum(pair[0] for pair in pairs)))
    assert summed.holds(D(sum(pair[1] for pair in pairs)))


def test_nothing_is_divided_by_what_may_be_zero():
    assert growth(exactly(D(5)), exactly(D(0))) is None
    assert ratio(exactly(D(5)), Interval(D("-0.5"), D("0.5"))) is None
    assert growth(exactly(D(5)), Interval(D(5), None)) is None


def test_open_ends_stay_open():
    more = Interval(D(3), None) + exactly(D(2))
    assert (more.low, more.high) == (D(5), None)
    assert ratio(exactly(D(3)), Interval(D(2), None)) == Interval(D(0), D("1.5"))
    assert intervals.hull([exactly(D(1)), Interval(D(3), None)]) == Interval(D(1), None)
