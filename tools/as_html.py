"""Takes the blocks of a report, its layout and facts, gives a web page as a government site shows it, for print."""

from collections.abc import Mapping
from html import escape

from blocks import Block, CellBlock
from layouts import Layout

STYLE = """
@page { size: %(width)smm %(height)smm; margin: %(top)smm %(right)smm %(bottom)smm %(left)smm;
  @top-left { content: "%(printed)s"; font: 8pt sans-serif; } @top-center { content: "%(title)s"; font: 8pt sans-serif; }
  @bottom-left { content: "%(address)s"; font: 8pt sans-serif; }
  @bottom-right { content: counter(page) "/" counter(pages); font: 8pt sans-serif; } }
body { margin: 0; font: %(size)spt/%(pitch)spt "Noto Sans CJK SC"; }
h1 { font-size: 1.4em; line-height: 1.5; text-align: center; } h2, h3 { font-size: 1em; text-indent: 2em; margin: .5em 0; }
p { text-indent: 2em; margin: 0 0 .6em; } .meta, .crumb, .foot { font-size: 9pt; line-height: 14pt; color: #555; }
.meta { text-align: center; border-block: 1px solid #ccc; padding: 3pt; } .foot { border-top: 1px solid #ccc; }
.foot, .subtitle, .caption { text-align: center; } .signature, .unit { text-align: right; }
p.chrome { font-size: 9pt; line-height: 14pt; color: #555; margin: 0; }
p.chrome, p.subtitle, p.signature, p.unit, p.caption { text-indent: 0; } .caption { font-weight: bold; }
table { border-collapse: collapse; width: 100%%; margin: .5em 0 1em; font-size: .8em; line-height: 1.5; }
th, td { border: 1px solid #000; padding: 2pt 3pt; text-align: center; } th { font-weight: bold; } tr { break-inside: avoid; }
"""
TAGS = {"title": "h1", "level1": "h2", "level2": "h3"}


def web_page(blocks: list[Block], layout: Layout, facts: Mapping[str, str]) -> str:
    """The whole page as HTML. `facts` holds issuer, title, year, published (ISO date), host and number of the page."""
    year, month, day = facts["published"].split("-")
    address = f"http://{facts['host']}/art/{year}/{int(month)}/{int(day)}/art_{facts['number']}.html"
    printed = f"{year}/{int(month)}/{int(day)} 16:40"
    style = STYLE % {
        "width": layout.width, "height": layout.height, "top": layout.top, "bottom": layout.bottom, "left": layout.left,
        "right": layout.right, "size": layout.size, "pitch": layout.pitch, "printed": printed, "address": address,
        "title": facts["title"],
    }  # fmt: skip
    crumb = f"当前位置：首页 &gt; 政府信息公开 &gt; 法治政府建设年度报告 &gt; {facts['year']}年"
    meta = f"来源：{facts['issuer']}　发布时间：{facts['published']} 16:02　浏览次数：　字号：[ 大 中 小 ]"
    foot = f"主办单位：{facts['issuer']}办公室　网站标识码：{facts['number']}00017"
    title, *rest = blocks
    head = [f'<div class="crumb">{crumb}</div>', _block(title), f'<div class="meta">{meta}</div>']
    if any(block.kind == "chrome" for block in rest):  # the report brings its own
        head = [_block(title)]
    body = [
        *head, *map(_block, rest), '<div class="crumb">【打印本页】　【关闭窗口】</div>', f'<div class="foot">{foot}</div>',
    ]  # fmt: skip
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(facts["title"])}</title>'
        f"<style>{style}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _block(block: Block) -> str:
    if block.kind == "table":
        rows = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.grid]
        heads, body = "".join(rows[: block.heads]), "".join(rows[block.heads :])
        return f"<table><tbody>{heads}{body}</tbody></table>"
    tag = TAGS.get(block.kind, "p")
    head, rest = escape(block.text[: block.run_in]), escape(block.text[block.run_in :])
    strong = f"<strong>{head}</strong>" if head else ""
    return f'<{tag} class="{block.kind}">{strong}{rest}</{tag}>'


def _cell(cell: CellBlock | None) -> str:
    if cell is None:
        return ""
    tag = "th" if cell.head else "td"
    return f'<{tag} rowspan="{cell.rows}" colspan="{cell.columns}">{escape(cell.text)}</{tag}>'
