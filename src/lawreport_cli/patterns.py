"""The only reader of `patterns/`: takes folders of TOML files, gives them validated, compiled and fingerprinted.

What the files mean is written in patterns/README.md. A fault in a file is a `PatternError` that names file, rule and
place. Regular expressions run on RE2, in linear time whatever they say.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import re2
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from lawreport_cli.divisions import PlaceTable, read_table
from lawreport_cli.errors import PatternError
from lawreport_cli.model import Basis, ChangeMeasure, Dimension, Direction, Kind, Modality, Qualifier, Reason
from lawreport_cli.wordings import Entry, Role, Wordings

WINDOW = 40  # characters of the same line that a rule sees on each side of a numeral
MARKED = re.compile("⟦(.*?)⟧")
_LINE_END = re.compile(r"[\n\f\t]")  # a table cell counts as a line


def _regex(source: str) -> str:
    try:
        re2.compile(source)
    except re2.error as error:
        detail = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else error
        raise ValueError(f"not a regular expression that RE2 knows: {detail}") from None
    return source


def _marked(text: str) -> str:
    if len(MARKED.findall(text)) != 1:
        raise ValueError(f"mark what is meant with ⟦ and ⟧, once: {text!r}")
    return text


Regex = Annotated[str, AfterValidator(_regex)]
Marked = Annotated[str, AfterValidator(_marked)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9_]+(?:\.[a-z0-9_]+)+$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Rule(_Strict):
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


class Says(_Strict):
    """What a cue says of the claim beside it; field names as in docs/records.md."""

    qualifier: Qualifier | None = None
    kind: Kind | None = None
    direction: Direction | None = None
    change_measure: ChangeMeasure | None = None
    basis: Basis | None = None
    modality: Modality | None = None
    period: str | None = None
    role: str | None = None  # what the engine shall do: see patterns/README.md


class Cue(_Rule):
    """Words around a claim; patterns/README.md, “A cue”."""

    where: Literal["before", "after", "clause"]
    says: Says
    words: list[str] = []
    pattern: Regex | None = None

    @model_validator(mode="after")
    def _matches_something(self) -> "Cue":
        if not self.words and not self.pattern:
            raise ValueError("give `words`, `pattern` or both")
        return self


class Unit(_Strict):
    """A measure word; patterns/README.md, “units.toml”."""

    names: list[str] = Field(min_length=1)
    base: str | None = None  # the unit that values are given in; null: the first name
    factor: str = "1"  # exact decimal: one of this is so many of the base unit
    dimension: Dimension
    han: Literal["always", "never"] = "always"  # whether a Chinese numeral before it counts: 三家, but not 三方


class Heading(_Strict):
    """One rung of the heading ladder; patterns/README.md, “sections.toml”."""

    level: int
    marker: Regex
    inline: bool = False


class SectionKind(_Strict):
    """What a section speaks of, by the words of its heading; patterns/README.md, “sections.toml”."""

    id: Identifier
    says: Says
    words: list[str] = Field(min_length=1)
    not_words: list[str] = []
    examples: list[Marked] = Field(min_length=1)


class WordList(_Strict):
    """Words with one use; patterns/README.md, “subjects.toml”."""

    id: Identifier
    note: str
    words: list[str] = Field(min_length=1)


class Topic(_Strict):
    """What a stretch of text speaks of, by its nouns; patterns/README.md, “topics.toml”."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    words: list[str] = Field(min_length=1)


class Indicator(_Strict):
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
    without: list[str] = []  # not in a sentence that holds one of these
    masks: list[str] = []  # hold a wording and mean something else
    note: str | None = None
    examples: list[Marked] = []
    counter: list[Marked] = []


_M = TypeVar("_M", bound=_Strict)


@dataclass(frozen=True, slots=True)
class Source:
    """One pattern file: its path within the folder, and what it holds as TOML or lines of text."""

    name: str
    data: dict[str, Any]
    text: str


