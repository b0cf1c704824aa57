"""`diff`, `audit` and `rules` as people meet them: the real program, run on real files."""

import csv
import io
import json
import re

import pytest
from rich.cells import cell_len

from lawreport_cli.audit import CODES
from lawreport_cli.record import to_line
from samples import claim_record, document_record, pdf
from test_cli import run

TITLE = "溟山县人民政府{}年度法治政府建设情况报告"
LONG = "全县各级行政机关坚持依法行政，行政执法质量和服务水平持续稳步提升。"  # the widest line: the others are short
OLD = [
    "一、主要成效",
    LONG,
    "办理行政处罚2174件，罚没金额1213.5万元。",
    "全县持证执法人员912名。",
    "开展应急演练85场次。",
]
NEW = ["一、主要成效", LONG, "办理行政处罚1893件，同比下降21.9%。", "罚没金额1087.6万元，较上年下降10.4%。",
       "全县行政执法人员947名。", "举办普法活动214场次。"]  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    """2022.pdf and 2023.pdf of one county, the same as folders old/ and new/, and as records."""
    for year, lines, folder in ((2022, OLD, "old"), (2023, NEW, "new")):
        (tmp_path / folder).mkdir()
        data = pdf([TITLE.format(year), *lines])
        (tmp_path / f"{year}.pdf").write_bytes(data)
        (tmp_path / folder / f"{year}.pdf").write_bytes(data)
        assert run("extract", f"{year}.pdf", "--ledger", "-o", f"{year}.jsonl", cwd=tmp_path).returncode == 0
    return tmp_path


