"""Figures of many reports in DuckDB: takes record files with their index, gives the figures of one indicator at a time.

The engine reads the JSON Lines with all cores into a database in a scratch folder, within a limit of memory. Only what a
comparison needs is kept: figures that have an indicator and tell what was. A figure is taken from the text of its line,
never through a float.
"""

import errno
import json
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, Self, get_args

import duckdb

from lawreport_cli import scopes
from lawreport_cli.errors import RecordError
from lawreport_cli.inputs import RecordFile
from lawreport_cli.model import Dimension, Direction, Kind, Modality, Qualifier
from lawreport_cli.record import read_lines
from lawreport_cli.series import Index

_P = ParamSpec("_P")
MEMORY = "256MB"  # what the engine may hold; more goes to the scratch folder
_KINDS, _MODALITIES, _QUALIFIERS = map(get_args, (Kind, Modality, Qualifier))
_FIELDS = (
    "type", "claim_id", "doc_id", "indicator", "kind", "modality", "scope", "period", "qualifier", "direction", "basis",
    "unit", "dimension", "decimals", "part_of", "quote", "start", "page", "reason",
)  # fmt: skip
# In compact or spaced JSON a quoted key follows a comma or a brace; inside a string the quote would be escaped.
_NUMBER = r"""regexp_extract(json, '[,{]\s*"%s"\s*:\s*(-?[0-9][0-9.eE+-]*)', 1)"""


