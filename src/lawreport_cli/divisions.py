"""The administrative divisions by year: takes the files of `patterns/places/`, gives a `PlaceTable`.

Provinces, cities and counties of GB/T 2260 with the years in which each name and code was valid. Years after the
newest of the table are answered with the newest, years before the oldest with the oldest.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple, TypeVar

from lawreport_cli.errors import PatternError
from lawreport_cli.model import RegionLevel

_Section = TypeVar("_Section")
_COLUMNS = ["code", "name", "short", "first", "last", "heir"]


class Division(NamedTuple):
    """A name under a code, with the years in which it stood; both inclusive."""

    code: str  # six digits: 320684
    name: str  # 海门市
    short: str  # 海门
    first: int
    last: int
    heir: str  # code in the year after `last` of the place that carries on; "" where there is none

    @property
    def level(self) -> RegionLevel:
        """Level by the code."""
        return "province" if self.code.endswith("0000") else "city" if self.code.endswith("00") else "county"

    @property
    def above(self) -> tuple[str, ...]:
        """The codes above it, province first; some are only nodes of the coding, without a division."""
        codes = (f"{self.code[:2]}0000", f"{self.code[:4]}00")
        return tuple(code for code in codes if code != self.code)[: {"province": 0, "city": 1, "county": 2}[self.level]]


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Words of titles; meaning in patterns/places/words.toml."""

    topics: tuple[str, ...]
    ends: tuple[str, ...]
    continues: tuple[str, ...]
    not_end: tuple[str, ...]
    not_begin: tuple[str, ...]
    chrome: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IssuerWords:
    """Ends of issuers' names by type; meaning in patterns/places/words.toml."""

    court: tuple[str, ...]
    procuratorate: tuple[str, ...]
    congress: tuple[str, ...]
    government: tuple[str, ...]
    township: tuple[str, ...]
    zone: tuple[str, ...]
    zone_organs: tuple[str, ...]
    party: tuple[str, ...]
    department: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words around names of places; meaning in patterns/places/words.toml."""

    relative: tuple[str, ...]
    not_end: tuple[str, ...]
    not_town: tuple[str, ...]
    not_short: tuple[str, ...]
    national: tuple[str, ...]
    bodies: tuple[str, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateWords:
    """Labels of dates; meaning in patterns/places/words.toml."""

    published: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Divisions by name and by code, and the words around them."""

    names: Mapping[str, tuple[Division, ...]]  # full names, and 延边州 for 延边朝鲜族自治州
    shorts: Mapping[str, tuple[Division, ...]]  # names without 省, 市, 县, 区
    codes: Mapping[str, tuple[Division, ...]]
    first_year: int
    last_year: int
    longest: int  # characters of the longest name
    title: TitleWords
    issuer: IssuerWords
    place: PlaceWords
    date: DateWords

    def clamp(self, year: int | None) -> int:
        """The year of the table to look in for `year`; the newest when it is unknown."""
        return self.last_year if year is None else min(max(year, self.first_year), self.last_year)

    def at(self, code: str, year: int | None) -> Division | None:
        """The division that had `code` in `year`, or null."""
        year = self.clamp(year)
        return next((d for d in self.codes.get(code, ()) if d.first <= year <= d.last), None)

    def valid(self, division: Division, year: int | None) -> bool:
        """Whether this name and code stood in `year`."""
        return division.first <= self.clamp(year) <= division.last

    def in_year(self, division: Division, year: int | None) -> Division | None:
        """The same place in `year`, whatever it was called then; null where it has no heir or no single forebear."""
        year = self.clamp(year)
        found: Division | None = division
        while found and found.last < year:
            found = self.at(found.heir, found.last + 1)
        while found and found.first > year:
            child = found
            before = [
                d
                for rows in self.codes.values()
                for d in rows
                if d.heir == child.code and d.last == child.first - 1 and d.level == child.level
            ]
            found = before[0] if len(before) == 1 else None
        return found

    def path(self, division: Division, year: int | None) -> tuple[Division, ...]:
        """The division and those above it in `year`, province first; nodes that are no places are left out."""
        return (*(d for d in (self.at(code, year) for code in division.above) if d), division)


def read_table(folder: Path) -> PlaceTable:
    """The table in `folder` (divisions.tsv and words.toml). Raises `PatternError` naming file and place."""
    rows = _divisions(folder / "divisions.tsv")
    words = _words(folder / "words.toml")
    names: dict[str, tuple[Division, ...]] = {}
    shorts: dict[str, tuple[Division, ...]] = {}
    codes: dict[str, tuple[Division, ...]] = {}
    for row in rows:
        codes[row.code] = (*codes.get(row.code, ()), row)
        names[row.name] = (*names.get(row.name, ()), row)
        if row.short != row.name and len(row.short) > 1:
            shorts[row.short] = (*shorts.get(row.short, ()), row)
        for ending in ("自治州", "自治县"):
            if row.name.endswith(ending):
                alias = row.short + ending[-1]
                names[alias] = (*names.get(alias, ()), row)
    return PlaceTable(
        names=names,
        shorts=shorts,
        codes=codes,
        first_year=min(row.first for row in rows),
        last_year=max(row.last for row in rows),
        longest=max(map(len, names)),
        title=words.title,
        issuer=words.issuer,
        place=words.place,
        date=words.date,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PatternError(str(error), file=str(path)) from None


def _divisions(path: Path) -> list[Division]:
    everything = _text(path).splitlines()
    lines = [line for line in everything if not line.startswith("#")]
    span = [line for line in everything[:10] if line.startswith("# years")]
    if not span or not lines or lines[0].split("\t") != _COLUMNS:
        raise PatternError(f"expected a line '# years FIRST LAST' and the columns {' '.join(_COLUMNS)}", file=str(path))
    oldest, newest = map(int, span[0].split()[2:4])
    rows = []
    for line in lines[1:]:
        try:
            code, name, short, first, last, heir = line.split("\t")
            if len(code) != 6 or not code.isdecimal() or not name:
                raise ValueError
            rows.append(Division(code, name, short or name[:-1], int(first or oldest), int(last or newest), heir))
        except ValueError:
            raise PatternError(f"not a division: {line!r}", file=str(path)) from None
    return rows


class _Words(NamedTuple):
    title: TitleWords
    issuer: IssuerWords
    place: PlaceWords
    date: DateWords


def _words(path: Path) -> _Words:
    try:
        data = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise PatternError(str(error), file=str(path)) from None
    if unknown := set(data) - set(_Words._fields):
        raise PatternError(f"unknown: {', '.join(sorted(unknown))}", file=str(path))

    def section(name: str, kind: type[_Section]) -> _Section:
        entry = data.get(name, {})
        expected = {item.name for item in fields(kind)}  # type: ignore[arg-type]
        if set(entry) != expected:
            raise PatternError(f"expected the keys {', '.join(sorted(expected))}", file=str(path), place=f"[{name}]")
        if not all(
            isinstance(words, list) and all(isinstance(w, str) and w for w in words) for words in entry.values()
        ):
            raise PatternError("expected lists of words", file=str(path), place=f"[{name}]")
        return kind(**{key: tuple(words) for key, words in entry.items()})

    return _Words(
        title=section("title", TitleWords),
        issuer=section("issuer", IssuerWords),
        place=section("place", PlaceWords),
        date=section("date", DateWords),
    )
