"""The examples inside pattern files: takes loaded patterns, gives those that do not hold."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lawreport_cli import claims, indicators, numerals, structure
from lawreport_cli.matching import Cues, NonClaims
from lawreport_cli.model import Claim, Document, Finding, Identity, NonClaim, Span
from lawreport_cli.patterns import Patterns
from lawreport_cli.reading.folding import fold
from lawreport_cli.rules import MARKED, Cue, Indicator, NonClaimRule, SectionKind

_NOBODY = Identity(None, None, None, None, None, None, (), None, None)
_Check = Callable[[str, Span], str | None]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: whose it is, the phrase with its marks, and what is wrong with it."""

    rule: str
    phrase: str
    message: str


def count(patterns: Patterns) -> int:
    """How many examples and counter-examples there are."""
    owners: tuple[NonClaimRule | Cue | Indicator, ...] = (
        *patterns.nonclaims.rules,
        *patterns.cues.cues,
        *patterns.indicators,
    )
    return sum(len(one.examples) + len(one.counter) for one in owners) + sum(
        len(section.examples) for section in patterns.section_kinds
    )


def failures(patterns: Patterns) -> Iterator[Failure]:
    """Every example that does not hold, alone and in the whole pipeline, in the order of the files."""
    for rule in patterns.nonclaims.rules:
        yield from _failures(rule.id, rule.examples, _Reason(rule, patterns).example)
        yield from _failures(rule.id, rule.counter, _Reason(rule, patterns).counter)
    for cue in patterns.cues.cues:
        yield from _failures(cue.id, cue.examples, _Use(cue, patterns).example)
        yield from _failures(cue.id, cue.counter, _Use(cue, patterns).counter)
    for section in patterns.section_kinds:
        yield from _failures(section.id, section.examples, _Heading(section).example)
    for indicator in patterns.indicators:
        yield from _failures(indicator.key, indicator.examples, _Key(indicator, patterns).example)
        yield from _failures(indicator.key, indicator.counter, _Key(indicator, patterns).counter)


def _failures(rule: str, phrases: list[str], check: _Check) -> Iterator[Failure]:
    for phrase in phrases:
        start = phrase.index("⟦")
        mark = Span(start, start + len(MARKED.findall(phrase)[0]))
        if message := check(phrase.replace("⟦", "").replace("⟧", ""), mark):
            yield Failure(rule, phrase, message)


@dataclass(frozen=True, slots=True)
class _Reason:
    """A rule says why the marked numeral is no claim."""

    rule: NonClaimRule
    patterns: Patterns

    def example(self, text: str, mark: Span) -> str | None:
        numeral = next((one for one in numerals.find(text, fold(text)) if one.span == mark), None)
        if numeral is None:
            return "no numeral stands between the marks"
        if NonClaims((self.rule,)).first(fold(text), *mark, numeral.script) is None:
            return "the rule does not match it"
        found = _read(text, self.patterns)[0]
        said = next((one for one in found if one.span.start <= mark.start and mark.end <= one.span.end), None)
        if isinstance(said, NonClaim):
            return None if said.reason == self.rule.reason else f"{said.rules[0]} says {said.reason} of it before"
        return "it is read as a claim"

    def counter(self, text: str, mark: Span) -> str | None:
        numeral = next((one for one in numerals.find(text, fold(text)) if one.span == mark), None)
        if numeral is None:
            return "no numeral stands between the marks"
        match = NonClaims((self.rule,)).first(fold(text), *mark, numeral.script)
        return "the rule matches this counter-example" if match else None


@dataclass(frozen=True, slots=True)
class _Use:
    """A cue is true of the marked claim, or of any where the mark holds none.

    A cue that says nothing of a claim but only what the engine shall do must stand on its side of the mark.
    """

    cue: Cue
    patterns: Patterns

    def example(self, text: str, mark: Span) -> str | None:
        return None if self._holds(text, mark) else "no claim of it is as the cue says"

    def counter(self, text: str, mark: Span) -> str | None:
        return "the claim of this counter-example is as the cue says" if self._holds(text, mark) else None

    def _holds(self, text: str, mark: Span) -> bool:
        says = self.cue.says.model_dump(exclude_none=True, exclude={"role"})
        if not says:
            return self._stands(fold(text), mark)
        found = [one for one in _read(text, self.patterns)[0] if isinstance(one, Claim)]
        marked = [one for one in found if _touch(one.span, mark)]
        return any(all(getattr(one, name) == value for name, value in says.items()) for one in marked or found)

    def _stands(self, folded: str, mark: Span) -> bool:
        alone = Cues((self.cue,))
        if self.cue.where == "before":
            return any(alone.before(folded, 0, at) for at in range(1, mark.start + 1))
        if self.cue.where == "after":
            return any(alone.after(folded, at, len(folded)) for at in range(mark.end, len(folded)))
        return any(_touch(Span(start, end), mark) for start, end, _ in alone.within(folded))


@dataclass(frozen=True, slots=True)
class _Heading:
    """A kind of section is told by its heading."""

    section: SectionKind

    def example(self, text: str, mark: Span) -> str | None:
        heading = fold(text[slice(*mark)])
        if any(word in heading for word in self.section.not_words):
            return "a word of not_words stands in it"
        return None if any(word in heading for word in self.section.words) else "none of the words stands in it"


@dataclass(frozen=True, slots=True)
class _Key:
    """An indicator is the one of the marked claim."""

    indicator: Indicator
    patterns: Patterns

    def example(self, text: str, mark: Span) -> str | None:
        keys = self._keys(text, mark)
        if not keys:
            return "no claim stands between the marks"
        return None if self.indicator.key in keys else f"its claim has the key {next(iter(keys))}"

    def counter(self, text: str, mark: Span) -> str | None:
        return "the claim of this counter-example has its key" if self.indicator.key in self._keys(text, mark) else None

    def _keys(self, text: str, mark: Span) -> set[str | None]:
        findings, keys = _read(text, self.patterns)
        found = [one for one in findings if isinstance(one, Claim)]
        return {
            key for one, key in zip(found, keys, strict=True) if one.span.start < mark.end and mark.start < one.span.end
        }


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _read(text: str, patterns: Patterns) -> tuple[tuple[Finding, ...], tuple[str | None, ...]]:
    """What the stages of language find in one phrase: findings, and a key for each claim."""
    document = Document(text, fold(text), (None,) * len(text), pages=1)
    outline = structure.outline(document, patterns)
    found = claims.read(document, outline, numerals.find(text, document.folded), _NOBODY, patterns)
    claimed = [one for one in found if isinstance(one, Claim)]
    return found, indicators.assign(document, outline, claimed, patterns)
