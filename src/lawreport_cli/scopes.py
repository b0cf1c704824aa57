"""Scopes that can be compared: takes the scope of a figure, gives it without the place or body whose report it is.

A county writes 全县 or 县司法局 where a city writes 全市 or 市司法局: the whole place is no scope at all, and 司法局 is
司法局. Nor are the bodies that do all work of a kind there (法律援助机构, 各级调解组织). A city that a district speaks of
(全市) stays.
"""

import re

_GOVERNS = "委|委办公室|人民政府|政府|人大|政协|直|本级|级"
_BODY = r".{2,12}(?:局|办|厅|院|中心|支队|大队|委员会|办公室)$"
_DOERS = re.compile(
    r"(?:全[省市县区])?(?:各级|各类|各)?(?:人民调解|调解|行政复议|复议|法律援助|公共法律服务|公证|仲裁|司法鉴定|行政执法|执法|行政|合法性审[查核])"
    r"(?:机构|机关|组织|部门|委员会)"
)
_NO_PLACE = (
    "市场",
    "市容",
    "市民",
    "市政工程",
    "县域",
    "区域",
    "区划",
    "区块",
    "区镇",
    "区县",
    "市县",
    "县市",
    "县区",
    "市区",
    "州际",
)


def are_doers(scope: str) -> bool:
    """Whether a scope names those who do all work of a kind: 法律援助机构 of legal aid, 各级调解组织 of mediation."""
    return _DOERS.fullmatch(scope) is not None


def bare(scope: str, place_end: str | None, body_end: str | None) -> str | None:
    """`scope` without the place; null when nothing is left: the figure is of the whole.

    `place_end` is the last character of the place's name (县), `body_end` that of the body's when the report is its own.
    """
    for end in (place_end, body_end):
        if end and re.match(f"[全本我该]{end}", scope):
            scope = scope[2:]
            break
    else:
        own = place_end and re.match(f"{place_end}(?:{_GOVERNS}|{_BODY})", scope)
        if own and not scope.startswith(_NO_PLACE):
            scope = scope[1:]
            scope = f"党{scope}" if scope.startswith("委") else f"本{scope}" if scope.startswith("级") else scope
    if place_end:
        scope = re.sub(f"(?<=[、和及]){place_end}(?=政府|人民政府)", "", scope)
    return None if are_doers(scope) else scope or None
