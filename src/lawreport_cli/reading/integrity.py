"""Whether a file is what its writer wrote: takes the bytes of a PDF, gives warnings for the pages that damage reaches.

PDFium decodes what it can of a damaged stream and says nothing: other figures come out of one PDF in three. Here every
Flate stream is held to its checksum, and every byte outside of streams to the grammar.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

from lawreport_cli.errors import DocumentError
from lawreport_cli.model import Note
from lawreport_cli.reading import bombs, fonts, pagetree
from lawreport_cli.reading.skeleton import Skeleton, Thing, is_program, walk

_PIECE = 1024 * 1024  # inflated at a time, so that a bomb costs time but no memory
_FILTERS = re.compile(rb"/Filter[\t\n\f\r ]*(?:(/[A-Za-z0-9]+)|\[([^\]]*)\])")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_PICTURE = re.compile(rb"/Subtype[\t\n\f\r ]*/Image(?![A-Za-z])")
_LOCK = re.compile(rb"/Encrypt[\t\n\f\r ]+(\d{1,10})[\t\n\f\r ]+\d+[\t\n\f\r ]+R")
_LOCK_VERSION = re.compile(rb"/V[\t\n\f\r ]+(\d+)")
_LOCK_VERSIONS = (b"1", b"2", b"4", b"5")
_FLUSHED = b"\0\0\xff\xff"  # the end of deflated data that were flushed, not finished
_SUM_KEPT = 2  # of the four bytes of a checksum
_NO_SUM = bytes(4)  # some writers reckon none
_MAX_UNFINISHED = 64 * 1024 * 1024  # bytes unpacked
_SPACES = b"\0\t\n\f\r "
_BINARY = re.compile(
    rb"/(?:Length1|N|Metadata|Alternate|Functions?Type|ObjStm|XRef|Type1C|CIDFontType0C|OpenType)(?![a-z])"
)
_DRAWS = re.compile(
    rb"(?<![^\0-\x20>)\]])(?:BT|ET|T[jJdDmf*]|Do|re|cm|(?:begin|end)(?:cmap|bf(?:char|range)))(?![^\0-\x20/<(\[])"
)
_INLINE_PICTURE = re.compile(rb"(?<![^\0-\x20>\]])ID[\0\t\n\f\r ].*?EI(?=[\0\t\n\f\r ]|\Z)", re.DOTALL)
_SHORT = 4096  # bytes
_NULS = 16  # in a row: no text of any encoding holds so many
_PRINTED = bytes((9, 10, 12, 13, *range(32, 127)))
_HEAD = 64  # bytes that tell text from what is none
_FLATE, _BASE_85, _HEX = frozenset({b"FlateDecode", b"Fl"}), frozenset({b"ASCII85Decode", b"A85"}), b"ASCIIHexDecode"


def check(data: bytes, pages: int, *, locked: bool = False) -> tuple[Note, ...]:
    """Warnings (`page_damaged`, one for each page concerned; `file_damaged`) for a PDF of so many pages; none if sound.

    Pictures are not looked into: no figure is read from them. Of a `locked` file only the table of
    objects can be; give its unlocked copy as well.

    Raises `DocumentError`: damaged where every page is concerned or nobody can tell which, too_large where the streams
    grow beyond all measure.
    """
    skeleton = walk(data)
    _check_lock(skeleton)
    broken = {thing.number for thing in skeleton.things if not thing.whole}
    sizes: dict[int, int] = {}
    broken |= _damaged(data, skeleton.things, sizes, locked=locked)
    bombs.check_structure(skeleton.things, sizes)
    if not (broken or skeleton.faults):
        return ()
    told = pagetree.concerned(data, skeleton, broken, inflate=_inflated)
    if told is None or len(told) >= pages or max(told, default=0) > pages:
        raise DocumentError("damaged", "The file is damaged: what it holds is not what its writer wrote. Get it again.")
    if not told:
        return (Note("file_damaged", "the structure of the file is damaged; no page is seen to be concerned"),)
    beside = {page + step for page in told for step in (-1, 0, 1)} & set(range(1, pages + 1))
    return tuple(
        Note("page_damaged", f"data of page {page} are damaged: its figures may be wrong or missing", page)
        if page in told
        else Note("page_damaged", f"page {page} stands beside a damaged one: a figure over both may be cut", page)
        for page in sorted(beside)
    )


def _check_lock(skeleton: Skeleton) -> None:
    """Raise for a lock that PDFium opens only because it does not look closely."""
    named = [match for body in skeleton.roots if (match := _LOCK.search(body))]
    for thing in skeleton.things if named else ():
        if thing.number == int(named[-1][1]) and b"/Standard" in thing.body:
            version = _LOCK_VERSION.search(thing.body)
            if version is None or version[1] not in _LOCK_VERSIONS:
                raise DocumentError(
                    "encrypted", "The file is locked in an unknown way. Save a copy without protection."
                )
            if version[1] == b"5" and not (b"/OE" in thing.body and b"/UE" in thing.body):
                raise DocumentError("damaged", "The file is locked and its keys are broken. Get it again.")


def _damaged(data: bytes, things: Sequence[Thing], sizes: dict[int, int], *, locked: bool) -> set[int]:
    """The objects whose data fail their checksum. The unpacked size of all others goes into `sizes`."""
    damaged: set[int] = set()
    total = 0
    for thing in things:
        if thing.stream is None or (b"/Subtype" in thing.body and _PICTURE.search(thing.body)):
            continue
        if b"/F" not in thing.body:  # no filter, so no checksum
            if not locked and not _is_plain_whole(data[slice(*thing.stream)], thing.body):
                damaged.add(thing.number)
            continue
        if locked != (b"/Encrypt" in thing.body):  # of a table of objects, which is never locked itself
            continue
        size = _plain_size(data, thing)
        try:
            for piece in _decoded(data, thing) if size < 0 else ():
                size = max(size, 0) + len(piece)
        except (zlib.error, ValueError):
            if not _is_unfinished(data[slice(*thing.stream)], thing.body):
                damaged.add(thing.number)
        sizes[thing.number] = size
        total += size
        if total > bombs.MAX_UNPACKED:
            raise bombs.too_large(f"its streams hold more than {bombs.MAX_UNPACKED} bytes")
    return damaged


def _plain_size(data: bytes, thing: Thing) -> int:
    """The unpacked size of a sound stream with one filter, of which a glyph is drawn, as thousands are; else -1."""
    start, end = thing.stream or (0, 0)
    if end - start > _SHORT or b"/FlateDecode" not in thing.body or b"[" in thing.body:
        return -1
    reader = zlib.decompressobj()
    try:
        size = len(reader.decompress(data[start:end]))  # four megabytes at most
    except zlib.error:
        return -1
    bombs.check_stream(end - start, size)
    return size if reader.eof and not reader.unused_data else -1


def _is_unfinished(packed: bytes, body: bytes) -> bool:
    """Whether only the checksum is missing, cut short or zero, as some writers leave it, and all else is sound."""
    match = _FILTERS.search(body)
    if match is None or not _FLATE.issuperset(names := _NAME.findall(match[1] or match[2])) or len(names) != 1:
        return False
    if not packed.strip(_SPACES):
        return True
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = reader.decompress(packed[2:], _MAX_UNFINISHED)
    except zlib.error:
        return False
    if reader.eof:
        rest = reader.unused_data
        if rest != _NO_SUM:
            return len(rest) >= _SUM_KEPT and zlib.adler32(unpacked).to_bytes(4, "big").startswith(rest)
    return (reader.eof or packed.endswith(_FLUSHED)) and _is_plain_whole(unpacked, body)


def _is_plain_whole(plain: bytes, body: bytes) -> bool:
    """Nothing speaks against the data of a stream without filter."""
    if _BINARY.search(body):
        return fonts.is_whole(plain)
    return not _is_text(plain[:_HEAD]) or _is_whole(plain)


def _is_text(head: bytes) -> bool:
    return 3 * len(head.translate(None, _PRINTED)) < len(head)


def _is_whole(plain: bytes) -> bool:
    """Nothing speaks against a stream without checksum. Only what draws or maps characters has a grammar; a picture inside
    of it can be anything."""
    if b"ID" in plain:
        plain = _INLINE_PICTURE.sub(b"", plain)
    if bytes(_NULS) in plain:
        return False
    plain = plain.rstrip(b"\0")
    return not _DRAWS.search(plain) or is_program(plain) or (b"ID" in plain and b"EI" in plain)


def _inflated(data: bytes, thing: Thing) -> bytes:
    """The data of a stream, empty where they are damaged."""
    try:
        return b"".join(_decoded(data, thing))
    except (zlib.error, ValueError):
        return b""


def _decoded(data: bytes, thing: Thing) -> Iterator[bytes]:
    """The data of a stream in pieces, as far as checksums tell. Raises zlib.error or ValueError where one is wrong."""
    start, end = thing.stream or (0, 0)
    pieces: Iterator[bytes] = iter((data[start:end],))
    match = _FILTERS.search(thing.body)
    for name in _NAME.findall(match[1] or match[2]) if match else ():
        if name in _FLATE:
            pieces = _strictly(pieces, end - start)
        elif name in _BASE_85:
            pieces = iter((_base_85(b"".join(pieces)),))
        elif name == _HEX:
            pieces = iter((_hex(b"".join(pieces)),))
        else:
            break
    return pieces


def _strictly(packed: Iterator[bytes], length: int) -> Iterator[bytes]:
    """Unpacked in pieces; raises where the stream does not end in its checksum, or goes on behind it.

    `length` is that of the stream in the file, in bytes: what grows out of all proportion to it is too_large.
    """
    reader = zlib.decompressobj()
    size = 0
    for piece in packed:
        rest = piece
        while rest and not reader.eof:
            unpacked = reader.decompress(rest, _PIECE)
            size += len(unpacked)
            bombs.check_stream(length, size)
            yield unpacked
            rest = reader.unconsumed_tail
        if reader.eof and (reader.unused_data or rest).strip(_SPACES):
            raise ValueError("data behind the end")
    while not reader.eof:
        unpacked = reader.decompress(b"", _PIECE)
        if not unpacked:
            raise ValueError("no end")
        yield unpacked


def _hex(coded: bytes) -> bytes:
    digits = coded.partition(b">")[0].translate(None, _SPACES)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


_ALPHABET = bytes(range(33, 118))
_DIGITS = bytes((code - 33) % 256 for code in range(256))


def _base_85(coded: bytes) -> bytes:
    """ASCII85 to bytes. All groups at once, in lanes of one long number: base64.a85decode takes 30 times as long."""
    text, mark, _ = coded.translate(None, _SPACES).removeprefix(b"<~").partition(b"~>")
    text = text.replace(b"z", b"!!!!!")
    missing = -len(text) % 5
    if not mark or text.translate(None, _ALPHABET) or missing == 4:
        raise ValueError("not ASCII85")
    digits = (text + b"u" * missing).translate(_DIGITS)
    count = len(digits) // 5
    total = 0
    for place in range(5):
        lanes = bytearray(8 * count)
        lanes[::8] = digits[place::5]
        total = total * 85 + int.from_bytes(lanes, "little")
    wide = total.to_bytes(8 * count, "little")
    if any(wide[4::8]):
        raise ValueError("a group beyond four bytes")
    out = bytearray(4 * count)
    for place in range(4):
        out[place::4] = wide[3 - place :: 8]
    return bytes(out[: len(out) - missing])
