"""Whether an embedded font is what its writer wrote: takes the bytes of a font without checksum, gives yes or no.

A figure whose drawing is destroyed disappears from the text that PDFium gives. What can be held to something: the
private part of a Type 1 font is a running cipher, so that one changed byte makes noise of all that follows; the tables of a
TrueType font carry sums. Half of the writers get some of these wrong, so that sums acquit and never accuse: what accuses
is a drawing that does not fill its place.
"""

import re
import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise, repeat
from operator import mul

_TRUETYPE = (b"\0\1\0\0", b"true")
_COMPACT = b"\1\0"  # CFF: dense, so that a hole shows, and nothing else does
_ZEROS = 64  # bytes in a row: in 2,800 fonts at most 49

# Type 1: plain = cipher ^ key >> 8, next key = (cipher + key) * _FACTOR + _STEP, of 16 bits
_FACTOR, _STEP, _FIRST_KEY, _KEYS = 52845, 22719, 55665, 1 << 16
_ROW = 2048  # bytes
_PRIVATE = re.compile(rb"eexec[\t\n\r ]{1,2}(?:\x80\x02.{4})?", re.DOTALL)  # perhaps the head of a segment of a PFB
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1f\x7f]")  # the open part is text
_IN_HEX = re.compile(rb"[0-9A-Fa-f\t\n\r ]{8}")
_NO_HEX = re.compile(rb"[^0-9A-Fa-f]")
_ENDS, _TRAILER, _TRAILS = b"closefile", b"cleartomark", b"0\t\n\r \0"
_WINDOW = 400  # bytes before the trailer: the end of the private part stands there

_COMPOSITE_MORE, _COMPOSITE_HINTS = 0x20, 0x100
_HEADER = 10  # bytes that say how many contours a drawing has and where
_MAX_REST = 3  # bytes that fill up the place of a drawing


def is_whole(font: bytes) -> bool:
    """Nothing speaks against a font program; one of a kind that cannot be judged is whole."""
    if font.startswith(b"%!"):
        return _is_type_1_whole(font)
    if font.startswith(_TRUETYPE):
        return _is_truetype_whole(font)
    return not (font.startswith(_COMPACT) and bytes(_ZEROS) in font)


# ---------------------------------------------------------------- Type 1


def _is_type_1_whole(font: bytes) -> bool:
    opens = _PRIVATE.search(font)
    if opens is None or _CONTROL.search(font, 0, opens.start()):
        return False
    cipher = font[opens.end() :]
    if _IN_HEX.match(cipher):
        digits = _NO_HEX.sub(b"", cipher.partition(_TRAILER)[0])
        cipher = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    trailer = cipher.rfind(_TRAILER)
    end = len(cipher[: trailer if trailer >= 0 else None].rstrip(_TRAILS))
    start = max(0, end - _WINDOW)
    return _ENDS in _plain(cipher[start:], _key_after(cipher[:start])) or _ENDS in _plain(cipher, _FIRST_KEY)


def _plain(cipher: bytes, key: int) -> bytes:
    plain = bytearray()
    for byte in cipher:
        plain.append(byte ^ key >> 8)
        key = ((byte + key) * _FACTOR + _STEP) % _KEYS
    return bytes(plain)


_WEIGHTS = tuple(accumulate(repeat(_FACTOR, _ROW - 1), lambda power, factor: power * factor % _KEYS, initial=1))


def _key_after(cipher: bytes) -> int:
    """The key behind so many bytes: a sum of them, each weighted by a power of the factor. Row by row, a row being one long
    number with a lane for each byte: a tenth of the time of going through the bytes."""
    length = len(cipher)
    lanes = 0
    for end in range(length, 0, -_ROW):
        part = cipher[max(0, end - _ROW) : end]
        row = bytearray(8 * len(part))
        row[7::8] = part
        lanes += int.from_bytes(row, "big") * pow(_FACTOR, length - end, _KEYS)
    sums = struct.unpack(f">{_ROW}Q", lanes.to_bytes(8 * _ROW, "big"))
    weighted: int = _FACTOR * sum(map(mul, reversed(sums), _WEIGHTS))
    grown = pow(_FACTOR, length, _KEYS * (_FACTOR - 1))
    return (_FIRST_KEY * grown + _STEP * ((grown - 1) // (_FACTOR - 1)) + weighted) % _KEYS


# ---------------------------------------------------------------- TrueType


def _is_truetype_whole(font: bytes) -> bool:
    tables: dict[bytes, bytes] = {}
    summed = True
    try:
        for place in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16):
            tag, total, start, length = struct.unpack_from(">4sIII", font, place)
            table = tables[tag] = font[start : start + length]
            if tag == b"head":
                table = table[:8] + bytes(4) + table[12:]  # there stands the sum of the font
            summed = summed and len(table) == length and _sum(table) == total
        return summed or _are_drawings_whole(tables)
    except struct.error:  # it is cut off
        return False


def _sum(table: bytes) -> int:
    return sum(_numbers("I", table + bytes(-len(table) % 4))) % (1 << 32)


def _numbers(kind: str, data: bytes) -> Sequence[int]:
    numbers = array(kind)
    numbers.frombytes(data[: len(data) // numbers.itemsize * numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _are_drawings_whole(tables: Mapping[bytes, bytes]) -> bool:
    """Every drawing begins where the one before it ends, and fills its place. Raises struct.error as one is cut off."""
    if not tables.keys() >= {b"head", b"maxp", b"loca", b"glyf"}:
        return True
    drawings = tables[b"glyf"]
    count = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
    is_long = struct.unpack_from(">h", tables[b"head"], 50)[0]
    places = _numbers("I" if is_long else "H", tables[b"loca"])[: count + 1]
    step = 1 if is_long else 2
    return all(
        start <= end and (start == end or _is_drawing_whole(drawings[step * start : step * end], count))
        for start, end in pairwise(places)
    )


def _is_drawing_whole(drawing: bytes, count: int) -> bool:
    (contours,) = struct.unpack_from(">h", drawing)
    if contours < 0:
        return _is_composite_whole(drawing, count)
    if contours == 0:
        return len(drawing) <= _HEADER + _MAX_REST
    *ends, hints = struct.unpack_from(f">{contours}HH", drawing, _HEADER)
    if any(end > after for end, after in pairwise(ends)):
        return False
    at = _HEADER + 2 * contours + 2 + hints
    points = ends[-1] + 1
    size = 0
    while points > 0:
        (flag,) = struct.unpack_from(">B", drawing, at)
        times = 1
        if flag & 8:
            times += struct.unpack_from(">B", drawing, at + 1)[0]
            at += 1
        at += 1
        points -= times
        size += times * _SIZES[flag]
    rest: int = len(drawing) - at - size
    return points == 0 and 0 <= rest <= _MAX_REST


# bytes that the place of a point takes, by its flag: x and y each one byte, two, or none where it is that of the point before
_SIZES = tuple(
    (1 if flag & 2 else 0 if flag & 16 else 2) + (1 if flag & 4 else 0 if flag & 32 else 2) for flag in range(256)
)


def _is_composite_whole(drawing: bytes, count: int) -> bool:
    at, flags = _HEADER, _COMPOSITE_MORE
    while flags & _COMPOSITE_MORE:
        flags, part = struct.unpack_from(">HH", drawing, at)
        if part >= count:
            return False
        at += 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
    if flags & _COMPOSITE_HINTS:
        at += 2 + struct.unpack_from(">H", drawing, at)[0]
    return at <= len(drawing)
