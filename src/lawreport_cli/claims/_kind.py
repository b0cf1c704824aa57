"""What kind of statement a figure makes: takes the figures of a sentence, gives a `Statement` for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lawreport_cli.claims._figure import Figure, joined
from lawreport_cli.model import Basis, ChangeMeasure, Dimension, Direction, Kind, Span

_FROM = re.compile(r"(?:从|由|自|把|将|较|比|原)[^,。;]{0,24}$")
FIRST_VERB = re.compile(
    r"(?P<verb>压减|减少|缩减|降低|压缩|缩短|精简|节约|削减|压降|减(?=时限|时间|材料|环节|跑动|次数|证明)|(?P<up>提高|提升|增加))(?!至|到|为|幅)[^,。;、\d]{2,14}$"
)
# 同比减少检查1300户次: behind a comparison the verb may stand before its object whatever is counted.
COMPARED_VERB = re.compile(
    r"(?:同比|环比|[较比](?:上年|去年|上一年|(?:19|20)\d\d年)(?:度|同期|年?[底末])?)(?:再|又|共|累计)?"
    r"(?P<verb>(?P<up>增加|新增|多)|减少|少|压减|缩减|压缩|下降)(?!至|到|为|幅)[^,。;、\d]{1,14}$"
)
OVER_LAST = re.compile(  # 占比高出上年8.7个百分点
    r"(?:(?P<up>高[于出]|多[于出]|超[过出])|低于|少于|短于)(?:去年|上年|上一年)(?:度)?(?:同期)?(?:水平)?(?:约|近)?$"
)
_GAP = re.compile(
    r"(?:(?P<up>高[于出]|超[过出]|多于)|低于|落后|少于|优于|短于)[^,。;、\d]{0,10}(?:平均|均值|平均水平|平均线|平均分|均分)(?:约|近)?$"
    r"|[比较][^,。;、\d]{0,10}(?:平均|均值|平均水平)(?:(?P<more>多|高|慢|长)|少|低|快|短)(?:出|了)?(?:约|近)?$"
)
_AVERAGE_GAP = re.compile(r"(?:高[于出]|低于|超出|优于)[^,。;、\d]{0,10}$")
_TIMES_OF = re.compile(
    r"(?:是|为|达到?|相当于)?[^,。;、]{0,12}(?:年|年度|期|底|末|前|数|总?量|平均|水平|均值)的(?:近|约|逾|超)?$"
)
_COMPARED = re.compile(
    r"(?:低于|高于|少于|多于|超过|优于|好于|短于|跟|同|与)(?:(?:19|20)\d\d|去|上|前|上一|前一)年(?:度|同期)*的$"
)
_AGAINST = re.compile(r"(?:比|较)[^,。;、]{1,10}(?:前|时|期)的$")
_WAS = re.compile(
    r"(?:去年|上年|上一年|(?:19|20)\d\d年)(?:度|同期)?(?:还|仅|只|才)?(?:有|为|是)$"
)  # 上年只有486件,增长17.9%
_THEN = re.compile(r",(?:今年)?(?:增|减|升|降|多|少|下降|上升|提高)")
_MEASURE_NOUN = re.compile(r"(?:幅|幅度|率|速|比例)(?:高?达到?|为|约为?|是|了)*(?:约|近|超过?|逾)?$")
_EXTENT = re.compile(
    r"(?:(?P<up>[增升涨])|[降减跌])[幅速](?:最[大高小快慢](?:的(?:是|为)[^,。;、\d]{2,14})?|居前|居首|明显|较大)?,?(?:高?达到?|为|约)?$"
)
_NEAR = 24  # characters before a clause: 增幅最大,达38.1%
_RELATIVE: dict[Dimension, ChangeMeasure] = {"percent": "relative", "points": "points", "multiple": "multiple"}
_COMPARED_FIRST = re.compile(
    r"同比[^,。;\d]{0,10},[增降减涨升]幅|(?:与|同|和|较|比)(?:去年|上年|上一年|前一年)(?:度)?(?:同期)?(?:相比|相较|比),"
    r"|(?:较|比)(?:去年|上年|上一年|前一年)(?:度)?(?:同期)?,|同比[^,。;、\d]{1,10}$"
)
_PLAIN_CHANGE = re.compile(
    r"缩短|延长|增加|减少|增长|下降|上升|增多|提高|降低|提升|回落|净增|净减|激增|锐减|多|少|高|低|领先|落后|添|前移|前进|前挪|后移|后退"
)
_REACHED = re.compile(r"(?:至|到)(?:了)?(?:[^,。;]{0,8}的)?(?:约|近|超过?|逾|不足|不?低于)?$")
_SET_BESIDE = re.compile(r",?(?:相比|相较)")
_THAN_THAT = re.compile(r"(?:与|同|和|跟|较|比)[^,。;]{0,4}(?:(?:19|20)\d\d年|去年|上年|上一年|同期)[^,。;]*$")
_BASE_GAP = 8  # characters: 与2022年的3412件相比,降幅10.7%
_MOVED = re.compile(
    r"[^,。;、\d]{1,12}[至到为](?:(?:(?:19|20)\d\d|[去上今])年[初底末]?|目前|第?[一二三四]季度|[上下]半年|年[初底末]|\d{1,2}月份?)?的?(?:约|近|超)?$"
)  # any verb will do: 回落至, 攀升至2024年的
_COMMA = 2  # characters between two changes that say the same
_PARALLEL = 16  # characters: 收到数量同比上升31.2%,审结数量上升28.6% have one basis
_TURNED = re.compile(r"(?:至|到|为|成)(?:了)?(?:[^,。;]{0,8}的)?(?:约|近|超过?|逾|不足)?$")
_SAVED = re.compile(  # 压缩办理时限1213个工作日, 减少群众跑动136次: time and errands are measured, not made
    r"(?:减少|压缩|压减|缩减|缩短|减)了?(?:[^,。;、\d]{2,10}\d+[^,。;、\d]{1,3}、)*[^,。;、\d]{0,10}?(?:时限|时间|期限|天数|(?:跑动|跑腿)(?:次数)?)(?:共|累计|约)?$"
)
_TURNED_THEN = re.compile(  # 由原来的20个工作日,压缩至目前的5个工作日
    r",(?:现|现在|目前|已|均|直接|大幅|逐步)*(?:缩短|压缩|压减|减少|缩减|精简|下降|降低|降|减|提高|提升|增加|增|上升|升)(?:至|到|为|成)了?[^,。;、\d]{0,12}"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Kind of a figure with what belongs to it.

    `base`: an earlier value that others are measured against (较上年的905件). `origin`: for a value that was reached, the
    position of the figure it came from.
    """

    kind: Kind
    direction: Direction | None = None
    change_measure: ChangeMeasure | None = None
    basis: Basis | None = None
    base: bool = False
    origin: int | None = None


