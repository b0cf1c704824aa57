"""What a figure counts: takes the words beside a figure, gives subject and scope."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.claims._words import Segmenter, Token
from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns

_WHOLE = 16  # characters up to which a phrase is kept whole instead of being cut to its last verb
# List marks and dates that lead to a phrase without belonging to it.
_HEAD = re.compile(
    r"(?:[一二三四五六七八九十]+(?:是|要|、)|近?[一二两三四五六七八九十]+年(?:间|来|里|以来)"
    r"|“?十[二三四五六]五”?(?:规划)?(?:期间|时期|以来)|截[至止]到?|到(?![位案])|至"
    r"|在(?![职岗册线建库编营业押逃校])|自(?![然主行愿动查])|从(?![事业])|另(?!外)|一年(?:下来|到头|里)?(?![级期度])|[两三四五六七八九十]年(?![级期度制行规计以之前后])|\d{1,2}[.、](?!\d)|\(\d{1,2}\)"
    r"|(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:度|底|末|间)?(?:前|起(?:每年|逐年|连年)?)?|年(?:底|末)之?前|\d{1,2}月(?:份|底|末)?之?前?|\d{1,2}日|[^\w“《(])+"
)
# Dates that stand between a phrase and its figure: 涉企检查2024年为9.8万次.
_WHEN = re.compile(
    r"(?:(?:19|20)\d\d年度?(?:底|末|全年|上半年|下半年)?|(?:已?连续)?[两二三四五六七八九十]年(?:来|间|以来|里)?|近[两三四五]年)"
    r"(?:为|是|达到?|有|共|累计|仍|仅|只有|分别|约)*$"
)
_AREA = re.compile(r"^(?:全(?!国)|我|本|各)|(?:本级|系统)$")  # 全国示范市4个: no scope of the counted
_LEVEL = re.compile(r"[省市县区州旗乡镇村]{1,3}(?:\([^()]{1,4}\))?(?:级|一级|两级|三级|级?层面)")
_ORGAN = re.compile(
    r"(?:局|厅|委|政府|法院|检察院|办公室|委员会|街道|大队|支队|总队|派出所|司法所|监管所|管委会|机关|中心|大厅)$"
)
_BRACKET_AT_END = re.compile(r"\([^()]*\)$")
_FOR = ("为", "给", "在")
_THROUGH = ("通过", "组织")
_OWN = ("规章", "文件")  # 省政府规章 is one thing
_SUCCESS = "成功"
_EACH = ("每人", "每名", "每人每年")
_PEOPLE = ("员", "干部", "民警", "律师", "群众")
_ORGAN_WORDS = 4  # words of the name of an organ
_MEANS = re.compile(r"[^\w“]*(?:依托|借助)")
_WHERE = re.compile(r"(?:在|到|向)[^,。;、\d]{2,24}?(?:上|中|里|前|时)(?=[^,。;、])")
_REST = re.compile(r"(?![的及和与等因由相以])[^\d,。;、:()]{2,14}")
_BEING = re.compile(r"(?:都|均|全部|全)?(?:是|为|属于?)(?P<what>[^\d,。;、()]{2,12})(?=[,。;])")
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
)
_AND_UP = ("以上", "以下", "及以上")  # 科级以上干部
_FOUNDED = ("创建", "建成", "达标", "覆盖", "建设", "规范化")  # 司法所创建率: of the organs, not by them
_INSIDE = ("里头", "里边", "里面", "当中", "之中", "其中")
_MEASURES = ("率", "占比", "比例")
_MEASURE = re.compile(
    r"的(?:[^,。;、\d]{0,4})(?:要求|标准|目标|规定|水平|红线|底线|上限|下限)(?=[,。;、)]|$)"
)  # 高于5%的要求
_PARTNER = re.compile(
    r"[^\w]*(?:与|会同|联合|协同|配合|同)(?=[^,。;、\d]*(?:[、和及][^,。;、\d]*)*(?:部门|单位|局|委|院|机关|公安|政府))"
)
_TIME_END = ("一年", "首年", "元年", "当年", "之年", "期间", "时期", "初期")
_PLACE_END = tuple("市县区省镇乡村州旗盟")
# Adverbs that change what is counted (应出庭, 未结): they stay with the subject.
_NAMED = 2  # words of a place: its name, unknown, and what kind it is
_PLACE = re.compile(r"[一-鿿]{2,3}(?:[市县区州镇乡村]|街道)")
_TELLING = ("平均", "应", "未", "不", "无", "拟", "可", "需", "须", "再", "免", "首", "新", "非")
_BARE = 3  # characters up to which a verb alone does not tell what is counted
_LONG = 24  # the same for a phrase held together by a preposition: 以乡镇政府(街道办事处)为被申请人
_NOMINAL = {"n", "vn", "s", "a", "x"}
_CONJUNCTIONS = ("、", "和", "与", "及", "以及")
_QUOTES = "“”‘’《》()·"
_PERSONS = ("名", "人", "位")


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
        self._body, self._actor = tuple(lists["subject.body"]), tuple(lists["subject.actor"])
        self._prepositions, self._light_verbs = lists["subject.preposition"], lists["subject.light_verb"]

    def before(self, span: Span, *, glued: bool = False) -> Phrase:
        """The subject in the words before a figure: from the last verb that has an object, without what leads to it.

        Words `glued` to the figure before begin with what that one counts: 为2.3万户市场主体减免税费4.6亿元.
        """
        tokens = self._cut(span)
        act = next((k for k, token in enumerate(tokens[:-1]) if token.tag == "v"), 0) if glued else 0
        counted = tokens[:act] if all(token.tag in _NOMINAL for token in tokens[:act]) else []
        scope, rest = self._split_scope(tokens[len(counted) :])
        if counted and _length(counted) > _BARE and self._is_actor(counted):
            scope = counted  # 231个人民调解委员会调解矛盾纠纷2845件
        rest = self._trimmed(rest)
        if rest and rest[-1].text.endswith(_TIME_END):
            rest = []  # 新法施行的头一年较上年增长: when, not what
        if rest and all(t.tag == "s" and _AREA.search(t.text) for t in rest):
            scope, rest = rest, []  # 全县90%以上的诉求: where, not what
        if not rest:
            return Phrase(None, _join(scope)) if scope else _NOTHING
        if (
            scope
            and _length(rest) <= _BARE
            and all(t.tag in ("v", "vn", "d") for t in rest)
            and rest[-1].text != "保持"
        ):
            rest = scope + rest  # 设区市政府报送812件: the verb alone does not tell
        return Phrase(_join(self._core(rest)), _join(scope) if scope else None)

    def whole(self, span: Span) -> Phrase:
        """All the words of `span` as a subject, without what leads to it and the scope before it."""
        scope, rest = self._split_scope(self._cut(span))
        rest = self._trimmed(rest)
        return Phrase(_join(rest) if rest else None, _join(scope) if scope else None)

    def after(self, span: Span, unit: str | None) -> Span | None:
        """The noun phrase that begins right behind a figure, or null when no noun stands there."""
        if _MEASURE.match(self._folded, *span):
            return None
        tokens = self._segmenter.cut(self._folded, span)
        while tokens and tokens[0].text in ("的", "各", "以上的"):
            tokens = tokens[1:]
        if self._folded.startswith(_INSIDE, span.start):
            return None  # 43件里头留用29件
        taken: list[Token] = []
        if unit in _PERSONS and tokens and tokens[0].tag in ("d", "v", "a"):
            noun = next((k for k, t in enumerate(tokens[1:4], 1) if t.tag in ("n", "s")), None)
            if noun and all(t.tag in ("d", "v", "vn", "a", "x") for t in tokens[:noun]):
                taken, tokens = tokens[:noun], tokens[noun:]  # 91名新提任领导干部
        depth = 0
        for k, token in enumerate(tokens):
            if token.text == "(" and taken and depth == 0:
                close = next((j for j, t in enumerate(tokens[k : k + 8]) if t.text == ")"), None)
                if close is None or any(t.text[:1].isdigit() for t in tokens[k : k + close]):
                    break
                depth = close
            if depth:
                depth -= 1
                taken.append(token)
                continue
            if token.tag == "w" and (token.text not in _QUOTES or (not taken and token.text in "()")):
                break
            if taken and token.text in _AND_UP:
                taken.append(token)
                continue
            if token.text != "的" and (token.tag in ("p", "c", "d", "u", "r", "t") or token.text[:1].isdigit()):
                break
            if token.tag == "v" and (taken or not self._nominal_verb(tokens)):
                break
            if taken and token.text.endswith(_MEASURES) and _text(taken).endswith(self._body):
                break  # 4个县区出庭率达到100%: what follows is measured of them
            taken.append(token)
        while taken and taken[-1].text in ("的", "各", "“", "(", "中", "里"):
            taken.pop()
        if not any(token.tag in _NOMINAL | {"v", "q"} for token in taken):
            return None
        span = _join(taken)
        return span if span.end - span.start > 1 or taken[0].text in self._body else None

    def is_noun(self, span: Span) -> bool:
        """Whether a phrase is made of nothing but nouns (网格, 乡镇(街道))."""
        return all(t.tag in ("n", "s", "x", "w") for t in self._segmenter.cut(self._folded, span))

    def is_verbal(self, span: Span) -> bool:
        """Whether a phrase begins with a verb or holds no known noun, so that it may be a predicate."""
        tokens = self._segmenter.cut(self._folded, span)
        return tokens[0].tag in ("v", "d") or (len(tokens) == 1 and tokens[0].tag == "x" and len(tokens[0].text) == 2)

    def ends_with_light_verb(self, span: Span) -> bool:
        """Whether the words before a figure end with a verb that only carries its object (开展3次宣讲)."""
        tokens = self._segmenter.cut(self._folded, span)
        return bool(tokens) and tokens[-1].text in self._light_verbs

    def being(self, span: Span) -> Span | None:
        """What figures are, said behind them (其余56条都是文书瑕疵), or null."""
        match = _BEING.match(self._folded, *span)
        return Span(*match.span("what")) if match else None

    def rest(self, span: Span) -> Span | None:
        """The words right behind a figure up to the next mark, without where they happen, or null (其中7人在会上述法)."""
        start = m.end() if (m := _WHERE.match(self._folded, *span)) else span.start
        match = _REST.match(self._folded, start, span.end)
        return Span(*match.span()) if match else None

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
        span = _join(taken)
        return span if 2 <= span.end - span.start <= _WHOLE else None

    def members(self, span: Span) -> tuple[Span, ...]:
        """The members of a list (办结率、满意率), or the phrase itself when it is none."""
        parts: list[list[Token]] = [[]]
        depth = 0
        for token in self._segmenter.cut(self._folded, span):
            depth += sum(c in "(“《" for c in token.text) - sum(c in ")”》" for c in token.text)
            if depth == 0 and token.text in _CONJUNCTIONS:
                parts.append([])
            else:
                parts[-1].append(token)
        spans = tuple(_join(part) for part in map(self._trimmed, parts) if part and _length(part) >= 2)
        return spans if len(spans) > 1 else (span,)

    def is_body(self, span: Span) -> bool:
        """Whether a phrase names a body or a place (市政府, 汀南区), not what is counted."""
        tokens = self._segmenter.cut(self._folded, span)
        text = _BRACKET_AT_END.sub("", self._folded[span.start : span.end])
        return text.endswith(self._body) and not any(token.tag in ("v", "vn", "p", "d") for token in tokens)

    def bodies(self, span: Span) -> tuple[Span, ...]:
        """The members of a list of bodies or persons (市政府、各县(区)政府; 书记和镇长), or nothing where it is none."""
        members = self.members(span)
        return members if len(members) > 1 and all(self.is_body(m) or self.is_actor(m) for m in members) else ()

    def is_level(self, span: Span) -> bool:
        """Whether a phrase names levels of government (市级, 县乡两级)."""
        return _LEVEL.fullmatch(self._folded, *span) is not None

    def is_actor(self, span: Span) -> bool:
        """Whether a phrase names nothing but who acts (县长, 市政府主要负责人)."""
        return self._is_actor(self._segmenter.cut(self._folded, span))

    def without_body(self, span: Span) -> Span | None:
        """The phrase behind the body or place that begins it (绫水县出庭应诉率 → 出庭应诉率), or null."""
        tokens = self._segmenter.cut(self._folded, span)
        cut = next((k for k in range(1, len(tokens)) if _text(tokens[:k]).endswith(self._body)), None)
        return None if cut is None else _join(tokens[cut:])

    def is_shared(self, clause: Span) -> bool:
        """Whether a clause begins with whom something was done with (与公安等部门开展联合执法36次): that is not who."""
        return _PARTNER.match(self._folded, *clause) is not None

    def actor(self, clause: Span) -> Span | None:
        """Who leads the clause before its verb (县政府常务会议 of 县政府常务会议研究…), or null."""
        tokens = self._cut(clause)
        means = _MEANS.match(self._folded, clause.start, clause.end)
        if means and tokens and self._is_actor(tokens):
            return _join(tokens)  # 依托行政争议协调化解中心,…
        scope, _ = self._split_scope(tokens)
        return _join(scope) if scope and not self.is_shared(clause) else None

    def _cut(self, span: Span) -> list[Token]:
        start = span.start
        if m := _HEAD.match(self._folded, span.start, span.end):
            start = m.end()
        end = m.start() if (m := _WHEN.search(self._folded, start, span.end)) else span.end
        return self._trimmed(self._segmenter.cut(self._folded, Span(start, end))) if end > start else []

    def _trimmed(self, tokens: list[Token]) -> list[Token]:
        """Without lead-ins, dates and adverbs at the beginning, and without links at the end."""
        first, last = 0, len(tokens)
        told = bool(tokens) and tokens[0].text == _SUCCESS  # 调解1302起,成功1271起: it is all that is said
        while last > told and (tokens[last - 1].text in self._link or _is_mark(tokens[last - 1], "”》)")):
            last -= 1
        while first < last and (
            (tokens[first].text in self._lead_in and not _serves(tokens[first:last]))
            or tokens[first].tag in ("t", "c", "u")
            or _is_mark(tokens[first], "“《")
            or (
                tokens[first].tag == "d"
                and tokens[first].text not in _TELLING
                and last - first > 1
                and tokens[first + 1].tag in ("v", "vn")
            )
        ):
            first += 1
        return tokens[first:last]

    def _split_scope(self, tokens: list[Token]) -> tuple[list[Token], list[Token]]:
        """Who or where leads the clause (市政府, 全市, 部门和区镇街道), and the rest."""
        if tokens and tokens[0].text in _FOR:
            for end in range(2, min(len(tokens), _ORGAN_WORDS + 2)):
                if tokens[end].tag == "v" and self.is_body(_join(tokens[1:end])):
                    return tokens[1:end], tokens[end:]  # 为乡镇补充执法人员
        if tokens and tokens[0].text in _THROUGH:
            for end in range(2, min(len(tokens), _ORGAN_WORDS + 2)):
                if tokens[end].tag in ("v", "vn", "d") and self._is_actor(tokens[1:end]):
                    return tokens[1:end], tokens[end:]  # 通过县政府门户网站主动公开政府信息
        found = 0  # words of the name of who acts: 镇综合执法队 goes on behind 镇, though 综合 may be an act
        for i, token in enumerate(tokens):
            per_head = token.text == "人均" and i and tokens[i - 1].text.endswith(_PEOPLE)
            if (token.text in _EACH or per_head) and i and all(t.tag in _NOMINAL for t in tokens[:i]):
                return tokens[:i], tokens[i:]  # 执法人员每人每年参加培训
            if i and (
                token.tag in ("v", "vn", "d", "p", "t") or (token.text not in _OWN and self._is_organ(tokens[:i]))
            ):
                found = next((end for end in range(i, found, -1) if self._is_actor(tokens[:end])), found)
            if token.tag in ("v", "p") or (token.tag in ("d", "t") and i):
                break
        if found:
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
        if len(tokens) > 1 and _LEVEL.fullmatch(tokens[0].text):
            return tokens[:1], tokens[1:]  # 市级行政许可事项
        if len(tokens) > _NAMED and tokens[0].tag == "x" and _PLACE.fullmatch(_text(tokens[:_NAMED])):
            return tokens[:_NAMED], tokens[_NAMED:]  # 霁州市新设经营主体
        i = 0
        while i < len(tokens) and tokens[i].tag == "s" and _AREA.search(tokens[i].text):
            i += 1
        return (tokens[:i], tokens[i:]) if 0 < i < len(tokens) else ([], tokens)

    def _is_actor(self, tokens: list[Token]) -> bool:
        """Whether words name who acts: nothing but nouns, ending as bodies and persons do, no 法治政府."""
        hotline = tokens[0].text.isdigit() and len(tokens) > 1  # 12345热线
        if not all(t.tag in _NOMINAL | {"c", "u", "w", "r"} and not t.text[0].isdigit() for t in tokens[hotline:]):
            return False
        text = _text(tokens)
        if text.count("(") != text.count(")"):
            return False
        last = tokens[-1]
        area = tokens[0].tag == "s" and _AREA.search(tokens[0].text) is not None
        if _text(tokens[area:]) in _ANYBODY or "《" in text:
            return False
        if last.text.endswith(_PLACE_END) and last.tag not in ("s", "x") and last.text not in self._actor:
            return False  # 城市管理领域: a city is no place of its own
        return last.text != "法治政府" and _BRACKET_AT_END.sub("", text).endswith(self._actor)

    def _is_organ(self, tokens: list[Token]) -> bool:
        """Whether words name an organ of government, so that the noun behind it is what is counted."""
        return (
            all(token.text != "的" for token in tokens)
            and _ORGAN.search(_text(tokens)) is not None
            and self._is_actor(tokens)
        )

    def _core(self, tokens: list[Token]) -> list[Token]:
        """A short phrase whole; of a long one the last verb with its object and the preposition before it."""
        how = next((i for i, t in enumerate(tokens[:-1]) if t.text in ("方式", "形式")), None)
        if how is not None and _length(tokens) > _WHOLE:
            return tokens[how + 1 :]  # 以撤销、变更、责令履行等方式纠错167件
        if _length(tokens) <= _WHOLE and tokens[0].tag not in ("p", "v") and tokens[0].text != "就":
            return tokens
        verbs = [
            i
            for i, t in enumerate(tokens[:-1])
            if t.tag == "v" and not _is_open(tokens[:i]) and any(u.tag in _NOMINAL for u in tokens[i + 1 :])
        ]
        if not verbs:
            return tokens
        start = verbs[-1]
        while start and tokens[start - 1].tag == "d" and tokens[start - 1].text in _TELLING:
            start -= 1  # 清理不符合条件人员
        for i in range(start - 1, -1, -1):
            if tokens[i].text in self._prepositions and tokens[i].tag == "p" and start > i:
                return tokens[i:] if _length(tokens[i:]) <= _LONG else tokens[start:]
        return tokens[start:]

    @staticmethod
    def _nominal_verb(tokens: Sequence[Token]) -> bool:
        """5次集体学法: a verb right behind the figure is a noun when nouns alone follow it."""
        following = [t for t in tokens if t.text != "的"]
        end = next((k for k, t in enumerate(following) if t.tag in ("w", "c")), len(following))
        return end <= 4 and all(t.tag in _NOMINAL | {"v"} for t in following[:end])


def _serves(tokens: Sequence[Token]) -> bool:
    """Whether words begin with whom an act serves or meets (为消费者挽回损失): a part of what was done."""
    return tokens[0].text == "为" and any(token.tag == "v" for token in tokens[2:])


def _is_open(tokens: Sequence[Token]) -> bool:
    """Whether a quotation begins in the words and does not end there."""
    text = _text(tokens)
    return text.count("“") > text.count("”")


def _is_mark(token: Token, except_for: str) -> bool:
    return token.tag == "w" and token.text not in except_for


def _length(tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens)


def _join(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _text(tokens: Sequence[Token]) -> str:
    return "".join([token.text for token in tokens])
