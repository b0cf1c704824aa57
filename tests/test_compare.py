"""Places and years side by side. The records are made here: real codes where a change of code is tested, invented figures."""

import csv
import hashlib
import io
import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import ROOT, report_of
from lawreport_cli import compare, intervals, panel, series, wide
from lawreport_cli.divisions import read_table
from lawreport_cli.errors import RecordError
from lawreport_cli.inputs import RecordFile
from lawreport_cli.record import ClaimRecord, DocumentRecord, ErrorRecord, to_line
from lawreport_cli.scopes import bare
from samples import claim_record, document_record, numeral_record

TABLE = read_table(ROOT / "patterns" / "places")
COURT = "appearance_rate"


def report(region, code, year, *figures, **head):
    """The records of a report; a figure is (indicator, value) or (indicator, value, other fields of its claim)."""
    sha = hashlib.sha256(repr((region, code, year, figures, sorted(head.items()))).encode()).hexdigest()
    doc = {
        "doc_id": sha[:12], "sha256": sha, "text_sha256": sha, "source": f"{region}{year}.pdf", "region": region,
        "region_code": code, "year": year, "issuer": f"{region}人民政府", "title": f"{region}{year}年法治政府建设情况报告",
        "region_path": (region,) if region else (), "claims": len(figures),
    }  # fmt: skip
    records = [document_record(**(doc | head))]
    for number, (indicator, value, *other) in enumerate(figures):
        start = 10 * number
        fields = {
            "claim_id": f"{sha[:12]}:{start}-{start + 4}", "doc_id": sha[:12], "region": region, "region_code": code,
            "year": year, "indicator": indicator, "value": Decimal(value), "period": year and str(year), "start": start,
            "end": start + 4,
        }  # fmt: skip
        records.append(claim_record(**(fields | (other[0] if other else {}))))
    return records


def write(path, *reports):
    path.write_text("".join(f"{to_line(record)}\n" for records in reports for record in records), encoding="utf-8")
    return RecordFile(str(path), path.name)


class Compared:
    """Record files, compared."""

    def __init__(self, scratch, files, *, years=(), regions=(), indicators=()):
        scratch.mkdir()
        self.index = series.index(files, TABLE)
        self.units = compare.units_of(self.index, years, regions)
        self.breaks = compare.breaks(self.index, self.units)
        self.tally = compare.Tally()
        with panel.Panel(scratch) as engine:
            engine.load(files, self.index, self.units, lambda _: None)
            keys = indicators or engine.indicators()
            self.cells = [c for cs in compare.compare(engine, self.index, self.units, keys, self.tally) for c in cs]

    def rows(self, *names):
        return [tuple(getattr(cell, name) for name in names) for cell in self.cells]


@pytest.fixture
def compared(tmp_path):
    def run(*reports, **options):
        return Compared(tmp_path / "scratch", [write(tmp_path / "records.jsonl", *reports)], **options)

    return run


# ---------------------------------------------------------------- cells


def test_a_cell_has_the_fields_of_the_contract(compared):
    records = report("云岚县", None, 2023, ("cases", "995"))
    (cell,) = compared(records).cells
    assert dict(zip(compare.FIELDS, cell, strict=False)) == {
        "region": "云岚县", "region_code": None, "year": 2023, "indicator": "cases", "kind": "level", "scope": None,
        "period": "2023", "value": Decimal(995), "unit": "件", "status": "reported", "rank": 1,
        "claim_id": records[1].claim_id, "source": "云岚县2023.pdf", "page": 1,
    }  # fmt: skip


def test_missing_is_not_zero(compared):
    done = compared(
        report("云岚县", None, 2022, ("cases", "0"), ("other", "5")),
        report("云岚县", None, 2023, ("other", "7")),
        report("临河县", None, 2023, ("cases", "3")),
    )
    assert done.rows("region", "year", "indicator", "value", "status") == [
        ("临河县", 2023, "cases", 3, "reported"),
        ("云岚县", 2022, "cases", 0, "reported"),
        ("云岚县", 2023, "cases", None, "not_reported"),
        ("临河县", 2023, "other", None, "not_reported"),
        ("云岚县", 2022, "other", 5, "reported"),
        ("云岚县", 2023, "other", 7, "reported"),
    ]
    assert done.tally.cells == {"reported": 4, "not_reported": 2}


