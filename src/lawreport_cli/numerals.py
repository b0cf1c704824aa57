"""Every numeral of a text: takes the reading text and its folded copy, gives ordered, disjoint `Numeral`s.

A numeral is a run of Arabic digits with decimal point, thousands separators and multiplier, or a run of Chinese
numeral characters, whether it counts something or not (guide: annotation.md). Whether it claims anything is decided
elsewhere.
"""

import re
from decimal import Decimal

from lawreport_cli.model import Numeral, Span
from lawreport_cli.record import unscaled

HAN_DIGITS = {
    "〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
HAN_UNITS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MULTIPLIERS = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_DIGITS = "一二两三四五六七八九"
_PLAIN = str.maketrans("佰仟", "百千")
_HAN = "〇○零一二两三四五六七八九十百千万亿半几数廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億"

_MULTIPLIER = r"(?:[百千万][余多]?亿|[十百千][余多]?万|万|亿|千(?![克米瓦伏卡字])|百(?!姓|分[点之]))"
# Dotted runs of three and more groups (2015.01.09, 1.0.2) are no decimals: each group is a numeral of its own.
_DOTTED = re.compile(r"(?<!\d)\d++(?:\.\d++){2,}")
_COUNTED = "[ 余多]?[万亿件次个名人家起宗项条份场期元户所支篇部卷%]"  # what a number with spaces in it needs behind it
_ARABIC = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?: \d{{3}})+(?!\d)(?:\.\d+)?(?={_COUNTED})|\d+(?:\.\d+)?)"
    rf"(?: ?[余多几]?(?P<times>{_MULTIPLIER}))?"
)
_HAN_RUN = re.compile(rf"[{_HAN}]+(?:[多余](?=[万亿])[万亿])?(?:点[〇零一二三四五六七八九]+[万亿]?)?")
_MOST_DIGITS = 28  # with the marks between them; Decimal is exact so far
# One number in two steps: 1亿2000万.
_SECOND_STEP = re.compile(r"(\d+(?:\.\d+)?)([万千])")
# A list number fused with the year that follows it: 1.2021年,在…
_FUSED_ITEM = re.compile(r"(?m)^(\d{1,2})\.(?=(?:19|20)\d\d(?:年|,))")


# A masked number (召开会议*次, xx个): missing, not zero.
_MASK = r"(?<![0-9A-Za-z*×□])(?:\*{1,4}|[xX]{1,4}|×{1,4}|□{1,4})(?=[余多]?[万亿]?[件次个名人家起宗项条份场期元户所支篇部卷%年月日])"
_BEGIN = re.compile(rf"\d|[{_HAN}]|{_MASK}")


def find(text: str, folded: str) -> tuple[Numeral, ...]:
    """All numerals of `text`, in order and disjoint; every digit is in one. A mask before a measure word is one too.

    `folded` is the folded copy of equal length on which digits and separators are recognised. A comma parts thousands
    only when it is half-width, or when the digits around it are full-width like itself (８，８６３ but not 5，210).
    """
    fused = {m.start(): m.end(1) for m in _FUSED_ITEM.finditer(folded)}
    dotted = {m.start(): m.end() for m in _DOTTED.finditer(folded)}
    numerals: list[Numeral] = []
    position = 0
    for match in _BEGIN.finditer(folded):
        start = match.start()
        if start < position:
            continue
        if folded[start] in "*xX×□":
            numeral = Numeral(Span(start, match.end()), None, 0, "arabic")
        elif not folded[start].isdecimal():
            numeral = _han(folded, start)
        elif start in fused:
            numeral = _digits(folded, Span(start, fused[start]))
        elif start in dotted:
            groups = re.finditer(r"\d+", folded[start : dotted[start]])
            numerals += [_digits(folded, Span(start + g.start(), start + g.end())) for g in groups]
            position = dotted[start]
            continue
        else:
            numeral = _arabic(text, folded, start)
        numerals.append(numeral)
        position = numeral.span.end
    return tuple(numerals)


def _digits(folded: str, span: Span) -> Numeral:
    return Numeral(span, _scaled(folded[span.start : span.end], 0), 0, "arabic")


def _arabic(text: str, folded: str, start: int) -> Numeral:
    match = _ARABIC.match(folded, start)
    assert match
    digits = match["digits"]
    comma = digits.find(",")
    if comma >= 0 and text[start + comma] != "," and text[start].isascii():
        return _digits(folded, Span(start, start + comma))
    exponent = MULTIPLIERS[re.sub("[余多]", "", match["times"])] if match["times"] else 0
    end = match.end()
    if exponent and (more := _SECOND_STEP.match(folded, end)) and MULTIPLIERS[more[2]] < exponent:
        high, low = _scaled(digits, exponent), _scaled(more[1], MULTIPLIERS[more[2]])
        value = None if high is None or low is None else high + low
        return Numeral(Span(start, more.end()), value, _decimals(more[1]) - MULTIPLIERS[more[2]], "arabic")
    return Numeral(Span(start, end), _scaled(digits, exponent), _decimals(digits) - exponent, "arabic")


