"""What an indicator is counted in: takes an indicator and a claim, says whether one can be the other."""

from lawreport_cli.model import Claim
from lawreport_cli.rules import Indicator

_PERSONS, _VISITS = ("人", "名", "位", "人次"), ("人次", "人", "名")
_NO_COUNT = {*_PERSONS, "类", "大类", "小类", "种", "大种", "票", "年"}
_EVENTS = ("件次", "起次", "宗次", "项次", "份次", "条次")
_DIMENSIONS = {
    "money": {"money"}, "percent": {"percent"}, "days": {"duration"}, "area": {"area"}, "score": {"score", "percent"},
    "ratio": {"ratio", "count", "multiple", "other"},
}  # fmt: skip


def measured(one: Indicator, claim: Claim) -> bool:
    """Whether the claim is counted as the indicator is: 罚款 in 元 is an amount, in 件 a number of fines."""
    if claim.kind == "change" and claim.modifies is None:
        own = claim.dimension == "percent" and one.dimension in ("percent", "count")
        return own or (claim.dimension == "points" and one.dimension == "percent")
    if claim.unit is None and claim.dimension == "count":
        return one.dimension in ("count", "persons", "person_times", "per_capita", "ratio")
    if one.dimension == "days" and claim.dimension != "duration":
        return False
    if one.units:
        return claim.unit in one.units or (claim.unit in _EVENTS and claim.unit[:-1] in one.units)
    if one.dimension == "persons":
        return claim.unit in _PERSONS
    if one.dimension == "person_times":
        return claim.unit in _VISITS
    if one.dimension in _DIMENSIONS:
        return claim.dimension in _DIMENSIONS[one.dimension]
    return claim.dimension == "count" and claim.unit not in _NO_COUNT


def counts(claim: Claim) -> bool:
    """Whether the claim counts things or events, not people."""
    return claim.dimension == "count" and claim.unit not in _PERSONS
