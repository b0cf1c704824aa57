"""One JSON value: takes documents as lines of JSON, gives an array of all records, one a line."""

from collections.abc import Iterable, Iterator, Sequence


def chunks(documents: Iterable[Sequence[str]]) -> Iterator[str]:
    """The opening bracket, one piece a document, the closing bracket: complete when the generator is exhausted."""
    yield "["
    parting = "\n"
    for lines in documents:
        yield parting + ",\n".join(lines)
        parting = ",\n"
    yield "\n]\n"
