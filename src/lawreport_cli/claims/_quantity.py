"""What a numeral measures: takes numerals and measure words, gives `Quantity`s with value, unit and printed span."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawreport_cli.claims._counting import counts, half_counts
from lawreport_cli.matching import Units
from lawreport_cli.model import Dimension, Numeral, Qualifier, Span
from lawreport_cli.record import rounded, unscaled
from lawreport_cli.rules import Unit

# Marks that make one range of two numbers (3至5个, 80%—90%).
_RANGE_MARK = re.compile(r"\s*(?:-|—|–|~|至|到)\s*")
_LIMITS_MARK = re.compile(r"[与和]")  # 介于92.1%与98.7%之间
_RANGE_ENDS = tuple("-—–~至到与和")  # what stands before the second number of a range
_FRACTION_MARK = "分之"
# 成 counts tenths, but not in 成立, 成为, 成果 … (三成 but not 三成员)
_TENTH = re.compile(
    r"成(?!立|为|果|功|员|效|绩|长|本|就|熟|因|份|都|品|型|分|片|案(?!件)|人(?![员数口们群])|交|套|年|县|区|渝|渡|体)"
)
_RANK_SET = re.compile(
    r"(?:列|居|排|排名|名列|位列|位居|跻身|进入|位次|荣获|获|获得|取得|夺得|保持|稳居|蝉联|名次|成绩|评为"
    r"|全[国省市县区州]|[省市县区]内|各[县市区][^,。;]{0,10}|排位|排序|综合|倒数|挤进|[进升降退滑移跃冲]至?[到至居入]|跌至|迈入)[^,。;、]{0,14}$|(?:上年|去年|上一年|(?:19|20)\d\d年)(?:为|是|排|居|列)$"
)
_TOP_ALONE = re.compile(r"[位名]的?(?:依次|分别)?(?:是|为|有|依次|分别)")  # 前三位的是行政处罚、信息公开…
_RANK_ALONE = re.compile(
    r"(?:名|位)[^,。;、]{0,6}[升降进退滑移跃挪跌]|名(?=[,。;、)\n]|$)"
)  # 由第五位升至第三位; 第三名
_RANK_BEFORE = re.compile(r"第[^,。;、第]{1,4}[、和及][^,。;、第\d]{0,4}$")  # 团体第一名、个人第三名
_AFTER_RANK = re.compile(r"(?:名|位|强|等次|行列|列|\)|$|[,。;、\n”!]|的|并|和|且|以)")
_BETWEEN_NUMBER_AND_UNIT = tuple(" ¹²³⁴⁵⁶⁷⁸⁹⁰")  # 3862¹件: the mark of a footnote
_BETWEEN = re.compile("不等|之间|以内|以上")  # 由5000元至2万元不等 is a range, 由5个至8个 a change
_ROUND = {
    word: Decimal(10) ** power
    for word, power in {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "千亿": 11}.items()
}
_STREAK = re.compile(r"连[降升增减涨]")
_TWICE = re.compile(r"翻了?(?:约|近|将近|不止|超过?)?$")
_SOME_MORE = re.compile(r"多(月|小时|工作日|星期)")
UNCOUNTED = re.compile(  # counted without a measure word: 惠及10万余群众
    r"(?:各族|干部|辖区|农村|城乡|困难|参保|受益|留守|在校|党员)?(?:群众|村民|居民|市民|企业|商户|党员|师生|学生|职工|农民工|车主|用户|网民|网友"
    r"|农户|游客|消费者|经营主体|市场主体|家庭|业主|老人|劳动者|粉丝|纳税人|青少年|妇女|儿童)"
)
_ABOUT = frozenset("余多几")  # in a number: more or less
_PEOPLE = re.compile(r"人(?=[,。;、)\n的都也在没]|$)")  # 就两个人, but not 12个人民调解组织
_RATIO = re.compile(r"\s*:\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as printed at `span`."""

    span: Span
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    dimension: Dimension
    decimals: int
    qualifier: Qualifier | None  # what stands inside the span: 余, 多, a range
    printed_unit: bool = True  # false: the unit is to be taken from a neighbour


