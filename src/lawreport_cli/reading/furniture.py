"""Page furniture: takes the lines of all pages, gives them parted into body and page numbers, running heads, web chrome."""

import re
from collections import Counter
from collections.abc import Sequence

from lawreport_cli.reading.folding import fold
from lawreport_cli.reading.lines import Grid, Item
from lawreport_cli.reading.regions import Line

Sizes = Sequence[tuple[float, float]]  # width and height of each page, in points

_HEAD, _FOOT = 0.12, 0.88  # of the page height: where running heads and page numbers stand
_PRINT_EDGE = 0.06  # of the page height: where a browser prints date, title and address
_REPEATED = 0.4  # of the pages
_SAME_HEIGHT = 3.0  # points
_CHROME_LINES = 6  # lines at the beginning and at the end of a document where a web site puts its own
_EDGE_LINES = 3  # lines looked at, at the top and at the bottom of a page

_DIGITS = re.compile(r"\d+")
_DASH = "[-—–―－﹣·•~]"
_DECORATED_NUMBER = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*\d{{1,4}}\s*页([\s,/]*共\s*\d{{1,4}}\s*页)?|\d{{1,4}}\s*/\s*\d{{1,4}}"
    r"|共\s*\d{1,4}\s*页[\s,/]*第\s*\d{1,4}\s*页|(?i:page)\s*\d{1,4}(\s*of\s*\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxlIVXL]{1,6}")
_PRINT_LINE = re.compile(
    r"(https?|file)://\S|about:blank|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(上午|下午|[AP]M)?\s*\d{1,2}:\d{2}"
)
_TRAIL = re.compile(r"(您(现在|当前)?的?(所在)?位置|当前(所在)?位置)\s*[:：]|首页\s*[>»›]")
_MENU = re.compile(r"首页(\s+\S{2,8}){2,}$")
_SITE_NAME = re.compile(r"\D{2,14}(?<!报告)")
_IMPRINT = re.compile(r"^(版权所有|主办单位|网站标识码|【?打印(本页)?】?\s*【?关闭|分享到)|ICP备|公网安备")


def part(pages: Sequence[Sequence[Item]], sizes: Sizes) -> tuple[list[list[Item]], list[Line]]:
    """Body items of each page, and the furniture lines in page order."""
    told = _repeated(pages, sizes) | _chrome(pages)
    offsets = _number_offsets(pages, sizes)
    body: list[list[Item]] = []
    furniture: list[Line] = []
    for items, (width, height) in zip(pages, sizes, strict=True):
        kept: list[Item] = []
        for place, item in enumerate(items):
            if isinstance(item, Line) and (
                item.aslant
                or id(item) in told
                or _is_print_line(item, height)
                or _is_page_number(items, place, width, height, offsets)
            ):
                furniture.append(item)
            else:
                kept.append(item)
        body.append(kept)
    return body, furniture


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", fold(line.text)).replace(" ", "")


def _at_edge(items: Sequence[Item], height: float) -> list[Line]:
    """The first and last lines of a page, as far as they stand in the margins."""
    ends = [*items[:_EDGE_LINES], *items[max(_EDGE_LINES, len(items) - _EDGE_LINES) :]]
    return [x for x in ends if isinstance(x, Line) and (x.bottom < _HEAD * height or x.top > _FOOT * height)]


def _repeated(pages: Sequence[Sequence[Item]], sizes: Sizes) -> set[int]:
    """Lines whose text, digits aside, stands at the same height on many pages; by identity."""
    seen: dict[str, list[Line]] = {}
    for items, (_, height) in zip(pages, sizes, strict=True):
        for line in _at_edge(items, height):
            seen.setdefault(_masked(line), []).append(line)
    needed = max(2.0, _REPEATED * len(pages))
    repeated: set[int] = set()
    for lines in seen.values():
        for line in lines:
            level = [other for other in lines if abs(other.top - line.top) <= _SAME_HEIGHT]
            if len({other.page for other in level}) >= needed:
                repeated.add(id(line))
    return repeated


def _is_print_line(line: Line, height: float) -> bool:
    """Date, title or address that a browser prints at the edge of the paper."""
    at_edge = line.bottom < _PRINT_EDGE * height or line.top > (1 - _PRINT_EDGE) * height
    return at_edge and _PRINT_LINE.match(fold(line.text)) is not None


def _chrome(pages: Sequence[Sequence[Item]]) -> set[int]:
    """Menu, trail and imprint of a web site; by identity. So is the site's name above the menu, all below the imprint."""
    lines = [item for items in pages for item in items if isinstance(item, Line)]
    chrome: set[int] = set()
    for i, line in enumerate(lines):
        text = fold(line.text)
        if _TRAIL.match(text):
            chrome.add(i)
        elif _MENU.match(text) and i < _CHROME_LINES:
            chrome |= {i} | {k for k in range(i) if _SITE_NAME.fullmatch(fold(lines[k].text))}
        elif _IMPRINT.search(text) and i >= len(lines) - _CHROME_LINES:
            chrome |= set(range(i, len(lines)))
    return {id(lines[i]) for i in chrome}


def _number_offsets(pages: Sequence[Sequence[Item]], sizes: Sizes) -> set[int]:
    """Differences of printed and counted page number that at least two pages share."""
    offsets: Counter[int] = Counter()
    for items, (_, height) in zip(pages, sizes, strict=True):
        for line in _at_edge(items, height):
            text = fold(line.text)
            if _BARE_NUMBER.fullmatch(text) and text.isdecimal():
                offsets[int(text) - line.page] += 1
    return {offset for offset, pages_with in offsets.items() if pages_with >= 2}


def _is_page_number(items: Sequence[Item], place: int, width: float, height: float, offsets: set[int]) -> bool:
    item = items[place]
    if place not in (0, len(items) - 1) or isinstance(item, Grid):
        return False
    text = fold(item.text)
    if _DECORATED_NUMBER.fullmatch(text):
        return True
    if not _BARE_NUMBER.fullmatch(text) or _HEAD * height < item.middle < _FOOT * height:
        return False
    if text.isdecimal() and int(text) - item.page in offsets:
        return True
    centred = abs((item.x0 + item.x1) / 2 - width / 2) < 0.03 * width
    neighbour = items[place - 1] if place else items[1] if len(items) > 1 else None
    apart = neighbour is None or abs(neighbour.middle - item.middle) > 2 * item.em
    return centred and apart
