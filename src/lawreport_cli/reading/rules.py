"""The grid behind a table: takes the rulings of a page, gives the edges that bound cells, open ends closed.

An edge is (position, start, end): a plumb one at x = position from top to bottom, a level one at y = position from left
to right. Points, origin at the top left of the page as shown.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from lawreport_cli.reading.regions import Ruling

THIN = 3.0  # points; what is drawn thicker is a shade, not a line
MAX_PAIRS = 400_000  # of a plumb and a level edge; a page with more is a mesh, and is left as it is
_SNAP = 3.0  # edges nearer than this are one line, drawn twice
_GAP = 3.0  # pieces of one line with a smaller gap are joined


class Edge(NamedTuple):
    """A straight edge along one axis; which axis is known from the list it stands in."""

    at: float
    start: float
    end: float


def edges(rulings: Iterable[Ruling]) -> tuple[list[Edge], list[Edge]]:
    """The plumb and the level edges of a page, snapped, joined and with the open ends of tables closed.

    Shades (filled, not stroked, thick both ways) are left out: paragraphs and cells are painted white by some programs,
    and a shade that ends within a merged cell would split it.
    """
    plumb: list[Edge] = []
    level: list[Edge] = []
    for ruling in rulings:
        width, height = ruling.x1 - ruling.x0, ruling.bottom - ruling.top
        if width <= THIN or height <= THIN:
            if width <= height:
                plumb.append(Edge((ruling.x0 + ruling.x1) / 2, ruling.top, ruling.bottom))
            else:
                level.append(Edge((ruling.top + ruling.bottom) / 2, ruling.x0, ruling.x1))
        elif ruling.kind == "rect" and ruling.stroked:
            plumb += [Edge(x, ruling.top, ruling.bottom) for x in (ruling.x0, ruling.x1)]
            level += [Edge(y, ruling.x0, ruling.x1) for y in (ruling.top, ruling.bottom)]
    plumb, level = _merge(plumb), _merge(level)
    if len(plumb) * len(level) > MAX_PAIRS:
        return plumb, level
    level = _merge(level + _closing(plumb, level))
    return _merge(plumb + _closing(level, plumb)), level


def _merge(loose: list[Edge]) -> list[Edge]:
    """Edges at nearly the same position moved to their mean; pieces that touch joined; crumbs left out."""
    merged: list[Edge] = []
    for line in _clusters(sorted(loose)):
        at = sum(edge.at for edge in line) / len(line)
        pieces = sorted((edge.start, edge.end) for edge in line)
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start <= end + _GAP:
                end = max(end, next_end)
            else:
                merged.append(Edge(at, start, end))
                start, end = next_start, next_end
        merged.append(Edge(at, start, end))
    return [edge for edge in merged if edge.end - edge.start >= THIN]


def _clusters(ordered: Sequence[Edge]) -> Iterable[list[Edge]]:
    line: list[Edge] = []
    for edge in ordered:
        if line and edge.at - line[-1].at > _SNAP:
            yield line
            line = []
        line.append(edge)
    if line:
        yield line


def _closing(sides: Sequence[Edge], across: Sequence[Edge]) -> list[Edge]:
    """The edges missing where neighbouring `sides` end together: a table left open at a page break.

    Between two sides that end at the same height nothing is added where an edge across is there already, nor where no
    edge joins the two sides elsewhere (the gap between two tables).
    """
    added: list[Edge] = []
    end_ofs: tuple[Callable[[Edge], float], ...] = (lambda edge: edge.start, lambda edge: edge.end)
    for end_of in end_ofs:
        group: list[Edge] = []
        for side in sorted(sides, key=end_of):
            if group and end_of(side) - end_of(group[0]) > _SNAP:
                added += _missing(sorted(group), end_of(group[0]), across)
                group = []
            group.append(side)
        if group:
            added += _missing(sorted(group), end_of(group[0]), across)
    return added


def _missing(group: Sequence[Edge], at: float, across: Sequence[Edge]) -> Iterable[Edge]:
    for left, right in pairwise(group):
        middle = (left.at + right.at) / 2
        top, bottom = max(left.start, right.start), min(left.end, right.end)
        near = [edge for edge in across if edge.start <= middle <= edge.end]
        if any(abs(edge.at - at) <= 2 * _SNAP for edge in near):
            continue
        if any(
            top - _SNAP <= edge.at <= bottom + _SNAP and edge.start <= left.at + _SNAP and edge.end >= right.at - _SNAP
            for edge in near
        ):
            yield Edge(at, left.at, right.at)
