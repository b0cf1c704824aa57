"""Figures made unreadable (召开会议*次): takes the numeral of one, gives the claim that it hides, its value unknown."""

import re
from decimal import Decimal

from lawreport_cli.model import Claim, Document, NonClaim, Sentence, Span
from lawreport_cli.patterns import Patterns

_NOTHING = Decimal(0)  # stands for the value, which nobody may use
_SIGNS = "*xX×□○〇"
_MASKS = re.compile(rf"[{_SIGNS}0-9]*[余多]?[万亿]?")


def hidden(mask: NonClaim, document: Document, sentence: Sentence, patterns: Patterns) -> Claim | None:
    """The claim of a masked numeral that tells what was; null where it counts nothing, or stands in a plan or a rule."""
    folded = document.folded
    behind = _MASKS.match(folded, mask.span.end)
    end = behind.end() if behind else mask.span.end
    start = sentence.span.start + len(folded[sentence.span.start : mask.span.start].rstrip(_SIGNS))
    found = patterns.units.at(folded, end)
    if found is None or _is_ahead(folded[sentence.span.start : start], sentence, patterns):
        return None
    name, unit = found
    in_table = any(table.span.start <= start < table.span.end for table in document.tables)
    return Claim(
        span=Span(start, end + len(name)), value=_NOTHING, value_max=None, unit=patterns.units.base(name),
        dimension=unit.dimension, decimals=0, qualifier="exact", kind="level", direction=None, change_measure=None,
        basis=None, subject=None, scope=None, period=None, modality="actual",
        origin="table" if in_table else "text", row=None, column=None, modifies=None, part_of=None, rules=mask.rules,
    )  # fmt: skip


def _is_ahead(before: str, sentence: Sentence, patterns: Patterns) -> bool:
    """Whether a figure behind `before` is planned or required."""
    headings = " ".join(sentence.section)
    if any(cue.says.modality in ("planned", "rule") for *_, cue in patterns.cues.within(before)):
        return True
    return any(kind.plans(headings) for kind in patterns.section_kinds)
