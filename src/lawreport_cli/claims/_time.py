"""When a figure holds: takes a stretch of a sentence, gives the periods that its words name and how far they reach."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lawreport_cli.model import Sentence, Span

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_HAN = {c: str("〇一二三四五六七八九".index(c)) for c in "〇一二三四五六七八九"} | {"○": "0", "零": "0"}
_COUNTS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_FOURTEENTH = 2021  # the first year of the fourteenth five-year plan (十四五)
_PERIOD = re.compile(
    # what a period can begin with: elsewhere none of the many ways to go on is tried, and a sentence takes a quarter of the time
    r"(?=[\d截上下去前第近过一二两三四五六七八九十如眼“今本当全明])(?:"
    r"截(?:至|止)(?:到|至)?(?:目前)?,?\s*(?:(?P<until_year>20\d\d)年)?(?P<until>\d{1,2})月(?:\d{1,2}日|底|末)?"
    r"|(?:(?P<by_year>20\d\d)年)?(?<!\d)(?P<by>\d{1,2})月(?:底|末|\d{1,2}日)?之?前"
    r"|(?P<onward>20\d\d)年(?:\d{1,2}月)?起,?(?=每年|年年|均|一直|连续|已连续)"
    r"|(?P<from_year>20\d\d)年(?P<from_month>\d{1,2})月(?:\d{1,2}日)?(?:起)?(?:至|到|-|—)"
    r"(?:(?:(?P<to_year>20\d\d)年|(?P<to_this>今年|本年)|当年|同年)?(?P<to_month>\d{1,2})月|(?P<to_end>当?年底))"
    r"|(?<!\d)(?P<month_a>\d{1,2})月?(?:至|到|-|—)(?P<month_b>\d{1,2})月"
    r"|(?:(?P<month_year>20\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?:份(?!以)|(?=,)|(?=[^,。;\d]{2,8}(?:期间|来临)))"
    r"|(?P<span_a>20\d\d)年?(?:至|到|-|—)(?P<span_b>20\d\d)年"
    r"|(?:(?P<half_year>20\d\d)年?|(?P<half_last>去年|上年))?(?P<half>上半年|下半年)"
    r"|(?:(?P<quarters_year>20\d\d)年)?前(?P<quarters>[二两三])个?季度"
    r"|(?:(?P<quarter_year>20\d\d)年)?第?(?P<quarter>[一二三四])季度"
    r"|(?P<since>20\d\d)年(?:(?P<since_month>\d{1,2})月(?:\d{1,2}日)?)?[^,。;\d]{0,16}以来(?!的|[^,。;\d]{1,4}的)"
    r"|(?P<year>20\d\d)(?:年度?|总共)(?![^,。;\d]{0,12}以来|的[\d.]+倍|度?结转)"
    r"|(?<!连续)(?<![每\d])(?P<years>[两二三四五六七八九十]|[2-9]|1\d)个?年(?:间|来|以来|里|累计|合计|共)"
    r"|(?P<ago>[两二三四五六七八九十]|[2-9]|1\d)年(?:之|以)?前|(?P<now>如今|眼下)"
    r"|(?:近|过去)(?P<near>[两二三四五六七八九十]|[2-9]|1\d)年"
    r"|“?(?:十(?P<plan>[二三四五六])五)”?(?:规划)?(?P<plan_part>期间|时期|以来)"
    r"|(?P<han_year>二[〇○零][〇○零一二三四五六七八九]{2})年"
    r"|(?P<last>(?:去年|上一?年度?)(?!度?(?:结转|转入|转来|遗留|未结)|的[\d.]+倍))|(?P<this>今年|本年度?|当年|全年)|(?P<next>明年|(?<!结转)下一?年度))"
)
_LEAD_IN = re.compile(
    r"[^\w“《]*(?:(?:[一二三四五六七八九]是|其中|截至|截止|到|至|在|自|从|另外|此外|同时|\d{1,2}\.),?)*"
)


_JOINED = re.compile(r"[、和与及]")


@dataclass(frozen=True, slots=True)
class Time:
    """A period named at `span`, and the stretch of text whose figures it holds for."""

    span: Span
    period: str
    reach: Span


@dataclass(frozen=True, slots=True)
class Years:
    """What years words mean: `report` to which 去年 and 11月 refer; `this` for 今年 and 全年 (in a plan the next year).

    `first`: of a report on several years, told in the year after: its 去年 is the last of them.
    """

    report: int | None
    this: int | None
    first: int | None = None


def times(folded: str, sentence: Sentence, years: Years, excluded: Sequence[Span]) -> list[Time]:
    """The periods named in a sentence, in order.

    Words inside `excluded` spans (bases of comparison, titles) name no period of a figure. A period that begins
    its clause holds as far as the next semicolon, one inside a clause only within it, and so does an earlier year that is
    named after the sentence has begun (上年只有486件,增长17.9%).
    """
    found: list[Time] = []
    for match in _PERIOD.finditer(folded, *sentence.span):
        if any(e.start <= match.start() < e.end for e in excluded):
            continue
        period = _period(match, years)
        if period is None:
            continue
        clause = next(c for c in sentence.clauses if c.start <= match.start() < c.end)
        leads = _LEAD_IN.fullmatch(folded[clause.start : match.start()]) is not None
        end = clause.end
        earlier = years.report is not None and period[:4].isdigit() and int(period[:4]) < years.report
        first = clause.start == sentence.span.start or folded[clause.start - 1] == ";"
        if leads and (first or not earlier):
            semicolon = folded.find(";", match.end(), sentence.span.end)
            end = semicolon if semicolon >= 0 else sentence.span.end
        if found and _JOINED.fullmatch(folded, found[-1].span.end, match.start()):
            end = max(end, found[-1].reach.end)  # 2020年、2022年、2024年,全市分别…
        found.append(Time(Span(match.start(), match.end()), period, Span(match.end(), end)))
    return found


def listed(folded: str, named: Sequence[Time]) -> list[Time]:
    """The last of some periods with those that are joined to it: 2020年、2022年和2024年."""
    found = list(named[-1:])
    for time in reversed(named[:-1]):
        if not _JOINED.fullmatch(folded, time.span.end, found[0].span.start):
            break
        found.insert(0, time)
    return found


def stated(folded: str, span: Span, year: int | None) -> str | None:
    """The last period that the words of `span` name, or null (较2022年的 → 2022)."""
    found = [_period(match, Years(year, year)) for match in _PERIOD.finditer(folded, *span)]
    return found[-1] if found else None


def _period(m: re.Match[str], years: Years) -> str | None:
    group, year, this_year = m.groupdict(), years.report, years.this

    def own(name: str) -> int | None:
        return int(group[name]) if group[name] else this_year

    if group["until"]:
        when = own("until_year")
        if when is None:
            return None
        since = min(when, year or when)  # 截至2024年2月 in a report on 2023
        return str(when) if int(group["until"]) == 12 else f"{since}-01/{when}-{int(group['until']):02d}"
    if group["by"] and (when := own("by_year")) is not None:
        return str(when) if int(group["by"]) == 12 else f"{when}-01/{when}-{int(group['by']):02d}"
    if group["onward"] and year is not None:
        return _years(int(group["onward"]), year)
    if group["from_year"]:
        to_year = int(group["to_year"] or (this_year if group["to_this"] else None) or group["from_year"])
        to_month = 12 if group["to_end"] else int(group["to_month"])
        return f"{group['from_year']}-{int(group['from_month']):02d}/{to_year}-{to_month:02d}"
    if group["span_a"]:
        return f"{group['span_a']}/{group['span_b']}"
    if group["since"] and year is not None:
        month = group["since_month"]
        return f"{group['since']}-{int(month):02d}/{year}-12" if month else _years(int(group["since"]), year)
    if group["year"] or group["since"]:
        return group["year"] or group["since"]
    if group["month_year"]:
        return f"{group['month_year']}-{int(group['month']):02d}"
    if group["han_year"]:
        return "".join(_HAN[c] for c in group["han_year"])
    if group["plan"]:
        first = _FOURTEENTH + 5 * (_COUNTS[group["plan"]] - 4)
        last = year if group["plan_part"] == "以来" and year is not None else first + 4
        return _years(first, last)
    if year is None:
        return None
    if ago := group["ago"]:
        return str(max(year - (_COUNTS.get(ago) or int(ago)), years.first or 0))
    if group["now"]:
        return str(year) if years.first is not None else None
    if group["last"] == "去年" and years.first is not None:
        return str(year)
    if span := group["years"] or group["near"]:
        count = _COUNTS.get(span) or int(span)
        return _years(year - count + 1, year)
    if group["month_a"]:
        return f"{year}-{int(group['month_a']):02d}/{year}-{int(group['month_b']):02d}"
    if group["month"]:
        return f"{own('month_year')}-{int(group['month']):02d}"
    if group["half"]:
        when = year - 1 if group["half_last"] else own("half_year")
        return f"{when}-S{1 if group['half'] == '上半年' else 2}"
    if group["quarters"]:
        when, last = own("quarters_year"), 9 if group["quarters"] == "三" else 6
        return f"{when}-01/{when}-{last:02d}"
    if group["quarter"]:
        return f"{own('quarter_year')}-Q{_QUARTERS[group['quarter']]}"
    return str(year - 1 if group["last"] else year + 1 if group["next"] else this_year)


def _years(first: int, last: int) -> str:
    return f"{first}/{last}" if first < last else str(last)
