"""Takes the blocks of a report and a layout, gives a flat OpenDocument text as an office would write it (GB/T 9704)."""

from xml.sax.saxutils import escape

from blocks import Block, CellBlock
from layouts import Layout

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"), ("meta", "meta"),
    )
)  # fmt: skip
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


def flat_odt(blocks: list[Block], layout: Layout, title: str) -> str:
    """The whole document as XML."""
    parts, styles = [], []
    tables = 0
    for block in blocks:
        if block.kind == "table":
            tables += 1
            styles.append(_column_styles(block, layout, tables))
            parts.append(_table(block, tables))
        else:
            parts.append(f'<text:p text:style-name="{block.kind}">{_runs(block)}</text:p>')
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>{escape(title)}</dc:title></office:meta>"
        f"<office:font-face-decls>{_face(SERIF)}{_face(SANS)}</office:font-face-decls>"
        f"<office:styles>{_paragraph_styles(layout)}</office:styles>"
        f"<office:automatic-styles>{''.join(styles)}{_cell_styles()}{_page_layout(layout)}</office:automatic-styles>"
        f"<office:master-styles>{_master(layout)}</office:master-styles>"
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body></office:document>\n"
    )


def _runs(block: Block) -> str:
    head, rest = escape(block.text[: block.run_in]), escape(block.text[block.run_in :])
    return f'<text:span text:style-name="strong">{head}</text:span>{rest}' if head else rest


def _face(name: str) -> str:
    return f'<style:font-face style:name="{name}" svg:font-family="\'{name}\'"/>'


def _style(name: str, layout: Layout, paragraph: str, font: str = SERIF, *, size: float = 0, bold: bool = False) -> str:
    points = f"{size or layout.size}pt"
    weight = "bold" if bold else "normal"
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph} '
        f'fo:orphans="0" fo:widows="0" style:punctuation-wrap="{layout.wrap}" style:line-break="strict"/>'
        f'<style:text-properties style:font-name="{font}" style:font-name-asian="{font}" fo:font-size="{points}" '
        f'style:font-size-asian="{points}" fo:font-weight="{weight}" style:font-weight-asian="{weight}" '
        'fo:language="zh" fo:country="CN" style:language-asian="zh" style:country-asian="CN"/></style:style>'
    )


def _paragraph_styles(layout: Layout) -> str:
    line = f'fo:line-height="{layout.pitch}pt"'
    body = f'{line} fo:text-align="justify" fo:text-indent="{2 * layout.size}pt"'
    centre = f'{line} fo:text-align="center"'
    small = max(layout.size - 4, 9)
    return "".join((
        _style("title", layout, f'{centre} fo:margin-bottom="{layout.pitch}pt"', SANS, size=layout.size + 6, bold=True),
        _style("subtitle", layout, f'{centre} fo:margin-bottom="{layout.pitch}pt"'),
        _style("level1", layout, body, SANS),
        _style("level2", layout, body, SERIF, bold=True),
        _style("paragraph", layout, body),
        _style("signature", layout, f'{line} fo:text-align="end" fo:margin-right="{2 * layout.size}pt"'),
        _style("caption", layout, f'{centre} fo:keep-with-next="always"', SANS),
        _style("unit", layout, f'{line} fo:text-align="end" fo:keep-with-next="always"', size=small),
        _style("chrome", layout, 'fo:text-align="start"', SANS, size=small),
        _style("cell", layout, f'fo:text-align="center" fo:line-height="{small * 1.3}pt"', size=small),
        _style("furniture", layout, 'fo:text-align="start"', size=14 if layout.dashes else 10.5),
        _style("furniture-odd", layout, 'fo:text-align="end"', size=14 if layout.dashes else 10.5),
        '<style:style style:name="strong" style:family="text"><style:text-properties fo:font-weight="bold" '
        'style:font-weight-asian="bold"/></style:style>',
    ))  # fmt: skip


def _cell_styles() -> str:
    return (
        '<style:style style:name="box" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.5pt solid #000000" fo:padding="2pt" style:vertical-align="middle"/></style:style>'
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
        'fo:keep-together="always"/></style:style>'
    )


def _column_styles(block: Block, layout: Layout, number: int) -> str:
    weights = block.weights
    width = layout.width - layout.left - layout.right
    columns = "".join(
        f'<style:style style:name="t{number}c{at}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * weight / sum(weights):.2f}mm"/></style:style>'
        for at, weight in enumerate(weights)
    )
    return (
        f'<style:style style:name="t{number}" style:family="table"><style:table-properties style:width="{width}mm" '
        f'table:align="center" fo:margin-bottom="12pt" table:border-model="collapsing"/></style:style>{columns}'
    )


def _table(block: Block, number: int) -> str:
    columns = "".join(f'<table:table-column table:style-name="t{number}c{at}"/>' for at in range(len(block.grid[0])))
    rows = [
        f"<table:table-row table:style-name='row'>{''.join(map(_cell, row))}</table:table-row>" for row in block.grid
    ]
    heads, body = "".join(rows[: block.heads]), "".join(rows[block.heads :])
    return (
        f'<table:table table:name="t{number}" table:style-name="t{number}">{columns}'
        f"<table:table-header-rows>{heads}</table:table-header-rows>{body}</table:table>"
    )


def _cell(cell: CellBlock | None) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    spans = f'table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
    text = f'<text:p text:style-name="cell">{escape(cell.text)}</text:p>'
    return f'<table:table-cell table:style-name="box" office:value-type="string" {spans}>{text}</table:table-cell>'


def _page_layout(layout: Layout) -> str:
    usage = 'style:page-usage="mirrored"' if layout.dashes else ""
    header = f"{layout.top - 20}mm" if layout.running_head else "0mm"
    sizes = f'fo:page-width="{layout.width}mm" fo:page-height="{layout.height}mm"'
    margins = f'fo:margin-left="{layout.left}mm" fo:margin-right="{layout.right}mm"'
    vertical = (
        f'fo:margin-top="{20 if layout.running_head else layout.top}mm" fo:margin-bottom="{layout.bottom - 15}mm"'
    )
    head = (
        f'<style:header-style><style:header-footer-properties fo:min-height="{header}" fo:margin-bottom="5mm"/>'
        "</style:header-style>"
        if layout.running_head
        else ""
    )
    return (
        f'<style:page-layout style:name="page" {usage}><style:page-layout-properties {sizes} {margins} {vertical}/>{head}'
        '<style:footer-style><style:header-footer-properties fo:min-height="15mm" fo:margin-top="7mm"/>'
        "</style:footer-style></style:page-layout>"
    )


def _master(layout: Layout) -> str:
    number = '<text:page-number text:select-page="current">1</text:page-number>'
    number = f"— {number} —" if layout.dashes else f"第{number}页"
    odd = f'<text:p text:style-name="furniture-odd">{number}</text:p>'
    even = f'<text:p text:style-name="furniture">{number}</text:p>'
    head = f'<text:p text:style-name="furniture">{escape(layout.running_head)}</text:p>' if layout.running_head else ""
    return (
        '<style:master-page style:name="Standard" style:page-layout-name="page">'
        + (f"<style:header>{head}</style:header>" if head else "")
        + f"<style:footer>{odd}</style:footer>"
        + (f"<style:footer-left>{even}</style:footer-left>" if layout.dashes else "")
        + "</style:master-page>"
    )