def test_a_masked_figure_with_an_indicator_is_masked(compared):
    head, *claims = report("云岚县", None, 2023, ("other", "5"))
    star = numeral_record(doc_id=head.doc_id, reason="masked", quote="*", page=4, indicator="cases")
    done = compared([head, star, *claims], report("临河县", None, 2023, ("cases", "3")), indicators=["cases"])
    assert done.rows("region", "status", "value", "page") == [
        ("临河县", "reported", 3, 1), ("云岚县", "masked", None, 4)
    ]  # fmt: skip


def test_a_masked_figure_of_a_pdf_is_masked_and_not_absent(compared):
    """砚湾县 hides how many documents it disclosed (文件**件) and says nothing of mediation."""
    hidden = report_of(ROOT / "fixtures" / "reports" / "noisy-2024" / "pdf" / "chromium.pdf").records
    other = report("云岚县", None, 2024, ("disclosed_docs", "31"), ("mediation_accepted", "7"))
    done = compared(hidden, other, indicators=["disclosed_docs", "mediation_accepted"])
    assert done.rows("indicator", "region", "status", "value") == [
        ("disclosed_docs", "云岚县", "reported", 31),
        ("disclosed_docs", "砚湾县", "masked", None),
        ("mediation_accepted", "云岚县", "reported", 7),
        ("mediation_accepted", "砚湾县", "not_reported", None),
    ]


def test_planned_figures_and_figures_without_indicator_make_no_cells(compared):
    planned = ("cases", "9", {"modality": "planned", "period": "2024"})
    done = compared(report("云岚县", None, 2023, ("cases", "5"), planned, (None, "7")))
    assert done.rows("indicator", "value") == [("cases", 5)]


def test_a_change_that_went_down_is_below_zero_and_a_cell_of_its_own(compared):
    fell = {"kind": "change", "direction": "down", "change_measure": "relative", "unit": "%", "dimension": "percent"}
    done = compared(report("云岚县", None, 2023, ("cases", "5"), ("cases", "20.5", fell)))
    assert done.rows("kind", "value", "rank") == [("change", Decimal("-20.5"), None), ("level", 5, 1)]


def test_figures_stay_exact(compared):
    values = ["12345678901234567.891", "0.1000000000000000055", "123456789012345678901234567890", "89.7"]
    done = compared(report("云岚县", None, 2023, *((f"i{n}", value) for n, value in enumerate(values))))
    assert [cell.value for cell in done.cells] == [Decimal(value) for value in values]


def test_text_that_looks_like_a_figure_of_the_record_is_text(compared):
    lure = {"sentence": ',"value":7,"value_max": 8,', "subject": '\\","value":9'}
    (cell,) = compared(report("云岚县", None, 2023, ("cases", "995", lure))).cells
    assert cell.value == 995


# ---------------------------------------------------------------- several figures


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"part_of": "0" * 12 + ":0-4"}, {}),
        ({"qualifier": "approx"}, {}),
        ({"decimals": -2}, {}),
        ({"basis": "cumulative"}, {}),
    ],
)
def test_of_several_figures_the_whole_exact_yearly_one_is_taken(compared, first, second):
    done = compared(report("云岚县", None, 2023, ("cases", "900", first), ("cases", "905", second)))
    assert done.rows("value") == [(905,)]


def test_of_equally_good_figures_the_first_is_taken_and_counted(compared):
    done = compared(report("云岚县", None, 2023, ("cases", "905"), ("cases", "900"), ("other", "4"), ("other", "4")))
    assert done.rows("indicator", "value") == [("cases", 905), ("other", 4)]
    assert done.tally.several == 1


def test_parts_do_not_make_a_figure_double(compared):
    part = {"part_of": "0" * 12 + ":0-4"}
    assert compared(report("云岚县", None, 2023, ("cases", "9"), ("cases", "4", part))).tally.several == 0


