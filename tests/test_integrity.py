"""Damage: what PDFium swallows is told, with its pages; what writers leave sound is never called damaged."""

import base64
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import FIXTURES, PDFS
from handmade import _FONT, _file, pdf, show
from lawreport_cli import reading
from lawreport_cli.errors import DocumentError
from lawreport_cli.model import Document
from lawreport_cli.reading import integrity

SOUND = [*PDFS, *sorted((FIXTURES / "tables").glob("*.pdf"))]
TOLD = {"page_damaged", "file_damaged"}
LINES = ["全年办结案件995件", "罚没款8122.21万元", "培训2468人次"]


def packed(*contents: bytes, filters: str = "/FlateDecode", shared: bytes = b"") -> bytes:
    """A PDF with one page for each content, packed already; `shared` is a form that the last page paints."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        _FONT.encode(),
    ]
    form = 4 + 2 * len(contents)
    for i, content in enumerate(contents):
        more = f"/XObject << /X1 {form} 0 R >>" if shared and i == len(contents) - 1 else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> {more} >> >>".encode()
        )
        objects.append(stream(content, f"/Filter [{filters}]"))
    if shared:
        objects.append(stream(shared, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Filter [{filters}]"))
    return _file(objects, b"/Root 1 0 R")


def stream(data: bytes, entries: str) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def contents(count: int) -> list[bytes]:
    """Packed content streams, unlike one another."""
    return [zlib.compress(show(72, 700 - i, LINES[i % 3] + f"第{i}页").encode()) for i in range(count)]


def bitten(data: bytes) -> bytes:
    """With one byte in the middle changed."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x55]) + data[middle + 1 :]


def notes_of(data: bytes) -> list[tuple[str, int | None]]:
    return [(note.code, note.page) for note in reading.read(data).notes]


def code_of(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        reading.read(data)
    return caught.value.code


def figures(document: Document) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", document.folded)


# ---------------------------------------------------------------- sound files


@pytest.mark.parametrize("path", SOUND, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_no_false_alarm(path: Path) -> None:
    assert not TOLD & {note.code for note in reading.read(path.read_bytes()).notes}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,  # offsets count from the header
        lambda data: data.replace(b"%%EOF\n", b"%%EOF\n\n\0\0\0"),
        lambda data: data.replace(b"endstream\nendobj", b"endstream\rendobj"),
        lambda data: data.replace(
            b"/BaseFont /STSong-Light", b"/BaseFont /\xcb\xce\xcc\xe5-Light--"
        ),  # a name in GBK bytes
        lambda data: data.replace(b"/Root", b"/ID [(\\)\xff(a(b)c)\0) <00>] /Root"),
        lambda data: data.replace(b"startxref", b"% " + b"=" * 99 + b"\nstartxref"),
        lambda data: data.replace(b"trailer", b"\r\n\ntrailer"),
    ],
)
def test_what_writers_do_is_sound(change: Callable[[bytes], bytes]) -> None:
    assert not TOLD & {code for code, _ in notes_of(change(packed(*contents(2))))}


def test_a_checksum_that_the_writer_left_out_is_no_damage() -> None:
    text = show(72, 700, LINES[0]).encode()
    packer = zlib.compressobj()
    flushed = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
    for content in (flushed, zlib.compress(text)[:-1], zlib.compress(text)[:-2]):
        assert notes_of(packed(content)) == []
    assert code_of(packed(flushed[:-1])) == "damaged"
    assert code_of(packed(flushed[:40] + flushed[-4:])) == "damaged"
    assert code_of(packed(zlib.compress(text)[:-2][:-1] + b"?")) == "damaged"
    assert [code for code, _ in notes_of(packed(zlib.compress(text), b""))] == ["page_without_text"]


NAMED = re.compile(rb"(\d{10})( 00000 n )")


def renamed(data: bytes, step: int) -> bytes:
    """With all places in the table of objects moved by `step` bytes."""
    return NAMED.sub(lambda match: b"%010d" % (int(match[1]) + step) + match[2], data)


def updated(data: bytes, body: bytes) -> bytes:
    """With object 9 appended in a later edition that begins right behind %%EOF."""
    at = data.index(b"xref\n")
    data = data.rstrip(b"\n")
    table = b"xref\n9 1\n%010d 00000 n \ntrailer\n<< /Root 1 0 R /Size 10 /Prev %d >>\n" % (len(data), at)
    return data + body + table + b"startxref\n%d\n%%%%EOF" % (len(data) + len(body))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: renamed(data, -1),  # the line end before an object: a printer of a usual system writes so
        lambda data: updated(data, b"9 0 obj\n<< /Type /Metadata >>\nendobj\n"),
        lambda data: updated(data, b"9 0 obj\n<< /Type /Metadata /Long (" + b"x" * 500 + b") >>\nendobj\n"),
        lambda data: data.replace(b">>\nendobj\n4 0 obj", b">>        4 0 obj"),  # no word ends object 3
        lambda data: data.replace(b"/Resources << /Font", b"/Resources\0<< /Font"),
    ],
    ids=["line-end", "edition", "long-edition", "endobj", "nul"],
)
def test_what_other_writers_do_is_sound(change: Callable[[bytes], bytes]) -> None:
    data = packed(*contents(2))
    changed = change(data)
    assert changed != data
    assert notes_of(changed) == []
    assert LINES[0] in reading.read(changed).text


