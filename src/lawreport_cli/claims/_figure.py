"""The figures of a sentence: takes its quantities, gives each with its clause, its bracket and the words beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lawreport_cli.claims._context import Context, Peeler
from lawreport_cli.claims._quantity import UNCOUNTED, Quantity
from lawreport_cli.model import Sentence, Span

_OPENING, _BRACKET = "([", re.compile(r"[()\[\]]")
_SHARED = ("count", "points", "percent", "money")  # dimensions whose unit may stand once, behind the last of a list
SUM = re.compile(r"合计|共计|总计|总共")
_JOINT = re.compile(r"[、,和及与]?(?:以及)?")

_LIMIT = re.compile(r"及?以[上下内]的?[^,。;、()\d]{1,12}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in its sentence. `before` and `after` are the words that may say what it counts."""

    quantity: Quantity
    context: Context
    clause: Span
    bracket: Span | None  # inside of the innermost round brackets around it
    before: Span
    after: Span

    @property
    def start(self) -> int:
        """Where the figure begins, with the cues before it."""
        return self.context.start

    @property
    def end(self) -> int:
        """Where the figure ends, with the cues behind it."""
        return self.context.end


def figures(folded: str, sentence: Sentence, quantities: Sequence[Quantity], peeler: Peeler) -> list[Figure]:
    """The figures of one sentence, in order."""
    brackets = _brackets(folded, sentence.span)
    contexts: list[Context] = []
    clauses: list[Span] = []
    floors: list[int] = []
    floor = sentence.span.start
    for i, quantity in enumerate(quantities):
        clause = next(c for c in sentence.clauses if c.start <= quantity.span.start < c.end)
        floor = max(clause.start, floor)
        following = quantities[i + 1].span.start if i + 1 < len(quantities) else sentence.span.end
        context = peeler.peel(quantity, floor, min(following, clause.end))
        contexts.append(context)
        clauses.append(clause)
        floors.append(floor)
        floor = context.end
    found = []
    for i, (quantity, context, clause) in enumerate(zip(quantities, contexts, clauses, strict=True)):
        bracket = next((b for b in reversed(brackets) if b.start <= quantity.span.start < b.end), None)
        bracket = None if bracket and context.start < bracket.start else bracket  # 下降(12.3%)
        start = max(floors[i], bracket.start if bracket else clause.start)
        end = clause.end
        if i + 1 < len(quantities) and quantities[i + 1].span.start < end:
            end = max(context.end, contexts[i + 1].start)
        if bracket:
            end = min(end, bracket.end)
        after = Span(context.end, max(context.end, end))
        found.append(Figure(quantity, context, clause, bracket, Span(min(start, context.start), context.start), after))
    return _with_shared_units(folded, found)


def _with_shared_units(folded: str, found: list[Figure]) -> list[Figure]:
    """Give what is said once for several figures to each of them.

    个 takes its noun from the figure beside it (提高3.1个、0.7个百分点; 由21个工作日压减至3个), a number without a unit the
    unit before it (受理4955件,审结4696), the members of a list their 左右.
    """
    around = False
    for i in range(len(found) - 2, -1, -1):
        here, following = found[i], found[i + 1]
        around = "左右" in folded[following.quantity.span.end : following.end] or (
            around and joined(folded, following, found[min(i + 2, len(found) - 1)])
        )
        if not joined(folded, here, following):
            continue
        if here.quantity.unit == "个" and following.quantity.dimension in ("points", "duration"):
            found[i] = _as(here, following.quantity)
        elif not here.quantity.printed_unit and following.quantity.printed_unit:
            changes = following.context.direction is not None and here.context.direction is None
            large = here.quantity.decimals < 0 and following.quantity.dimension in ("percent", "points")
            if following.quantity.dimension not in _SHARED or "share" in following.context.roles or changes or large:
                continue  # 走访118,占93.7%; 治安案件1326,同比上升48.6%; 新增3.2万,增长12%
            found[i] = _as(here, following.quantity)  # 收到、受理、审结分别为132、117和109件
        moved = re.search(r"[至到为]", folded[following.start : following.quantity.span.start])
        if around and not moved and here.context.qualifier is None:
            found[i] = replace(here, context=replace(here.context, qualifier="approx"))
    for i in range(1, len(found)):
        before, here = found[i - 1].quantity, found[i]
        bare = here.quantity.unit == "个" or not here.quantity.printed_unit
        if bare and before.dimension == "duration":
            verb = folded[found[i - 1].end : here.quantity.span.start]
            limit = "limit" in found[i - 1].context.roles and here.context.qualifier == "at_most"
            if limit or re.fullmatch(r"[^,。;、]{0,10}(?:至|到|为)[^,。;、]{0,4}", verb):
                found[i] = _as(here, before)
    return found


