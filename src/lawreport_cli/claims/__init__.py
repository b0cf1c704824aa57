"""Findings: takes a document, its outline and its numerals, gives a claim or a non-claim with its reason for each numeral."""

from collections.abc import Sequence
from dataclasses import replace

from lawreport_cli.claims import _table
from lawreport_cli.claims._context import Peeler
from lawreport_cli.claims._name import Namer
from lawreport_cli.claims._quantity import Quantities, Quantity
from lawreport_cli.claims._reason import Reasons
from lawreport_cli.claims._sentence import Reader
from lawreport_cli.claims._subject import Segmenter, Subjects
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
    reasons = Reasons(document.folded, patterns.nonclaims)
    findings: list[NonClaim | None] = [
        reasons.explain(numeral, home) for numeral, home in zip(numerals, homes, strict=True)
    ]
    claims: list[Claim] = []
    for table in document.tables:
        base = len(claims)
        for figure in _table.figures(table, document.folded, numerals, patterns.units, identity.year):
            claims.append(_shifted(figure.claim, base))
            for i in figure.numerals:
                findings[i] = None
    taken = {i for i, n in enumerate(numerals) for c in claims if c.span.start <= n.span.start < c.span.end}
    free = [finding is None and i not in taken for i, finding in enumerate(findings)]
    segmenter = Segmenter(patterns)
    quantities = Quantities(document.folded, numerals, patterns.units)
    peeler = Peeler(document.folded, patterns.cues, segmenter.begins_word)
    namer = Namer(document.folded, Subjects(document.folded, segmenter, patterns), patterns.cues)
    reader = Reader(document, identity, patterns, peeler, namer)
    used = set(taken)
    for sentence, members in _by_sentence(homes):
        if sentence.kind in ("table", "furniture"):
            continue
        found: list[Quantity] = []
        for i in members:
            if free[i] and i not in used and (quantity := quantities.at(i, free, sentence.paragraph)):
                found.append(quantity)
                used.update(quantity.numerals)
        accepted = reader.claims(sentence, found, len(claims))
        claims += accepted
        spans = [claim.span for claim in accepted]
        for quantity in found:
            if quantity.span not in spans:
                used.difference_update(quantity.numerals)
    rest: list[NonClaim] = []
    for i, finding in enumerate(findings):
        if finding is not None:
            rest.append(finding)
        elif i not in used:
            rest.append(reasons.leftover(numerals[i]))
    return _ordered(claims, rest)


def _shifted(claim: Claim, base: int) -> Claim:
    """A claim whose links count from the beginning of the document."""
    return replace(
        claim,
        modifies=None if claim.modifies is None else claim.modifies + base,
        part_of=None if claim.part_of is None else claim.part_of + base,
    )


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
    place = {old: new for new, old in enumerate(order)}
    sorted_claims = [
        replace(
            claims[i],
            modifies=None if claims[i].modifies is None else place[claims[i].modifies],  # type: ignore[index]
            part_of=None if claims[i].part_of is None else place[claims[i].part_of],  # type: ignore[index]
        )
        for i in order
    ]
    return tuple(sorted([*sorted_claims, *rest], key=lambda f: f.span))
