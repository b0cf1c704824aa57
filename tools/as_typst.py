"""Takes the blocks of a report and a layout, gives the source of a typesetter (Typst)."""

from blocks import Block, CellBlock
from layouts import Layout


def typst_source(blocks: list[Block], layout: Layout, title: str, published: str) -> str:
    """The whole document as Typst markup. `published` is an ISO date: it becomes the date of the file."""
    year, month, day = (int(part) for part in published.split("-"))
    number = '"— " + counter(page).display() + " —"' if layout.dashes else 'counter(page).display("1 / 1", both: true)'
    side = "if calc.odd(counter(page).get().first()) { right } else { left }" if layout.dashes else "center"
    header = (
        f"header: [#set text(size: 9pt); {_text(layout.running_head)} #h(1fr) {year}]," if layout.running_head else ""
    )
    return f"""#set document(title: {_string(title)}, date: datetime(year: {year}, month: {month}, day: {day}))
#set page(width: {layout.width}mm, height: {layout.height}mm, {header}
  margin: (top: {layout.top}mm, bottom: {layout.bottom}mm, left: {layout.left}mm, right: {layout.right}mm),
  footer: context align({side}, text(size: 10.5pt, {number})))
#set text(font: "Noto Serif CJK SC", size: {layout.size}pt, lang: "zh", region: "cn")
#set par(leading: {layout.pitch - layout.size}pt, spacing: {layout.pitch - layout.size}pt, justify: true,
  first-line-indent: (amount: 2em, all: true))
#let sans(body) = text(font: "Noto Sans CJK SC", body)
#let flush(where, body) = align(where, par(first-line-indent: 0pt, body))
{"".join(map(_block, blocks))}"""


def _block(block: Block) -> str:
    head, rest = block.text[: block.run_in], block.text[block.run_in :]
    text = f"#strong[{_text(head)}]{_text(rest)}" if head else _text(rest)
    match block.kind:
        case "title":
            return f'#flush(center, text(size: 1.35em, weight: "bold", sans[{text}]))\n#v(1em)\n'
        case "level1" | "level2":
            return f"#block(sticky: true)[#h(2em)#sans[{text}]]\n\n"
        case "caption" | "subtitle":
            return f"#flush(center)[{text}]\n\n"
        case "signature" | "unit":
            return f"#flush(right)[{text}]\n\n"
        case "chrome":
            return f"#flush(left, text(size: 0.8em)[{text}])\n\n"
        case "table":
            return _table(block)
    return f"{text}\n\n"


def _table(block: Block) -> str:
    columns = ", ".join(f"{weight}fr" for weight in block.weights)
    rows = ["".join(map(_cell, row)) for row in block.grid]
    heads, body = "".join(rows[: block.heads]), "".join(rows[block.heads :])
    return (
        f"#[#set text(size: 0.78em)\n#set par(leading: 0.5em, justify: false, first-line-indent: 0pt)\n"
        f"#table(columns: ({columns}), align: center + horizon, stroke: 0.5pt, inset: 4pt,\n"
        f"table.header(repeat: false, {heads}),\n{body})]\n\n"
    )


def _cell(cell: CellBlock | None) -> str:
    if cell is None:
        return ""
    return f"table.cell(rowspan: {cell.rows}, colspan: {cell.columns}, breakable: false)[{_text(cell.text)}], "


def _text(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\#$*_`<>@[]~=-+/" else char for char in text)


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
