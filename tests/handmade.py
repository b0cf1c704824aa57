"""Small PDFs and pages written by hand: takes what stands where, gives bytes or a `Page`."""

import hashlib
from collections.abc import Iterable, Sequence

from lawreport_cli.model import Box
from lawreport_cli.reading.regions import Page

A4 = (595, 842)
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    " /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
    " /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >> ] >>"
)


def show(x: float, y: float, text: str, *, size: float = 16, mode: int = 0, spacing: float = 0) -> str:
    """Operators that show `text` at a point of user space (origin bottom left); `mode` 3 is invisible."""
    codes = text.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf {mode} Tr {spacing} Tc 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n"


def pdf(*contents: str, page: str = "", title: str | None = None, encrypt: tuple[bytes, bytes] | None = None) -> bytes:
    """A PDF with one page for each content stream; `page` holds more entries of each page (a box, /Rotate).

    `encrypt` holds user and owner password: 40-bit RC4, as old office programs write it.
    """
    count = len(contents)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    key, security = _security(*encrypt) if encrypt else (b"", "")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        _FONT.encode(),
    ]
    for i, content in enumerate(contents):
        stream = content.encode("latin-1")
        if key:
            number = 5 + 2 * i
            stream = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], stream)
        box = "" if "/MediaBox" in page else f"/MediaBox [0 0 {A4[0]} {A4[1]}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} {page} /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {5 + 2 * i} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    more = security
    if title is not None:
        objects.append(b"<< /Title <" + ("\ufeff" + title).encode("utf-16-be").hex().encode() + b"> >>")
        more += f" /Info {len(objects)} 0 R"
    return _file(objects, b"/Root 1 0 R" + more.encode("latin-1"))


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _security(user: bytes, owner: bytes) -> tuple[bytes, str]:
    padded = (user + _PAD)[:32]
    owner_entry = _rc4(hashlib.md5(((owner or user) + _PAD)[:32]).digest()[:5], padded)
    identity = b"0123456789abcdef"
    key = hashlib.md5(padded + owner_entry + (-4).to_bytes(4, "little", signed=True) + identity).digest()[:5]
    user_entry = _rc4(key, _PAD)
    return key, (
        f" /ID [<{identity.hex()}> <{identity.hex()}>]"
        f" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{owner_entry.hex()}> /U <{user_entry.hex()}> >>"
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


# ---------------------------------------------------------------- pages without a PDF


def page(lines: Iterable[tuple[float, float, str] | tuple[float, float, str, float]], number: int = 1) -> Page:
    """A page as PDFium would give it, from (x0, top, text) or (x0, top, text, size): 16 points unless told.

    ␣ in a text is a space that PDFium made up for a gap of a third of a character; half-width characters are half as
    wide as they are high.
    """
    text, boxes = "", []
    for x0, top, string, *sizes in lines:
        size, x = (sizes or [16.0])[0], x0
        for char in string:
            width = size / 2 if char < "\u0250" else size
            if char == "␣":
                text, boxes, x = text + " ", [*boxes, None], x + size / 3
                continue
            text, boxes, x = text + char, [*boxes, Box(number, x, top, x + width, top + size)], x + width
        text, boxes = text + "\r\n", [*boxes, None, None]
    return Page(number, float(A4[0]), float(A4[1]), text, tuple(boxes))


def column(paragraphs: Iterable[str], *, width: int = 28, per_page: int = 22) -> list[Page]:
    """Pages in the manner of GB/T 9704: 28 characters of 16 points a line, an indent of two, pitch 29 points."""
    rows: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        room, line, x = width - 2.0, "", 79.0 + 32
        for char in paragraph:
            need = 0.5 if char < "\u0250" else 1.0
            if need > room:
                rows.append((x, line))
                room, line, x = float(width), "", 79.0
            line, room = line + char, room - need
        rows.append((x, line))
    pages = []
    for number, start in enumerate(range(0, len(rows), per_page), 1):
        part = rows[start : start + per_page]
        lines = [(x, 105.0 + 29 * i, text) for i, (x, text) in enumerate(part)]
        pages.append(page([*lines, (280.0, 765.0, f"— {number} —", 14.0)], number))
    return pages
