"""Results of several runs: takes files of records, gives the documents of all of them in the order of one run.

One run over a folder sorts by path, so the parts of a folder come together as if there had been one run.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lawreport_cli import inputs
from lawreport_cli.errors import RecordError
from lawreport_cli.files import raw_name, source_name
from lawreport_cli.inputs import RecordFile


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
        for piece in inputs.cut(RecordFile(path, source_name(path))):
            place = Place(piece.head.source, path, piece.start, piece.end)
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


def _digest(place: Place) -> bytes:
    with Path(place.file).open("rb") as file:
        return hashlib.sha256(_read(file, place).rstrip(b"\n")).digest()


def _read(file: BinaryIO, place: Place) -> bytes:
    file.seek(place.start)
    return file.read(place.end - place.start)
