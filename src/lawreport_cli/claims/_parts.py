"""Which figure is part of which: takes the figures of a sentence, gives for each the total that it is stated of."""

import re
from collections.abc import Sequence
from decimal import Decimal

from lawreport_cli.claims._figure import Figure, is_limited
from lawreport_cli.claims._kind import Statement
from lawreport_cli.model import Span

_PART = re.compile(r"其中|包括|包含|(?<!不)含|前者")
_HEADLESS = re.compile(r"(?!最)[^,。;、\d]{1,15}(?<!结转)(?<!上年)的(?:才|仅|只|有|共|为)*$")
_NO_CHANCE = 20  # from here on two parts hardly add up by chance
_LEFT = re.compile(r"[,、;]?(?:剩下|剩余|余下|其余|还剩|还有|仍有|另有|另外有?|另)(?:的)?")
# 35个街道、部门的主要负责同志全部述法,其中6人…: counted by their bodies
_OF_HEADS = re.compile(r"[^,。;\d]{0,14}(?:负责同志|负责人|书记|主任|一把手)")
_FINISHED = re.compile(r"(?:化解|整改|办结|完成|审结|销号|调处|解决)(?:到位|完毕)?$")
_OTHER = re.compile(r"另|其余|剩|还有")
_NOT_YET = re.compile(r"(?:案件)?(?:结转|正在|尚在|尚未|未[审办]结)")  # 受理11件,答复9件,2件结转下年
_VIEWED = re.compile(r"(?:按|从)[^,。;、\d]{2,12}(?:分|看|来看|划分|分类|统计)[,:]")  # 审结124件,按结案方式分:维持56件
_RESULT = re.compile(
    r"[^,。;、\d]{0,6}[,、]?(?:年底前|目前|截至[^,。;]{2,10}?|当场|现场)?(?:已经?|现已|均已)?(?:全部|完成)?"
    r"(?:整改|化解|改正?|改完|改到位|修复|销号|销案|采纳|兑现|解决|完成|追回|持证|持证上岗)(?:到位|完毕|完成|销号)?了?|[,、]?(?:仅|只|仅有|只有|除)"
)
_TAKES = re.compile(r"[^,。;\d]{2,}占到?了?$")  # 农民工讨薪案占到266件
_AMONG = re.compile(
    r"[^,。;、\d]{0,14}(?:(?<!集)中|(?<![邻公英城乡])里|之中|当中|里头|里面)(?:,[^,。;\d]{0,36}|[^,。;\d]{0,8})"
)
_NO_PART = re.compile(r"不含|不包括|除外|另有|另外|此外|同时|还有")
_CLOSED = re.compile(r"\([^()]*\)")
_OF_FIELDS = ("个", "类", "大类", "项", "家")
_SUM = re.compile(r"合计|共计|总计|总共|[,、]共(?!同|有)")
_NEW_ACT = re.compile(
    r"^[,;、]?(?:共|全年|累计)?(?:办理|开展|收到|提出|发现|查处|完成|召开|组织|举办|印发|制定|化解|调解|发放|培训|出具|建成|新增|参与|检查|处理|移送|承接|邀请|承办|推送|走访|出动|接受|接待|约谈|[^,。;\d]{0,6}(?:会议|党组|中心组))"
)
_SCOPED = re.compile(r"全[国省市县区州]|20\d\d年|上年|去年")
_APIECE = re.compile(r"(?:平均|[人户件案村均]均|[千万]人拥有)[^,。;\d]{0,6}$")  # 其中普法经费人均1.5元: no part
_PERSONS = ("名", "人", "位")
_PEOPLE = (*_PERSONS, "人次", "名次", "户", "户次", "家", "家次", "次")
_OUTCOME = re.compile(  # 行政复议案件3件,维持2件、终止1件
    r"[,、]?(?:其中)?(?:判决|裁定|决定|复议)?(?:维持|撤销|变更|终止|驳回|确认违法|责令履行|调解|和解|撤诉|胜诉|败诉|纠错)(?:结案)?"
)
_PAIR = 2
_ACT = 2  # characters of a verb
_CARRIED = re.compile(r"结转|遗留|旧存|旧案")
_KINDS = ("种", "类", "大类", "类型")
_HEADED = re.compile(r"[^,。;、:\d]{0,8}:")
_NOUN = 8  # characters of a noun behind a total: 审结的170件一审案件,判决81件,裁定89件

