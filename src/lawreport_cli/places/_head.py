"""The frame of a report: takes a `Document`, gives its title, salutation, signature and first paragraphs."""

import re
from dataclasses import dataclass

from lawreport_cli.divisions import PlaceTable
from lawreport_cli.model import Document
from lawreport_cli.places._dates import DATE, YEAR, iso, title_years

_HEAD_LINES = 40  # the title stands within these
_TAIL_LINES = 12  # and the signature within these, from the end
_TITLE_LINE = 60  # characters; a longer line is a paragraph
_TITLE_PARTS = 6  # lines over which a title may be wrapped
_GLUED_TITLE = 80  # characters in which the title of a text without line breaks ends
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十]{1,3}\)|第[一二三]部分|\d{1,2}[.、]\D"
)
_BRACKET = r"[(\[〔][^()\[\]〔〕]*[)\]〕]"
_TRAILING_BRACKETS = re.compile(rf"(?:{_BRACKET})+$")
_DATED = re.compile(rf"[(\[〔](?:发布时间:)?{DATE.pattern}[)\]〕]$")
_SPOKEN = re.compile(r"[-—–(]*(?:于)?(?:19|20)\d\d年\d{1,2}月|.*会议上?\)?$")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the body. All folded, white space inside lines removed, except `title`."""

    title: str | None  # as printed, line breaks and white space removed
    folded: str  # the same, folded; "" when there is none
    others: tuple[str, ...]  # further copies of the title, folded
    salutation: str  # the line of addressees; "" when there is none
    paragraphs: tuple[str, ...]  # the first paragraphs of the body, up to the first heading
    headings: tuple[str, ...]  # headings of the first rank
    signature: tuple[str, ...]  # the lines above the date at the end
    signed: str | None  # the date at the end, ISO 8601
    chrome: tuple[str, ...]  # lines of web page and letterhead above the title
    above: tuple[str, ...]  # all lines above the body


@dataclass(frozen=True, slots=True)
class _Line:
    printed: str
    folded: str


def read(document: Document, table: PlaceTable) -> Head:
    """The head of `document`."""
    lines = _lines(document)
    top = lines[:_HEAD_LINES]
    body = next((i for i, line in enumerate(top) if _is_body(line.folded)), len(top))
    titles, last = _titles(top[:body], table)
    if not titles and body < len(top):
        glued = _glued(top[body], table)
        if glued:
            titles = [glued]
            rest = len(glued.folded)
            lines[body] = _Line(lines[body].printed[rest:], lines[body].folded[rest:])
    # A menu's crumbs can look like a title; one with its year comes first.
    titles.sort(key=lambda title: not title_years(title.folded)[0])
    after = lines[last:]
    signature, signed = _signature(after[-_TAIL_LINES:], table)
    return Head(
        title=titles[0].printed if titles else None,
        folded=titles[0].folded if titles else "",
        others=tuple(title.folded for title in titles[1:]),
        salutation=next((line.folded for line in after[:8] if _is_salutation(line.folded)), ""),
        paragraphs=tuple(_paragraphs(after)),
        headings=tuple(
            line.folded[:60] for line in lines if re.match(r"[一二三四五六七八九十]{1,3}[、.]", line.folded)
        ),
        signature=signature,
        signed=signed,
        chrome=tuple(line.folded for line in top[:body] if _is_chrome(line.folded, table)),
        above=tuple(line.folded for line in top[:body]),
    )


def _lines(document: Document) -> list[_Line]:
    lines = []
    for match in re.finditer(r"[^\n\f]+", document.folded[: document.body_end]):
        printed, folded = ("".join(text[slice(*match.span())].split()) for text in (document.text, document.folded))
        if folded:
            lines.append(_Line(printed, folded))
    return lines


def _is_body(line: str) -> bool:
    """Whether the body has begun: a heading or a paragraph."""
    return bool(
        _HEADING.match(line)
        or "。" in line
        or len(line) > _TITLE_LINE + 20
        or re.match(rf"{YEAR}年度?(?:以来)?,", line)
        or (len(line) > 30 and "," in line)
    )


def _is_chrome(line: str, table: PlaceTable) -> bool:
    return any(word in line for word in table.title.chrome)


def _is_salutation(line: str) -> bool:
    return line.endswith(":") and len(line) <= _TITLE_LINE and bool(re.search("委|人大|政府|主任|代表|局|办", line))


def _is_title(folded: str, table: PlaceTable) -> bool:
    """Whether the joined lines are a whole title."""
    core = _TRAILING_BRACKETS.sub("", folded)
    return (
        core.endswith(table.title.ends)
        and any(topic in core for topic in table.title.topics)
        and len(core) >= 7
        and not core.startswith(table.title.not_begin)
    )


def _titles(top: list[_Line], table: PlaceTable) -> tuple[list[_Line], int]:
    """The titles among the first lines, and the place of the line after the last one."""
    found: list[_Line] = []
    last = i = 0
    while i < len(top):
        for end in range(i + 1, min(i + _TITLE_PARTS, len(top)) + 1):
            parts = top[i:end]
            if not all(_may_be_title(part.folded, table) for part in parts):
                break
            if not _is_title("".join(part.folded for part in parts), table):
                continue
            while (
                end < len(top) and top[end].folded.startswith(table.title.continues) and not _is_aside(top[end].folded)
            ):
                end += 1  # noqa: PLW2901 - the title goes on: 及2022年工作计划
            start = _first_part(top[i:end], table)
            found.append(_undated(_join(top[i + start : end])))
            last = end
            break
        else:
            i += 1
            continue
        i = last if last > i else i + 1
    return found, last


def _may_be_title(line: str, table: PlaceTable) -> bool:
    dated = _DATED.sub("", line)
    return (
        len(line) <= _TITLE_LINE
        and not _is_chrome(dated, table)
        and not re.search("[。;!?]", line)
        and not line.endswith(table.title.not_end)
    )


def _is_aside(line: str) -> bool:
    """A line under the title that is none of it: a date of its own, a meeting, a speaker."""
    return bool(_DATED.search(line) or _SPOKEN.match(line))


def _first_part(parts: list[_Line], table: PlaceTable) -> int:
    """Where the title begins in `parts`: a site's name or the crumbs of its menu may stand above it."""
    for start in range(len(parts) - 1, 0, -1):
        joined = "".join(part.folded for part in parts[start:])
        before = parts[start - 1].folded
        carried = joined.startswith(("关于", *table.title.continues, *table.title.topics)) or re.match(YEAR, joined)
        whole = before.endswith(table.issuer.department + table.issuer.government + table.issuer.township)
        joint = before.startswith("中共")
        if _is_title(joined, table) and not carried and not joint and (whole or len(before) <= 2):
            return start
    return 0


