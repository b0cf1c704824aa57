"""What a figure counts: takes the words beside a figure, gives subject and scope."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lawreport_cli.claims._actor import AREA, MANNER, Actors
from lawreport_cli.claims._behind import Behind
from lawreport_cli.claims._words import NOMINAL, Segmenter, Token, is_open, joined, length, text_of
from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns

_WHOLE = 16  # characters up to which a phrase is kept whole instead of being cut to its last verb
# List marks and dates that lead to a phrase without belonging to it.
_HEAD = re.compile(
    r"(?:[一二三四五六七八九十]+(?:是|要|、)|近?[一二两三四五六七八九十]+年(?:间|来|里|以来)"
    r"|“?十[二三四五六]五”?(?:规划)?(?:期间|时期|以来)|(?:[今去]年)?前[\d一二三四五六七八九十]{1,2}个月|截[至止]到?|到(?![位案期岗场会庭账货达])|至(?!今)"
    r"|在(?![职岗册线建库编营业押逃校矫籍读办审途管产用])|自(?![然主行愿动查助治建有身我来考编贸纠评筹费学驾改律觉由营制备选])|从(?![事业轻重宽严快优])|另(?!外)|(?:推行|实施|施行|实行|启动|开展|推进|建立|出台|改革)[^,。;、自从\d]{0,12}?以来|一年(?:下来|到头|里)?(?![级期度])|[两三四五六七八九十]年(?![级期度制行规计以之前后])|\d{1,2}[.、](?!\d)|\(\d{1,2}\)"
    r"|(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:度|底|末|间)?(?:前|起(?:每年|逐年|连年)?)?|年(?:底|末)之?前|\d{1,2}月?(?:至|到|[-—]+)(?=\d{1,2}月)|\d{1,2}月(?:份|底|末)?之?前?|\d{1,2}日"
    r"|(?:依法|依规|及时|准确|全面|主动)(?:、(?:依法|依规|及时|准确|全面|主动))+|[^\w“《(])+"
)
# Why or by what rule it was done stands before what was done: 按市级要求办结25件, 因退休等原因减少人员3名.
_GROUND = re.compile(
    r"(?:面向|围绕|利用|借助)[^,。;\d]{2,24}?(?=开展|组织|举办|进行|提供|发放)|(?:按照?|根据|依据|遵照)[^,。;、\d]{1,14}?(?:要求|规定|部署|安排|标准)|(?:因|由于)[^,。;\d]{1,20}?(?:原因|缘故|因素)"
)
# What stands between a phrase and its figure: 涉企检查2024年为9.8万次, 败诉率断崖式下降.
_WHEN = re.compile(
    r"(?:(?:19|20)\d\d年度?(?:底|末|全年|上半年|下半年)?|(?:已?连续)?[两二三四五六七八九十]年(?:来|间|以来|里)?|近[两三四五]年)"
    r"(?:为|是|达到?|有|共|累计|仍|仅|只有|分别|约)*$"
    r"|(?:断崖|阶梯|井喷|跨越|爆发)式$"
)
_ALL_IN_ONE = re.compile(r"于一体的")  # 建成集宣传、调解于一体的法治广场1个
_LIMIT = re.compile(r"[一二三四五六七八九十两百]+[年个次岁月天日]以[上下内]$")
_BARE_ALONE = ("保持", "列入", "纳入")  # verbs that, with who acts, still do not tell
_BY_MEANS = ("依托", "利用", "借助", "运用", "借力", "依靠")  # 依托智慧监管系统下发预警138个
_SUCCESS = "成功"
_ITEM = re.compile(r"[^\w]*[一二三四五六七八九十]+(?:是|要|、)")
_TO_WHOM = re.compile(
    r"[^\w“]*(?:对|向|针对|将|把|就|比|较|占|高于|低于)(?!外|应|照|内)"
)  # 对市市场监管局等5个部门开展督查: not who acts
_WITHIN = re.compile(
    r"[^\w]*在(?![全我本各])[^,。;、\d]{2,24}(?:中|里|上|时|方面|期间)(?!心)"
)  # 在中心组学习计划中融入…: not who acts
_MEANS = re.compile(r"[^\w“]*(?:依托|借助)")
_SETTING_UP = ("设立", "设置", "开设", "建立", "打造", "推出", "创建")
_SOME_YEARS = re.compile(r"[近过这]?[两三四五六七八九十]年(?:间|来)?|[今去上]年")
_WHAT = ("率", "度", "比", "数", "量", "额", "案件", "申请", "纠纷", "工单")  # nouns that say what is counted
_AS_PARTY = re.compile(  # 市政府为被告的案件98件
    r"[^\w]*(?P<what>(?P<who>[^,。;、\d]{2,14}?)作?为(?:被告|被申请人|第三人)(?:的[^,。;、\d]{2,8})?)的?"
)
_ASKING = ("提请", "报请", "提交", "移送", "责令")  # a body to do something
_GROWN = ("新增", "增加", "净增", "增至", "达到", "减少")
_IN_ALL = ("共", "共有", "现有", "总共", "一共", "仅有", "只有")
_CAMPAIGNS = ("行动", "工程", "计划", "大会", "竞赛", "比赛")  # behind a verb with a noun before it: 能力提升行动
_MEASURED = ("率", "数", "量", "额")
_TIME_END = ("一年", "首年", "元年", "当年", "之年", "期间", "时期", "初期")
# Adverbs that change what is counted (应出庭, 未结): they stay with the subject.
_TELLING = (
    "现场",
    "实地",
    "网上",
    "线上",
    "线下",
    "平均",
    "人均",
    "户均",
    "件均",
    "日均",
    "正在",
    "应",
    "未",
    "不",
    "无",
    "拟",
    "可",
    "需",
    "须",
    "再",
    "免",
    "首",
    "新",
    "非",
)
_MONTHS = r"\d{1,2}月(?:份|底)?(?:[至到—-]\d{1,2}月(?:份|底)?)?"
_DATED = re.compile(
    rf"(?:于|在|截[至止]到?)?(?:(?:19|20)\d\d年(?:度|上半年|下半年|全年|{_MONTHS})?|{_MONTHS}|\d{{1,2}}[—-]{_MONTHS})前?"
)
_BARE = 3  # characters up to which a verb alone does not tell what is counted
_LONG = 24  # the same for a phrase held together by a preposition: 以乡镇政府(街道办事处)为被申请人
_GATHERINGS = ("会议", "会", "活动")
_CONJUNCTIONS = ("、", "和", "与", "及", "以及")
_SATISFIED = "满意和基本满意"  # one measure, however it is joined


@dataclass(frozen=True, slots=True)
class Phrase:
    """A subject as a stretch of the text, and the scope that stood before it."""

    subject: Span | None
    scope: Span | None


_NOTHING = Phrase(None, None)


class Subjects:
    """Finds the phrase that says what a figure counts."""

    def __init__(self, folded: str, segmenter: Segmenter, patterns: Patterns) -> None:
        self._folded = folded
        self._segmenter = segmenter
        lists = patterns.word_lists
        self._lead_in, self._link = lists["subject.lead_in"], lists["subject.link"]
        self.actors = Actors(folded, segmenter, patterns)
        self.behind = Behind(folded, segmenter, self.actors, patterns)
        self._prepositions, self._light_verbs = lists["subject.preposition"], lists["subject.light_verb"]

    def before(self, span: Span, *, glued: bool = False) -> Phrase:
        """The subject in the words before a figure: from the last verb that has an object, without what leads to it.

        Words `glued` to the figure before begin with what that one counts: 为2.3万户市场主体减免税费4.6亿元.
        """
        party = _AS_PARTY.fullmatch(self._folded, *span)
        if party and self.actors.is_body(Span(*party.span("who"))):
            return Phrase(Span(party.start("who"), party.end("what")), Span(*party.span("who")))
        scope, rest = self._acting(self._cut(span), glued=glued)
        dated = _DATED.match(self._folded, rest[0].span.start, span.end) if scope and rest else None
        if dated:
            rest = [token for token in rest if token.span.start >= dated.end()]  # 县司法局2023年办理案件
        rest = self._trimmed(rest)
        if len(rest) > 1 and rest[0].text in self._light_verbs and all(_is_area(token) for token in rest[1:]):
            rest = rest[1:]  # 组织全市1.2万人参加考试
        rest = _before_when(rest)
        if rest and all(_is_area(token) for token in rest):
            scope, rest = rest, []  # 全县90%以上的诉求: where, not what
        elif rest and rest[-1].text.endswith(_TIME_END):
            rest = []  # 新法施行的头一年较上年增长: when, not what
        if not rest:
            return Phrase(None, self._who(scope)) if scope else _NOTHING
        if (
            scope
            and not all(_is_area(token) for token in scope)
            and length(rest) <= _BARE
            and all(t.tag in ("v", "vn", "d") for t in rest)
            and rest[-1].text not in _BARE_ALONE
            and not (dated or self._folded.endswith("通过", 0, scope[0].span.start))  # 其中通过政府网站公开5200条
        ):
            rest = scope + rest  # 设区市政府报送812件: the verb alone does not tell
            if rest[-1].text in _GROWN:  # 全市律师事务所新增21家: what there is more of, not who acts
                where = next((k for k, token in enumerate(scope) if not _is_area(token)), len(scope))
                scope, rest = rest[:where], rest[where:]
        told = joined(self._core(rest))
        if limit := _LIMIT.search(self._folded, span.start, told.start + 2):
            told = Span(limit.start(), told.end)  # 一年|以上未结案件
        return Phrase(told, self._who(scope))

    def _acting(self, tokens: list[Token], *, glued: bool) -> tuple[list[Token], list[Token]]:
        """Who or where the words before a figure begin with, and the rest."""
        act = next((k for k, token in enumerate(tokens[:-1]) if token.tag == "v"), 0) if glued else 0
        act -= act > 0 and tokens[act - 1].tag == "t"  # 14.6万名人民调解员全年调解纠纷
        counted = tokens[:act] if all(token.tag in NOMINAL for token in tokens[:act]) else []
        scope, rest = self.actors.split(tokens[len(counted) :])
        if counted and length(counted) > _BARE and self.actors.acts(counted):
            scope = counted  # 231个人民调解委员会调解矛盾纠纷2845件
        before = next((k for k, token in enumerate(rest[:-1]) if token.text in _IN_ALL), 0)
        if before and self.actors.acts(rest[:before]):
            return scope + rest[:before], rest[before:]  # 镇、村法律顾问共审查合同
        if self.actors.ends_as_body(text_of(rest[:before]).removesuffix("内")):
            return scope, rest[before:]  # 行政机关共实施行政许可
        return scope, rest

    def whole(self, span: Span) -> Phrase:
        """All the words of `span` as a subject, without what leads to it and the scope before it."""
        scope, rest = self.actors.split(self._cut(span))
        rest = self._trimmed(rest)
        return Phrase(joined(rest) if rest else None, self._who(scope))

    def is_noun(self, span: Span) -> bool:
        """Whether a phrase is made of nothing but nouns (网格, 乡镇(街道))."""
        return all(t.tag in ("n", "s", "x", "w") for t in self._segmenter.cut(self._folded, span))

    def is_act(self, span: Span) -> bool:
        """Whether a phrase is an act without what it was done to (梳理出, 清理), so that a noun behind says more."""
        tokens = self._segmenter.cut(self._folded, span)
        return all(t.tag in ("v", "d", "u") or t.text in ("出", "动态") for t in tokens)

    def ends_with_light_verb(self, span: Span) -> bool:
        """Whether the words before a figure end with a verb that only carries its object (开展3次宣讲)."""
        tokens = self._segmenter.cut(self._folded, span)
        return bool(tokens) and tokens[-1].text in self._light_verbs

    def members(self, span: Span) -> tuple[Span, ...]:
        """The members of a list (办结率、满意率), or the phrase itself when it is none."""
        parts: list[list[Token]] = [[]]
        depth = 0
        for token in self._segmenter.cut(self._folded, span):
            depth += sum(c in "(“《" for c in token.text) - sum(c in ")”》" for c in token.text)
            joint = depth == 0 and token.text in _CONJUNCTIONS
            if joint and not self._folded.startswith(_SATISFIED, token.span.start - 2):
                parts.append([])
            elif token.text == "“" and parts[-1] and parts[-1][-1].text == "”":
                parts.append([token])  # “省内通办”“跨省通办”事项
            else:
                parts[-1].append(token)
        spans = tuple(joined(part) for part in map(self._trimmed, parts) if part and length(part) >= 2)
        return spans if len(spans) > 1 else (span,)

    def bodies(self, span: Span) -> tuple[Span, ...]:
        """The members of a list of bodies or persons (市政府、各县(区)政府; 书记和镇长), or nothing where it is none."""
        members = self.members(span)
        return (
            members
            if len(members) > 1 and all(self.actors.is_body(m) or self.actors.is_actor(m) for m in members)
            else ()
        )

    def places(self, span: Span) -> tuple[tuple[Span, ...], Span]:
        """The places or persons that a list is made of or begins with, and what is said of them (威海、日照|收案; 代表、委员|满意率).

        None where it is no such list.
        """
        members = self.members(span)
        listed = next(
            (is_ for is_ in (self.actors.is_place, self.actors.are_people) if all(map(is_, members[:-1]))), None
        )
        if len(members) == 1 or listed is None:
            return (), span
        tokens = self._segmenter.cut(self._folded, members[-1])
        cut = next((k for k in range(len(tokens), 0, -1) if listed(joined(tokens[:k]))), None)
        if cut is None:
            return (), span
        last = joined(tokens[:cut])
        return (*members[:-1], last), Span(last.end, span.end)

    def actor(self, clause: Span, *, acting: bool = False) -> Span | None:
        """Who leads the clause before its verb (县政府常务会议 of 县政府常务会议研究…), or null.

        Where it must be `acting`, no noun may stand behind it: of 街道执法能力有待提高 the 街道 is none.
        """
        if not self.actors.may_lead(clause):
            return None
        if _WITHIN.match(self._folded, *clause):
            return None
        tokens = self._cut(clause)
        means = _MEANS.match(self._folded, clause.start, clause.end)
        if means and tokens and self.actors.acts(tokens):
            return joined(tokens)  # 依托行政争议协调化解中心,…
        scope, rest = self.actors.split(tokens)
        if (
            not scope
            or (acting and rest and rest[0].tag == "n")
            or (acting and self._folded.startswith("在", clause.start))
            or self.actors.is_shared(clause)
            or _TO_WHOM.match(self._folded, *clause)
        ):
            return None
        return None if self._folded.startswith(_CONJUNCTIONS, scope[-1].span.end) else self._who(scope)

    def _who(self, scope: list[Token]) -> Span | None:
        """The words for who acts as one stretch, with 各 before them; null where there are none, or where they are a means."""
        scope = scope[1:] if scope and scope[0].text == "了" else scope  # 开展了党委会、中心组学习
        who = joined(scope) if scope and not is_open(scope) else None
        if who is None:
            return None
        channel = self._folded.endswith("网站", *who)  # 依托门户网站公开: where they are found
        if self._folded.endswith(_BY_MEANS, 0, who.start) and not channel:
            return None
        return Span(who.start - (self._folded[who.start - 1] == "各"), who.end)

    def goes_on(self, clause: Span) -> bool:
        """Whether a clause leaves unsaid who acts: it begins with an act or with a part (共实施处罚16起; 其中…)."""
        if self._folded.startswith("其中", clause.start):
            return True
        tokens = self._cut(clause)
        return bool(tokens) and tokens[0].tag == "v" and _ITEM.match(self._folded, *clause) is None

    def _cut(self, span: Span) -> list[Token]:
        start = span.start
        if m := _HEAD.match(self._folded, span.start, span.end):
            start = m.end()
        if (m := _GROUND.match(self._folded, start, span.end)) and m.end() < span.end:
            start = m.end()
        if m := _ALL_IN_ONE.search(self._folded, start, span.end - 1):
            start = m.end()
        end = m.start() if (m := _WHEN.search(self._folded, start, span.end)) else span.end
        return self._trimmed(self._segmenter.cut(self._folded, Span(start, end))) if end > start else []

    def _trimmed(self, tokens: list[Token]) -> list[Token]:
        """Without lead-ins, dates and adverbs at the beginning, and without links at the end."""
        first, last = 0, len(tokens)
        told = bool(tokens) and tokens[0].text == _SUCCESS  # 调解1302起,成功1271起: it is all that is said
        while last > told and (self._links(tokens, last) or _is_mark(tokens[last - 1], "”》)")):
            last -= 1
        while first < last and (
            (tokens[first].text in self._lead_in and not _serves(tokens[first:last]))
            or tokens[first].tag in ("t", "c", "u")
            or _is_mark(tokens[first], "“《")
            or (
                tokens[first].tag == "d"
                and tokens[first].text not in (*_TELLING, *MANNER)
                and last - first > 1
                and tokens[first + 1].tag in ("v", "vn")
            )
        ):
            first += 1
        return tokens[first:last]

    def _links(self, tokens: Sequence[Token], last: int) -> bool:
        """Whether the last of `last` words leads to the figure; 成功 behind a verb tells what came of it (调解成功428件)."""
        word = tokens[last - 1].text
        succeeded = word == _SUCCESS and last > 1 and tokens[last - 2].tag in ("v", "vn")
        return word in self._link and not succeeded

    def _core(self, tokens: list[Token]) -> list[Token]:
        """A short phrase whole; of a long one the last verb with its object and the preposition before it."""
        how = next((i for i, t in enumerate(tokens[:-1]) if t.text in ("方式", "形式", "手段", "途径", "渠道")), None)
        if how is not None and length(tokens) > _WHOLE and text_of(tokens[how + 1 :]) != "处理":
            return tokens[how + 1 :]  # 以撤销、变更、责令履行等方式纠错167件
        summed = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].text == "等"), 0)
        if (
            length(tokens) > _LONG
            and length(tokens[summed + 1 :]) > _BARE
            and text_of(tokens[:summed]).endswith(("”", "》"))
        ):
            return tokens[summed + 1 :]  # 获“全省工作成绩突出集体”等市级以上荣誉13项
        to = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].text == "对"), 0)
        if (
            to
            and tokens[0].tag == "v"
            and tokens[to + 1 :]
            and all(t.tag in NOMINAL and t.tag != "vn" for t in tokens[to + 1 :])
        ):
            return tokens[to + 1 :]  # 组织各起草单位对重大行政决策20份进行归档
        if length(tokens) <= _WHOLE and tokens[0].tag not in ("p", "v") and tokens[0].text != "就":
            return tokens
        verbs = [i for i in range(len(tokens) - 1) if _governs(tokens, i, self._light_verbs)]
        if not verbs:
            return tokens
        start = verbs[-1]
        while start and tokens[start - 1].tag == "d" and tokens[start - 1].text in _TELLING:
            start -= 1  # 清理不符合条件人员
        while start > 1 and tokens[start - 1].text in _CONJUNCTIONS and tokens[start - 2].tag == "v":
            start -= 2  # 制定、修改省政府规章
        while start and tokens[start - 1].tag == "v" and tokens[start - 1].text not in self._light_verbs:
            start -= 1  # 责令整改问题, 停业整顿案件, 清理违规网具
        asked = next((i for i in range(start) if tokens[i].text in _ASKING), None)
        if asked is not None and all(token.tag in NOMINAL for token in tokens[asked + 1 : start]):
            start = asked  # 提请省人大常委会审议地方性法规草案
        for i in range(start - 1, -1, -1):
            if tokens[i].text in self._prepositions and tokens[i].tag == "p" and start > i:
                return tokens[i:] if length(tokens[i:]) <= _LONG else tokens[start:]
        return tokens[start:]


def _before_when(tokens: list[Token]) -> list[Token]:
    """What is counted before the words that say when it was so (事项网办率|2020年不过63%, 法律援助案件|五年办理)."""
    text = text_of(tokens)
    for k in range(1, len(tokens)):
        when = _DATED.match(text, at := length(tokens[:k])) or _SOME_YEARS.match(text, at)
        if when and text[:at].endswith(_WHAT):
            behind = [t for j, t in enumerate(tokens[k:], k) if length(tokens[:j]) >= when.end()]
            return tokens[:k] if all(t.tag in ("v", "d", "c") for t in behind) else tokens
    return tokens


def _is_area(token: Token) -> bool:
    return token.tag == "s" and AREA.search(token.text) is not None


def _serves(tokens: Sequence[Token]) -> bool:
    """Whether words begin with whom an act serves or meets (为消费者挽回损失): a part of what was done."""
    return tokens[0].text == "为" and any(token.tag == "v" for token in tokens[2:])


def _governs(tokens: Sequence[Token], i: int, light: Collection[str]) -> bool:
    """Whether a word is a verb with an object behind it, and no part of a quotation or a compound (问题发现率)."""
    behind = tokens[i + 1 :]
    if i and len(behind) == 1 and behind[0].text in _GATHERINGS and tokens[i].text not in light:
        return False  # 召开专题部署会议
    if i and tokens[i - 1].text == "”" and tokens[0].text in _SETTING_UP:
        return False  # 设立“办不成”反映窗口
    campaign = len(behind) == 1 and behind[0].text in _CAMPAIGNS and i > 0 and tokens[i - 1].tag == "n"
    before = tokens[i - 1].tag == "n" and any(t.tag == "v" for t in tokens[: i - 1]) if i else False
    if before and tokens[i].text not in light and all(t.tag == "vn" for t in behind):
        return False  # 审批民爆物品购买运输
    return (
        tokens[i].tag == "v"
        and not campaign
        and not behind[0].text.startswith(_MEASURED)
        and not is_open(tokens[:i])
        and any(token.tag in NOMINAL for token in behind)
        and behind[0].text
        not in ("、", "的", "等", "类", "型")  # 解读土地流转、婚姻家庭等问题; 审核镇街报备的规范性文件
        and not _is_listed(tokens, i)
    )


def _is_listed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word stands in a list that 等 closes (涉及供水、道路改造等方面建议; 宪法、禁毒、安全生产等普法活动)."""
    end = next((k for k in range(i + 1, len(tokens) - 1) if tokens[k].text == "等"), None)
    begins = i > 0 and tokens[i - 1].text == "、"  # 财政收支、惠民政策等信息
    listed = end is not None and (begins or end == i + 1 or any(t.text == "、" for t in tokens[i + 1 : end]))
    return listed and any(t.text == "、" for t in tokens[:i])


def _is_mark(token: Token, except_for: str) -> bool:
    return token.tag == "w" and token.text not in except_for
