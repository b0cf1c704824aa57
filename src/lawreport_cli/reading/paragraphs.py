"""Paragraphs: takes the body of each page, gives the lines that belong together, over line and page ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from lawreport_cli.reading.folding import fold
from lawreport_cli.reading.lines import Grid, Item
from lawreport_cli.reading.regions import Line

_INDENT = 1.2  # em: a line that begins further right begins a paragraph (GB/T 9704: 2 characters)
_RAGGED = 1.6  # em: how far a full line may stay behind the right margin, apart from a longer word that did not fit
_SHORT = 6  # em: the same where paragraphs are told by their indent and the line is no end of a sentence
_INDENTED = 0.1  # of the lines: so many begin with an indent where paragraphs do
_GAP = 1.45  # × the usual distance of two lines: more is a paragraph's space
_SIZE = 0.13  # lines of one paragraph differ in size by less; some fonts measure only the ink
_MEASURE = 12  # em: no column of running text is narrower
_SUPPORT = 0.08  # of the lines must begin (end) at a margin

_STOPS = frozenset("。！？；：!?;:")  # a line that ends so may end a paragraph
_NEVER_FIRST = frozenset("。，、；：！？,;:!?%)》”’」』】〉")
_FIELD = re.compile(r"[\u4e00-\u9fff]{2,6}:(?!$)")  # 来源:… 索引号:… stand line by line
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节条部]"
    r"|\d{1,2}[.、](?!\d)|\(\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]{1,2}(是|要)"
)
_DATE_LINE = re.compile(r"\(?\s*(\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*.{1,3}月.{0,4}日?\)?")
_TOKEN = re.compile(r"[“‘（《〈【(\[]*(?:[!-~\u00c0-\u024f]+|.)[”’）》〉】)\],.，。、；：！？;:!?%％]*")
_WORD_END, _WORD_START = (
    re.compile(r"(?<![^\s\u3000-\uffff])[A-Za-z'’]+$"),
    re.compile(r"[A-Za-z'’]+(?![^\s\u3000-\uffff])"),
)


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    em: float  # width of a character of running text
    pitch: float  # usual distance of two lines
    indents: bool  # paragraphs begin with an indent


def group(pages: Sequence[Sequence[Item]]) -> list[Grid | list[Line]]:
    """Tables, and paragraphs as lists of lines, in reading order; a text box after the paragraph that it stands beside."""
    whole = _margins([line for page in pages for line in page if isinstance(line, Line) and not line.boxed], None)
    text, boxes = _Flow(), _Flow()
    groups: list[Grid | list[Line]] = []
    for page in pages:
        found = [item for item in page if isinstance(item, Line)]
        columns = {
            column: _margins([line for line in found if line.column == column], None if column else whole)
            for column in {line.column for line in found}
        }
        for item in page:
            if isinstance(item, Grid):
                groups += [*text.closed(), *boxes.closed(), item]
                continue
            margins = columns[item.column]
            if item.room:
                margins = replace(margins, left=item.room[0], right=item.room[1])
            if item.boxed:
                boxes.add(item, margins)
            elif not text.takes(item, margins):
                groups += [*text.closed(), *boxes.closed()]
                text.add(item, margins)
    return [*groups, *text.closed(), *boxes.closed()]


class _Flow:
    """Paragraphs in the making."""

    def __init__(self) -> None:
        self._groups: list[list[Line]] = []
        self._margins: _Margins | None = None  # of the last line

    def takes(self, line: Line, margins: _Margins) -> bool:
        """Add the line if it goes on with the last paragraph."""
        if not self._groups or not self._margins:
            return False
        last = self._groups[-1]
        if last[-1].boxed and last[-1].column != line.column and last[-1].page == line.page:
            return False
        if not _runs_on(last, last[-1], line, self._margins, margins):
            return False
        last.append(line)
        self._margins = margins
        return True

    def add(self, line: Line, margins: _Margins) -> None:
        """Add the line, to the last paragraph if it goes on with that."""
        if not self.takes(line, margins):
            self._groups.append([line])
            self._margins = margins

    def closed(self) -> list[list[Line]]:
        """All paragraphs so far; what follows begins a new one."""
        groups, self._groups, self._margins = self._groups, [], None
        return groups


def needs_space(a: str, b: str) -> bool:
    """A line end between two Latin words stands for a space."""
    return bool(_WORD_END.search(a[-40:]) and _WORD_START.match(b[:40]))


def _margins(lines: Sequence[Line], whole: _Margins | None) -> _Margins:
    if whole and len(lines) < 5:
        return whole
    if not lines:
        return _Margins(0.0, 0.0, 1.0, 1.0, False)
    em = median([line.em for line in lines if line.sized] or [line.em for line in lines])
    need = max(2, round(_SUPPORT * len(lines))) if len(lines) > 2 else 1
    left = _edge([line.x0 for line in lines], need, em)
    right = -_edge([-line.x1 for line in lines], need, em)
    right = max(right, left + _MEASURE * em)
    pitches = [b.middle - a.middle for a, b in pairwise(lines) if a.page == b.page and b.middle > a.middle]
    if whole and abs(left - whole.left) > 6 * em:  # a page of its own kind, such as one with only a signature
        left, right = whole.left, whole.right
    indented = sum(_INDENT * em < line.x0 - left < 5 * em for line in lines)
    indents = whole.indents if whole else indented >= _INDENTED * len(lines)
    return _Margins(left, right, em, median(pitches) if pitches else 2 * em, indents)


def _edge(values: Sequence[float], need: int, em: float) -> float:
    """The smallest value near which at least `need` values lie."""
    ordered = sorted(values)
    for i, value in enumerate(ordered):
        j = i + need - 1
        if j < len(ordered) and ordered[j] - value <= em * 0.6:
            return value
    return ordered[0]


def _runs_on(so_far: Sequence[Line], a: Line, b: Line, ma: _Margins, mb: _Margins) -> bool:
    """Line `b` goes on with the paragraph that line `a` stands in."""
    if b.text[0] in _NEVER_FIRST and b.x0 - mb.left < _INDENT * a.em:  # of its own size, if it is all there is
        return True
    if a.sized and b.sized and abs(a.em - b.em) > _SIZE * max(a.em, b.em):
        return False
    if _is_centred(b, mb) and (_is_centred(a, ma) or _is_big(a, ma)):
        return _is_title_line(so_far, a, b, ma)
    if b.x0 - mb.left > _INDENT * b.em:
        return False
    same_page = a.page == b.page
    if same_page and b.middle - a.middle > _GAP * max(ma.pitch, a.em):
        return False
    text_a, text_b = fold(a.text), fold(b.text)
    if _FIELD.match(text_b) and _FIELD.match(fold(so_far[0].text)):
        return False
    free = ma.right - a.x1 - _token_width(b)
    goes_on = mb.indents and text_a[-1] not in _STOPS
    if free > a.em * (_SHORT if goes_on else _RAGGED):
        return False
    return not (_MARKER.match(text_b) and text_a[-1] in _STOPS and not mb.indents)


def _is_centred(line: Line, margins: _Margins) -> bool:
    before, after = line.x0 - margins.left, margins.right - line.x1
    return min(before, after) > 0.8 * line.em and abs(before - after) < 1.5 * line.em


def _is_big(line: Line, margins: _Margins) -> bool:
    return line.em > 1.15 * margins.em


def _is_title_line(so_far: Sequence[Line], a: Line, b: Line, margins: _Margins) -> bool:
    """Centred `b` goes on with a title of several lines."""
    text_a, text_b = fold(a.text), fold(b.text)
    if text_a[-1] in _STOPS or _MARKER.match(text_b) or _DATE_LINE.match(text_b) or text_b[0] in "(—":
        return False
    near = a.page == b.page and b.middle - a.middle < 3 * b.em
    return near and len(so_far) < 4 and (_is_big(b, margins) or a.page == 1)


def _token_width(line: Line) -> float:
    """Points that the first piece of a line takes which may not be broken: a number, a word, a character in brackets."""
    match = _TOKEN.match(line.text)
    end = match.end() if match else 1
    first, last = line.boxes[0], line.boxes[end - 1]
    if not first or not last:
        return 0.0
    down = max(last.bottom, first.bottom) - min(last.top, first.top)  # of a line that runs down or up the page
    return (down if abs(last.top - first.top) > line.em / 2 else last.x1 - first.x0) - line.em