def test_another_period_or_scope_is_another_cell_and_no_rank_crosses_it(compared):
    cut = {"period": "2023-01/2023-11"}
    done = compared(
        report("云岚县", None, 2023, ("cases", "5"), ("cases", "3", {"scope": "县本级"})),
        report("临河县", None, 2023, ("cases", "9", cut)),
        report("芷濂区", None, 2023, ("cases", "7", {"scope": "区本级"})),
    )
    assert done.rows("region", "scope", "period", "value", "rank") == [
        ("临河县", None, "2023-01/2023-11", 9, 1),
        ("云岚县", None, "2023", 5, 1),
        ("云岚县", "本级", "2023", 3, 2),
        ("芷濂区", "本级", "2023", 7, 1),
    ]


@pytest.mark.parametrize(
    ("scope", "end", "expected"),
    [
        ("全县", "县", None),
        ("我县", "县", None),
        ("全市", "区", "全市"),  # a district that speaks of its city
        ("全国", "县", "全国"),
        ("县本级", "县", "本级"),
        ("市司法局", "市", "司法局"),
        ("市市场监管局", "市", "市场监管局"),
        ("市场监管部门", "市", "市场监管部门"),
        ("市场监管局", "市", "市场监管局"),
        ("区域协作中心", "区", "区域协作中心"),
        ("区镇街道", "区", "区镇街道"),
        ("县委、县政府主要负责同志", "县", "党委、政府主要负责同志"),
        ("全市各级执法部门", "市", None),
        ("县政府常务会议", None, "县政府常务会议"),
    ],
)
def test_a_scope_without_the_place(scope, end, expected):
    assert bare(scope, end, None) == expected


def test_a_scope_that_begins_with_the_name_of_the_place_loses_it(compared):
    done = compared(report("云岚县", None, 2023, ("a", "5", {"scope": "云岚县"}), ("b", "5", {"scope": "云岚县法院"})))
    assert done.rows("indicator", "scope") == [("a", None), ("b", "法院")]


# ---------------------------------------------------------------- ranks


def figure(value, decimals=0, **fields):
    return claim_record(value=Decimal(value), decimals=decimals, **fields)


def percent(value, decimals):
    return figure(value, decimals, dimension="percent", unit="%", kind="rate")


@pytest.mark.parametrize(
    ("figures", "ranks"),
    [
        ([figure(995), figure(996), figure(995)], [2, 1, 2]),
        ([figure(28000, -3), figure(27640)], [1, 1]),  # 2.8万 and 27640 cannot be ordered
        ([figure(28000, -3), figure(27499)], [1, 2]),
        ([figure(28000, -3), figure(28999)], [1, 1]),  # … 2.8万 may be cut
        ([figure(28000, -3), figure(29000)], [2, 1]),
        ([percent("89.7", 1), percent("89.8", 1)], [2, 1]),  # they only touch
        ([percent("90", 0), percent("89.8", 1)], [1, 1]),
        ([percent("100", 0), percent("100", 0)], [1, 1]),
        ([figure(100, qualifier="at_least", quote="100件"), figure(5), figure(500)], [None, 3, 1]),
        ([figure(100, qualifier="approx", quote="100余件"), figure(100), figure(205)], [2, 2, 1]),
        ([], []),
    ],
)
def test_ranks_share_where_intervals_overlap(figures, ranks):
    assert compare.ranked(figures) == ranks


@st.composite
def printed(draw):
    value = draw(st.integers(0, 400))
    decimals = draw(st.sampled_from([0, 1, -1, -2]))
    number = Decimal(value).scaleb(-decimals)
    qualifier = draw(st.sampled_from(["exact", "exact", "approx", "at_least", "at_most"]))
    return figure(number, decimals, qualifier=qualifier, dimension=draw(st.sampled_from(["count", "percent"])))


@given(st.lists(printed(), max_size=12))
def test_a_rank_is_one_more_than_those_certainly_ahead(figures):
    def above(one: ClaimRecord, other: ClaimRecord) -> bool:
        for reading in intervals.READINGS:
            high, low = intervals.of(one, reading), intervals.of(other, reading)
            if high.low is None or low.high is None:
                return False
            both_wide = high.low != high.high and low.low != low.high
            if not (high.low > low.high or (high.low == low.high and (low.open_high or both_wide))):
                return False
        return True

    for one, rank in zip(figures, compare.ranked(figures), strict=True):
        if one.qualifier == "at_least":
            assert rank is None
        else:
            assert rank == 1 + sum(above(other, one) for other in figures)


