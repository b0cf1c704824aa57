"""Fonts without checksum: damage that makes drawings disappear is seen, what writers leave is not."""

import random
import struct
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import _file
from lawreport_cli import reading
from lawreport_cli.errors import DocumentError
from lawreport_cli.reading import fonts

# ---------------------------------------------------------------- Type 1

PRIVATE = b"dup /Private 8 dict dup begin /CharStrings 3 dict dup begin\n%b\nend end mark currentfile closefile\n"
TRAILER = b"0" * 64 + b"\ncleartomark\n"


def locked(plain: bytes) -> bytes:
    """As Adobe's Type 1 format, 7.3, says."""
    key, cipher = 55665, bytearray()
    for byte in plain:
        cipher.append(byte ^ key >> 8)
        key = ((cipher[-1] + key) * 52845 + 22719) % 65536
    return bytes(cipher)


def type_1(drawings: bytes, *, opens: bytes = b"eexec\n", in_hex: bool = False, trailer: bytes = TRAILER) -> bytes:
    cipher = locked(b"    " + PRIVATE % drawings)
    return b"%!FontType1-1.0: Yunlan\ncurrentfile " + opens + (cipher.hex().encode() if in_hex else cipher) + trailer


DRAWINGS = random.Random(7).randbytes(40_000)
CIPHER = locked(DRAWINGS * 2)


@pytest.mark.parametrize(
    "font",
    [
        type_1(DRAWINGS),
        type_1(b""),
        type_1(DRAWINGS, opens=b"eexec\r\n"),
        type_1(DRAWINGS, opens=b"eexec\n\x80\x02\0\1\0\0"),  # with the header of a segment
        type_1(DRAWINGS, in_hex=True),
        type_1(DRAWINGS, trailer=b""),
        type_1(DRAWINGS, trailer=b"0" * 64 + b"\ncleartomark{restore}if\r\0\0"),
        type_1(DRAWINGS, trailer=locked(bytes(600))),  # something unknown behind its end
    ],
)
def test_a_sound_type_1_font_is_whole(font: bytes) -> None:
    assert fonts.is_whole(font)


@given(st.data())
def test_one_changed_byte_of_the_private_part_is_seen(data: st.DataObject) -> None:
    font = bytearray(type_1(b"/cid1 9 RD 123456789 ND" * 20))
    end = len(font) - len(TRAILER) - len(" closefile\n")
    font[data.draw(st.integers(font.index(b"eexec\n") + 8, end - 1))] ^= data.draw(st.integers(1, 255))
    assert not fonts.is_whole(bytes(font))


@given(st.integers(0, 40_000))
def test_the_key_behind_many_bytes_is_that_of_going_through_them(count: int) -> None:
    assert (
        fonts._plain(CIPHER[count : count + 9], fonts._key_after(CIPHER[:count])) == (DRAWINGS * 2)[count : count + 9]
    )


def test_noise_in_the_open_part_is_seen() -> None:
    assert not fonts.is_whole(type_1(DRAWINGS).replace(b"Yunlan", b"\x11\x9c\x00lan"))


def test_a_type_1_font_without_private_part_is_not_whole() -> None:
    assert not fonts.is_whole(b"%!FontType1-1.0: Yunlan\n" + bytes(900))


# ---------------------------------------------------------------- TrueType

# One contour, its last point, two bytes of hints; four points of one flag: a byte for x and one for y.
SQUARE = struct.pack(">h4hHH", 1, 0, 0, 9, 9, 3, 2) + b"\xb0\xb1" + b"\x3f\x03" + b"\x09" * 8
BOTH = struct.pack(">h4hHHbbHHbb", -1, 0, 0, 9, 9, 0x20, 0, 0, 0, 0, 1, 0, 0)  # put together of drawings 0 and 1
BLANK = bytes(12)


