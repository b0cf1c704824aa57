"""Phrase by phrase: every block of fixtures/cases/ is a test.

What is known not to work stands in fixtures/cases/known.txt, one `file: phrase` a line; when it works the line must go.
"""

from pathlib import Path

import pytest

import plaintext
from casefile import Case, Expected, read_cases
from corpus import FIXTURES, builtin
from lawreport_cli import pipeline
from lawreport_cli.model import REASONS
from lawreport_cli.record import ClaimRecord, NumeralRecord
from scoring import alike

FOLDER = FIXTURES / "cases"
FILES = sorted(path for path in FOLDER.glob("*.txt") if path.name != "known.txt")
CASES = [case for path in FILES for case in read_cases(path)]
KNOWN = set((FOLDER / "known.txt").read_text(encoding="utf-8").splitlines())


def found_in(case: Case) -> list[ClaimRecord | NumeralRecord]:
    """The records of the case's phrase, read as a line of a report; offsets count from the phrase."""
    lines = [f"云岚县人民政府{case.year}年度法治政府建设情况报告", *filter(None, [case.section]), case.text]
    start = sum(len(line) + 1 for line in lines[:-1])
    document = plaintext.document_of("\n".join(lines))
    report = pipeline.extract_document(document, b"", "case.txt", builtin())
    return [
        record.model_copy(update={"start": record.start - start, "end": record.end - start})
        for record in report.findings
        if record.start >= start
    ]


def faults(case: Case) -> list[str]:
    """What is wrong, in words; nothing when all is right."""
    free = found_in(case)
    partner: dict[int, ClaimRecord | NumeralRecord] = {}
    said: list[str] = []
    for number, wanted in enumerate(case.expected):
        near = [record for record in free if (record.start, record.end) == (wanted.start, wanted.end)]
        near.sort(key=lambda record: not alike(getattr(record, "subject", ""), wanted.fields.get("subject")))
        if near:
            partner[number] = near[0]
            free.remove(near[0])
        else:
            said.append(f"{wanted.quote}: not found")
    said += [f"{record.quote}: needless {_what(record)}" for record in free if not _is_word(record)]
    for number, record in partner.items():
        said += [f"{record.quote}: {fault}" for fault in _wrong(case, number, record, partner)]
    return said


def _what(record: ClaimRecord | NumeralRecord) -> str:
    return "claim" if isinstance(record, ClaimRecord) else record.reason


def _is_word(record: ClaimRecord | NumeralRecord) -> bool:
    """Whether a numeral that the case does not list may go without saying: 一 in 一般."""
    return isinstance(record, NumeralRecord) and not any(char.isdecimal() for char in record.quote)


def _wrong(
    case: Case, number: int, record: ClaimRecord | NumeralRecord, partner: dict[int, ClaimRecord | NumeralRecord]
) -> list[str]:
    wanted = case.expected[number]
    if isinstance(record, NumeralRecord):
        if wanted.claim:
            return [f"no claim ({record.reason})"]
        return [] if record.reason in wanted.reasons else [f"{record.reason} for {'|'.join(wanted.reasons)}"]
    if not wanted.claim:
        return [f"a claim for {'|'.join(wanted.reasons)}"]
    said = []
    for key, value in wanted.fields.items():
        if key in ("of", "whole"):
            link = record.modifies if key == "of" else record.part_of
            if not value:
                said += [] if link is None else [f"{key}: {link} for none"]
                continue
            target = next(
                (p.claim_id for p in partner.values() if isinstance(p, ClaimRecord) and p.claim_id == link), None
            )
            if link is None or target is None or link != _id_of(value, case, partner):
                said.append(f"{key}: {link} for {value}")
        elif not _same(key, value, record, wanted):
            said.append(f"{key}: {_shown(key, record)} for {value or 'none'}")
    return said


def _id_of(quote: str, case: Case, partner: dict[int, ClaimRecord | NumeralRecord]) -> str | None:
    """The claim id of `995件`, or of its second occurrence `995件#2`."""
    quote, _, nth = quote.partition("#")
    places = [number for number, wanted in enumerate(case.expected) if wanted.claim and wanted.quote == quote]
    record = partner.get(places[int(nth or 1) - 1]) if len(places) >= int(nth or 1) else None
    return record.claim_id if isinstance(record, ClaimRecord) else None


def _shown(key: str, record: ClaimRecord) -> str:
    if key == "value" and record.value_max is not None:
        return f"{record.value.normalize():f}..{record.value_max.normalize():f}"
    return f"{record.value.normalize():f}" if key == "value" else str(getattr(record, key) or "")


def _same(key: str, value: str, record: ClaimRecord, wanted: Expected) -> bool:
    found = _shown(key, record)
    if key in ("subject", "scope", "row", "column"):
        return any(alike(found, one) for one in value.split("|"))
    if key == "unit" and wanted.fields["kind"] == "rank":
        return True
    return found in ([""] if value in ("", "none", "-") else value.split("|"))


def _params() -> list[object]:
    return [
        pytest.param(
            case,
            id=case.place,
            marks=[pytest.mark.xfail(strict=True, reason="known.txt")] if case.name in KNOWN else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", _params())
def test_case(case: Case) -> None:
    said = faults(case)
    assert not said, f"{case.text}\n" + "\n".join(said)


def test_known_lists_cases_that_exist() -> None:
    assert {line for line in KNOWN if line and not line.startswith("#")} <= {case.name for case in CASES}


def test_reasons_of_cases_exist() -> None:
    for case in CASES:
        for wanted in case.expected:
            assert set(wanted.reasons) <= set(REASONS), case.place


def test_a_case_can_fail(tmp_path: Path) -> None:
    (tmp_path / "wrong.txt").write_text(
        "受理行政复议案件995件。\n+ 995件 | value=996 unit=件 kind=level\n\n"
        "受理行政复议案件995件。\n- 995 | name\n\n"
        "受理行政复议案件995件，其中调解35件。\n+ 995件 | value=995 unit=件 kind=level\n",
        encoding="utf-8",
    )
    first, second, third = read_cases(tmp_path / "wrong.txt")
    assert faults(first) == ["995件: value: 995 for 996"]
    assert faults(second) == ["995: not found", "995件: needless claim"]
    assert faults(third) == ["35件: needless claim"]


@pytest.mark.parametrize(
    "block",
    [
        "995件\n+ 995件 | value=995",
        "995件\n+ 996件 | kind=level",
        "995件\n995件 | kind=level",
        "995件\n+ 995件 | kind=level x=1",
    ],
)
def test_a_block_out_of_format_is_named(tmp_path: Path, block: str) -> None:
    (tmp_path / "bad.txt").write_text(f"# heading\n\n{block}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.txt:3"):
        read_cases(tmp_path / "bad.txt")


def test_second_occurrences_and_second_claims_are_placed(tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_text(
        "@ year=2023 section=一、工作\n15件、5件，办结率、满意率均为100%，另有5件\n+ 15件 | kind=level\n+ 5件 | kind=level\n"
        "+ 100% | kind=rate subject=办结率\n+ 100% | kind=rate subject=满意率\n+ 5件 | kind=level subject=a␣b\n",
        encoding="utf-8",
    )
    (case,) = read_cases(tmp_path / "two.txt")
    assert [wanted.start for wanted in case.expected] == [0, 4, 16, 16, 23]
    assert (case.year, case.section, case.expected[-1].fields["subject"]) == ("2023", "一、工作", "a b")
