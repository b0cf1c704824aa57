"""What the words around a figure say: takes a quantity in its clause, gives a `Context`, peeling cues outwards."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lawreport_cli.claims._quantity import Quantity
from lawreport_cli.model import Basis, ChangeMeasure, Direction, Kind, Modality, Qualifier, Sentence, Span
from lawreport_cli.patterns import Cue, Cues

_MAX_CUES = 8  # cues on one side of a figure; a bound, never reached in prose


@dataclass(frozen=True, slots=True)
class Context:
    """A figure with what the words right beside it say. `start` and `end` are where those words begin and end."""

    start: int
    end: int
    floor: int  # where the words that may belong to this figure begin: the clause, or the end of the figure before
    roles: frozenset[str]
    qualifier: Qualifier | None
    direction: Direction | None
    kind: Kind | None
    change_measure: ChangeMeasure | None
    basis: Basis | None
    modality: Modality | None
    basis_span: Span | None  # 较2022年: a year in it is no period of the figure
    rules: tuple[str, ...]


class Peeler:
    """Peels cues off both sides of a figure."""

    def __init__(self, folded: str, cues: Cues, is_word: Callable[[str], bool]) -> None:
        self._folded = folded
        self._cues = cues
        self._is_word = is_word

    def peel(self, quantity: Quantity, floor: int, sentence: Sentence, ceiling: int) -> Context:
        """The context of `quantity`; looks no further left than `floor` and no further right than `ceiling`."""
        said: dict[str, str] = {}
        roles: set[str] = set()
        rules: list[str] = []
        basis_span: Span | None = None
        at = quantity.span.start
        for _ in range(_MAX_CUES):
            at = self._skip_blank(floor, at)
            hit = self._cues.before(self._folded, floor, at)
            if hit is None or self._inside_word(hit[0], at):
                break
            start, cue = hit
            if cue.says.basis:
                basis_span = Span(start, at)
            self._take(cue, said, roles, rules)
            at = start
        end = quantity.span.end
        for _ in range(_MAX_CUES):
            after = self._cues.after(self._folded, end, ceiling)
            if after is None:
                break
            if after[1].says.modality == "rule" and quantity.dimension != "duration":
                break
            if after[1].says.qualifier and quantity.dimension == "duration":
                rule = self._cues.after(self._folded, end, ceiling)
                roles.add("limit") if rule else None
            end = after[0]
            self._take(after[1], said, roles, rules)
        return Context(
            start=at, end=end, floor=floor, roles=frozenset(roles), rules=tuple(rules), basis_span=basis_span,
            qualifier=said.get("qualifier"), direction=said.get("direction"), kind=said.get("kind"),
            change_measure=said.get("change_measure"), basis=said.get("basis"), modality=said.get("modality"),
        )  # type: ignore[arg-type]  # fmt: skip

    def _skip_blank(self, floor: int, at: int) -> int:
        while at > floor and self._folded[at - 1] == " ":
            at -= 1
        return at

    def _inside_word(self, start: int, end: int) -> bool:
        """Whether a short cue is only the tail of a longer word (the 共 of 公共, the 为 of 行为)."""
        return end - start <= 2 and any(self._is_word(self._folded[start - k : end]) for k in (1, 2) if start >= k)

    @staticmethod
    def _take(cue: Cue, said: dict[str, str], roles: set[str], rules: list[str]) -> None:
        for name, value in cue.says:
            if name == "role" and value:
                roles.add(value)
            elif value:
                said.setdefault(name, value)
        rules.append(cue.id)


_CHINESE_MONTH = {"一": 1, "二": 2, "三": 3, "四": 4}
_PERIOD = re.compile(
    r"截(?:至|止)(?:到|至)?(?:目前)?,?\s*(?:(?P<until_year>20\d\d)年)?(?P<until>\d{1,2})月"
    r"|(?P<from_year>20\d\d)年(?P<from_month>\d{1,2})月(?:\d{1,2}日)?(?:至|到|-|—)(?:(?P<to_year>20\d\d)年|当年|同年)?(?P<to_month>\d{1,2})月"
    r"|(?P<month_a>\d{1,2})月?(?:至|到|-|—)(?P<month_b>\d{1,2})月"
    r"|(?P<span_a>20\d\d)年?(?:至|到|-|—)(?P<span_b>20\d\d)年"
    r"|(?:(?P<half_year>20\d\d)年?|(?P<half_last>去年|上年))?(?P<half>上半年|下半年)"
    r"|(?:(?P<quarters_year>20\d\d)年)?前(?P<quarters>[二两三])个?季度"
    r"|(?:(?P<quarter_year>20\d\d)年)?(?:第)?(?P<quarter>[一二三四])季度"
    r"|(?P<year>20\d\d)(?:年度?|总共)"
    r"|(?P<han_year>二[〇○零]一?[〇○零一二三四五六七八九]{1,2})年"
    r"|(?P<last>去年|上年度?|上一年度?)|(?P<this>今年|本年度?|当年|全年)|(?P<next>明年|下一?年度?)"
)


def periods(folded: str, span: Span, year: int | None, excluded: list[Span]) -> list[tuple[int, str]]:
    """Where time is named in `span`, and what it is: (offset behind the words, period), in order.

    `year` is the report year, to which 去年, 上半年 and 11月 refer; `excluded` spans (bases of comparison, titles) name
    no period of a figure.
    """
    found: list[tuple[int, str]] = []
    for match in _PERIOD.finditer(folded, span.start, span.end):
        if any(e.start <= match.start() < e.end for e in excluded):
            continue
        period = _period(match, year)
        if period:
            found.append((match.end(), period))
    return found


def _period(m: re.Match[str], year: int | None) -> str | None:
    group = m.groupdict()

    def own(name: str) -> int | None:
        return int(group[name]) if group[name] else year

    if group["until"]:
        when = own("until_year")
        if when is None:
            return None
        return str(when) if int(group["until"]) == 12 else f"{when}-01/{when}-{int(group['until']):02d}"
    if group["from_year"]:
        to_year = int(group["to_year"] or group["from_year"])
        return f"{group['from_year']}-{int(group['from_month']):02d}/{to_year}-{int(group['to_month']):02d}"
    if group["span_a"]:
        return f"{group['span_a']}/{group['span_b']}"
    if group["year"]:
        return group["year"]
    if group["han_year"]:
        digits = {c: str("〇一二三四五六七八九".index(c)) for c in "〇一二三四五六七八九"} | {"○": "0", "零": "0"}
        text = "".join(digits[c] for c in group["han_year"])
        return text if len(text) == 4 else None
    if year is None:
        return None
    if group["month_a"]:
        return f"{year}-{int(group['month_a']):02d}/{year}-{int(group['month_b']):02d}"
    if group["half"]:
        when = int(group["half_year"]) if group["half_year"] else year - 1 if group["half_last"] else year
        return f"{when}-S{1 if group['half'] == '上半年' else 2}"
    if group["quarters"]:
        when, last = own("quarters_year"), 9 if group["quarters"] == "三" else 6
        return f"{when}-01/{when}-{last:02d}"
    if group["quarter"]:
        return f"{own('quarter_year')}-Q{_CHINESE_MONTH[group['quarter']]}"
    return str(year - 1 if group["last"] else year + 1 if group["next"] else year)