def _join(parts: list[_Line]) -> _Line:
    return _Line("".join(part.printed for part in parts), "".join(part.folded for part in parts))


def _undated(title: _Line) -> _Line:
    """Without a date of publication in brackets behind it."""
    end = len(_DATED.sub("", title.folded))
    return _Line(title.printed[:end], title.folded[:end])


def _glued(line: _Line, table: PlaceTable) -> _Line | None:
    """The title at the beginning of a text without line breaks, or null."""
    for match in re.finditer("|".join(table.title.ends), line.folded[:_GLUED_TITLE]):
        prefix = line.folded[: match.end()]
        following = line.folded[match.end() :]
        if re.search("[。,;:!?]", prefix):
            return None
        if following.startswith(("如下", "的", "和", "及", "暨", *table.title.ends)):
            continue
        if _is_title(prefix, table):
            bracket = re.match(rf"\({YEAR}年度?\)", following)
            end = match.end() + (bracket.end() if bracket else 0)
            return _Line(line.printed[:end], line.folded[:end])
    return None


def _paragraphs(lines: list[_Line]) -> list[str]:
    found: list[str] = []
    for line in lines:
        if _HEADING.match(line.folded):
            break
        if _is_body(line.folded):
            found.append(line.folded)
        if len(found) == 4:
            break
    return found


def _signature(end: list[_Line], table: PlaceTable) -> tuple[tuple[str, ...], str | None]:
    """The issuers and the date at the end of the text."""
    words = table.issuer
    organs = words.court + words.procuratorate + words.congress + words.government + words.township
    organs += words.zone + words.zone_organs + words.party + words.department

    def is_organ(text: str) -> bool:
        return 3 <= len(text) <= 30 and text.endswith(organs) and not re.search("[,。;:、《]", text)

    tail = [line.folded for line in end]
    for i in range(len(tail) - 1, -1, -1):
        dates = list(DATE.finditer(tail[i]))
        date = dates[-1] if dates else None
        if date is None or tail[i][date.end() :].strip("()"):
            continue
        before = tail[i][: date.start()].strip("(:")
        if before and not is_organ(before):
            continue
        above = []
        for text in reversed(tail[max(i - 3, 0) : i]):
            if not is_organ(text):
                break
            above.append(text)
        return tuple(reversed([before] if before else above)), iso(date.group())
    if tail and is_organ(tail[-1]) and tail[-1].endswith(words.government + words.department):
        return (tail[-1],), None
    return (), None
