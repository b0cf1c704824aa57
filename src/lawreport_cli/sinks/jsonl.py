"""JSON Lines: takes documents as lines of JSON, gives them one record a line."""

from collections.abc import Iterable, Iterator, Sequence


def chunks(documents: Iterable[Sequence[str]]) -> Iterator[str]:
    """One piece of text a document."""
    for lines in documents:
        yield "\n".join((*lines, ""))
