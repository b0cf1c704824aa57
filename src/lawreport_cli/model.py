"""Inner types in the order of the pipeline: takes nothing, gives the words in which the stages talk.

Frozen, slotted, standard library only. One coordinate system: a `Span` is half-open and counts code points of
`Document.text`.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, get_args


class Span(NamedTuple):
    """A stretch of the reading text: `text[start:end]`, code points, half-open."""

    start: int
    end: int


class Box(NamedTuple):
    """A rectangle on a page. Points (1/72 inch), origin at the top left of the page as it is shown; pages count from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Note:
    """A warning: the job was done, but a person should look here. `code` is stable, `message` is plain English."""

    code: str
    message: str
    page: int | None = None


# ---------------------------------------------------------------- reading: bytes → Document


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, as it stands in the reading text (an empty span where the cell is blank)."""

    span: Span
    row: int  # grid position, from 0
    column: int  # grid position, from 0
    row_labels: tuple[str, ...]  # outermost first: ("三、本年度办理结果", "（一）予以公开")
    column_labels: tuple[str, ...]  # outermost first: ("申请人情况", "自然人")
    role: Literal["label", "data", "enumerator"]  # label: header and stub cells; enumerator: 序号 and form line numbers
    unit: str | None = None  # as printed in header, stub, caption or a unit column: 万元
    row_total: bool = False  # stands in a 合计/总计 row
    column_total: bool = False  # stands in a 合计/总计 column


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a table continued over pages is one table. Its rows are lines of the reading text, cells parted by tabs."""

    span: Span
    caption: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report, read once: one string and, for each of its characters, a box on a page.

    `text` is the reading text of the record contract: the body in reading order, one line a paragraph, heading or
    table row; after a form feed the page furniture, one line each. `folded` has the same length: full-width forms and
    radicals as the characters they stand for. `boxes` has the same length: null only where the joiner inserted the
    character (line ends, tabs, the form feed).
    """

    text: str
    folded: str
    boxes: tuple[Box | None, ...]
    pages: int
    tables: tuple[Table, ...] = ()
    origin: Literal["text", "ocr"] = "text"
    notes: tuple[Note, ...] = ()
    metadata_title: str | None = None  # /Title of the PDF, as stored

    @property
    def body_end(self) -> int:
        """Where the body ends and the form feed with the page furniture begins."""
        end = self.text.find("\f")
        return len(self.text) if end < 0 else end


# ---------------------------------------------------------------- structure: Document → Outline


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, table row or heading: spans never cross a line of the reading text."""

    span: Span
    paragraph: Span  # the line it stands in
    section: tuple[str, ...]  # heading path, outermost first, as printed
    clauses: tuple[Span, ...]  # parted by ，；：、 is not a clause end
    kind: Literal["prose", "heading", "table", "furniture"]


@dataclass(frozen=True, slots=True)
class Outline:
    """The sentences of a document: ordered, disjoint, covering every character that is not white space."""

    sentences: tuple[Sentence, ...]


# ---------------------------------------------------------------- numerals: str → Numeral


@dataclass(frozen=True, slots=True)
class Numeral:
    """A run of digits or of Chinese numerals, with decimal point, thousands separators and multiplier.

    `value` includes the multiplier (2.8万 → 28000); null where the run has no value (数, 几, 半 within a word, 五五), or
    is a mask (*, xx).
    `decimals` is the accuracy of the printed number as in XBRL: 2.8万 → -3, 995 → 0, 89.7 → 1.
    `limits` are those of a run that names two numbers for one (两三, 十七八), which has no value of its own.
    """

    span: Span
    value: Decimal | None
    decimals: int
    script: Literal["arabic", "han"]
    limits: tuple[Decimal, Decimal] | None = None


# ---------------------------------------------------------------- claims: numerals → findings

Reason = Literal[
    "date", "enumerator", "title", "name", "idiom", "vague", "ordinal", "legal_ref", "formula", "metadata",
    "page_number", "masked", "structure",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)
Qualifier = Literal["exact", "approx", "at_least", "at_most", "range"]
Kind = Literal["level", "rate", "change", "rank", "score", "range_from", "range_to"]
Direction = Literal["up", "down", "flat"]
ChangeMeasure = Literal["relative", "absolute", "points", "multiple"]
Basis = Literal["yoy", "prev_period", "since_year_end", "cumulative"]
Modality = Literal["actual", "planned", "rule"]
Dimension = Literal[
    "count", "money", "percent", "points", "multiple", "ratio", "rank", "score", "duration", "area", "length", "mass",
    "volume", "energy", "other",
]  # fmt: skip
Origin = Literal["text", "table", "ocr"]


@dataclass(frozen=True, slots=True)
class NonClaim:
    """A numeral that claims nothing, with its reason and the rule that knew it."""

    span: Span
    reason: Reason
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric claim. Fields as in docs/records.md; `modifies` and `part_of` are positions in the list of claims."""

    span: Span
    value: Decimal  # in the base unit
    value_max: Decimal | None  # upper end of a range
    unit: str | None  # base unit
    dimension: Dimension
    decimals: int
    qualifier: Qualifier
    kind: Kind
    direction: Direction | None
    change_measure: ChangeMeasure | None
    basis: Basis | None
    subject: str | None
    scope: str | None
    period: str | None
    modality: Modality
    origin: Origin
    row: str | None
    column: str | None
    modifies: int | None
    part_of: int | None
    rules: tuple[str, ...]


Finding = Claim | NonClaim

# ---------------------------------------------------------------- places: Document → Identity


IssuerType = Literal[
    "government", "department", "township", "court", "procuratorate", "congress", "party", "zone", "other"
]
RegionLevel = Literal["province", "city", "county", "township"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is and of which year. Null where the document does not say or says it ambiguously."""

    title: str | None
    issuer: str | None
    issuer_type: IssuerType | None
    region: str | None  # 启东市
    region_code: str | None  # GB/T 2260, valid in `year`: 320681
    region_level: RegionLevel | None
    region_path: tuple[str, ...]  # province first: ("江苏省", "南通市", "启东市")
    year: int | None
    published: str | None  # ISO 8601 date
    notes: tuple[Note, ...] = ()
    first_year: int | None = None  # of a report on several years, which ends with `year`
