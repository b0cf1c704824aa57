"""Findings: takes a document, its outline and its numerals, gives a claim or a non-claim with its reason for each numeral."""

from collections.abc import Sequence
from dataclasses import replace

from lawreport_cli.claims import _table
from lawreport_cli.claims._context import Peeler
from lawreport_cli.claims._name import Namer
from lawreport_cli.claims._period import Years
from lawreport_cli.claims._quantity import Quantities, Quantity
from lawreport_cli.claims._reason import Reasons
from lawreport_cli.claims._sentence import Reader
from lawreport_cli.claims._subject import Subjects
from lawreport_cli.claims._when import reported
from lawreport_cli.claims._words import segmenter
from lawreport_cli.model import Claim, Document, Finding, Identity, NonClaim, Numeral, Outline, Sentence
from lawreport_cli.patterns import Patterns


def read(
    document: Document, outline: Outline, numerals: Sequence[Numeral], identity: Identity, patterns: Patterns
) -> tuple[Finding, ...]:
    """One finding at least for each numeral, in text order; two claims on one figure share its span.

    `numerals` are all numerals of `document.text`, in order. `modifies` and `part_of` of a claim are positions among
    the claims of the result.
    """
    homes = _homes(outline, numerals)
    title = reported(document, identity)
    claims = _table_claims(document, numerals, identity, patterns, title)
    reasons = Reasons(document, patterns.nonclaims)
    explained: dict[int, NonClaim] = {}
    for i in sorted(set(range(len(numerals))) - _inside(claims, numerals)):
        if reason := reasons.explain(numerals[i], homes[i]):
            explained[i] = reason
    free = [i not in explained for i in range(len(numerals))]
    quantities = Quantities(document.folded, numerals, patterns.units)
    words = segmenter(patterns)
    namer = Namer(document.folded, Subjects(document.folded, words, patterns), patterns.cues)
    peeler = Peeler(document.folded, patterns.cues, words.begins_word)
    reader = Reader(document, identity, patterns, peeler, namer, title)
    for sentence, members in _by_sentence(homes):
        if sentence.kind not in ("table", "furniture"):
            claims += reader.claims(sentence, _quantities(quantities, members, free, sentence), len(claims))
    claimed = _inside(claims, numerals)
    rest = [explained.get(i) or reasons.leftover(numeral) for i, numeral in enumerate(numerals) if i not in claimed]
    return _ordered(claims, rest)


def _table_claims(
    document: Document, numerals: Sequence[Numeral], identity: Identity, patterns: Patterns, title: str | None
) -> list[Claim]:
    """The claims of all tables; links are positions in the result. `title` is the period that the title names."""
    claims: list[Claim] = []
    years = Years(identity.year, identity.year, identity.first_year)
    period = title or (str(identity.year) if identity.year else None)
    for table in document.tables:
        base = len(claims)
        figures = _table.figures(table, document.folded, numerals, patterns.units, years, period)
        claims += [_shifted(claim, base) for claim in figures]
    return claims


def _shifted(claim: Claim, base: int) -> Claim:
    """A claim whose links count from the beginning of the document instead of its table."""
    modifies, part_of = (None if link is None else link + base for link in (claim.modifies, claim.part_of))
    return _linked(claim, modifies, part_of)


def _quantities(
    quantities: Quantities, members: Sequence[int], free: Sequence[bool], sentence: Sentence
) -> list[Quantity]:
    """The quantities of a sentence, in order; `members` are the positions of its numerals."""
    found: list[Quantity] = []
    end = 0
    for i in members:
        if free[i] and quantities.starts(i) >= end and (quantity := quantities.at(i, free, sentence.paragraph)):
            found.append(quantity)
            end = quantity.span.end
    return found


def _inside(claims: Sequence[Claim], numerals: Sequence[Numeral]) -> set[int]:
    """The positions of the numerals that stand inside the span of a claim."""
    found: set[int] = set()
    at = 0
    for span in sorted({claim.span for claim in claims}):
        while at < len(numerals) and numerals[at].span.end <= span.start:
            at += 1
        k = at
        while k < len(numerals) and numerals[k].span.start < span.end:
            found.add(k)
            k += 1
    return found


def _homes(outline: Outline, numerals: Sequence[Numeral]) -> list[Sentence]:
    """The sentence in which each numeral stands."""
    homes: list[Sentence] = []
    at = 0
    for numeral in numerals:
        while outline.sentences[at].span.end <= numeral.span.start:
            at += 1
        homes.append(outline.sentences[at])
    return homes


def _by_sentence(homes: Sequence[Sentence]) -> list[tuple[Sentence, list[int]]]:
    groups: list[tuple[Sentence, list[int]]] = []
    for i, home in enumerate(homes):
        if groups and groups[-1][0] is home:
            groups[-1][1].append(i)
        else:
            groups.append((home, [i]))
    return groups


def _ordered(claims: Sequence[Claim], rest: Sequence[NonClaim]) -> tuple[Finding, ...]:
    """All findings in text order, links adjusted to the order of the claims."""
    order = sorted(range(len(claims)), key=lambda i: (claims[i].span, i))
    place: dict[int | None, int | None] = {old: new for new, old in enumerate(order)}
    place[None] = None
    sorted_claims = [_linked(claims[i], place[claims[i].modifies], place[claims[i].part_of]) for i in order]
    return tuple(sorted([*sorted_claims, *rest], key=lambda f: f.span))


def _linked(claim: Claim, modifies: int | None, part_of: int | None) -> Claim:
    """The claim with these links: mostly itself, as few claims stand out of order."""
    if (claim.modifies, claim.part_of) == (modifies, part_of):
        return claim
    return replace(claim, modifies=modifies, part_of=part_of)
