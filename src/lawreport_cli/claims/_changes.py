"""Which figure a change speaks of: takes the figures of a sentence, gives the level or rate that a change modifies."""

import re
from collections.abc import Sequence

from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._kind import Statement

_GENERIC = re.compile(r"涉及|惠及|件数|数量|总量|总数|全市|全县|全区|全省|同比|案件$")
# What the noun of a change counts, where it says nothing else: 案件数, 金额, 批次.
_COUNTED = (
    (re.compile(r"件数|案件数|案件总数|案件量|宗数|起数"), ("件", "起", "宗")),
    (re.compile(r"金额|数额|总额|款额"), ("元",)),
    (re.compile(r"人数"), ("名", "人", "位")),
    (re.compile(r"人次"), ("人次",)),
    (re.compile(r"批次|批数"), ("批", "批次")),
)
_OFTEN = re.compile(r"频次|频率|次数")  # 检查事项46项,检查频次下降38%: how often, not how many
_HOW_LONG = re.compile(r"时间|时限|用时|时长|周期")  # 调解案件51万件,调解时间缩短50%
_RATE = re.compile(r"率|比|度|成$")
_RATED = re.compile(r"[^\W\d]{2}(?<!效)(?<!频)(?=率)")
_TOTAL = re.compile(r"总[量数额]|件数|案件数|金额|人数")
_AVERAGE = re.compile(r"平均|[人户日年月案件]均")
_REACHED = re.compile(r",?(?:达到?|为|至|增至|升至|降至)了?(?:约|近|超)?")
_PERSONS = ("名", "人", "位")
PLACES = ("名", "位", "名次", "位次")  # what a rank moves by
_PLACE = re.compile("位次|排名|名次|排位")
_MODIFIED = ("level", "rate", "score", "range_to", "range_from")


def modified(
    folded: str,
    figures: Sequence[Figure],
    said: Sequence[Statement],
    wholes: Sequence[int | None],
    i: int,
    subjects: Sequence[str] | None = None,
) -> int | None:
    """The position of the figure that change `i` speaks of, within the same sentence; null when there is none.

    `subjects`: what each figure counts, when the change has words of its own that say what changed: then only a figure
    of that subject is meant.
    """
    candidates = _candidates(folded, figures, said, i)
    if not candidates:
        return i + 1 if _reaches(folded, figures, said, i) else None
    words = _own_part(folded, figures, said, i)
    if _OFTEN.search(words):
        candidates = [k for k in candidates if (figures[k].quantity.unit or "次").endswith("次")]
        if not candidates:
            return None
    if _HOW_LONG.search(words):
        candidates = [k for k in candidates if figures[k].quantity.dimension == "duration"]
        if not candidates:
            return None
    if _TOTAL.search(words):
        candidates = [k for k in candidates if not _average(folded, figures[k])] or candidates
    if (counted := _counted(folded, figures, candidates, words)) is not None:
        return counted
    if subjects is not None:
        return _named(folded, figures, said, candidates, subjects, words, i)
    return _next_before(folded, figures, said, wholes, candidates, i)


def _candidates(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int) -> list[int]:
    """The figures before change `i` that can have changed so: rates by points, counts by their own unit."""
    change, measure = figures[i], said[i].change_measure
    ranks = change.quantity.unit in PLACES and any(s.kind == "rank" for s in said[:i])
    kinds = ("rank",) if ranks else _MODIFIED
    found = [k for k in range(i) if said[k].kind in kinds and not said[k].base and _visible(figures[k], change)]
    if measure == "points":
        return [k for k in found if said[k].kind in ("rate", "range_to")]
    beside = i - 1 if measure == "absolute" else None  # 精简证明19项,比上年少3项
    found = [k for k in found if k == beside or not _LESS.match(folded, *figures[k].before)]
    doubled = measure == "multiple"  # 出庭163件,占19.38%,比上年翻一番: no share doubles
    found = [k for k in found if figures[k].quantity.unit != "年"]  # 连续两年递增
    found = [k for k in found if not (doubled and said[k].kind == "rate")] or found
    if measure == "absolute" and not ranks:
        found = [k for k in found if _commensurable(figures[k], change) and not _outgrows(figures[k], change)]
    if not found or not said[i - 1].base:
        return found
    base = figures[i - 1]
    found = [k for k in found if figures[k].quantity.unit == base.quantity.unit] or found
    words = folded[base.before.start : base.before.end]
    return [k for k in found if _shares(folded, figures[k], words)] or found


