"""`lawreport patterns`: takes pattern folders, gives what is in them and whether it holds."""

from difflib import get_close_matches
from typing import Annotated

import typer

from lawreport_cli.cli._frame import USAGE, say
from lawreport_cli.cli._options import PatternsOption

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def patterns() -> None:
    """Look at and check pattern files.

    \b
    lawreport patterns list
    lawreport patterns list --indicators
    lawreport patterns show date.year
    lawreport patterns check --patterns mine/
    lawreport patterns test

    What they may hold is written in patterns/README.md.
    """


@app.command()
def check(patterns: PatternsOption = None) -> None:
    """Validate every pattern file.

    \b
    lawreport patterns check
    lawreport patterns check --patterns mine/
    """
    from lawreport_cli import patterns as pattern_files

    loaded = pattern_files.load(patterns)
    loaded.check()
    typer.echo(f"{len(loaded.sources)} files are right; fingerprint {loaded.fingerprint}")


@app.command("test")
def run_examples(patterns: PatternsOption = None) -> None:
    """Run every example.

    \b
    lawreport patterns test
    lawreport patterns test --patterns mine/

    Each must hold for its rule alone and in the whole pipeline. With patterns of your own the built-in examples run
    too: a rule of yours may take what belongs to them.
    """
    from lawreport_cli import examples
    from lawreport_cli import patterns as pattern_files

    loaded = pattern_files.load(patterns)
    failed = list(examples.failures(loaded))
    for failure in failed:
        say(f"{failure.rule}: {failure.phrase}: {failure.message}")
    typer.echo(f"{examples.count(loaded)} examples, {len(failed)} of them do not hold")
    if failed:
        raise typer.Exit(USAGE)


@app.command("list")
def list_rules(
    indicators: Annotated[bool, typer.Option("--indicators", help="The catalogue of indicators instead.")] = False,
    patterns: PatternsOption = None,
) -> None:
    """List the rules.

    \b
    lawreport patterns list
    lawreport patterns list --indicators

    One a line: its id, what it says, its file.
    """
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.sinks import rulebook

    loaded = pattern_files.load(patterns)
    found = rulebook.indicators(loaded) if indicators else rulebook.rules(loaded)
    typer.echo(rulebook.table(list(found)), nl=False)


@app.command("show")
def show_rule(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a rule, or key of an indicator.", show_default=False)
    ],
    patterns: PatternsOption = None,
) -> None:
    """Show one rule with its examples.

    \b
    lawreport patterns show date.year
    """
    from lawreport_cli import patterns as pattern_files
    from lawreport_cli.sinks import rulebook

    loaded = pattern_files.load(patterns)
    known = {rule.id: rule for rule in (*rulebook.rules(loaded), *rulebook.indicators(loaded))}
    if name not in known:
        near = get_close_matches(name, known, n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; see lawreport patterns list"
        raise typer.BadParameter(f"there is no rule {name!r}{hint}", param_hint="ID")
    typer.echo(rulebook.page(known[name]), nl=False)