def rows(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


# ---------------------------------------------------------------- diff


@pytest.mark.parametrize(("old", "new"), [("2022.pdf", "2023.pdf"), ("2022.jsonl", "2023.jsonl"), ("old", "new")])
def test_diff_takes_pdfs_records_and_folders(desk, old, new):
    done = run("diff", old, new, "-f", "jsonl", cwd=desk)
    changes = [row for row in rows(done) if row["type"] == "change"]
    findings = [row for row in rows(done) if row["type"] == "finding"]
    assert done.returncode == 0
    by_quote = {change["new_quote"] or change["old_quote"]: change for change in changes}
    assert (by_quote["1893件"]["old_value"], by_quote["1893件"]["verdict"]) == (2174, "disagrees")
    assert by_quote["947名"]["relation"] == "renamed"
    assert (by_quote["85场次"]["status"], by_quote["214场次"]["status"]) == ("dropped", "new")
    assert [finding["code"] for finding in findings] == ["A001"]
    assert findings[0]["pages"] == [1, 1, 1]


def test_diff_shows_counts_then_what_was_dropped_then_changes_and_findings(desk):
    text = run("diff", "2022.pdf", "2023.pdf", cwd=desk).stdout.decode()
    order = [
        "1 dropped · 3 changed · 1 new · 0 same · 1 error",
        "Dropped",
        "85场次",
        "Changed",
        "1893件",
        "New in 2023",
        "A001",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [60, 100, 160])
def test_tables_follow_the_width_of_the_terminal(desk, width):
    for command in (("diff", "2022.jsonl", "2023.jsonl"), ("audit", "2022.jsonl", "2023.jsonl")):
        text = run(*command, cwd=desk, COLUMNS=str(width)).stdout.decode()
        assert max(cell_len(line) for line in text.splitlines()) <= width


@pytest.mark.parametrize("width", [60, 80, 160])
def test_no_line_of_a_table_ends_inside_a_figure(desk, width):
    for command in (("diff", "2022.jsonl", "2023.jsonl"), ("audit", "2022.jsonl", "2023.jsonl")):
        text = run(*command, cwd=desk, COLUMNS=str(width)).stdout.decode()
        for quote in ("2174件", "1893件"):
            assert quote in text
        assert not re.search(r"\d\n\s*(?:\d|[件名%])|万\n\s*元", text)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_panel_fits_the_terminal(desk, width):
    for shape in ((), ("--pivot",), ("--coverage",)):
        done = run("compare", "2022.jsonl", "2023.jsonl", "-f", "table", *shape, cwd=desk, COLUMNS=str(width))
        lines = done.stdout.decode().splitlines()
        assert max(cell_len(line.rstrip()) for line in lines) <= width
        assert lines[0].split()[-1] in ("溟山县", "2023")  # the last column is there


def test_diff_only_and_exit_code(desk):
    done = run("diff", "2022.jsonl", "2023.jsonl", "--only", "dropped,renamed", "-f", "jsonl", cwd=desk)
    assert {row["old_quote"] for row in rows(done)} == {"85场次", "912名"}
    assert run("diff", "2022.jsonl", "2023.jsonl", "--exit-code", cwd=desk).returncode == 1
    assert run("diff", "2022.jsonl", "2023.jsonl", "--only", "gone", cwd=desk).returncode == 2


def test_diff_pins(desk):
    (desk / "pins.toml").write_text('fixed = [["开展应急演练", "举办普法活动"]]\n', encoding="utf-8")
    changes = rows(run("diff", "2022.jsonl", "2023.jsonl", "--pins", "pins.toml", "-f", "jsonl", cwd=desk))
    (pinned,) = [change for change in changes if change.get("pinned")]
    assert (pinned["old_quote"], pinned["new_quote"], pinned["score"]) == ("85场次", "214场次", 1.0)
    (desk / "pins.toml").write_text('fixed = [["开展应急演习", "举办普法活动"]]\n', encoding="utf-8")
    said = run("diff", "2022.jsonl", "2023.jsonl", "--pins", "pins.toml", cwd=desk).stderr.decode()
    assert said == "pins.toml: no figure of the older side is called 开展应急演习\n"
    for text, said in (("fixed = 3", "fixed"), ("[[", "not TOML"), ("other = []", "other")):
        (desk / "pins.toml").write_text(text, encoding="utf-8")
        done = run("diff", "2022.jsonl", "2023.jsonl", "--pins", "pins.toml", cwd=desk)
        assert done.returncode == 2
        assert said in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("2023.pdf", "2022.pdf"), 2, "give the older report first"),
        (("2022.pdf", "2022.pdf"), 4, "the same file"),
        (("old", "none"), 3, "no such file"),
        (("2022.jsonl", "bad.jsonl"), 2, "not a record of lawreport/1"),
        (("new", "old"), 2, "give the older report first"),
    ],
)
def test_bad_input_is_named(desk, arguments, code, said):
    line = (desk / "2023.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (desk / "bad.jsonl").write_text(line.replace("lawreport/1", "lawreport/7"), encoding="utf-8")
    done = run("diff", *arguments, cwd=desk)
    assert (done.returncode, done.stdout) == (code, b"")
    assert said in done.stderr.decode().lower()


def test_csv_and_markdown_hold_the_same_rows(desk):
    sheet = run("diff", "2022.jsonl", "2023.jsonl", "-f", "csv", "-o", "out.csv", cwd=desk)
    assert sheet.returncode == 0
    table = list(csv.reader(io.StringIO((desk / "out.csv").read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in table] == ["status", "changed", "changed", "changed", "new", "dropped", "code", "A001"]
    text = run("diff", "2022.jsonl", "2023.jsonl", "-f", "md", cwd=desk).stdout.decode()
    assert text.count("\n| changed |") == 3
    assert "\n| A001 | error |" in text


def test_diff_of_folders_finds_a_place_under_its_new_code_and_a_township_beside_its_county(desk):
    def head(number, region, code, year, **fields):
        sha = f"{number:x}" * 64
        own = {
            "title": f"{region}{year}年法治政府建设情况报告",
            "issuer": f"{region}人民政府",
            "region_path": (),
        } | fields
        return document_record(
            sha256=sha, doc_id=sha[:12], text_sha256=sha, source=f"{number}.pdf", region=region, region_code=code,
            year=year, claims=0, numerals=0, **own,
        )  # fmt: skip

    town = {"issuer": "云岚县西雀镇人民政府", "issuer_type": "township"}
    older = [head(1, "海门市", "320684", 2019), head(2, "云岚县", None, 2019, **town)]
    newer = [head(3, "海门区", "320614", 2020), head(4, "云岚县", None, 2020, **town), head(5, "云岚县", None, 2020)]
    for name, heads in (("older.jsonl", older), ("newer.jsonl", newer)):
        (desk / name).write_text("\n".join(map(to_line, heads)), encoding="utf-8")
    done = run("diff", "older.jsonl", "newer.jsonl", cwd=desk)
    assert "海门市 2019 (1.pdf) → 海门区 2020 (3.pdf)" in done.stdout.decode()
    assert "云岚县 2019 (2.pdf) → 云岚县 2020 (4.pdf)" in done.stdout.decode()
    assert done.stderr.decode() == "5.pdf: no earlier report of 云岚县 on the other side; it is left out\n"


# ---------------------------------------------------------------- audit


def test_audit_names_both_figures_and_the_arithmetic(desk):
    done = run("audit", "2022.pdf", "2023.pdf", "-f", "jsonl", cwd=desk)
    (finding,) = rows(done)
    assert done.returncode == 1
    assert (finding["code"], finding["level"]) == ("A001", "error")
    assert finding["quotes"] == ["1893件", "21.9%", "2174件"]
    assert finding["sources"] == ["2023.pdf", "2023.pdf", "2022.pdf"]
    assert (finding["expected_min"], finding["expected_max"], finding["found"]) == (-12.93, -12.93, -21.9)
    assert "2 reports: 1 error" in done.stderr.decode()


def test_audit_selects_ignores_and_fails_as_asked(desk):
    both = ("audit", "2022.jsonl", "2023.jsonl")
    assert run(*both, "--select", "A010", cwd=desk).returncode == 0
    assert run(*both, "--ignore", "A001", cwd=desk).returncode == 0
    assert run(*both, "--fail-on", "never", cwd=desk).returncode == 0
    assert run(*both, "--fail-on", "error", cwd=desk).returncode == 1
    done = run(*both, "--select", "A999", cwd=desk)
    assert (done.returncode, "no check A999" in done.stderr.decode()) == (2, True)
    assert "1 report: no findings" in run("audit", "2022.jsonl", cwd=desk).stderr.decode()


def test_sarif_points_at_the_figure(desk):
    log = json.loads(run("audit", "2022.jsonl", "2023.jsonl", "-f", "sarif", cwd=desk).stdout)
    (one,) = log["runs"]
    assert [rule["id"] for rule in one["tool"]["driver"]["rules"]] == list(CODES)
    (result,) = one["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], result["level"]) == ("A001", "error")
    assert place["artifactLocation"]["uri"] == "2023.pdf"
    assert place["region"]["snippet"]["text"] == "1893件"
    assert len(result["relatedLocations"]) == 2


def test_text_of_reports_is_never_markup(desk):
    subject = "[red]查办[/red]\x1b[31m案件"
    claims = [
        claim_record(subject=subject, sentence=f"{subject}995件，同比增长89.7%。", start=17, end=21, claim_id="0123456789ab:17-21"),
        claim_record(
            subject=subject, sentence=f"{subject}995件，同比增长89.7%。", kind="change", direction="up", basis="yoy",
            change_measure="relative", value="89.7", unit="%", dimension="percent", decimals=1, quote="89.7%",
            start=26, end=31, claim_id="0123456789ab:26-31", modifies="0123456789ab:17-21",
        ),
    ]  # fmt: skip
    (desk / "odd.jsonl").write_text("\n".join(map(to_line, [document_record(), *claims])), encoding="utf-8")
    text = run("audit", "odd.jsonl", cwd=desk).stdout.decode()
    assert "A004" in text
    assert "[red]" in text
    assert "\x1b" not in text
    assert "\\x1b[31m" in text


def test_reports_without_place_or_year_and_doubles_are_named(desk):
    later = document_record(sha256="e" * 64, doc_id="e" * 12, source="again.pdf", text_sha256="e" * 64)
    lone = document_record(sha256="d" * 64, doc_id="d" * 12, source="lone.pdf", region=None, region_path=(), year=None)
    (desk / "odd.jsonl").write_text("\n".join(map(to_line, [document_record(), later, lone])), encoding="utf-8")
    done = run("audit", "odd.jsonl", cwd=desk)
    assert "again.pdf: a second report of 云岚县 2023" in done.stderr.decode()
    assert "lone.pdf: names no place and no year; it is checked alone" in done.stderr.decode()


def test_a_report_of_another_kind_is_no_second_one(desk):
    other = document_record(
        sha256="e" * 64,
        doc_id="e" * 12,
        source="open.pdf",
        text_sha256="e" * 64,
        title="云岚县2023年政府信息公开工作年度报告",
    )
    (desk / "odd.jsonl").write_text("\n".join(map(to_line, [document_record(), other])), encoding="utf-8")
    assert run("audit", "odd.jsonl", cwd=desk).stderr.decode() == "2 reports: no findings\n"


@pytest.mark.parametrize(("path", "code"), [("empty.jsonl", 4), ("none.pdf", 3)])
@pytest.mark.parametrize("command", ["audit", "compare"])
def test_no_report_is_no_success(desk, command, path, code):
    (desk / "empty.jsonl").touch()
    done = run(command, path, cwd=desk)
    assert (done.returncode, done.stdout) == (code, b"")
    assert "no report there" in done.stderr.decode()


def test_of_many_messages_of_one_kind_the_first_are_said_and_the_rest_counted(desk):
    (desk / "odd.jsonl").write_text("\n".join([to_line(document_record())] * 13), encoding="utf-8")
    said = run("audit", "odd.jsonl", cwd=desk).stderr.decode().splitlines()
    assert [line.endswith("it is taken once") for line in said[:-2]] == [True] * 10
    assert said[-2:] == ["… and 2 more of this kind", "1 report: no findings"]


def test_any_number_of_processes_gives_the_same_findings(desk):
    lines = [(desk / f"{year}.jsonl").read_text(encoding="utf-8") for year in (2022, 2023)]
    many = []
    for number in range(45):  # more reports than one task holds
        name, ids = f"县{number:02}", [f"{number:04x}{year:08x}" for year in (2022, 2023)]
        for text, doc_id in zip(lines, ids, strict=True):
            old = json.loads(text.splitlines()[0])
            digest = doc_id + "0" * 52
            many.append(
                text.replace(old["sha256"], digest).replace(old["doc_id"], doc_id).replace("溟山县", name)
                .replace(old["text_sha256"], digest)
            )  # fmt: skip
    (desk / "many.jsonl").write_text("".join(many), encoding="utf-8")
    one, two = (run("audit", "many.jsonl", "-f", "jsonl", "--jobs", jobs, cwd=desk) for jobs in (1, 2))
    assert one.stdout == two.stdout
    codes = [row["code"] for row in rows(one)]
    assert codes.count("A001") == 45
    assert codes.count("A031") > 45  # every sentence is in every other place


# ---------------------------------------------------------------- rules


def test_rules_lists_and_explains(desk):
    listed = run("rules", cwd=desk).stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == list(CODES)
    assert "995件，同比增长89.7%" in run("rules", "a004", cwd=desk).stdout.decode()
    assert run("rules", "A999", cwd=desk).returncode == 2