_LEVEL_TOO = re.compile(r"(?:、|和|,)持平")  # 同比分别增长8.2%、下降3.1%、持平: of the third nothing is told
_LESS = re.compile(r"[^\w]*(?:共|累计)?(?:减少|压减|压缩|精简)")  # itself a change: 减少检查1500次,检查频次下降38%
_PAIR = 2  # changes that may speak of a total and a part
_NOUN = 2  # characters that name what is counted


def _counted(folded: str, figures: Sequence[Figure], candidates: Sequence[int], words: str) -> int | None:
    """The figure of the unit that the noun of a change stands for: 1728起、1.76亿元,案件数环比上升45.7%."""
    for noun, units in _COUNTED:
        fitting = [k for k in candidates if figures[k].quantity.unit in units]
        if fitting and noun.search(words):
            told = _GENERIC.sub("", noun.sub("", re.sub(r"[^\w]|.*[比较期]", "", words)))
            if len(told) < _NOUN or _shares(folded, figures[fitting[-1]], told):
                return fitting[-1]  # 查处酒驾143起,交通事故起数下降9%: not the figure of another noun
    return None


def _named(
    folded: str, figures: Sequence[Figure], said: Sequence[Statement], candidates: Sequence[int],
    subjects: Sequence[str], words: str, i: int,
) -> int | None:  # fmt: skip
    """The figure of what the words of a change name; the one behind it where the change leads to that."""
    if _reaches(folded, figures, said, i):
        return i + 1
    if said[candidates[-1]].kind == "rank" and _PLACE.search(words):
        return candidates[-1]  # 居全省第5位,位次前移两位
    first = _first(figures, said, i)
    if figures[first].context.direction is None and said[i].change_measure == "relative":
        return None  # 减少入企检查三成: what changed stands behind the verb and is stated nowhere else
    what = _RATED.search(words)  # 一审败诉案件3件,一审败诉率下降17.65%: no count
    candidates = [k for k in candidates if what is None or said[k].kind != "level"]
    named = [k for k in candidates if subjects[k] and (subjects[k] in subjects[i] or subjects[i] in subjects[k])]
    if named:
        return named[-1]
    rated = _RATE.search(words) is not None  # 合并率达46.2%,检查频次下降38.7%: no change of the rate
    alike = [k for k in candidates if said[k].kind != "rate" or rated]
    # 出庭率达100%,纠错率上升5个百分点: another rate
    alike = [k for k in alike if what is None or said[k].kind != "rate" or what[0] in _own(folded, figures[k])]
    return next((k for k in reversed(alike) if _shares(folded, figures[k], words)), None)


def _next_before(
    folded: str, figures: Sequence[Figure], said: Sequence[Statement], wholes: Sequence[int | None],
    candidates: Sequence[int], i: int,
) -> int:  # fmt: skip
    """The nearest figure before a change without a name: of several in their order, of a list of parts their total."""
    change = figures[i]
    first = i
    while first and said[first - 1].kind == "change" and figures[first - 1].clause == change.clause:
        first -= 1
    end = first
    while end < len(said) and said[end].kind == "change" and figures[end].clause == change.clause:
        end += 1
    level = _LEVEL_TOO.match(folded, figures[end - 1].end) is not None
    standing = [
        k for k in range(first) if k in candidates or (end - first > _PAIR and _alike(figures[k], change, said[k]))
    ]
    levels = standing[-(end - first + level) :][: end - first]
    ordered = "respectively" in figures[first].context.roles or _parallel(figures, said, levels, first, end)
    if len(levels) == end - first and ordered and not two_bases(folded, figures[first]):
        return levels[i - first]
    last = candidates[-1]
    whole = wholes[last]
    siblings = [k for k in candidates if wholes[k] is not None and wholes[k] == whole]
    listed = len(siblings) > 1 and siblings[-2] == last - 1  # with shares between the parts, the change is a part's
    if whole is not None and listed and change.clause != figures[last].clause:
        return whole  # 487件,其中简易程序62件、普通程序425件,较上年增加31件: the change is that of the whole
    return last


