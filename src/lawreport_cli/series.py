"""Reports in series: takes record files, gives an index of their reports, and those of each place year by year.

The index holds some hundred bytes a report and knows where in its file each one stands, so that the records of a whole
country can be gone through place by place with one place in memory: `by_place`.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lawreport_cli import inputs
from lawreport_cli.divisions import Division, PlaceTable
from lawreport_cli.inputs import Piece, RecordFile, ReportRecords
from lawreport_cli.record import DocumentRecord, ErrorRecord

_OF_PLACE = ("government", "zone", None)  # whose report is the report of the place
_DISCLOSURE = "信息公开"


@dataclass(frozen=True, slots=True)
class Located:
    """A report in the index: whose and of when it is, and where its records stand."""

    doc_id: str
    source: str
    region: str | None
    region_code: str | None  # valid in `year`
    region_level: str | None
    year: int | None
    body: str | None  # who it speaks of, where that is not the place as a whole: 市场监督管理局
    kind: str  # what it is on, where that is not the rule of law
    place: str | None  # the same for all years of a place; null: the report names none
    text_sha256: str
    claims: int
    file: int  # position in the list of files
    line: int  # the first of its records there, from 1
    start: int  # bytes from the beginning of the file
    end: int


class Repeat(NamedTuple):
    """A report that stands in the records again."""

    later: Located
    first: Located


@dataclass(slots=True)
class Index:
    """The reports of some record files, in their order, each once."""

    entries: list[Located] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    errors: list[ErrorRecord] = field(default_factory=list)  # documents that could not be read


class Places:
    """The same place in all years, whatever it was called: knows the chains of codes."""

    def __init__(self, table: PlaceTable) -> None:
        self._table = table
        rows = [division for divisions in table.codes.values() for division in divisions]
        self._forebears = Counter((row.heir, row.last + 1, row.level) for row in rows if row.heir)

    def key(self, head: DocumentRecord) -> str | None:
        """One key for all years of a place: the last code of its chain; without a code its path, or its name."""
        if head.region_code is None:
            return "/".join(head.region_path) or head.region
        division = self._find(head.region_code, self._table.clamp(head.year))
        if division is None:
            return head.region_code
        while (after := self._heir(division)) is not None:
            division = after
        return division.code if division.last == self._table.last_year else f"{division.code}/{division.last}"

    def _find(self, code: str, year: int) -> Division | None:
        """The division with this code in `year`, or nearest to it."""
        return min(
            self._table.codes.get(code, ()),
            key=lambda d: (max(d.first - year, year - d.last, 0), d.first),
            default=None,
        )

    def _heir(self, division: Division) -> Division | None:
        """The place that carries on; null where there is none, or where it carries on from several."""
        if not division.heir or self._forebears[division.heir, division.last + 1, division.level] > 1:
            return None
        return self._table.at(division.heir, division.last + 1)


def index(files: Sequence[RecordFile], table: PlaceTable, advance: Callable[[int], None] = lambda _: None) -> Index:
    """The reports in `files`. A report that was there before, as a file or as a text, goes to `repeats`.

    `advance` is told the bytes that were gone through. Raises RecordError as `inputs.read` does.
    """
    places = Places(table)
    found = Index()
    seen: dict[tuple[object, ...], Located] = {}
    for number, file in enumerate(files):
        for piece in inputs.cut(file, advance):
            if isinstance(piece.head, ErrorRecord):
                found.errors.append(piece.head)
                continue
            entry = _entry(piece.head, places, number, piece)
            text = (entry.place, entry.year, entry.body, entry.text_sha256)
            first = seen.get((entry.doc_id,)) or seen.get(text)
            if first is None:
                seen[(entry.doc_id,)] = seen[text] = entry
                found.entries.append(entry)
            else:
                found.repeats.append(Repeat(entry, first))
    return found


def by_place(found: Index) -> Iterator[list[Located]]:
    """The reports of each place, oldest first; those that name no place come alone.

    Places stand in the order of their first reports; reports of one year, and those without a year (last), in the order
    of the index. `read_entry` gives the records of each.
    """
    groups: dict[object, list[Located]] = defaultdict(list)
    for number, entry in enumerate(found.entries):
        groups[number if entry.place is None else entry.place].append(entry)
    for entries in groups.values():
        yield sorted(entries, key=lambda entry: (entry.year is None, entry.year))


def read_entry(files: Sequence[RecordFile], entry: Located) -> ReportRecords:
    """The records of one report. Raises RecordError."""
    return inputs.read(files[entry.file], entry.line, entry.start, entry.end)


def _entry(head: DocumentRecord, places: Places, file: int, piece: Piece) -> Located:
    return Located(
        doc_id=head.doc_id,
        source=head.source,
        region=head.region,
        region_code=head.region_code,
        region_level=head.region_level,
        year=head.year,
        body=body(head),
        kind=kind(head),
        place=places.key(head),
        text_sha256=head.text_sha256,
        claims=head.claims,
        file=file,
        line=piece.line,
        start=piece.start,
        end=piece.end,
    )


def body(head: DocumentRecord) -> str | None:
    """The body that reports of itself, without its place; null: the report is the place's.

    A township whose county is the place reports of itself; any other body when the title names it.
    """
    if head.issuer_type in _OF_PLACE or head.region_level == "township" or not head.issuer:
        return None
    name = head.issuer.rpartition(head.region)[2] if head.region and head.region in head.issuer else head.issuer
    return name if name and (head.issuer_type == "township" or name in (head.title or "")) else None


def kind(head: DocumentRecord) -> str:
    """What a report is on, where that is not the rule of law: disclosure (信息公开) has reports of its own."""
    return _DISCLOSURE if _DISCLOSURE in (head.title or "") else ""


def sizes(files: Iterable[RecordFile]) -> int:
    """The bytes of `files` together; one that is not there counts nothing."""
    return sum(os.path.getsize(file.path) for file in files if os.path.exists(file.path))
