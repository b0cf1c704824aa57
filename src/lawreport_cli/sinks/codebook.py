"""The codebook: takes the record models, gives what each field means as Markdown."""

from collections.abc import Iterator
from typing import Any

from lawreport_cli.record import RECORDS, SCHEMA, json_schema

_INTRODUCTION = f"""# Records

Written by `lawreport schema --md`; the same as JSON Schema: `lawreport schema`. Version `{SCHEMA}`.

`lawreport extract` writes JSON Lines: one object a line, UTF-8, `type` first, fields in this order. The same input gives
the same bytes. Null means absent: no field is ever missing or "". Figures are exact decimals without exponent. Offsets
count code points of the reading text, which `lawreport text` prints: the body, one line a paragraph, heading or table
row (cells parted by tabs); then, after a form feed, the page furniture.
"""


def markdown() -> str:
    """The whole codebook."""
    definitions = json_schema()["$defs"]
    parts = [_INTRODUCTION]
    for model in RECORDS:
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
