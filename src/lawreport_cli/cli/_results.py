"""Results of `diff` and `audit`: takes rows and a form, gives their text."""

from collections.abc import Callable, Iterable
from functools import partial

from rich.console import Console

from lawreport_cli.audit import Finding
from lawreport_cli.sinks import changes_table, results, sarif

_FORMS = {"json": results.json, "jsonl": results.jsonl, "csv": results.spreadsheet, "md": results.markdown}


def pieces(form: str, rows: Iterable[results.Row]) -> Iterable[str]:
    """The text of rows; as a table, of findings alone."""
    if form == "table":
        found = (row for row in rows if isinstance(row, Finding))
        return (console_text(partial(changes_table.show_findings, findings=[finding])) for finding in found)
    if form == "sarif":
        return [sarif.log(row for row in rows if isinstance(row, Finding))]
    return _FORMS[form](rows)


def console_text(show: Callable[[Console], None]) -> str:
    """What `show` prints, in the width and colours of the terminal."""
    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        show(console)
    return captured.get()
