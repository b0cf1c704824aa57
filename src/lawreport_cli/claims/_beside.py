"""What the words right beside a figure say that it counts: takes a figure with its statement, gives a `Named`."""

import re
from dataclasses import dataclass

from lawreport_cli.claims import _ranking
from lawreport_cli.claims._actor import AMONG
from lawreport_cli.claims._behind import DONE_TO, TO_SOME, WITHIN
from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._kind import COMPARED_VERB, FIRST_VERB, OVER_LAST, Statement
from lawreport_cli.claims._subject import Subjects
from lawreport_cli.matching import Cues
from lawreport_cli.model import Span

_MARKS = re.compile(
    r"(?:的基础上)?[,、;:\s]*(?:以及|和(?!解|谐|平)|与(?!会)|及(?!时|格))?(?:其中)?[:,]?(?:包括|包含|含|其中|不含)?"
)
_SHARE = re.compile(r"(?:[约共均各]|分别|合计)?占[^,。;]*$|相当于[^,。;]*的$")
_CUT_TO = re.compile(r"(?:压缩|压减|缩短|缩减|降|减)(?:至|到|为)[^,。;]*的$")  # 办理时限压缩至法定时限的28%
_INSIDE = re.compile(
    r"[^,。;、\d]{0,12}(?:案件|申请|纠纷|事项|问题)[之当]?中,?(?![仍尚还]?有|仅|只|共)(?=[^,。;、\d的]{2,})"
)  # 审结案件中维持40件
_SINCE = re.compile(
    r"^(?:[^,。;]{0,14}(?:应当?|须|要))?(?:在|于)?(?:自[^,。;]*起|[^,。;]{0,12}之日起)?$|^[^,。;]{0,10}[在于自][^,。;]{2,12}(?:后|之后|起)$|[在于自][^,。;]{2,16}之日起$"
)
_TOPIC_SINCE = re.compile(r"(?P<topic>[^,。;]{3,14}?)自[^,。;]{2,10}之日起$")
_FROM = re.compile(r"(?:从|由|自|把|将|较|比)[^,。;从由自把将较比]*$")
_TIMES_OF = re.compile(
    r"(?:是|为|达到?|相当于)?(?:(?:19|20)\d\d|去|上|前|\d{1,2}年前|[两三四五六七八九十]年前)[^,。;、]{0,8}的$"
    r"|(?:相当于|是|约为)[^,。;、\d]{2,16}的$"  # 行政诉讼一审收案的1.4倍
)
_THAN_BEFORE = re.compile(r"[比较][^,。;、\d]{1,8}(?:前|之前|以前|初期?)$")  # 比改革前增加186名: than when, not what
_THAN = re.compile(r"[,、]?比(?![例重率值对武])")
_MEASURED_BY = re.compile(
    r"(?:后者|前者|其)?[仍均远略还]?(?:较|比|同|跟|与|和|高于|低于|高出|超出|优于)[^,。;、]{0,16}?(?:相比|相较|比|峰值|要求|平均水平|平均值|平均线|平均|水平|均值|目标|时限|期限|标准|[”]?(?:期末|期间|末|初)|全[国省市县区州]$|第[一二三四五六七八九十\d]{1,3}名$|上(?:次|一次|轮|一轮|届)[^,。;、]{0,6}$)(?:累计|再|又|还|[快慢多少高低长短](?=$|出|了|约|近))?"
)
_AGAINST = re.compile(r"(?:远)?(?:比起|较|比|与|同|跟|低于|高于|少于|多于|超过|优于|好于|短于)[^,。;]*$")
GENERIC = ("件数", "数量", "总量", "总数", "金额", "案件数", "人数", "次数", "户数", "占比", "比例", "总额")
_AND_END = re.compile(r"[^,。;、]{2}(?:以及|和|与|及)$")
_OWN_AMOUNT = re.compile(r"(?:金额|数额|总额|费用)[共约为达]?\d")
_HOLDS = ("开展", "举办", "组织", "实施", "推行", "举行", "召开", "编制", "发布")
_DIVIDED = ("分", "分成")  # 分七期对干部进行集中培训: what was done in so many parts stands behind
_DONE_IN = re.compile(
    r"(?:对|向|为|组织)[^,。;\d]{2,20}?(?:进行|开展|组织|实施|举办)了?(?P<what>[^,。;\d]{2,14})(?=[,。;]|$)"
)
_THEY_ALL = re.compile(r"[两二三四五六]项(?:主要|核心)?(?:指数|指标)")  # 四项指数同比分别下降…: those before
SCORES = ("得分", "综合得分", "总得分", "总分", "综合成绩", "成绩", "排名", "综合排名", "总排名", "位次", "名次")
_REST = ("其余", "余下", "剩余", "剩下", "还剩", "剩", "另外")
_RANKED = re.compile(r"分列|分居|并列|位列|位居|名列|排名|排在|居|列")
_LISTING = re.compile(r"^[^,。;、:()\s].*(?:以及|[、和与及])$")
MADE_UP = re.compile(
    r"(?<=[^,。;、]{3})(?:主要|具体)?(?:包括|包含|涵盖|涉及)(?=[^,。;、\d]*、)"
)  # 职权事项包含行政许可、行政处罚
_INTRODUCED = re.compile(r"[^,。;、\d]{0,8}(?:依次|分别)(?:为|是|有):?(?=[^\d])")
_CENTRED = re.compile(
    r"[^,。;、\d()]{0,14}?(?:主要)?(?:(?:集中|分布)[在于]|主要(?:为|是|有|涉及|包括))(?=[^,。;、\d()]{2,})"
)  # 案件主要集中在公安(56件)、自然资源(43件)
_EXTREME = re.compile(r"最[高低多少大小快慢好差]的(?:是|为)?(?P<who>[^,。;、\d]{2,10}?)(?:仅|只)?(?:为|达|有|是)?$")
_ON_AVERAGE = re.compile(
    r"(?P<what>[^,。;、\d]{2,}?)平均(?P<each>每(?!年|月|天|日|季|周)[^,。;\d]{1,6}?)(?:有|为|达|配备)?"
)
_APIECE = re.compile(
    r"(?:实现|确保|做到|保证|要求|平均|落实|推动|按照|达到)?(?P<each>每(?P<one>个|名|家|所|支|座)?[一-鿿]{1,8}?(?:\([一-鿿]{1,6}\))?)"
    r"(?:(?:至少|要|应|须|均|都)*(?:配备|培养|培育|建立|建成|设立|配|设|建|安排|聘请|开展|组织)?)"
    r"|(?P<who>[^,。;、]{2,12}?)各(?:自)?(?:选|分)?(?:配|设|派|建)(?:备|立|有|齐)?"
)
_SEVERALLY = re.compile(
    r"(?P<who>[^各,。;][^,。;]{2,40}?)各(?!部门|单位|级|地|[县区市乡镇村类项方科种]|街道|有关|相关|环节|领域|行业)(?:自)?(?P<act>[^各,。;\d]{2,16})"
)
_ALL_AT = re.compile(r"(?:实现|达到|做到|确保)?(?P<rates>.+?)(?:“?[两二三四五六七八九]个)?")
_RATES = re.compile(
    r"(?<!满意)率(?:[、和与及])[^,。;\d]*率[^,。;\d率]{0,3}$|率、[^,。;\d]*率[^,。;\d率]{0,3}$"
)  # 参考率、合格率100%
_OF_THEM = re.compile(r"(?:中|里|当中)(?:尚有|还有|仅有|只有|有|仅|只)?$")
_OF_THOSE = re.compile(
    r"[^,。;、:()\d]{0,12}?(?:[当之]中|里头|里面|(?<![集其])中(?=[保废撤维继结移办调化判胜败予被]))(?=[^,。;、])"
)
_FATE = re.compile(r"(?![的及和与等因由相以]|涉及)[^\d,。;、:()]{2,8}(?=[,。;])")
_OURS = re.compile(r"[我本][省市县区州盟旗镇乡局院]$")
_FUNDS = ("经费", "资金", "补贴", "补助", "费用")
_OTHERS = re.compile(r"[,、]?(?:另|另外|还|尚|仍)有?")  # 另有10件由申请机关自行撤回
_AND = ("及", "和", "与")
_JOINTS = ("、", *_AND)
_AMOUNTS = ("数", "数量", "总量", "额", "率")
_SAVE = re.compile(r"除[^,。;]{1,10}?(?:以外|之外|外)")
_HELD = ("开", "召开", "举行")
_NEVER = ("未", "无", "没有", "零")
_OBJECTS = (
    "规范",
    "制度",
    "标准",
    "措施",
    "清单",
    "办法",
    "案件",
    "行为",
    "企业",
    "单位",
    "商户",
    "人员",
    "事项",
    "项目",
    "问题",
    "场所",
    "主体",
    "通知书",
    "决定书",
    "告知书",
    "意见书",
    "建议书",
    "承诺书",
    "倡议书",
)
_BRACKETED = re.compile(r"(?:\)(?:以及|[和及与]))?(?P<what>[^、,:;。()]*)$")  # A(5部)和B(131部)
_IN_A_ROW = re.compile(r"(?:已|均)?连续$")
_FEAT = re.compile(
    r"(?:在|被|获|荣获|入选|取得|夺得|斩获|实现|未|无)[^,。;:()\d]{3,30}"
)  # what was reached year after year, to the end of the clause
_WON = ("被", "获", "荣获", "入选")  # 连续3年被评为先进
_ONLY = ("除", "仅", "只", "仅有", "只有")
_REACHING = ("到", "至", "为", "成")
_PEOPLE = ("人次", "人", "名")
_ACT = 6  # characters of an act that needs no noun: 到庭观摩
_NEVER_BEFORE_NOUN = ("rank", "points", "ratio")
BODY_UNITS = ("个", "家", "所", "支", "处")  # what bodies are counted in
PARTY = re.compile(r"以(?![各上下])([^,。;\d]{2,24}?)(?:作?为被告|作?为被申请人|作?为被执行人|名义)")
CARRIERS = (
    "列入",
    "纳入",
    "安排",
    "印发",
    "完成",
    "开展",
    "按规定开展",
    "举办",
    "进行",
    "下辖",
    "所辖",
    "实现",
    "做到",
    "达",
    "再上台阶",
    "更上台阶",
    "创新高",
    "最多",
    "最少",
    "最高",
    "最低",
    "推动",
    "促进",
    "确保",
    "力争",
    "涉及",
    "涵盖",
    "覆盖",
    "惠及",
    "这一比率",
    "这一数字",
    "这一比例",
    "这一指标",
    "这个数字",
    "该比例",
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a figure counts: subjects (more than one when one figure is said of each), and scope.

    `others`: further scopes of which the same figure is said. `own`: the words beside the figure name it; otherwise the
    name is that of another figure or clause.
    """

    subjects: tuple[Span, ...] = ()
    scope: Span | None = None
    others: tuple[Span, ...] = ()
    own: bool = False
    weak: bool = False  # a verb alone that carries its object (2021年安排4次): any noun said before is better


class Beside:
    """Names figures of one text by the words beside them."""

    def __init__(self, folded: str, subjects: Subjects, cues: Cues) -> None:
        self._folded = folded
        self._subjects = subjects
        self._actors = subjects.actors
        self._cues = cues

    def name(self, figure: Figure, said: Statement, *, part: bool) -> Named:
        """The name that the words beside the figure give; without subjects when they give none."""
        lead = self._lead(figure, said)
        if figure.quantity.dimension == "rank":
            return self._extreme(lead) or self._rank(figure)
        return (
            self._extreme(lead)
            or self._bare(figure, lead)
            or self._each(figure, lead)
            or self._apiece(figure, lead)
            or self._severally(figure, lead)
            or (self._of_them(figure, lead) if part else None)
            or self._act(figure, lead)
            or self._noun(figure, said, lead, part=part)
        )

    # ------------------------------------------------------------------ shapes that say it in their own way

    def _extreme(self, lead: Span) -> Named | None:
        """败诉率最高的榆渡县为18.2%, 最少的云台乡只有2人."""
        match = _EXTREME.search(self._folded, *lead)
        who = Span(*match.span("who")) if match else None
        if match is None or who is None or not self._actors.is_body(who):
            return None
        what = self._subjects.before(Span(lead.start, match.start())).subject
        return Named((what,) if what else (), who, own=what is not None)

    def _bare(self, figure: Figure, lead: Span) -> Named | None:
        """组织9部门联合检查, 5县区: the measure word is the noun itself."""
        unit, end = figure.quantity.unit, figure.quantity.span.end
        if unit is None or not figure.quantity.printed_unit or not self._actors.ends_as_body(unit):
            return None
        noun, told = Span(end - len(unit), end), self._folded[lead.start : figure.quantity.span.start]
        summed_up = "、" in told and not told.endswith("等")  # 松坪、澜滨两镇
        return Named((noun,), self._area(lead), own=True) if self._text(noun) == unit and not summed_up else None

    def _each(self, figure: Figure, lead: Span) -> Named | None:
        """报备率、规范率均为100%: one figure said of each."""
        each = figure.context.roles & {"each", "distributive"}
        rates = figure.quantity.dimension == "percent" and _RATES.search(self._folded, *lead)
        words = _ALL_AT.fullmatch(self._folded, *lead) if each or rates else None  # 实现认领率、发布率、签章率三个|100%
        if words and (named := self._of_places(Span(*words.span("rates")))):
            return named
        phrase = self._subjects.whole(Span(*words.span("rates"))) if words else None
        if phrase is None or phrase.subject is None:
            return None
        return Named(self._members(phrase.subject), phrase.scope or self._area(figure.before), own=True)

    def _of_places(self, span: Span) -> Named | None:
        """威海、日照收案均不足500件: one figure said of each place."""
        places, of_them = self._subjects.places(span)
        what = self._subjects.before(of_them).subject if places and of_them.end > of_them.start else None
        return Named((what,), places[0], places[1:], own=True) if what else None

    def _apiece(self, figure: Figure, lead: Span) -> Named | None:
        """每个乡镇不少于7名, 各乡镇各配2名法制员."""
        if match := _ON_AVERAGE.fullmatch(self._folded, *lead):
            phrase = self._subjects.before(Span(*match.span("what")))
            return Named((phrase.subject,), Span(*match.span("each")), own=True) if phrase.subject else None
        match = _APIECE.fullmatch(self._folded, *lead)
        if match is None:
            return None
        who = Span(*match.span("each" if match["each"] else "who"))
        is_one = match["one"] and self._subjects.is_noun(Span(match.end("one"), match.end("each")))
        if not is_one and not self._actors.is_body(who):
            return None
        noun = self._subjects.behind.phrase(figure.after, figure.quantity.unit)
        return Named((noun,) if noun else (), who, own=noun is not None)

    def _severally(self, figure: Figure, lead: Span) -> Named | None:
        """书记、镇长各讲法治课2堂: the figure of each of them."""
        match = _SEVERALLY.fullmatch(self._folded, *lead)
        who = self._subjects.bodies(Span(*match.span("who"))) if match else ()
        if match is None or not who or any(self._text(one).startswith("各") for one in who):
            return None
        act = self._subjects.before(Span(*match.span("act"))).subject
        if act is None or self._carries(act):  # 书记、镇长各包2件信访积案
            act = self._subjects.behind.phrase(figure.after, figure.quantity.unit) or act
        return Named((act,), who[0], who[1:], own=True) if act else None

    def _of_them(self, figure: Figure, lead: Span) -> Named | None:
        """5件败诉案件中3件输在程序上: what is said of the part."""
        text = self._folded[slice(*lead)]
        act = self._subjects.behind.rest(figure.after) if _OF_THEM.search(text) or text in _ONLY else None
        if act and text == "除":  # 除7个需长期推进外均已销号
            act = Span(act.start, self._folded.find("外", *act)) if "外" in self._text(act) else act
        return Named((act,), own=True) if act and act.end - act.start > 1 else None

    def _act(self, figure: Figure, lead: Span) -> Named | None:
        """县长16次主持召开会议: what was done so often, and by whom."""
        if figure.quantity.unit != "次":
            return None
        phrase = self._subjects.before(lead)
        who = phrase.subject
        if who is None or not (self._actors.is_actor(who) or self._actors.is_anybody(who)):
            return None
        if phrase.scope and phrase.scope.end == who.start:
            who = Span(phrase.scope.start, who.end)  # 县委、县政府主要领导
        act = self._subjects.behind.rest(figure.after)
        return Named((act,), who, own=True) if act else None

    # ------------------------------------------------------------------ the noun before or behind

    def _noun(self, figure: Figure, said: Statement, lead: Span, *, part: bool) -> Named:
        """The noun behind the figure or the phrase before it; a body is its scope instead."""
        glued = (
            figure.clause.start < lead.start == figure.before.start and self._folded[lead.start - 1] not in ",、;:()"
        )
        phrase = self._subjects.before(lead, glued=glued)
        who = None if self._actors.is_shared(figure.clause) else phrase.scope
        if glued and (area := self._area(Span(figure.clause.start, lead.start))):
            who = area  # 全区189个人民调解委员会共调解纠纷5236件
        scope = self._party(lead) or who or self._area(lead)
        if scope and (m := _SAVE.match(self._folded, scope.end)):
            scope = Span(scope.start, m.end())  # 全市除城区以外12个区镇
        before = phrase.subject
        if before and (rest := self._scored(before)):
            ours = _OURS.search(self._folded, before.start, rest.start)  # “八五”普法中期评估|我县得分96.7分
            scope, before = Span(ours.start() if ours else before.start, rest.start), rest  # 省会霁州市得分782.6分
        if before and self._text(before) in _DIVIDED and (m := _DONE_IN.match(self._folded, *figure.after)):
            return Named((Span(*m.span("what")),), scope, own=True)
        if before and self._text(before) in _REST:
            before = self._subjects.behind.being(figure.after) or before
        if behind := self._behind(figure, said, lead, before):
            if before is None and self._subjects.behind.is_verbal(behind):
                behind = self._acted(figure, said, lead, part=part) or behind  # 76件纳入清理范围
            mark = self._folded[figure.start - 1]
            if mark == "的" and before and self._actors.is_body(before):
                scope = scope or before  # 10个乡镇(街道)的20名主要负责人
            members = scope is not None and mark in _AND and scope.end == figure.start - 1
            if members or self._folded[figure.quantity.span.start - 1] == "等":
                scope = None  # 教育局等15家单位, 县调委会及14个村调委会: members, not whose
            return Named((behind,), scope, own=True)
        if before and self._text(before) in _REST:
            fate = _FATE.match(self._folded, *figure.after)  # 余下3个正按时序推进
            before = Span(*fate.span()) if fate else before
        if before is None:
            act = self._acted(figure, said, lead, part=part)
            return Named((act,), scope, own=True) if act else Named((), scope)
        if said.kind == "change" and self.is_generic(before):
            return Named((), scope)  # 件数、金额较上年分别回落…: those of the levels before
        if said.kind in ("level", "rate", "score", "range_from") and self._is_who(figure, before, part=part):
            start = self._folded.rfind("的", *before) + 1 or before.start  # 垫底的七里桥街道为76.3分
            if scope and scope.end == start and self._folded.endswith("政府", 0, start):
                start = scope.start  # 区政府工作部门341件
            return Named((), Span(start, before.end))  # 其中市政府19件: who, not what
        if scope and self._text(before) in _HELD and self._text(scope).endswith("会议"):
            return Named((scope,), self._area(figure.before), own=True)  # 区政府常务会议全年开了27次
        if self._text(before) in CARRIERS:
            return Named((before,), scope, weak=True)
        return Named((before,), scope or self._actors.owner(before), own=True)

    def _behind(self, figure: Figure, said: Statement, lead: Span, before: Span | None) -> Span | None:
        """The noun behind the figure, where that and not the words before it says what is counted."""
        dimension = figure.quantity.dimension
        if dimension in _NEVER_BEFORE_NOUN or said.base:
            return None
        done = before is not None and self._subjects.is_act(before)
        behind = self._subjects.behind.phrase(figure.after, figure.quantity.unit, done=done)
        if behind is None or _RANKED.match(self._text(behind)):
            return None  # 2024年以94.7%位列全市第二
        verbal = self._subjects.behind.is_verbal(behind)
        of = self._folded.startswith("的", figure.end)  # 为期5天的脱产培训
        if verbal and ((dimension == "duration" and not of) or (dimension == "percent" and before is None)):
            return None  # 修改意见231条,九成以上得到采纳
        if before and of and self._text(before).endswith(_AMOUNTS):
            return None  # 律师人数超过1万人的省
        if said.kind == "range_to" and (dimension != "count" or verbal):
            return None
        if dimension == "count" and before and _OWN_AMOUNT.search(self._folded, behind.start, behind.end + 2):
            return None  # 办结1起处罚金额11.7万元
        if said.kind == "range_from" and self._folded[behind.end : behind.end + 1] in _REACHING:
            return None  # 从3人壮大到27人
        if before is not None and not self._carries(before):
            qualified = self._folded[lead.end - 1] == "的" and self._text(behind) in ("案件", "事项")
            carried = self._subjects.ends_with_light_verb(lead)
            if dimension == "money" and done and self._text(behind).endswith(_FUNDS):
                return behind  # 挤出11.6万元法治经费
            if dimension != "count" or qualified or (verbal and not carried and not (done and self._is_object(behind))):
                return None
        return behind

    def _is_object(self, behind: Span) -> bool:
        """Whether words behind a figure that begin with a verb are a noun all the same (查处3起无证经营案件)."""
        return self._text(behind).endswith(_OBJECTS)

    def _scored(self, phrase: Span) -> Span | None:
        """The word for a score behind the body that has it, or null."""
        if not self._text(phrase).endswith(SCORES):
            return None
        rest = self._actors.without_body(phrase)
        return rest if rest and self._text(rest) in SCORES else None

    def _carries(self, phrase: Span) -> bool:
        """Whether words before a figure say nothing without the noun behind it: 安排, 提(了), or the body that has it."""
        return phrase.end - phrase.start == 1 or self._text(phrase) in CARRIERS or self._actors.is_body(phrase)

    def _acted(self, figure: Figure, said: Statement, lead: Span, *, part: bool) -> Span | None:
        """What those that nothing names did (171条被采纳, 3860人次到庭观摩, 其中3名身兼数职), or null."""
        if figure.quantity.dimension == "duration" and (m := _IN_A_ROW.search(self._folded, lead.start, figure.start)):
            who = Span(lead.start, m.start())
            if who.start == who.end or self._actors.is_body(who):
                won = _FEAT.match(self._folded, figure.quantity.span.end, figure.clause.end)
                if won:
                    return Span(*won.span())  # 连续六年在全省法治建设考核中名列第一
                act = self._subjects.behind.predicate(figure.after)
                return act if act and self._text(act).startswith(_HOLDS) else None  # 连续8年开展述法考核
        if figure.quantity.dimension == "duration" and (act := self._subjects.behind.predicate(figure.after)):
            return act if self._text(act).startswith((*_NEVER, *_WON)) else None  # 连续6年未发生重大事故
        if figure.quantity.dimension != "count" or said.kind != "level":
            return None
        act = self._subjects.behind.predicate(figure.after)
        if act and not _RANKED.match(self._text(act)):
            return act
        others = _OTHERS.fullmatch(self._text(figure.before)) is not None
        if figure.start > lead.start and not others:
            return None
        rest = self._subjects.behind.rest(figure.after, why=others)
        return rest if rest and (part or others or rest.end - rest.start <= _ACT) else None

    def _is_who(self, figure: Figure, phrase: Span, *, part: bool) -> bool:
        """Whether the words before a figure name a body, and the figure counts no bodies."""
        unit = figure.quantity.unit
        if figure.bracket is not None and phrase.end < figure.bracket.start:
            return False
        if self._folded.startswith("占比", phrase.end):
            return False  # 省级以上示范村占比达8.6%: their share, not what they did
        level = (figure.bracket is None or part) and self._actors.is_level(phrase)
        if level and part:
            return True  # 执法主体236个,其中市级41个
        if not level and not self._actors.is_body(phrase):
            return False
        return not (unit in BODY_UNITS or (unit in ("名", "人") and not part))

    def is_generic(self, span: Span) -> bool:
        """Whether words name only what kind of number it is (件数、金额)."""
        members = [self._text(member) for member in self._subjects.members(span)]
        return all(member in GENERIC or _THEY_ALL.fullmatch(member) for member in members)

    def _members(self, span: Span) -> tuple[Span, ...]:
        """The members of a list that one figure is said of; of places with one noun, the noun for each."""
        members = self._subjects.members(span)
        if len(members) > 1 and all(self._actors.is_body(member) for member in members[:-1]):
            noun = self._actors.without_body(members[-1])
            return (noun,) * len(members) if noun else members
        return members

    def _rank(self, figure: Figure) -> Named:
        """在全省营商环境评价中位居第4: what is ranked, and in which set."""
        what, scope = _ranking.ranked(self._folded, self._subjects, figure)
        return Named((what,) if what else (), scope, own=what is not None)

    # ------------------------------------------------------------------ the words before a figure

    def _lead(self, figure: Figure, said: Statement) -> Span:
        """The words before a figure, without marks of parts and lists, and without what a share is measured by."""
        span = figure.before
        context = figure.context
        standing = said.kind not in ("change", "range_to", "range_from") and not context.roles & {"to", "be"}
        if standing and context.direction_at is not None:
            span = Span(span.start, figure.quantity.span.start)  # 精简12项: the verb is no change, but the subject
        text = self._folded[span.start : span.end]
        cut = text.rfind("(")
        if cut >= 0 and ")" not in text[cut:]:
            span = Span(span.start + cut + 1, span.end)
        if m := _MARKS.match(self._folded[span.start : span.end]):
            span = Span(span.start + m.end(), span.end)
        if m := _INSIDE.match(self._folded[span.start : span.end]):
            span = Span(span.start + m.end(), span.end)
        if span.start >= span.end and figure.bracket is not None and figure.bracket.start == context.start:
            named = _BRACKETED.search(self._folded[figure.clause.start : figure.bracket.start - 1])
            if named and not re.search(r"\d", named["what"]):  # 县市场监管局(783件): what stands before the bracket
                what = Span(figure.bracket.start - 1 - len(named["what"]), figure.bracket.start - 1)
                return self._member(what, figure.bracket.end + 1)
        if figure.clause.start < span.start == figure.before.start and _LISTING.search(self._folded[slice(*span)]):
            return Span(span.end, span.end)  # 4个固定检测站和17处: the noun of the figure before
        if figure.quantity.unit in ("位", "名", "人") and _AND_END.search(self._folded, *span):
            return Span(span.end, span.end)  # 区代表团和163位代表
        follows = figure.clause.start < span.start == figure.before.start
        if follows and (m := _OF_THOSE.match(self._folded, *span)):
            span = Span(m.end(), span.end)  # 63件现行文件中|保留48件
        elif follows and (m := WITHIN.match(self._folded, *span)):
            span = Span(m.end(), span.end)  # 已判的47件中|行政机关败诉4件
        elif (
            follows
            and TO_SOME.search(self._folded, figure.clause.start, span.start)
            and (m := DONE_TO.search(self._folded, span.start, span.end + 1))
        ):
            span = Span(m.start(), span.end)  # 对27家企业|罚款1138万元
        if m := _INTRODUCED.match(self._folded[span.start : span.end]):
            span = Span(span.start + m.end(), span.end)  # 结果依次为维持109件
        span = self._member(span, figure.end)
        listed = self._folded.startswith("等", span.end)
        if listed and (m := MADE_UP.search(self._folded, *span)):
            span = Span(span.start, m.start())  # 监督事项涵盖行政许可、行政处罚等6大类
        text = self._folded[span.start : span.end]
        if (
            (said.kind == "range_from" and (m := _FROM.search(text)))
            or (figure.quantity.dimension == "multiple" and (m := _TIMES_OF.search(text)))
            or (said.base and (m := _AGAINST.search(text)))
        ):
            span = Span(span.start, span.start + m.start())
        if said.kind == "change" and (m := OVER_LAST.search(text)):
            span = Span(span.start, span.start + m.start())
        elif said.kind == "change" and (m := COMPARED_VERB.search(text) or FIRST_VERB.search(text)):
            span = Span(span.start + m.end("verb"), span.end)  # 同比减少检查1300户次
        elif said.kind == "change" and (m := _THAN_BEFORE.search(text)):
            span = Span(span.start, span.start + m.start())
        elif said.kind == "change" and (m := _MEASURED_BY.match(text)):
            span = Span(span.start + m.end(), span.end)  # 比国家要求低近10个百分点
        elif said.kind == "change" and _THAN.match(text):
            span = Span(span.end, span.end)  # 比进入诉讼程序缩短约60天: than what, not what
        measured = (
            said.kind == "rate" or said.change_measure == "multiple" or self._folded.startswith("的", figure.end)
        )  # 占计划20期的135%, not 占地建房8起
        if measured and "share" not in context.roles and (m := _SHARE.search(self._folded[span.start : span.end])):
            span = Span(span.start, span.start + m.start())
        if said.kind == "rate" and (m := _CUT_TO.search(self._folded[span.start : span.end])):
            span = Span(span.start, span.start + m.start())
        if figure.quantity.dimension == "duration":
            text = self._folded[span.start : span.end]
            if m := _TOPIC_SINCE.match(text):
                span = Span(span.start, span.start + m.end("topic"))  # 信访事项自受理之日起60日内办结
            elif _SINCE.search(text) or text.endswith(("后", "为期")):
                span = Span(span.start, span.start)
        return span

    def _member(self, span: Span, end: int) -> Span:
        """The words of the first member of a list without what leads the list; `end`: where its figure ends."""
        led = _CENTRED.match(self._folded[span.start : span.end])
        return Span(span.start + led.end(), span.end) if led and self._folded.startswith(_JOINTS, end) else span

    def _text(self, span: Span) -> str:
        return self._folded[span.start : span.end]

    def _area(self, span: Span) -> Span | None:
        """The last scope word (全市, 我县) in the words before a figure."""
        words = self._folded[span.start : span.end]
        hits = [hit for hit in self._cues.within(words) if hit[2].says.role == "scope"]
        # 获评全国示范村2个: what, not where
        hits = [hit for hit in hits if words[hit[0] : hit[1]] != "全国" and not AMONG.match(words, hit[0])]
        if not hits:
            return None
        return Span(span.start + hits[-1][0], span.start + hits[-1][1])

    def _party(self, span: Span) -> Span | None:
        """The body in whose name or against whom something is done (以市政府为被申请人, 以区政府名义), or null."""
        match = PARTY.search(self._folded, *span)
        return Span(match.start(1), match.end(1)) if match else None
