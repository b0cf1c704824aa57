"""`lawreport patterns`: takes pattern folders, gives what is in them and whether it holds."""

import typer

from lawreport_cli.cli._options import PatternsOption

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look at and check pattern files.",
)


@app.command()
def check(patterns: PatternsOption = None) -> None:
    """Validate every pattern file.

    \b
    lawreport patterns check --patterns mine/
    """
    from lawreport_cli import patterns as pattern_files

    loaded = pattern_files.load(patterns)
    loaded.check()
    typer.echo(f"{len(loaded.sources)} files, fingerprint {loaded.fingerprint}")
