"""The place of a report: takes the bodies it names and the text around them, gives one division by the year."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from lawreport_cli.divisions import Division, PlaceTable
from lawreport_cli.model import Note, RegionLevel
from lawreport_cli.places._issuer import Body, leading, level_of

_PARTICLES = "在向由经报为按照据对与和及"
_ASKING = "请邀让到赴"  # 冬训请县委党校老师: no 县 is called so
_NAME = re.compile(rf"(?:^|[^一-鿿]|[{_PARTICLES}])((?:(?![{_PARTICLES}{_ASKING}])[一-鿿]){{2,3}}[县区市旗])$")
_BOUNDARY = re.compile(rf"(?:[^一-鿿]|[{_PARTICLES}省市县区州盟旗])$")
_DECISIVE = 3  # a place settles a shared name when it is named so many times as often as the next


@dataclass(frozen=True, slots=True)
class Region:
    """A place in the report year; `path` begins with the province and ends with the place, or is empty."""

    name: str | None
    code: str | None
    level: RegionLevel | None
    path: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where to look for the names above a place, in this order. All folded."""

    near: str  # title, salutation, signature, letterhead
    opening: str  # the paragraphs before the first heading
    text: str  # everything
    source: str  # folders and name of the file, title in its metadata


def find(bodies: list[Body], around: Surroundings, year: int | None, table: PlaceTable) -> Region:
    """The region of the first of `bodies` that tells one, else of the text, else of the file's name."""
    for body in bodies:
        if body.divisions:
            return _settled(body.place, body.divisions, around, year, table, short=body.short)
        if body.kind == "zone" or (body.place and not level_of(body.place) and not body.place.endswith("市")):
            return _hosted(body, around, year, table)
        if body.place:
            return _unlisted(body, year, table)
    town, relative = (bodies[0].town, bodies[0].relative) if bodies else ("", "")
    if named := _named(around, bool(town), relative, year, table):
        name, divisions = named
        if divisions:
            return _settled(name, divisions, around, year, table)
        note = Note("region_unlisted", f"{name} is in no list of divisions of {year or 'any year'}")
        return Region(name, None, level_of(name), (), (note,))
    if source := _named_in_source(around.source, bool(town), relative, year, table):
        region = _settled(*source, around, year, table)
        note = Note("region_from_file_name", f"only the file's name or folder tells the place: {source[0]}")
        return replace(region, notes=(note, *region.notes))
    if town:
        note = Note("region_missing", f"the document does not tell to which county {town} belongs")
        return Region(town, None, "township", (), (note,))
    return Region(None, None, None, (), (Note("region_missing", "the document names no place as its own"),))


def _settled(
    name: str,
    divisions: tuple[Division, ...],
    around: Surroundings,
    year: int | None,
    table: PlaceTable,
    *,
    short: bool = False,
) -> Region:
    """One of `divisions`, which share `name`, as it was in `year`."""
    chosen = _choose(_meant(divisions, around) if short else divisions, around, year, table)
    if chosen is None:
        listed = ", ".join(f"{''.join(_names(d, year, table))} {d.code}" for d in divisions)
        note = Note("region_ambiguous", f"{name} can be {listed}")
        levels = {d.level for d in divisions}
        return Region(name, None, levels.pop() if len(levels) == 1 else None, (), (note,))
    now = chosen if table.valid(chosen, year) else table.in_year(chosen, year)
    if now is None:
        told = f"{name} ({chosen.code}) stood from {chosen.first} to {chosen.last}; what it was in {year} is not listed"
        return Region(name, None, chosen.level, (), (Note("region_unlisted", told),))
    notes: list[Note] = []
    if now is not chosen:
        told = f"{chosen.name} ({chosen.code}) of the title was {now.name} ({now.code}) in {year}"
        notes.append(Note("region_renamed", told))
    if short and len(divisions) > 1 and now.level != "province":
        others = ", ".join(f"{d.name} {d.code}" for d in divisions if d is not chosen)
        notes.append(Note("region_assumed", f"{name} is read as {now.name} {now.code}; it can be {others}"))
    return Region(now.name, now.code, now.level, _names(now, year, table), tuple(notes))


def _hosted(body: Body, around: Surroundings, year: int | None, table: PlaceTable) -> Region:
    """A development zone: no code of its own; its path is that of the place it lies in."""
    hosts = body.hosts
    if not hosts:
        named = _named(around, False, "", year, table) or _named_in_source(around.source, False, "", year, table)
        hosts = named[1] if named else ()
    host = _choose(_meant(hosts, around), around, year, table) if hosts else None
    now = table.in_year(host, year) if host else None
    if now is None:
        note = Note("region_missing", f"the document does not tell in which place {body.place} lies")
        return Region(body.place, None, None, (), (note,))
    return Region(body.place, None, None, (*_names(now, year, table), body.place))


def _unlisted(body: Body, year: int | None, table: PlaceTable) -> Region:
    note = Note("region_unlisted", f"{body.place} is in no list of divisions of {year or 'any year'}")
    host = table.in_year(body.hosts[0], year) if len(body.hosts) == 1 else None
    path = (*_names(host, year, table), body.place) if host else ()
    return Region(body.place, None, level_of(body.place), path, (note,))


def _names(division: Division, year: int | None, table: PlaceTable) -> tuple[str, ...]:
    return tuple(d.name for d in _path(division, year, table))


