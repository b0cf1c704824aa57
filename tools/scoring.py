"""Scores records against hand-made gold: takes gold rows and records, gives counts, field accuracies and each miss.

A record meets a gold claim when their spans share a character and the values are equal. Spans are compared after
full-width forms are folded and white space and table bars dropped, so that line ends, joins and page furniture move no
figure.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, str]
Record = Mapping[str, Any]  # one line of `lawreport extract --ledger`, numbers as Decimal

FIELDS = (
    "unit", "qualifier", "kind", "direction", "change_measure", "basis", "period", "modality", "scope", "subject",
)  # fmt: skip
RECORD_FIELDS = tuple(name for name in FIELDS if name not in ("change_measure", "scope"))
LINKS = {"of": "modifies", "whole": "part_of"}
SAME_UNIT = {"个百分点": "百分点", "个工作日": "工作日", "个季度": "季度", "个月": "月", "％": "%", "名次": ""}
NEVER_LEFT_OUT = frozenset("元%米吨里亩")  # units that a table prints or loses; a missing 件 in a cell is forgiven
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
SUBJECT_SHARE = 0.6  # of the shorter subject's characters, in order, must stand in the longer one
SUBJECT_INSIDE = 0.3  # a subject inside the other must be at least so long


def squeeze(text: str) -> tuple[str, list[int]]:
    """The text folded, without white space and table bars, and where each of its characters stood."""
    kept = [(char, at) for at, char in enumerate(text.translate(FULL_WIDTH)) if not char.isspace() and char != "|"]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def align(gold: str, reading: str) -> dict[int, int]:
    """Offsets of `gold` → offsets of `reading`, for the characters that both hold."""
    (left, left_at), (right, right_at) = squeeze(gold), squeeze(reading)
    if right.startswith(left):
        return dict(zip(left_at, right_at, strict=False))
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    where = {left_at[a + k]: right_at[b + k] for a, b, size in blocks if size > 1 for k in range(size)}
    start = 0
    for line in gold.splitlines(keepends=True):  # lines moved to the furniture stand out of order
        words, words_at = squeeze(line)
        moved = right.find(words) if words and start + words_at[0] not in where else -1
        if moved >= 0:
            where |= {start + at: right_at[moved + k] for k, at in enumerate(words_at)}
        start += len(line)
    return where


def alike(one: str | None, other: str | None) -> bool:
    """Whether two subjects or scopes mean the same: one inside the other, or most characters in common, in order."""
    short, long = sorted((squeeze(text or "")[0].strip("“”\"'") for text in (one, other)), key=len)
    if not short:
        return not long
    if short in long:
        return len(short) >= SUBJECT_INSIDE * len(long)
    common = sum(block.size for block in difflib.SequenceMatcher(None, short, long, False).get_matching_blocks())
    return common >= SUBJECT_SHARE * len(short)


def read_gold(path: Path) -> list[Row]:
    """Rows of a gold.tsv by column name; a blank cell is ""."""
    names, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"))
    return [dict(zip(names, row + [""] * (len(names) - len(row)), strict=True)) for row in rows]


def same_value(row: Row, record: Record) -> bool:
    """Whether the base values agree, to the last digit that the gold row writes (1/3 stands there as 33.33)."""
    low, _, high = row["value"].partition("..")
    pairs = [(low, record["value"]), (high, record["value_max"])] if high else [(low, record["value"])]
    return all(found is not None and _equal(Decimal(wanted), Decimal(found)) for wanted, found in pairs)


def _equal(wanted: Decimal, found: Decimal) -> bool:
    return wanted == found or (wanted % 1 != 0 and found.quantize(wanted) == wanted)


def same_field(name: str, row: Row, record: Record) -> bool:
    """Whether a field of a record is what the gold row says. Blank scope and period are not judged."""
    wanted, found = row[name], str(record[name] or "")
    match name:
        case "unit":
            unprinted = row["origin"] == "table" and not found and not NEVER_LEFT_OUT & set(wanted)
            return row["kind"] == "rank" or unprinted or SAME_UNIT.get(wanted, wanted) == SAME_UNIT.get(found, found)
        case "subject":
            return alike(found, wanted) or (bool(row["subject_alt"]) and alike(found, row["subject_alt"]))
        case "scope":
            return not wanted or alike(found, wanted)
        case "period":
            return wanted in ("", "cumulative", found.replace("-H", "-S"))
        case "qualifier":
            return (wanted or "exact") == found
        case "change_measure":
            return row["kind"] != "change" or wanted == found
    return wanted == found


@dataclass(frozen=True, slots=True)
class Match:
    """A gold claim and the record that meets it, with the fields that are wrong."""

    row: Row
    record: Record
    wrong: tuple[str, ...]

    @property
    def level(self) -> str:
        """How far it is right: figure < quantity (the unit too) < record (every field of the record score)."""
        if "unit" in self.wrong:
            return "figure"
        return "quantity" if set(self.wrong) & set(RECORD_FIELDS) else "record"


@dataclass(slots=True)
class Score:
    """What scoring one document gave, or several added up with `+=`. `right` and `asked` count per judged field."""

    gold: int = 0
    found: int = 0
    matches: list[Match] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    extra: list[Record] = field(default_factory=list)
    wrong_non: list[tuple[Row, str]] = field(default_factory=list)  # non-claims with what the records say of them
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: "Score") -> "Score":
        self.gold += other.gold
        self.found += other.found
        for mine, theirs in (
            (self.matches, other.matches), (self.missed, other.missed), (self.extra, other.extra),
            (self.wrong_non, other.wrong_non),
        ):  # fmt: skip
            mine.extend(theirs)  # type: ignore[arg-type]
        self.right += other.right
        self.asked += other.asked
        return self

    def hits(self, level: str) -> int:
        """How many gold claims are right at least to this level."""
        levels = ("figure", "quantity", "record")
        return sum(levels.index(match.level) >= levels.index(level) for match in self.matches)

    def rates(self, level: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a level, 0 to 1. Nothing wanted and nothing found is 1."""
        hits = self.hits(level)
        precision = hits / self.found if self.found else float(not self.gold)
        recall = hits / self.gold if self.gold else 1.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def accuracy(self, name: str) -> float | None:
        """Share of a judged field that is right, 0 to 1; null where nothing was asked."""
        return self.right[name] / self.asked[name] if self.asked[name] else None

    def judge(self, name: str, right: bool) -> None:
        """Count one question about a field."""
        self.asked[name] += 1
        self.right[name] += right


