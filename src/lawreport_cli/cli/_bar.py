"""Progress of long work on stderr: takes what is done of a phase, gives a bar with the time it has taken."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from types import TracebackType
from typing import Self, TypeVar

_Item = TypeVar("_Item")


class Bar:
    """A bar for phases of known length, one after the other; a context. Without `shown` nothing appears."""

    def __init__(self, shown: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.percentage:>3.0f}%"),
            TimeElapsedColumn(), console=Console(file=sys.stderr), transient=True, redirect_stdout=False,
            disable=not shown,
        )  # fmt: skip

    def phase(self, name: str, total: int) -> Callable[[int], None]:
        """Begin a phase of `total` steps; what it gives is told of each step that is done."""
        task = self._progress.add_task(name, total=total)
        return lambda steps: self._progress.advance(task, steps)

    def each(self, name: str, steps: Sized, work: Iterable[_Item]) -> Iterator[_Item]:
        """The items of `work`, of which there is one for each of `steps`."""
        advance = self.phase(name, len(steps))
        for item in work:
            yield item
            advance(1)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()