def _scaled(digits: str, exponent: int) -> Decimal | None:
    """The number times ten to the exponent, exact and without an exponent of its own (2.8, 4 → 28000).

    Null where it has more digits than any figure: a code, or rubbish.
    """
    if len(digits) > _MOST_DIGITS:
        return None
    value = Decimal(digits.replace(",", "").replace(" ", ""))
    if not exponent:
        return value
    value *= Decimal(10) ** exponent
    return unscaled(value) if value == value.to_integral_value() else value


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _han(folded: str, start: int) -> Numeral:
    match = _HAN_RUN.match(folded, start)
    assert match
    run = match.group().replace("萬", "万").replace("億", "亿")
    value = han_value(re.sub("[多余]", "", run))
    decimals = len(run.partition("点")[2].rstrip("万亿"))
    if value is not None and run[-1] in "万亿" and len(run) > 1:
        decimals -= MULTIPLIERS[run[-1]]
    elif value is not None:
        decimals -= _cut_short(run)
    limits = han_range(run) if value is None else None
    return Numeral(Span(match.start(), match.end()), value, decimals, "han", limits)


def han_value(run: str) -> Decimal | None:
    """The value of a run of Chinese numeral characters: 二十三 → 23, 一百零五 → 105, 二〇三五 → 2035, 三点五 → 3.5.

    A last digit right behind 百, 千, 万 or 亿 counts what stands one place lower: 五万八 → 58000, 一百二 → 120.
    Null where the run is no well-formed number: 数, 几, 半, 二三, a multiplier alone (万, 千).
    """
    whole, point, fraction = run.partition("点")
    if point:
        exponent = MULTIPLIERS.get(fraction[-1], 0) if fraction else 0
        fraction = fraction.rstrip("万亿")
        head = han_value(whole)
        if head is None or any(c not in HAN_DIGITS for c in fraction):
            return None
        return _scaled(f"{head}." + "".join(str(HAN_DIGITS[c]) for c in fraction), exponent)
    if len(run) > 1 and run[0] == "零" and run[1] in _DIGITS:
        return han_value(run[1:])  # 两年零三个月
    if any(c in "半几数" for c in run) or run in ("百", "千", "万", "亿", "佰", "仟"):
        return None
    if all(c in HAN_DIGITS for c in run):
        if len(run) == 1:
            return Decimal(HAN_DIGITS[run])
        if len(run) >= 4 or "〇" in run or "○" in run:
            return _scaled("".join(str(HAN_DIGITS[c]) for c in run), 0)
        return None
    if exponent := _cut_short(run):
        rest = han_value(run[:-1])
        return None if rest is None else rest + HAN_DIGITS[run[-1]] * Decimal(10) ** exponent
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        before, found, after = run.rpartition(mark)
        after = after.lstrip("零〇○")
        if found:
            high = han_value(before) if before else None
            low = han_value(after) if after else Decimal(0)
            return None if high is None or low is None or low >= factor else high * factor + low
    return _below_ten_thousand(run)


def _cut_short(run: str) -> int:
    """The power of ten that the last digit of 五万八 counts (3), or 0 where a number is spoken in full."""
    spoken = run[-1] in _DIGITS and run[-2:-1] in ("百", "佰", "千", "仟", "万", "亿")
    return MULTIPLIERS[run[-2].translate(_PLAIN)] - 1 if spoken else 0


def han_range(run: str) -> tuple[Decimal, Decimal] | None:
    """The limits of two neighbouring digits for one: 两三 → 2, 3; 三四十 → 30, 40; 十七八 → 17, 18. Else null."""
    pair = re.search(f"([{_DIGITS}])([{_DIGITS}])", run)
    if pair is None:
        return None
    low, high = (han_value(run[: pair.start()] + digit + run[pair.end() :]) for digit in pair.groups())
    return (low, high) if low is not None and high is not None and _is_next(*pair.groups()) else None


def _is_next(low: str, high: str) -> bool:
    return HAN_DIGITS[high] - HAN_DIGITS[low] == 1


def _below_ten_thousand(run: str) -> Decimal | None:
    total, digit, last_unit = 0, None, 10**4
    for c in run:
        if c in HAN_UNITS:
            unit = HAN_UNITS[c]
            step = 10 if unit in (20, 30) else unit
            if step >= last_unit or (digit is None and (step != 10 or total)):
                return None
            total += unit if digit is None else digit * unit
            digit, last_unit = None, step
        elif HAN_DIGITS.get(c) == 0:
            if digit is not None:
                return None
        elif c in HAN_DIGITS:
            if digit is not None:
                return None
            digit = HAN_DIGITS[c]
        else:
            return None
    return Decimal(total + (digit or 0))
