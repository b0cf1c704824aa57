"""What is said twice, no more, or in two ways: takes reports, gives copies, silences and contradictions.

A030 A031 A032 A040 A051 A070.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lawreport_cli import intervals, numerals, pairing
from lawreport_cli.audit._dossier import Dossier
from lawreport_cli.audit._finding import Finding, Level, Sources, figure
from lawreport_cli.intervals import READINGS
from lawreport_cli.pairing import Pairing
from lawreport_cli.reading.folding import fold
from lawreport_cli.record import ClaimRecord

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?|[一二三四五六七八九十〇零]{4}年度?|今年|本年度?|去年|上年")
_LEAD = re.compile(r"^\s*(?:[（(]?[0-9０-９一二三四五六七八九十]+[）)、.．]|[一二三四五六七八九十]是)\s*")
_OURS = re.compile(r"[全我本][市县区省镇]")
_DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
_SAME_SENTENCE = 0.93
_SHORTEST = 10  # characters of a sentence without its figures, below which two are alike by chance
_SECTION_YEAR = re.compile(r"(20\d\d)年")
_PLANS = re.compile(r"计划|打算|安排|下一步|下年|展望|思路")
_SURE = 0.7
_CLOSE = Decimal("0.1")  # of the larger of two figures
_KNOWN, _SPECIFIC = 3, 6  # characters of a subject that tells one thing, with an indicator and without


def copied_years(old: Dossier, new: Dossier, say: Sources) -> Iterator[Finding]:
    """A030: a sentence with its figures that stood in the report of the year before."""
    before: dict[str, list[tuple[str, list[ClaimRecord]]]] = defaultdict(list)
    for (sentence, _), claims in old.sentences.items():
        for quote in {claim.quote for claim in claims if _telling(claim)}:
            before[quote].append((_masked(sentence), claims))
    for (sentence, _), claims in new.sentences.items():
        masked = _masked(sentence)
        if len(masked) < _SHORTEST:
            continue
        for quote in dict.fromkeys(claim.quote for claim in claims if _telling(claim)):
            match = next((group for text, group in before[quote] if _alike(masked, text)), None)
            if match is None:
                continue
            same = [(one, other) for one in claims for other in match if one.quote == other.quote and _telling(one)]
            if 2 * len({one.claim_id for one, _ in same}) < len(claims):
                continue
            quotes = "、".join(dict.fromkeys(one.quote for one, _ in same))
            yield say.finding(
                "A030",
                "warning",
                f"与上年报告的句子和数字（{quotes}）相同，疑为照抄",
                f"the sentence and its figures ({quotes}) are those of last year's report: perhaps copied",
                list({claim.claim_id: claim for pair in same for claim in pair}.values()),
                found=same[0][0].value,
            )
            break


def shared(dossier: Dossier, sentence: str, claims: Sequence[ClaimRecord]) -> str:
    """A sentence without the names of its place and year, as a copy in another place would have it; "": nothing telling."""
    if not any(_telling(claim) and claim.origin == "text" for claim in claims):
        return ""
    region = dossier.head.region or ""
    for name in (region, region[:-1] if len(region) > 2 else ""):
        if name:
            sentence = sentence.replace(name, "")
    text = re.sub(r"\s+", "", _OURS.sub("", _YEAR.sub("", _LEAD.sub("", sentence))))
    return text if len(_DIGITS.sub("", text)) >= _SHORTEST else ""


def copied_places(dossiers: Sequence[Dossier], say: Sources) -> Iterator[Finding]:
    """A031: a sentence with its figures in the reports of two places."""
    seen: dict[str, tuple[Dossier, list[ClaimRecord]]] = {}
    for dossier in dossiers:
        for (sentence, _), claims in dossier.sentences.items():
            text = shared(dossier, sentence, claims)
            if not text:
                continue
            telling = [claim for claim in claims if _telling(claim)]
            first, others = seen.setdefault(text, (dossier, telling))
            if first.head.region == dossier.head.region:
                continue
            quotes = "、".join(claim.quote for claim in telling)
            yield say.finding(
                "A031",
                "warning",
                f"与{first.head.region or '另一地'}报告的句子和数字（{quotes}）相同，疑为照抄",
                f"the sentence and its figures ({quotes}) are those of the report of {first.head.region or 'another place'}: "
                "perhaps copied",
                [*telling, *others],
                found=telling[0].value,
            )


def other_year(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A032: what the body says of the year of the report against its title."""
    head = dossier.head
    if head.year is None or not dossier.claims:
        return
    told = next((warning.message for warning in head.warnings if warning.code == "year_conflict"), None)
    if told is not None:
        yield say.finding(
            "A032",
            "warning",
            f"题目的年度与正文不一致（{told}）",
            f"the year of the title does not agree with the body: {told}",
            dossier.claims[:1],
        )
        return
    for claim in dossier.claims:
        headings = [part for part in claim.section if not _PLANS.search(part)]
        years = {int(year) for part in headings for year in _SECTION_YEAR.findall(part)} - {head.year + 1}  # a plan
        if len(headings) == len(claim.section) and years and head.year not in years:
            heading = next(part for part in headings if _SECTION_YEAR.search(part))
            yield say.finding(
                "A032",
                "warning",
                f"题目为 {head.year} 年度，正文标题为“{heading}”，不一致",
                f"the title speaks of {head.year}, a heading of the body says “{heading}”: does not agree",
                [claim],
            )
            return


