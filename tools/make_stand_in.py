"""Makes the font that stands in for Chinese fonts that are not there: writes src/lawreport_cli/reading/pdf/stand_in.ttf.

One box, half an em wide, for every character that leaves ink. Needs fontTools (pip install fonttools).
"""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

PATH = Path(__file__).resolve().parent.parent / "src" / "lawreport_cli" / "reading" / "pdf" / "stand_in.ttf"
EM, ASCENT, DESCENT = 1000, 880, -120
BOX = (50, 0), (50, 700), (450, 700), (450, 0)  # narrower than half an em: no digit outgrows the width that it is given
INKED = [range(0x21, 0x7F), range(0xA1, 0x3000), range(0x3001, 0xD800), range(0xE000, 0x10000), range(0x20000, 0x323B0)]


def build() -> bytes:
    """The font as bytes, the same each time."""
    font = FontBuilder(EM)
    font.setupGlyphOrder([".notdef", "box"])
    font.setupCharacterMap({})
    pen = TTGlyphPen(None)
    pen.moveTo(BOX[0])
    for point in BOX[1:]:
        pen.lineTo(point)
    pen.closePath()
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (EM, 0), "box": (EM, BOX[0][0])})
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupNameTable({"familyName": "Stand-in", "styleName": "Regular"})
    font.setupPost(keepGlyphNames=False)
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    many_to_one = CmapSubtable.newSubtable(13)
    many_to_one.platformID, many_to_one.platEncID, many_to_one.language = 3, 10, 0
    many_to_one.cmap = {code: "box" for inked in INKED for code in inked}
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [many_to_one]
    font.font["cmap"] = table
    font.save(PATH)
    return PATH.read_bytes()


if __name__ == "__main__":
    print(f"{PATH.name}: {len(build())} bytes")
