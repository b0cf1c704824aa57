"""What a rank ranks and in which set: takes a rank with the words before it, gives the spans of both."""

import re

from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._subject import Subjects
from lawreport_cli.model import Span

_SET = re.compile(
    r"(?:位列|位居|名列|排名|排在|稳居|列|居|排|获评|荣获|获得|获|取得|跻身|跃居|跃升至?|上升至|升至|升到|进至|进到|进位至|进入|在)"
    r"(?P<set>(?:\([^()]*\)|[^,。;、列居排名第()]){2,14}?)(?:综合|总)?(?:中|的|排名|位列|位居|列|居|排)*(?:第|前)$"
    r"|(?P<bare>(?:全[国省市县区州]|[省市县区][内级])[^,。;、列居第进升在全]{0,20}?)(?:综合|总)?(?:中|的|排名|位列|位居|列|居|排)?(?:第|前)$"
)
_CONTEST = r"(?:评价|考核|测评|考评|评估|评议|评查|评比|竞赛|比武)"
_ASSESSMENT = re.compile(rf"(?P<area>全[国省市县区州]|[一-鿿]{{2}}[省市县区州])?(?P<what>[一-鿿]{{2,}}{_CONTEST})")
_AMONG_ALL = re.compile(rf"(?P<area>全[国省市县区州])[^,。;]*?{_CONTEST}[^,。;]*?[中,、]")  # 在全省比武中获理论第二名
_PLACED = re.compile(
    r"(?:已|并|取得|夺得|斩获|荣获|连续[^,。;]{1,4}(?:年|次|届|轮)|位列|位居|名列|排名|稳居|蝉联|进入|跻身|跃居|跃升至?|上升至|升至|升到|进至|进到|列|居|排|获评?|保持)+(?:全[国省市县区])?(?:第|前)$"
)
_BEFORE = re.compile(r"第[^,。;、第]{1,4}[、和及]")  # 团体第一名、|个人第三名
_YEAR = re.compile(r"(?:19|20)\d\d年")
_NOUN = 2  # characters of a noun


def ranked(folded: str, subjects: Subjects, figure: Figure) -> tuple[Span | None, Span | None]:
    """What is ranked and the set in which it stands, each a span of `folded` or null where the clause does not tell."""
    before = [m.end() for m in _BEFORE.finditer(folded, figure.clause.start, figure.before.end)]
    start = before[-1] if before else figure.clause.start
    text = folded[start : figure.quantity.span.start + 1]
    match = _SET.search(text)
    group = None
    if match:
        name = "set" if match["set"] else "bare"
        group = Span(start + match.start(name), start + match.end(name))
        if assessed := _ASSESSMENT.fullmatch(folded, *group):  # 在全省营商环境评价中位居第4
            return Span(*assessed.span("what")), Span(*assessed.span("area")) if assessed["area"] else None
    elif contest := _AMONG_ALL.search(folded, figure.clause.start, figure.quantity.span.start):
        group = Span(*contest.span("area"))
    place = match or _PLACED.search(text)
    head = Span(start, start + (place.start() if place else len(text) - 1))
    if re.search(r"\d", _YEAR.sub("", folded[head.start : head.end])):
        return None, group
    what = subjects.before(head).subject
    return what if what and what.end - what.start >= _NOUN else None, group
