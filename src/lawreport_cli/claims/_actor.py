"""Who acts and where: takes words, tells bodies, places and persons from what is counted."""

import re
from functools import cache
from itertools import pairwise

from lawreport_cli.claims._words import NOMINAL, Segmenter, Token, joined, text_of
from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns

AREA = re.compile(r"^(?:全(?!国)|我|本|各)|(?:本级|系统)$")  # 全国示范市4个: no scope of the counted
_LEVEL = re.compile(r"(?:[省市县区州旗乡镇村]{1,3}|各(?=级$))(?:\([^()]{1,4}\))?(?:级|一级|两级|三级|级?层面)")
_ORGAN = re.compile(
    r"(?:局|厅|委|政府|法院|检察院|办公室|委员会|街道|大队|支队|总队|派出所|司法所|监管所|管委会|机关|中心|大厅"
    r"|级部门(?:[和及、](?:镇街|乡镇|街道))?)$"
)
AMONG = re.compile(r"全[省市县区州盟旗镇](?=首|率先|领先|唯一|最)")  # 全省首创: among whom, not whose
_OFFICE = re.compile(
    r"(?:局|厅|(?<![省市县区州盟旗党工组])委|法院|检察院|办公室|街道|队|所|管委会|机关|机构|中心|大厅|系统|调委会|政府)$"
)
_MEETING = re.compile(r"(?:会议|常务会|党组会|中心组)$")
_PARTNER = re.compile(
    r"[^\w]*(?:与|会同|联合|协同|配合|同)(?=[^,。;、\d]*(?:[、和及][^,。;、\d]*)*(?:部门|单位|局|委|院|机关|公安|政府|[支大中总]队|司法所|派出所))"
)
_BRACKET_AT_END = re.compile(r"\([^()]*\)$")
_SHORT_NAME = 2  # characters of a place without what kind it is
_FOR = ("为", "给", "在")
_THROUGH = ("通过", "组织", "指导", "督促", "动员", "发动")
_RULED = ("已判", "判", "审结", "已审结", "已裁", "裁定", "裁判")
_NO_BODY = ("场所", "住所", "厕所", "各类单位", "各类机关")  # 检查各类单位1274户次: what was inspected
_INTO = ("进", "入")  # 普法进乡村46场
_HOLDING = "开展"  # 开展党委中心组专题学习13次
_MANY = ("多", "各类", "各种", "线上", "线下", "网络")  # 通过多平台公开: nobody's
_NO_BODIES = ("法治政府", "农村", "乡村", "格局", "布局", "大局", "社会", "机会", "带队")
_SERVICES = ("网办", "通办", "联办", "代办", "快办", "易办", "速办", "即办", "帮办", "专办", "直办")  # 一窗通办
_OWN = ("规章", "文件", "会议", "公报", "工作报告")  # 省政府规章, 办公室会议 are one thing
_FOUNDED = (
    "创建",
    "配备",
    "聘请",
    "设立",
    "建成",
    "达标",
    "覆盖",
    "建设",
    "规范化",
)  # 司法所创建率: of the organs, not by them
_FOUNDED_RATE = re.compile(rf"(?:{'|'.join(_FOUNDED)})[^,。;\d]{{0,8}}率")
_EACH = ("每人", "每名", "每人每年")
_PEOPLE = ("员", "干部", "民警", "律师", "群众", "代表")
MANNER = ("专题", "专项", "集体", "集中")  # 党委会议专题学习: how they act
_IN_NAME = NOMINAL | {"c", "u", "w", "r"}  # parts of speech in the name of who acts
_ORGAN_WORDS = 4  # words of the name of an organ
_ACT = 4  # characters of an act
_OWNER_WORDS = 7  # words of the names of organs that own something
_OWNER = re.compile(
    r"(?:[省市县区州镇乡]|各|本级|[^,。;]{2,6}[省市县区镇乡]).*(?:政府|办公[室厅]|部门|单位|机关|[局委院]|乡镇|镇街|街道|镇)$"
)  # not 政府信息, 部门文件: of any
_ISSUED = ("规章", "公报")
_UP_OR_DOWN = ("以上", "以下", "及以上")  # 其中市级以上46个: a grade, not whose
_GOVERNMENT = ("政府", "人民政府", "政府部门", "人民政府部门", "政府工作部门")
_NAMED = 2  # words of a place: its name, unknown, and what kind it is
_PLACE = re.compile(r"[一-鿿]{2,3}(?:[市县区州镇乡村]|街道)")
_PLACE_END = tuple("市县区省镇乡村州旗盟")
# Whoever it is: they belong to what is counted (行政机关负责人出庭, 行政机关败诉), and the area around is the scope.
_ANYBODY = (
    "行政机关",
    "行政机关负责人",
    "行政机关正职负责人",
    "负责人",
    "正职负责人",
    "单位负责人",
    "被诉行政机关",
    "领导",
    "领导干部",
    "干部",
    "中心组",
    "理论学习中心组",
    "支部",
    "党支部",
)


