"""Numbers as intervals: what a printed figure may stand for, and sums, shares and growth of such figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawreport_cli import intervals
from lawreport_cli.intervals import Interval, exactly, growth, of, ratio, total
from samples import claim_record


@pytest.mark.parametrize(
    ("fields", "rounded", "cut"),
    [
        ({"value": Decimal(995)}, (Decimal(995), Decimal(995)), (Decimal(995), Decimal(995))),
        ({"value": Decimal(28000), "decimals": -3}, (Decimal(27500), Decimal(28500)), (Decimal(28000), Decimal(29000))),
        ({"value": Decimal("89.7"), "decimals": 1, "unit": "%", "dimension": "percent", "kind": "rate"},
         (Decimal("89.65"), Decimal("89.75")), (Decimal("89.7"), Decimal("89.8"))),
        ({"value": Decimal(100), "unit": "%", "dimension": "percent", "kind": "rate"}, (Decimal("99.5"), Decimal("100.5")), (Decimal(100), Decimal(101))),
        ({"value": Decimal(20), "quote": "20余家", "qualifier": "approx"}, (Decimal(20), Decimal(30)), (Decimal(20), Decimal(30))),
        ({"value": Decimal(68400000), "quote": "6840万元", "qualifier": "approx", "decimals": -4, "dimension": "money"},
         (Decimal(68300000), Decimal(68500000)), (Decimal(68300000), Decimal(68500000))),
        ({"value": Decimal(32000), "decimals": -3, "qualifier": "at_least"}, (Decimal(32000), None), (Decimal(32000), None)),
        ({"value": Decimal(10), "qualifier": "at_most"}, (None, Decimal(10)), (None, Decimal(10))),
        ({"value": Decimal(3), "value_max": Decimal(5), "qualifier": "range"}, (Decimal(3), Decimal(5)), (Decimal(3), Decimal(5))),
    ],
)  # fmt: skip
def test_a_printed_number_stands_for_an_interval(fields, rounded, cut):
    claim = claim_record(**fields)
    assert [(one.low, one.high) for one in (of(claim, "rounded"), of(claim, "cut"))] == [rounded, cut]


def test_what_is_cut_never_reaches_the_next_number():
    cut = Interval(Decimal("89.7"), Decimal("89.8"), open_high=True)
    assert cut.holds(Decimal("89.79999"))
    assert not cut.holds(Decimal("89.8"))
    assert not cut.meets(Interval(Decimal("89.8"), None))


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 3))
def test_a_growth_rounded_or_cut_from_two_counts_agrees_with_them(old, new, decimals):
    true = (Decimal(new) / Decimal(old) - 1) * 100
    recomputed = growth(exactly(Decimal(new)), exactly(Decimal(old)))
    printed = round(true, decimals)
    fields = {"unit": "%", "dimension": "percent", "kind": "change", "decimals": decimals}
    up = of(claim_record(value=abs(printed), **fields), "rounded")
    assert up.meets(recomputed if printed >= 0 else -recomputed)


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=5))
def test_a_sum_of_intervals_holds_every_sum_of_their_numbers(pairs):
    summed = total(Interval(Decimal(min(pair)), Decimal(max(pair))) for pair in pairs)
    assert summed.holds(Decimal(sum(pair[0] for pair in pairs)))
    assert summed.holds(Decimal(sum(pair[1] for pair in pairs)))


def test_nothing_is_divided_by_what_may_be_zero():
    assert growth(exactly(Decimal(5)), exactly(Decimal(0))) is None
    assert ratio(exactly(Decimal(5)), Interval(Decimal("-0.5"), Decimal("0.5"))) is None
    assert growth(exactly(Decimal(5)), Interval(Decimal(5), None)) is None


def test_open_ends_stay_open():
    more = Interval(Decimal(3), None) + exactly(Decimal(2))
    assert (more.low, more.high) == (Decimal(5), None)
    assert ratio(exactly(Decimal(3)), Interval(Decimal(2), None)) == Interval(Decimal(0), Decimal("1.5"))
    assert intervals.hull([exactly(Decimal(1)), Interval(Decimal(3), None)]) == Interval(Decimal(1), None)
