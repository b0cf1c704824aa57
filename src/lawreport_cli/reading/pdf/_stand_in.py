"""A font for Chinese fonts that the file names, does not carry and this machine lacks: registers it with PDFium.

PDFium drops a piece of text whose glyphs have no size, and without a font a Chinese character has none: a page set
character by character would read as blank wherever no Chinese font is installed. One box for every character is
enough to read by (tools/make_stand_in.py).
"""

import ctypes
from importlib import resources

import pypdfium2 as pdfium

_GB2312 = 134  # a character set of fpdf_sysfontinfo.h
_EAST_ASIAN = {128, 129, _GB2312, 136}
_HANDLE = 1  # no font of the system has this address


class _StandIn(pdfium.PdfSysfontBase):  # type: ignore[misc]
    """The fonts of the system, and behind them the stand-in."""

    def __init__(self) -> None:
        super().__init__()
        self._font = resources.files(__package__).joinpath("stand_in.ttf").read_bytes()

    def MapFont(  # noqa: N802
        self, _: object, weight: int, italic: int, charset: int, pitch: int, face: object, exact: object
    ) -> int | None:
        found: int | None = super().MapFont(_, weight, italic, charset, pitch, face, exact)
        return found or (_HANDLE if charset in _EAST_ASIAN else None)

    def GetFontData(self, _: object, font: int, table: int, buffer: object, size: int) -> int:  # noqa: N802
        if font != _HANDLE:
            return int(super().GetFontData(_, font, table, buffer, size))
        if table:
            return 0
        if size >= len(self._font):
            ctypes.memmove(buffer, self._font, len(self._font))  # type: ignore[arg-type]
        return len(self._font)

    def GetFaceName(self, _: object, font: int, buffer: object, size: int) -> int:  # noqa: N802
        return 0 if font == _HANDLE else int(super().GetFaceName(_, font, buffer, size))

    def GetFontCharset(self, _: object, font: int) -> int:  # noqa: N802
        return _GB2312 if font == _HANDLE else int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: object, font: int) -> None:  # noqa: N802
        if font != _HANDLE:
            super().DeleteFont(_, font)


def install() -> None:
    """Register the stand-in for this process."""
    _StandIn().setup()
