"""What the words right behind a figure say that it counts or what became of it: takes their span, gives spans."""

import re
from collections.abc import Sequence

from lawreport_cli.claims._actor import MANNER, Actors
from lawreport_cli.claims._words import NOMINAL, Segmenter, Token, is_open, joined, length, text_of
from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns

_MEASURE = re.compile(
    r"的(?:[^,。;、\d]{0,4})(?:要求|标准|目标|规定|水平|红线|底线|上限|下限)(?=[,。;、)]|$)"
)  # 高于5%的要求
_MEASURES = ("率", "占比", "比例")
_NO_NOUN = ("里头", "里边", "里面", "当中", "之中", "其中", "大关")
WITHIN = re.compile(r"中(?![级介小心学型国央药医共层间年高期等外长])")
_AMONG = re.compile(r"中(?=[排位居列名])")  # 在全国168个重点城市中排第3名
_SEEN = re.compile(  # 从47件败诉案件的原因看
    r"的?(?:发生|主要|具体)?(?:原因|成因|类型|情况|结果|构成|结构|分布|领域|特点|来源|内容|性质|事由)(?:上|来)?(?:看|分析)(?=[,:])"
)
_OF_KINDS = re.compile(r"(?:涵盖|包含|包括|覆盖|涉及|囊括)[^,。;、]*$")
_NUMERAL = 10  # characters of a numeral with its unit, and the verb before it
_LISTED = re.compile(
    r"[^,。;:()、\d]{2,30}(?:、[^,。;:()、\d]{2,30}){1,5}等(?:各类|各种|多种)"
    r"|[^,。;:()、\d]{2,12}(?:、[^,。;:()、\d]{2,12}){1,5}(?:案件|行为|问题|隐患)(?=[,。;)]|$)"
)  # LED大屏、字幕屏等各类电子显示屏
_MAIN = (
    "重点",
    "主要",
    "相关",
    "有关",
    "全覆盖",
    "全面",
    "集中",
    "联合",
    "常态化",
)  # adverbs before a verb, adjectives before a noun
_QUOTES = "“”‘’《》()·"
_AND_UP = ("以上", "以下", "及以上")  # 科级以上干部
_PERSONS = ("名", "人", "位")
_OF_BODIES = ("家", "个")
_EVENTS = ("次", "场", "场次", "期", "轮", "轮次", "班次", "批", "批次")
_KINDS = ("会议", "会", "活动", "行动", "机制", "平台", "中心", "小组")
_KIND = 10  # characters of a verb and its noun
_ANY_PERSON = ("同志", "个人", "人员")  # who they are does not tell what is counted
_DID = re.compile(r"[^,。;、:()\d]{2,20}(?=[,。;、)]|$)")
_BECAME = re.compile(
    r"(?:先后|已|均|全部|成功)*(?:被[^,。;\d]{0,6}?(?:评|命|授|列|确定|采|判|表彰)|因[^,。;\d]{2,12}?被|入选|入围|荣获|获|受到|未)[^,。;:\d]{1,24}(?=[,。;)]|$)"
)
_SHARE = re.compile(  # 31.6%的案件经调解后申请人撤回申请: a share of what is said of them
    r"(?:以上|左右)?的(?P<did>[^,。;、:()\d]{2,10}?(?:经|在|通过|以|由|被|参加|得到|实现|已|未|选择)[^,。;:()\d]{2,20})(?=[,。;)]|$)"
)
_SHORT = 6  # characters of a noun that says less than what became of the things
_WHERE = re.compile(r"(?:在|到|向)[^,。;、\d]{2,24}?(?:上|中|里|前|时)(?=[^,。;、])")
_REST = re.compile(r"(?![的及和与等因由相以])[^\d,。;、:()]{2,20}")
_WHY = re.compile(r"(?![的及和与等])[^\d,。;、:()]{2,18}")
_BEING = re.compile(r"(?:都|均|全部|全)?(?:是|为|属于?)(?P<what>[^\d,。;、()]{2,12})(?=[,。;])")
TO_SOME = re.compile(r"(?:对|向|给|为)\d[^,。;、]*$")
DONE_TO = re.compile(
    r"(?:罚款|约谈|督办|警告|通报|表彰|奖励|补贴|补助|问责|检查|抽查|巡查|走访|回访|审计|督导|授课|宣讲|培训|辅导)(?=\d)"
)  # 对7家企业约谈9次
_BY = ("通过", "采取", "采用", "以")  # 7项通过网络公开征求意见
_PREDICATE = 16  # characters of what is said of a figure behind it
_BRACKET = 8  # words of a bracket inside a noun phrase
_NAMING = 4  # words of a noun phrase that begins with a verb
_MODIFIERS = ("d", "v", "vn", "a", "x")  # 91名新提任领导干部


