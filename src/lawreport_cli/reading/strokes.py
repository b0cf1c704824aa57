"""Drawn strokes: takes the corners of a path, gives the upright lines and rectangles among them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lawreport_cli.reading.regions import Ruling

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_STRAIGHT = 0.5  # points a line may lean and still be level or plumb


def times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`, as in a content stream."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def upright(points: Sequence[tuple[float, float]], stroked: bool, filled: bool) -> Iterator[Ruling]:
    """The level and plumb lines of a piece of a path, or the rectangle that it is. Points from the top left."""
    if len(points) > 2 and points[-1] == points[-2]:  # closed twice: by a line and by the closing sign
        points = points[:-1]
    level = [(p, q) for p, q in pairwise(points) if abs(p[0] - q[0]) <= _STRAIGHT or abs(p[1] - q[1]) <= _STRAIGHT]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if len(points) in (4, 5) and len(level) == len(points) - 1 and (filled or points[0] == points[-1]):
        yield Ruling("rect", min(xs), min(ys), max(xs), max(ys), stroked, filled)
    elif stroked:
        for (px, py), (qx, qy) in level:
            yield Ruling("line", min(px, qx), min(py, qy), max(px, qx), max(py, qy), stroked, filled)