# The steps that cases go through, right before their number: parts and totals of one step belong together.
STEP = re.compile(r"(收到|新收|受理|审结|办结|结案|立案|答复|化解)了?(?:案件)?$")


def wholes(folded: str, figures: Sequence[Figure], said: Sequence[Statement]) -> list[int | None]:
    """For each figure of a sentence the position of the total of which it is a stated part, or null.

    A list of parts opens with 其中, 含 or 包括, with a bracket behind the total, or behind N件…中; it goes on over 、 and over commas
    while unit and sum allow it, and ends with the bracket, a semicolon or the sentence.
    """
    found: list[int | None] = [None] * len(figures)
    lists: dict[
        Span | None, tuple[int | None, int]
    ] = {}  # by bracket: the total of the list that is open, its first part
    breakdowns: dict[Span | None, tuple[int | None, int]] = {}  # by bracket: the list that the bracket itself is
    for i, figure in enumerate(figures):
        if i + 1 < len(figures) and is_limited(folded, figures, i + 1):
            continue  # 其中罚没10万元以上案件14件: what is told of the part
        total, since = lists.get(figure.bracket, (None, i))
        lead = _CLOSED.sub("", folded[_lead_start(folded, figures, i) : figure.quantity.span.start])
        last = (
            i - 1 if not is_limited(folded, figures, i) else i - 2
        )  # before the bracket: 9278件(罚款1万元以上案件579件
        opened = figure.bracket is not None and last >= 0 and figure.bracket.start > figures[last].quantity.span.end
        near = last  # 5.27万件,同比下降8.6%(简易程序3.91万件…): the level stands before its change
        while opened and last > 0 and said[last].kind == "change":
            last -= 1
        shared = total is not None and "share" in figures[i - 1].context.roles
        completes = total is not None and _completes(figures, said, found, total, i)
        if (";" in lead and not shared and not completes) or _NO_PART.search(lead):
            total, since = breakdowns.get(figure.bracket, (None, i))
        kinds = figure.quantity.unit in _KINDS and lead.endswith("等")  # 培训18期,包括集中授课、网络直播等4种
        if said[i].kind != "level" or said[i].base or kinds or _APIECE.search(lead):
            lists[figure.bracket] = total, since
            continue
        if (among := _among(folded, figures, said, i, lead)) is not None:
            total, since = among, i
        elif i and (_PART.search(lead) or _viewed(folded, figures, i, lead) or _attributive(folded, figures, i)):
            total, since = _whole(folded, figures, said, i), i
        elif (owner := _elliptic(folded, figures, said, found, i, lead)) is not None:
            total, since = owner, i
        elif opened and _breakdown(folded, figures, said, (near, last), i):
            total, since = last, i
        elif total is not None and figure.quantity.dimension != figures[total].quantity.dimension:
            found[i] = _beside_total(figures, said, found, total, since, i)
            lists[figure.bracket] = total, since  # 普通程序74件、罚款38.5万元,简易程序189件
            continue
        elif total is not None and not (completes or _continues(folded, figures, said, found[since:i], total, i, lead)):
            total = None
        if opened:
            breakdowns[figure.bracket] = total, since
        if total is not None and total != i:
            found[i] = total
        lists[figure.bracket] = total, since
    _by_step(folded, figures, said, found)
    _bracketed(figures, said, found)
    _closed_lists(folded, figures, said, found)
    _summed(folded, figures, said, found)
    return found


def _by_step(folded: str, figures: Sequence[Figure], said: Sequence[Statement], found: list[int | None]) -> None:
    """Link parts to the total of the same step: 收到1216件,受理1058件;其中市本级收到412件,受理357件."""
    for i, whole in enumerate(found):
        step = None if whole is None else STEP.search(folded, figures[i].before.start, figures[i].quantity.span.start)
        if whole is None or step is None:
            continue
        totals = [k for k in range(i) if found[k] is None and said[k].kind == "level"]
        alike = [
            k
            for k in totals
            if step[1] in folded[figures[k].before.start : figures[k].quantity.span.start]
            and figures[k].quantity.unit == figures[i].quantity.unit
            and figures[k].quantity.value >= figures[i].quantity.value
        ]
        found[i] = alike[-1] if alike else whole


