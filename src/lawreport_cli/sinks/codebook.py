"""The codebook: takes the models of records or of results, gives what each field means as Markdown."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel

from lawreport_cli import record
from lawreport_cli.record import SCHEMA
from lawreport_cli.sinks import contract

Of = Literal["records", "results"]

_INTRODUCTION = f"""# Records

Written by `lawreport schema --md`; the same as JSON Schema: `lawreport schema`. Version `{SCHEMA}`.

`lawreport extract` writes JSON Lines: one object a line, UTF-8, `type` first, fields in this order. The same input gives
the same bytes. Null means absent: no field is ever missing or "". Figures are exact decimals without exponent. Offsets
count code points of the reading text, which `lawreport text` prints: the body, one line a paragraph, heading or table
row (cells parted by tabs); then, after a form feed, the page furniture.
"""


_RESULTS = """# Results

Written by `lawreport schema results --md`; the same as JSON Schema: `lawreport schema results`.

`lawreport diff`, `compare` and `audit` write with `-f jsonl` one object a line, UTF-8, fields in this order. Null means
absent: no field is ever missing or "". Figures are exact decimals without exponent. CSV has the same fields without
`type`. How figures are paired and when they disagree: [agreement.md](agreement.md).
"""


def markdown(of: Of = "records") -> str:
    """The whole codebook."""
    if of == "records":
        return _book(_INTRODUCTION, record.RECORDS, record.json_schema())
    return _book(_RESULTS, contract.RESULTS, contract.json_schema())


def _book(introduction: str, models: Sequence[type[BaseModel]], whole: dict[str, Any]) -> str:
    definitions = whole["$defs"]
    parts = [introduction]
    for model in models:
        schema = definitions[model.__name__]
        name = schema["properties"]["type"]["const"]
        parts.append(f"## {name}\n\n{schema['description']}\n\n| field | type | meaning |\n|---|---|---|")
        parts.extend(_rows(schema["properties"], definitions))
        parts.append("")
    return "\n".join(parts)


def _rows(properties: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    for name, field in properties.items():
        yield f"| `{name}` | {_type(field, definitions)} | {field['description'].replace('|', '&#124;')} |"


def _type(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """The type of a field in a few words."""
    if "$ref" in field:
        return " ".join(f"`{name}`" for name in definitions[field["$ref"].rpartition("/")[2]]["properties"])
    if "anyOf" in field:
        (kind,) = (_type(one, definitions) for one in field["anyOf"] if one != {"type": "null"})
        return f"{kind} or null"
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " ".join(f"`{value}`" for value in field["enum"])
    if field["type"] == "array":
        if "prefixItems" in field:
            return f"[{', '.join(_type(item, definitions) for item in field['prefixItems'])}]"
        return f"list of {_type(field['items'], definitions)}"
    return str(field["type"])
