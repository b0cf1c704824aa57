"""What all commands share: takes errors and messages, gives one plain line on stderr and an exit code."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from lawreport_cli.errors import DocumentError, PatternError
from lawreport_cli.sinks.printable import printable

FINDINGS, USAGE, SOME_FAILED, NOTHING_TO_DO, INTERRUPTED = 1, 2, 3, 4, 130
SAID = 10  # messages of one kind; the rest is counted


class Group(TyperGroup):
    """Commands whose errors end as a line and an exit code; a reader that went away (`| head`) ends them quietly."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except PatternError as error:
            for fault in (error, *error.more):
                say(f"patterns: {fault}")
            raise typer.Exit(USAGE) from None
        except BrokenPipeError:
            _drop_stdout()
            raise typer.Exit from None
        except OSError as error:
            _drop_stdout()
            say(f"{error.filename or 'output'}: cannot be written or read ({error.strerror})")
            raise typer.Exit(USAGE) from None


def say(message: str) -> None:
    """One line on stderr, with nothing in it that steers a terminal."""
    typer.echo(printable(message), err=True)


def say_all(messages: Iterable[str]) -> None:
    """A line for each of the first messages of one kind, and one for how many more there are."""
    more = 0
    for number, message in enumerate(messages):
        if number < SAID:
            say(message)
        else:
            more += 1
    if more:
        say(f"… and {more} more of this kind")


def count(number: int, word: str) -> str:
    """1 report, 2 reports."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@contextmanager
def one_report(path: str) -> Iterator[None]:
    """Around the reading of one file: a document that cannot be read ends as a line that names it."""
    from lawreport_cli import files

    try:
        with files.as_document_error():
            yield
    except DocumentError as error:
        say(f"{files.source_name(path)}: {error.message}")
        raise typer.Exit(SOME_FAILED) from None


def _drop_stdout() -> None:
    """What is still buffered has nowhere to go: without this, the interpreter complains of it as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
