"""Patterns, compiled: takes validated entries, gives look-ups that read outwards from a numeral.

Regular expressions run on RE2, in linear time whatever they say.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, Literal

import re2

from lawreport_cli.rules import Cue, Heading, NonClaimRule, Unit

WINDOW = 40  # characters of the same line that a rule sees on each side of a numeral
_CACHED = 256  # texts: one and the same is asked for modality, basis and scope
_NUMERALS = 1024  # numerals of which is kept what rules may hold for them: 2024, 一, 100 come back in every report
_PLAIN = (("3", "件,"), ("12", "项"), ("1024", "类"), ("一", "家"))  # figures with the words behind them
_MARKER = 12  # characters in which the marker of a heading ends
_HEAD = r"\A\s*(?:{})"
_LINE_END = re.compile(r"[\n\f\t]")  # a table cell counts as a line


class NonClaims:
    """Rules about numerals, compiled: asked for one numeral, answers with the first rule that holds."""

    def __init__(self, rules: tuple[NonClaimRule, ...]) -> None:
        self.rules = rules
        self._numeral = _Alternatives((r.numeral for r in rules), r"\A(?:{})\z")
        self._of_numeral = lru_cache(_NUMERALS)(self._numeral.matches)
        self._right = _Alternatives((r.right for r in rules), r"\A(?:{})")
        # Bound to the end of a text a regex runs backwards and soon gives up: alone, but not in a set with others.
        self._left = [_ending(rule.left) if rule.left else None for rule in rules]
        # Rules that what stands before must decide even for plain figures: seldom true, so they are asked at once.
        masks = [self._numeral.matches(figure) & self._right.matches(after) for figure, after in _PLAIN]
        vague = {i: rule.left for i, rule in enumerate(rules) if rule.left and any(mask >> i & 1 for mask in masks)}
        self._vague = sum(1 << i for i in vague)
        self._any_vague = _ending("|".join(f"(?:{left})" for left in vague.values()))
        self._words: dict[str, list[tuple[str, int, int]]] = {}
        free = 0
        self._script = {"arabic": 0, "han": 0}
        for i, rule in enumerate(rules):
            if not rule.words:
                free |= 1 << i
            for script in self._script:
                if rule.script in (None, script):
                    self._script[script] |= 1 << i
            for marked in rule.words:
                at = marked.index("⟦")
                word = marked.replace("⟦", "").replace("⟧", "")
                self._words.setdefault(_key(word, at), []).append((word, at, i))
        self._free = free

    def first(self, folded: str, start: int, end: int, script: str) -> NonClaimRule | None:
        """The first rule that holds for the numeral `folded[start:end]`, or null."""
        low, high = max(0, start - WINDOW), min(len(folded), end + WINDOW)
        left = _LINE_END.split(("\n" if low == 0 else "") + folded[low:start])
        right = _LINE_END.split(folded[end:high] + ("\n" if high == len(folded) else ""), maxsplit=1)
        left_text = (("\n" if len(left) > 1 else "") + left[-1]).encode()
        mask = self._free & self._script[script]
        mask &= self._of_numeral(folded[start:end])
        mask &= self._right.matches(right[0] + ("\n" if len(right) > 1 else ""))
        if mask & self._vague and not self._any_vague.search(left_text):
            mask &= ~self._vague
        mask |= self._worded(folded, start, end) & self._script[script]
        while mask:
            i = (mask & -mask).bit_length() - 1
            regex = self._left[i]
            if regex is None or regex.search(left_text):
                return self.rules[i]
            mask &= mask - 1
        return None

    def _worded(self, folded: str, start: int, end: int) -> int:
        """A bit for each rule of whose words one stands over the numeral, marked where the numeral is."""
        mask = 0
        for position in range(start, end):
            for key in (folded[position : position + 2], _left_key(folded, position)):
                for word, at, i in self._words.get(key, ()):
                    if (
                        0 <= position - at <= start
                        and position - at + len(word) >= end
                        and folded.startswith(word, position - at)
                    ):
                        mask |= 1 << i
        return mask


def _ending(regex: str) -> Any:
    """A regex for what ends a text, given as UTF-8."""
    return re2.compile(rf"(?:{regex})\z".encode())


def _lengths(words: Iterable[str], at: Literal[0, -1]) -> dict[str, list[int]]:
    """How long words are, the longest first, by their first character or by their last one."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[at], set()).add(len(word))
    return {char: sorted(lengths, reverse=True) for char, lengths in found.items()}


def _key(text: str, at: int) -> str:
    """What a marked word is found by: its marked character with the next one, or with the one before at its end."""
    return text[at : at + 2] if at + 1 < len(text) else _left_key(text, at)


def _left_key(text: str, at: int) -> str:
    return "<" + text[max(0, at - 1) : at + 1]


class _Alternatives:
    """Many optional regexes matched in one pass: a bit for each rule whose regex matches or that has none."""

    def __init__(self, regexes: Iterable[str | None], form: str) -> None:
        self._set = re2.Set.SearchSet()
        self._bits: list[int] = []
        self._none = 0
        for i, regex in enumerate(regexes):
            if regex is None:
                self._none |= 1 << i
            else:
                self._set.Add(form.format(regex))
                self._bits.append(1 << i)
        if self._bits:
            self._set.Compile()

    def matches(self, text: str) -> int:
        mask = self._none
        for i in (self._set.Match(text) if self._bits else None) or ():
            mask |= self._bits[i]
        return mask


