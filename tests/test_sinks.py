"""The writers: JSON, CSV that no spreadsheet runs, a table that holds at any width, files whole or not at all."""

import csv
import io
import json
import os
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from lawreport_cli.record import ErrorRecord, to_line
from lawreport_cli.sinks import codebook, jsonl, table
from lawreport_cli.sinks import csv as csv_sink
from lawreport_cli.sinks import json as json_sink
from lawreport_cli.sinks.output import Output
from lawreport_cli.sinks.printable import printable
from samples import DOC_ID, claim_record, document_record, numeral_record

ERROR = ErrorRecord(source="b.pdf", sha256=None, code="missing", message="there is no such file")
DOCUMENTS = [
    [to_line(document_record()), to_line(numeral_record()), to_line(claim_record())],
    [to_line(ERROR)],
    [to_line(document_record(source="c.pdf"))],
]


def _csv(*claims: object) -> list[dict[str, str]]:
    text = "".join(csv_sink.chunks([[to_line(document_record()), *map(to_line, claims)]]))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_jsonl_is_the_lines_one_piece_a_document():
    assert list(jsonl.chunks(DOCUMENTS)) == ["".join(f"{line}\n" for line in lines) for lines in DOCUMENTS]


def test_json_is_one_array_of_the_same_records():
    assert json.loads("".join(json_sink.chunks(DOCUMENTS))) == [
        json.loads(line) for lines in DOCUMENTS for line in lines
    ]


def test_json_of_nothing_is_an_empty_array():
    assert json.loads("".join(json_sink.chunks([]))) == []


def test_csv_holds_the_claims_with_their_source():
    rows = list(csv.DictReader(io.StringIO("".join(csv_sink.chunks(DOCUMENTS)), newline="")))
    assert [(row["source"], row["subject"], row["value"], row["scope"]) for row in rows] == [
        ("云岚.pdf", "受理案件", "995", "")
    ]
    assert list(rows[0])[:2] == ["source", "claim_id"]
    assert "type" not in rows[0]


def test_csv_joins_lists_in_one_cell():
    (row,) = _csv(
        claim_record(
            section=("一、成效", "(一)复议"),
            rules=("a.b", "c.d"),
            boxes=((1, 0.5, 2.0, 3.0, 4.25), (2, 1.0, 2.0, 3.0, 4.0)),
        )
    )
    assert row["section"] == "一、成效 > (一)复议"
    assert row["rules"] == "a.b c.d"
    assert row["boxes"] == "1 0.5 2 3 4.25; 2 1 2 3 4"


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1+1", "-"])
def test_csv_defuses_what_a_spreadsheet_would_run(text):
    (row,) = _csv(claim_record(subject=text, sentence=text))
    assert row["subject"] == row["sentence"] == "'" + text


def test_csv_shows_control_characters():
    (row,) = _csv(claim_record(subject="\r=1", sentence="红\x1b[31m色"))
    assert (row["subject"], row["sentence"]) == ("\\x0d=1", "红\\x1b[31m色")


@pytest.mark.parametrize(("value", "cell"), [("-5", "-5"), ("-12.50", "-12.5"), ("2.8E+4", "28000")])
def test_csv_figures_stay_figures(value, cell):
    (row,) = _csv(claim_record(value=Decimal(value), decimals=-3))
    assert (row["value"], row["decimals"]) == (cell, "-3")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_csv_reads_back_as_one_row_and_no_cell_runs(text):
    (row,) = _csv(claim_record(subject=text, row=text, column=text))
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "＠"))
        assert not cell.startswith(("\t", "\r", "\n"))


@given(st.text())
def test_printable_leaves_nothing_that_steers(text):
    shown = printable(text)
    assert all(
        ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0 and not 0xD800 <= ord(char) < 0xE000 for char in shown
    )
    assert not set(shown) & set("\u202e\u2066\u200f\u2028\ufeff")


def test_printable_keeps_what_it_is_told_and_shows_the_rest():
    assert printable("a\tb\x1b[31m\u202e\x9b", keep="\t") == "a\tb\\x1b[31m\\u202e\\x9b"
    assert printable("行政复议，995件") == "行政复议，995件"


# ---------------------------------------------------------------- the table

TEXT = "受理案件995件，同比增长89.7%。受理案件995件。[bold red]罚款[/]约81222100元\x1b[31m。"
CLAIMS = [
    claim_record(sentence="受理案件995件，同比增长89.7%。", indicator="review_accepted"),
    claim_record(
        claim_id=f"{DOC_ID}:13-18", start=13, end=18, quote="89.7%", value=Decimal("89.7"), unit="%", kind="change",
        dimension="percent", direction="up", change_measure="relative", basis="yoy", modifies=f"{DOC_ID}:4-8",
        sentence="受理案件995件，同比增长89.7%。",
    ),
    claim_record(claim_id=f"{DOC_ID}:23-27", start=23, end=27, page=2),
    claim_record(
        claim_id=f"{DOC_ID}:44-53", start=44, end=53, quote="81222100元", value=Decimal(81222100), unit="元", page=2,
        dimension="money", subject="[bold red]罚款[/]", qualifier="approx", scope="市本级",
        sentence="[bold red]罚款[/]约81222100元\x1b[31m。",
    ),
]  # fmt: skip


def _table(width: int = 100, word: str = "", **console: object) -> str:
    out = io.StringIO()
    screen = Console(file=out, width=width, highlight=False, markup=False, emoji=False, **console)
    table.show(screen, document_record(), CLAIMS, TEXT, word)
    return out.getvalue()