def _summed(folded: str, figures: Sequence[Figure], said: Sequence[Statement], found: list[int | None]) -> None:
    """Link lists whose total stands behind them: 分别为31件、27件、24件,合计82件."""
    for i, figure in enumerate(figures):
        if said[i].kind != "level" or not _SUM.search(
            folded[_lead_start(folded, figures, i) : figure.quantity.span.start]
        ):
            continue
        left = figure.quantity.value
        members: list[int] = []
        for k in range(i - 1, -1, -1):
            other = figures[k].quantity
            if said[k].kind in ("change", "rate") or (k == i - 1 and other.unit in _OF_FIELDS):
                continue  # 公安(97件)、市场监管(84件)两个领域,合计181件
            if said[k].kind != "level" or other.unit != figure.quantity.unit or other.value > left:
                break
            left -= other.value
            members.append(k)
            if left == 0 and len(members) > 1:
                for member in members:
                    found[member] = i
                break


def _bracketed(figures: Sequence[Figure], said: Sequence[Statement], found: list[int | None]) -> None:
    """Link a bracket that adds up to the figure before it, whatever stands between: 30名下沉人员已明确(文化3名、市监27名)."""
    for i in range(1, len(figures)):
        bracket = figures[i].bracket
        if bracket is None or figures[i - 1].bracket == bracket or said[i - 1].kind != "level":
            continue
        whole = figures[i - 1].quantity
        run = [k for k in range(i, len(figures)) if figures[k].bracket == bracket]
        alike = all(said[k].kind == "level" and figures[k].quantity.unit == whole.unit for k in run)
        if len(run) > 1 and alike and sum(figures[k].quantity.value for k in run) == whole.value:
            for k in run:
                found[k] = i - 1


def _closed_lists(folded: str, figures: Sequence[Figure], said: Sequence[Statement], found: list[int | None]) -> None:
    """Link lists without 其中 that add up: 清理318件,继续有效201件,修改36件,废止81件."""
    for i, figure in enumerate(figures):
        if said[i].kind != "level" or figure.quantity.dimension != "count":
            continue
        run: list[int] = []
        for k in range(i + 1, len(figures)):
            if said[k].kind in ("rate", "change"):
                continue
            alike = said[k].kind == "level" and _counts_with(figures[k], figure)
            if not alike and not run and said[k].kind == "level":
                continue  # 183件案件涉及申请机关11家,准予执行159件,…
            if not alike or found[k] is not None or figures[k].bracket != figure.bracket:
                break
            other = figures[k].quantity.unit != figure.quantity.unit
            if other and ";" in folded[figure.end : figures[k].start] and not _HEADED.match(folded, figure.end):
                break  # 解读32条,发布音视频1条、访谈1期;发布调查20期、征集10件
            run.append(k)
            total = sum(figures[m].quantity.value for m in run)
            if total == figure.quantity.value and _no_chance(folded, figures, i, run):
                for m in run:
                    found[m] = i
                break


def _counts_with(part: Figure, whole: Figure) -> bool:
    """Whether two counts can add up: in one unit, or both of things (审了37件,28份合同、6份决定、3件文件)."""
    units = part.quantity.unit, whole.quantity.unit
    return units[0] == units[1] or (part.quantity.dimension == "count" and not any(unit in _PEOPLE for unit in units))


