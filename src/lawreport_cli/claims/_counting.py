"""Whether a Chinese numeral counts: takes it with the measure word behind it, tells 三家 from 三方, 还有一人 from 一人多岗."""

import re

from lawreport_cli.model import Span
from lawreport_cli.rules import Unit

_LOOK_BACK = 16  # characters before the numeral
# 一 before a measure word is an article, unless a bound or 每…, 各, 仅 or a change before it makes it a number.
_ONE = re.compile(
    r"(?:至少|不少于|最少|仅[有剩]?|只[有剩]?|各|达|为|共|每(?:[一两二三四五十]?个?(?:年|半年|季度?|月|周|季)|名|人|个)[^,。;]{0,12}|[增减]少?|第[^,。;]{0,6}|半年度?[^,。;、半]{0,6}"
    r"|(?:各只?|只)[^,。;、一]{1,5})$"
)
# One of a number: what is left, what is among them, what was hired or set up.
_ONE_AMONG = re.compile(
    r"(?:另外有?|另有|还[有剩]|[剩余]下|其中|(?:^|[^没所未拥具只凡要若如怕])有|聘请?|聘用|招录|新增|增[设配]|新[设建]|发生|受理|收到|立案|辞退|问责|撤[销并])了?$"
)
_EVENTS = ("次", "场", "轮", "期")
_HELD = re.compile(r"(?:开展|组织|举办|召开)了?$")
_NONE = re.compile(
    r"(?:没有|没|未|从未|无|杜绝|防止|避免)(?:再|曾)?(?:发生|出现|产生|引发|受理|收到)?过?$"
)  # 没有发生一起
_ONE_SUCH = ("人", "名", "起", "件", "宗", "处", "户", "家", "部", "例", "间", "所", "座", "辆", "台")
_ONE_BODY = re.compile(r"[^,。;、的]{0,8}(?:乡镇|[乡镇村县区市局科室站所]|街道|社区|部门|单位|企业|机关|中心|岗位)")
_OFFICE = re.compile(r"(?:执法|监督|法规|审查|综合|业务|政策|复议|应诉|行政|管理)$")  # 执法监督二处
_PERSON = re.compile(r"[^,。;、的]{0,8}(?:专家|律师|老人|代表|委员|教授|学者|群众|干部|[员者长])")
_LESSON = re.compile(r"[^,。;、]{0,4}课")
_RUNNING = re.compile(r"(?:连[升降增减跌涨]|连续|为期|历时|长达|已有|持续|满)$")
_MOVED = re.compile(r"(?:上升|前进|提升|前移|进步|提前|下降|后退|下滑|后移)了?$")
_NAMED = re.compile(r"、[^,。;、\d]{1,6}$")  # 城关、双溪两镇
_PLACES = ("市", "县", "区", "镇", "乡", "村", "街道", "社区")
_NO_PLACE = re.compile(r"[级委融合联长改干办]")
_TERMINAL = ("", ",", "。", ";", "、", ")", "\n")


def counts(folded: str, numeral: Span, name: str, unit: Unit) -> bool:
    """Whether the Chinese numeral at `numeral` counts the measure word `name` of `unit` behind it."""
    text = folded[numeral.start : numeral.end]
    before = folded[max(0, numeral.start - _LOOK_BACK) : numeral.start]
    behind = numeral.end + len(name)
    after = folded[behind : behind + _LOOK_BACK]
    if (text == "二" and name != "倍") or (name == "回" and after.startswith("事")):
        return False  # 安置房二期: what counts is 两
    if text in ("一", "半"):
        return _one_counts(before, after, name, unit)
    if name.startswith("个") or unit.han == "always":
        return True
    if unit.dimension == "duration":
        return (re.match(r"以?之?内", after) is not None and name != "年") or _RUNNING.search(before) is not None
    if name in _PLACES:
        return _NAMED.search(before) is not None and not _NO_PLACE.match(after)
    if name == "位":
        return _MOVED.search(before) is not None or _PERSON.match(after) is not None  # 上升三位, 三位专家
    if name == "处":
        return _OFFICE.search(before) is None and not after.startswith(("室", "长", "级"))
    return name == "节" and _LESSON.match(after) is not None


def _one_counts(before: str, after: str, name: str, unit: Unit) -> bool:
    if name in ("遍", "级", "步"):
        return False  # 轮训一遍: done once through, no count; 升至一级; 先学一步
    if unit.dimension == "duration" and (name.startswith("个工") or (name != "年" and re.match("以?内", after))):
        return True
    if unit.dimension == "duration" and name == "年":
        return _RUNNING.search(before) is not None  # 距收官还有一年: when, no figure
    if after[:1] in _TERMINAL or _ONE.search(before):
        return True
    if name in _EVENTS and _HELD.search(before):
        return True
    if _NONE.search(before) or not _ONE_AMONG.search(before):
        return False
    return name in _ONE_SUCH or (name == "个" and _ONE_BODY.match(after) is not None)


def half_counts(folded: str, at: int, name: str) -> bool:
    """Whether 半 at `at` is half of the duration `name`: 各播半小时, not 半年度 and not 半年一次, which tells how often."""
    if name not in ("小时", "个小时", "学时", "天", "年", "个月", "个工作日", "工作日"):
        return False
    after = folded[at + 1 + len(name) :][:8]
    return not re.match(r"度|来|以来|间,|一[^,。;、]{1,3}(?:[,。;、]|$)|[^,。;、]{0,6}[一1两2]次", after)