def statements(folded: str, figures: Sequence[Figure]) -> list[Statement]:
    """One statement for each figure, in order."""
    found: list[Statement] = []
    start = figures[0].clause.start
    start = max(start - 40, folded.rfind("。", 0, start), folded.rfind("\n", 0, start), 0)
    for i, figure in enumerate(figures):
        said = _shared(folded, figures, found, i) or _statement(folded, figure)
        if i and said.kind == "change" and said.basis is None and (found[i - 1].kind == "change" or found[i - 1].base):
            between = folded[figures[i - 1].end : figure.start]
            parallel = found[i - 1].change_measure == said.change_measure and len(between) <= _PARALLEL
            near = len(between) <= (_BASE_GAP if found[i - 1].base else 2)
            gap = _AVERAGE_GAP.search(_text(folded, figure.before))
            if ";" not in between and (near or parallel) and not gap:
                said = replace(said, basis=found[i - 1].basis)
        if (
            said.kind == "change"
            and said.basis is None
            and _COMPARED_FIRST.search(folded, start, figure.quantity.span.start)
        ):
            said = replace(said, basis="yoy")
        found.append(said)
    _from_to(folded, figures, found)
    return found


def restates(figures: Sequence[Figure], said: Sequence[Statement], i: int) -> bool:
    """Whether change `i` says in another measure what the one right before it says: 减少19件,降幅6.62%."""
    if (
        i == 0
        or not said[i].kind == said[i - 1].kind == "change"
        or said[i].change_measure == said[i - 1].change_measure
    ):
        return False
    listed = "respectively" in figures[i - 1].context.roles | figures[i].context.roles
    if i + 1 < len(said) and i > 1:  # 减少11起、9人,降幅为12.2%和12.9%: two after two
        two = (said[i + 1], said[i]), (said[i - 1], said[i - 2])
        listed |= all(a.kind == b.kind == "change" and a.change_measure == b.change_measure for a, b in two)
    return not listed and figures[i].context.direction is not None and figures[i].start - figures[i - 1].end <= _COMMA


