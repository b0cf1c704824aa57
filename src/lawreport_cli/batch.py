"""Many documents: takes files, gives for each what became of it, in their order, as lines of JSON and counts.

Each file is read and understood in a worker that may be lost. This process parses nothing and holds the records of one
file at a time: what is finished out of turn waits in a store.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lawreport_cli import pipeline, resume
from lawreport_cli.alone import TICK, TOO_MUCH, UNSOUND, words_of
from lawreport_cli.errors import DocumentCode, DocumentError
from lawreport_cli.files import Entry, as_document_error, read_file
from lawreport_cli.model import Box, Document
from lawreport_cli.patterns import Patterns
from lawreport_cli.record import ErrorRecord, NumeralRecord, to_line
from lawreport_cli.resume import Kept, Result, Store
from lawreport_cli.workers import MAX_ANSWER, Done, Facts, Limits, Lost, Pool

_LIMITED = {"timeout", "memory"}  # another limit may lead to another end
_NEVER_KEPT = {"crashed", "internal", "changed"}  # tried again by the next run
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SENTENCE = "全年共受理行政复议案件12件，同比增长3.5%。\n"


@dataclass(frozen=True, slots=True)
class Started:
    """Work on a file begins."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Finished:
    """Work on a file is at its end; its outcome comes in its turn. `reused`: an earlier run had finished it."""

    result: Result
    reused: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the lines of its records, without line ends, and counts."""

    result: Result
    lines: tuple[str, ...]
    reused: bool = False
    same_as: str | None = None  # source of the first file with the same content


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing has happened for a while."""


Event = Started | Finished | Outcome | Waiting


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(
    entries: Sequence[Entry],
    patterns: Patterns,
    *,
    ledger: bool,
    jobs: int | None = None,
    limits: Limits | None = None,
    store: Store | None = None,
) -> Generator[Event, None, None]:
    """Work through `entries`, `jobs` at a time (null: one for each core): for each one `Started`, `Finished`, `Outcome`.

    Outcomes come in the order of `entries`. With `ledger` the lines include the numerals that are no claims. What
    `store` holds of earlier runs is taken from there where the content is the same. Raises PatternError, and OSError
    when the store cannot be written or no process be made; all else that goes wrong in one document is its outcome.
    """
    patterns.check()
    limits = limits or Limits()

    def work(task: str, say: Callable[[str], None]) -> tuple[Facts, bytes, bool]:
        path, source, known = json.loads(task)
        return extract_entry(Entry(path, source), patterns, ledger=ledger, known=known, say=say)

    with store or resume.temporary() as kept, Pool(work, jobs or cores(), limits) as pool:
        reusable = {source: one for source, one in kept.found.items() if _is_reusable(one.result, limits)}
        if any(entry.source not in reusable for entry in entries):
            _warm(patterns)
        ready: dict[int, tuple[Kept, bool]] = {}
        first: dict[str, str] = {}  # sha256 → source
        begun = 0
        turn = 0
        while True:
            while begun < len(entries) and pool.has_room:
                entry = entries[begun]
                earlier = reusable.get(entry.source)
                pool.begin(begun, json.dumps([entry.path, entry.source, earlier and earlier.result.sha256]))
                begun += 1
                yield Started(entry)
            while turn in ready:  # now, while the workers are busy again
                one, reused = ready.pop(turn)
                sha256 = one.result.sha256
                same_as = first.setdefault(sha256, one.result.source) if sha256 else one.result.source
                yield Outcome(one.result, kept.lines(one), reused, None if same_as == one.result.source else same_as)
                turn += 1
            if turn == len(entries):
                return
            answers = pool.wait(TICK)
            for answer in answers:
                source = entries[answer.key].source
                if isinstance(answer, Done) and answer.facts.get("same"):
                    ready[answer.key] = reusable[source], True
                else:
                    ready[answer.key] = kept.add(*_result(answer, source, limits)), False
                one, reused = ready[answer.key]
                yield Finished(one.result, reused)
            if not answers:
                yield Waiting()


def extract_entry(
    entry: Entry, patterns: Patterns, *, ledger: bool, known: str | None, say: Callable[[str], None]
) -> tuple[Facts, bytes, bool]:
    """What becomes of one file: facts for its `Result`, its packed lines, and whether this process is still sound.

    `known` is a SHA-256 under which the file was finished before: then the facts say `same`. `say` is told the SHA-256
    before the file is parsed, and "" after each page. Raises PatternError and nothing else.
    """
    sha256: str | None = None
    try:
        with as_document_error():
            data = read_file(Path(entry.path))
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 == known:
                return {"same": True}, b"", True
            say(sha256)
            report = pipeline.extract(data, entry.source, patterns, page_done=lambda: say(""))
            lines = [to_line(record) for record in report.records if ledger or not isinstance(record, NumeralRecord)]
            packed = resume.pack(lines)
            if len(packed) > MAX_ANSWER:
                raise DocumentError("too_large", TOO_MUCH)
            facts: Facts = {
                "sha256": sha256,
                "claims": report.head.claims,
                "numerals": report.head.numerals,
                "accounted": report.head.numerals - len(report.unaccounted),
                "warnings": len(report.head.warnings),
            }
            return facts, packed, True
    except DocumentError as error:
        facts = {"sha256": sha256, "code": error.code, "message": error.message}
        return facts, _error(entry.source, sha256, error.code, error.message), error.code not in UNSOUND


def _is_reusable(result: Result, limits: Limits) -> bool:
    return result.sha256 is not None and result.code not in _NEVER_KEPT and result.limits in ("", str(limits))


def _result(answer: Done | Lost, source: str, limits: Limits) -> tuple[Result, bytes]:
    if isinstance(answer, Done):
        facts = {name: value for name, value in answer.facts.items() if name not in ("sound", "bytes")}
        under = str(limits) if facts.get("code") in _LIMITED else ""
        return Result(source=source, limits=under, **facts), answer.payload
    code, message = words_of(answer, limits)
    sha256 = answer.said if _SHA256.fullmatch(answer.said) else None
    packed = _error(source, sha256, code, message)
    under = str(limits) if code in _LIMITED else ""
    return Result(source, sha256, under, code, message, seconds=round(answer.seconds, 3)), packed


def _error(source: str, sha256: str | None, code: DocumentCode, message: str) -> bytes:
    return resume.pack([to_line(ErrorRecord(source=source, sha256=sha256, code=code, message=message))])


def _warm(patterns: Patterns) -> None:
    """Load what every file needs before there are workers, so that they share it."""
    boxes = tuple(Box(1, 10.0 * at, 0.0, 10.0 * at + 10.0, 10.0) for at in range(len(_SENTENCE)))
    pipeline.extract_document(Document(_SENTENCE, _SENTENCE, boxes, 1), b"", "-", patterns)