def test_only_places_of_one_level_and_reports_of_one_year_are_ranked(compared):
    city = {"region_level": "city"}
    done = compared(
        report("蓝川市", None, 2023, ("cases", "900"), **city),
        report("云岚县", None, 2023, ("cases", "5")),
        report("临河县", None, 2023, ("cases", "7")),
        report("临河县", None, 2022, ("cases", "99")),
    )
    assert done.rows("region", "year", "rank") == [
        ("临河县", 2022, 1), ("临河县", 2023, 1), ("云岚县", 2023, 2), ("蓝川市", 2023, 1)
    ]  # fmt: skip


def test_a_body_that_reports_of_itself_is_a_scope_comparable_over_places(compared):
    def bureau(region, value):
        name = f"{region}市场监督管理局"
        return report(
            region, None, 2023, ("cases", value, {"scope": "全局"}), issuer=name, issuer_type="department",
            title=f"{name}2023年法治政府建设情况报告",
        )  # fmt: skip

    done = compared(bureau("云岚县", "5"), bureau("临河县", "9"), report("云岚县", None, 2023, ("cases", "50")))
    assert done.rows("region", "scope", "value", "rank") == [
        ("临河县", "市场监督管理局", 9, 1),
        ("云岚县", None, 50, 1),
        ("云岚县", "市场监督管理局", 5, 2),
    ]


def test_a_township_speaks_of_itself_and_not_of_its_county():
    title = "云岚县西雀镇人民政府2023年法治政府建设情况报告"
    town = {"issuer": "云岚县西雀镇人民政府", "issuer_type": "township", "title": title}
    assert series.body(document_record(**town)) == "西雀镇人民政府"
    assert series.body(document_record(**town, region="西雀镇", region_level="township")) is None


# ---------------------------------------------------------------- series


def test_a_series_goes_on_over_a_change_of_code_with_a_mark(compared):
    done = compared(
        report("海门区", "320614", 2021, ("cases", "12")),
        report("启东市", "320681", 2019, ("cases", "5")),
        report("海门市", "320684", 2019, ("cases", "10")),
        report("启东市", "320681", 2021, ("cases", "6")),
    )
    assert done.rows("region", "region_code", "year", "value") == [
        ("海门市", "320684", 2019, 10), ("海门区", "320614", 2021, 12),
        ("启东市", "320681", 2019, 5), ("启东市", "320681", 2021, 6),
    ]  # fmt: skip
    assert [str(one) for one in done.breaks] == ["2021: 320684 海门市 → 320614 海门区"]
    first, second = wide.rows(done.cells)
    assert (first.region, first.region_code, sorted(first.cells)) == ("海门区", "320614", [2019, 2021])
    assert second.region == "启东市"


def test_a_region_is_chosen_with_all_its_years(compared):
    done = compared(
        report("海门市", "320684", 2019, ("cases", "10")),
        report("海门区", "320614", 2021, ("cases", "12")),
        report("启东市", "320681", 2021, ("cases", "6")),
        regions=["320684"],
    )
    assert done.rows("region") == [("海门市",), ("海门区",)]


@pytest.mark.parametrize(
    ("code", "year", "key"),
    [
        ("320684", 2019, "320614"),
        ("320684", 2023, "320614"),  # a code that was no more: the place that had it
        ("320614", 2024, "320614"),
        ("110103", 2005, "110103/2009"),  # merged into an older district: it ends
        ("990101", 2023, "990101"),
    ],
)
def test_the_key_of_a_place(code, year, key):
    assert series.Places(TABLE).key(document_record(region_code=code, year=year)) == key


def test_years_and_indicators_are_chosen(compared):
    reports = [report("云岚县", None, year, ("a", "1"), ("b", "2")) for year in (2019, 2021, 2022, 2024)]
    done = compared(*reports, years=compare.years_of("2019,2021-2022"), indicators=["b", "nobody"])
    assert done.rows("year", "indicator", "status") == [
        *((year, "b", "reported") for year in (2019, 2021, 2022)),
        *((year, "nobody", "not_reported") for year in (2019, 2021, 2022)),
    ]


