"""Which figure speaks of which: takes figures with their statements, gives the level a change modifies and the whole of a part."""

import re
from collections.abc import Sequence

from lawreport_cli.claims._figure import Figure
from lawreport_cli.claims._kind import Statement
from lawreport_cli.model import Span

_PART = re.compile(r"其中|包括|包含|含|分别为|分别是")
_NO_PART = re.compile(r"不含|不包括|除外|另|此外|同时|还")


def modified(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int, own_words: bool) -> int | None:
    """The position of the level or rate that change `i` speaks of, within the same sentence; null when there is none."""
    change = figures[i]
    candidates = [
        k
        for k in range(i)
        if said[k].kind in ("level", "rate", "score", "range_to", "range_from")
        and not said[k].base
        and _visible(figures[k], change)
    ]
    if not candidates:
        return None
    if said[i].change_measure == "points":
        rates = [k for k in candidates if said[k].kind in ("rate", "range_to")]
        candidates = rates or candidates
    elif said[i].change_measure == "absolute":
        same = [k for k in candidates if figures[k].quantity.unit == change.quantity.unit]
        candidates = same or candidates
    if own_words:
        words = folded[change.before.start : change.before.end]
        return next((k for k in reversed(candidates) if _shares(folded, figures[k], words)), None)
    if "respectively" in change.context.roles or (
        said[i - 1].kind == "change" and "respectively" in figures[i - 1].context.roles
    ):
        run = i
        while run and said[run - 1].kind == "change":
            run -= 1
        count = _run_length(said, run)
        if 1 < count <= len(candidates):
            return [k for k in candidates if k < run][-count:][i - run] if run >= count else candidates[-1]
    return candidates[-1]


def _run_length(said: Sequence[Statement], start: int) -> int:
    length = 0
    while start + length < len(said) and said[start + length].kind == "change":
        length += 1
    return length


def _visible(figure: Figure, change: Figure) -> bool:
    """A change outside of a bracket does not speak of the figures inside: 4905起(其中…),较上年减少27.9%."""
    return figure.bracket is None or figure.bracket == change.bracket


def _shares(folded: str, figure: Figure, words: str) -> bool:
    own = folded[figure.before.start : figure.before.end] + folded[figure.after.start : figure.after.end]
    return len(words) >= 2 and (words[-2:] in own or words[:4] in own)


def wholes(folded: str, figures: Sequence[Figure], said: Sequence[Statement]) -> list[int | None]:
    """For each figure of a sentence the position of the total of which it is a stated part, or null."""
    found: list[int | None] = [None] * len(figures)
    total: int | None = None
    within: Span | None = None
    for i, figure in enumerate(figures):
        if (
            total is not None
            and within is not None
            and figure.bracket != within
            and not _inside(figure.bracket, within)
        ):
            total = within = None
        lead = folded[_lead_start(figures, i) : figure.quantity.span.start]
        mark = _PART.search(lead)
        if _NO_PART.search(lead):
            mark = None
            if within is None:
                total = None
        if mark and i:
            opened = (
                figure.bracket if figure.bracket and figure.bracket.start >= figures[i - 1].quantity.span.end else None
            )
            whole = _whole(figures, said, i)
            if whole is not None:
                total, within = whole, opened or (within if within and figure.bracket == within else None)
        elif (
            figure.bracket
            and i
            and figure.bracket.start >= figures[i - 1].quantity.span.end
            and _breakdown(folded, figures, said, i)
        ):
            total, within = i - 1, figure.bracket
        if total is not None and said[i].kind in ("level", "rate") and _same_kind(figures[total], figure):
            found[i] = total
        elif total is not None and within is None and said[i].kind == "level":
            total = None
    return found


def _lead_start(figures: Sequence[Figure], i: int) -> int:
    figure = figures[i]
    previous = figures[i - 1].context.end if i else figure.clause.start
    return min(previous, figure.before.start)


def _inside(inner: Span | None, outer: Span) -> bool:
    return inner is not None and outer.start <= inner.start and inner.end <= outer.end


def _whole(figures: Sequence[Figure], said: Sequence[Statement], i: int) -> int | None:
    """The nearest level of the same dimension before figure `i`, not inside a bracket that is closed."""
    for k in range(i - 1, -1, -1):
        if (
            said[k].kind == "level"
            and not said[k].base
            and _same_kind(figures[k], figures[i])
            and _visible(figures[k], figures[i])
        ):
            return k
    return None


def _same_kind(a: Figure, b: Figure) -> bool:
    return a.quantity.dimension == b.quantity.dimension


def _breakdown(folded: str, figures: Sequence[Figure], said: Sequence[Statement], i: int) -> bool:
    """A bracket right behind a level that lists two or more figures of its dimension is its breakdown."""
    bracket = figures[i].bracket
    if bracket is None or said[i - 1].kind != "level" or bracket.start - figures[i - 1].context.end > 1:
        return False
    listed = [f for f in figures[i:] if f.bracket == bracket and _same_kind(f, figures[i - 1])]
    words = folded[figures[i].before.start : figures[i].before.end]
    return len(listed) > 1 or (len(listed) == 1 and _PART.search(words) is not None)
