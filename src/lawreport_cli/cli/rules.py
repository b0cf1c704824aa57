"""`lawreport rules`: takes the code of a check, gives what it looks for, with examples."""

from typing import Annotated

import typer


def rules(
    code: Annotated[str, typer.Argument(metavar="[CODE]", help="Explain this one: A004.", show_default=False)] = "",
) -> None:
    """List the checks of `lawreport audit`, or explain one.

    \b
    lawreport rules
    lawreport rules A004
    """
    from lawreport_cli.audit import RULES

    chosen = [rule for rule in RULES if not code or rule.code == code.upper()]
    if not chosen:
        raise typer.BadParameter(
            f"no check {code}; they are {', '.join(rule.code for rule in RULES)}", param_hint="CODE"
        )
    for rule in chosen:
        typer.echo(f"{rule.code}  {rule.level:<7}  {rule.zh} · {rule.en}")
        if code:
            typer.echo(f"\n{rule.why}\n\n  reported  {rule.reports}\n  passed    {rule.passes}")
