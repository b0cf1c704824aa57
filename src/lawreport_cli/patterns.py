"""The only reader of `patterns/`: takes folders of TOML files, gives them validated, compiled and fingerprinted.

What the files mean is written in patterns/README.md. A fault in a file is a `PatternError` that names file, rule and
place. Regular expressions run on RE2, in linear time whatever they say.
"""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from lawreport_cli.divisions import PlaceTable, read_table
from lawreport_cli.errors import PatternError
from lawreport_cli.matching import Cues, Headings, NonClaims, Units
from lawreport_cli.rules import Cue, Heading, Indicator, NonClaimRule, SectionKind, Strict, Topic, Unit, WordList
from lawreport_cli.wordings import Entry, Role, Wordings

_FILES = ("units.toml", "sections.toml", "subjects.toml", "topics.toml", "lexicon.tsv")
_FOLDERS = ("nonclaims/", "cues/", "indicators/")
_M = TypeVar("_M", bound=Strict)


@dataclass(frozen=True, slots=True)
class Source:
    """One pattern file: its path within the folder, what it holds as TOML or lines of text, and its name for errors."""

    name: str
    data: dict[str, Any]
    text: str
    path: str  # as errors name it: with the user's folder before it, but not the built-in one


@dataclass(frozen=True)
class Patterns:
    """All patterns, ready for use. Parts are validated and compiled when they are first asked for."""

    sources: tuple[Source, ...]  # a user's files come before the built-in ones
    fingerprint: str  # SHA-256 over names and contents, 16 hex digits
    folders: tuple[Path, ...] = field(repr=False)  # a user's folder, if any, then the built-in one

    @cached_property
    def nonclaims(self) -> NonClaims:
        """The rules that say why a numeral is no claim, in order of precedence."""
        return NonClaims(tuple(self._read("nonclaims/", "rule", NonClaimRule, "id")))

    @cached_property
    def cues(self) -> Cues:
        """The words around claims."""
        return Cues(tuple(self._read("cues/", "cue", Cue, "id")))

    @cached_property
    def units(self) -> Units:
        """The measure words."""
        return Units(tuple(self._read("units.toml", "unit", Unit, "names")))

    @cached_property
    def headings(self) -> Headings:
        """The heading ladder."""
        return Headings(self._read("sections.toml", "heading", Heading, "marker"))

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
                                file=source.path, place=f"line {number}",
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
        """Validate and compile every part. Raises `PatternError` for the first fault, which holds the others."""
        faults: list[PatternError] = []
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
            try:
                getattr(self, part)
            except PatternError as error:
                faults += (error, *error.more)
        _raise(faults)

    def _read(self, prefix: str, table: str, model: type[_M], key: str) -> Iterable[_M]:
        """The entries of one part, each once: the first with a key wins. Raises when all are read, for all faults."""
        seen: set[str] = set()
        faults: list[PatternError] = []
        for source in self.sources:
            if not source.name.startswith(prefix):
                continue
            extra = set(source.data) - ({"heading", "section"} if prefix == "sections.toml" else {table})
            if extra:
                faults.append(PatternError(f"unknown table {sorted(extra)[0]!r}, wanted [[{table}]]", file=source.path))
            own: set[str] = set()
            for number, entry in enumerate(source.data.get(table, []), 1):
                name = str(entry.get(key, f"number {number}"))
                try:
                    item = model.model_validate(entry)
                except ValidationError as error:
                    for fault in error.errors():
                        place = ".".join(str(part) for part in fault["loc"])
                        faults.append(PatternError(fault["msg"], file=source.path, rule=name, place=place or None))
                    continue
                if name in own:
                    faults.append(PatternError(f"the same {key} stands twice", file=source.path, rule=name))
                own.add(name)
                if name not in seen:
                    yield item
            seen |= own
        _raise(faults)


def _raise(faults: list[PatternError]) -> None:
    if faults:
        faults[0].more = tuple(faults[1:])
        raise faults[0]


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
            name = path.relative_to(folder).as_posix()
            if path.suffix not in (".toml", ".tsv") or name.startswith("places/") or not path.is_file():
                continue
            if name not in _FILES and not name.startswith(_FOLDERS):
                raise PatternError(f"no such pattern file; known are {', '.join((*_FILES, *_FOLDERS))}", file=str(path))
            try:
                text = path.read_text(encoding="utf-8")
                data = tomllib.loads(text) if path.suffix == ".toml" else {}
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                raise PatternError(str(error), file=str(path)) from None
            sources.append(Source(name, data, text, str(path) if folder == extra else name))
            digest.update(f"{name}\0{text}\0".encode())
    return Patterns(tuple(sources), digest.hexdigest()[:16], folders)