def _no_chance(folded: str, figures: Sequence[Figure], i: int, run: Sequence[int]) -> bool:
    """Whether figures that add up to figure `i` hardly do so by chance: three of one unit, or two right behind a large
    one, or before the last of which stands that it is the rest, or all that a colon behind it leads to.
    """
    last = folded[_lead_start(folded, figures, run[-1]) : figures[run[-1]].quantity.span.start]
    large = figures[i].quantity.value >= _NO_CHANCE
    one_unit = all(figures[k].quantity.unit == figures[i].quantity.unit for k in run)
    if _HEADED.match(folded, figures[i].end) and len(run) >= _PAIR:
        return True  # 受理29例:网上提交25件,占比86%;来信4件
    if len(run) > _PAIR:
        return one_unit or large
    beside = list(run) == [i + 1, i + 2] and figures[i + 1].clause.start - figures[i].end <= _NOUN
    outcomes = all(
        _OUTCOME.fullmatch(folded, _lead_start(folded, figures, k), figures[k].quantity.span.start) for k in run
    )
    return (
        len(run) == _PAIR
        and one_unit
        and bool(
            (beside and (large or outcomes)) or _OTHER.search(last) or _NOT_YET.match(folded, figures[run[-1]].end)
        )
    )


def _viewed(folded: str, figures: Sequence[Figure], i: int, lead: str) -> bool:
    """Whether figure `i` begins the first view of what its sentence has told (审结124件,按结案方式分:维持56件)."""
    start = max(folded.rfind("。", 0, figures[0].start), folded.rfind("\n", 0, figures[0].start), 0)
    return _VIEWED.search(lead) is not None and _VIEWED.search(folded, start, figures[i - 1].end) is None


def _attributive(folded: str, figures: Sequence[Figure], i: int) -> bool:
    """Whether the figure before `i` only tells which part is meant: 其中涉案货值超过10万元的大案8件, 其中45岁以下52人."""
    before = folded[_lead_start(folded, figures, i - 1) : figures[i - 1].quantity.span.start]
    between = folded[figures[i - 1].quantity.span.end : figures[i].quantity.span.start]
    other = figures[i - 1].quantity.dimension != figures[i].quantity.dimension
    return (
        other
        and _PART.search(before) is not None
        and re.fullmatch(r"(?:以[上下内])?(?:的[^,。;、\d]+)?", between) is not None
    )


def _lead_start(folded: str, figures: Sequence[Figure], i: int) -> int:
    if is_limited(folded, figures, i):
        i -= 1
    previous = figures[i - 1].end if i else figures[i].clause.start
    return min(previous, figures[i].before.start)


def _of_heads(folded: str, figure: Figure) -> bool:
    """Whether a figure counts the bodies whose heads are meant, alone: 35个部门的主要负责人全部述法, not 13个乡镇和36个部门的."""
    with_others = folded.endswith(("和", "、", "及", "以及", "所属"), figure.clause.start, figure.quantity.span.start)
    return not with_others and _OF_HEADS.match(folded, figure.end) is not None


def _whole(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int) -> int | None:
    """The nearest figure before `i` that can be the total: same dimension, not smaller, not in a closed bracket."""
    part = figures[i].quantity

    def fits(k: int, *, same_unit: bool) -> bool:
        whole = figures[k].quantity
        absolute = said[k].kind == "level" or said[k].change_measure == "absolute"
        return (
            absolute
            and not said[k].base
            and whole.dimension == part.dimension
            and (part.unit not in _PERSONS or whole.unit in _PERSONS or _of_heads(folded, figures[k]))
            and not (whole.unit == "条" and part.unit == "份")  # 审核文稿218件次,提出意见870条,其中合同64份
            and whole.value >= part.value
            and (whole.unit == part.unit or not same_unit)
            and (figures[k].bracket in (None, figures[i].bracket) or _alone(folded, figures, k))
        )

    larger = (k for k in range(i - 1, -1, -1) if fits(k, same_unit=False) and figures[k].quantity.value > part.value)
    made_up = (k for k in larger if said[k].kind == "level" and _adds_up(figures, said, i, figures[k].quantity.value))
    if (whole := next(made_up, None)) is not None:
        return whole  # of 32件 and 28件 the one that the parts, 26件, 4件 and 2件, make up
    for same_unit in (True, False):
        fitting = [k for k in range(i - 1, -1, -1) if fits(k, same_unit=same_unit)]
        levels = [k for k in fitting if said[k].kind == "level"]
        if "其中" in folded[_lead_start(folded, figures, i) : figures[i].start]:
            act = folded[figures[i].start - _ACT : figures[i].start]
            same_act = [k for k in levels if _begins(folded[figures[k].before.start : figures[k].start], act)]
            if same_act:
                return same_act[0]  # 收到申请1216件,受理1058件;其中市本级收到412件
        nearest = figures[fitting[0]].quantity.value if fitting and said[fitting[0]].kind == "change" else None
        if levels and nearest is not None and not _adds_up(figures, said, i, nearest):
            return levels[0]  # 412件,较上年增加67件,包括…: the parts of the change would add up to it
        if fitting:
            return fitting[0]
    return None


