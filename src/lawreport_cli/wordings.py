"""Wordings of indicators: takes the phrases of the catalogue, gives where they stand in a line of text.

A line is searched in a shorter copy, without what officials put between the words: quotation marks, short brackets,
各类, 有关, 依法. One look-up by the first three characters stands for thousands of phrases.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, Literal, NamedTuple, TypeVar

Role = Literal["own", "shared", "behind", "ahead", "mask"]

_SKIPPED = re.compile(
    r"[“”‘’\"'《》「」\s]|\([^()\d]{1,34}\)|各级各类|各级|各类|各种|各项|相关|有关|依法(?![行治])|(?<![标目])的|了(?!解)"
    r"|是[^,。;、\d]{2,16}的(?=[\d.]+倍)|(?<=审[查核])以[^,。;、\d]{2,16}名义(?:印发|制发|出台|签订|制定|发布)的"
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
    folded: str
    wordings: "Wordings"

    def at(self, offset: int) -> int:
        """Where the character at `offset` of the text stands in the short copy, or the one behind it."""
        return bisect_left(self.places, offset)

    def printed(self, start: int, end: int) -> str:
        """What stands in the text for `short[start:end]`, with what is skipped in front of its end."""
        return self.folded[self.places[start] : self.places[end]] if start < end < len(self.places) else ""

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
        named = ((phrase, entry) for phrase, entry in phrases if entry.role in ("own", "shared"))
        self.heads = _Index(named, strong=lambda entry: entry.role == "own")
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
        return Line("".join(kept), tuple(places), folded, self)


def shortened(text: str) -> str:
    """`text` folded and without what is skipped in a search."""
    return _SKIPPED.sub("", text.translate(_FULL_WIDTH))


def readings(phrase: str) -> Iterable[str]:
    """All readings of a phrase with alternatives: 立法(联系|)点 → 立法联系点, 立法点."""
    return _spelled("", _parts(phrase))


def _parts(phrase: str) -> list[list[str]]:
    """A phrase as the choices at each place: 立法(联系|)点 → [[立法], [联系, ""], [点]]."""
    if "(" not in phrase:
        return [[phrase]]
    return [part.split("|") if i % 2 else [part] for i, part in enumerate(_ALTERNATIVES.split(phrase))]


def _spelled(begun: str, parts: Sequence[Sequence[str]]) -> Iterator[str]:
    return map(begun.__add__, map("".join, itertools.product(*parts)))


class _Begun(NamedTuple, Generic[_T]):
    """A phrase of which the first characters are chosen, and the choices that are left."""

    start: str
    rest: Sequence[Sequence[str]]
    what: _T


def _begun(phrase: str, what: _T) -> Iterator[_Begun[_T]]:
    """A phrase, chosen as far as the characters by which its readings are looked up."""
    parts = _parts(phrase)
    starts = [""]
    for i, part in enumerate(parts, 1):
        longer = [start + choice for start in starts for choice in part]
        yield from (_Begun(start, parts[i:], what) for start in longer if len(start) >= _HEAD)
        starts = [start for start in longer if len(start) < _HEAD]
    yield from (_Begun(start, (), what) for start in starts)


class _Head(Generic[_T]):
    """The readings that begin alike. They are spelled out when a text first holds their beginning: all that there are
    take as long as a report, and a report needs few."""

    def __init__(self) -> None:
        self.begun: list[_Begun[_T]] = []

    @cached_property
    def says(self) -> dict[str, tuple[_T, ...]]:
        """What each reading says."""
        found: dict[str, tuple[_T, ...]] = {}
        for start, rest, what in self.begun:
            for reading in _spelled(start, rest):
                known = found.get(reading, ())
                if what not in known:
                    found[reading] = (*known, what)
        return found

    @cached_property
    def lengths(self) -> list[int]:
        """How long the readings are, the longest first."""
        return sorted(set(map(len, self.says)), reverse=True)


class _Index(Generic[_T]):
    """Phrases, and what they say. What ends a phrase speaks for it where the phrase has nothing `strong` of its own:
    召开听证会 → 听证会."""

    def __init__(self, phrases: Iterable[tuple[str, _T]], strong: Callable[[_T], bool] = lambda _: True) -> None:
        self._strong = strong
        self._heads: dict[str, _Head[_T]] = {}
        for phrase, what in phrases:
            for begun in _begun(phrase, what):
                self._heads.setdefault(begun.start[:_HEAD], _Head()).begun.append(begun)
        for head, known in self._heads.items():
            if len(head) == _HEAD and (shorter := self._heads.get(head[:-1])):
                known.begun += shorter.begun
        first, second = (re.escape("".join({head[i] for head in self._heads if len(head) > 1})) for i in (0, 1))
        self._start = re.compile(f"[{first}](?=[{second}])" if first else "(?!)")
        self._says = cache(self._borrowed)

    def find(self, short: str) -> list[Hit[_T]]:
        """The phrases in `short`, in order, none inside a longer one."""
        found: list[Hit[_T]] = []
        reach = 0  # where the phrases found so far end
        heads = self._heads
        for match in self._start.finditer(short):
            start = match.start()
            head = short[start : start + _HEAD]
            known = heads.get(head) or heads.get(head[:-1])
            if known is None:
                continue
            for length in known.lengths:
                end = start + length
                if end > len(short):
                    continue
                if end <= reach:
                    break
                phrase = short[start:end]
                if phrase in known.says:
                    found.append(Hit(start, end, self._says(phrase)))
                    reach = end
                    break
        return found

    def _own(self, phrase: str) -> tuple[_T, ...]:
        """What a phrase says itself; nothing where it is none."""
        known = self._heads.get(phrase[:_HEAD]) or self._heads.get(phrase[: _HEAD - 1])
        return known.says.get(phrase, ()) if known else ()

    def _borrowed(self, phrase: str) -> tuple[_T, ...]:
        """What a phrase says, or what ends it."""
        says = self._own(phrase)
        if not any(map(self._strong, says)):
            for start in range(1, len(phrase) - 1):
                if found := tuple(filter(self._strong, self._own(phrase[start:]))):
                    return (*says, *found)
        return says