# Nouns that tell their measure word, or that they have none: 治安案件1326, 参训人数达1.2万, 注册用户突破46万.
_UNITS = {"案件": "件", "件数": "件", "人数": "人", "人次": "人次", "次数": "次", "户数": "户", "用户": None}
_COUNTED_IN = re.compile(
    rf"({'|'.join(_UNITS)})(?:总数|数量|数)?(?:[较比][^,。;、]{{1,8}})?(?:同比|净)?(?:新增|增加|减少|增|减)?(?:已|达到?|为|有|约|近|突破|超过?)*$"
)


# Counted without a unit whatever was counted before: 推文128篇,阅读量累计18.5万; 4个行政村,常住人口13.6万.
_WITHOUT_UNIT = re.compile(r"(?:人口|[读击问览放发载]量|用户数?|粉丝数?)[^\d,。;、]{0,6}$")


def with_units_of_neighbours(folded: str, found: Sequence[Figure]) -> list[Figure]:
    """Give a number without a unit that of the nearest counted thing before it, or 元 where money is named."""
    result: list[Figure] = []
    unit: Quantity | None = None
    money = False  # whether the last printed unit is one of money: 多收二十一万六千元,一个村就多了五万八
    for i, figure in enumerate(found):
        quantity = figure.quantity
        if quantity.printed_unit:
            unit = quantity if quantity.dimension == "count" else unit
            money = quantity.dimension == "money"
        elif quantity.decimals < 0 and (
            money or re.search(r"[款额资金罚薪]", folded[figure.before.start : figure.before.end])
        ):
            quantity = replace(quantity, unit="元", dimension="money")
        elif UNCOUNTED.match(folded, quantity.span.end) or _WITHOUT_UNIT.search(
            folded, figure.before.start, quantity.span.start
        ):
            pass
        elif told := _COUNTED_IN.search(folded, figure.before.start, quantity.span.start):
            quantity = replace(quantity, unit=_UNITS[told[1]], dimension="count")
        elif unit is not None and quantity.decimals <= 0 and "share" not in figure.context.roles:
            quantity = replace(quantity, unit=unit.unit, dimension="count")
        elif parts := [f.quantity for f in found[i + 1 :] if f.bracket and f.bracket.start == figure.end + 1]:
            quantity = replace(quantity, unit=parts[0].unit)  # 案件总数为339(行政检查195件、行政处罚144件)
        result.append(figure if quantity is figure.quantity else replace(figure, quantity=quantity))
    return result


def _as(figure: Figure, pattern: Quantity) -> Figure:
    quantity = replace(figure.quantity, unit=pattern.unit, dimension=pattern.dimension, printed_unit=True)
    return replace(figure, quantity=quantity)


def joined(folded: str, left: Figure, right: Figure) -> bool:
    """Whether nothing but 、, 和 or a comma stands between two figures with the cues around them."""
    return _JOINT.fullmatch(folded[left.end : right.start].replace(" ", "")) is not None


def series(folded: str, figures: Sequence[Figure]) -> list[range]:
    """The runs of two or more figures that are joined one to the next: of one dimension, or of any behind 分别."""
    runs: list[range] = []
    first = 0
    for i in range(1, len(figures) + 1):
        linked = (
            i < len(figures)
            and (
                figures[i].quantity.dimension == figures[i - 1].quantity.dimension
                or ("respectively" in figures[first].context.roles and _alike(folded, figures[i - 1], figures[i]))
            )
            and figures[i].bracket == figures[i - 1].bracket
            and figures[i - 1].end < figures[i].start
            and not SUM.search(folded[figures[i].start : figures[i].quantity.span.start])
            and joined(folded, figures[i - 1], figures[i])
        )
        if not linked:
            if i - first > 1:
                runs.append(range(first, i))
            first = i
    return runs


def _alike(folded: str, left: Figure, right: Figure) -> bool:
    """Whether nothing but 、 or 和 parts two figures of different dimensions: 分别为1247起、8634.5万元."""
    return folded[left.end : right.quantity.span.start].strip() in ("、", "和", "及", "与")


def _brackets(folded: str, span: Span) -> list[Span]:
    """The insides of all round brackets of `span`, outer before inner where they begin at one place."""
    stack: list[int] = []
    found: list[Span] = []
    for mark in _BRACKET.finditer(folded, *span):
        if mark[0] in _OPENING:
            stack.append(mark.end())
        elif stack:
            found.append(Span(stack.pop(), mark.start()))
    found += [Span(start, span.end) for start in stack]
    return sorted(found)


def is_limited(folded: str, figures: Sequence[Figure], i: int) -> bool:
    """Whether the figure before figure `i` is a limit by which the things are told that `i` counts (1万元以上案件579件)."""
    return (
        i > 0 and _LIMIT.fullmatch(folded, figures[i - 1].quantity.span.end, figures[i].quantity.span.start) is not None
    )