def _begins(words: str, act: str) -> bool:
    """Whether words tell an act, alone or behind what leads to it (共收到行政复议申请)."""
    return words.startswith(act) or any(lead + act in words for lead in ("共", "全年", "累计"))


def _adds_up(figures: Sequence[Figure], said: Sequence[Statement], i: int, value: Decimal) -> bool:
    """Whether the levels from `i` on, as far as they go on in its unit, add up to `value` at some point."""
    total = Decimal(0)
    for k in range(i, len(figures)):
        if said[k].kind in ("rate", "change") or figures[k].quantity.dimension != figures[i].quantity.dimension:
            continue  # 简易程序28起,罚款6350元;普通程序4起
        if said[k].kind != "level" or figures[k].quantity.unit != figures[i].quantity.unit or total >= value:
            break
        total += figures[k].quantity.value
    return total == value


def _elliptic(
    folded: str, figures: Sequence[Figure], said: Sequence[Statement], found: Sequence[int | None], i: int, lead: str
) -> int | None:
    """The set of a part that leaves its noun out: 发现问题148处,当场改正131处; 19件…,评为满意的17件; 仅2宗不合格."""
    part = figures[i].quantity
    if i and _TAKES.search(lead) and _holds(figures, said, i):
        return i - 1
    sets = [
        k
        for k in range(i - 1, -1, -1)
        if said[k].kind == "level"
        and not said[k].base
        and figures[k].quantity.unit == part.unit
        and figures[k].quantity.value >= part.value
    ]
    if not sets:
        return None
    nearest = sets[0]
    if _LEFT.fullmatch(lead):  # 已化解111件,剩下7件; of 97件,61件,其余56件 the set stands elsewhere
        done = folded[_lead_start(folded, figures, nearest) : figures[nearest].quantity.span.start]
        apart = "另" in lead or ("剩" in lead and _FINISHED.search(done))  # 化解6件,还剩1件: no part of the six
        alone = found[nearest] is None and len(sets) == 1 and not apart  # 新取证17人,另有3人被收回
        return nearest if alone else found[nearest]
    headless = _HEADLESS.search(lead) and folded[figures[i].end : figures[i].end + 1] in ",;。、)\n"
    if not (headless or _RESULT.fullmatch(lead)):
        return None
    whole = found[nearest]
    if whole is not None and figures[whole].quantity.value - figures[nearest].quantity.value == part.value:
        return whole  # 198件中出庭197件,仅1件请假
    sibling = _HEADLESS.search(folded[_lead_start(folded, figures, nearest) : figures[nearest].quantity.span.start])
    return found[nearest] if headless and (sibling or found[nearest] is not None) else nearest


def _holds(figures: Sequence[Figure], said: Sequence[Statement], i: int) -> bool:
    """Whether the figure before `i` can be the set of which it is a part: 办结的624件案件中,负责人出庭587件."""
    part, whole = figures[i].quantity, figures[i - 1].quantity
    return said[i - 1].kind == "level" and whole.unit == part.unit and whole.value >= part.value


def _alone(folded: str, figures: Sequence[Figure], k: int) -> bool:
    """Whether a bracket holds one figure of the same place and year alone: 法治文化公园(共30个),其中县级16个."""
    bracket = figures[k].bracket
    if bracket is None or _SCOPED.search(folded, bracket.start, figures[k].quantity.span.start):
        return False
    return sum(f.bracket == bracket for f in figures) == 1