def _path(division: Division, year: int | None, table: PlaceTable) -> tuple[Division, ...]:
    """The path in `year` or, where the name had another time, in the year of its time that is nearest."""
    return table.path(division, min(max(table.clamp(year), division.first), division.last))


def _choose(
    divisions: tuple[Division, ...], around: Surroundings, year: int | None, table: PlaceTable
) -> Division | None:
    """The one of `divisions` that the names above it settle, or null.

    First title, salutation and signature; then the text: the whole chain (南京市鼓楼区), the place directly above,
    the province; last the file's name and folders.
    """
    if len(divisions) == 1:
        return divisions[0]
    above = {division: _path(division, year, table)[:-1] for division in divisions}

    def chain(text: str, division: Division) -> int:
        return sum(text.count(form + division.name) for up in above[division] for form in {up.name, up.short})

    def parent(text: str, division: Division) -> int:
        return text.count(above[division][-1].name) if above[division] else 0

    def province(text: str, division: Division) -> int:
        return text.count(above[division][0].short) if above[division] else 0

    def anything(text: str, division: Division) -> int:
        return sum(bool(text.count(up.short)) for up in above[division])

    steps: tuple[tuple[str, Callable[[str, Division], int]], ...] = (
        (around.near, chain),
        (around.near, anything),
        (around.opening, parent),
        (around.text, chain),
        (around.text, parent),
        (around.text, province),
        (around.source, anything),
    )
    for text, measure in steps:
        scores = sorted(((measure(text, division), division) for division in divisions), reverse=True)
        (best, division), (second, _) = scores[:2]
        if best > second and (text in (around.near, around.source) or best >= _DECISIVE * second):
            return division
    return None


def _meant(divisions: tuple[Division, ...], around: Surroundings) -> tuple[Division, ...]:
    """Of places with one everyday name (朝阳市, 朝阳区): those the text names in full, else the highest."""
    counts = Counter({division.name: around.text.count(division.name) for division in divisions}).most_common(2)
    if counts[0][1] and (len(counts) == 1 or counts[0][1] >= _DECISIVE * counts[1][1]):
        return tuple(division for division in divisions if division.name == counts[0][0])
    highest = min(len(division.above) for division in divisions)
    return tuple(division for division in divisions if len(division.above) == highest)


def _named(
    around: Surroundings, town: bool, relative: str, year: int | None, table: PlaceTable
) -> tuple[str, tuple[Division, ...]] | None:
    """The place that the text names as its own: of 启东市委, 启东市人民政府; the deepest near the title, else the most frequent."""
    for text in (around.near, around.opening, around.text):
        counts: Counter[str] = Counter()
        found: dict[str, tuple[Division, ...]] = {}
        for name, divisions in _mentions(text, year, table):
            if _fits(name, divisions, town, relative, table):
                counts[name] += 1
                found[name] = divisions
        if text is not around.text and len(found) > 1:
            over = {code for divisions in found.values() for d in divisions for code in d.above}
            found = {n: ds for n, ds in found.items() if not any(d.code in over for d in ds)}
            counts = Counter({name: counts[name] for name in found})
        ranking = counts.most_common(2)
        if ranking and (len(ranking) == 1 or ranking[0][1] >= _DECISIVE * ranking[1][1]):
            return ranking[0][0], found[ranking[0][0]]
    return None


def _fits(name: str, divisions: tuple[Division, ...], town: bool, relative: str, table: PlaceTable) -> bool:
    """Whether a place can be that of a township, or of an office that calls itself 市…局."""
    if not name.endswith(relative):
        return False
    if not town:
        return True
    if not divisions:
        return level_of(name) == "county"
    # Townships stand under counties, or under cities that have none (东莞市).
    return any(
        d.level == "county" or (d.level == "city" and sum(code[:4] == d.code[:4] for code in table.codes) == 1)
        for d in divisions
    )


def _mentions(text: str, year: int | None, table: PlaceTable) -> list[tuple[str, tuple[Division, ...]]]:
    """The places before a body's name in `text`; names that the table does not know with no divisions."""
    found = []
    for match in re.finditer("|".join(table.place.bodies), text):
        before = text[max(0, match.start() - 16) : match.start()]
        for length in range(min(table.longest, len(before)), 1, -1):
            name = before[-length:]
            if (divisions := table.names.get(name)) and _begins(before[:-length], table):
                found.append((name, _now(divisions, year, table)))
                break
        else:
            if unknown := _NAME.search(before):
                found.append((unknown[1], ()))
    return found


def _begins(before: str, table: PlaceTable) -> bool:
    """Whether a name can begin after `before`: 岚县 is no name in 云岚县."""
    if not before or _BOUNDARY.search(before):
        return True
    return any(before[-length:] in table.shorts for length in (2, 3, 4))


def _now(divisions: tuple[Division, ...], year: int | None, table: PlaceTable) -> tuple[Division, ...]:
    return tuple(d for d in divisions if table.valid(d, year)) or divisions


def _named_in_source(
    source: str, town: bool, relative: str, year: int | None, table: PlaceTable
) -> tuple[str, tuple[Division, ...]] | None:
    """The place that the name of the file begins with, else the innermost folder; everyday names only of counties."""
    for part in reversed(re.split(r"[/\\_\-\s.]+", source)):
        found = leading(re.sub(r"^[\d年度]+", "", part), year, table, ())
        if not found:
            continue
        divisions, _, short = found
        divisions = tuple(d for d in divisions if not short or d.level == "county")
        if divisions and _fits(divisions[0].name, divisions, town, relative, table):
            return divisions[0].name, divisions
    return None
