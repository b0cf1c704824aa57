"""What words name a period: takes a stretch of text, gives the periods named there, each with the words that name it.

A period is made of points (2023年, 去年10月, 三季度, 年底): one alone (2023-10), from one to the next (2019年至2024年9月),
up to one (截至11月底), from one on (2021年以来, 自7月起). Spans that are named as a whole (五年来, 十四五期间) come beside them.
"""

import re
from dataclasses import dataclass

from lawreport_cli.model import Span

_HAN = {c: str("〇一二三四五六七八九".index(c)) for c in "〇一二三四五六七八九"} | {"○": "0", "零": "0"}
_COUNTS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "元": 1, "十一": 11}
# The first year of the fourteenth five-year plan (十四五) and of the eighth for publicity of law (八五).
_FOURTEENTH = 2021
_CONGRESSES = {"十八": "2012-11", "十九": "2017-10", "二十": "2022-10"}
_COUNT = "[两二三四五六七八九十]|[2-9]|1\\d"
_TO = "(?:至|到|[-—]+)"
_CARRIED = "度?(?:结转|转入|转来|遗留|未结)|[以之]?前(?![一二三两几])[^,。;\\d]{0,12}的|的[\\d.]+倍"  # of cases and measures: no time of a figure
_NAME = re.compile(
    # what a period can begin with: elsewhere none of the many ways to go on is tried, and a sentence takes a quarter of the time
    r"(?=[\d上下去前第近过这一二两三四五六七八九十元如眼目“今本当同全明年党])(?:"
    rf"(?<!连续)(?<![每\d])(?P<years>{_COUNT})个?年多?(?:间|来|以来|里|累计|合计|共)"
    rf"|(?P<ago>{_COUNT})年(?:之|以)?前|(?P<now>如今|眼下|(?<![至止到])[目当]前)"
    rf"|(?:近|过去的?|这)(?P<near>{_COUNT})年"
    r"|“?(?:十(?P<plan>[二三四五六])五)”?(?:规划)?(?P<plan_part>期间|时期|以来)"
    r"|“?(?P<law>[四五六七八九])五”?普法(?:规划|工作)?(?:启动|开展|实施)?(?P<law_part>期间|时期|以来)"
    r"|(?:党的)?(?P<congress>十八|十九|二十)大(?:胜利)?(?:召开)?以来"
    rf"|(?:(?:(?<!\d)(?P<year>20\d\d)(?:年度?|总共|(?={_TO}20\d\d年)|(?=[、和与及]20\d\d年))|(?P<this>今年|本年度?|当年|同年)"
    r"|(?P<last>去年|上一?年度?)|(?P<next>明年|(?<!结转)下一?年度)|(?P<han>二[〇○零][〇○零一二三四五六七八九]{2})年)(?:全年)?)?"
    rf"(?:第?(?P<quarter>[一二三四1-4])季度末?|(?P<quarter_to>[一二三1-3])(?={_TO}第?[二三四2-4]季度)"
    r"|前(?P<quarters>[二两三])个?季度|前(?P<months>\d{1,2}|十一|[二三四五六七八九十])个?月"
    rf"|(?P<half>[上下])半年|(?<!\d)(?P<month>\d{{1,2}}|元)(?:月(?P<day>底|末|\d{{1,2}}日|[上中下]旬)?(?P<fen>份)?|(?={_TO}\d{{1,2}}月))"
    r"|(?P<end>年?[底末](?!数))|(?P<all>全年))?)"
)
_BETWEEN = re.compile(rf"起?{_TO}")
_NOW = re.compile(r"起?(?:至|到)(?:今|目前|现在)(?!年)")
_UP_TO = re.compile(r"截(?:至|止)(?:到|至)?(?:目前)?,?\s*$")
_BEFORE = re.compile(r"之?前")
_ON = re.compile(r"(?:[^,。;\d]{0,16}以来(?!的|[^,。;\d]{1,4}的)|起(?!草|诉|步|算|施行|实施|生效|执行))")
_WHICH = re.compile(r"[^,。;\d]{0,12}以来")  # 2010年以来印发的312件: which of them
_NO_TIME = re.compile(_CARRIED)
_MONTH_ALONE = re.compile(r"份(?!以)|(?=,)|(?=[^,。;\d]{2,8}(?:期间|来临))")
_OPENING = re.compile(r"(?:[,。;:]|其中)$")