@pytest.mark.parametrize("text", ["", "23", "2024-2021", "2021-", "abc", "2021,,2022"])
def test_years_that_are_none(text):
    with pytest.raises(ValueError, match="no year"):
        compare.years_of(text)


@pytest.mark.parametrize(
    ("period", "year", "expected"),
    [
        ("2023", 2023, "Y"),
        ("2022", 2023, "(Y-1)"),
        ("2023-01/2023-11", 2023, "Y-01/Y-11"),
        ("2022-S1", 2023, "(Y-1)-S1"),
        (None, 2023, None),
    ],
)
def test_a_period_seen_from_the_year_of_its_report(period, year, expected):
    assert wide.relative(period, year) == expected


def test_coverage_keeps_reported_zero_and_missing_apart(compared):
    done = compared(
        report("云岚县", None, 2021, ("cases", "0"), ("other", "1")),
        report("云岚县", None, 2022, ("other", "1")),
        report("云岚县", None, 2023, ("cases", "0"), ("cases", "4", {"scope": "县本级"})),
    )
    (cases,) = wide.coverage(cell for cell in done.cells if cell.indicator == "cases")
    assert cases.years == {2021: "zero", 2022: "not_reported", 2023: "reported"}


# ---------------------------------------------------------------- reports that need a word


def test_a_report_given_twice_is_taken_once(tmp_path):
    records = report("云岚县", None, 2023, ("cases", "5"))
    files = [write(tmp_path / "a.jsonl", records), write(tmp_path / "b.jsonl", records)]
    done = Compared(tmp_path / "scratch", files)
    assert done.rows("value", "rank") == [(5, 1)]
    assert [(later.file, first.file) for later, first in done.index.repeats] == [(1, 0)]
    assert done.tally.several == 0


def test_the_same_text_in_another_file_is_the_same_report(compared):
    done = compared(
        report("云岚县", None, 2023, ("cases", "5"), text_sha256="a" * 64),
        report("云岚县", None, 2023, ("cases", "5"), text_sha256="a" * 64, source="copy.pdf"),
    )
    assert done.rows("source") == [("云岚县2023.pdf",)]
    assert [later.source for later, _ in done.index.repeats] == ["copy.pdf"]


def test_two_reports_of_a_place_and_year_complete_each_other(compared):
    done = compared(
        report("云岚县", None, 2023, ("cases", "5"), source="a.pdf"),
        report("云岚县", None, 2023, ("cases", "6"), ("other", "7"), source="b.pdf"),
    )
    assert done.rows("indicator", "value", "source") == [("cases", 5, "a.pdf"), ("other", 7, "b.pdf")]
    assert done.tally.several == 1


def test_a_report_without_place_or_year_is_kept_without_rank(compared):
    done = compared(
        report(None, None, 2023, ("cases", "5")),
        report("云岚县", None, None, ("cases", "6", {"period": None})),
        report("云岚县", None, 2023, ("cases", "7")),
    )
    assert sorted(done.rows("value", "rank")) == [(5, None), (6, None), (7, 1)]
    assert [row.region for row in wide.rows(done.cells)] == ["云岚县"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("lawreport/1", "lawreport/9"), r"records\.jsonl:1: not a record of lawreport/1"),
        (('"kind":"level"', '"kind":"guess"'), r"records\.jsonl:2: not a record"),
        (('"value":5', '"value":"five"'), r"records\.jsonl:2: not a record"),
        (('"value":5', '"value":'), r"records\.jsonl:2: not JSON"),
        (('"type":"claim","claim_id":"', '"type":"claim","claim_id":"ffffffffffff'), r"records\.jsonl:2"),
    ],
)
def test_records_of_something_else_are_named_by_line(tmp_path, change, complaint):
    file = write(tmp_path / "records.jsonl", report("云岚县", None, 2023, ("cases", "5")))
    path = Path(file.path)
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(RecordError, match=complaint):
        Compared(tmp_path / "scratch", [file])