def _continues(
    folded: str, figures: Sequence[Figure], said: Sequence[Statement], listed: Sequence[int | None], total: int, i: int, lead: str
) -> bool:  # fmt: skip
    """Whether figure `i` goes on with the list of parts of `total`; `listed` are the links of the figures just before."""
    part, whole = figures[i].quantity, figures[total].quantity
    start = i - len(listed)
    parts = [figures[start + k].quantity for k, link in enumerate(listed) if link == total]
    slack = (Decimal(10) ** -whole.decimals if whole.decimals < 0 else 0) + _carried(folded, figures, total)
    if not parts or part.dimension != whole.dimension or sum(p.value for p in parts) + part.value > whole.value + slack:
        return False
    if lead.lstrip().startswith("、") or figures[i].bracket is not None:
        return True
    if part.unit == whole.unit and _adds_up(figures, said, i, whole.value - sum(p.value for p in parts)):
        return True  # 其中维持88件,调解和解11件,驳回8件: what completes the sum is no new act
    return part.unit == parts[-1].unit and not _NEW_ACT.match(lead)


def _carried(folded: str, figures: Sequence[Figure], total: int) -> Decimal:
    """What was brought forward beside a total, which its parts may hold too (收到申请56件,上年结转2件,其中…)."""
    return sum(
        (
            figures[k].quantity.value
            for k in (total - 1, total + 1)
            if 0 <= k < len(figures) and _CARRIED.search(folded[slice(*figures[k].before)])
        ),
        start=Decimal(0),
    )


def _completes(
    figures: Sequence[Figure], said: Sequence[Statement], found: Sequence[int | None], total: int, i: int
) -> bool:
    """Whether figure `i` and those that follow are just what the parts of `total` told so far leave of it."""
    parts = [figures[k].quantity for k, whole in enumerate(found) if whole == total]
    rest = figures[total].quantity.value - sum(part.value for part in parts)
    return rest > 0 and bool(parts) and figures[i].quantity.unit == parts[-1].unit and _adds_up(figures, said, i, rest)


def _beside_total(
    figures: Sequence[Figure], said: Sequence[Statement], found: Sequence[int | None], total: int, since: int, i: int
) -> int | None:
    """The total told beside `total` of which figure `i` is a part: 116件、罚款81万元,其中简易程序79件,罚款2.1万元."""
    part = figures[i].quantity
    first = found.index(total) if total in found else since
    for k in range(total + 1, min(first, since)):
        whole = figures[k].quantity
        parts = sum(figures[m].quantity.value for m, link in enumerate(found) if link == k)
        if said[k].kind == "level" and whole.unit == part.unit and parts + part.value <= whole.value:
            return k
    return None


def _among(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int, lead: str) -> int | None:
    """The total in whose midst figure `i` stands (受理30件,其中…中,审结28件), over the bracket behind it too; or null."""
    if i and _AMONG.fullmatch(lead) and _holds(figures, said, i):
        return i - 1
    bracket = figures[i - 1].bracket if i else None
    whole = next((k for k in range(i - 1, -1, -1) if bracket and figures[k].quantity.span.start < bracket.start), None)
    if bracket is None or whole is None or figures[i].bracket or bracket.start - figures[whole].end > 1:
        return None
    behind = folded[bracket.end + 1 : figures[i].quantity.span.start]  # 2118件(包括…)行政复议案件中,已审结1876件
    alike = said[whole].kind == said[i].kind == "level" and figures[whole].quantity.unit == figures[i].quantity.unit
    return whole if alike and _AMONG.fullmatch(behind) else None


def _breakdown(
    folded: str, figures: Sequence[Figure], said: Sequence[Statement], before: tuple[int, int], i: int
) -> bool:
    """Whether the bracket that opens before figure `i` lists parts of a level.

    `before`: the figure right before the bracket, and the level, which is that one or what it tells the change of.
    """
    near, last = before
    bracket, whole = figures[i].bracket, figures[last]
    if bracket is None or said[last].kind != "level" or bracket.start - figures[near].end > 1:
        return False
    if whole.quantity.dimension != figures[i].quantity.dimension or figures[i].quantity.value > whole.quantity.value:
        return False
    words = folded[bracket.start : figures[i].quantity.span.start]
    return not _SCOPED.search(words) and whole.quantity.unit == figures[i].quantity.unit