def _shared(folded: str, figures: Sequence[Figure], found: Sequence[Statement], i: int) -> Statement | None:
    """A change that takes its verb from the figure before it: 分别增长21%、85%."""
    if i == 0 or found[i - 1].kind != "change" or figures[i].context.direction or figures[i].context.roles & {"share"}:
        return None
    before, here = figures[i - 1], figures[i]
    if "," in folded[before.end : here.start] or not joined(folded, before, here):
        return None
    if before.quantity.dimension == here.quantity.dimension:
        return found[i - 1]
    if before.quantity.dimension in _RELATIVE and here.quantity.dimension in _RELATIVE:  # 分别下降25%、2.3个百分点
        return replace(found[i - 1], change_measure=_RELATIVE[here.quantity.dimension])
    if before.quantity.dimension in _RELATIVE and here.quantity.dimension == "score":  # 提高5.4个百分点和3.1分
        return replace(found[i - 1], change_measure="absolute")
    return None


def _statement(folded: str, figure: Figure) -> Statement:
    quantity, context = figure.quantity, figure.context
    dimension, direction, basis = quantity.dimension, context.direction, context.basis
    verb = folded[context.start : quantity.span.start]
    if dimension == "rank":
        return Statement("rank")
    if m := OVER_LAST.search(_text(folded, Span(figure.clause.start, figure.quantity.span.start))):
        return Statement("change", "up" if m["up"] else "down", _RELATIVE.get(dimension, "absolute"), "yoy")
    if dimension == "points":
        return Statement("change", direction or _direction_nearby(folded, figure), "points", basis)
    if direction is None and (_base_phrase(folded, figure) or folded.startswith("的基础上", quantity.span.end)):
        return Statement(_standing(figure), base=True, basis=basis or _last_year(folded, figure))
    if (
        direction is None
        and dimension == "percent"
        and (m := _EXTENT.search(folded, figure.clause.start - _NEAR, figure.start))
    ):
        compared = "yoy" if folded.endswith("同比", 0, m.start()) else basis  # 同比增幅最大,达28.6%
        return Statement("change", "up" if m["up"] else "down", "relative", compared)
    if dimension in ("score", "count", "duration", "money") and (m := _GAP.search(_text(folded, figure.before))):
        return Statement("change", "up" if m["up"] or m["more"] else "down", "absolute", basis)
    if dimension == "multiple":
        if direction is None and _TIMES_OF.search(folded[figure.before.start : quantity.span.start]):
            return Statement("change", "up", "multiple", basis or _last_year(folded, figure))
        return Statement("change", direction, "multiple", basis) if direction else Statement("rate")
    if "compared" in context.roles and basis is None:
        direction = None  # 多收 and 少跑 are changes only against something: 比上年多收29件
    reached = _REACHED.search(verb) or ("be" in context.roles and not _MEASURE_NOUN.search(verb))
    if direction and not reached:
        if dimension == "percent":
            return Statement("change", direction, "relative", basis)
        if basis or _PLAIN_CHANGE.search(verb):
            return Statement("change", direction, "absolute", basis)
    if dimension == "percent" and not reached and (m := FIRST_VERB.search(_text(folded, figure.before))):
        return Statement("change", "up" if m["up"] else "down", "relative", basis)
    cut = dimension in ("duration", "count") and _SAVED.search(folded, figure.clause.start, figure.start)
    if not reached and cut:
        return Statement("change", "down", "absolute", basis)
    if not reached and (m := COMPARED_VERB.search(_text(folded, figure.before))):
        measure = _RELATIVE.get(dimension, "absolute")
        against: Basis = "since_year_end" if re.search("[底末]", m[0][: m.start("verb") - m.start()]) else "yoy"
        return Statement("change", "up" if m["up"] else "down", measure, basis or against)
    return Statement(_standing(figure))


