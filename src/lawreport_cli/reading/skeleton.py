"""The bare structure of a PDF: takes its bytes, gives the objects in file order, with all that breaks the grammar.

A strict walk from the first byte to the last, without the table of objects: what a sound writer leaves is tiled by
objects, tables, trailers, white space and comments. PDFium repairs in silence; this does not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_SPACE = rb"(?:[\0\t\n\f\r ]++|%%EOF|%[^\r\n]*+)*+"  # a later edition may begin right behind %%EOF
_TEXT = rb"[^()\\]"
for _ in range(4):  # brackets inside brackets of a string
    _TEXT = rb"(?:[^()\\]++|\\.|\((?:" + _TEXT + rb")*+\))"
_NUL = rb"\0(?!\0)"  # the grammar allows any number, but only damage writes two
_GAP = rb"[\t\n\f\r \[\]]*+(?:" + _NUL + rb"[\t\n\f\r \[\]]*+)*+"
_STOP = rb"(?=[\0\t\n\f\r ()<>\[\]/%]|endobj|\Z)"
_TOKEN = (  # the commonest first: this runs over every dictionary of a file
    rb"/[^\0-\x20()<>\[\]{}/%\x7f]*+" + _GAP + rb"|(?:\d++(?: \d++ R)?" + _STOP + _GAP + rb")++"
    rb"|[\t\n\f\r \[\]]++|(?:<<|>>)"
    + _GAP
    + rb"|[+\-]*+[\d.]++(?:[eE\-][\d.\-]*+)?"
    + _STOP
    + rb"|<[0-9A-Fa-f\t\n\f\r ]*+>|\((?:"
    + _TEXT
    + rb")*+\)"
    rb"|(?:R|true|false|null)(?![^\t\n\f\r ()<>\[\]/%e])|%[^\r\n]*+|-" + _STOP + rb"|" + _NUL
)
_TOKENS = rb"(?:" + _TOKEN + rb")*+"
_OBJECT = re.compile(
    rb"(\d{1,10})[\t\n\f\r ]+\d{1,5}[\t\n\f\r ]+obj("
    + _TOKENS
    + rb")(?:(endobj)"
    + _SPACE
    + rb"|(stream)(?:\r\n|\n|\r(?!\n)))?+",
    re.DOTALL,
)
_HEAD = re.compile(rb"(\d{1,10})[\t\n\f\r ]+\d{1,5}[\t\n\f\r ]+obj")
# A glyph as browsers write it, in a stream of its own, by the thousand: told at once.
_GLYPH = re.compile(rb"(\d{1,10}) 0 obj(\n<</Filter /FlateDecode\n/Length (\d{1,10})>> )stream\n")
_PRINTED = bytes((9, 10, 13, *range(32, 127)))
_BRACKETS = ((b"<<", b">>"), (b"[", b"]"))
_MAX_NUMBERS = 24  # bytes of the two numbers that name an object
_LONG = 400  # bytes: in longer dictionaries, mostly lists of glyphs, only the characters and brackets are looked at
_BLANK = re.compile(_SPACE)
_TABLE = re.compile(
    rb"xref[\t\r\n ]+((?:\d+ +\d+[\t\r\n ]+(?:\d{10} \d{5} [nf][ \r\n]{1,2})*+)*+)[ \r\n]*+trailer", re.DOTALL
)
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
_TRAILER = re.compile(_TOKENS, re.DOTALL)
_START = re.compile(rb"startxref[\t\r\n ]+(\d{1,12})(?![^\0\t\r\n %])")
_LENGTH = re.compile(rb"/Length[\t\n\f\r ]+(\d{1,10})([\t\n\f\r ]+\d+[\t\n\f\r ]+R)?")
_NUMBERS = re.compile(rb"(?<![\d.])\d{1,10}[\t\n\f\r ]+\d{1,5}[\t\n\f\r ]+\Z")
_WHITE = re.compile(rb"[\t\n\f\r ]{1,8}")
_END = re.compile(rb"[\0\t\n\f\r ]{0,3}endstream(?:" + _SPACE + rb"endobj" + _SPACE + rb")?+")
_NEXT = re.compile(rb"(?<![0-9])\d{1,10}[\t\n\f\r ]+\d{1,5}[\t\n\f\r ]+obj(?![a-z])|(?<![a-z])xref\s|startxref\s")

_PROGRAM = re.compile(rb"(?:" + _TOKEN + rb"|[A-Za-z'\"*]{1,24}[01]?" + _STOP + rb")*+", re.DOTALL)


def is_program(data: bytes) -> bool:
    """Whether a stream without any filter keeps to the grammar: the drawing of a page, or the map of a font."""
    return _PROGRAM.fullmatch(data) is not None


class Thing(NamedTuple):  # built a third as fast as a frozen dataclass: some files hold thousands
    """An object of the file; `stream` is where its data begin and end, null where it has none."""

    number: int
    body: bytes  # dictionary or value as written
    at: int
    stream: tuple[int, int] | None = None
    whole: bool = True  # it keeps to the grammar from `obj` to `endobj`


@dataclass(slots=True)
class Skeleton:
    """What a file is made of. `faults` are breaks outside objects, in plain English."""

    things: list[Thing] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=list)  # trailers, also those that are dictionaries of streams
    faults: list[str] = field(default_factory=list)


def walk(data: bytes) -> Skeleton:
    """The objects of a PDF in file order. Linear in the size of the file."""
    found = Skeleton()
    origin = max(0, data.find(b"%PDF-"))
    tables: set[int] = set()  # where tables of objects stand
    named: set[int] = set()  # where they say that objects stand
    starts: list[int] = []
    at = _past(data, origin)
    while at < len(data):
        if (glyph := _GLYPH.match(data, at)) and (ends := _END.match(data, stop := glyph.end() + int(glyph[3]))):
            found.things.append(Thing(int(glyph[1]), glyph[2], at, (glyph.end(), stop)))
            at = ends.end()
        elif (head := _HEAD.match(data, at)) and (after := _add_plain(found, data, head)):
            at = after
        elif match := _OBJECT.match(data, at):
            at = _add(found, data, match)
        elif match := _TABLE.match(data, at):
            tables.add(at - origin)
            named.update(map(int, _ENTRY.findall(match[1])))
            end = _end_of_tokens(data, match.end())
            found.roots.append(data[match.end() : end])
            at = _past(data, end)
        elif match := _START.match(data, at):
            starts.append(int(match[1]))
            at = _past(data, match.end())
        else:
            more = _NEXT.search(data, at + 1)
            stop = more.start() if more else len(data)
            if more or data[at:stop].strip(b"\0\r\n\t \x1a"):
                found.faults.append(f"{stop - at} bytes at {at} belong to nothing")
            at = stop
    places = {thing.at - origin for thing in found.things}
    wrong = {_behind_white(data, place + origin) - origin for place in named - places - {0}} - places
    _check_places(found, places, tables, wrong, starts, origin)
    return found


def _past(data: bytes, at: int) -> int:
    match = _BLANK.match(data, at)
    return match.end() if match else at


def _behind_white(data: bytes, at: int) -> int:
    """Where an object begins that is said to stand at `at`: some writers name the line end before it."""
    white = _WHITE.match(data, at)
    return white.end() if white else at


def _end_of_tokens(data: bytes, start: int) -> int:
    """Where the values from `start` on end. The numbers of an object that follows at once are none of them."""
    match = _TRAILER.match(data, start)
    end = match.end() if match else start
    numbers = _NUMBERS.search(data, max(start, end - _MAX_NUMBERS), end) if data.startswith(b"obj", end) else None
    return numbers.start() if numbers else end


def _check_places(
    found: Skeleton, places: set[int], tables: set[int], wrong: set[int], starts: list[int], origin: int
) -> None:
    if wrong and {place - origin for place in wrong} - places:  # some count from the first byte of the file
        found.faults.append(f"{len(wrong)} places in the table of objects are wrong")
    last = starts[-1] if starts else None
    if last is None:
        found.faults.append("the end of the file does not name its table of objects")
    elif last not in tables | places and last - origin not in tables | places:
        found.faults.append("the end of the file names a wrong place for the table of objects")


def _add_plain(found: Skeleton, data: bytes, head: re.Match[bytes]) -> int:
    """As `_add`, for the objects that are plain to see, nearly all of them; 0 for others. Thrice as fast."""
    start, end = head.end(), data.find(b"endobj", head.end())
    opens = data.find(b"stream", start, end)
    body = data[start : end if opens < 0 else opens]
    if body.translate(None, _PRINTED) or body.count(b"<") != body.count(b">") or body.count(b"[") != body.count(b"]"):
        return 0
    if end < 0 or b" obj" in body or (len(body) < _LONG and not _TRAILER.fullmatch(body)):
        return 0
    if opens < 0:
        found.things.append(Thing(int(head[1]), body, head.start()))
        return _past(data, end + 6)
    if b"/XRef" in body:
        return 0
    start = opens + (8 if data[opens + 6 : opens + 8] == b"\r\n" else 7)
    stop, after = _stream_end(data, body, start)
    if stop < 0:
        return 0
    found.things.append(Thing(int(head[1]), body, head.start(), (start, stop)))
    return after


def _add(found: Skeleton, data: bytes, match: re.Match[bytes]) -> int:
    """Add the object that begins at `match`; gives where the next one may begin."""
    number, body, whole, opens = match.groups()
    end = match.end()
    if whole:
        found.things.append(Thing(int(number), body, match.start()))
        return end
    if opens:
        if b"/XRef" in body:
            found.roots.append(body)
        stop, after = _stream_end(data, body, end)
        if stop >= 0:
            found.things.append(Thing(int(number), body, match.start(), (end, stop)))
            return after
    if not opens:
        end = _end_of_tokens(data, match.start(2))
        body = data[match.start(2) : end]
    resume = _NEXT.search(data, end)
    sound = not opens and resume is not None and resume.start() == end  # only the word `endobj` is missing
    sound = sound and all(body.count(left) == body.count(right) for left, right in _BRACKETS)
    found.things.append(Thing(int(number), body, match.start(), whole=sound))
    return resume.start() if resume else len(data)


def _stream_end(data: bytes, body: bytes, start: int) -> tuple[int, int]:
    """Where the data end and the next object may begin: by /Length where `endstream` stands there, else at the next one.

    -1 where the data do not end.
    """
    length = _LENGTH.search(body)
    if length and not length[2]:
        stop = start + int(length[1])
        if after := _END.match(data, stop):
            return stop, after.end()
    stop = data.find(b"endstream", start)
    after = _END.match(data, stop) if stop >= 0 else None
    return stop, after.end() if after else start


def references(body: bytes) -> Iterator[int]:
    """The numbers of the objects that a body points at."""
    return map(int, _REFERENCE.findall(body))


_REFERENCE = re.compile(rb"(?<![\d.])(\d{1,10})[\t\n\f\r ]+\d{1,5}[\t\n\f\r ]+R(?![A-Za-z])")
