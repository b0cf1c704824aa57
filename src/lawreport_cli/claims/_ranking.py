"""What a rank ranks and in which set: takes a rank with the words before it, gives the spans of both."""

import re

from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._subject import Subjects
from lawreport_cli.model import Span

_STANDS = r"(?:位列|位居|名列|排名|排在|稳居|蝉联|跻身|跃居|跃升至?|上升至|升至|升到|进至|进到|进位至|进入|列|居|排|获评|荣获|获得|获|取得|夺得|斩获|保持)"
_IN_A_ROW = r"连续[^,。;]{1,4}(?:年|次|届|轮)"
_SET = re.compile(
    rf"(?:{_STANDS}|在)(?:20\d\d年度?)?(?P<set>(?:\([^()]*\)|[^,。;、列居排名获跃升连第()]){{2,24}}?)(?:综合|总)?(?:{_STANDS}|{_IN_A_ROW}|[中里的]|[省市]内|成绩)*(?:第|前)$"
    rf"|(?P<bare>(?:全[国省市县区州]|[省市县区][内级])[^,。;、列居第进升在全]{{0,20}}?)(?:综合|总)?(?:{_STANDS}|[中的])?(?:第|前)$"
)
_CONTEST = r"(?:评价|考核|测评|考评|评估|评议|评查|评比|竞赛|比武)"
_ASSESSMENT = re.compile(rf"(?P<area>全[国省市县区州]|[一-鿿]{{2}}[省市县区州])?(?P<what>[一-鿿]*{_CONTEST})")
_AMONG_ALL = re.compile(rf"(?P<area>全[国省市县区州])[^,。;]*?{_CONTEST}[^,。;]*?[中,、]")  # 在全省比武中获理论第二名
_PLACED = re.compile(rf"(?:已|并|{_STANDS}|{_IN_A_ROW})+(?:全[国省市县区])?(?:第|前)$")
_BEFORE = re.compile(r"第[^,。;、第]{1,4}[、和及]")  # 团体第一名、|个人第三名
_HOW_LONG = re.compile(r"连续|\d|[一二三四五六七八九十两][年次届轮]")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_AMOUNT = re.compile(r"(?:数量?|总?量|额|率)$")
_NOUN = 2  # characters of a noun


def ranked(folded: str, subjects: Subjects, figure: Figure) -> tuple[Span | None, Span | None]:
    """What is ranked and the set in which it stands, each a span of `folded` or null where the clause does not tell."""
    before = [m.end() for m in _BEFORE.finditer(folded, figure.clause.start, figure.before.end)]
    start = before[-1] if before else figure.clause.start
    text = folded[start : figure.quantity.span.start + 1]
    match = _SET.search(text)
    if match and match["bare"] and _AMOUNT.search(match["bare"]):
        match = None  # 全市法院受案数居前三位: what is ranked, not among whom
    group = None
    if match:
        name = "set" if match["set"] else "bare"
        group = Span(start + match.start(name), start + match.end(name))
        if assessed := _ASSESSMENT.fullmatch(folded, *group):  # 在全省营商环境评价中位居第4
            topic = subjects.before(Span(start, start + match.start())).subject  # 营商环境在全省评价中居第4
            told = topic and not subjects.actors.is_place(topic) and not _HOW_LONG.search(folded, *topic)
            area = Span(*assessed.span("area")) if assessed["area"] else None
            return topic if told else Span(*assessed.span("what")), area
    elif contest := _AMONG_ALL.search(folded, figure.clause.start, figure.quantity.span.start):
        group = Span(*contest.span("area"))
    place = match or _PLACED.search(text)
    head = Span(start, start + (place.start() if place else len(text) - 1))
    if re.search(r"\d", _YEAR.sub("", folded[head.start : head.end])):
        return None, group
    what = subjects.before(head).subject
    return what if what and what.end - what.start >= _NOUN else None, group