@cache
def _mentions(actors: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, (*actors, *_EACH, "人均", "级", "系统"))) + "|[全我本各]")


class Actors:
    """Tells who acts in the words of one text."""

    def __init__(self, folded: str, segmenter: Segmenter, patterns: Patterns) -> None:
        self._folded = folded
        self._segmenter = segmenter
        lists = patterns.word_lists
        self._body, self._actor = tuple(lists["subject.body"]), tuple(lists["subject.actor"])
        self._places = patterns.places
        self._mentioned = _mentions(self._actor)

    def may_lead(self, clause: Span) -> bool:
        """Whether a clause has a word at all that who acts can end with: if not, it need not be cut into words."""
        return self._mentioned.search(self._folded, *clause) is not None

    def ends_as_body(self, text: str) -> bool:
        """Whether a word or phrase ends as names of bodies and places do."""
        return text.endswith(self._body)

    def is_body(self, span: Span) -> bool:
        """Whether a phrase names a body or a place (市政府, 汀南区), not what is counted."""
        text = _BRACKET_AT_END.sub("", self._folded[span.start : span.end])
        if not text.endswith(self._body) or text.startswith(_INTO) or text.endswith(_NO_BODY):
            return False
        words = self._segmenter.cut(self._folded, span)
        return not any(token.tag in ("v", "vn", "p", "d") for token in words if token.text not in ("其他", "其余"))

    def is_place(self, span: Span) -> bool:
        """Whether a phrase names a body or a place, also one that has no word for its kind behind it (济南, 临沂)."""
        text = self._folded[span.start : span.end]
        bare = text in self._places.shorts and text not in self._places.place.not_short
        return bare or self.is_body(span)

    def are_people(self, span: Span) -> bool:
        """Whether a phrase names a kind of people or firms (人大代表, 群众, 企业)."""
        return self._folded[span.start : span.end].endswith((*_PEOPLE, "企业"))

    def _is_city(self, word: str) -> bool:
        """Whether a word is a province's or city's name without what kind of place it is."""
        known = word not in self._places.place.not_short and self._places.shorts.get(word, ())
        return any(division.level != "county" for division in known or ())

    def is_office(self, span: Span) -> bool:
        """Whether a phrase names an office whose work goes on (县司法局, 检察机关), no meeting and no head of government."""
        return _OFFICE.search(self._folded, *span) is not None

    def is_meeting(self, span: Span) -> bool:
        """Whether a phrase names those who meet (县政府常务会议, 理论学习中心组), no office."""
        return _MEETING.search(self._folded, *span) is not None

    def is_level(self, span: Span) -> bool:
        """Whether a phrase names levels of government (市级, 县乡两级)."""
        return _LEVEL.fullmatch(self._folded, *span) is not None

    def is_actor(self, span: Span) -> bool:
        """Whether a phrase names nothing but who acts (县长, 市政府主要负责人)."""
        return self.acts(self._segmenter.cut(self._folded, span))

    def is_anybody(self, span: Span) -> bool:
        """Whether a phrase names who acts without telling whose they are (领导, 负责人)."""
        return self._folded[span.start : span.end] in _ANYBODY

    def without_body(self, span: Span) -> Span | None:
        """The phrase behind the body or place that begins it (绫水县出庭应诉率 → 出庭应诉率), or null."""
        tokens = self._segmenter.cut(self._folded, span)
        cut = next((k for k in range(1, len(tokens)) if text_of(tokens[:k]).endswith(self._body)), None)
        return None if cut is None else joined(tokens[cut:])

    def is_shared(self, clause: Span) -> bool:
        """Whether a clause begins with whom something was done with (与公安等部门开展联合执法36次): that is not who."""
        return _PARTNER.match(self._folded, *clause) is not None

    def is_owner(self, who: Span) -> bool:
        """Whether an act stands before an organ and a noun behind it, so that it does not act itself (清理|市政府|文件)."""
        before = self._segmenter.cut(self._folded, Span(max(0, who.start - _ACT), who.start))
        behind = self._segmenter.cut(self._folded, Span(who.end, min(len(self._folded), who.end + _ACT)))
        return bool(before and behind) and before[-1].tag == "v" and behind[0].tag in NOMINAL

    def owner(self, span: Span) -> Span | None:
        """The organ whose things an act deals with (清理|市政府及市政府办公室|规范性文件), or null; none that is any."""
        tokens = self._segmenter.cut(self._folded, span)
        start = next((k for k, token in enumerate(tokens) if token.tag not in ("v", "d", "p")), 0)
        if not start or tokens[-1].text.endswith(("会议", "会")):
            return None
        for end in range(min(len(tokens) - 1, start + _OWNER_WORDS), start, -1):
            whose = tokens[start:end]
            named = tokens[end].tag in NOMINAL and not tokens[end].text.startswith((*_ISSUED, *_FOUNDED))
            if named and _OWNER.match(text_of(whose)) and self.acts(whose):
                return joined(whose)
        return None

    def split(self, tokens: list[Token]) -> tuple[list[Token], list[Token]]:
        """Who or where leads the clause (市政府, 全市, 部门和区镇街道), and the rest."""
        if tokens and AMONG.match(self._folded, tokens[0].span.start):
            return [], tokens
        if tokens and tokens[0].text == "法院" and self._folded.startswith(_RULED, tokens[0].span.end):
            return [], tokens  # 法院已判决71件: what became of the cases of others
        if tokens and tokens[0].text.startswith("每"):
            last = next((k for k, token in enumerate(tokens[:3]) if token.tag in ("n", "s")), 0)
            if last and tokens[last + 1 :] and tokens[last + 1].tag == "v" and self.is_body(tokens[last].span):
                return tokens[: last + 1], tokens[last + 1 :]  # 每个乡镇开展活动
        if tokens and tokens[0].text in _FOR:
            for end in range(2, min(len(tokens), _ORGAN_WORDS + 2)):
                if tokens[end].tag == "v" and self.is_body(joined(tokens[1:end])):
                    return tokens[1:end], tokens[end:]  # 为乡镇补充执法人员
        if len(tokens) > 1 and tokens[0].text in (*_THROUGH, _HOLDING):
            first = 2 if tokens[1].tag == "vn" else 1  # 指导监督各级复议机构办结案件
            for end in range(first + 1, min(len(tokens), _ORGAN_WORDS + first + 1)):
                who, act = tokens[first:end], tokens[end]
                acting = act.tag in ("v", "vn", "d") or act.text.startswith(MANNER)
                if tokens[0].text == _HOLDING:
                    acting = _MEETING.search(text_of(who)) is not None
                if acting and act.text != "购买" and self.acts(who):
                    return tokens[first:end], tokens[end:]  # 通过县政府门户网站主动公开政府信息
        found = 0  # words of the name of who acts: 镇综合执法队 goes on behind 镇, though 综合 may be an act
        for i, token in enumerate(tokens):
            per_head = token.text == "人均" and i and tokens[i - 1].text.endswith(_PEOPLE)
            if (token.text in _EACH or per_head) and i and all(t.tag in NOMINAL for t in tokens[:i]):
                return tokens[:i], tokens[i:]  # 执法人员每人每年参加培训
            if i and (
                token.tag in ("v", "vn", "d", "p", "t")
                or token.text.startswith(MANNER)
                or (token.text not in _OWN and self._is_organ(tokens[:i]))
            ):
                found = next((end for end in range(i, found, -1) if self.acts(tokens[:end])), found)
            if token.tag in ("v", "p") or (token.tag in ("d", "t") and i):
                break
        if _FOUNDED_RATE.match(text_of(tokens[found:])):
            found = 0  # 规上企业法律顾问配备率: of them, not by them
        if found and self._folded.startswith("在", tokens[-1].span.end) and self.acts(tokens):
            return tokens, []  # 区委党校在11个班次开设课程25次
        if found:
            found += tokens[found].text == "”"  # “老韩调解室”接待群众
            return tokens[:found], tokens[found:]
        for end in range(min(len(tokens) - 1, _ORGAN_WORDS), 0, -1):
            noun = tokens[end]
            if (
                noun.tag == "n"
                and len(noun.text) > 1
                and not noun.text.startswith((*_OWN, *_FOUNDED))
                and self._is_organ(tokens[:end])
            ):
                return tokens[:end], tokens[end:]  # 县水利局行政处罚8件
        if len(tokens) > 1 and _LEVEL.fullmatch(tokens[0].text) and tokens[1].text not in _UP_OR_DOWN:
            whole = text_of(tokens[1:]) in _GOVERNMENT  # 县级政府部门986件
            return (tokens, []) if whole else (tokens[:1], tokens[1:])  # 市级行政许可事项
        if len(tokens) > _NAMED and tokens[0].tag == "x" and _PLACE.fullmatch(text_of(tokens[:_NAMED])):
            return tokens[:_NAMED], tokens[_NAMED:]  # 霁州市新设经营主体
        if len(tokens) > 1 and tokens[1].tag in NOMINAL and self._is_city(tokens[0].text):
            return tokens[:1], tokens[1:]  # 铁岭行政机关负责人出庭应诉率
        if len(tokens) > 1 and tokens[0].text == "全国" and tokens[1].tag in ("v", "d"):
            return tokens[:1], tokens[1:]  # 全国新收行政复议案件
        i = 0
        while i < len(tokens) and tokens[i].tag == "s" and AREA.search(tokens[i].text):
            i += 1
        return (tokens[:i], tokens[i:]) if 0 < i < len(tokens) else ([], tokens)

    def acts(self, tokens: list[Token]) -> bool:
        """Whether words name who acts: nothing but nouns, ending as bodies and persons do, no 法治政府."""
        hotline = tokens[0].text.isdigit() and len(tokens) > 1  # 12345热线
        if not all(t.tag in _IN_NAME and not t.text[0].isdigit() for t in tokens[hotline:]):
            return False
        text = text_of(tokens)
        if text.count("(") != text.count(")") or text.startswith(_MANY):
            return False
        listed = (t for t, mark in pairwise(tokens) if mark.text == "、" and t.tag == "n" and len(t.text) > _SHORT_NAME)
        if not all(t.text.endswith(self._actor) for t in listed):
            return False  # 法律法规、部门文件
        last = tokens[-1]
        area = tokens[0].tag == "s" and AREA.search(tokens[0].text) is not None
        if text_of(tokens[area:]) in (*_ANYBODY, "会议", "机构") or "《" in text:
            return False
        place = last.text.endswith(_PLACE_END) and not self._is_city(last.text[:-1])
        if place and last.tag not in ("s", "x") and last.text not in self._actor:
            return False  # 城市管理领域: a city is no place of its own
        named = last.text not in _NO_BODIES and not text.strip("“”").endswith((*_SERVICES, *_NO_BODY))
        return named and _BRACKET_AT_END.sub("", text).endswith(self._actor)

    def _is_organ(self, tokens: list[Token]) -> bool:
        """Whether words name an organ of government, so that the noun behind it is what is counted."""
        return (
            _ORGAN.search(text_of(tokens)) is not None
            and all(token.text != "的" for token in tokens)
            and self.acts(tokens)
        )