@dataclass(frozen=True)
class Patterns:
    """All patterns, ready for use. Parts are validated and compiled when they are first asked for."""

    sources: tuple[Source, ...]  # a user's files come before the built-in ones
    fingerprint: str  # SHA-256 over names and contents, 16 hex digits
    folders: tuple[Path, ...] = field(repr=False)  # a user's folder, if any, then the built-in one

    @cached_property
    def nonclaims(self) -> "NonClaims":
        """The rules that say why a numeral is no claim, in order of precedence."""
        return NonClaims(tuple(self._read("nonclaims/", "rule", NonClaimRule, "id")))

    @cached_property
    def cues(self) -> "Cues":
        """The words around claims."""
        return Cues(tuple(self._read("cues/", "cue", Cue, "id")))

    @cached_property
    def units(self) -> "Units":
        """The measure words."""
        return Units(tuple(self._read("units.toml", "unit", Unit, "names")))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The heading ladder, outermost rung first."""
        return tuple(sorted(self._read("sections.toml", "heading", Heading, "marker"), key=lambda h: h.level))

    @cached_property
    def section_kinds(self) -> tuple[SectionKind, ...]:
        """What sections speak of."""
        return tuple(self._read("sections.toml", "section", SectionKind, "id"))

    @cached_property
    def word_lists(self) -> dict[str, frozenset[str]]:
        """Lists of words by id."""
        return {entry.id: frozenset(entry.words) for entry in self._read("subjects.toml", "words", WordList, "id")}

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The catalogue of indicators, in file order."""
        return tuple(self._read("indicators/", "indicator", Indicator, "key"))

    @cached_property
    def topics(self) -> tuple["Topic", ...]:
        """What stretches of text may speak of, for the wordings that several indicators share."""
        return tuple(self._read("topics.toml", "topic", Topic, "id"))

    @cached_property
    def wordings(self) -> Wordings:
        """The wordings of all indicators, compiled."""
        roles: tuple[Role, ...] = ("own", "shared", "behind", "ahead", "mask")
        phrases = (
            (phrase, Entry(role, number))
            for number, one in enumerate(self.indicators)
            for role, found in zip(roles, (one.wordings, one.shared, one.behind, one.ahead, one.masks), strict=True)
            for phrase in found
        )
        return Wordings(phrases, ((word, topic.id) for topic in self.topics for word in topic.words))

    @cached_property
    def lexicon(self) -> dict[str, tuple[str, int]]:
        """Word → part of speech and frequency."""
        words: dict[str, tuple[str, int]] = {}
        for source in reversed(self.sources):
            if source.name == "lexicon.tsv":
                for number, line in enumerate(source.text.splitlines(), 1):
                    if line and not line.startswith("#"):
                        parts = line.split("\t")
                        if len(parts) != 3 or not parts[2].isdigit():
                            raise PatternError(
                                "a word, its part of speech and a whole number, parted by tabs, are wanted",
                                file=source.name, place=f"line {number}",
                            )  # fmt: skip
                        words[parts[0]] = (parts[1], int(parts[2]))
        return words

    @cached_property
    def places(self) -> PlaceTable:
        """The administrative divisions by year, with the words that lead to them; built in alone."""
        return read_table(self.folders[-1] / "places")

    def where(self, kind: str, identity: str) -> str:
        """The file that holds the rule, cue, section or indicator (`kind`) with this `id` or `key`; "" if none does."""
        for source in self.sources:
            for entry in source.data.get(kind, []):
                if identity in (entry.get("id"), entry.get("key")):
                    return source.name
        return ""

    def check(self) -> None:
        """Validate and compile every part. Raises `PatternError` for the first fault."""
        for part in (
            "nonclaims",
            "cues",
            "units",
            "headings",
            "section_kinds",
            "word_lists",
            "topics",
            "wordings",
            "lexicon",
        ):
            getattr(self, part)

    def _read(self, prefix: str, table: str, model: type[_M], key: str) -> Iterable[_M]:
        """The entries of one part, each once: the first with a key wins."""
        seen: set[str] = set()
        for source in self.sources:
            if not source.name.startswith(prefix):
                continue
            extra = set(source.data) - ({"heading", "section"} if prefix == "sections.toml" else {table})
            if extra:
                raise PatternError(f"unknown table {sorted(extra)[0]!r}, wanted [[{table}]]", file=source.name)
            own: set[str] = set()
            for number, entry in enumerate(source.data.get(table, []), 1):
                name = str(entry.get(key, f"number {number}"))
                try:
                    item = model.model_validate(entry)
                except ValidationError as error:
                    first = error.errors()[0]
                    place = ".".join(str(part) for part in first["loc"])
                    raise PatternError(first["msg"], file=source.name, rule=name, place=place or None) from None
                if name in own:
                    raise PatternError(f"the same {key} stands twice", file=source.name, rule=name)
                own.add(name)
                if name not in seen:
                    yield item
            seen |= own