def truetype(*drawings: bytes, summed: bool = False) -> bytes:
    """A font of these drawings. Its directory holds the right sums, or wrong ones as those of many writers are."""
    ends = [0, *accumulate(map(len, drawings))]
    tables = {
        b"glyf": b"".join(drawings),
        b"head": bytes(50) + struct.pack(">hh", 1, 0),
        b"loca": struct.pack(f">{len(ends)}I", *ends),
        b"maxp": struct.pack(">IH", 0x10000, len(drawings)),
    }
    directory, body = b"", b""
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) + (not summed)
        directory += struct.pack(">4sIII", tag, total % 2**32, 12 + 16 * len(tables) + len(body), len(table))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0) + directory + body


SOUND = (BLANK, SQUARE, b"", SQUARE + bytes(2), BOTH)
SHORT, LONG, FLAGS, POINTS = (
    SQUARE[:-1],
    SQUARE + bytes(4),
    SQUARE[:-10] + b"\x3f\x04" + SQUARE[-8:],
    b"\0\x02" + SQUARE[2:],
)


def test_wrong_sums_alone_are_no_damage() -> None:
    assert fonts.is_whole(truetype(*SOUND, summed=True))
    assert fonts.is_whole(truetype(*SOUND))


@pytest.mark.parametrize("broken", [SHORT, LONG, FLAGS, POINTS, BOTH.replace(b"\0\1", b"\0\7"), BOTH[:-1], b"\0\1"])
def test_a_drawing_that_does_not_fill_its_place_is_damage(broken: bytes) -> None:
    assert not fonts.is_whole(truetype(*SOUND, broken))
    assert fonts.is_whole(truetype(*SOUND, broken, summed=True))  # it came so


def test_drawings_out_of_order_are_damage() -> None:
    font = truetype(*SOUND)
    at = font.index(struct.pack(">II", len(BLANK), len(BLANK + SQUARE)))
    assert not fonts.is_whole(font[:at] + bytes(4) * 2 + font[at + 8 :])
    assert not fonts.is_whole(font[:at] + b"\0\1" + font[at + 2 :])


@given(st.integers(0, len(truetype(*SOUND)) - 3))
def test_a_font_that_is_cut_off_is_not_whole(length: int) -> None:
    assert fonts.is_whole(cut := truetype(*SOUND)[:length]) is (len(cut) < 4)


@given(st.binary())
def test_any_bytes_have_a_verdict(data: bytes) -> None:
    for head in (b"", b"%!", b"%!eexec ", b"\0\1\0\0", truetype(*SOUND)[:90]):
        assert fonts.is_whole(head + data) in (True, False)


def test_a_hole_in_a_compact_font_is_seen() -> None:
    font = b"\1\0\4\2" + DRAWINGS
    assert fonts.is_whole(font)
    assert not fonts.is_whole(font[:900] + bytes(64) + font[964:])


# ---------------------------------------------------------------- in a report


@pytest.mark.parametrize(
    ("key", "font", "place"),
    [("FontFile", type_1(b"/cid1 9 RD 123456789 ND"), b"eexec\n"), ("FontFile2", truetype(*SOUND), SQUARE)],
)
def test_damage_in_a_font_without_checksum_is_told(key: str, font: bytes, place: bytes) -> None:
    assert reading.read(report(key, font)).notes == ()
    at = font.index(place) + 14
    with pytest.raises(DocumentError) as caught:
        reading.read(report(key, font[:at] + bytes(4) + font[at + 4 :]))
    assert caught.value.code == "damaged"


def report(key: str, font: bytes) -> bytes:
    """One page that shows 12 in this font."""
    kind = "Type1" if key == "FontFile" else "TrueType"
    content = b"BT /F1 16 Tf 72 700 Td (12) Tj ET"
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /%b /BaseFont /Yunlan /FirstChar 49 /LastChar 50 /Widths [500 500] /FontDescriptor 6 0 R"
            b" /Encoding /WinAnsiEncoding >>" % kind.encode(),
            b"<< /Type /FontDescriptor /FontName /Yunlan /Flags 32 /%b 7 0 R >>" % key.encode(),
            b"<< /Length1 %d /Length %d >>\nstream\n%b\nendstream" % (len(font), len(font), font),
        ],
        b"/Root 1 0 R",
    )