class Cues:
    """Words around claims, compiled: looked up outwards from a figure."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        self.cues = cues
        self._words: dict[str, dict[str, Cue]] = {"before": {}, "after": {}, "clause": {}}
        self._patterns: dict[str, list[tuple[Any, Cue]]] = {"before": [], "after": [], "clause": []}
        form = {"before": r"(?:{})\z", "after": r"\A(?:{})", "clause": "{}"}
        for cue in cues:
            for word in cue.words:
                self._words[cue.where].setdefault(word, cue)
            if cue.pattern:
                self._patterns[cue.where].append((re2.compile(form[cue.where].format(cue.pattern)), cue))
        self._ends = _lengths(self._words["before"], -1)
        self._starts = _lengths(self._words["after"], 0)
        self._any = {
            where: _Alternatives((cue.pattern for _, cue in patterns), form[where])
            for where, patterns in self._patterns.items()
        }
        self._found = lru_cache(_CACHED)(self._search)

    def before(self, folded: str, floor: int, at: int) -> tuple[int, Cue] | None:
        """The longest cue that ends at `at` and does not begin before `floor`: where it begins, and the cue."""
        best: tuple[int, Cue] | None = None
        for length in self._ends.get(folded[at - 1 : at], ()):
            if length <= at - floor and (cue := self._words["before"].get(folded[at - length : at])):
                best = (at - length, cue)
                break
        window = folded[max(floor, at - WINDOW) : at]
        for regex, cue in self._hopeful("before", window):
            if (m := regex.search(window)) and m.start() < m.end():
                start = at - (len(window) - m.start())
                if best is None or start < best[0]:
                    best = (start, cue)
        return best

    def after(self, folded: str, at: int, ceiling: int) -> tuple[int, Cue] | None:
        """The longest cue that begins at `at` and does not end behind `ceiling`: where it ends, and the cue."""
        best: tuple[int, Cue] | None = None
        for length in self._starts.get(folded[at : at + 1], ()):
            if length <= ceiling - at and (cue := self._words["after"].get(folded[at : at + length])):
                best = (at + length, cue)
                break
        window = folded[at : min(ceiling, at + WINDOW)]
        for regex, cue in self._hopeful("after", window):
            if (m := regex.search(window)) and m.start() < m.end() and (best is None or at + m.end() > best[0]):
                best = (at + m.end(), cue)
        return best

    def within(self, text: str) -> tuple[tuple[int, int, Cue], ...]:
        """All `clause` cues in `text`, in order: start, end, cue."""
        return self._found(text)

    def _search(self, text: str) -> tuple[tuple[int, int, Cue], ...]:
        found = [
            (m.start(), m.end(), self._words["clause"][m.group()]) for m in self._clause_words.finditer(text)
        ] if self._words["clause"] else []  # fmt: skip
        for regex, cue in self._hopeful("clause", text):
            found += [(m.start(), m.end(), cue) for m in regex.finditer(text)]
        return tuple(sorted(found, key=lambda hit: hit[:2]))

    def _hopeful(self, where: str, text: str) -> Sequence[tuple[Any, Cue]]:
        """The patterns, if one of them matches: mostly none does, and one search for all tells."""
        patterns = self._patterns[where]
        return patterns if self._any[where].matches(text) else ()

    @cached_property
    def _clause_words(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._words["clause"], key=len, reverse=True))))


class Headings:
    """The heading ladder, compiled: the rung on which a line stands."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        ladder = sorted(headings, key=lambda heading: heading.level)  # outermost rung first
        self._rungs = [(rung.level, re2.compile(_HEAD.format(rung.marker)), rung.inline) for rung in ladder]
        self._any = _Alternatives((rung.marker for rung in ladder), _HEAD)

    def level(self, text: str, *, inline: bool) -> int | None:
        """The level of the rung whose marker begins `text`, or null; `inline`: inside of a line."""
        text = text[:_MARKER]
        for level, marker, also_inline in self._rungs if self._any.matches(text) else ():
            if (also_inline or not inline) and marker.search(text):
                return level
        return None


class Units:
    """Measure words, compiled: the longest that begins at a place."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units
        self._names: dict[str, Unit] = {}
        for unit in units:
            for name in unit.names:
                self._names.setdefault(name, unit)
        self._lengths = _lengths(self._names, 0)

    def at(self, folded: str, start: int) -> tuple[str, Unit] | None:
        """The longest measure word that begins at `start`, or null."""
        for length in self._lengths.get(folded[start : start + 1], ()):
            name = folded[start : start + length]
            unit, behind = self._names.get(name), folded[start + length : start + length + 1]
            if unit and not (behind and behind in unit.not_before):
                return name, unit
        return None

    def base(self, name: str) -> str:
        """The unit that values of a measure word are given in: its own name where it is no measure word."""
        unit = self._names.get(name)
        return name if unit is None else unit.base or unit.names[0]

    def named(self, name: str) -> Unit | None:
        """The measure word of exactly this name."""
        return self._names.get(name)
