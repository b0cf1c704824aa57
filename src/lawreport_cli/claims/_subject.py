"""What a figure counts: takes the words beside a figure, gives subject and scope."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lawreport_cli.claims._actor import AREA, MANNER, Actors
from lawreport_cli.claims._words import NOMINAL, Segmenter, Token, joined, length, text_of
from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns

_WHOLE = 16  # characters up to which a phrase is kept whole instead of being cut to its last verb
# List marks and dates that lead to a phrase without belonging to it.
_HEAD = re.compile(
    r"(?:[一二三四五六七八九十]+(?:是|要|、)|近?[一二两三四五六七八九十]+年(?:间|来|里|以来)"
    r"|“?十[二三四五六]五”?(?:规划)?(?:期间|时期|以来)|(?:[今去]年)?前[\d一二三四五六七八九十]{1,2}个月|截[至止]到?|到(?![位案期岗场会庭账货达])|至(?!今)"
    r"|在(?![职岗册线建库编营业押逃校矫籍读办审途管产用])|自(?![然主行愿动查助治建有身我来考编贸纠评筹费学驾改律觉由营制备选])|从(?![事业轻重宽严快优])|另(?!外)|(?:推行|实施|施行|实行|启动|开展|推进|建立|出台|改革)[^,。;、自从\d]{0,12}?以来|一年(?:下来|到头|里)?(?![级期度])|[两三四五六七八九十]年(?![级期度制行规计以之前后])|\d{1,2}[.、](?!\d)|\(\d{1,2}\)"
    r"|(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:度|底|末|间)?(?:前|起(?:每年|逐年|连年)?)?|年(?:底|末)之?前|\d{1,2}月?(?:至|到|[-—]+)(?=\d{1,2}月)|\d{1,2}月(?:份|底|末)?之?前?|\d{1,2}日|[^\w“《(])+"
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
_SUCCESS = "成功"
_ITEM = re.compile(r"[^\w]*[一二三四五六七八九十]+(?:是|要|、)")
_TO_WHOM = re.compile(
    r"[^\w“]*(?:对|向|针对|将|把|就|比|较|占|高于|低于)(?!外|应|照|内)"
)  # 对市市场监管局等5个部门开展督查: not who acts
_WITHIN = re.compile(
    r"[^\w]*在(?![全我本各])[^,。;、\d]{2,24}(?:中|里|上|时|方面|期间)(?!心)"
)  # 在中心组学习计划中融入…: not who acts
_MEANS = re.compile(r"[^\w“]*(?:依托|借助)")
_WHERE = re.compile(r"(?:在|到|向)[^,。;、\d]{2,24}?(?:上|中|里|前|时)(?=[^,。;、])")
_REST = re.compile(r"(?![的及和与等因由相以])[^\d,。;、:()]{2,20}")
_WHY = re.compile(r"(?![的及和与等])[^\d,。;、:()]{2,18}")
_BEING = re.compile(r"(?:都|均|全部|全)?(?:是|为|属于?)(?P<what>[^\d,。;、()]{2,12})(?=[,。;])")
_ANY_PERSON = ("同志", "个人", "人员")  # who they are does not tell what is counted
_DID = re.compile(r"[^,。;、:()\d]{2,20}(?=[,。;、)]|$)")
_BECAME = re.compile(
    r"(?:先后|已|均|全部|成功)*(?:被[^,。;\d]{0,6}?(?:评|命|授|列|确定|采|判|表彰)|入选|入围|荣获|获|受到|未)[^,。;:\d]{1,24}(?=[,。;)]|$)"
)
_SHORT = 6  # characters of a noun that says less than what became of the things
_SETTING_UP = ("设立", "设置", "开设", "建立", "打造", "推出", "创建")
_KIND = 10  # characters of a verb and its noun
_EVENTS = ("次", "场", "场次", "期", "轮", "轮次", "班次")
_AND_UP = ("以上", "以下", "及以上")  # 科级以上干部
_INSIDE = ("里头", "里边", "里面", "当中", "之中", "其中")
_MEASURES = ("率", "占比", "比例")
_MEASURE = re.compile(
    r"的(?:[^,。;、\d]{0,4})(?:要求|标准|目标|规定|水平|红线|底线|上限|下限)(?=[,。;、)]|$)"
)  # 高于5%的要求
_MAKING = ("责令", "督促", "指导", "协助", "协调", "推动", "帮助", "促成")  # what others were made to do
_GROWN = ("新增", "增加", "净增", "增至", "达到", "减少")
_IN_ALL = ("共", "共有", "现有", "总共", "一共")
_CAMPAIGNS = ("行动", "工程", "计划", "大会", "竞赛", "比赛")  # behind a verb with a noun before it: 能力提升行动
_MEASURED = ("率", "数", "量", "额")
_TIME_END = ("一年", "首年", "元年", "当年", "之年", "期间", "时期", "初期")
# Adverbs that change what is counted (应出庭, 未结): they stay with the subject.
_TELLING = (
    "平均",
    "人均",
    "户均",
    "件均",
    "日均",
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
_BARE = 3  # characters up to which a verb alone does not tell what is counted
_LONG = 24  # the same for a phrase held together by a preposition: 以乡镇政府(街道办事处)为被申请人
_LISTED = re.compile(
    r"[^,。;:()、\d]{2,30}(?:、[^,。;:()、\d]{2,30}){1,5}等(?:各类|各种|多种)"
    r"|[^,。;:()、\d]{2,12}(?:、[^,。;:()、\d]{2,12}){1,5}(?:案件|行为|问题|隐患)(?=[,。;)]|$)"
)  # LED大屏、字幕屏等各类电子显示屏
_KINDS = ("会议", "会", "活动", "行动", "机制", "平台", "中心", "小组")
_AMONG = re.compile(r"中(?=[排位居列名])")  # 在全国168个重点城市中排第3名
_OF_KINDS = re.compile(r"(?:涵盖|包含|包括|覆盖|涉及|囊括)[^,。;、]*$")
_NUMERAL = 10  # characters of a numeral with its unit, and the verb before it
_MAIN = ("重点", "全面", "集中", "联合")  # adverbs before a verb, adjectives before a noun
_GATHERINGS = ("会议", "会", "活动")
_CONJUNCTIONS = ("、", "和", "与", "及", "以及")
_QUOTES = "“”‘’《》()·"
_PERSONS = ("名", "人", "位")
_OF_BODIES = ("家", "个")
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
        self._prepositions, self._light_verbs = lists["subject.preposition"], lists["subject.light_verb"]

    def before(self, span: Span, *, glued: bool = False) -> Phrase:
        """The subject in the words before a figure: from the last verb that has an object, without what leads to it.

        Words `glued` to the figure before begin with what that one counts: 为2.3万户市场主体减免税费4.6亿元.
        """
        scope, rest = self._acting(self._cut(span), glued=glued)
        rest = self._trimmed(rest)
        if len(rest) > 1 and rest[0].text in self._light_verbs and all(_is_area(token) for token in rest[1:]):
            rest = rest[1:]  # 组织全市1.2万人参加考试
        if rest and all(_is_area(token) for token in rest):
            scope, rest = rest, []  # 全县90%以上的诉求: where, not what
        elif rest and rest[-1].text.endswith(_TIME_END):
            rest = []  # 新法施行的头一年较上年增长: when, not what
        if not rest:
            return Phrase(None, self._who(scope)) if scope else _NOTHING
        if scope and length(rest) <= _BARE and all(t.tag in ("v", "vn", "d") for t in rest) and rest[-1].text != "保持":
            rest = scope + rest  # 设区市政府报送812件: the verb alone does not tell
            if rest[-1].text in _GROWN:  # 全市律师事务所新增21家: what there is more of, not who acts
                where = next((k for k, token in enumerate(scope) if not _is_area(token)), len(scope))
                scope, rest = rest[:where], rest[where:]
        return Phrase(joined(self._core(rest)), self._who(scope))

    def _acting(self, tokens: list[Token], *, glued: bool) -> tuple[list[Token], list[Token]]:
        """Who or where the words before a figure begin with, and the rest."""
        act = next((k for k, token in enumerate(tokens[:-1]) if token.tag == "v"), 0) if glued else 0
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

    def after(self, span: Span, unit: str | None, *, done: bool = False) -> Span | None:
        """The noun phrase that begins right behind a figure, or null when no noun stands there.

        Of what was `done` to the things counted, a verb among their words tells of what kind they are: 调整121项镇街赋权执法事项.
        """
        if _MEASURE.match(self._folded, *span):
            return None
        if m := _AMONG.search(self._folded, *span):
            span = Span(span.start, m.start())
        tokens = self._segmenter.cut(self._folded, span)
        while tokens and tokens[0].text in ("的", "各", "以上的"):
            tokens = tokens[1:]
        kinds = _OF_KINDS.search(self._folded, max(0, span.start - _NUMERAL), span.start) is not None
        if self._folded.startswith(_INSIDE, span.start):
            return None  # 43件里头留用29件
        told = len(tokens) > 2 and tokens[1].tag == "v" and tokens[2].tag != "w"
        if told and tokens[0].text in ("专题", "专项"):
            return None  # 召开党组会2次专题听取汇报
        taken: list[Token] = []
        if unit in _PERSONS and tokens and tokens[0].tag in ("d", "v", "a"):
            noun = next((k for k, t in enumerate(tokens[1:4], 1) if t.tag in ("n", "s")), None)
            if noun and all(t.tag in ("d", "v", "vn", "a", "x") for t in tokens[:noun]):
                taken, tokens = tokens[:noun], tokens[noun:]  # 91名新提任领导干部
        depth = 0
        listed = m.end() if (m := _LISTED.match(self._folded, *span)) else span.start
        for k, token in enumerate(tokens):
            if token.span.end <= listed or (k == 0 and token.text in _MAIN):
                taken.append(token)
                continue
            if token.text == "(" and taken and depth == 0:
                close = next((j for j, t in enumerate(tokens[k : k + 8]) if t.text == ")"), None)
                if close is None or any(t.text[:1].isdigit() for t in tokens[k : k + close]):
                    break
                depth = close
            if depth:
                depth -= 1
                taken.append(token)
                continue
            if token.text == "、" and taken and not depth and (more := self._more(tokens, k)):
                taken.extend(tokens[k:more])  # 4部地方性法规、规章
                break
            if token.tag == "w" and (token.text not in _QUOTES or (not taken and token.text in "()")):
                break
            if taken and token.text in _AND_UP:
                taken.append(token)
                continue
            if _is_open(taken) and "”" in self._folded[token.span.start : span.end]:
                taken.append(token)
                continue
            if taken and token.text in MANNER and k + 1 < len(tokens) and tokens[k + 1].tag == "vn":
                taken.append(token)  # 7次支部集中学习
                continue
            if token.text != "的" and (token.tag in ("p", "c", "d", "u", "r", "t") or token.text[:1].isdigit()):
                break
            if token.tag == "v" and taken and _holds(tokens[k + 1 :]):
                taken.append(token)  # 行政执法协调会议
                continue
            if (
                token.tag == "v"
                and taken
                and taken[-1].text == "”"
                and k + 1 < len(tokens)
                and tokens[k + 1].tag == "n"
            ):
                taken.append(token)  # 3个“办不成”反映窗口
                continue
            last = k + 1 == len(tokens) or tokens[k + 1].tag == "w"
            if token.tag == "v" and taken and last and unit in _EVENTS and not taken[-1].text.endswith(_KINDS):
                taken.append(token)  # 8次法律法规培训
                continue
            if done and token.tag == "v" and taken and (end := self._kind(tokens, k)):
                taken.extend(tokens[k:end])
                break
            first = not taken or (k == 1 and taken[0].text in _MAIN)  # 开展1次全面清理
            if token.tag == "v" and not _is_open(taken) and not (first and self._nominal_verb(tokens[k:])):
                break
            if token.text == "的" and kinds and taken:
                break  # 涵盖24类信息的信用平台
            if token.text == "的" and unit in _OF_BODIES and taken and self.actors.ends_as_body(text_of(taken)):
                break  # 15家单位的“三定”规定: how many are theirs is not said
            if taken and token.text.endswith(_MEASURES) and self.actors.ends_as_body(text_of(taken)):
                break  # 4个县区出庭率达到100%: what follows is measured of them
            taken.append(token)
        while taken and taken[-1].text in ("的", "各", "“", "(", "中", "里"):
            taken.pop()
        if not any(token.tag in NOMINAL | {"v", "q"} for token in taken):
            return None
        span = joined(taken)
        told = _DID if text_of(taken) in _ANY_PERSON else _BECAME if length(taken) <= _SHORT else None
        did = told.match(self._folded, span.end) if told and not done else None
        if did and not (did[0].startswith("未") and self.actors.ends_as_body(text_of(taken))):
            return Span(span.start, did.end())  # 3名同志通过司法考试, 1件案件入选指导性案例
        return span if span.end - span.start > 1 or self.actors.ends_as_body(taken[0].text) else None

    def _kind(self, tokens: Sequence[Token], k: int) -> int:
        """Where the object ends of which a verb at `k` tells the kind; 0 where the verb begins to say what was done with it."""
        end = next((j for j in range(k, len(tokens)) if tokens[j].tag == "w"), len(tokens))
        words = tokens[k:end]
        alone = all((t.tag in NOMINAL or t.text == "的") and not t.text[0].isdigit() for t in words[1:])
        kind = len(words) > 1 and alone and words[-1].tag == "n" and length(words) <= _KIND
        return end if kind and words[0].text not in self._light_verbs else 0

    def _more(self, tokens: Sequence[Token], k: int) -> int:
        """Where the other members end of a list of nouns that goes on with the mark at `k`; 0 where it is no such list."""
        end = k + 1
        while end < len(tokens) and (tokens[end].tag in ("n", "x", "c") or tokens[end].text == "、"):
            end += 1
        members = tokens[k + 1 : end]
        if not members or tokens[end - 1].tag not in ("n", "x") or any(t.text[0].isdigit() for t in members):
            return 0
        return end if any(t.tag == "n" for t in members) else 0

    def is_noun(self, span: Span) -> bool:
        """Whether a phrase is made of nothing but nouns (网格, 乡镇(街道))."""
        return all(t.tag in ("n", "s", "x", "w") for t in self._segmenter.cut(self._folded, span))

    def is_verbal(self, span: Span) -> bool:
        """Whether a phrase begins with a verb or holds no known noun, so that it may be a predicate."""
        if _LISTED.fullmatch(self._folded, *span):
            return False
        tokens = self._segmenter.cut(self._folded, span)
        main = len(tokens) > 1 and tokens[0].text in _MAIN and all(t.tag in NOMINAL for t in tokens[1:])
        return (tokens[0].tag in ("v", "d") and not main) or (
            len(tokens) == 1 and tokens[0].tag == "x" and len(tokens[0].text) == 2
        )

    def is_act(self, span: Span) -> bool:
        """Whether a phrase is an act without what it was done to (梳理出, 清理), so that a noun behind says more."""
        tokens = self._segmenter.cut(self._folded, span)
        return all(t.tag in ("v", "d", "u") or t.text in ("出", "动态") for t in tokens)

    def ends_with_light_verb(self, span: Span) -> bool:
        """Whether the words before a figure end with a verb that only carries its object (开展3次宣讲)."""
        tokens = self._segmenter.cut(self._folded, span)
        return bool(tokens) and tokens[-1].text in self._light_verbs

    def being(self, span: Span) -> Span | None:
        """What figures are, said behind them (其余56条都是文书瑕疵), or null."""
        match = _BEING.match(self._folded, *span)
        return Span(*match.span("what")) if match else None

    def rest(self, span: Span, *, why: bool = False) -> Span | None:
        """The words right behind a figure up to the next mark, without where they happen, or null (其中7人在会上述法).

        They may tell `why` (另有2件因申请人撤回终止) where nothing else can say what is counted.
        """
        start = m.end() if (m := _WHERE.match(self._folded, *span)) else span.start
        match = (_WHY if why else _REST).match(self._folded, start, span.end)
        if match is None:
            return None
        if match.end() < span.end and self._folded[match.end()].isalnum():  # too long: up to the end of a word
            words = self._segmenter.cut(self._folded, Span(start, span.end))
            end = max((w.span.end for w in words if w.span.end <= match.end()), default=match.end())
            return Span(start, end)
        return Span(*match.span())

    def predicate(self, span: Span) -> Span | None:
        """What is said of a figure behind it (171条被采纳, 2宗不合格), or null."""
        if m := _WHERE.match(self._folded, *span):
            span = Span(m.end(), span.end)  # 7人在全会上述法
        tokens = self._segmenter.cut(self._folded, span) if span.end > span.start else []
        if not tokens or not (tokens[0].text[0] in "被未不已获入身" or tokens[0].tag in ("v", "d")):
            return None
        taken: list[Token] = []
        for token in tokens:
            if token.tag == "w" or token.text[:1].isdigit():
                break
            taken.append(token)
        span = joined(taken)
        return span if 2 <= span.end - span.start <= _WHOLE else None

    def members(self, span: Span) -> tuple[Span, ...]:
        """The members of a list (办结率、满意率), or the phrase itself when it is none."""
        parts: list[list[Token]] = [[]]
        depth = 0
        for token in self._segmenter.cut(self._folded, span):
            depth += sum(c in "(“《" for c in token.text) - sum(c in ")”》" for c in token.text)
            joint = depth == 0 and token.text in _CONJUNCTIONS
            if joint and not self._folded.startswith(_SATISFIED, token.span.start - 2):
                parts.append([])
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
        """The places that a list is made of or begins with, and what is said of them (威海、日照|收案); none where it is no such list."""
        members = self.members(span)
        if len(members) == 1 or not all(self.actors.is_place(member) for member in members[:-1]):
            return (), span
        tokens = self._segmenter.cut(self._folded, members[-1])
        cut = next((k for k in range(len(tokens), 0, -1) if self.actors.is_place(joined(tokens[:k]))), None)
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
        """The words for who acts as one stretch, with 各 before them; null where there are none."""
        if not scope:
            return None
        who = joined(scope)
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
        if how is not None and length(tokens) > _WHOLE:
            return tokens[how + 1 :]  # 以撤销、变更、责令履行等方式纠错167件
        summed = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].text == "等"), 0)
        if (
            length(tokens) > _LONG
            and length(tokens[summed + 1 :]) > _BARE
            and text_of(tokens[:summed]).endswith(("”", "》"))
        ):
            return tokens[summed + 1 :]  # 获“全省工作成绩突出集体”等市级以上荣誉13项
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
        if start and tokens[start - 1].tag == "v" and tokens[start - 1].text in _MAKING:
            start -= 1  # 责令整改问题
        for i in range(start - 1, -1, -1):
            if tokens[i].text in self._prepositions and tokens[i].tag == "p" and start > i:
                return tokens[i:] if length(tokens[i:]) <= _LONG else tokens[start:]
        return tokens[start:]

    @staticmethod
    def _nominal_verb(tokens: Sequence[Token]) -> bool:
        """5次集体学法: a verb right behind the figure is a noun when nouns alone follow it."""
        following = [t for t in tokens if t.text != "的"]
        end = next((k for k, t in enumerate(following) if t.tag in ("w", "c")), len(following))
        return end <= 4 and all(t.tag in NOMINAL | {"v"} for t in following[:end])


def _holds(behind: Sequence[Token]) -> bool:
    """Whether a noun stands behind a verb that makes it one of its kind (协调会议, 评查活动)."""
    return bool(behind) and behind[0].text in _KINDS


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
        and not _is_open(tokens[:i])
        and any(token.tag in NOMINAL for token in behind)
        and behind[0].text != "、"  # 解读土地流转、婚姻家庭等问题
        and not _is_listed(tokens, i)
    )


def _is_listed(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word stands in a list that 等 closes (涉及供水、道路改造等方面建议; 宪法、禁毒、安全生产等普法活动)."""
    end = next((k for k in range(i + 1, len(tokens) - 1) if tokens[k].text == "等"), None)
    begins = i > 0 and tokens[i - 1].text == "、"  # 财政收支、惠民政策等信息
    listed = end is not None and (begins or end == i + 1 or any(t.text == "、" for t in tokens[i + 1 : end]))
    return listed and any(t.text == "、" for t in tokens[:i])


def _is_open(tokens: Sequence[Token]) -> bool:
    """Whether a quotation, a bracket or a title begins in the words and does not end there."""
    text = text_of(tokens)
    return any(text.count(mark) > text.count(end) for mark, end in ("“”", "()", "《》"))


def _is_mark(token: Token, except_for: str) -> bool:
    return token.tag == "w" and token.text not in except_for