class Quantities:
    """Finds quantities in one text, from numerals that no rule has explained."""

    def __init__(self, folded: str, numerals: Sequence[Numeral], units: Units) -> None:
        self._folded = folded
        self._numerals = numerals
        self._units = units

    def starts(self, i: int) -> int:
        """Where numeral `i` begins."""
        return self._numerals[i].span.start

    def at(self, i: int, free: Sequence[bool], line: Span) -> Quantity | None:
        """The quantity that begins with numeral `i` within `line`, or null. `free` tells which numerals may be used."""
        return (
            self._fraction(i, free)
            or self._tenths(i)
            or self._half(i)
            or self._streak(i)
            or self._doublings(i)
            or self._rank(i, line)
            or self._ratio(i, free)
            or self._compound(i, free)
            or self._range(i, free)
            or self._plain(i)
        )

    def _next(self, i: int, free: Sequence[bool]) -> Numeral | None:
        return self._numerals[i + 1] if i + 1 < len(self._numerals) and free[i + 1] else None

    def _between(self, a: Numeral, b: Numeral) -> str:
        return self._folded[a.span.end : b.span.start]

    def _fraction(self, i: int, free: Sequence[bool]) -> Quantity | None:
        """百分之九十, 三分之一, 1/4."""
        first, second = self._numerals[i], self._next(i, free)
        if second is None:
            return None
        if self._text(first) == self._text(second) == "百" and self._between(first, second) == _FRACTION_MARK:
            span = Span(first.span.start, second.span.end)
            return Quantity(span, Decimal(100), None, "%", "percent", 0, None)
        if second.value is None:
            return None
        mark = self._between(first, second)
        whole = _ROUND.get(self._text(first), first.value)
        span = Span(first.span.start, second.span.end)
        if mark == _FRACTION_MARK and whole:
            value = second.value * 100 / whole
            decimals = second.decimals + len(str(whole)) - 3 if whole in _ROUND.values() else 0
        elif mark == "/" and second.value and first.value is not None and first.value < second.value <= 100:
            value, decimals = first.value * 100 / second.value, 0
        else:
            return None
        return Quantity(span, _short(value), None, "%", "percent", decimals, None)

    def _tenths(self, i: int) -> Quantity | None:
        """三成, 8成, 三成五, 三成半, 八九成."""
        numeral = self._numerals[i]
        if not _TENTH.match(self._folded, numeral.span.end):
            return None
        if limits := numeral.limits:
            low, high = (limit * 10 for limit in limits)
            span = Span(numeral.span.start, numeral.span.end + 1)
            return Quantity(span, low, high, "%", "percent", -1, "range") if high <= 100 else None
        if numeral.value is None or numeral.value > 10:
            return None
        end, value, decimals = numeral.span.end + 1, numeral.value * 10, -1
        if i + 1 < len(self._numerals) and self._numerals[i + 1].span.start == end:
            rest = self._numerals[i + 1]
            more_by = Decimal(5) if self._text(rest) == "半" else rest.value
            if more_by is not None and more_by < 10 and rest.script == numeral.script:
                end, value, decimals = rest.span.end, value + more_by, 0
        more: Qualifier | None = "approx" if self._folded[end : end + 1] in ("多", "余") else None
        return Quantity(Span(numeral.span.start, end), value, None, "%", "percent", decimals, more)

    def _half(self, i: int) -> Quantity | None:
        """近半, 过半, 一半, 半数以上: 50 %."""
        numeral = self._numerals[i]
        text, (start, end) = self._text(numeral), numeral.span
        found = self._units.at(self._folded, end) if text == "半" else None
        if found and half_counts(self._folded, start, found[0]):
            unit = self._units.base(found[0])
            return Quantity(Span(start, end + len(found[0])), Decimal("0.5"), None, unit, "duration", 1, None)
        before, after = self._folded[max(0, start - 1) : start], self._folded[end : end + 2]
        if (
            text in ("一半", "半数")
            and (text == "一半" or before in ("近", "过", "超", "逾") or after == "以上" or after[:1] == "的")
        ) or (text == "半" and before in ("近", "过", "超", "逾")):
            over: Qualifier | None = "at_least" if before == "过" else None
            return Quantity(Span(start, end), Decimal(50), None, "%", "percent", -1, over)
        return None

    def _streak(self, i: int) -> Quantity | None:
        """三连降: so many years one after the other."""
        numeral = self._numerals[i]
        if numeral.value is None or not _STREAK.match(self._folded, numeral.span.end):
            return None
        return Quantity(Span(numeral.span.start, numeral.span.end + 2), numeral.value, None, "年", "duration", 0, None)

    def _doublings(self, i: int) -> Quantity | None:
        """翻一番: once more as much; 翻两番: three times more."""
        (start, end), value = self._numerals[i].span, self._numerals[i].value
        if value is None or value > 9 or self._folded[end : end + 1] != "番":
            return None
        if not _TWICE.search(self._folded, max(0, start - 6), start):
            return None
        more: Qualifier | None = "approx" if self._folded.startswith("多", end + 1) else None
        return Quantity(Span(start, end + 1), 2**value - 1, None, "倍", "multiple", 0, more)

    def _rank(self, i: int, line: Span) -> Quantity | None:
        """第一, 第10名, 前十, 前3位: a rank where a ranking word or a set stands before it."""
        numeral = self._numerals[i]
        start, end = numeral.span
        mark = self._folded[start - 1 : start]
        if numeral.value is None or mark not in ("第", "前") or numeral.value > 3000:
            return None
        after = self._folded[end : line.end]
        listed = _RANK_BEFORE.search(self._folded, max(line.start, start - 10), start - 1) is not None
        alone = (_RANK_ALONE if mark == "第" else _TOP_ALONE).match(after) is not None
        if not alone and not _AFTER_RANK.match(after):
            return None
        if not alone and not listed and not _RANK_SET.search(self._folded[max(line.start, start - 30) : start - 1]):
            return None
        if (m := re.match(r"名|位|强", after)) and not (mark == "前" and m.group() == "位" and after[1:2] == "置"):
            end += 1
        within: Qualifier | None = "at_most" if mark == "前" else None
        return Quantity(Span(start - 1, end), numeral.value, None, None, "rank", 0, within)

    def _ratio(self, i: int, free: Sequence[bool]) -> Quantity | None:
        """2:1, 2.6:1."""
        first, second = self._numerals[i], self._next(i, free)
        if second is None or not second.value or first.value is None or first.script == "han":
            return None
        if not _RATIO.fullmatch(self._between(first, second)) or self._units.at(self._folded, second.span.end):
            return None
        span = Span(first.span.start, second.span.end)
        decimals = first.decimals if second.value == 1 else 0
        return Quantity(span, _short(first.value / second.value), None, None, "ratio", decimals, None)

    def _range(self, i: int, free: Sequence[bool]) -> Quantity | None:
        """3至5个, 10-15日, 80%—90%, 3~5个: not 从3个到5个, which tells a change."""
        first, second = self._numerals[i], self._next(i, free)
        if second is None or first.value is None or second.value is None or first.script != second.script:
            return None
        if not self._between(first, second).rstrip().endswith(_RANGE_ENDS):
            return None
        upper = self._plain(i + 1)
        if upper is None or not upper.printed_unit:
            return None
        before = self._folded[max(0, first.span.start - 1) : first.span.start]
        if before in ("第", "前") or (before in ("从", "由") and not _BETWEEN.match(self._folded, upper.span.end)):
            return None
        lower_end = first.span.end
        own = self._units.at(self._folded, lower_end)
        factor = Decimal(1)
        if own and self._units.base(own[0]) == upper.unit:
            lower_end += len(own[0])
            factor = Decimal(own[1].factor)
        mark = self._folded[lower_end : second.span.start]
        limits = _LIMITS_MARK.fullmatch(mark) and self._folded.startswith("之间", upper.span.end)
        if not limits and not _RANGE_MARK.fullmatch(mark):
            return None
        low = first.value * factor
        if lower_end == first.span.end and low * 10**4 == upper.value:
            return None
        # 2至3万元: the multiplier of the upper end holds for the lower one too
        times = Decimal(10) ** (-second.decimals if second.decimals < 0 else 0)
        if lower_end == first.span.end and first.value * times < second.value and first.value < second.value / times:
            low *= times
        if low >= upper.value:
            return None
        span = Span(first.span.start, upper.span.end)
        return Quantity(span, low, upper.value, upper.unit, upper.dimension, upper.decimals, "range")

    def _compound(self, i: int, free: Sequence[bool]) -> Quantity | None:
        """A number in two steps: 两天半, 一个半小时, 两亩七分, 1小时20分钟."""
        first, second = self._numerals[i], self._next(i, free)
        if second is None or first.value is None:
            return None
        name, unit = self._units.at(self._folded, first.span.end) or ("", None)
        if second.span.start != first.span.end + len(name):
            return None
        if self._text(second) == "半":
            return self._half_more(first, second, name, unit)
        if unit is None or second.value is None:
            return None
        part = next((part for part in unit.parts if self._folded.startswith(part, second.span.end)), None)
        if part is None:
            return None
        span = Span(first.span.start, second.span.end + len(part))
        times = unit.parts[part]
        if times == 10:
            return Quantity(
                span, first.value + second.value / times, None, self._units.base(name), unit.dimension, 1, None
            )
        smaller = next(name for name in unit.parts if unit.parts[name] == times)
        return Quantity(
            span, first.value * times + second.value, None, self._units.base(smaller), unit.dimension, 0, None
        )

    def _half_more(self, first: Numeral, second: Numeral, name: str, unit: Unit | None) -> Quantity | None:
        """Half a unit more, the measure word before 半 or behind it."""
        assert first.value is not None
        end = second.span.end
        behind = self._units.at(self._folded, end)
        if name in ("", "个"):
            if behind is None:
                return None
            name, unit = behind
            end += len(name)
        elif behind is not None:
            return None
        if unit is None or unit.dimension not in ("duration", "area", "multiple"):
            return None
        value = first.value + Decimal("0.5")
        return Quantity(Span(first.span.start, end), value, None, self._units.base(name), unit.dimension, 1, None)

    def _plain(self, i: int) -> Quantity | None:
        """The usual quantity: a number, perhaps 余 or 多, a measure word."""
        numeral = self._numerals[i]
        start, end = numeral.span
        text = self._text(numeral)
        value, most = numeral.value, None
        qualifier: Qualifier | None = None
        if value is None and text in _ROUND:
            around = self._folded[start - 1 : start] + self._folded[end : end + 1]
            if re.search("^[近上逾超过破]|[余多]$", around):
                value = _ROUND[text]
                qualifier = "at_least" if re.search("^[超逾过破].?$", around) and around[-1] not in "余多" else "approx"
        elif limits := numeral.limits:
            (value, most), qualifier = limits, "range"
        if value is None or self._folded[start - 1 : start] == "第":
            return None  # 第三名, 第一位女法官: ranks and ordinals
        if not _ABOUT.isdisjoint(text):
            qualifier = "approx"
        while self._folded[end : end + 1] in _BETWEEN_NUMBER_AND_UNIT and numeral.script == "arabic":
            end += 1
        vague = "余多来" if int(value) % 10 == 0 else "余多"
        if self._folded[end : end + 1] and self._folded[end] in vague and self._units.at(self._folded, end + 1):
            qualifier, end = "approx", end + 1
        found = self._units.at(self._folded, end)
        if found is None:
            if numeral.script == "han" and not (len(text) > 2 and numeral.decimals < 0):
                return None  # but 一个村就多了五万八
            about = self._folded[end : end + 1] in tuple(vague) and UNCOUNTED.match(self._folded, end + 1) is not None
            qualifier = "approx" if about else qualifier
            span = Span(start, end + 1 if about else numeral.span.end)
            return Quantity(span, value, None, None, "count", numeral.decimals, qualifier, printed_unit=False)
        name, unit = found
        if numeral.script == "han" and not counts(self._folded, numeral.span, name, unit):
            return None
        if name == "个" and (months := _SOME_MORE.match(self._folded, end + 1)):  # 历时四个多月
            return Quantity(Span(start, months.end()), value, most, months[1], "duration", numeral.decimals, "approx")
        if name == "个" and _PEOPLE.match(self._folded, end + 1):
            return Quantity(Span(start, end + 2), value, most, "人", "count", numeral.decimals, qualifier)
        factor = Decimal(unit.factor)
        end += len(name)
        if unit.dimension == "multiple" and self._folded[end : end + 1] in ("多", "余"):
            qualifier, end = "approx", end + 1  # 14倍多
        span = Span(start, end)
        most = None if most is None else most * factor
        return Quantity(span, value * factor, most, self._units.base(name), unit.dimension, numeral.decimals, qualifier)

    def _text(self, numeral: Numeral) -> str:
        return self._folded[numeral.span.start : numeral.span.end]


def _short(value: Decimal) -> Decimal:
    """A quotient to at most four decimals, without trailing zeros: 33.3333, 25."""
    return unscaled(rounded(value, 4).normalize())