def score(rows: Sequence[Row], gold_text: str, records: Iterable[Record], reading: str) -> Score:
    """Score the records of one document.

    `rows` count offsets in `gold_text`; `records` (claims and, with the ledger, numerals) count offsets in `reading`.
    """
    records = list(records)
    claims = [record for record in records if record["type"] == "claim"]
    wanted = [row for row in rows if row["class"] == "claim"]
    where = align(gold_text, reading)
    result = Score(gold=len(wanted), found=len(claims))
    free: list[Record] = list(claims)
    partner: dict[int, Record] = {}
    for right_subject in (True, False):  # claims on one figure are told apart by subject
        for number, row in enumerate(wanted):
            at = _place(row, where)
            near = [
                record
                for record in free
                if number not in partner
                and at & set(range(record["start"], record["end"]))
                and same_value(row, record)
                and (same_field("subject", row, record) or not right_subject)
            ]
            if near:
                partner[number] = min(near, key=lambda record: not same_field("unit", row, record))
                free.remove(partner[number])
    for number, row in enumerate(wanted):
        if number in partner:
            wrong = tuple(name for name in FIELDS if not same_field(name, row, partner[number]))
            result.matches.append(Match(row, partner[number], wrong))
        else:
            result.missed.append(row)
    result.extra = free
    _judge_fields(result)
    _judge_non_claims(result, [row for row in rows if row["class"] == "non"], records, where)
    return result


def _place(row: Row, where: Mapping[int, int]) -> set[int]:
    return {where[at] for at in range(int(row["start"]), int(row["end"])) if at in where}


def _judge_fields(result: Score) -> None:
    claim_of = {match.row["id"]: match.record["claim_id"] for match in result.matches if match.row["id"]}
    for row, record, wrong in ((match.row, match.record, match.wrong) for match in result.matches):
        for name in FIELDS:
            if name != "change_measure" or row["kind"] == "change":
                result.judge(name, name not in wrong)
        for column, name in LINKS.items():
            if row[column] in claim_of:
                result.judge(name, record[name] == claim_of[row[column]])
            elif not row[column]:
                result.judge(f"no {name}", record[name] is None)
        if row["indicator"]:
            right = record["indicator"] in row["indicator"].split("|")
            if row["indicator"] != "-":
                result.judge("indicator recall", right)
            if record["indicator"]:
                result.judge("indicator precision", right)


def _judge_non_claims(result: Score, rows: Sequence[Row], records: Sequence[Record], where: Mapping[int, int]) -> None:
    said = {
        at: record.get("reason", "claim")
        for record in records
        for at in range(record.get("start", 0), record.get("end", 0))
    }
    for row in rows:
        found = next((said[at] for at in sorted(_place(row, where)) if at in said), "nothing")
        result.judge("non-claim", found != "claim")
        result.judge("reason", found in row["reason"].split("|"))
        if found not in row["reason"].split("|"):
            result.wrong_non.append((row, found))