class NonClaims:
    """Rules about numerals, compiled: asked for one numeral, answers with the first rule that holds."""

    def __init__(self, rules: tuple[NonClaimRule, ...]) -> None:
        self.rules = rules
        self._left = _Alternatives((r.left for r in rules), r"(?:{})\z")
        self._numeral = _Alternatives((r.numeral for r in rules), r"\A(?:{})\z")
        self._right = _Alternatives((r.right for r in rules), r"\A(?:{})")
        self._words: dict[str, list[tuple[str, int, int]]] = {}
        free = 0
        self._script = {"arabic": 0, "han": 0}
        for i, rule in enumerate(rules):
            if not rule.words:
                free |= 1 << i
            for script in self._script:
                if rule.script in (None, script):
                    self._script[script] |= 1 << i
            for marked in rule.words:
                at = marked.index("⟦")
                word = marked.replace("⟦", "").replace("⟧", "")
                self._words.setdefault(word[at], []).append((word, at, i))
        self._free = free

    def first(self, folded: str, start: int, end: int, script: str) -> NonClaimRule | None:
        """The first rule that holds for the numeral `folded[start:end]`, or null."""
        low, high = max(0, start - WINDOW), min(len(folded), end + WINDOW)
        left = _LINE_END.split(("\n" if low == 0 else "") + folded[low:start])
        right = _LINE_END.split(folded[end:high] + ("\n" if high == len(folded) else ""), maxsplit=1)
        left_text = ("\n" if len(left) > 1 else "") + left[-1]
        right_text = right[0] + ("\n" if len(right) > 1 else "")
        mask = self._free & self._script[script]
        mask &= self._numeral.matches(folded[start:end])
        if mask:
            mask &= self._right.matches(right_text)
        if mask:
            mask &= self._left.matches(left_text)
        for position in range(start, end):
            for word, at, i in self._words.get(folded[position], ()):
                if (
                    0 <= position - at <= start
                    and position - at + len(word) >= end
                    and folded.startswith(word, position - at)
                ):
                    mask |= (1 << i) & self._script[script]
        return self.rules[(mask & -mask).bit_length() - 1] if mask else None


class _Alternatives:
    """Many optional regexes matched in one pass: a bit for each rule whose regex matches or that has none."""

    def __init__(self, regexes: Iterable[str | None], form: str) -> None:
        self._set = re2.Set.SearchSet()
        self._bits: list[int] = []
        self._none = 0
        for i, regex in enumerate(regexes):
            if regex is None:
                self._none |= 1 << i
            else:
                self._set.Add(form.format(regex))
                self._bits.append(1 << i)
        if self._bits:
            self._set.Compile()

    def matches(self, text: str) -> int:
        mask = self._none
        for i in (self._set.Match(text) if self._bits else None) or ():
            mask |= self._bits[i]
        return mask


