"""`lawreport schema`: takes nothing, gives the contract of records or of results as JSON Schema or as Markdown."""

from typing import Annotated, Literal

import typer


def schema(
    of: Annotated[
        Literal["records", "results"],
        typer.Argument(help="What extract writes, or what diff, compare and audit write.", show_default=True),
    ] = "records",
    md: Annotated[bool, typer.Option("--md", help="The codebook: every field in words, as Markdown.")] = False,
) -> None:
    """Print what a record, or a row of a result, may hold.

    As JSON Schema (2020-12) of one line, or as the codebook.

    \b
    lawreport schema > lawreport.schema.json
    lawreport schema --md
    lawreport schema results > results.schema.json
    """
    import json

    from lawreport_cli import record
    from lawreport_cli.sinks import contract
    from lawreport_cli.sinks.codebook import markdown

    shape = {"records": record.json_schema, "results": contract.json_schema}[of]
    typer.echo(markdown(of) if md else json.dumps(shape(), ensure_ascii=False, indent=2), nl=not md)