def test_files_with_a_mark_blank_lines_spaces_and_odd_names_are_read(tmp_path):
    folder = tmp_path / "a [b]*?"
    folder.mkdir()
    first = write(folder / "x'[1].jsonl", report("云岚县", None, 2023, ("cases", "5")))
    text = Path(first.path).read_text(encoding="utf-8")
    Path(first.path).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n\r\n").encode())
    spaced = tmp_path / "spaced.jsonl"
    records = report("临河县", None, 2023, ("cases", "5.50"))
    lines = [json.dumps(json.loads(to_line(record)), ensure_ascii=False) for record in records]
    spaced.write_text("\n".join(lines), encoding="utf-8")
    done = Compared(tmp_path / "scratch", [first, RecordFile(str(spaced), "spaced.jsonl")])
    assert done.rows("region", "value") == [("临河县", Decimal("5.5")), ("云岚县", 5)]


def test_reports_come_place_by_place_with_all_their_records(tmp_path):
    error = ErrorRecord(source="bad.pdf", sha256=None, code="missing", message="There is no such file.")
    reports = [
        report("启东市", "320681", 2021, ("cases", "6"), (None, "1")),
        report("海门区", "320614", 2021, ("cases", "12")),
        [error],
        report(None, None, 2020, ("cases", "1")),
        report("海门市", "320684", 2019, ("cases", "10")),
    ]
    files = [write(tmp_path / "a.jsonl", *reports[:2]), write(tmp_path / "b.jsonl", *reports[2:])]
    index = series.index(files, TABLE)
    read = [(some[0].place, [series.read_entry(files, one) for one in some]) for some in series.by_place(index)]
    found = sorted(read, key=lambda one: (one[0] is None, one[0]))
    assert [(place, [one.head.year for one in some]) for place, some in found] == [
        ("320614", [2019, 2021]), ("320681", [2021]), (None, [2020])
    ]  # fmt: skip
    assert found[1][1][0].claims == tuple(reports[0][1:])
    assert index.errors == [error]
    heads = [record for records in reports for record in records if isinstance(record, DocumentRecord)]
    assert {entry.doc_id for entry in index.entries} == {head.doc_id for head in heads}


# ---------------------------------------------------------------- the command


def run(*args, stdin=b""):
    command = [sys.executable, "-m", "lawreport_cli", "compare", *map(str, args)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def desk(tmp_path):
    """Records of two places and three years; one place changes its code, one report has no year, one PDF failed."""
    error = ErrorRecord(source="bad.pdf", sha256=None, code="no_text", message="The pages hold no text.")
    failed = write(tmp_path / "failed.jsonl", [error])
    good = write(
        tmp_path / "good.jsonl",
        report("海门市", "320684", 2019, ("cases", "10"), ("rate", "99.5")),
        report("海门区", "320614", 2021, ("cases", "12")),
        report("启东市", "320681", 2021, ("cases", "12"), ("rate", "0")),
        report("=启东", None, None, ("cases", "1", {"period": None})),
    )
    return Path(good.path), Path(failed.path)


def test_the_long_panel(desk):
    code, out, err = run(desk[0])
    cells = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert all(list(cell) == ["type", *compare.FIELDS] for cell in cells)
    assert [(cell["region"], cell["year"], cell["status"], cell["rank"]) for cell in cells[:4]] == [
        ("海门市", 2019, "reported", 1), ("海门区", 2021, "reported", 1), ("启东市", 2021, "reported", 1),
        ("=启东", None, "reported", None),
    ]  # fmt: skip
    assert "=启东None.pdf: names no year; its figures are kept" in err
    assert "4 reports, 3 places, 2 years: 6 cells reported, 1 not reported" in err
    assert run(desk[0])[1] == out


def test_csv_holds_the_same_and_runs_no_formula(desk, tmp_path):
    assert run(desk[0], "-f", "csv", "-o", tmp_path / "out.csv")[0] == 0
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert list(rows[0]) == list(compare.FIELDS)
    assert (rows[0]["value"], rows[0]["region_code"]) == ("10", "320684")
    assert rows[3]["region"] == "'=启东"


def test_pivot_marks_the_break_and_tells_missing(desk):
    _, out, _ = run(desk[0], "--pivot", "-f", "csv", "--indicator", "cases,rate", "--years", "2019-2022")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(r["region"], r["indicator"], r["2019"], r["2021"], r["breaks"]) for r in rows] == [
        ("海门区", "cases", "10", "12", "2021: 320684 海门市 → 320614 海门区"),
        ("启东市", "cases", "", "12", ""),
        ("海门区", "rate", "99.5", "not_reported", "2021: 320684 海门市 → 320614 海门区"),
        ("启东市", "rate", "", "0", ""),
    ]
    _, out, _ = run(desk[0], "--pivot", "--region", "海门*", "--indicator", "rate")
    (row,) = map(json.loads, out.splitlines())
    assert row["values"] == {"2019": 99.5, "2021": None}
    assert row["status"] == {"2019": "reported", "2021": "not_reported"}