@dataclass(frozen=True, slots=True)
class Years:
    """What years words mean: `report` to which 去年 and 11月 refer; `this` for 今年 and 全年 (in a plan the next year).

    `first`: of a report on several years, told in the year after: its 去年 is the last of them.
    """

    report: int | None
    this: int | None
    first: int | None = None

    def is_over(self, period: str) -> bool:
        """Whether a period ends before the report year."""
        last = period.rpartition("/")[2][:4]
        return self.report is not None and last.isdigit() and int(last) < self.report


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name a period."""

    span: Span
    period: str


@dataclass(frozen=True, slots=True)
class _Point:
    """A year or a part of one: its words, its first and last month where it is a part, how it is written by itself."""

    span: Span
    year: int
    months: tuple[int, int] | None
    alone: str | None


def named(folded: str, stretch: Span, years: Years) -> list[Name]:
    """The periods that the words of a stretch of text name, in order."""
    found: list[Name] = []
    marks = iter([match for match in _NAME.finditer(folded, *stretch) if match.group()])
    mark = next(marks, None)
    while mark is not None:
        match, mark = mark, next(marks, None)
        point = _point(folded, match, years)
        if point is None:
            period = _whole(match, years)
            found += [Name(Span(*match.span()), period)] if period else []
            continue
        last = None
        if mark is not None and _BETWEEN.fullmatch(folded, match.end(), mark.start()):
            last = _point(folded, mark, years, point.year)
        if last is not None and mark is not None:
            found.append(Name(Span(match.start(), mark.end()), _from_to(point, last)))
            mark = next(marks, None)
        elif name := _open(folded, stretch, point, years):
            found.append(name)
        elif point.alone is not None:
            found.append(Name(point.span, point.alone))
    return found


def _open(folded: str, stretch: Span, point: _Point, years: Years) -> Name | None:
    """The period up to a point or from it on, where the words around say so."""
    span, year = point.span, point.year
    if up_to := _UP_TO.search(folded, max(stretch.start, span.start - 8), span.start):
        since = min(year, years.report or year)  # 截至2024年2月 in a report on 2023
        return Name(Span(up_to.start(), span.end), _until(since, point))
    if point.months and (before := _BEFORE.match(folded, span.end, stretch.end)):
        return Name(Span(span.start, before.end()), _until(year, point))
    if years.report is None or year > years.report:
        return None
    if now := _NOW.match(folded, span.end, stretch.end):
        return Name(Span(span.start, now.end()), _onward(point, years.report))
    if on := _ON.match(folded, span.end, stretch.end):
        return Name(Span(span.start, on.end()), _onward(point, years.report))
    return None


def _until(first: int, last: _Point) -> str:
    month = last.months[1] if last.months else 12
    return str(last.year) if month == 12 else f"{first}-01/{last.year}-{month:02d}"


def _onward(first: _Point, year: int) -> str:
    return f"{first.year}-{first.months[0]:02d}/{year}-12" if first.months else _years(first.year, year)


def _from_to(first: _Point, last: _Point) -> str:
    """As exact at each end as it is printed: 2019年至2024年9月 is 2019/2024-09."""
    if first.months is None and (last.months is None or last.months[1] == 12):
        return _years(first.year, last.year)
    if first.year == last.year and first.months and last.months and (first.months[0], last.months[1]) == (1, 12):
        return str(first.year)  # 2023年1至12月, 一至四季度
    begin = f"{first.year}-{first.months[0]:02d}" if first.months else str(first.year)
    end = last.months[1] if last.months else 12
    return f"{begin}/{last.year}-{end:02d}"


def _point(folded: str, match: re.Match[str], years: Years, before: int | None = None) -> _Point | None:
    """The point that words name, or null. One without a year, behind a point of the year `before`, is of that year."""
    group = match.groupdict()
    year, months = _year(group, years, before), _months(group)
    told = any(group[name] for name in ("year", "this", "last", "next", "han", "all", "end"))
    if year is None or not (told or months):
        return None
    return _Point(Span(*match.span()), year, months, _alone(folded, match, year, months, told=told))


def _year(group: dict[str, str | None], years: Years, before: int | None) -> int | None:
    if group["year"]:
        return int(group["year"])
    if han := group["han"]:
        return int("".join(_HAN[c] for c in han))
    if group["last"] == "去年" and years.first is not None:
        return years.report
    if years.report is not None and (group["last"] or group["next"]):
        return years.report + (1 if group["next"] else -1)
    if before is not None and group["this"] not in ("今年", "本年"):
        return before
    return years.this


def _months(group: dict[str, str | None]) -> tuple[int, int] | None:
    """The first and the last month of a part of a year, or null for a whole one."""
    if part := group["quarter"] or group["quarter_to"]:
        last = 3 * _count(part)
        return last - 2, last
    if half := group["half"]:
        return (1, 6) if half == "上" else (7, 12)
    if part := group["quarters"]:
        return 1, 3 * _count(part)
    if part := group["months"]:
        return 1, _count(part)
    if (part := group["month"]) and 1 <= _count(part) <= 12:
        return _count(part), _count(part)
    return None


def _alone(folded: str, match: re.Match[str], year: int, months: tuple[int, int] | None, *, told: bool) -> str | None:
    """How a point that stands by itself is written, or null where it is no time of a figure."""
    group, end = match.groupdict(), match.end()
    if months is None:
        which = _NO_TIME.match(folded, end) or _WHICH.match(folded, end)
        return None if which or group["this"] == "同年" else str(year)
    if group["quarter_to"]:
        return None
    if group["quarter"]:
        return f"{year}-Q{months[1] // 3}"
    if group["half"]:
        return f"{year}-S{months[1] // 6}"
    if group["month"] is None:
        return f"{year}-01/{year}-{months[1]:02d}"
    if group["day"] is None and (
        told or group["fen"] or _MONTH_ALONE.match(folded, end) or _OPENING.search(folded, 0, match.start())
    ):
        return f"{year}-{months[0]:02d}"
    return str(year) if told else None


def _whole(match: re.Match[str], years: Years) -> str | None:
    """The period of words that name several years as a whole, or a time by its distance."""
    group, year = match.groupdict(), years.report
    if group["plan"] or group["law"]:
        five = _count(group["plan"]) - 4 if group["plan"] else _count(group["law"]) - 8
        first = _FOURTEENTH + 5 * five
        since = (group["plan_part"] or group["law_part"]) == "以来"
        return _years(first, year if since and year is not None else first + 4)
    if year is None:
        return None
    if group["congress"]:
        return f"{_CONGRESSES[group['congress']]}/{year}"
    if ago := group["ago"]:
        return str(max(year - _count(ago), years.first or 0))
    if group["now"]:
        return str(year)
    if several := group["years"] or group["near"]:
        return _years(year - _count(several) + 1, year)
    return None


def _count(words: str) -> int:
    return _COUNTS.get(words) or int(words)


def _years(first: int, last: int) -> str:
    return f"{first}/{last}" if first < last else str(last)