def test_places_and_objects_that_are_wrong_are_told_still() -> None:
    data = packed(*contents(2))
    assert TOLD & {code for code, _ in notes_of(renamed(data, -2))}
    assert code_of(data.replace(b">>\nendobj\n4 0 obj", b"[        4 0 obj")) == "damaged"
    assert code_of(data.replace(b"/Resources << /Font", b"/Resources\0\0<</Font")) == "damaged"


def test_checksums_that_the_writer_never_reckoned_are_no_damage() -> None:
    content = zlib.compress(show(72, 700, LINES[0]).encode())[:-4] + bytes(4)
    assert notes_of(packed(content)) == []
    noise = zlib.compress(show(72, 700, LINES[0]).replace("Tf", "T}").encode())[:-4] + bytes(4)
    assert code_of(packed(noise)) == "damaged"


def test_a_picture_inside_a_drawing_may_hold_anything() -> None:
    picture = "BI /W 8 /H 32 /IM true /D [1 0] ID " + "\0" * 31 + "}EI\n"
    text = show(72, 700, LINES[0])
    assert notes_of(pdf(text + picture + text)) == []
    assert code_of(pdf(text + picture + text + "T} ")) == "damaged"


def test_a_lone_minus_is_a_number() -> None:
    assert notes_of(pdf(show(72, 700, LINES[0]) + "BT /F1 9 Tf 72 600 Td [ <0031>-<0032> ] TJ ET")) == []


@pytest.mark.parametrize(
    "other", [b"\xef\xbb\xbf<?xml version='1.0'?><a b='1 < 2'>\xe8\xa1\xa8</a>", b"yy}55;]]b\xbf\xc0\0\x08BB"]
)
def test_a_stream_that_draws_nothing_needs_no_grammar(other: bytes) -> None:
    data = pdf(show(72, 700, LINES[0]), other.decode("latin-1"), page="/PieceInfo 7 0 R")
    assert "page_damaged" not in {code for code, _ in notes_of(data)}


def test_a_page_tree_that_was_written_twice_is_no_bomb() -> None:
    tree = b"<< /Type /Pages /Parent 2 0 R /Kids [4 0 R 6 0 R] /Count 2 >>"
    data = packed(*contents(2)).replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [8 0 R      ]")
    at = data.index(b"xref\n")
    place = len(data)
    top = b"<< /Type /Pages /Kids [8 0 R] /Count 2 >>"
    again = b"\n8 0 obj\n%b\nendobj\n" % tree
    edit = b"2 0 obj\n%b\nendobj\n" % top
    table = b"xref\n2 1\n%010d 00000 n \n8 1\n%010d 00000 n \ntrailer\n<< /Root 1 0 R /Size 9 /Prev %d >>\n"
    table %= (place + len(again), place + 1, at)
    end = b"startxref\n%d\n%%%%EOF\n" % (place + len(again) + len(edit))
    assert notes_of(data + again + edit + table + end) == []


# ---------------------------------------------------------------- damage and its pages


def test_a_damaged_page_and_those_beside_it_are_named() -> None:
    pages = contents(6)
    pages[1] = bitten(pages[1])
    noted = reading.read(packed(*pages)).notes
    assert [(note.code, note.page) for note in noted if note.code in TOLD] == [("page_damaged", n) for n in (1, 2, 3)]
    assert "figures may be wrong" in next(note.message for note in noted if note.page == 2)


def test_damage_in_a_drawing_is_that_of_the_page_that_paints_it() -> None:
    form = bitten(zlib.compress(show(72, 500, "附表").encode()))
    assert {page for code, page in notes_of(packed(*contents(5), shared=form)) if code == "page_damaged"} == {4, 5}


def test_damage_on_every_page_is_an_error() -> None:
    assert code_of(packed(*map(bitten, contents(2)))) == "damaged"


def test_a_stream_without_its_end_is_damaged() -> None:
    assert code_of(packed(contents(1)[0][:-4])) == "damaged"
    assert code_of(packed(contents(1)[0] + b"more")) == "damaged"


def test_noise_in_a_dictionary_is_damage() -> None:
    data = packed(*contents(4))
    at = data.index(b"/Contents 9 0 R")
    assert ("page_damaged", 3) in notes_of(data[:at] + b"/Con\0ents" + data[at + 9 :])
    assert code_of(data.replace(b"/Kids [", b"/Kids {")) == "damaged"


