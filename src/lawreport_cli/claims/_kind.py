"""What kind of statement a figure makes: takes the figures of a sentence, gives kind, direction, measure and base of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.claims._figure import Figure, joined
from lawreport_cli.model import Basis, ChangeMeasure, Direction, Kind, Span

_FROM = re.compile(r"(?:从|由|自|把|将|较|比|原来的?|原)[^,。;]{0,24}$")
_FIRST_VERB = re.compile(
    r"(?:压减|减少|缩减|降低|压缩|缩短|精简|节约|削减|压降|(?P<up>提高|提升|增加))(?!至|到|为)[^,。;、\d]{2,14}$"
)
_OF_BASE = re.compile(r"(?:是|为|相当于|达到?)[^,。;]{0,16}的$")


@dataclass(frozen=True, slots=True)
class Statement:
    """Kind of a figure with what belongs to it. `base`: an earlier figure that others are measured against (较上年的905件)."""

    kind: Kind
    direction: Direction | None = None
    change_measure: ChangeMeasure | None = None
    basis: Basis | None = None
    base: bool = False


def statements(folded: str, figures: Sequence[Figure]) -> list[Statement]:
    """One statement for each figure, in order."""
    found: list[Statement] = []
    for i, figure in enumerate(figures):
        found.append(_shared(folded, figures, found, i) or _statement(folded, figure))
    _from_to(folded, figures, found)
    return found


def _shared(folded: str, figures: Sequence[Figure], found: Sequence[Statement], i: int) -> Statement | None:
    """A change that takes its verb from the figure before it: 分别增长21%、85%."""
    if i == 0 or found[i - 1].kind != "change":
        return None
    before, here = figures[i - 1], figures[i]
    same = before.quantity.dimension == here.quantity.dimension
    if same and not here.context.roles & {"share"} and here.context.direction is None and joined(folded, before, here):
        return found[i - 1]
    return None


def _statement(folded: str, figure: Figure) -> Statement:
    quantity, context = figure.quantity, figure.context
    dimension, direction, basis = quantity.dimension, context.direction, context.basis
    if dimension == "rank":
        if direction in ("up", "down") and basis:
            return Statement("change", direction, "absolute", basis)
        return Statement("rank")
    reached = "to" in context.roles or folded[figure.before.end : quantity.span.start].endswith(("至", "到"))
    if dimension == "points":
        return Statement(
            "change", direction or _direction_nearby(folded, figure), "points", basis or "yoy" if basis else basis
        )
    if basis and direction is None and _base_phrase(folded, figure):
        return Statement(_standing(figure), base=True, basis=basis)
    if direction and not reached:
        if dimension == "percent":
            return Statement("change", direction, "relative", basis)
        if dimension == "multiple":
            return Statement("change", direction, "multiple", basis)
        if _adjacent_change(folded, figure):
            return Statement("change", direction, "absolute", basis)
    if dimension == "percent" and not reached and (m := _FIRST_VERB.search(_text(folded, figure.before))):
        return Statement("change", "up" if m["up"] else "down", "relative", basis)
    return Statement(_standing(figure), basis=basis if basis == "cumulative" else None)


def _standing(figure: Figure) -> Kind:
    """The kind of a figure that is no change."""
    dimension = figure.quantity.dimension
    if dimension in ("percent", "multiple", "ratio"):
        return "rate"
    if dimension == "score":
        return "score"
    return "level"


def _adjacent_change(folded: str, figure: Figure) -> bool:
    """增加198件, 较上年减少22人: a change in the unit of the level; 共压减、新增 and the like are levels without a base."""
    verb = folded[figure.context.start : figure.quantity.span.start]
    return (
        figure.context.basis is not None
        or re.search(r"增加|减少|增长|下降|上升|增多|提高|降低|提升|多|少", verb) is not None
    )


def _base_phrase(folded: str, figure: Figure) -> bool:
    """较2022年的905件, 比上年的31.18%: the figure is the base itself."""
    span = figure.context.basis_span
    if span is None:
        return False
    lead = folded[span.start : figure.quantity.span.start]
    return re.search(r"(?:年|年度|期|底|末)(?:的|全年)?(?:约|近|为)?$", lead) is not None


def _direction_nearby(folded: str, figure: Figure) -> Direction | None:
    words = re.findall(r"(提[高升]|上升|增[长加]|扩大)|(下降|降低|减少|回落|收窄|缩小)", _text(folded, figure.before))
    return ("up" if words[-1][0] else "down") if words else None


def _text(folded: str, span: Span) -> str:
    return folded[span.start : span.end]


def _from_to(folded: str, figures: Sequence[Figure], found: list[Statement]) -> None:
    """Turn 由3分提高到5分 and 从21.8%、8.4%上升至41.5%、24.1% into their ends, in place."""
    for i, figure in enumerate(figures):
        verb = folded[figure.context.start : figure.quantity.span.start]
        if (
            not i
            or not re.search(r"(?:至|到|为|成)(?:约|近|了)?$", verb)
            or figure.context.start != figures[i - 1].context.end
        ):
            continue
        if not (figure.context.direction or figure.context.roles & {"transform"} or re.match(r"[至到]", verb)):
            continue
        first = i - 1
        while first and joined(folded, figures[first - 1], figures[first]):
            first -= 1
        lead = _text(folded, Span(figures[first].clause.start, figures[first].quantity.span.start))
        if not _FROM.search(lead) and not found[first].base:
            continue
        last = i
        while last + 1 < len(figures) and last + 1 - i < i - first and joined(folded, figures[last], figures[last + 1]):
            last += 1
        for k in range(first, i):
            found[k] = Statement("range_from")
        for k in range(i, last + 1):
            found[k] = Statement("range_to")