def silent(pairs_before: Pairing, pairs: Pairing, new: Dossier, say: Sources) -> Iterator[Finding]:
    """A040: reported in two years running, now absent."""
    held = {pair.new.claim_id: pair for pair in pairs_before.pairs if pair.score >= _SURE}
    keys = {claim.indicator for claim in new.claims if claim.indicator}
    for claim in pairs.dropped:
        pair = held.get(claim.claim_id)
        if pair is None or claim.modality != "actual" or claim.part_of or claim.kind not in ("level", "rate", "score"):
            continue
        if claim.indicator in keys:
            continue
        yield say.finding(
            "A040",
            "warning",
            f"“{claim.subject or claim.indicator}”连续两年有数（{pair.old.quote}、{claim.quote}），本年未再报告",
            f"{claim.subject or claim.indicator} was reported in two years ({pair.old.quote}, {claim.quote}) and is absent now",
            [claim, pair.old],
            found=None,
        )


def two_values(dossier: Dossier, say: Sources) -> Iterator[Finding]:
    """A051: one indicator, scope and period, two values that neither rounding nor cutting makes one."""
    cells: dict[tuple[str, tuple[object, ...]], list[ClaimRecord]] = defaultdict(list)
    for claim in dossier.claims:
        if claim.kind in ("level", "rate", "score") and claim.modality == "actual" and claim.qualifier != "range":
            for name in _names(claim):
                cell = (claim.kind, claim.unit, pairing.scope(claim), claim.period, claim.basis, claim.dimension)
                cells[name, cell].append(claim)
    seen: set[frozenset[str]] = set()
    for (name, _), claims in cells.items():
        for one, other in _contradicting(claims):
            both = frozenset((one.claim_id, other.claim_id))
            if both in seen:
                continue
            seen.add(both)
            level: Level = "error" if one.subject == other.subject and _is_one_thing(one, other) else "warning"
            yield say.finding(
                "A051",
                level,
                f"同一指标（{name}）有两个数：“{figure(one)}”与“{figure(other)}”，不一致",
                f"one indicator ({name}), two values: {figure(one)} does not agree with {figure(other)}",
                [one, other],
                expected=intervals.of(one, "rounded"),
                found=other.value,
            )


def _is_one_thing(one: ClaimRecord, other: ClaimRecord) -> bool:
    """Whether two claims in one wording are of one indicator; where but one has a key, their figures must be close."""
    if one.indicator and other.indicator:
        return one.indicator == other.indicator
    close = abs(one.value - other.value) <= _CLOSE * max(one.value, other.value)
    return bool(one.indicator or other.indicator) and close


def unaccounted(dossier: Dossier, _: Sources) -> Iterator[Finding]:
    """A070: numerals in no claim and no row of the ledger; without a ledger there is nothing to test."""
    ledger = dossier.report.ledger
    if not ledger:
        return
    quotes = {(claim.start, claim.end): claim.quote for claim in dossier.claims}
    if len(quotes) + ledger >= dossier.head.numerals:
        return
    held = sum(len(numerals.find(quote, fold(quote))) for quote in quotes.values()) + ledger
    missing = dossier.head.numerals - held
    if missing > 0:
        yield Finding(
            "A070",
            "error",
            f"有 {missing} 个数字既不是数据，也没有列出理由：本程序的缺陷，请报告",
            f"{missing} numerals are neither claims nor rows of the ledger: a defect of this program, please report it",
            (),
            (),
            (dossier.head.source,),
            (None,),
            None,
            None,
            None,
            (),
        )


def _contradicting(claims: Sequence[ClaimRecord]) -> Iterator[tuple[ClaimRecord, ClaimRecord]]:
    """The first claim of a cell against each that it does not agree with; parts and totals are no rivals."""
    for at, one in enumerate(claims):
        for other in claims[at + 1 :]:
            if one.part_of or other.part_of or one.sentence == other.sentence:
                continue
            if not any(intervals.of(one, reading).meets(intervals.of(other, reading)) for reading in READINGS):
                yield one, other


def _names(claim: ClaimRecord) -> Iterator[str]:
    """What makes two claims speak of one thing: the whole subject, with the row and column of a cell."""
    subject = pairing.wording(claim)
    if claim.indicator and len(subject) >= _KNOWN:
        yield f"{subject} {claim.indicator}"
    if len(subject) >= _SPECIFIC:
        yield subject


def _telling(claim: ClaimRecord) -> bool:
    """At least three digits that say something, not round, not 100 %."""
    digits = claim.value.normalize().as_tuple().digits
    return len(digits) >= 3 and claim.modality == "actual" and claim.qualifier == "exact"


def _masked(sentence: str) -> str:
    return re.sub(r"\s+", "", _DIGITS.sub("", _YEAR.sub("", _LEAD.sub("", sentence))))


def _alike(one: str, other: str) -> bool:
    return one == other or (
        abs(len(one) - len(other)) <= 0.1 * len(one) and pairing.likeness(one, other) >= _SAME_SENTENCE
    )