def _standing(figure: Figure) -> Kind:
    """The kind of a figure that is no change."""
    dimension = figure.quantity.dimension
    if dimension in ("percent", "ratio"):
        return "rate"
    return "score" if dimension == "score" else "level"


def _last_year(folded: str, figure: Figure) -> Basis | None:
    """The basis of a figure behind the year before: 是上年的1.4倍, 在上年573件的基础上."""
    lead = folded[figure.before.start : figure.quantity.span.start]
    return "yoy" if re.search(r"(?:去年|上年|上一年)(?:度|同期)*(?:的|(?:还|仅|只|才)?(?:有|为|是))?$", lead) else None


def _base_phrase(folded: str, figure: Figure) -> bool:
    """较2022年的905件, 比清理前的294项: the figure is the base itself."""
    if _COMPARED.search(folded[figure.before.start : figure.quantity.span.start]):
        return True
    if _SET_BESIDE.match(folded, figure.end) and _THAN_THAT.search(
        folded[figure.clause.start : figure.quantity.span.start]
    ):
        return True  # 与2022年同期收案1364件相比增加8件
    if _WAS.search(folded[figure.clause.start : figure.quantity.span.start]):
        return _THEN.match(folded, figure.end) is not None  # but 2024年为9.8万次,同比下降: its own year
    span = figure.context.basis_span
    if span is None:
        return _AGAINST.search(folded[figure.before.start : figure.quantity.span.start]) is not None
    lead = folded[span.start : figure.quantity.span.start]
    return re.search(r"(?:年|年度|期|底|末)(?:的|全年)?(?:约|近|为)?$", lead) is not None


def _direction_nearby(folded: str, figure: Figure) -> Direction | None:
    words = re.findall(
        r"(提[高升]|上升|增[长加]|扩大|高[于出])|(下降|降低|减少|回落|收窄|缩小|低于|落后)",
        _text(folded, figure.before),
    )
    return ("up" if words[-1][0] else "down") if words else None


def _text(folded: str, span: Span) -> str:
    return folded[span.start : span.end]


def _from_to(folded: str, figures: Sequence[Figure], found: list[Statement]) -> None:
    """Turn 由3分提高到5分 and 从21.8%、8.4%上升至41.5%、24.1% into their ends, in place."""
    for i, figure in enumerate(figures):
        if not i or figure.quantity.dimension == "points":
            continue
        if figure.quantity.dimension == "rank" and figures[i - 1].quantity.dimension != "rank":
            continue
        between = folded[figures[i - 1].end : figure.quantity.span.start].replace(" ", "")
        turned, then = _TURNED.search(between), _TURNED_THEN.fullmatch(between)
        if len(between) > 24 or not (then or (turned and not re.search(r"[,。;、]", between))):
            continue
        moved = (
            then
            or figure.context.direction
            or figure.context.roles & {"transform", "to"}
            or re.match(r"[至到]", between)
        )
        if not moved and not _MOVED.match(between):
            continue
        first = i - 1
        while first and joined(folded, figures[first - 1], figures[first]):
            first -= 1
        lead = _text(folded, Span(figures[first].clause.start, figures[first].quantity.span.start))
        if not _FROM.search(lead) and not found[first].base:
            continue
        last = i
        while last + 1 < len(figures) and last - i + 1 < i - first and joined(folded, figures[last], figures[last + 1]):
            last += 1
        for k in range(first, i):
            found[k] = Statement("range_from")
        paired = last - i == i - 1 - first
        for k in range(i, last + 1):  # 由12.3件、15.6件提高到18.9件: from the nearest
            found[k] = Statement("range_to", origin=first + k - i if paired else i - 1)