def test_noise_in_a_drawing_without_checksum_is_damage() -> None:
    data = pdf(show(72, 700, LINES[0]), show(72, 700, LINES[1]), show(72, 700, LINES[2]), show(72, 700, "终"))
    at = data.index(b"Tf", data.index(b"\nstream\n"))
    for noise in (b"\xd5\x11\x80", b"T} ", bytes(20)):
        assert ("page_damaged", 1) in notes_of(data[:at] + noise + data[at + len(noise) :])


def test_a_lost_object_is_damage() -> None:
    data = packed(*contents(4))
    lost = re.sub(rb"(?s)\n9 0 obj.*?endobj", b"", data)
    assert ("page_damaged", 3) in notes_of(lost)


def test_wrong_places_in_the_table_are_told() -> None:
    data = packed(*contents(3))
    assert notes_of(data.replace(b"startxref\n", b"startxref\n1")) == [("file_damaged", None)]
    assert notes_of(data.replace(b"%PDF-1.5\n", b"%PDF-1.5\n%\n")) == [("file_damaged", None)]


def test_stacked_filters_are_followed() -> None:
    text = zlib.compress(show(72, 700, LINES[0]).encode())
    twice = "/FlateDecode /FlateDecode"
    assert LINES[0] in reading.read(packed(zlib.compress(text), filters=twice)).text
    assert code_of(packed(zlib.compress(bitten(text)), filters=twice)) == "damaged"
    for filters, coded, broken in (
        ("/ASCII85Decode /FlateDecode", base64.a85encode(text) + b"~>", base64.a85encode(bitten(text)) + b"~>"),
        ("/ASCIIHexDecode /FlateDecode", text.hex().encode() + b">", bitten(text).hex().encode() + b">"),
    ):
        assert LINES[0] in reading.read(packed(coded, filters=filters)).text
        assert code_of(packed(broken, filters=filters)) == "damaged"


@given(st.binary())
def test_ascii85_is_read_as_the_standard_library_reads_it(data: bytes) -> None:
    assert integrity._base_85(base64.a85encode(data, wrapcol=20) + b"~>") == data


def test_locked_streams_are_checked_too() -> None:
    data = (FIXTURES / "hostile" / "owner-password.pdf").read_bytes()
    found = re.finditer(rb"<<([^>]*/FlateDecode[^>]*)>>\s*stream\r?\n", data)
    starts = [match.end() for match in found if b"/Metadata" not in match[1]]
    assert starts
    caught = 0
    for start in starts:
        broken = data[: start + 40] + bytes([data[start + 40] ^ 1]) + data[start + 41 :]
        try:
            caught += bool(TOLD & {code for code, _ in notes_of(broken)})
        except DocumentError:
            caught += 1
    assert caught == len(starts)


def test_a_bomb_is_too_large() -> None:
    spaces = zlib.compress(b" " * 6_000_000, 9)
    assert code_of(packed(spaces)) == "too_large"
    small = zlib.compress(b" " * 4_000_001, 9)
    assert len(small) < 4096
    assert code_of(packed(small)) == "too_large"
    assert code_of(packed(zlib.compress(spaces, 9), filters="/FlateDecode /FlateDecode")) == "too_large"
    many = packed(zlib.compress(random.Random(1).randbytes(1_000_000))).replace(
        b"/Contents 5 0 R", b"/Contents [" + b"5 0 R " * 2000 + b"]"
    )
    assert code_of(many) == "too_large"


# ---------------------------------------------------------------- many small injuries


def injured(data: bytes, kind: str, dice: random.Random) -> bytes:
    out, size = bytearray(data), len(data)
    at, length = dice.randrange(20, size - 600), dice.randrange(1, 512)
    if kind == "flip":
        for _ in range(8):
            out[dice.randrange(9, size)] ^= dice.randrange(1, 256)
    elif kind == "noise":
        out[at : at + 64] = dice.randbytes(64)
    elif kind == "cut":
        del out[at : at + length]
    elif kind == "twice":
        out[at:at] = out[at : at + length]
    else:
        out[at : at + length] = bytes(length)
    return bytes(out)


@pytest.mark.parametrize("kind", ["flip", "noise", "cut", "twice", "zero"])
@pytest.mark.parametrize("name", ["cut-row", "forms", "no-header"])
def test_no_other_figures_in_silence(name: str, kind: str) -> None:
    data = (FIXTURES / "tables" / f"{name}.pdf").read_bytes()
    sound = figures(reading.read(data))
    dice = random.Random(name + kind)
    for _ in range(8):
        try:
            document = reading.read(injured(data, kind, dice))
        except DocumentError:
            continue
        assert figures(document) == sound or TOLD & {note.code for note in document.notes}
