"""Results of `diff` and `audit` on their way out: takes rows and a form, gives text on stdout or in a file."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from rich.console import Console

from lawreport_cli.audit import Finding
from lawreport_cli.cli._frame import say
from lawreport_cli.sinks import changes_table, results, sarif
from lawreport_cli.sinks.output import Output

_FORMS = {"json": results.json, "jsonl": results.jsonl, "csv": results.spreadsheet, "md": results.markdown}


def pieces(form: str, rows: Iterable[results.Row]) -> Iterable[str]:
    """The text of rows; as a table, of findings alone."""
    if form == "table":
        found = (row for row in rows if isinstance(row, Finding))
        return (console_text(partial(changes_table.show_findings, findings=[finding])) for finding in found)
    if form == "sarif":
        return [sarif.log(row for row in rows if isinstance(row, Finding))]
    return _FORMS[form](rows)


def write(texts: Iterable[str], output: Path | None, *, form: str = "table") -> None:
    """Text to stdout, or to a file whole or not at all."""
    target = None if output == Path("-") else output
    with Output(target) as out:
        if form == "csv" and target is not None:
            out.write("\ufeff")  # or Excel takes it for the code page of the machine
        for text in texts:
            out.write(text)
        place = out.finish()
    if place is not None:
        say(f"→ {place}")


def console_text(show: Callable[[Console], None]) -> str:
    """What `show` prints, in the width and colours of the terminal."""
    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        show(console)
    return captured.get()
