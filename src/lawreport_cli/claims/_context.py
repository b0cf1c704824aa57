"""What the words right beside a figure say: takes a quantity, gives a `Context`, peeling cues off outwards."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lawreport_cli.claims._quantity import Quantity
from lawreport_cli.matching import Cues
from lawreport_cli.model import Basis, Direction, Kind, Qualifier, Span
from lawreport_cli.rules import Cue

_MAX_CUES = 8  # cues on one side of a figure; a bound, never reached in prose
_DATE = re.compile(r"\d[年月日度底末]+")
_CONTEXT = 8  # characters before a cue that are segmented with it: the 共 of 公共 is no cue


@dataclass(frozen=True, slots=True)
class Context:
    """What cues beside a figure say. `start` and `end` are where those cues begin and end, the figure between them."""

    start: int
    end: int
    roles: frozenset[str]
    qualifier: Qualifier | None
    direction: Direction | None
    direction_at: int | None  # where the word of direction begins
    kind: Kind | None
    basis: Basis | None
    basis_span: Span | None  # 较2022年: a year in it is no period of the figure
    rules: tuple[str, ...]


_INNER = re.compile(r"内(?=[设部容外涝河陆科])")


class Peeler:
    """Peels cues off both sides of figures of one text."""

    def __init__(self, folded: str, cues: Cues, begins_word: Callable[[str, Span, int], bool]) -> None:
        self._folded = folded
        self._cues = cues
        self._begins_word = begins_word

    def peel(self, quantity: Quantity, floor: int, ceiling: int) -> Context:
        """The context of `quantity`; looks no further left than `floor` and no further right than `ceiling`."""
        said: dict[str, Any] = {}
        roles: set[str] = set()
        rules: list[str] = []
        basis_span: Span | None = None
        direction_at: int | None = None
        at = quantity.span.start
        for _ in range(_MAX_CUES):
            while at > floor and self._folded[at - 1] == " ":
                at -= 1
            hit = self._cues.before(self._folded, floor, at)
            if hit is None and self._is_change(quantity, at):  # 同比下降(12.3%)
                at -= 1
                hit = self._cues.before(self._folded, floor, at)
            if hit is None:
                break
            start, cue = hit
            if not self._begins_word(self._folded, self._around(floor, start, at), start):
                break
            if cue.says.role == "transform" and not roles & {"to", "be"}:
                break
            if cue.says.basis and basis_span is None:
                basis_span = Span(start, at)
            if cue.says.direction and direction_at is None:
                direction_at = start
            _take(cue, said, roles, rules)
            at = start
        end = quantity.span.end
        for _ in range(_MAX_CUES):
            gap = end + 1 if self._folded[end : end + 1] == " " else end
            after = self._cues.after(self._folded, gap, ceiling)
            if after and _INNER.match(self._folded, gap):
                after = None  # 8个内设机构
            if after is None:
                break
            end, cue = after
            if cue.says.qualifier == "at_most" and quantity.dimension == "duration":
                roles.add("limit")
            _take(cue, said, roles, rules)
        return Context(
            start=at, end=end, roles=frozenset(roles), rules=tuple(rules), direction_at=direction_at,
            basis_span=basis_span, qualifier=said.get("qualifier"), direction=said.get("direction"),
            kind=said.get("kind"), basis=said.get("basis"),
        )  # fmt: skip

    def _is_change(self, quantity: Quantity, at: int) -> bool:
        """Whether a percentage stands in brackets of its own right behind a word of direction."""
        alone = self._folded[at - 1] == "(" and self._folded.startswith(")", quantity.span.end)
        if not alone or at != quantity.span.start or quantity.dimension not in ("percent", "points"):
            return False
        hit = self._cues.before(self._folded, max(0, at - _CONTEXT), at - 1)
        return hit is not None and hit[1].says.direction is not None

    def _around(self, floor: int, start: int, end: int) -> Span:
        """The stretch before and with a cue that is segmented: from the last date on (2020年少3件 has no word 年少)."""
        low = max(floor, start - _CONTEXT)
        dates = [m.end() for m in _DATE.finditer(self._folded, low, start)]
        return Span(dates[-1] if dates else low, end)


def _take(cue: Cue, said: dict[str, Any], roles: set[str], rules: list[str]) -> None:
    for name, value in cue.said:
        if name == "role":
            roles.add(value)
        else:
            said.setdefault(name, value)
    rules.append(cue.id)
