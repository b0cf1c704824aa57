"""Wordings of indicators: takes the phrases of the catalogue, gives where they stand in a line of text.

A line is searched in a shorter copy, without what officials put between the words: quotation marks, short brackets,
各类, 有关, 依法. One look-up by the first three characters stands for thousands of phrases.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, NamedTuple, TypeVar

Role = Literal["own", "shared", "behind", "ahead", "mask"]

_SKIPPED = re.compile(
    r"[“”‘’\"'《》「」\s]|\([^()\d]{1,34}\)|各级各类|各级|各类|各种|各项|相关|有关|依法(?![行治])|(?<![标目])的|了(?!解)"
    r"|(?<![平不对同相均上中高低甲乙])等(?!级|待|次|于|保)|行政(?=规范性文件)"
)
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HEAD = 3  # characters of a phrase by which it is looked up; only phrases of two are shorter
_T = TypeVar("_T")


class Entry(NamedTuple):
    """What a phrase says: of which indicator (its place in the catalogue), and how."""

    role: Role
    indicator: int


class Hit(NamedTuple, Generic[_T]):
    """A phrase in the short copy of a line: `short[start:end]`, and what it says."""

    start: int
    end: int
    says: tuple[_T, ...]

    def overlaps(self, other: "Hit[Any]") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Line:
    """A stretch of folded text and its short copy; `places` has the offset of each character of the copy."""

    short: str
    places: tuple[int, ...]
    wordings: "Wordings"

    def at(self, offset: int) -> int:
        """Where the character at `offset` of the text stands in the short copy, or the one behind it."""
        return bisect_left(self.places, offset)

    @cached_property
    def heads(self) -> list[Hit[Entry]]:
        """Phrases that count beside a figure, none inside a longer one."""
        return self.wordings.heads.find(self.short)

    @cached_property
    def loose(self) -> list[Hit[Entry]]:
        """Phrases that count anywhere in a clause, none inside a longer one."""
        return self.wordings.loose.find(self.short)

    @cached_property
    def masks(self) -> list[Hit[int]]:
        """Phrases that hold a wording of an indicator and mean something else."""
        return self.wordings.masks.find(self.short)

    @cached_property
    def topics(self) -> list[Hit[str]]:
        """Words that tell a topic, none inside a longer one."""
        return self.wordings.topics.find(self.short)


class Wordings:
    """All phrases and topic words, ready for look-up."""

    def __init__(self, phrases: Iterable[tuple[str, Entry]], topics: Iterable[tuple[str, str]]) -> None:
        phrases = tuple(phrases)
        self.heads = _Index((phrase, entry) for phrase, entry in phrases if entry.role in ("own", "shared"))
        self.heads.lend(lambda entry: entry.role == "own")
        self.loose = _Index((phrase, entry) for phrase, entry in phrases if entry.role in ("behind", "ahead"))
        self.masks = _Index((phrase, entry.indicator) for phrase, entry in phrases if entry.role == "mask")
        self.topics = _Index(topics)

    def line(self, folded: str, start: int = 0, end: int | None = None) -> Line:
        """The stretch `folded[start:end]`, ready to be asked."""
        end = len(folded) if end is None else end
        kept: list[str] = []
        places: list[int] = []
        at = start
        for skipped in _SKIPPED.finditer(folded, start, end):
            kept.append(folded[at : skipped.start()])
            places.extend(range(at, skipped.start()))
            at = skipped.end()
        kept.append(folded[at:end])
        places.extend(range(at, end))
        return Line("".join(kept), tuple(places), self)


def shortened(text: str) -> str:
    """`text` folded and without what is skipped in a search."""
    return _SKIPPED.sub("", text.translate(_FULL_WIDTH))


def readings(phrase: str) -> Iterable[str]:
    """All readings of a phrase with alternatives: 立法(联系|)点 → 立法联系点, 立法点."""
    if "(" not in phrase:
        return (phrase,)
    parts = _ALTERNATIVES.split(phrase)
    return map("".join, itertools.product(*(part.split("|") if i % 2 else [part] for i, part in enumerate(parts))))


class _Index(Generic[_T]):
    def __init__(self, phrases: Iterable[tuple[str, _T]]) -> None:
        says: dict[str, tuple[_T, ...]] = {}
        for phrase, what in phrases:
            for reading in readings(phrase):
                known = says.get(reading)
                if known is None:
                    says[reading] = (what,)
                elif what not in known:
                    says[reading] = (*known, what)
        self._says = says
        lengths: dict[str, set[int]] = {}
        for phrase in says:
            lengths.setdefault(phrase[:_HEAD], set()).add(len(phrase))
        for head, found in lengths.items():
            if len(head) == _HEAD and head[:-1] in says:
                found.add(_HEAD - 1)
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        first, second = (re.escape("".join({head[i] for head in lengths if len(head) > 1})) for i in (0, 1))
        self._start = re.compile(f"[{first}](?=[{second}])" if first else "(?!)")

    def lend(self, strong: Callable[[_T], bool]) -> None:
        """Let what ends a phrase speak for it where the phrase has nothing strong of its own: 召开听证会 → 听证会."""
        for phrase, says in self._says.items():
            if not any(map(strong, says)):
                for start in range(1, len(phrase) - 1):
                    if found := tuple(filter(strong, self._says.get(phrase[start:], ()))):
                        self._says[phrase] = (*says, *found)
                        break

    def find(self, short: str) -> list[Hit[_T]]:
        """The phrases in `short`, in order, none inside a longer one."""
        found: list[Hit[_T]] = []
        reach = 0  # where the phrases found so far end
        for match in self._start.finditer(short):
            start = match.start()
            head = short[start : start + _HEAD]
            for length in self._lengths.get(head) or self._lengths.get(head[:-1]) or ():
                end = start + length
                if end > len(short):
                    continue
                if end <= reach:
                    break
                if says := self._says.get(short[start:end]):
                    found.append(Hit(start, end, says))
                    reach = end
                    break
        return found
