"""Text in lines: takes rich text, gives it in the width of its cell no line ending inside a figure.

Chinese breaks at any character, so 1,234件 would part where the line is full. Closing marks begin no line. A piece that is wider than the
whole cell is folded all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

QUOTE = "bold reverse"  # the style of what stays whole
_NUMBER = r"[≈≥≤↑↓+-]?[0-9０-９]+(?:[.,:/．：][0-9０-９]+)*"
_UNIT = r"(?:[%％‰]|[十百千万亿]*[余多]?[\u4e00-\u9fff])?"
_TAIL = r"[，。；、：！？）》」』”’〕】]*\s*"
_PIECE = re.compile(rf"(?:{_NUMBER}{_UNIT}|[A-Za-z_]+|\S){_TAIL}|\s+")
_BEHIND = re.compile(_TAIL)


@dataclass(frozen=True, slots=True)
class Unbroken:
    """What a table or a console can print: `text`, with figures and spans of the style `QUOTE` whole."""

    text: Text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        lines = self.text.split(allow_blank=True)
        pieces = [_width(line, start, end) for line in lines for start, end in _pieces(line)]
        return Measurement(max(pieces, default=0), max(map(cell_len, self.text.plain.split("\n"))))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        for line in self.text.split(allow_blank=True):
            for part in line.divide(_breaks(line, options.max_width)):
                part.rstrip()
                yield part


def _breaks(line: Text, width: int) -> list[int]:
    """Where `line` is parted so that each part fits into `width`, or is one piece."""
    found, used = [], 0
    for start, end in _pieces(line):
        if used and used + _width(line, start, end) > width:
            found.append(start)
            used = 0
        used += cell_len(line.plain[start:end])
    return found


def _width(line: Text, start: int, end: int) -> int:
    return cell_len(line.plain[start:end].rstrip())


def _pieces(line: Text) -> Iterator[tuple[int, int]]:
    """What stays on one line, each with the closing marks and the white space behind it."""
    text, at = line.plain, 0
    quotes = sorted((span.start, span.end) for span in line.spans if span.style == QUOTE)
    for start, end in (*quotes, (len(text), len(text))):
        yield from (match.span() for match in _PIECE.finditer(text, at, start))
        if start < end and (behind := _BEHIND.match(text, end)):
            at = behind.end()
            yield start, at
