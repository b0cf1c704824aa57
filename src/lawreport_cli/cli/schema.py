"""`lawreport schema`: takes nothing, gives the record contract as JSON Schema or as Markdown."""

from typing import Annotated

import typer


def schema(
    md: Annotated[bool, typer.Option("--md", help="The codebook: every field in words, as Markdown.")] = False,
) -> None:
    """Print what a record may hold.

    As JSON Schema (2020-12) of one line, or as the codebook.

    \b
    lawreport schema > lawreport.schema.json
    lawreport schema --md
    """
    import json

    from lawreport_cli.record import json_schema
    from lawreport_cli.sinks.codebook import markdown

    typer.echo(markdown() if md else json.dumps(json_schema(), ensure_ascii=False, indent=2), nl=not md)