class Cues:
    """Words around claims, compiled: looked up outwards from a figure."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        self.cues = cues
        self._words: dict[str, dict[str, Cue]] = {"before": {}, "after": {}, "clause": {}}
        self._patterns: dict[str, list[tuple[Any, Cue]]] = {"before": [], "after": [], "clause": []}
        form = {"before": r"(?:{})\z", "after": r"\A(?:{})", "clause": "{}"}
        for cue in cues:
            for word in cue.words:
                self._words[cue.where].setdefault(word, cue)
            if cue.pattern:
                self._patterns[cue.where].append((re2.compile(form[cue.where].format(cue.pattern)), cue))
        self._longest = {where: max(map(len, words), default=0) for where, words in self._words.items()}

    def before(self, folded: str, floor: int, at: int) -> tuple[int, Cue] | None:
        """The longest cue that ends at `at` and does not begin before `floor`: where it begins, and the cue."""
        best: tuple[int, Cue] | None = None
        for length in range(min(self._longest["before"], at - floor), 0, -1):
            if cue := self._words["before"].get(folded[at - length : at]):
                best = (at - length, cue)
                break
        window = folded[max(floor, at - WINDOW) : at]
        for regex, cue in self._patterns["before"]:
            if (m := regex.search(window)) and m.start() < m.end():
                start = at - (len(window) - m.start())
                if best is None or start < best[0]:
                    best = (start, cue)
        return best

    def after(self, folded: str, at: int, ceiling: int) -> tuple[int, Cue] | None:
        """The longest cue that begins at `at` and does not end behind `ceiling`: where it ends, and the cue."""
        best: tuple[int, Cue] | None = None
        for length in range(min(self._longest["after"], ceiling - at), 0, -1):
            if cue := self._words["after"].get(folded[at : at + length]):
                best = (at + length, cue)
                break
        window = folded[at : min(ceiling, at + WINDOW)]
        for regex, cue in self._patterns["after"]:
            if (m := regex.search(window)) and m.start() < m.end() and (best is None or at + m.end() > best[0]):
                best = (at + m.end(), cue)
        return best

    def within(self, text: str) -> list[tuple[int, int, Cue]]:
        """All `clause` cues in `text`, in order: start, end, cue."""
        found = [
            (m.start(), m.end(), self._words["clause"][m.group()]) for m in self._clause_words.finditer(text)
        ] if self._words["clause"] else []  # fmt: skip
        for regex, cue in self._patterns["clause"]:
            found += [(m.start(), m.end(), cue) for m in regex.finditer(text)]
        return sorted(found, key=lambda hit: hit[:2])

    @cached_property
    def _clause_words(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._words["clause"], key=len, reverse=True))))


class Units:
    """Measure words, compiled: the longest that begins at a place."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units
        self._names: dict[str, Unit] = {}
        for unit in units:
            for name in unit.names:
                self._names.setdefault(name, unit)
        self._longest = max(map(len, self._names), default=0)

    def at(self, folded: str, start: int) -> tuple[str, Unit] | None:
        """The longest measure word that begins at `start`, or null."""
        for length in range(min(self._longest, len(folded) - start), 0, -1):
            name = folded[start : start + length]
            if unit := self._names.get(name):
                return name, unit
        return None

    def named(self, name: str) -> Unit | None:
        """The measure word of exactly this name."""
        return self._names.get(name)


def builtin_folder() -> Path:
    """The folder of the built-in patterns: inside the installed package, or beside `src/` in a checkout."""
    packaged = Path(str(resources.files("lawreport_cli"))) / "patterns"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "patterns"


def load(extra: Path | None = None) -> Patterns:
    """The built-in patterns, with those of the folder `extra` before them.

    Raises `PatternError` when `extra` is no folder or one of its files is no TOML. Rules are validated when used;
    `Patterns.check()` validates all.
    """
    folders = tuple(folder for folder in (extra, builtin_folder()) if folder is not None)
    sources: list[Source] = []
    digest = hashlib.sha256()
    for folder in folders:
        if not folder.is_dir():
            raise PatternError("no such folder of patterns", file=str(folder))
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".toml", ".tsv") or "places" in path.relative_to(folder).parts:
                continue
            name = path.relative_to(folder).as_posix()
            try:
                text = path.read_text(encoding="utf-8")
                data = tomllib.loads(text) if path.suffix == ".toml" else {}
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise PatternError(str(error), file=str(path)) from None
            sources.append(Source(name, data, text))
            digest.update(f"{name}\0{text}\0".encode())
    return Patterns(tuple(sources), digest.hexdigest()[:16], folders)
