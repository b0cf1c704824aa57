"""Results of several runs: takes files of records, gives the documents of all of them in the order of one run.

One run over a folder sorts by path, so the parts of a folder come together as if there had been one run.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lawreport_cli.errors import RecordError
from lawreport_cli.files import raw_name, source_name

_INNER = (b'{"type":"claim"', b'{"type":"numeral"')  # as this program writes them


@dataclass(frozen=True, slots=True)
class Place:
    """Where the records of one document stand."""

    source: str
    file: str
    start: int  # byte
    end: int


def places(paths: Sequence[str]) -> tuple[list[Place], list[tuple[Place, Place]]]:
    """The documents and errors of all files by path; then those that stand twice in the same words, the later first.

    Raises RecordError for a line that is no record, and where two results of one path differ.
    """
    first: dict[str, Place] = {}
    repeats: list[tuple[Place, Place]] = []
    for path in paths:
        for place in _index(path):
            earlier = first.setdefault(place.source, place)
            if earlier is place:
                continue
            if _digest(earlier) != _digest(place):
                where = f"{source_name(earlier.file)} holds another result for {place.source}"
                raise RecordError(f"{where}: are they of one run?", file=source_name(path))
            repeats.append((place, earlier))
    return sorted(first.values(), key=lambda place: raw_name(place.source)), repeats


def documents(found: Sequence[Place]) -> Iterator[tuple[str, ...]]:
    """The lines of JSON of each document, without line ends."""
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for place in found:
            if place.file not in files:
                files[place.file] = stack.enter_context(Path(place.file).open("rb"))
            yield tuple(_read(files[place.file], place).decode().rstrip("\n").split("\n"))


def _index(path: str) -> Iterator[Place]:
    with Path(path).open("rb") as file:
        source: str | None = None
        start = at = 0
        for number, line in enumerate(file, 1):
            if line.startswith(_INNER):
                if source is None:
                    raise RecordError(
                        "a claim or numeral stands before its document", file=source_name(path), line=number
                    )
            else:
                if source is not None:
                    yield Place(source, path, start, at)
                source, start = _source(line, path, number), at
            at += len(line)
        if source is not None:
            yield Place(source, path, start, at)


def _source(line: bytes, path: str, number: int) -> str:
    try:
        record = json.loads(line)
        if record["type"] in ("document", "error") and isinstance(record["source"], str):
            return str(record["source"])
    except (ValueError, TypeError, KeyError):
        pass
    raise RecordError("is no record as `lawreport extract` writes them", file=source_name(path), line=number)


def _digest(place: Place) -> bytes:
    with Path(place.file).open("rb") as file:
        return hashlib.sha256(_read(file, place).rstrip(b"\n")).digest()


def _read(file: BinaryIO, place: Place) -> bytes:
    file.seek(place.start)
    return file.read(place.end - place.start)
