"""Where results go: takes the files that are read and the one to write, keeps them apart, tells the place."""

import os
from collections.abc import Iterable
from pathlib import Path

import typer

from lawreport_cli.cli._frame import say


def spare(read: Iterable[str], path: Path | None, option: str = "--output") -> None:
    """Nothing that is read is written over. Exits when `path`, given by `option`, is one of the files to read."""
    if path is not None and os.path.realpath(path) in map(os.path.realpath, read):
        raise typer.BadParameter("is one of the files to read; choose another name", param_hint=option)


def close(message: str, place: Path | None) -> None:
    """The last line on stderr: what was done and, of a file, where it is now."""
    say(message if place is None else f"{message} → {place}")