class Behind:
    """Reads the words behind the figures of one text."""

    def __init__(self, folded: str, segmenter: Segmenter, actors: Actors, patterns: Patterns) -> None:
        self._folded = folded
        self._segmenter = segmenter
        self._actors = actors
        self._light_verbs = patterns.word_lists["subject.light_verb"]

    def phrase(self, span: Span, unit: str | None, *, done: bool = False) -> Span | None:
        """The noun phrase that begins right behind a figure, or null when no noun stands there.

        Of what was `done` to the things counted, a verb among their words tells of what kind they are: 调整121项镇街赋权执法事项.
        """
        if _MEASURE.match(self._folded, *span) or self._folded.startswith(_NO_NOUN, span.start):
            return None  # 43件里头留用29件, 突破10万件大关
        if WITHIN.match(self._folded, *span):
            return None  # 法院已判的47件中行政机关败诉4件
        if m := _AMONG.search(self._folded, *span):
            span = Span(span.start, m.start())
        if m := _SEEN.search(self._folded, span.start, span.end + 1):
            span = Span(span.start, m.start())
        if unit == "%" and (share := _SHARE.match(self._folded, *span)):
            return Span(*share.span("did"))
        tokens = self._segmenter.cut(self._folded, span)
        while tokens and tokens[0].text in ("的", "各", "以上的"):
            tokens = tokens[1:]
        if self._deals(tokens):
            return None
        taken = self._modifiers(tokens) if unit in _PERSONS else []
        taken += self._words(tokens[len(taken) :], span, unit, done=done, begun=bool(taken))
        while taken and taken[-1].text in ("的", "各", "“", "(", "中", "里", "全"):
            taken.pop()
        if len(taken) > 1 and self._is_done_to(taken, span):
            taken.pop()
        if not any(token.tag in NOMINAL | {"v", "q"} for token in taken):
            return None
        found = joined(taken)
        if not done and (end := self._became(taken)):
            return Span(found.start, end)
        return found if found.end - found.start > 1 or self._actors.ends_as_body(taken[0].text) else None

    def _is_done_to(self, taken: Sequence[Token], span: Span) -> bool:
        """Whether the last word is the act whose own figure follows it (对27家企业罚款1138万元, 对7家单位约谈9次)."""
        before = TO_SOME.search(self._folded, max(0, span.start - _NUMERAL), span.start)
        return before is not None and DONE_TO.match(self._folded, taken[-1].span.start) is not None

    @staticmethod
    def _deals(tokens: Sequence[Token]) -> bool:
        """Whether words say what a meeting dealt with: 召开党组会2次专题听取汇报, but not 4次专项清理."""
        told = len(tokens) > 2 and tokens[1].tag == "v" and tokens[2].tag != "w"
        return told and tokens[0].text in ("专题", "专项")

    @staticmethod
    def _modifiers(tokens: Sequence[Token]) -> list[Token]:
        """The words before the noun for persons (91名新提任领导干部)."""
        if not tokens or tokens[0].tag not in ("d", "v", "a"):
            return []
        noun = next((k for k, t in enumerate(tokens[1:4], 1) if t.tag in ("n", "s")), 0)
        return list(tokens[:noun]) if all(t.tag in _MODIFIERS for t in tokens[:noun]) else []

    def _words(self, tokens: Sequence[Token], span: Span, unit: str | None, *, done: bool, begun: bool) -> list[Token]:
        """The words of the noun phrase; `begun`: modifiers stand before them."""
        listed = m.end() if (m := _LISTED.match(self._folded, *span)) else span.start
        kinds = _OF_KINDS.search(self._folded, max(0, span.start - _NUMERAL), span.start) is not None
        taken: list[Token] = []
        while (k := len(taken)) < len(tokens):
            token = tokens[k]
            quoted = is_open(taken) and "”" in self._folded[token.span.start : span.end]
            if (
                quoted
                or token.span.end <= listed
                or (not begun and token.text in _MAIN and all(t.tag == "s" for t in taken))
            ):
                end = k + 1
            elif token.tag == "w":
                end = self._mark(tokens, k, begun=begun)
            elif token.tag == "v":
                end = self._verb(tokens, k, unit, done=done, begun=begun)
            else:
                end = self._noun(tokens, k, unit, kinds=kinds, begun=begun)
            if end == k:
                break
            taken = list(tokens[:end])
        return taken

    def _mark(self, tokens: Sequence[Token], k: int, *, begun: bool) -> int:
        """Where the words end that a mark at `k` keeps in the phrase (村(社区), 法规、规章); `k` where it ends the phrase."""
        text, inside = tokens[k].text, k > 0 or begun
        if text == "(" and inside:
            close = next((j for j, t in enumerate(tokens[k : k + _BRACKET], k) if t.text == ")"), k)
            return k if any(t.text[:1].isdigit() for t in tokens[k:close]) or close == k else close + 1
        if text == "、" and inside:
            return self._listed(tokens, k)
        if text in "”》" and not is_open(tokens[:k]):
            return k  # “每月推进一项重点工作”的机制
        return k + 1 if text in _QUOTES and (inside or text not in "()") else k

    @staticmethod
    def _listed(tokens: Sequence[Token], k: int) -> int:
        """Where the other members end of a list of nouns that goes on with the mark at `k`; `k` where it is no such list."""
        end = k + 1
        while end < len(tokens) and (
            tokens[end].tag in ("n", "x", "c") or tokens[end].text == "、" or _is_member(tokens, end)
        ):
            end += 1
        members = tokens[k + 1 : end]
        if not members or tokens[end - 1].tag not in ("n", "x") or any(t.text[0].isdigit() for t in members):
            return k
        return end if any(t.tag == "n" for t in members) else k

    def _verb(self, tokens: Sequence[Token], k: int, unit: str | None, *, done: bool, begun: bool) -> int:
        """Where the words end with which a verb at `k` belongs to the phrase; `k` where it begins a predicate."""
        following = tokens[k + 1] if k + 1 < len(tokens) else None
        if k or begun:
            if following and following.text in _KINDS and tokens[k].text not in ("为", "是"):
                return k + 1  # 行政执法协调会议
            if following and following.tag == "n" and k and tokens[k - 1].text == "”":
                return k + 1  # 3个“办不成”反映窗口
            last = following is None or following.tag == "w"
            if last and unit in _EVENTS and k and not tokens[k - 1].text.endswith(_KINDS):
                return k + 1  # 8次法律法规培训
            if done and (end := self._kind(tokens, k)) > k:
                return end
        first = (k == 0 and not begun) or (k == 1 and tokens[0].text in _MAIN)  # 开展1次全面清理
        return k + 1 if first and _is_nominal(tokens[k:]) else k

    def _kind(self, tokens: Sequence[Token], k: int) -> int:
        """Where the object ends of which a verb at `k` tells the kind; `k` where the verb begins to say what was done with it."""
        end = next((j for j in range(k, len(tokens)) if tokens[j].tag == "w"), len(tokens))
        words = tokens[k:end]
        alone = all((t.tag in NOMINAL or t.text == "的") and not t.text[0].isdigit() for t in words[1:])
        kind = len(words) > 1 and alone and words[-1].tag == "n" and length(words) <= _KIND
        return end if kind and words[0].text not in self._light_verbs else k

    def _noun(self, tokens: Sequence[Token], k: int, unit: str | None, *, kinds: bool, begun: bool) -> int:
        """`k` + 1 where a word belongs to the phrase, else `k`; of `kinds` (涵盖24类信息的信用平台) nothing behind 的 does."""
        token, taken = tokens[k], tokens[:k]
        if (k or begun) and token.text in _AND_UP:
            return k + 1
        if k and token.text in MANNER and k + 1 < len(tokens) and tokens[k + 1].tag == "vn":
            return k + 1  # 7次支部集中学习
        if k and token.text in ("和", "及", "与") and unit in _PERSONS:
            return self._listed(tokens, k)  # 20名街道和部门主要负责人
        if token.text != "的" and (token.tag in ("p", "c", "d", "u", "r", "t") or token.text[:1].isdigit()):
            return k
        bodies = k > 0 and self._actors.ends_as_body(text_of(taken).rstrip("()市、区"))
        if token.text == "的" and ((kinds and k) or (unit in _OF_BODIES and bodies)):
            return k  # 15家单位的“三定”规定: how many are theirs is not said
        if token.text.endswith(_MEASURES) and bodies:
            return k  # 4个县区出庭率达到100%: what follows is measured of them
        return k + 1

    def _became(self, taken: Sequence[Token]) -> int:
        """Where ends what those did of whom a noun says too little (3名同志通过司法考试, 1件案件入选指导性案例); or 0."""
        told = _DID if text_of(taken) in _ANY_PERSON else _BECAME if length(taken) <= _SHORT else None
        match = told.match(self._folded, taken[-1].span.end) if told is not None else None
        if match is None or (match[0].startswith("未") and self._actors.ends_as_body(text_of(taken))):
            return 0
        return match.end()

    def is_verbal(self, span: Span) -> bool:
        """Whether a phrase begins with a verb or holds no known noun, so that it may be a predicate."""
        if _LISTED.fullmatch(self._folded, *span):
            return False
        tokens = self._segmenter.cut(self._folded, span)
        main = len(tokens) > 1 and tokens[0].text in _MAIN and all(t.tag in NOMINAL for t in tokens[1:])
        return (tokens[0].tag in ("v", "d") and not main) or (
            len(tokens) == 1 and tokens[0].tag == "x" and len(tokens[0].text) == 2
        )

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
        led = bool(tokens) and (tokens[0].text[0] in "被未不已获入身在经" or tokens[0].text in (*_BY, "专题", "专项"))
        if not led and not (tokens and tokens[0].tag in ("v", "d")):
            return None
        taken: list[Token] = []
        for token in tokens:
            if token.tag == "w" or token.text[:1].isdigit():
                break
            taken.append(token)
        span = joined(taken)
        return span if 2 <= span.end - span.start <= _PREDICATE else None


def _is_member(tokens: Sequence[Token], k: int) -> bool:
    """Whether a verb is a member of a list of nouns, or leads the noun of all of them (用地、用工、融资难题)."""
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    listed = tokens[k].tag in ("v", "vn") and tokens[k - 1].text == "、"
    return listed and following is not None and (following.text == "、" or following.tag == "n")


def _is_nominal(tokens: Sequence[Token]) -> bool:
    """Whether a verb right behind a figure is a noun, as nouns alone follow it (5次集体学法)."""
    following = [t for t in tokens if t.text != "的"]
    end = next((k for k, t in enumerate(following) if t.tag in ("w", "c")), len(following))
    return end <= _NAMING and all(t.tag in NOMINAL | {"v"} for t in following[:end])
