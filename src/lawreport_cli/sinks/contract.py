"""What `diff`, `compare` and `audit` write: takes nothing, gives the models of their rows and the JSON Schema of them.

The field order of each model is that of the rows, the descriptions are their codebook (`lawreport schema results --md`).
"""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, WithJsonSchema

from lawreport_cli.audit import Level
from lawreport_cli.compare import Status as CellStatus
from lawreport_cli.diff import Note, Relation, Status, Verdict
from lawreport_cli.model import Kind

Text = Annotated[str, Field(min_length=1)]
Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Page = Annotated[int, Field(ge=1)]
ClaimId = Annotated[str, Field(pattern=r"^[0-9a-f]{12}:\d+-\d+(#[2-9]|#[1-9]\d+)?$")]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_serialization_defaults_required=True)


class ChangeRow(_Row):
    """`lawreport diff`: one per figure that either of two reports has."""

    type: Literal["change"] = Field(default="change", description="Always `change`.")
    status: Status = Field(description="What became of the figure; `same`: its value did not change.")
    relation: Relation | None = Field(
        description="How its name changed; of several scope before unit before name. Null for `new` and `dropped`."
    )
    score: float | None = Field(ge=0, le=1, description="How sure the pair is, 1 for one that a person fixed.")
    indicator: Text | None = Field(description="Key of the indicator catalogue, of the newer figure if it has one.")
    subject: Text | None = Field(description="What is counted, as the newer report says it; of `dropped` the older.")
    scope: Text | None = Field(description="Who or where, as there.")
    kind: Kind = Field(description="As in a claim.")
    unit: Text | None = Field(description="Base unit of the values.")
    old_claim: ClaimId | None = Field(description="`claim_id` in the older report; null: `new`.")
    new_claim: ClaimId | None = Field(description="`claim_id` in the newer report; null: `dropped`.")
    old_value: Number | None = Field(description="In the base unit.")
    new_value: Number | None = Field(description="In the base unit.")
    delta: Number | None = Field(description="New less old in `unit`, of rates in percentage points.")
    delta_pct: Number | None = Field(
        description="Of the old value; null for rates, ranks, scores and over zero: `note`."
    )
    stated: Number | None = Field(description="The change that the newer report states, signed, in `stated_unit`.")
    recomputed_min: Number | None = Field(
        description="What the stated change would have to be at least, in `stated_unit`."
    )
    recomputed_max: Number | None = Field(description="At most.")
    verdict: Verdict | None = Field(description="Whether `stated` agrees with the figures; null: nothing is stated.")
    old_source: Text | None = Field(description="File of the older report.")
    old_page: Page | None = Field(description="Page there.")
    old_quote: Text | None = Field(description="The figure as printed there.")
    new_source: Text | None = Field(description="File of the newer report.")
    new_page: Page | None = Field(description="Page there.")
    new_quote: Text | None = Field(description="The figure as printed there.")
    old_subject: Text | None = Field(description="What is counted, as the older report says it.")
    new_subject: Text | None = Field(description="As the newer one does.")
    stated_unit: Text | None = Field(description="Unit of `stated`: %, 百分点, 倍, or that of the count.")
    stated_quote: Text | None = Field(description="The stated change as printed.")
    stated_claim: ClaimId | None = Field(description="Its `claim_id`.")
    note: Note | None = Field(description="Why `delta_pct` is missing, or must be read with care.")
    pinned: bool = Field(description="Whether a person fixed the pair (`--pins`).")


class CellRow(_Row):
    """`lawreport compare`: one per place, year, indicator, kind, scope and period."""

    type: Literal["cell"] = Field(default="cell", description="Always `cell`.")
    region: Text | None = Field(description="Name of the place in `year`.")
    region_code: Text | None = Field(description="Its GB/T 2260 code in `year`; a string.")
    year: int | None = Field(description="Year of the report.")
    indicator: Text = Field(description="Key of the indicator catalogue.")
    kind: Kind | None = Field(description="As in a claim; of a missing figure what others mostly report.")
    scope: Text | None = Field(description="Who or where, without the place itself.")
    period: Text | None = Field(description="As in a claim.")
    value: Number | None = Field(description="In the base unit, falls below zero; null: not reported, or masked.")
    unit: Text | None = Field(description="Base unit.")
    status: CellStatus = Field(
        description="Whether the report gives the figure, hides it (*次; records tell of it where they hold the ledger) "
        "or is silent."
    )
    rank: Annotated[int, Field(ge=1)] | None = Field(
        description="Among equal cells of one year and level of place: one more than those that are certainly higher."
    )
    claim_id: ClaimId | None = Field(description="The claim it comes from.")
    source: Text = Field(description="File of the report.")
    page: Page | None = Field(description="Page of the figure.")


class FindingRow(_Row):
    """`lawreport audit`, and `diff` for what rests on two years: figures that do not agree."""

    type: Literal["finding"] = Field(default="finding", description="Always `finding`.")
    code: str = Field(pattern=r"^A\d{3}$", description="The check: `lawreport rules CODE` explains it.")
    level: Level = Field(description="How much it tells.")
    message: Text = Field(description="In Chinese, with the arithmetic.")
    message_en: Text = Field(description="The same in English.")
    claims: tuple[ClaimId, ...] = Field(description="The claims it rests on; the next lists run in parallel with it.")
    quotes: tuple[Text, ...] = Field(description="The figures as printed.")
    sources: tuple[Text, ...] = Field(description="Files. Of a finding without claims, the file it speaks of.")
    pages: tuple[Page | None, ...] = Field(description="Pages.")
    expected_min: Number | None = Field(description="What would agree at least, in the unit of `found`.")
    expected_max: Number | None = Field(description="At most.")
    found: Number | None = Field(description="What stands there instead.")
    sentences: tuple[Text, ...] = Field(description="The sentences of the figures.")
    fits_cut: bool = Field(description="Whether the figures agree when numbers are cut and not rounded.")


RESULTS: tuple[type[BaseModel], ...] = (ChangeRow, CellRow, FindingRow)


def json_schema() -> dict[str, Any]:
    """What one line of a result may be, as JSON Schema (2020-12)."""
    one: TypeAdapter[Any] = TypeAdapter(Annotated[ChangeRow | CellRow | FindingRow, Field(discriminator="type")])
    schema = one.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "lawreport results"} | schema