def test_table_has_figure_change_page_and_marks_the_quote():
    lines = _table().splitlines()
    assert lines[0] == "云岚县2023年法治政府建设情况报告"
    row = next(line for line in lines if "↑89.7%" in line)
    assert row.split() == ["995", "件", "受理案件", "review_accepted", "↑89.7%", "yoy", "1"]
    assert "受理案件⟦995件⟧，同比增长⟦89.7%⟧。" in _table()
    assert "≈81,222,100 元" in _table()
    assert lines[-1] == "4 of 4 claims · 3 numerals · 2 pages"


def test_table_marks_the_occurrence_that_was_meant():
    assert _table().count("受理案件⟦995件⟧。") == 1


def test_table_says_a_sentence_once_for_all_its_figures():
    text = "受理案件995件，办结98件。"
    both = [
        claim_record(sentence=text),
        claim_record(claim_id=f"{DOC_ID}:11-14", start=11, end=14, subject="办结", sentence=text),
    ]
    out = io.StringIO()
    table.show(Console(file=out, width=80), document_record(), both, text)
    assert [line.split() for line in out.getvalue().splitlines()[2:5]] == [
        ["995", "件", "受理案件", "1"],
        ["995", "件", "办结", "1"],
        ["受理案件⟦995件⟧，办结⟦98件⟧。"],
    ]


def test_table_never_reads_a_report_as_markup_or_control():
    shown = _table(force_terminal=True, color_system="truecolor")
    assert "[bold red]罚款[/]" in shown
    assert "\x1b[31m" not in shown
    assert "\\x1b[31m" in shown


@pytest.mark.parametrize("width", [40, 60, 61, 80, 200])
def test_table_holds_at_any_width(width):
    shown = _table(width)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    for figure in ("995 件", "↑89.7%", "≈81,222,100 元"):
        assert figure in shown


@pytest.mark.parametrize("colour", [False, True])
def test_table_never_breaks_a_line_inside_a_figure(colour):
    sentence = "全年收到依法履职申请2,174件，其中1.5万余件次办结，罚没1213.5万元，占89.75%，于2023年12月完成。"
    quote = "1.5万余件次"
    start = sentence.index(quote)
    claim = claim_record(start=start, end=start + len(quote), quote=quote, sentence=sentence)
    for width in range(44, 110):
        out = io.StringIO()
        screen = Console(file=out, width=width, color_system="truecolor", force_terminal=colour)
        table.show(screen, document_record(), [claim], sentence)
        lines = [Text.from_ansi(line).plain for line in out.getvalue().splitlines()]
        assert max(map(cell_len, lines)) <= width
        first = next(at for at, line in enumerate(lines) if line.strip().startswith("全年"))
        said = [line.strip().replace("⟦", "").replace("⟧", "") for line in lines[first:-1]]
        assert "".join(said) == sentence
        for figure in ("2,174件", quote, "1213.5万元", "89.75%", "2023年", "12月"):
            assert any(figure in line for line in said), (width, said)


def test_table_word_filters_claims():
    shown = _table(word="罚款")
    assert "81,222,100" in shown
    assert "995" not in shown
    assert shown.splitlines()[-1] == "1 of 4 claims · 3 numerals · 2 pages"
    assert _table(word="REVIEW_accepted").splitlines()[-1].startswith("2 of 4 claims")


def test_table_without_claims_says_so():
    assert _table(word="无此词").splitlines() == [
        "云岚县2023年法治政府建设情况报告",
        "0 of 4 claims · 3 numerals · 2 pages",
    ]


def test_table_keeps_a_change_that_modifies_nothing():
    out = io.StringIO()
    alone = CLAIMS[1].model_copy(update={"modifies": None})
    table.show(Console(file=out, width=80), document_record(), [alone], TEXT)
    assert "↑89.7%" in out.getvalue()


# ---------------------------------------------------------------- where output goes


def test_a_file_appears_whole_when_finished(tmp_path):
    path = tmp_path / "out.jsonl"
    with Output(path) as out:
        out.write("案件\n")
        assert not path.exists()
        assert out.finish() == path
    assert path.read_bytes() == "案件\n".encode()
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_a_file_left_unfinished_leaves_what_was_there(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with Output(path) as out:
        out.write("new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_drafts_of_runs_that_were_killed_are_swept_away(tmp_path):
    with subprocess.Popen(["true"]) as gone:
        pass
    stale, running = tmp_path / f".out.jsonl.{gone.pid}.tmp", tmp_path / f".out.jsonl.{os.getppid()}.tmp"
    other = tmp_path / f".other.jsonl.{gone.pid}.tmp"
    for path in (stale, running, other):
        path.write_text("draft")
    with Output(tmp_path / "out.jsonl") as out:
        out.finish()
    assert sorted(os.listdir(tmp_path)) == sorted([running.name, other.name, "out.jsonl"])


def test_a_replaced_file_keeps_its_mode_and_its_link(tmp_path):
    real = tmp_path / "real.jsonl"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "link.jsonl").symlink_to(real)
    with Output(tmp_path / "link.jsonl") as out:
        out.write("new")
        out.finish()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("new", 0o640)
    assert (tmp_path / "link.jsonl").is_symlink()


def test_a_device_is_written_to_and_not_replaced():
    with Output(Path(os.devnull)) as out:
        out.write("x")
        out.finish()
    assert not os.path.isfile(os.devnull)


# ---------------------------------------------------------------- the codebook


def test_codebook_has_every_field_of_every_record_with_its_meaning():
    text = codebook.markdown()
    for record in (document_record(), claim_record(), numeral_record(), ERROR):
        section = text.split(f"\n## {record.type}\n")[1].split("\n## ")[0]
        rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| `")]
        assert [row[0].strip("| `") for row in rows] == list(record.model_dump())
        assert all(len(row) == 3 and row[1] and len(row[2]) > 5 for row in rows)
