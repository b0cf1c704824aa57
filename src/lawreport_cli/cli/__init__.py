"""The command line: takes arguments, gives them to the program. One file per command; heavy imports wait for their use."""

from typing import Annotated

import typer

from lawreport_cli import __version__
from lawreport_cli.cli import audit, compare, diff, extract, merge, patterns, rules, schema, show, text
from lawreport_cli.cli._frame import Group

app = typer.Typer(cls=Group, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lawreport {__version__}")
        raise typer.Exit


@app.callback()
def lawreport(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """\b
    Every figure of a Chinese rule-of-law report (法治政府建设情况报告)
    as a checkable record.

    \b
    lawreport show report.pdf                        its figures as a table
    lawreport show report.pdf 行政复议               only those on 行政复议
    lawreport extract report.pdf                     as JSON Lines
    lawreport extract reports/ -o claims.jsonl       a folder into one file
    lawreport extract reports/ -f csv -o claims.csv  for a spreadsheet
    lawreport extract report.pdf --ledger            why other numbers are none
    lawreport diff 2022.pdf 2023.pdf                 what changed in a year
    lawreport audit 2022.pdf 2023.pdf                what does not agree
    lawreport text report.pdf                        the text offsets refer to

    Exit codes: 0 done; 1 done, with findings; 2 wrong usage, options or pattern files; 3 done, but some documents
    failed; 4 nothing to do: no input matched; 130 interrupted, what was finished is kept.
    """


app.command("extract")(extract.extract)
app.command("merge")(merge.merge)
app.command("text")(text.text)
app.command("show")(show.show)
app.command("compare")(compare.compare)
app.command("diff")(diff.diff)
app.command("audit")(audit.audit)
app.command("rules")(rules.rules)
app.command("schema")(schema.schema)
app.add_typer(patterns.app, name="patterns")