def _alike(level: Figure, change: Figure, said: Statement) -> bool:
    """Whether a figure is a level in the unit of a change, be the change greater or not."""
    return said.kind == "level" and not said.base and level.bracket == change.bracket and _commensurable(level, change)


def _average(folded: str, figure: Figure) -> bool:
    return _AVERAGE.search(folded, figure.before.start, figure.quantity.span.start) is not None


def _first(figures: Sequence[Figure], said: Sequence[Statement], i: int) -> int:
    """The first of the changes that are joined up to `i`, whose words speak for them all."""
    while i and said[i - 1].kind == "change" and not figures[i].before.end > figures[i].before.start + 1:
        i -= 1
    return i


def _own_part(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int) -> str:
    """The words of change `i`; in a run that names several at once (批次、人次分别下降9.8%、14.3%) its part of them."""
    first = _first(figures, said, i)
    words = folded[figures[first].before.start : figures[first].before.end]
    parts = re.split(r"[、和]", words)
    return parts[i - first] if len(parts) > i - first and len(parts) > 1 else words


def two_bases(folded: str, figure: Figure) -> bool:
    """Whether a change is measured against two years at once (分别比2023年、2022年低…)."""
    span = figure.context.basis_span
    return span is not None and len(re.findall(r"(?:\d{4}|去|上)年", folded[span.start : span.end])) > 1


def _reaches(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int) -> bool:
    """Whether the figure behind change `i` is the value that it leads to: 受理量同比增长7.4%,达到6.82万件."""
    if i + 1 == len(figures) or said[i + 1].kind not in ("level", "rate", "score"):
        return False
    return _REACHED.fullmatch(folded[figures[i].end : figures[i + 1].quantity.span.start]) is not None


def _parallel(
    figures: Sequence[Figure], said: Sequence[Statement], levels: Sequence[int], first: int, end: int
) -> bool:
    """Whether changes of one measure follow as many figures of one clause: 99.2%、93.5%,同比上升0.4个和2.6个百分点."""
    return (
        end - first > 1
        and len(levels) > 1
        and len({said[k].change_measure for k in range(first, end)}) == 1
        and list(levels) == list(range(levels[0], levels[-1] + 1))
        and all(said[k].kind == "change" for k in range(levels[-1] + 1, first))  # 同比分别减少11起、9人,降幅为…
        and (len({figures[k].clause for k in levels}) == 1 or first - levels[-1] > len(levels))
    )


def _commensurable(one: Figure, other: Figure) -> bool:
    units = one.quantity.unit, other.quantity.unit
    return units[0] == units[1] or all(unit in _PERSONS for unit in units)


def _outgrows(level: Figure, change: Figure) -> bool:
    """Whether a change is greater than the level that it would have led to: 经费126万元,人均1.5元,较上年增加12万元."""
    one, more = level.quantity.value, change.quantity.value
    return change.context.direction == "up" and one is not None and more is not None and more > one


def _visible(figure: Figure, change: Figure) -> bool:
    """A change outside of a bracket does not speak of the figures inside: 4905起(其中…),较上年减少27.9%."""
    return figure.bracket is None or figure.bracket == change.bracket


def _own(folded: str, figure: Figure) -> str:
    return folded[figure.before.start : figure.before.end] + folded[figure.after.start : figure.after.end]


def _shares(folded: str, figure: Figure, words: str) -> bool:
    own = _own(folded, figure)
    words = _GENERIC.sub("", re.sub(r"[^\w]", "", words))
    return any(words[k : k + 2] in own for k in range(len(words) - 1))
