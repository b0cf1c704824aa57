"""The public records: takes what the program found, gives JSON Lines, and reads them back.

The field order of each model is the order of the contract, the descriptions are its codebook (`lawreport schema --md`).
Figures are exact decimals from end to end: written as plain JSON numbers, read back as Decimal, never through a float.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, get_args

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, WithJsonSchema

from lawreport_cli.errors import DocumentCode, RecordError
from lawreport_cli.model import (
    Basis,
    ChangeMeasure,
    Dimension,
    Direction,
    IssuerType,
    Kind,
    Modality,
    Origin,
    Qualifier,
    Reason,
    RegionLevel,
)

SCHEMA: Literal["lawreport/1"] = "lawreport/1"

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
DocId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
ClaimId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}:\d+-\d+(#[2-9]|#[1-9]\d+)?$")]
RegionCode = Annotated[str, Field(pattern=r"^\d{6}(\d{3})?$")]
BoxRow = tuple[Annotated[int, Field(ge=1)], float, float, float, float]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )


class WarningRow(_Frozen):
    """A warning: the document was read, but a person should look here."""

    code: Text = Field(description="Stable name of the kind of warning.")
    message: Text = Field(description="What it is, in plain words.")
    page: int | None = Field(ge=1, description="Page it speaks of, from 1; null: the whole document.")


class DocumentRecord(_Frozen):
    """One per input file that could be read, before its claims."""

    type: Literal["document"] = Field(default="document", description="Always `document`.")
    schema_version: Literal["lawreport/1"] = Field(
        default=SCHEMA,
        alias="schema",
        description="Version of this contract; fields may be added under the same version.",
    )
    doc_id: DocId = Field(description="First 12 hexadecimal digits of `sha256`.")
    source: Text = Field(
        description="Name of the file: as given on the command line or, inside the one folder given, relative to it; "
        "`/` between folders. A byte that is not UTF-8 stands as `\\xNN`, a backslash as `\\\\`."
    )
    sha256: Sha256 = Field(description="SHA-256 of the file's bytes.")
    title: Text | None = Field(description="Title (标题) as printed.")
    issuer: Text | None = Field(description="Who issued the report (发布机关), as printed.")
    issuer_type: IssuerType | None = Field(description="What kind of body the issuer is.")
    region: Text | None = Field(description="Place (行政区划) the report is about, name valid in `year`: 启东市.")
    region_code: RegionCode | None = Field(description="GB/T 2260 code of the place, valid in `year`; a string.")
    region_level: RegionLevel | None = Field(description="Level of the place.")
    region_path: tuple[Text, ...] = Field(description="The place and those above it, province first; empty: unknown.")
    year: int | None = Field(description="Year the report is about (报告年度).")
    published: Text | None = Field(description="Date of publication as the document prints it, ISO 8601.")
    pages: Annotated[int, Field(ge=1)] = Field(description="Pages of the file.")
    chars: Count = Field(description="Length of the reading text in code points.")
    text_sha256: Sha256 = Field(description="SHA-256 of the reading text in UTF-8: what `lawreport text` writes.")
    origin: Literal["text", "ocr"] = Field(description="Whether the text was in the file or recognised from an image.")
    numerals: Count = Field(description="Numerals in the reading text; each is in a claim or has a `numeral` record.")
    claims: Count = Field(description="Claims that follow.")
    warnings: tuple[WarningRow, ...] = Field(description="What a person should look at: `code`, `message`, `page`.")
    tool: Text = Field(description="Program and version that wrote the record.")
    patterns: Text = Field(description="Fingerprint of the pattern files in use.")


class ClaimRecord(_Frozen):
    """One per numeric claim, in text order."""

    type: Literal["claim"] = Field(default="claim", description="Always `claim`.")
    claim_id: ClaimId = Field(description="`<doc_id>:<start>-<end>`; `#2` marks the second claim on the same figure.")
    doc_id: DocId = Field(description="The document it stands in.")
    region: Text | None = Field(description="As in the document record.")
    region_code: RegionCode | None = Field(description="As in the document record; a string.")
    year: int | None = Field(description="Year the report is about (报告年度).")
    indicator: Text | None = Field(description="Key of the indicator catalogue; null: a local figure.")
    subject: Text | None = Field(
        description="What is counted: the shortest phrase of the paragraph that says it; "
        "in a table `row label / column label`."
    )
    scope: Text | None = Field(description="Who or where, when the clause narrows it: 市政府本级.")
    kind: Kind = Field(
        description="`level` count, amount or stock · `rate` share or ratio · `change` · `rank` · `score` · "
        "`range_from`, `range_to`: from one value to another."
    )
    modality: Modality = Field(
        description="`actual` done or found · `planned` aimed at · `rule` required by law or regulation."
    )
    period: Text | None = Field(
        description="Time the figure covers: `2024`, `2024-S1`, `2024-Q3`, `2024-01/2024-11`; "
        "the report year unless the text says otherwise."
    )
    qualifier: Qualifier = Field(
        description="`exact` · `approx` 约, 近, 左右, 余, 多 · `at_least` 以上, 超, 突破 · "
        "`at_most` 以内, 不超过 · `range`."
    )
    direction: Direction | None = Field(description="Of a change: where it went.")
    change_measure: ChangeMeasure | None = Field(
        description="Of a change: `relative` % · `absolute` in the unit of the level · `points` 个百分点 · "
        "`multiple` 倍."
    )
    basis: Basis | None = Field(
        description="What it is measured against: `yoy` 同比, 较上年 · `prev_period` 环比 · "
        "`since_year_end` 较去年底 · `cumulative` 累计, 自…以来."
    )
    value: Number = Field(description="The figure in the base unit `unit`, exact: 8122.21万元 → 81222100.")
    value_max: Number | None = Field(description="Upper end of a range, in the base unit; null: no range.")
    unit: Text | None = Field(description="Base unit: 元, 件, %, 百分点; null: a number without one.")
    dimension: Dimension = Field(description="What kind of quantity `unit` measures.")
    decimals: int = Field(description="Accuracy of the printed number in the base unit: 2.8万 → -3, 995 → 0, 89.7 → 1.")
    modifies: ClaimId | None = Field(description="Of a change: the claim it speaks of.")
    part_of: ClaimId | None = Field(description="The claim of which this is a stated part (其中, 含, 包括).")
    quote: Text = Field(description="Number, multiplier and unit as printed: `text[start:end]`.")
    start: Count = Field(description="Offset of the quote in the reading text, code points from 0.")
    end: Count = Field(description="Offset just after the quote.")
    sentence: Text = Field(description="The sentence, heading or table row around the quote, as printed.")
    section: tuple[Text, ...] = Field(description="Headings above it, outermost first, as printed; empty: none.")
    page: Annotated[int, Field(ge=1)] = Field(description="Page of the first character of the quote, from 1.")
    boxes: tuple[BoxRow, ...] = Field(
        description="One `[page, x0, top, x1, bottom]` for each printed line the quote stands on; points (1/72 inch) "
        "from the top left of the page, two decimals. The characters of the page inside the boxes spell the quote."
    )
    origin: Origin = Field(description="Running text, table cell, or recognised from an image.")
    row: Text | None = Field(description="Row label of a table cell.")
    column: Text | None = Field(description="Column label of a table cell.")
    rules: tuple[Text, ...] = Field(description="Ids of the pattern rules that made it: `lawreport patterns show ID`.")
    warnings: tuple[Text, ...] = Field(
        default=(), description="Codes of the document's warnings about the pages it stands on: do not trust it unseen."
    )


class NumeralRecord(_Frozen):
    """With `--ledger`: one per numeral that is no claim, in text order among the claims."""

    type: Literal["numeral"] = Field(default="numeral", description="Always `numeral`.")
    doc_id: DocId = Field(description="The document it stands in.")
    start: Count = Field(description="Offset of the numeral in the reading text, code points from 0.")
    end: Count = Field(description="Offset just after the numeral.")
    quote: Text = Field(description="The numeral as printed: `text[start:end]`.")
    reason: Reason = Field(description="Why it claims nothing.")
    page: Annotated[int, Field(ge=1)] = Field(description="Page of its first character, from 1.")
    rules: tuple[Text, ...] = Field(description="Ids of the pattern rules that knew it.")
    indicator: Text | None = Field(
        default=None, description="Of a masked figure (*次): what it would count, if that can be told."
    )


class ErrorRecord(_Frozen):
    """In place of a document that could not be read."""

    type: Literal["error"] = Field(default="error", description="Always `error`.")
    source: Text = Field(description="Name of the file, as in a document record.")
    sha256: Sha256 | None = Field(description="SHA-256 of the file's bytes; null: they were not read.")
    code: DocumentCode = Field(description="What went wrong, from a closed list.")
    message: Text = Field(description="What is wrong and what to do, in plain words.")


Record = DocumentRecord | ClaimRecord | NumeralRecord | ErrorRecord
RECORDS: tuple[type[BaseModel], ...] = get_args(Record)


_DECODER = json.JSONDecoder(parse_float=Decimal)  # one for all lines: to build it costs as much as to read one


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Annotated[Record, Field(discriminator="type")])  # costly: those who only write do without


# Signs that JSON may hold raw but that steer a terminal, reorder a line or end one: written as \uNNNN.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def to_line(record: Record) -> str:
    """A record as one line of JSON, without the line end: fields in contract order, figures as plain numbers."""
    return dumps(record.model_dump())


def parse_line(line: str, *, file: str, number: int) -> Record:
    """The record of one line of JSON; `file` and `number` (from 1) name the place in a RecordError."""
    try:
        return _adapter().validate_python(_DECODER.decode(line))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"not a record of {SCHEMA}: {where}: {first['msg']}", file=file, line=number) from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}", file=file, line=number) from error


def read_lines(lines: Iterable[str], *, file: str) -> Iterator[Record]:
    """The records of a JSON Lines file; blank lines are passed over. Raises RecordError naming `file` and the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield parse_line(line, file=file, number=number)


def json_schema() -> dict[str, Any]:
    """The contract as JSON Schema (2020-12): what one line may be."""
    schema = _adapter().json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA} | schema


def plain(number: Decimal) -> str:
    """A figure as digits without exponent and without idle zeros: 2.80E+4 → 28000, 89.70 → 89.7."""
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits


def rounded(number: Decimal, places: int) -> Decimal:
    """A figure to so many decimals, half to even. Of any size: `round` and `quantize` refuse more than 28 digits."""
    return Decimal(f"{number:.{places}f}")


def unscaled(number: Decimal) -> Decimal:
    """The same figure without an exponent of its own, a whole one without decimals, of any size: 2.8E+4 → 28000."""
    return Decimal(int(number)) if number == int(number) else Decimal(f"{number:f}")


def dumps(value: object) -> str:
    """A value as compact JSON: figures as plain numbers, nothing raw that steers a terminal or ends a line."""
    text = orjson.dumps(value, default=_as_json).decode()
    return _STEERING.sub(_escaped, text) if _STEERING.search(text) else text


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return orjson.Fragment(plain(value))
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
