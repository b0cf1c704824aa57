"""Chinese text in words: takes text and the lexicon of patterns/, gives `Token`s; the only user of jieba.

The dictionary is the lexicon over the frequent words of jieba's own: a boundary never cuts a word of them.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from lawreport_cli.model import Span
from lawreport_cli.patterns import Patterns


def _jieba() -> Any:
    """jieba, without pkg_resources: it would load that, as long as all else here takes, for a file that is never opened."""
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba  # noqa: PLC0415

        return jieba
    finally:
        if hidden:
            del sys.modules["pkg_resources"]


jieba = _jieba()

_WORD = re.compile(r"\w")


class Token(NamedTuple):  # made in half the time of a frozen dataclass: a report is thousands
    """A word, its part of speech as in patterns/lexicon.tsv (x: unknown, w: punctuation), its place in the text."""

    text: str
    tag: str
    span: Span


_new: Callable[..., Any] = tuple.__new__  # a third of the time of Token(…)
NOMINAL = {"n", "vn", "s", "a", "x"}  # parts of speech that a noun phrase is made of
_CACHED = 4096  # phrases whose cut is kept: many (同比增长, 全年共) come back in every report
_GENRE = 10  # how much more a word of the genre weighs than its weight in the lexicon says


def length(tokens: Sequence[Token]) -> int:
    """How many characters words have."""
    return sum(len(token.text) for token in tokens)


def joined(tokens: Sequence[Token]) -> Span:
    """The span of words that stand one after the other; there is one at least."""
    return Span(tokens[0].span.start, tokens[-1].span.end)


def text_of(tokens: Sequence[Token]) -> str:
    """Words as text."""
    return "".join([token.text for token in tokens])


def is_open(tokens: Sequence[Token]) -> bool:
    """Whether a quotation, a bracket or a title begins in the words and does not end there."""
    text = text_of(tokens)
    return any(text.count(mark) > text.count(end) for mark, end in ("“”", "()", "《》"))


@cache
def _common_words() -> tuple[dict[str, int], dict[str, str]]:
    """Word → frequency, and word → part of speech as in patterns/lexicon.tsv: the frequent words of jieba's dictionary.

    The dictionary itself takes as long to read as a report (tools/make_words.py).
    """
    table = resources.files(__package__).joinpath("words.tsv").read_bytes().decode()
    cells = table.replace("\n", "\t").split("\t")
    words = cells[::3]
    return dict(zip(words, map(int, cells[2::3]), strict=True)), dict(zip(words, cells[1::3], strict=True))


class Segmenter:
    """Cuts Chinese text into words by the lexicon of the genre. Costly to make: one serves many documents."""

    def __init__(self, lexicon: Mapping[str, tuple[str, int]]) -> None:
        frequencies, tags = _common_words()
        frequencies = frequencies | {word: weight * _GENRE for word, (_, weight) in lexicon.items()}
        self._tags = tags | {word: tag for word, (tag, _) in lexicon.items()}
        beginnings = {word[:end] for word in frequencies for end in range(1, len(word))}
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ = dict.fromkeys(beginnings, 0) | frequencies
        self._tokenizer.total = sum(frequencies.values())
        self._tokenizer.initialized = True  # no dictionary file is read, no cache is written
        self._words = lru_cache(_CACHED)(self._tagged)

    def begins_word(self, folded: str, span: Span, position: int) -> bool:
        """Whether a word begins at `position` when `folded[span]` is cut into words."""
        offset = position - span.start
        return any(start == offset for _, _, start, _ in self._words(folded[span.start : span.end]))

    def cut(self, folded: str, span: Span) -> list[Token]:
        """The words of `folded[span]`; neighbouring characters that belong to no known word are one token."""
        base = span.start
        words = self._words(folded[base : span.end])
        return [_new(Token, (word, tag, _new(Span, (base + start, base + end)))) for word, tag, start, end in words]

    def _tagged(self, text: str) -> tuple[tuple[str, str, int, int], ...]:
        """The words of `text`, each with its part of speech and where it begins and ends."""
        found: list[tuple[str, str, int, int]] = []
        at = 0
        for word in self._tokenizer.cut(text, HMM=False):
            start, at = at, at + len(word)
            tag = self._tags.get(word) or ("x" if _WORD.match(word) else "w")
            if tag == "x" and found and found[-1][1] == "x" and not word[0].isdigit():
                before, _, start, _ = found.pop()
                found.append((before + word, tag, start, at))
            else:
                found.append((word, tag, start, at))
        return tuple(found)


_SEGMENTERS: dict[str, Segmenter] = {}


def segmenter(patterns: Patterns) -> Segmenter:
    """The segmenter of these patterns, made once per process and fingerprint."""
    if patterns.fingerprint not in _SEGMENTERS:
        _SEGMENTERS[patterns.fingerprint] = Segmenter(patterns.lexicon)
    return _SEGMENTERS[patterns.fingerprint]
