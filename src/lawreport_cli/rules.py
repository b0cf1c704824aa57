"""The entries of the pattern files: takes their tables, gives validated models; patterns/README.md is their specification."""

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, Literal

import re2
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from lawreport_cli.model import Basis, ChangeMeasure, Dimension, Direction, Kind, Modality, Qualifier, Reason

_QUIET = re2.Options()
_QUIET.log_errors = False  # the error is raised; RE2 need not print it too
MARKED = re.compile("⟦(.*?)⟧")


def _regex(source: str) -> str:
    try:
        re2.compile(source, _QUIET)
    except re2.error as error:
        detail = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else error
        raise ValueError(f"not a regular expression that RE2 knows: {detail}") from None
    return source


def _marked(text: str) -> str:
    if len(MARKED.findall(text)) != 1:
        raise ValueError(f"mark what is meant with ⟦ and ⟧, once: {text!r}")
    return text


def _factor(text: str) -> str:
    try:
        good = Decimal(text).is_finite() and Decimal(text) > 0
    except InvalidOperation:
        good = False
    if not good:
        raise ValueError(f"not an exact number above zero: {text!r}")
    return text


Role = Literal[
    "link", "to", "be", "dated", "transform", "each", "distributive", "respectively", "share", "scope", "brief", "compared",
]  # fmt: skip
Regex = Annotated[str, AfterValidator(_regex)]
Marked = Annotated[str, AfterValidator(_marked)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]+(?:\.[a-z0-9_]+)+$")]


class Strict(BaseModel):
    """What all entries have in common: no key that the specification does not name, no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Rule(Strict):
    id: Identifier
    note: str | None = None
    examples: list[Marked] = Field(min_length=1)
    counter: list[Marked] = []


class NonClaimRule(_Rule):
    """Why a numeral is no claim; patterns/README.md, “A rule about a numeral”."""

    reason: Reason
    script: Literal["arabic", "han"] | None = None
    numeral: Regex | None = None
    left: Regex | None = None
    right: Regex | None = None
    words: list[Marked] = []

    @model_validator(mode="after")
    def _says_something(self) -> "NonClaimRule":
        fixed, free = bool(self.words), any((self.numeral, self.left, self.right))
        if fixed == free:
            raise ValueError("give either `words` or one or more of `numeral`, `left`, `right`")
        return self


class Says(Strict):
    """What a cue says of the claim beside it; field names as in docs/records.md."""

    qualifier: Qualifier | None = None
    kind: Kind | None = None
    direction: Direction | None = None
    change_measure: ChangeMeasure | None = None
    basis: Basis | None = None
    modality: Modality | None = None
    period: str | None = None
    role: Role | None = None  # what the engine shall do: see patterns/README.md


class Cue(_Rule):
    """Words around a claim; patterns/README.md, “A cue”."""

    where: Literal["before", "after", "clause"]
    says: Says
    words: list[str] = []
    pattern: Regex | None = None

    @cached_property
    def said(self) -> tuple[tuple[str, Any], ...]:
        """The fields of `says` that say something."""
        return tuple((name, value) for name, value in self.says if value)

    @model_validator(mode="after")
    def _matches_something(self) -> "Cue":
        if not self.words and not self.pattern:
            raise ValueError("give `words`, `pattern` or both")
        return self


class Unit(Strict):
    """A measure word; patterns/README.md, “units.toml”."""

    names: list[str] = Field(min_length=1)
    base: str | None = None  # the unit that values are given in; null: the first name
    factor: Annotated[str, AfterValidator(_factor)] = "1"  # exact decimal: one of this is so many of the base unit
    dimension: Dimension
    parts: dict[str, int] = {}  # smaller measure words that may follow in one number: 亩 holds ten 分
    han: Literal["always", "never"] = "always"  # whether a Chinese numeral before it counts: 三家, but not 三方
    not_before: str = ""  # characters behind it that make another word of it: 升至


class Heading(Strict):
    """One rung of the heading ladder; patterns/README.md, “sections.toml”."""

    level: int
    marker: Regex
    inline: bool = False


class SectionKind(Strict):
    """What a section speaks of, by the words of its heading; patterns/README.md, “sections.toml”."""

    id: Identifier
    says: Says
    words: list[str] = Field(min_length=1)
    not_words: list[str] = []
    examples: list[Marked] = Field(min_length=1)

    def plans(self, headings: str) -> bool:
        """Whether this kind speaks of what is planned, and the words of headings tell it."""
        return (
            self.says.modality == "planned"
            and any(word in headings for word in self.words)
            and not any(word in headings for word in self.not_words)
        )


class WordList(Strict):
    """Words with one use; patterns/README.md, “subjects.toml”."""

    id: Identifier
    note: str
    words: list[str] = Field(min_length=1)


class Topic(Strict):
    """What a stretch of text speaks of, by its nouns; patterns/README.md, “topics.toml”."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    words: list[str] = Field(min_length=1)


class Indicator(Strict):
    """One indicator of the catalogue; patterns/README.md, “indicators/”."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    theme: str
    zh: str
    en: str
    dimension: Literal[
        "count", "persons", "person_times", "money", "percent", "ratio", "score", "days", "per_capita", "area"
    ]
    units: list[str] = []  # measure words it is counted in; none: those of its dimension
    wordings: list[str] = []  # say what is counted by themselves, beside the figure
    shared: list[str] = []  # say it where the text speaks of one of `topics`
    topics: list[str] = []
    not_topics: list[str] = []  # never there where the text speaks of one of these alone
    behind: list[str] = []  # say it wherever they stand behind the figure in its clause
    ahead: list[str] = []  # say it wherever they stand in front of the figure in its clause
    cells: list[str] = []  # labels of a table, outer/inner
    without: list[str] = []  # not where the sentence up to the figure's clause holds one
    narrowed: list[str] = []  # not where one of these stands in front of the phrase in its clause: a part is meant
    masks: list[str] = []  # hold a wording and mean something else
    note: str | None = None
    examples: list[Marked] = []
    counter: list[Marked] = []
