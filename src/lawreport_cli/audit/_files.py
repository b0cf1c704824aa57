"""Audit of record files of any size: takes the files and their index, gives findings place by place.

One place is in memory at a time, in each process; of every report only a summary stays.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context

from lawreport_cli import series
from lawreport_cli.audit import CODES, Across, Finding, between, of_place
from lawreport_cli.audit._across import Summary
from lawreport_cli.inputs import RecordFile
from lawreport_cli.series import Index, Located

_BATCH = 40  # reports a task
_AHEAD = 4  # tasks a process may be ahead of what is written
_SELDOM = 100_000  # objects between two collections: claims are in no cycle
_SORTED = 400  # so many reports are put in the order in which they were given

_Places = list[list[Located]]
_Done = tuple[list[Finding], list[Summary], int]


def check_files(
    files: Sequence[RecordFile],
    index: Index,
    *,
    codes: Iterable[str] = CODES,
    jobs: int = 1,
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[Finding]:
    """The findings of `codes` over all reports of `index`, which is that of `files`; the same for any `jobs`.

    A few hundred reports: in the order of the files and pages; more: by place, those between places last. `advance` is
    told the reports that are done. Raises RecordError.
    """
    found = _by_place(files, index, tuple(codes), jobs, advance)
    if len(index.entries) > _SORTED:
        return found
    order = {entry.source: at for at, entry in enumerate(index.entries)}
    return iter(sorted(found, key=lambda one: (order[one.sources[0]], one.pages[0] or 0, one.code)))


def _by_place(
    files: Sequence[RecordFile], index: Index, codes: tuple[str, ...], jobs: int, advance: Callable[[int], None]
) -> Iterator[Finding]:
    across = Across()
    for findings, summaries, reports in _done(partial(_batch, list(files), codes), _batches(index), jobs):
        yield from findings
        for summary in summaries:
            across.add(summary)
        advance(reports)
    by_id = {entry.doc_id: entry for entry in index.entries}
    yield from between(across, lambda doc_id: series.read_entry(files, by_id[doc_id]), codes=codes)


def _done(work: Callable[[_Places], _Done], batches: Iterator[_Places], jobs: int) -> Iterator[_Done]:
    """What becomes of each batch, in order."""
    first = list(islice(batches, 2))
    if jobs == 1 or len(first) < 2:
        yield from map(work, first)
        yield from map(work, batches)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=gc.set_threshold, initargs=(_SELDOM,)) as pool:
        waiting: list[Future[_Done]] = [pool.submit(work, batch) for batch in first]
        try:
            waiting += [pool.submit(work, batch) for batch in islice(batches, jobs * _AHEAD)]
            while waiting:
                yield waiting.pop(0).result()
                waiting += [pool.submit(work, batch) for batch in islice(batches, 1)]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _batch(files: Sequence[RecordFile], codes: tuple[str, ...], places: _Places) -> _Done:
    findings: list[Finding] = []
    summaries: list[Summary] = []
    for entries in places:
        found, told = of_place([series.read_entry(files, entry) for entry in entries], codes=codes)
        findings += found
        summaries += told
    return findings, summaries, sum(map(len, places))


def _batches(index: Index) -> Iterator[_Places]:
    """The reports of each place together, several places a batch."""
    batch: _Places = []
    for entries in series.by_place(index):
        batch.append(entries)
        if sum(map(len, batch)) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
