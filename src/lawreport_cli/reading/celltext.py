"""What the text of one cell says: takes the text of a cell or caption, gives its kind, clean label, unit, total or marker."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Kind = Literal["blank", "number", "dash", "text"]

# Words that may stand alone in the brackets of a header and name a unit. They serve to tell （件） from （一） or （市级）:
# what a unit means is the business of patterns/units.toml. After 单位： any word is a unit.
_MEASURE = (
    r"(?:[十百千万亿]{0,2}(?:美元|元|人民币|平方米|平方公里|公里|米|亩|公顷|吨|公斤|千克|标箱|千瓦时|立方米)"
    r"|[百千万亿]?(?:件|宗|起|项|个|条|人|名|次|场|家|户|份|期|批|部|篇|所|支|处|组|册|卷|台|套|辆|艘|张|例|笔|单|本|只|头|票|栋|座|门|块|间|类|种)"
    r"[（(/、]?次?[）)]?"
    r"|个?(?:工作日|自然日|小时|学时|课时|百分点)|天|日|分钟|分|%|‰|倍|字|票)"
)
_UNITS = rf"{_MEASURE}(?:[、,，/；;或]{_MEASURE}){{0,8}}"  # 、次 may belong to either side: without end, 2ⁿ ways
_NUMBER = (
    # Possessive: a run of a hundred digits that is no number in the end must not be cut in all ways it can be.
    r"[约近超逾达共-]?[+\-−±↑↓]?\d[\d,，]*+(?:\.\d++)?[余多]?(?:[十百千万亿]{1,2})?[余多]?"
    rf"(?:{_MEASURE}|个?百分点)?(?:以上|以下|左右|以内|余)?"
)
_MARK = r"(?:[①-⑳⁰¹²³⁴-⁹※*＊]|\[\d{1,2}\]|【\d{1,2}】|〔\d{1,2}〕|[（(]注\d{0,2}[）)])"  # of a note below the table
_is_number = re.compile(
    rf"[（(]?{_NUMBER}(?:[\s/、,，;；~～至:：—\-（(]*{_NUMBER}){{0,5}}[）)]?{_MARK}{{0,2}}"
).fullmatch
_marks_at_end = re.compile(rf"(?<=[一-鿿）)]){_MARK}{{1,2}}$")
_is_dash = re.compile(r"[-—–－―─_/／\\×*…\s]+|无|不涉及").fullmatch
_is_marker = re.compile(
    r"[（(]?(?:[一二三四五六七八九十百]{1,4}|\d{1,4})[）)、.．]?|[①-⑳⑴-⒇㈠-㈩]|[甲乙丙丁戊]"
).fullmatch
_is_count = re.compile(r"[（(]?(\d{1,4})[）)]?").fullmatch
_is_year = re.compile(r"(?:19[5-9]|20[0-4])\d").fullmatch
_is_code = re.compile(r"[A-Za-z]?\d{1,12}(?:[.\-]\d{1,6}){0,4}").fullmatch
_is_counter_head = re.compile(
    r"序号?|顺序号|行次|栏次|项次|(?:[^量次数]{1,8})?(?:编号|编码|代码|代号|行号)|[Nn][Oo][.．]?|№"
).fullmatch
_is_reference_head = re.compile(r"附注|注释|附注编号|备注|说明").fullmatch
_is_unit = re.compile(_UNITS).fullmatch
_is_note = re.compile(
    r"[（(]?(?:备注|附注|说明|填表说明|注|数据来源|资料来源|统计口径|填报人|填表人)[\d一二三]?[：:.、）)]"
).match

_NOT_OFFICE = (
    r"(?<!编制)(?<!填报)(?<!报送)(?<!填表)(?<!制表)(?<!主管)(?<!责任)(?<!牵头)(?<!承办)(?<!执法)"  # 填报单位：
)
_SAID = r"单位[:：]\s*(?P<said>(?:(?!币种|货币)[^（()）\s，。；;])+(?:[（(][^（()）]*[）)])?)"
_CURRENCY = r"(?:[，,；;\s]*(?:货币|币种)[^（()）]*)?"  # 单位：元 币种：人民币
_in_brackets = re.compile(rf"[（(](?:(?:计量|金额|数量|货币)?{_SAID}{_CURRENCY}|(?P<bare>{_UNITS}))[）)]")
_said = re.compile(rf"[，,；;]?(?:计量|金额|数量|货币)?{_NOT_OFFICE}{_SAID}{_CURRENCY}$")
_all_said = re.compile(_NOT_OFFICE + _SAID)
_after_slash = re.compile(rf"(?<=[一-鿿])[/／](?P<said>{_MEASURE})$")
_counted = re.compile(  # 本年制发件数, 罚款次数, 检查家次
    r"(?P<said>人次|家次|件次|户次|场次|[件宗起人次户家份条场])数[量]?$|(?<=[一-鿿]{2})(?P<times>[人家件户场]次)$"
)

_total = re.compile(r"(?:合计|总计|小计|共计)[数量]?$|^(?:总数|总量|总和|计|全年|全[国省市县区州盟旗镇乡])$")
_grand = re.compile(r"总[计数量和]|^全")
_leading_marker = re.compile(r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．](?!\d))")
_money = re.compile(r"元|人民币")
_money_head = re.compile(r"金额|额$|资金|经费|收入|支出|产值|价值")
_share_head = re.compile(r"占比|比例|比重|百分比|[^效]率$|同比|增幅|增减|增长|%")
_difference = re.compile(r"(?:增减变?[化动]?|增加|增长|减少|净增)[数额量值]")  # an amount, in the unit of the row


def squeezed(text: str) -> str:
    """The text with white space taken out, except between two Latin letters or digits and letters (GDP 2024)."""
    return re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", text.strip())


@lru_cache(maxsize=2048)  # cells say 0 again and again
def kind(text: str) -> Kind:
    """Whether a cell is blank, holds numbers only (with signs and units), a dash for "no value", or words."""
    folded = unicodedata.normalize("NFKC", text)
    bare = re.sub(r"\s+", "", folded)
    if not bare:
        return "blank"
    if _is_number(bare) and not bare.endswith((".", "、", ",")):
        return "number"
    return "dash" if _is_dash(bare) else "text"


def counter(text: str) -> int | None:
    """The value of a bare ordinal such as `12` or `(3)`; null for anything else, thousands and decimals included."""
    match = _is_count(unicodedata.normalize("NFKC", squeezed(text)))
    return int(match[1]) if match else None


def is_marker(text: str) -> bool:
    """一 （二） 3. ④ 甲: a cell that numbers its row or column."""
    return bool(_is_marker(squeezed(text)))


def begins_item(text: str) -> bool:
    """（一） 1. 2、 at the start: a new item, not the rest of one."""
    return bool(_leading_marker.match(squeezed(text)))


def is_year(text: str) -> bool:
    """A bare calendar year, as headers have it."""
    return bool(_is_year(unicodedata.normalize("NFKC", squeezed(text))))


def is_counter_head(text: str) -> bool:
    """序号, 行次, 科目编码 and their like head a column that counts or codes rows."""
    return bool(_is_counter_head(squeezed(text)))


def is_code(text: str) -> bool:
    """2040601, A12, 3.1.2: what may stand under a head of codes."""
    return bool(_is_code(unicodedata.normalize("NFKC", squeezed(text))))


def is_reference_head(text: str) -> bool:
    """附注, 备注 and their like head a column that points elsewhere: it names no row and holds no values."""
    return bool(_is_reference_head(squeezed(text)))


def is_counter_letter(text: str) -> bool:
    """甲, 乙 or 栏次, in the row of a form that numbers its columns."""
    label = squeezed(text)
    return label in tuple("甲乙丙丁戊") or is_counter_head(label)


def is_unit(text: str) -> bool:
    """Nothing but a unit: 件, 万元, 家次."""
    return bool(_is_unit(squeezed(text)))


def is_note(text: str) -> bool:
    """注：…, 说明：…: a remark inside the frame of the table."""
    return bool(_is_note(squeezed(text)))


def is_total(label: str) -> bool:
    """合计, 总计, 小计, 共计, also as the end of a label: （七）总计, 全市合计; 全年 and 全市 alone."""
    return bool(_total.search(_leading_marker.sub("", label)))


def total_rank(label: str) -> int:
    """How much a total takes in: 0 no total, 1 小计, 2 合计, 3 总计."""
    if not is_total(label):
        return 0
    return 3 if _grand.search(label) else 1 if "小计" in label else 2


@lru_cache(maxsize=2048)
def split(text: str) -> tuple[str, str | None]:
    """A header or stub as label and unit: `本年收费金额（单位：万元）` → 本年收费金额, 万元; `(件)` → "", 件.

    The unit may be several (`件、万元`). 件数, 次数, 人数 at the end name a unit and stay in the label.
    """
    label = _marks_at_end.sub("", squeezed(text))
    if is_unit(label) and not label.endswith(("类", "种", "级", "日", "天", "分")):
        return "", label
    for pattern in (_in_brackets, _said, _after_slash):
        if match := pattern.search(label):
            unit = match["said"] or match.groupdict().get("bare")
            return (label[: match.start()] + label[match.end() :]).rstrip("：:，,"), unit
    label = label.rstrip("：:")
    match = _counted.search(label)
    return label, match["said"] or match["times"] if match else None


def caption_unit(caption: str | None) -> str | None:
    """The unit that a caption states for the whole table: `（单位：件）` 件, `单位：宗 金额单位：万元` 宗、万元, `（宗）` 宗."""
    if not caption:
        return None
    if said := _all_said.findall(caption):
        return "、".join(said)
    for line in reversed(caption.splitlines()):
        label, unit = split(line)
        if unit and not _counted.search(label):
            return unit
    return None


def is_caption(line: str) -> bool:
    """Whether a line above a table belongs to it: 表1 …, …统计表, 单位：件."""
    label = squeezed(line)
    if not label or len(label) > 60 or label.endswith(("。", "；", "，")):
        return False
    return bool(
        re.match(r"[（(]?附?表[\d一二三四五六七八九十]|附表|[（(]?(?:计量|金额)?单位[:：]", label)
        or re.search(r"表[）)]?$", split(label)[0])
        or caption_unit(label)
    )


def chosen(unit: str | None, labels: Sequence[str]) -> str | None:
    """The one of several units (`件、万元`) that suits a cell with these labels; null where that is not sure.

    Amounts of money suit 金额 and its like; a count never suits a share (占比, 率).
    """
    if unit is None:
        return None
    options = [unit] if is_unit(unit) and "、" not in unit else re.split(r"[、,，；;/／]", unit)
    if any(map(_share_head.search, labels)) and not any(map(_difference.search, labels)):
        options = [option for option in options if option in ("%", "‰")]
    elif len(options) > 1:
        money = any(map(_money_head.search, labels))
        options = [option for option in options if bool(_money.search(option)) == money]
    return options[0] if len(options) == 1 else None