def _as_os_error(load: Callable[_P, None]) -> Callable[_P, None]:
    """An engine that cannot go on (no memory, no space left) is trouble of the machine, not of the records."""

    @wraps(load)
    def told(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            load(*args, **kwargs)
        except duckdb.Error as error:
            raise OSError(errno.EIO, str(error).splitlines()[0], "records") from error

    return told


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports: a place, or one body of it, in one year; with the reports that tell of it."""

    number: int
    place: str | None
    year: int | None
    body: str | None
    reports: tuple[int, ...]  # positions in the index, the first before the others


class Figure(NamedTuple):
    """The figure that stands for its cell: one unit, indicator, kind, dimension, scope and period.

    The fields of its claim, as in docs/records.md, but for `scope`: that is said without the place or body.
    """

    owner: int  # number of the unit that reports it
    report: int  # position in the index
    values: int  # how many different values the report gives for this cell, parts left aside
    value: Decimal
    value_max: Decimal | None
    decimals: int
    page: int
    claim_id: str
    kind: Kind
    scope: str | None
    period: str | None
    qualifier: Qualifier
    direction: Direction | None
    unit: str | None
    dimension: Dimension
    quote: str


class Masked(NamedTuple):
    """A figure that was made unreadable (*次) and has an indicator."""

    unit: int
    report: int
    page: int


class Panel:
    """The figures of record files, in a database of the scratch folder; a context that closes it."""

    def __init__(self, scratch: Path, *, memory: str = MEMORY) -> None:
        """`scratch`: a folder of its own, that the caller removes."""
        self._scratch = scratch
        self._any_masked = False
        self._con = duckdb.connect(
            str(scratch / "panel.duckdb"),
            config={
                "memory_limit": memory,
                "temp_directory": str(scratch / "spill"),
                "preserve_insertion_order": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._con.close()

    @_as_os_error
    def load(
        self, files: Sequence[RecordFile], index: Index, units: Sequence[Unit], follow: Callable[[float], None]
    ) -> None:
        """Read the figures of the reports in `units`. `follow` is told the share that is done, 0 to 1.

        Raises RecordError for a line that is no record, and OSError when the engine cannot go on (no space is left).
        """
        paths = self._plain(files)
        self._con.execute("create table file (name varchar, number integer)")
        self._insert("file", ({"name": path, "number": number} for number, path in enumerate(paths)))
        self._con.execute(
            "create table report (file integer, doc varchar, number integer, owner integer, "
            "region varchar, place_end varchar, body_end varchar)"
        )
        self._insert("report", (_report(unit, index, at) for unit in units for at in unit.reports))
        try:
            self._watched(_READ, [[_escaped(path) for path in paths]], follow)
        except duckdb.InvalidInputException as error:
            _complain(files, str(error))
        if self._one("select count(*) from line where wrong"):
            _complain(files, "holds a claim that is no claim of this program")
        self._con.execute("create table scope (place_end varchar, body_end varchar, said varchar, scope varchar)")
        said = self._con.execute(f"select distinct place_end, body_end, said from ({_OWNED})").fetchall()
        self._insert(
            "scope",
            (
                {"place_end": place, "body_end": body, "said": scope, "scope": scopes.bare(scope, place, body)}
                for place, body, scope in said
                if scope is not None
            ),
        )
        self._watched(_FIGURES, [], lambda _: None)
        self._any_masked = self._one("select count(*) from masked") > 0

    def indicators(self) -> list[str]:
        """The keys that occur in the figures, sorted."""
        rows = self._con.execute(
            "select indicator from chosen union select indicator from masked where indicator is not null order by indicator"
        ).fetchall()
        return [key for (key,) in rows]

    def masked_in(self) -> dict[int, int]:
        """How many masked figures a report has whose indicator is not known: position in the index → number."""
        return dict(
            self._con.execute("select report, count(*) from masked where indicator is null group by report").fetchall()
        )

    def figures(self, indicator: str) -> Iterator[Figure]:
        """The figures of one indicator, one for each cell, in the order of `units`.

        Of several in one cell it is the one that is no part of another, of the first report, of one year rather than
        cumulative, exact rather than about, with the most decimals, first in the text.
        """
        found = self._con.execute(_OF_INDICATOR, [indicator])
        while rows := found.fetchmany(1000):
            for owner, report, values, value, value_max, *rest in rows:
                yield Figure(owner, report, values, Decimal(value), Decimal(value_max) if value_max else None, *rest)

    def masked(self, indicator: str) -> list[Masked]:
        """The masked figures of one indicator, one for each unit."""
        if not self._any_masked:
            return []
        rows = self._con.execute(
            "select owner, min(report), min_by(page, (report, start)) from masked "
            "where indicator = ? group by owner order by owner",
            [indicator],
        ).fetchall()
        return [Masked(*row) for row in rows]

    # ------------------------------------------------------------ within

    def _plain(self, files: Sequence[RecordFile]) -> list[str]:
        """The paths of `files`; one that begins with a byte order mark is copied without it, the engine takes none."""
        paths = []
        for number, file in enumerate(files):
            with open(file.path, "rb") as stream:
                if stream.read(3) != b"\xef\xbb\xbf":
                    paths.append(os.path.abspath(file.path))
                    continue
                copy = self._scratch / f"{number}.jsonl"
                with copy.open("wb") as out:
                    shutil.copyfileobj(stream, out)
                paths.append(str(copy))
        return paths

    def _insert(self, table: str, rows: Iterator[dict[str, Any]]) -> None:
        path = self._scratch / f"{table}.rows"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        columns = ", ".join(f"{name}: '{kind}'" for name, kind, *_ in self._con.execute(f"describe {table}").fetchall())
        self._con.execute(
            f"insert into {table} select * from read_json(?, format='newline_delimited', columns={{{columns}}})",
            [str(path)],
        )
        path.unlink()

    def _one(self, query: str) -> Any:
        row = self._con.execute(query).fetchone()
        return None if row is None else row[0]

    def _watched(self, query: str, values: list[object], follow: Callable[[float], None]) -> None:
        """Run a long query in a thread of its own, so that progress is told and an interruption is heard."""
        failure: list[BaseException] = []

        def run() -> None:
            try:
                self._con.execute(query, values)
            except BaseException as error:  # handed on to the caller's thread
                failure.append(error)

        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        try:
            while worker.is_alive():
                worker.join(0.2)
                follow(max(0.0, self._con.query_progress()) / 100)
        except BaseException:
            self._con.interrupt()
            worker.join()
            raise
        if failure:
            raise failure[0]
        follow(1.0)


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


# Most lines play no part, as those that this program wrote tell at a glance: no more is read of them.
_READ = f"""
create table line as
with row as (
    select filename, json,
        json_extract_string(json, [{_quoted([f"$.{name}" for name in _FIELDS])}]) as field
    from read_ndjson_objects(?, filename = true)
    where not (starts_with(json, '{{"type":"claim"') and contains(json, '"indicator":null'))
        and not (starts_with(json, '{{"type":"numeral"') and not contains(json, '"reason":"masked"'))
), named as (
    select filename, {", ".join(f"field[{at}] as {name}" for at, name in enumerate(_FIELDS, 1))},
        {_NUMBER % "value"} as value,
        case when json_extract_string(json, '$.value_max') is not null then {_NUMBER % "value_max"} end as value_max
    from row
), judged as (
    select *, type = 'claim' and not coalesce(
        regexp_full_match(claim_id, '[0-9a-f]{{12}}:[0-9]+-[0-9]+(#[0-9]+)?') and claim_id[:12] = doc_id
        and kind in ({_quoted(_KINDS)}) and modality in ({_quoted(_MODALITIES)})
        and qualifier in ({_quoted(_QUALIFIERS)}) and dimension in ({_quoted(get_args(Dimension))})
        and coalesce(direction in ({_quoted(get_args(Direction))}), true) and length(quote) > 0
        and try_cast(value as double) is not null and try_cast(decimals as integer) is not null
        and try_cast(start as integer) is not null and try_cast(page as integer) > 0,
        false) as wrong
    from named
)
select * from judged
where wrong or (type = 'claim' and indicator is not null) or (type = 'numeral' and reason = 'masked')
"""

_OWNED = """
select r.owner, r.number as report, r.place_end, r.body_end, l.* exclude (filename, doc_id, reason, wrong, scope),
    nullif(case when starts_with(l.scope, r.region) then substr(l.scope, length(r.region) + 1) else l.scope end, '')
        as said
from line l join file f on f.name = l.filename join report r on r.file = f.number and r.doc = l.doc_id
where l.type = 'numeral' or l.modality = 'actual'
"""

_FIGURES = f"""
create table figure as
select o.* exclude (type, place_end, body_end, said) replace (
        o.decimals::integer as decimals, o.start::integer as start, o.page::integer as page
    ), s.scope, o.type = 'numeral' as masked
from ({_OWNED}) o left join scope s on s.said = o.said
    and s.place_end is not distinct from o.place_end and s.body_end is not distinct from o.body_end;
drop table line;
create table chosen as
select indicator, {", ".join(name if name != "values" else "values_" for name in Figure._fields)}
from (
    select *,
        row_number() over (cell order by part_of is not null, report, basis is not distinct from 'cumulative',
            qualifier <> 'exact', decimals desc, start, claim_id) as place,
        count(distinct case when part_of is null then value end) over (cell) as values_
    from figure
    where not masked
    window cell as (partition by indicator, owner, kind, dimension, scope, period)
)
where place = 1
order by indicator, owner, kind, dimension, scope nulls first, period nulls first;
create table masked as select indicator, owner, report, page, start from figure where masked;
drop table figure
"""

_OF_INDICATOR = """
select * exclude (indicator) from chosen where indicator = ?
order by owner, kind, dimension, scope nulls first, period nulls first
"""


def _report(unit: Unit, index: Index, at: int) -> dict[str, Any]:
    entry = index.entries[at]
    return {
        "file": entry.file, "doc": entry.doc_id, "number": at, "owner": unit.number, "region": entry.region,
        "place_end": entry.region and entry.region[-1], "body_end": entry.body and entry.body[-1],
    }  # fmt: skip


def _escaped(path: str) -> str:
    """A path in which nothing stands for other names."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def _complain(files: Sequence[RecordFile], otherwise: str) -> None:
    """Find the line that is no record, and raise RecordError with its place."""
    for file in files:
        with open(file.path, encoding="utf-8-sig") as lines:
            for _ in read_lines(lines, file=file.name):
                pass
    raise RecordError(otherwise, file=", ".join(file.name for file in files[:3]))
