"""What a numeral measures: takes numerals and measure words, gives `Quantity`s with value, unit and printed span."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lawreport_cli.matching import Units
from lawreport_cli.model import Dimension, Numeral, Qualifier, Span
from lawreport_cli.rules import Unit

# Marks that make one range of two numbers (3至5个, 80%—90%).
_RANGE_MARK = re.compile(r"\s*(?:-|—|–|~|至|到)\s*")
_FRACTION_MARK = "分之"
# 成 counts tenths, but not in 成立, 成为, 成果 … (三成 but not 三成员)
_TENTH = re.compile(r"成(?!立|为|果|功|员|效|绩|长|本|就|熟|因|份|都|品|型|分|片|案|人|交|套|年|县|区|渝|渡|体)")
_RANK = re.compile(r"(?:名|位)(?!负|次|同|领|同志|工|干|群|专|执|党|委|代|法|律|调|网|村|志|老|新)")
_RANK_SET = re.compile(
    r"(?:列|居|排|排名|名列|位列|位居|跻身|进入|位次|荣获|获|获得|取得|夺得|保持|稳居|蝉联|名次|成绩|评为"
    r"|全[国省市县区州]|[省市县区]内|各[县市区][^,。;]{0,10}|排位|排序|综合)[^,。;、]{0,14}$"
)
_RANK_BEFORE = re.compile(r"第[^,。;、第]{1,4}[、和及]$")
_AFTER_RANK = re.compile(r"(?:名|位|强|等次|行列|列|\)|$|[,。;、\n”!]|的|并|和|且|以)")
_BETWEEN_NUMBER_AND_UNIT = tuple(" ¹²³⁴⁵⁶⁷⁸⁹⁰")  # 3862¹件: the mark of a footnote
_BETWEEN = re.compile("不等|之间|以内|以上")  # 由5000元至2万元不等 is a range, 由5个至8个 a change
_MOVED = re.compile(r"(?:上升|前进|提升|前移|进步|提前|下降|后退|下滑)了?$")
_ROUND = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000), "亿": Decimal(10**8)}
# 一 before a measure word is an article, unless a bound or 每…, 各 or 仅 before it makes it a number.
_ONE_COUNTS = re.compile(
    r"(?:至少|不少于|最少|仅有?|只有?|各|达|为|共|每(?:年|半年|季度?|月|周|两年|季|名|人|个)[^,。;]{0,12}|[增减]少?|第[^,。;]{0,6})$"
)
_RUNNING = re.compile(r"(?:连续|为期|历时|长达|已有|持续|满)$")
_HALF_OF = ("至", "到", "为", "过", "足", "在", "约", "近")
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
            or self._rank(i, line)
            or self._ratio(i, free)
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
        """三成, 8成, 三成五."""
        numeral = self._numerals[i]
        if numeral.value is None or numeral.value > 10 or not _TENTH.match(self._folded, numeral.span.end):
            return None
        end, value = numeral.span.end + 1, numeral.value * 10
        if i + 1 < len(self._numerals):
            rest = self._numerals[i + 1]
            if rest.span.start == end and rest.value is not None and rest.value < 10 and rest.script == numeral.script:
                end, value = rest.span.end, value + rest.value
        more: Qualifier | None = "approx" if self._folded[end : end + 1] in ("多", "余") else None
        return Quantity(Span(numeral.span.start, end), value, None, "%", "percent", -1, more)

    def _half(self, i: int) -> Quantity | None:
        """近半, 过半, 一半, 半数以上: 50 %."""
        numeral = self._numerals[i]
        text, (start, end) = self._text(numeral), numeral.span
        found = self._units.at(self._folded, end)
        if text == "半" and found and found[1].dimension == "duration" and self._folded[start - 1 : start] in _HALF_OF:
            unit = found[1].base or found[1].names[0]
            return Quantity(Span(start, end + len(found[0])), Decimal("0.5"), None, unit, "duration", 1, None)
        before, after = self._folded[max(0, start - 1) : start], self._folded[end : end + 2]
        if (text in ("一半", "半数") and (text == "一半" or before in ("近", "过", "超", "逾") or after == "以上")) or (
            text == "半" and before in ("近", "过", "超", "逾")
        ):
            pass
        else:
            return None
        return Quantity(Span(start, end), Decimal(50), None, "%", "percent", -1, None)

    def _rank(self, i: int, line: Span) -> Quantity | None:
        """第一, 第10名, 前十, 前3位: a rank where a ranking word or a set stands before it."""
        numeral = self._numerals[i]
        start, end = numeral.span
        mark = self._folded[start - 1 : start]
        if numeral.value is None or mark not in ("第", "前") or numeral.value > 3000:
            return None
        after = self._folded[end : line.end]
        listed = _RANK_BEFORE.search(self._folded, max(line.start, start - 10), start - 1) is not None
        if not _AFTER_RANK.match(after) or (
            not listed and not _RANK_SET.search(self._folded[max(line.start, start - 30) : start - 1])
        ):
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
        upper = self._plain(i + 1)
        if upper is None or not upper.printed_unit:
            return None
        before = self._folded[max(0, first.span.start - 1) : first.span.start]
        if before in ("第", "前") or (before in ("从", "由") and not _BETWEEN.match(self._folded, upper.span.end)):
            return None
        lower_end = first.span.end
        own = self._units.at(self._folded, lower_end)
        factor = Decimal(1)
        if own and (own[1].base or own[1].names[0]) == upper.unit:
            lower_end += len(own[0])
            factor = Decimal(own[1].factor)
        if not _RANGE_MARK.fullmatch(self._folded[lower_end : second.span.start]):
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

    def _plain(self, i: int) -> Quantity | None:
        numeral = self._numerals[i]
        start, end = numeral.span
        value = numeral.value
        qualifier: Qualifier | None = None
        if numeral.value is None and self._text(numeral) in _ROUND:
            around = self._folded[start - 1 : start] + self._folded[end : end + 1]
            if re.search("^[近上逾超过]|[余多]$", around):
                value, qualifier = _ROUND[self._text(numeral)], "approx"  # 百余件, 近万名
        if value is None:
            return None
        if re.search("[余多几]", self._text(numeral)):
            qualifier = "approx"
        while self._folded[end : end + 1] in _BETWEEN_NUMBER_AND_UNIT and numeral.script == "arabic":
            end += 1
        if self._folded[end : end + 1] in ("余", "多") and self._units.at(self._folded, end + 1):
            qualifier, end = "approx", end + 1
        found = self._units.at(self._folded, end)
        if found is None:
            if numeral.script == "han":
                return None
            span = Span(start, numeral.span.end)
            return Quantity(span, value, None, None, "count", numeral.decimals, qualifier, printed_unit=False)
        name, unit = found
        if numeral.script == "han" and not self._counts_han(numeral, name, unit):
            return None
        factor = Decimal(unit.factor)
        value, end = value * factor, end + len(name)
        span = Span(start, end)
        base = unit.base or unit.names[0]
        return Quantity(span, value, None, base, unit.dimension, numeral.decimals, qualifier)

    def _counts_han(self, numeral: Numeral, name: str, unit: Unit) -> bool:
        """Whether a Chinese numeral counts before this unit: 三家, but not 三方; 至少一次, but not 一次 as an article."""
        start = numeral.span.start
        before = self._folded[max(0, start - 16) : start]
        if self._text(numeral) in ("一", "半"):
            after = self._folded[numeral.span.end + len(name) :][:1]
            counted = _ONE_COUNTS.search(before) is not None or after in ("", *",。;、)\n")
            return counted or (unit.dimension == "duration" and name.startswith("个工"))
        if unit.dimension == "duration" and not name.startswith("个"):
            within = re.match(r"以?之?内", self._folded[numeral.span.end + len(name) :][:2])
            return (within is not None and name != "年") or _RUNNING.search(before) is not None or unit.han == "always"
        moved = name == "位" and _MOVED.search(before) is not None  # 上升三位
        return moved or unit.han == "always" or name.startswith("个")

    def _text(self, numeral: Numeral) -> str:
        return self._folded[numeral.span.start : numeral.span.end]


def _short(value: Decimal) -> Decimal:
    """A quotient to at most four decimals, without trailing zeros: 33.3333, 25."""
    rounded = round(value, 4).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