def test_coverage_as_a_matrix(desk):
    _, out, _ = run(desk[0], "--coverage")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["region"], row["indicator"], row["years"]) for row in rows] == [
        ("海门区", "cases", {"2019": "reported", "2021": "reported"}),
        ("启东市", "cases", {"2019": None, "2021": "reported"}),
        ("海门区", "rate", {"2019": "reported", "2021": "not_reported"}),
        ("启东市", "rate", {"2019": None, "2021": "zero"}),
    ]


@pytest.mark.parametrize("option", [(), ("--pivot",), ("--coverage",)])
def test_the_table_names_places_years_and_breaks(desk, option):
    code, out, _ = run(desk[0], "-f", "table", *option)
    assert code == 0
    for word in ("cases", "启东市", "2021", "‖ 2021: 320684 海门市 → 320614 海门区"):
        assert word in out


def test_what_failed_before_is_named_and_told_by_the_exit_code(desk):
    code, out, err = run(*desk)
    assert code == 3
    assert "bad.pdf: The pages hold no text." in err
    assert out


def test_records_come_from_standard_input_too(desk):
    assert run("-", "--indicator", "rate", stdin=desk[0].read_bytes())[1] == run(desk[0], "--indicator", "rate")[1]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--indicator", "casse"), 2, "did you mean cases?"),
        (("--years", "24"), 2, "write 2023 or 2021-2024"),
        (("--pivot", "--coverage"), 2, "choose one"),
        (("--years", "1999"), 4, "no report of these years and places"),
        (("--region", "44*"), 4, "no report of these years and places"),
    ],
)
def test_wrong_usage_is_told(desk, args, code, words):
    done, out, err = run(desk[0], *args)
    assert (done, out) == (code, "")
    assert words in " ".join(err.replace("│", " ").split())


def test_records_of_another_schema_leave_no_file(desk, tmp_path):
    old = tmp_path / "old.jsonl"
    old.write_text(desk[0].read_text(encoding="utf-8").replace("lawreport/1", "lawreport/7"), encoding="utf-8")
    code, out, err = run(old, "-o", tmp_path / "out.jsonl")
    assert (code, out) == (2, "")
    assert "old.jsonl:1: not a record of lawreport/1" in err
    assert not (tmp_path / "out.jsonl").exists()


def test_nothing_there_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty")[0] == 4
    assert run(tmp_path / "none.jsonl")[0] == 2


def test_a_pdf_is_read_and_one_that_fails_is_named_once(tmp_path):
    folder = ROOT / "fixtures" / "hostile"
    code, out, err = run(folder / "good.pdf", folder / "empty.pdf", "-f", "csv", "-o", tmp_path / "out.csv")
    assert (code, out) == (3, "")
    assert err.count("empty.pdf") == 1
    assert "1 report, 1 place, 1 year" in err
    assert "leaked" not in err, "DuckDB looks for what it made when the process ends, and says what is left"
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("\ufeffregion,")


def test_an_engine_that_cannot_go_on_is_trouble_of_the_machine(tmp_path):
    files = [write(tmp_path / "records.jsonl", report("云岚县", None, 2023, ("cases", "5")))]
    index = series.index(files, TABLE)
    with panel.Panel(tmp_path, memory="1MB") as engine, pytest.raises(OSError, match="Memory"):
        engine.load(files, index, compare.units_of(index), lambda _: None)


def test_interrupted_it_leaves_nothing(tmp_path):
    pipe = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "lawreport_cli", "compare", "-", "-o", str(pipe)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        time.sleep(3)  # it waits for its input
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 130
        assert b"interrupted" in child.stderr.read()
    assert list(tmp_path.iterdir()) == []
