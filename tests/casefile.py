"""Case files (fixtures/cases/*.txt): takes their text, gives blocks of a phrase and what must be found in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KEYS = frozenset(
    [
        "value",
        "unit",
        "qualifier",
        "kind",
        "direction",
        "change_measure",
        "basis",
        "subject",
        "scope",
        "period",
        "modality",
        "of",
        "whole",
        "indicator",
        "decimals",
        "row",
        "column",
    ]
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One numeral of a case: a claim with the fields that are judged, or a non-claim with the reasons that will do."""

    start: int
    end: int
    quote: str
    claim: bool
    fields: dict[str, str]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase with its numerals in order. `name` is file and phrase: what known.txt lists."""

    name: str
    place: str  # file:line
    text: str
    year: str
    section: str
    expected: tuple[Expected, ...]


def read_cases(path: Path) -> list[Case]:
    """All cases of a file. Raises ValueError with file and line where it does not follow the format."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_case(path, first, block) for first, block in _blocks(lines)]


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _case(path: Path, number: int, block: list[str]) -> Case:
    place = f"{path.name}:{number}"
    context = dict(_pairs(block[0][1:], place)) if block[0].startswith("@") else {}
    if context:
        block = block[1:]
    if not block or block[0][:2] in ("+ ", "- ") or set(context) - {"year", "section"}:
        raise ValueError(f"{place}: a block is `@ year=… section=…` if need be, a line of text, then its numerals")
    text, *numerals = block
    expected: list[Expected] = []
    for line in numerals:
        expected.append(_expected(line, text, expected, place))
    return Case(
        f"{path.stem}: {text}", place, text, context.get("year", "2024"), context.get("section", ""), tuple(expected)
    )


def _pairs(text: str, place: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        key, mark, value = word.partition("=")
        if not mark:
            raise ValueError(f"{place}: {word!r} is no key=value")
        yield key, value.replace("␣", " ")


def _expected(line: str, text: str, before: list[Expected], place: str) -> Expected:
    found = re.fullmatch(r"([+-]) (.+?) \| *(.*)", line)
    if not found:
        raise ValueError(f"{place}: {line!r} is neither `+ quote | key=value …` nor `- numeral | reason`")
    quote, claim = found[2].strip().replace("␣", " "), found[1] == "+"
    start = _place(quote, text, before, claim)
    if start < 0:
        raise ValueError(f"{place}: {quote!r} does not follow there in the text")
    if not claim:
        return Expected(start, start + len(quote), quote, False, {}, tuple(found[3].split("|")))
    fields = dict(_pairs(found[3], place))
    if set(fields) - KEYS or "kind" not in fields:
        raise ValueError(f"{place}: {quote!r} wants kind and no key but {', '.join(sorted(KEYS))}")
    defaults = {"qualifier": "exact", "modality": "actual", "direction": "", "basis": ""}
    return Expected(start, start + len(quote), quote, True, defaults | fields, ())


def _place(quote: str, text: str, before: list[Expected], claim: bool) -> int:
    """Where the quote stands: after the numeral before it, or on it when it is a second claim on that figure."""
    after = before[-1].end if before else 0
    start = text.find(quote, after)
    while start > 0 and _inside_number(text, start, quote):
        start = text.find(quote, start + 1)
    if start < 0 and claim and before and before[-1].claim and before[-1].quote == quote:
        return before[-1].start
    return start


def _inside_number(text: str, start: int, quote: str) -> bool:
    end = start + len(quote)
    digits = "0123456789０１２３４５６７８９."
    return (quote[0] in digits and text[start - 1] in digits[:-1]) or (
        quote[-1] in digits and end < len(text) and text[end] in digits[:-1]
    )
