"""Looks at a file before it is parsed: takes its bytes, gives nothing, raises what makes it no PDF to read."""

import re

from lawreport_cli.errors import DocumentError

_EDGE = 1024  # bytes looked at, at either end
_EOF = b"%%EOF"
_XREF_TRACE = re.compile(rb"startxref|trailer|xref\s|\d{10} \d{5} [nf]")  # the object table that ends a PDF

# first bytes → what the file is, in the order they are tried
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or WPS document (OLE)"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive (a download that was never unpacked)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
    (b"\x00\x05\x16\x07", "a macOS side file (AppleDouble), not the document"),
    (b"CAJ", "a CNKI CAJ document"),
    (b"KDH", "a CNKI KDH document"),
    (b"HN\x00", "a CNKI HN document"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
)
_ZIP_PARTS: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"ppt/", "a PowerPoint file (pptx)"),
    (b"OFD.xml", "an OFD document"),
)
_ZEROS, _TEXT, _UNKNOWN = (
    "a file of zeros (a download that never began)",
    "a text file or something unknown",
    "something unknown",
)


def check(data: bytes) -> None:
    """Raise `DocumentError` (empty, not_a_pdf, truncated, damaged) where the two ends of the file tell enough."""
    if not data:
        raise DocumentError("empty", "The file is empty (0 bytes). Download it again.")
    if b"%PDF-" not in data[:_EDGE]:
        what = _what(data)
        if what in (_UNKNOWN, _ZEROS, _TEXT) and b"endobj" in data and b"startxref" in data:
            raise DocumentError("damaged", "The first bytes of the file are destroyed. Download it again.")
        raise DocumentError("not_a_pdf", f"This is not a PDF but {what}. Get the report as a PDF.")
    _check_end(data)


def _check_end(data: bytes) -> None:
    end = data.rfind(_EOF)
    rest = data[end:] if end >= 0 else data
    if end >= 0 and b" obj" not in rest:  # whole, perhaps with something harmless after the end
        return
    tail = data[-_EDGE:]
    if not tail.strip(b"\x00"):
        raise DocumentError(
            "damaged", "The end of the file is filled with zeros: the download never finished. Get it again."
        )
    if b"endobj" not in data:
        raise DocumentError("damaged", "The file holds no complete object of a PDF. Get it again.")
    if not _XREF_TRACE.search(tail):
        raise DocumentError("truncated", "The file stops in the middle: its end is missing. Download it again.")


def _what(data: bytes) -> str:
    head = data[:_EDGE]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"PK\x03\x04"):
        parts = head + data[-4 * _EDGE :]  # names stand at the front and in the directory at the end
        return next((name for part, name in _ZIP_PARTS if part in parts), "a ZIP archive")
    if not head.strip(b"\x00"):
        return _ZEROS
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<script")) or b"<html" in text:
        return "a web page (HTML), often the error page of a site"
    if text.startswith(b"<?xml"):
        return "an XML file"
    if text.startswith((b"{", b"[")):
        return "a JSON text, often the error message of a site"
    if b"\x00" not in head and len(text) > 1:
        return _TEXT
    return _UNKNOWN
