"""The page layouts of the fixtures: takes a name, gives sizes, furniture and web chrome."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """Page and margins in mm, type in points."""

    width: float = 210
    height: float = 297
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 23.9  # 158 mm of text: 28 characters of 16 pt
    size: float = 16
    pitch: float = 29
    dashes: bool = True  # page numbers as — 1 —, right on odd and left on even pages (GB/T 9704)
    wrap: str = "hanging"  # LibreOffice: punctuation at the end of a line may hang into the margin; or "simple"
    running_head: str | None = None


LAYOUTS = {
    "official": Layout(),
    "official-24": Layout(left=35, right=30, size=17, pitch=31),  # 24 characters a line
    "booklet": Layout(
        width=184, height=260, top=32, bottom=30, left=22, right=22.1, size=14, pitch=24, dashes=False, wrap="simple",
        running_head="法治政府建设年度报告汇编",
    ),
    "web": Layout(top=16, bottom=16, left=15, right=15, size=12, pitch=22, dashes=False),
    "web-letter": Layout(
        width=215.9, height=279.4, top=15, bottom=15, left=12, right=12, size=13.5, pitch=24, dashes=False
    ),
    "typeset": Layout(
        top=30, bottom=28, left=27, right=27, size=14, pitch=25, dashes=False, running_head="依法行政工作年报"
    ),
    "typeset-32": Layout(width=185, height=260, top=28, bottom=26, left=20, right=20, size=12, pitch=20, dashes=True),
}  # fmt: skip
