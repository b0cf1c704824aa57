"""What is painted on a page: takes a page of PDFium, gives its paths, pictures, hidden text and rulings."""

import ctypes
import math
from collections.abc import Iterator
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as c

from lawreport_cli.errors import DocumentError
from lawreport_cli.reading.pdf._calls import (
    address,
    draw_mode,
    object_bounds,
    object_colour,
    object_matrix,
    object_type,
    page_object,
    path_segment,
    render_mode,
    segment_close,
    segment_count,
    segment_point,
    segment_type,
)
from lawreport_cli.reading.regions import Ruling
from lawreport_cli.reading.shown import Shown
from lawreport_cli.reading.strokes import IDENTITY, Matrix, times, upright

MAX_PATHS_ON_PAGE = 20_000  # more is a picture, not a table
MAX_OBJECTS_ON_PAGE = 1_000_000
_MAX_FORM_DEPTH = 8
WHITE = 250  # of 255


_NO_TEXT = c.FPDF_TEXTRENDERMODE_UNKNOWN  # what objects other than text answer
_INVISIBLE = frozenset({c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP})


class Painted:
    """What is painted on a page: paths with the matrix that places them, invisible text objects, whether a picture."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.paths: list[tuple[int, Matrix]] = []
        self.images: list[int] = []
        hidden: list[int] = []
        raw = address(page.raw)
        count = c.FPDFPage_CountObjects(page.raw)
        if count > MAX_OBJECTS_ON_PAGE:
            raise DocumentError("too_large", f"A page is made of {count} objects; no printed page holds so many.")
        self._sort(list(map(page_object, repeat(raw), range(count))), IDENTITY, hidden, 0)
        self.hidden = frozenset(hidden)

    def has_ground(self, text: int) -> bool:
        """White text has something dark under it: a picture, or a surface that is not white."""
        place = _bounds(text)
        return any(_meet(_bounds(image), place) for image in self.images) or any(
            _is_dark(path) and _meet(_bounds(path), place) for path, _ in self.paths
        )

    def _sort(self, objects: list[int], matrix: Matrix, hidden: list[int], depth: int) -> None:
        modes = list(map(render_mode, objects))
        if not _INVISIBLE.isdisjoint(modes):
            hidden += [handle for handle, mode in zip(objects, modes, strict=True) if mode in _INVISIBLE]
        if _NO_TEXT not in modes:
            return
        for handle in [handle for handle, mode in zip(objects, modes, strict=True) if mode == _NO_TEXT]:
            kind = object_type(handle)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self.paths.append((handle, matrix))
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.images.append(handle)
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH and len(self.paths) <= MAX_PATHS_ON_PAGE:
                form = _object(handle)
                inside = [address(c.FPDFFormObj_GetObject(form, i)) for i in range(c.FPDFFormObj_CountObjects(form))]
                self._sort(inside, times(_matrix(handle), matrix), hidden, depth + 1)


def _bounds(handle: int) -> tuple[float, ...]:
    """Left, bottom, right and top in user space; of an object in a form, in that of the form."""
    sides = (ctypes.c_float * 4)()
    at = ctypes.addressof(sides)
    return (
        tuple(sides)
        if object_bounds(handle, at, at + 4, at + 8, at + 12)
        else (-math.inf, -math.inf, math.inf, math.inf)
    )


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _is_dark(path: int) -> bool:
    mode, colour = (ctypes.c_int * 2)(), (ctypes.c_uint * 4)()
    at, to = ctypes.addressof(mode), ctypes.addressof(colour)
    draw_mode(path, at, at + 4)
    known = object_colour(path, to, to + 4, to + 8, to + 12)
    return bool(mode[0]) and (not known or (colour[3] > 0 and min(colour[:3]) < WHITE))


def _object(handle: int) -> c.FPDF_PAGEOBJECT:
    return ctypes.cast(handle, c.FPDF_PAGEOBJECT)


def _matrix(handle: int) -> Matrix:
    m = (ctypes.c_float * 6)()
    return tuple(m) if object_matrix(handle, ctypes.addressof(m)) else IDENTITY


def rulings_of(paths: list[tuple[int, Matrix]], shown: Shown) -> Iterator[Ruling]:
    mode = (ctypes.c_int * 2)()
    at_fill = ctypes.addressof(mode)
    at_stroke = at_fill + ctypes.sizeof(ctypes.c_int)
    for handle, outer in paths:
        draw_mode(handle, at_fill, at_stroke)
        filled, stroked = bool(mode[0]), bool(mode[1])
        if stroked or filled:
            for points in _subpaths(handle, times(_matrix(handle), outer), shown):
                yield from upright(points, stroked, filled)


def _subpaths(path: int, matrix: Matrix, shown: Shown) -> Iterator[list[tuple[float, float]]]:
    """The straight pieces of a path, each a list of corners on the page as shown. Curves end a piece."""
    point = (ctypes.c_float * 2)()
    at_x = ctypes.addressof(point)
    at_y = at_x + ctypes.sizeof(ctypes.c_float)
    a, b, cc, d, e, f = matrix
    points: list[tuple[float, float]] = []
    for i in range(segment_count(path)):
        segment = path_segment(path, i)
        segment_point(segment, at_x, at_y)
        x, y = point
        corner = shown.point(a * x + cc * y + e, b * x + d * y + f)
        if segment_type(segment) == c.FPDF_SEGMENT_LINETO:
            points.append(corner)
            if segment_close(segment):
                points.append(points[0])
        else:
            if len(points) > 1:
                yield points
            points = [corner]
    if len(points) > 1:
        yield points
