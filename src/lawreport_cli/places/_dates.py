"""Years and dates as reports write them: takes folded text, gives years and ISO dates."""

import re
from datetime import date

_HAN = "〇○O零一二三四五六七八九"
_VALUES = {character: max(0, place - 3) for place, character in enumerate(_HAN)}
YEAR = rf"(?:(?<!\d)(?:19|20)\d\d(?!\d)|二[{_HAN}]{{3}})"  # without groups: it stands inside other expressions
_DAY = r"[一二三四五六七八九十廿]{1,3}"
DATE = re.compile(
    r"(?:(?<!\d)(?:19|20)\d\d\s*"
    r"(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|-\d{1,2}-\d{1,2}(?!\d)|/\d{1,2}/\d{1,2}(?!\d)|\.\d{1,2}\.\d{1,2}(?!\d))"
    rf"|二[{_HAN}]{{3}}年{_DAY}月{_DAY}日)"
)


def number(text: str) -> int:
    """The value of a year, month or day in Arabic or Chinese numerals: 2024, 二〇二四, 十二, 二十六."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4:
        return int("".join(str(_VALUES[character]) for character in text))
    tens, found, ones = text.replace("廿", "二十").rpartition("十")
    return (_VALUES[tens] if tens else bool(found)) * 10 + (_VALUES[ones] if ones else 0)


def iso(text: str) -> str | None:
    """The date that `DATE` found, as ISO 8601; null for a day that does not exist."""
    parts = re.findall(rf"\d+|[{_HAN}十廿]+", text)
    try:
        return date(number(parts[0]), number(parts[1]), number(parts[2])).isoformat()
    except (ValueError, KeyError):
        return None


def labelled(text: str, labels: tuple[str, ...]) -> list[str]:
    """The dates behind one of `labels`, in the order of the labels, then of the text."""
    return [
        day
        for label in labels
        for match in re.finditer(rf"{re.escape(label)}\s*[:\]】]?\s*({DATE.pattern})", text)
        if (day := iso(match[1]))
    ]


_SPAN = re.compile(rf"({YEAR})(?:年度|年)?(?:\d{{1,2}}月)?\s*[—–~至-]+\s*({YEAR})年?")
_GROUP = re.compile(rf"{YEAR}(?:年度|年)?(?:[、,和与及]+{YEAR}(?:年度|年))*(?=[^月]|$)")
_SINCE = re.compile(rf"({YEAR})年以来")
# The five years of a plan for the economy, of which the fourteenth (十四五) began in 2021.
_PLAN = re.compile(r"“?十(?P<which>[二三四五六])五”?(?:规划)?(?:(?P<since>以来)|期间|时期)")
_PART = r"[上下]半年|前?[一二三四两]个?季度|第[一二三四]季度|\d{1,2}月?[至到—–-]\d{1,2}月份?"
_SEVERAL = re.compile(r"(?:近|这)?[二两三四五六七八九十]年(?!度)")


def title_years(title: str) -> tuple[list[int], bool]:
    """The years a title speaks of, the report year first, and whether it reports on several years.

    With two years the first is that of the results, the second that of the plan; a year with 年度 comes before an
    earlier-standing later one (2024年公布的2023年度…). Dates in full and years inside 《》 do not count.
    """
    text = re.sub("《[^》]*》", "", DATE.sub("", title))
    text = re.sub(rf"(?<=纲要|规划|计划|方案)\({YEAR}[^)]*\)", "", text)
    text, since = _SINCE.subn("", text)
    spans = [[number(match[2]), number(match[1])] for match in _SPAN.finditer(text)]
    text = _SPAN.sub("", text)
    found: list[tuple[list[int], bool, bool]] = []
    for match in _GROUP.finditer(text):
        if re.match(r"\d{1,2}月(?![至到—–-])", text[match.end() :]):
            continue
        years = [number(year) for year in re.findall(YEAR, match.group())]
        listed = len(years) > 1
        bare = "年" not in match.group()
        if (
            not bare
            or re.match(r"[)]", text[match.end() :])
            or re.match(r"[(]", text[match.start() - 1 : match.start()])
        ):
            found.append((sorted(years, reverse=True) if listed else years, listed, "年度" in match.group()))
    plan = _PLAN.search(text)
    if plan and not plan["since"]:
        spans.append([_begun(plan) + 4, _begun(plan)])
    if spans and not found:
        return spans[0], True
    if not found:
        return [], bool(since or plan or _SEVERAL.search(text))
    first = found[0]
    for other in found[1:]:
        if other[2] and not first[2] and other[0][0] < first[0][0]:
            first = other
    rest = [year for group in found if group is not first for year in group[0]]
    return [*first[0], *rest], first[1]


def hints(paragraphs: tuple[str, ...]) -> list[tuple[int, str]]:
    """The years with which clauses of the first paragraphs begin, as `body_years` gives them: 2021年至2023年, 2024年以来."""
    pattern = rf"(?:^|[,。;:])(?:{YEAR}年?[至到—–-]+)?({YEAR})年度?(?:{_PART}|以来)?(?:,|(?=[全我各]))"
    return [(number(m[1]), m.group()) for text in paragraphs[:2] for m in re.finditer(pattern, text)]


def first_of(words: str) -> int | None:
    """The first of several years that words name: 2020年以来, 2020年至2024年, “十四五”以来; null where they name none."""
    match = _SINCE.search(words) or _SPAN.search(words)
    plan = _PLAN.search(words)
    return number(match[1]) if match else _begun(plan) if plan else None


def _begun(plan: re.Match[str]) -> int:
    """The first year of a five-year plan."""
    return 2021 + 5 * (number(plan["which"]) - 4)


def body_years(paragraphs: tuple[str, ...], headings: tuple[str, ...]) -> list[tuple[int, str]]:
    """The years of which the body says that it reports on them, each with the words that say so; strongest first.

    Of several years (现将2020年至2024年有关情况报告如下) it is the last.
    """
    ordinal = "[一二三四五六七八九十]{1,3}[、.]"
    return [
        (number(match[1]), match.group())
        for pattern, texts in (
            (rf"现(?:将|就|把)[^。;,]{{0,20}}?(?:{YEAR}年?(?:至|到|[—–~-]+))?({YEAR})年", paragraphs),
            (rf"^({YEAR})年度?(?:{_PART})?(?:,|(?=[全我各]))", paragraphs[:2]),
            (rf"^{ordinal}({YEAR})年.*", headings),
        )
        for text in texts
        for match in re.finditer(pattern, text)
    ]
