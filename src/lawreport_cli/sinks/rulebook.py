"""The patterns in words: takes loaded patterns, gives lists of rules and indicators, and one rule with its examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from rich.cells import cell_len

from lawreport_cli.patterns import Patterns
from lawreport_cli.rules import Says
from lawreport_cli.sinks.printable import printable


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, cue, kind of section or indicator: its name, its file, what it says, and what its file holds of it."""

    id: str
    file: str
    says: str
    content: BaseModel


def rules(patterns: Patterns) -> Iterator[Rule]:
    """All rules, cues and kinds of section, in order of precedence."""
    for rule in patterns.nonclaims.rules:
        yield Rule(rule.id, patterns.where("rule", rule.id), f"no claim: {rule.reason}", rule)
    for cue in patterns.cues.cues:
        yield Rule(cue.id, patterns.where("cue", cue.id), _says(cue.says), cue)
    for section in patterns.section_kinds:
        yield Rule(section.id, patterns.where("section", section.id), _says(section.says), section)


def indicators(patterns: Patterns) -> Iterator[Rule]:
    """The catalogue of indicators, in file order."""
    for one in patterns.indicators:
        yield Rule(one.key, patterns.where("indicator", one.key), f"{one.zh} · {one.en} · {one.dimension}", one)


def table(found: list[Rule]) -> str:
    """One line a rule: name, what it says, file."""
    columns = [(rule.id, rule.says, rule.file) for rule in found]
    widths = [max((cell_len(row[at]) for row in columns), default=0) for at in range(2)]
    lines = (
        "  ".join([row[at] + " " * (widths[at] - cell_len(row[at])) for at in range(2)] + [row[2]]) for row in columns
    )
    return "".join(f"{printable(line)}\n" for line in lines)


def page(rule: Rule) -> str:
    """One rule whole: a line a field, a line an example."""
    lines = [f"{rule.id}: {rule.says}", f"  file: {rule.file}"]
    content = rule.content.model_dump(exclude_none=True, exclude_defaults=True, exclude={"id", "key", "says"})
    for name, value in sorted(content.items(), key=lambda item: isinstance(item[1], list)):
        if isinstance(value, list):
            lines += [f"  {name}:", *(f"    {item}" for item in value)]
        else:
            lines.append(f"  {name}: {value}")
    return "".join(f"{printable(line)}\n" for line in lines)


def _says(says: Says) -> str:
    fields: dict[str, Any] = says.model_dump(exclude_none=True)
    return ", ".join(f"{name} {value}" for name, value in fields.items())
