"""Which pages use which objects: takes the bare structure of a PDF, gives the pages that broken objects reach."""

import re
from collections.abc import Callable, Collection, Iterator

from lawreport_cli.reading.skeleton import Skeleton, Thing, references

_MAX_PAGES = 100_000
_KIDS = re.compile(rb"/Kids[\t\n\f\r ]*\[([^\]]*)\]")
_PAGE = re.compile(rb"/Type[\t\n\f\r ]*/Page(?![A-Za-z])")
_PAGES = re.compile(rb"/Type[\t\n\f\r ]*/Pages(?![A-Za-z])")
_ROOT = re.compile(rb"/Root[\t\n\f\r ]+(\d{1,10})[\t\n\f\r ]+\d+[\t\n\f\r ]+R")
_TOP = re.compile(rb"/Pages[\t\n\f\r ]+(\d{1,10})[\t\n\f\r ]+\d+[\t\n\f\r ]+R")
_UPWARDS = re.compile(rb"/(?:Parent|P|Dest|StructParent|A)[\t\n\f\r ]+\d+[\t\n\f\r ]+\d+[\t\n\f\r ]+R")
_OBJECT_STREAM = re.compile(rb"/Type[\t\n\f\r ]*/ObjStm(?![A-Za-z])")
_TABLE = re.compile(rb"/Type[\t\n\f\r ]*/XRef(?![A-Za-z])")
_FIRST = re.compile(rb"/First[\t\n\f\r ]+(\d{1,10})(?!\d|[\t\n\f\r ]+\d+[\t\n\f\r ]+R)")

Inflate = Callable[[bytes, Thing], bytes]


def concerned(data: bytes, skeleton: Skeleton, broken: Collection[int], *, inflate: Inflate) -> frozenset[int] | None:
    """The pages, from 1, that use a broken or missing object; null where the page tree itself is concerned.

    `inflate` gives the data of a stream, empty where they are damaged.
    """
    bodies: dict[int, bytes] = {}
    holders: list[Thing] = []
    for thing in skeleton.things:
        bodies[thing.number] = thing.body
        if thing.stream and _OBJECT_STREAM.search(thing.body):
            holders.append(thing)
        elif thing.number in broken and _TABLE.search(thing.body):
            return None
    for holder in holders:
        if holder.number in broken:
            return None
        bodies |= _held(inflate(data, holder), holder.body)
    named = [match[1] for body in skeleton.roots if (match := _ROOT.search(body))]
    root = int(named[-1]) if named else -1
    top = _TOP.search(bodies.get(root, b""))
    if top is None or root in broken:
        return None
    pages = _pages(bodies, int(top[1]), broken)
    if pages is None:
        return None
    stops = {number for trail in pages for number in trail}
    return frozenset(place for place, trail in enumerate(pages, 1) if _reaches(bodies, trail, broken, stops))


def _held(unpacked: bytes, body: bytes) -> dict[int, bytes]:
    """The objects in an object stream."""
    first = _FIRST.search(body)
    numbers = unpacked[: int(first[1])].split() if first else []
    if not (first and all(number.isdigit() for number in numbers)):
        return {}
    values = list(map(int, numbers))
    starts = [int(first[1]) + start for start in values[1::2]]
    return {
        number: unpacked[start:end]
        for number, start, end in zip(values[::2], starts, [*starts[1:], len(unpacked)], strict=False)
    }


def _pages(bodies: dict[int, bytes], top: int, broken: Collection[int]) -> list[tuple[int, ...]] | None:
    """Each page as its own object and those above it; null where the tree is not whole."""
    found: list[tuple[int, ...]] = []
    seen: set[int] = set()
    waiting: list[tuple[int, ...]] = [(top,)]
    while waiting:
        trail = waiting.pop()
        node = trail[0]
        body = bodies.get(node)
        if body is None or node in seen or len(found) > _MAX_PAGES:
            return None
        seen.add(node)
        if _PAGE.search(body):
            found.append(trail)
            continue
        kids = _KIDS.search(body)
        if kids is None or node in broken or not _PAGES.search(body):
            return None
        waiting += [(kid, *trail) for kid in reversed(list(references(kids[1])))]
    return found


def _reaches(bodies: dict[int, bytes], trail: tuple[int, ...], broken: Collection[int], stops: set[int]) -> bool:
    if trail[0] in broken:
        return True
    waiting = [number for node in trail for number in _onward(bodies[node]) if number not in stops]
    seen: set[int] = set(waiting)
    while waiting:
        number = waiting.pop()
        if number in broken or number not in bodies:
            return True
        more = [n for n in _onward(bodies[number]) if n not in seen and n not in stops]
        seen.update(more)
        waiting += more
    return False


def _onward(body: bytes) -> Iterator[int]:
    """What an object points at, apart from what it stands under or leads to."""
    return references(_UPWARDS.sub(b"", body))
