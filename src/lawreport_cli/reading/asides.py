"""Text boxes beside running text: takes the pieces of a page, gives them with the column of each and the room it has.

A box is known by a white channel between it and the running text: two lines or more on one side, three or more on the
other, nearly all as long as their side is wide. Rows of labels and values, lists and signatures are never so.
"""

from collections.abc import Sequence
from dataclasses import replace

from lawreport_cli.reading.regions import FIRST_BOX, Line

_CHANNEL = 0.7  # em: the least white between a box and the text
_NARROWEST = 5  # em: no box and no text beside one is narrower
_FRAME = 1.2  # em: the frame of a box and the white around it reach so far above and below its words
_FULL = 1.6  # em: how far a full line may stay behind its side
_INDENT = 3  # em: how far lines of one side may begin behind its edge
_PIECES = 1.4  # in a line of running text, on the average
_LINES = 100  # of text beside text on a page, at most: more is a table
_APART = 2.6  # em, from line to line of one side, at most


def part(pieces: Sequence[Line]) -> list[Line] | None:
    """The pieces, those of each box in a column of their own, and all that stand side by side with their room.

    Null for a page without text boxes.
    """
    beside = [i for i in _beside(pieces) if pieces[i].x1 - pieces[i].x0 >= _NARROWEST * pieces[i].em]
    if not 1 < len(beside) <= _LINES or len(pieces) > 5 * _LINES:
        return None
    found = list(pieces)
    column = FIRST_BOX
    for start in sorted(beside, key=lambda i: pieces[i].top):
        if found[start].column or found[start].room:
            continue
        sides = _sides(pieces, start)
        if sides is None:
            continue
        left, right = sides
        box, text = (left, right) if _width(pieces, left) < _width(pieces, right) else (right, left)
        for side, own in ((text, 0), (box, column)):
            room = min(pieces[i].x0 for i in side), max(pieces[i].x1 for i in side)
            for i in side:
                found[i] = replace(found[i], column=own, room=room)
        column += 1
    return found if column > FIRST_BOX else None


def _overlap(a: Line, b: Line) -> bool:
    """They stand at one height, at least in part."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.2 * min(a.bottom - a.top, b.bottom - b.top)


def _beside(pieces: Sequence[Line]) -> set[int]:
    """The pieces that have another to their left."""
    order = sorted(range(len(pieces)), key=lambda i: pieces[i].top)
    found: set[int] = set()
    for k, i in enumerate(order):
        for j in order[k + 1 :]:
            if pieces[j].top >= pieces[i].bottom:
                break
            if _overlap(pieces[i], pieces[j]):
                a, b = (i, j) if pieces[i].x0 < pieces[j].x0 else (j, i)
                if pieces[b].x0 - pieces[a].x1 >= _CHANNEL * pieces[b].em:
                    found.add(b)
    return found


def _sides(pieces: Sequence[Line], start: int) -> tuple[list[int], list[int]] | None:
    """The pieces left and right of the channel before piece `start`, if it parts a box from running text."""
    em = max(pieces[start].em, 1.0)
    edge = min(
        (
            piece.x0
            for piece in pieces
            if abs(piece.x0 - pieces[start].x0) < _INDENT * em and _close(piece, pieces[start])
        ),
        default=pieces[start].x0,
    )
    right = _run(pieces, [i for i, piece in enumerate(pieces) if piece.x0 >= edge - 0.3 * em], start)
    level = [
        i
        for i, piece in enumerate(pieces)
        if piece.x1 <= edge - _CHANNEL * 0.8 * em and any(_overlap(piece, pieces[j]) for j in right)
    ]
    if not level:
        return None
    left = _run(pieces, [i for i, piece in enumerate(pieces) if piece.x1 <= edge - 0.3 * em], level[0])
    right = _trimmed(pieces, right, left)
    left = _trimmed(pieces, left, right)
    crossing = [
        piece
        for piece in pieces
        if piece.x0 < edge - 0.3 * em < piece.x1 and any(_overlap(piece, pieces[j]) for j in (*left, *right))
    ]
    few, many = sorted((len(left), len(right)))
    if crossing or few < 2 or many < 3 or not (_is_running(pieces, left) and _is_running(pieces, right)):
        return None
    return left, right


def _close(a: Line, b: Line) -> bool:
    return abs(a.middle - b.middle) < 12 * _APART * b.em


def _run(pieces: Sequence[Line], members: Sequence[int], start: int) -> list[int]:
    """The members that follow one another from line to line around `start`, from the top."""
    ordered = sorted(members, key=lambda i: pieces[i].middle)
    at = ordered.index(start)
    first = last = at
    while first and _near(pieces[ordered[first - 1]], pieces[ordered[first]]):
        first -= 1
    while last + 1 < len(ordered) and _near(pieces[ordered[last]], pieces[ordered[last + 1]]):
        last += 1
    return ordered[first : last + 1]


def _near(a: Line, b: Line) -> bool:
    return b.middle - a.middle < _APART * max(a.em, b.em)


def _trimmed(pieces: Sequence[Line], side: Sequence[int], other: Sequence[int]) -> list[int]:
    """The longer side as far as it stands beside the other, or beside the frame around that."""
    frame = _FRAME * max(pieces[i].em for i in other)
    top = min(pieces[i].top for i in other) - frame
    bottom = max(pieces[i].bottom for i in other) + frame
    inside = [i for i in side if pieces[i].bottom > top and pieces[i].top < bottom]
    return inside if len(inside) > 1 else list(side)


def _width(pieces: Sequence[Line], side: Sequence[int]) -> float:
    return max(pieces[i].x1 for i in side) - min(pieces[i].x0 for i in side)


def _is_running(pieces: Sequence[Line], side: Sequence[int]) -> bool:
    """Lines of running text: wide enough, hardly one in several pieces, and half of them or more full."""
    em = pieces[side[0]].em
    ends: list[float] = []  # of each line
    for k, i in enumerate(side):
        if k and _overlap(pieces[side[k - 1]], pieces[i]):
            ends[-1] = max(ends[-1], pieces[i].x1)
        else:
            ends.append(pieces[i].x1)
    full = sum(end > max(ends) - _FULL * em for end in ends)
    whole = len(side) <= _PIECES * len(ends)
    return whole and _width(pieces, side) >= _NARROWEST * em and 2 * full >= len(ends) > 1
