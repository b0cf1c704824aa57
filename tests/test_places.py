"""Whose report it is: title, issuer, region by the report year, year, date. Real names stand in titles alone."""

import importlib.util
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawreport_cli import places
from lawreport_cli.divisions import PlaceTable, read_table
from lawreport_cli.errors import PatternError
from lawreport_cli.model import Box, Document, Identity

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "patterns" / "places"
FOLD = str.maketrans("（）：；，％－０１２３４５６７８９", "():;,%-0123456789")
TABLE = read_table(FOLDER)


def document(text: str, metadata_title: str | None = None) -> Document:
    boxes = tuple(None if character in "\n\t\f" else Box(1, 0, 0, 1, 1) for character in text)
    return Document(text, text.translate(FOLD), boxes, pages=1, metadata_title=metadata_title)


def identify(text: str, source: str = "report.pdf") -> Identity:
    return places.identify(document(text), source, TABLE)


def codes(identity: Identity) -> set[str]:
    return {note.code for note in identity.notes}


# ---------------------------------------------------------------- title shapes: guide 1.1

SHAPES = [
    # title, issuer, type, region, code, year
    ("启东市人民政府2024年度法治政府建设情况报告", "启东市人民政府", "government", "启东市", "320681", 2024),
    ("磐安县2023年度法治政府建设(依法行政)工作情况报告", "磐安县", "government", "磐安县", "330727", 2023),
    ("静海区2023年度法治政府建设情况报告", "静海区", "government", "静海区", "120118", 2023),
    ("镇江市2024年度法治政府建设情况报告", "镇江市", "government", "镇江市", "321100", 2024),
    ("2020年静海区法治政府建设情况报告", "静海区", "government", "静海区", "120118", 2020),
    ("2024年上海市法治政府建设情况报告", "上海市", "government", "上海市", "310000", 2024),
    ("2025年陇西县法治政府建设情况", "陇西县", "government", "陇西县", "621122", 2025),
    ("2024年上半年启东市法治政府建设工作总结", "启东市", "government", "启东市", "320681", 2024),
    ("嘉善县人民政府关于2022年度法治政府建设情况的报告", "嘉善县人民政府", "government", "嘉善县", "330421", 2022),
    ("六盘水市人民政府关于2024年度法治政府建设情况的报告", "六盘水市人民政府", "government", "六盘水市", "520200", 2024),
    ("宝坻区交通局2024年度行政执法工作报告", "宝坻区交通局", "department", "宝坻区", "120115", 2024),
    ("虹桥街道2021年度法治政府建设情况报告及2022年工作计划", "虹桥街道", "township", "虹桥街道", None, 2021),
    ("鹰潭市2024年法治政府建设情况和2025年工作安排报告", "鹰潭市", "government", "鹰潭市", "360600", 2024),
    ("海沧区2015年推进依法行政工作情况及2016年工作打算", "海沧区", "government", "海沧区", "350205", 2015),
    ("宝鸡市2005、2006年依法行政工作情况", "宝鸡市", "government", "宝鸡市", "610300", 2006),
    ("西乌珠穆沁旗2024年法治政府建设情况报告", "西乌珠穆沁旗", "government", "西乌珠穆沁旗", "152526", 2024),
    ("贵州省2024年度法治政府建设年度情况报告", "贵州省", "government", "贵州省", "520000", 2024),
    ("启东市人民政府二○一四年度依法行政工作报告", "启东市人民政府", "government", "启东市", "320681", 2014),
    ("启东市人民政府２０２４年度法治政府建设情况报告（2025-02-26）", "启东市人民政府", "government", "启东市", "320681", 2024),
    ("启东2024年度法治政府建设情况报告", "启东", "government", "启东市", "320681", 2024),
    ("关于海门区2024年度法治政府建设工作情况的报告", "海门区", "government", "海门区", "320614", 2024),
    ("关于启东市司法局2023年法治政府建设情况的报告", "启东市司法局", "department", "启东市", "320681", 2023),
    ("关于我县2024年度法治政府建设情况的报告", None, None, None, None, 2024),
    ("关于落实全市2024年度法治政府建设任务情况的报告", None, None, None, None, 2024),
    ("吉林2024年法治政府建设情况报告", "吉林", "government", "吉林省", "220000", 2024),
    ("延边州2023年度法治政府建设情况报告", "延边州", "government", "延边朝鲜族自治州", "222400", 2023),
    ("仙桃市2023年度法治政府建设情况报告", "仙桃市", "government", "仙桃市", "429004", 2023),
    ("石河子市2023年法治政府建设情况报告", "石河子市", "government", "石河子市", "659001", 2023),
    ("江苏省南通市启东市2024年法治政府建设情况报告", "江苏省南通市启东市", "government", "启东市", "320681", 2024),
    ("神农架林区2023年法治政府建设情况报告", "神农架林区", "government", "神农架林区", "429021", 2023),
    ("内蒙古自治区人民政府办公厅2023年政府信息公开工作年度报告", "内蒙古自治区人民政府办公厅", "government", "内蒙古自治区", "150000", 2023),
    # departments, also with words of a report in their name
    ("泾源县公安局2024年度法治政府建设情况报告", "泾源县公安局", "department", "泾源县", "640424", 2024),
    ("启东水务局2024年度法治政府建设情况报告", "启东水务局", "department", "启东市", "320681", 2024),
    ("启东市综合行政执法局2024年度法治政府建设情况报告", "启东市综合行政执法局", "department", "启东市", "320681", 2024),
    ("2024年启东市综合行政执法局法治政府建设情况报告", "启东市综合行政执法局", "department", "启东市", "320681", 2024),
    ("启东市审计局2024年度法治政府建设情况报告", "启东市审计局", "department", "启东市", "320681", 2024),
    ("江苏省司法厅2023年度法治政府建设年度报告", "江苏省司法厅", "department", "江苏省", "320000", 2023),
    ("国家税务总局启东市税务局2024年度法治政府建设情况报告", "国家税务总局启东市税务局", "department", "启东市", "320681", 2024),
    ("深圳市公安局罗湖分局2023年度法治政府建设情况报告", "深圳市公安局罗湖分局", "department", "罗湖区", "440303", 2023),
    ("启东市住房和城乡建设局2024年度法治政府建设情况报告", "启东市住房和城乡建设局", "department", "启东市", "320681", 2024),
    ("启东市乡村振兴局2022年度法治政府建设情况报告", "启东市乡村振兴局", "department", "启东市", "320681", 2022),
    ("江苏省镇江市2024年度法治政府建设情况报告", "江苏省镇江市", "government", "镇江市", "321100", 2024),
    # townships: the region is their county's
    ("启东市汇龙镇人民政府2024年度法治政府建设情况报告", "启东市汇龙镇人民政府", "township", "启东市", "320681", 2024),
    ("东莞市长安镇2023年法治政府建设情况报告", "东莞市长安镇", "township", "东莞市", "441900", 2023),
    ("通城镇人民政府2025年法治政府建设情况报告", "通城镇人民政府", "township", "通城镇", None, 2025),
    # courts and others
    ("江苏省高级人民法院2023年行政审判白皮书", "江苏省高级人民法院", "court", "江苏省", "320000", 2023),
    ("启东市人民检察院2023年行政检察工作白皮书", "启东市人民检察院", "procuratorate", "启东市", "320681", 2023),
    ("启东市人大常委会2023年法治工作情况报告", "启东市人大常委会", "congress", "启东市", "320681", 2023),
    ("中共启东市委2023年全面依法治市工作情况报告", "中共启东市委", "party", "启东市", "320681", 2023),
]  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), [(row[0], row[1:]) for row in SHAPES])
def test_title_shape(title: str, expected: tuple[str | int | None, ...]) -> None:
    found = identify(title + "\n")
    assert (found.issuer, found.issuer_type, found.region, found.region_code, found.year) == expected
    assert found.title == title.removesuffix("（2025-02-26）")


@pytest.mark.parametrize(
    ("title", "path", "level"),
    [
        ("启东市2024年度法治政府建设情况报告", ("江苏省", "南通市", "启东市"), "county"),
        ("海淀区2024年度法治政府建设情况报告", ("北京市", "海淀区"), "county"),
        ("巫溪县2024年度法治政府建设情况报告", ("重庆市", "巫溪县"), "county"),
        ("仙桃市2024年度法治政府建设情况报告", ("湖北省", "仙桃市"), "county"),
        ("恩施土家族苗族自治州2024年度法治政府建设情况报告", ("湖北省", "恩施土家族苗族自治州"), "city"),
        ("兴安盟2024年度法治政府建设情况报告", ("内蒙古自治区", "兴安盟"), "city"),
        ("天津市2024年度法治政府建设情况报告", ("天津市",), "province"),
        ("东莞市长安镇2024年度法治政府建设情况报告", ("广东省", "东莞市"), "city"),
    ],
)
def test_path_has_only_places(title: str, path: tuple[str, ...], level: str) -> None:
    found = identify(title)
    assert (found.region_path, found.region_level) == (path, level)


# ---------------------------------------------------------------- where the title stands


def test_wrapped_title_is_one() -> None:
    found = identify("启东市人民政府\n2024年度法治政府\n建设情况报告\n2024年，本市坚持依法行政。\n")
    assert found.title == "启东市人民政府2024年度法治政府建设情况报告"
    assert found.issuer == "启东市人民政府"


def test_plan_on_the_next_line_belongs_to_the_title() -> None:
    found = identify("云岚县2021年度法治政府建设情况报告\n及2022年工作计划\n2021年，全县坚持依法行政。\n")
    assert found.title == "云岚县2021年度法治政府建设情况报告及2022年工作计划"
    assert found.year == 2021


def test_letterhead_site_name_and_menu_are_not_title() -> None:
    lines = (
        "首页>政务公开>法治政府建设",
        "法定主动公开内容",
        "政府信息公开年报",
        "云政发〔2025〕3号",
        "云岚县人民政府文件",
        "关于印发云岚县2024年度法治政府建设情况报告的通知",
        "云岚县人民政府关于2024年度",
        "法治政府建设情况的报告",
        "2024年，全县坚持依法行政。",
    )
    assert identify("\n".join(lines)).title == "云岚县人民政府关于2024年度法治政府建设情况的报告"


def test_doubled_title_takes_the_complete_one_and_tells_of_another_year() -> None:
    double = "重庆市开州区人民政府{}法治政府建设情况报告\n重庆市开州区人民政府\n关于2023年度法治政府建设情况的报告\n"
    same = identify(double.format("2023年"))
    assert same.title == "重庆市开州区人民政府2023年法治政府建设情况报告"
    assert (same.year, same.region_code, codes(same)) == (2023, "500154", set())
    assert "title_variants" in codes(identify(double.format("2022年")))


def test_title_glued_to_the_text() -> None:
    found = identify(
        "云岚县人民政府关于2024年度法治政府建设情况的报告2024年，全县坚持依法行政。一、主要工作（一）学习。"
    )
    assert found.title == "云岚县人民政府关于2024年度法治政府建设情况的报告"


def test_missing_title_is_told_by_the_opening() -> None:
    found = identify(
        "2024年，在澜川市委的坚强领导下，云岚县人民政府坚持依法行政。现将2024年有关情况汇报如下：\n一、主要工作\n"
    )
    assert (found.title, found.issuer, found.region, found.year) == (None, "云岚县人民政府", "云岚县", 2024)
    assert "title_missing" in codes(found)


@pytest.mark.parametrize(
    "line", ["现将我局2024年度法治政府建设情况报告如下：", "根据要求，现将2024年法治政府建设情况报告如下。"]
)
def test_a_sentence_is_no_title(line: str) -> None:
    assert identify(f"{line}\n一、主要工作\n").title is None


def test_joint_issuer() -> None:
    town = identify(
        "中共黄湾镇委员会\n黄湾镇人民政府\n关于2023年度法治政府建设情况的报告\n中共海宁市委、海宁市人民政府：\n"
    )
    assert (town.issuer, town.issuer_type) == ("中共黄湾镇委员会、黄湾镇人民政府", "township")
    assert (town.region, town.region_code) == ("海宁市", "330481")
    county = identify("中共嘉善县委 嘉善县人民政府关于2023年度法治政府建设情况的报告")
    assert (county.issuer, county.issuer_type) == ("中共嘉善县委、嘉善县人民政府", "government")


# ---------------------------------------------------------------- code by year


@pytest.mark.parametrize(
    ("title", "region", "code", "renamed"),
    [
        ("海门市2019年法治政府建设情况报告", "海门市", "320684", False),
        ("海门区2021年法治政府建设情况报告", "海门区", "320614", False),
        ("海门市2020年法治政府建设情况报告", "海门区", "320614", True),
        ("海门区2018年法治政府建设情况报告", "海门市", "320684", True),
        ("静海县2014年依法行政工作报告", "静海县", "120223", False),
        ("襄樊市2009年依法行政工作报告", "襄樊市", "420600", False),
        ("襄阳市2010年依法行政工作报告", "襄阳市", "420600", False),
        ("公主岭市2019年法治政府建设情况报告", "公主岭市", "220381", False),
        ("公主岭市2020年法治政府建设情况报告", "公主岭市", "220184", False),
        ("通州区2008年依法行政工作情况", "通州区", "110112", False),  # 南通 had none before 2009
        ("海门区2031年法治政府建设情况报告", "海门区", "320614", False),  # after the table: its newest year
    ],
)
def test_code_is_that_of_the_report_year(title: str, region: str, code: str, renamed: bool) -> None:
    found = identify(title)
    assert (found.region, found.region_code, "region_renamed" in codes(found)) == (region, code, renamed)


def test_a_dissolved_place_has_no_code() -> None:
    found = identify("闸北区2019年法治政府建设情况报告")
    assert (found.region, found.region_code, codes(found)) == ("闸北区", None, {"region_unlisted"})


# ---------------------------------------------------------------- names that several places share

GULOU = "鼓楼区2023年度法治政府建设情况报告\n"


def test_shared_name_without_help_lists_the_candidates() -> None:
    found = identify(GULOU)
    assert (found.region, found.region_code, found.region_level, found.region_path) == ("鼓楼区", None, "county", ())
    (note,) = found.notes
    assert note.code == "region_ambiguous"
    assert all(code in note.message for code in ("320106", "320302", "350102", "410204"))


@pytest.mark.parametrize(
    ("text", "source", "code"),
    [
        ("南京市" + GULOU, "a.pdf", "320106"),
        (GULOU + "2023年，在南京市委、市政府的坚强领导下，鼓楼区坚持依法行政。\n", "a.pdf", "320106"),
        (GULOU + "2023年，在省委坚强领导下。\n一、工作\n开封市鼓楼区司法所建成。学习南京市做法。\n", "a.pdf", "410204"),
        (GULOU + "2023年，全区坚持依法行政。\n福州市鼓楼区人民政府\n2024年1月9日\n", "a.pdf", "350102"),
        (GULOU + "徐州市人民政府：\n2023年，全区坚持依法行政。\n", "a.pdf", "320302"),
        (GULOU, "江苏/徐州/鼓楼区2023.pdf", "320302"),
        (GULOU, "福建省/鼓楼区.pdf", "350102"),
        (GULOU, "江苏/鼓楼区.pdf", None),  # two of them lie there
        ("通州区2010年依法行政工作情况\n南通市委：\n", "a.pdf", "320612"),
        ("朝阳区2023年度法治政府建设情况报告\n2023年，在长春市委领导下，朝阳区坚持依法行政。\n", "a.pdf", "220104"),
        ("市中区人民法院2023年行政审判白皮书\n", "四川/乐山/a.pdf", "511102"),
    ],
)
def test_shared_name_is_settled_by_what_stands_around(text: str, source: str, code: str | None) -> None:
    assert identify(text, source).region_code == code


def test_everyday_name_of_several_places_is_told() -> None:
    title = "朝阳2023年度法治政府建设情况报告\n"
    highest = identify(title)
    assert (highest.region_code, codes(highest)) == ("211300", {"region_assumed"})
    named = identify(title + "2023年，全区坚持依法行政。\n朝阳区司法局\n长春市朝阳区人民政府\n2024年1月9日\n")
    assert named.region_code == "220104"


def test_the_text_outweighs_the_folder() -> None:
    assert identify("南京市" + GULOU, "福建省/福州市/鼓楼区.pdf").region_code == "320106"


# ---------------------------------------------------------------- offices and townships without their place


@pytest.mark.parametrize(
    ("text", "source", "region", "code"),
    [
        ("市城市管理委2025年度行政执法工作报告\n天津市城市管理委员会\n2026年1月10日\n", "a.pdf", "天津市", "120000"),
        ("区司法局2023年度法治政府建设情况报告\n越秀区委、区政府：\n", "a.pdf", "越秀区", "440104"),
        ("塘栖镇法治政府建设年度报告（2024年度）\n余杭区委、区政府：\n", "a.pdf", "余杭区", "330110"),
        ("东城街道2023年法治政府建设情况报告\n东莞市委、市政府：\n", "a.pdf", "东莞市", "441900"),
        ("市水务局2024年度法治政府建设情况报告\n", "江苏省/南通市/启东市/水务局.pdf", "启东市", "320681"),
        (
            "青禾镇2023年法治政府建设工作总结\n2023年，在云岚县委的领导下，青禾镇坚持依法行政。\n",
            "a.pdf",
            "云岚县",
            None,
        ),
        ("公安局2024年度法治政府建设情况报告\n", "a.pdf", None, None),
        ("市场监督管理局2024年度法治政府建设情况报告\n", "a.pdf", None, None),
        ("县人民政府2024年度法治政府建设情况报告\n", "a.pdf", None, None),
        ("司法部2023年法治政府建设年度报告\n", "a.pdf", None, None),
    ],
)
def test_own_place_is_looked_for(text: str, source: str, region: str | None, code: str | None) -> None:
    found = identify(text, source)
    assert (found.region, found.region_code) == (region, code)
    if region is None:
        assert "region_missing" in codes(found)


def test_issuer_is_as_full_as_the_document_gives_it() -> None:
    signed = identify("市城市管理委2025年度行政执法工作报告\n天津市城市管理委员会\n2026年1月10日\n")
    assert (signed.issuer, signed.issuer_type) == ("天津市城市管理委员会", "department")
    bare = identify("霁阳市2023年度行政复议和行政应诉统计分析报告\n2023年，全市。\n霁阳市司法局\n2024年2月5日\n")
    assert (bare.issuer, bare.issuer_type) == ("霁阳市司法局", "department")


def test_township_of_an_unknown_county_is_its_own_region() -> None:
    found = identify("青禾镇2023年法治政府建设工作总结\n2023年，全镇坚持依法行政。\n")
    assert (found.region, found.region_code, found.region_level, found.region_path) == ("青禾镇", None, "township", ())
    assert codes(found) == {"region_missing"}


def test_signature_of_another_place_is_told() -> None:
    found = identify("启东市2023年法治政府建设情况报告\n2023年，全市。\n海宁市人民政府\n2024年1月9日\n")
    assert found.region == "启东市"
    assert codes(found) == {"issuer_conflict"}


@pytest.mark.parametrize(
    ("title", "region", "path"),
    [
        (
            "合肥高新技术产业开发区管理委员会2024年法治政府建设情况报告",
            "合肥高新技术产业开发区",
            ("安徽省", "合肥市", "合肥高新技术产业开发区"),
        ),
        ("南京市江北新区2024年法治政府建设情况报告", "南京市江北新区", ("江苏省", "南京市", "南京市江北新区")),
        ("苏州工业园区2024年法治政府建设情况报告", "苏州工业园区", ("江苏省", "苏州市", "苏州工业园区")),
        ("雄安新区2024年法治政府建设情况报告", "雄安新区", ()),
    ],
)
def test_zone_has_no_code_but_a_host(title: str, region: str, path: tuple[str, ...]) -> None:
    found = identify(title)
    assert (found.issuer_type, found.region, found.region_code, found.region_path) == ("zone", region, None, path)


@pytest.mark.parametrize("name", ["浦东新区", "滨海新区"])
def test_a_new_district_of_the_table_is_no_zone(name: str) -> None:
    found = identify(f"{name}2024年法治政府建设情况报告")
    assert found.region_code is not None
    assert found.issuer_type == "government"


@pytest.mark.parametrize(
    ("title", "region", "level", "kind"),
    [
        ("云岚县人民政府2022年度法治政府建设情况报告", "云岚县", "county", "government"),
        ("云岚县市场监督管理局2024年度法治政府建设工作情况", "云岚县", "county", "department"),
        ("澜川市2023年度法治政府建设情况报告", "澜川市", None, "government"),
        ("岚江省人民政府2022年法治政府建设情况报告", "岚江省", "province", "government"),
        ("澜川市云岚县2022年度法治政府建设情况报告", "云岚县", "county", "government"),
    ],
)
def test_invented_place_keeps_its_name_without_code(title: str, region: str, level: str | None, kind: str) -> None:
    found = identify(title)
    assert (found.region, found.region_code, found.region_level, found.region_path) == (region, None, level, ())
    assert found.issuer_type == kind
    assert codes(found) == {"region_unlisted"}


# ---------------------------------------------------------------- years

OPENING = "云岚县2023年度法治政府建设情况报告\n"


@pytest.mark.parametrize(
    "body",
    [
        "2024年，全县坚持依法行政。\n",
        "现将2022年法治政府建设情况报告如下。\n",
        "2023年，全县坚持依法行政。\n一、2022年工作成效\n",
    ],
)
def test_body_of_another_year_is_told(body: str) -> None:
    found = identify(OPENING + body)
    assert found.year == 2023
    assert "year_conflict" in codes(found)


@pytest.mark.parametrize(
    "body",
    [
        "2023年，全县坚持依法行政。现将2023年度情况报告如下。\n一、2023年工作成效\n二、2024年工作安排\n",
        "近年来，全县坚持依法行政，2022年获评优秀。\n一、落实2022年度督察整改\n",
    ],
)
def test_plan_and_past_are_no_conflict(body: str) -> None:
    assert "year_conflict" not in codes(identify(OPENING + body))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024年公布的云岚县2023年度法治政府建设情况报告", 2023),
        ("云岚县法治政府建设年度报告（2024）", 2024),
        ("云岚县法治政府建设情况报告\n二〇二三年度，全县坚持依法行政。\n", 2023),
        ("贯彻落实《法治政府建设实施纲要（2021—2025年）》2023年度情况报告", 2023),
        ("云岚县2021—2023年法治政府建设情况报告", 2023),
        ("云岚县2024年1月至9月行政执法工作情况报告", 2024),
        ("云岚县行政执法工作情况通报\n2022年上半年，全县查处案件31件。\n", 2022),
        ("云岚县行政执法工作情况通报\n2022年全县查处案件31件。\n", 2022),
        ("云岚县召开普法工作新闻发布会（2025年）\n2021年以来，全县建成法治公园3处。\n", 2025),
        ("云岚县2023年1月至2024年6月行政执法工作情况报告", 2024),
        ("云岚县行政执法工作情况\n记者获悉，2023年前三季度，全县查处案件31件。\n", 2023),
        ("云岚县普法工作情况\n2021年至2023年，全县建成法治公园3处。\n", 2023),
        ("云岚县普法工作情况\n2024年以来，全县建成法治公园3处。\n", 2024),
        ("云岚县法治政府建设情况报告\n今年，全县坚持依法行政。\n", None),
    ],
)
def test_report_year(text: str, year: int | None) -> None:
    assert identify(text).year == year


@pytest.mark.parametrize(
    "title",
    ["宝鸡市2005、2006年依法行政工作情况", "云岚县2021—2023年法治政府建设情况报告", "云岚县五年法治政府建设工作情况"],
)
def test_several_years_are_told(title: str) -> None:
    assert "year_several" in codes(identify(title))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("云岚县“十四五”时期法治政府建设工作总结\n", 2021, 2025),
        ("云岚县十三五期间依法行政工作总结\n", 2016, 2020),
        ("云岚县“十四五”以来法治政府建设情况\n现将2021年至2024年有关情况报告如下。\n", 2021, 2024),
        ("云岚县“十四五”以来法治政府建设情况\n近年来，全县坚持依法行政。\n", None, None),
    ],
)
def test_a_five_year_plan_names_its_years(text: str, first: int | None, last: int | None) -> None:
    found = identify(text)
    assert (found.first_year, found.year) == (first, last)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (OPENING + "来源:云岚县 发布时间:2024-02-06 10:22 浏览次数:\n", "2024-02-06"),
        (OPENING + "正文。\n云岚县人民政府\n2024年2月6日\n", "2024-02-06"),
        (OPENING + "正文。\n云岚县人民政府\n二〇二四年二月二十六日\n", "2024-02-26"),
        (OPENING + "正文。\n云岚县人民政府二○二四年十月十日\n", "2024-10-10"),
        (OPENING + "（2024-02-26）\n正文。\n", "2024-02-26"),
        (OPENING + "正文。\n云岚县人民政府\n2023年12月15日\n（联系人：法规股）\n", "2023-12-15"),
        (OPENING + "正文。\n云岚县人民政府\n2024年1月9日\n\f发布日期：2024年3月1日\n", "2024-03-01"),
        (OPENING + "成文日期：2024年1月2日 发布日期：2024年1月20日\n正文。\n", "2024-01-20"),
        (OPENING + "成文日期：2024年1月2日\n正文。\n", "2024-01-02"),
        (OPENING + "2024年1月9日，县政府召开会议。\n一、工作\n2023年5月6日开展检查。\n", None),
        (OPENING + "正文。\n云岚县人民政府\n2024年2月30日\n", None),
    ],
)
def test_date_of_publication(text: str, published: str | None) -> None:
    assert identify(text).published == published


def test_a_date_before_the_year_is_passed_over() -> None:
    text = "发布时间:2019年12月3日\n" + OPENING + "正文。\n云岚县人民政府\n{}\n"
    assert identify(text.format("2024年1月9日")).published == "2024-01-09"
    found = identify(text.format(""))
    assert found.published is None
    assert "date_implausible" in codes(found)


# ---------------------------------------------------------------- laws

NAMES = st.sampled_from(sorted({d.name for rows in TABLE.codes.values() for d in rows}))


@given(name=NAMES, year=st.integers(2000, 2026), body=st.sampled_from(["", "人民政府", "司法局", "人民法院"]))
def test_code_and_path_are_valid_in_the_year(name: str, year: int, body: str) -> None:
    found = identify(f"{name}{body}{year}年度法治政府建设情况报告")
    assert found.region is not None
    if found.region_code is not None:
        division = TABLE.at(found.region_code, year)
        assert division is not None
        assert (division.name, division.level) == (found.region, found.region_level)
        assert found.region_path == tuple(d.name for d in TABLE.path(division, year))
    else:
        assert codes(found) & {"region_ambiguous", "region_unlisted"}


@given(
    st.text(
        alphabet="启东市县区镇委局人民政府2024年度、，。：（）\n\f一关于法治建设情况报告的 中共开发《》", max_size=80
    )
)
def test_any_text_has_an_identity(text: str) -> None:
    found = identify(text)
    assert found.title is None or re.sub(r"\s", "", text).find(found.title) >= 0
    if found.region_path:
        assert found.region_path[-1] == found.region


# ---------------------------------------------------------------- the table


def test_table_has_one_division_per_code_and_year() -> None:
    for rows in TABLE.codes.values():
        for one, other in pairwise(rows):
            assert one.last < other.first, (one, other)


def test_every_division_has_its_province_and_every_heir_stands() -> None:
    for code, rows in TABLE.codes.items():
        for division in rows:
            assert TABLE.at(code[:2] + "0000", division.first) is not None
            if division.heir:
                heir = TABLE.at(division.heir, division.last + 1)
                assert heir is not None
                assert heir.level == division.level


@pytest.mark.parametrize("year", [2000, 2010, 2020, 2024])
def test_table_has_34_provinces(year: int) -> None:
    provinces = [d for rows in TABLE.codes.values() for d in rows if d.level == "province" and TABLE.valid(d, year)]
    assert len(provinces) == 34


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("divisions.tsv", "110101\t东城区", "11010\t东城区", "not a division"),
        ("divisions.tsv", "code\tname", "code\tnames", "columns"),
        ("words.toml", "relative =", "relatives =", "[place]"),
        ("words.toml", "[date]", "[dates]", "unknown"),
        ("words.toml", '["省"', '[1, "省"', "lists of words"),
        ("words.toml", "[title]", "[title", "words.toml"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    for name in ("divisions.tsv", "words.toml"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        if name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        read_table(tmp_path)
    assert message in str(caught.value)
    assert file in str(caught.value)


def test_generator_joins_years_and_finds_heirs() -> None:
    spec = importlib.util.spec_from_file_location("make_places", ROOT / "tools" / "make_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_places"] = module
    spec.loader.exec_module(module)
    head = "year,rank," + ",".join(
        f"{unit}_{part}" for unit in ("province", "city", "county") for part in ("name", "adcode", "id", "short")
    )
    lines = [head, "1999,1,岚江省,990000,990000,岚江,,,,,,,,"]
    for year in range(2000, 2004):
        lines.append(f"{year},1,岚江省,990000,990000,岚江,,,,,,,,")
        lines.append(f"{year},2,岚江省,990000,990000,岚江,市辖区,990100,990100,市辖区,,,,")
        county = "云岚县,990121,1,云岚" if year < 2002 else "云岚市,990181,9,云岚"
        lines.append(f"{year},3,岚江省,990000,990000,岚江,市辖区,990100,990100,市辖区,{county}")
        if year < 2003:
            lines.append(f"{year},3,岚江省,990000,990000,岚江,市辖区,990100,990100,市辖区,青禾区,990102,2,青禾")
    assert list(module.table(module.read(lines), 2003)) == [
        "990000\t岚江省\t\t\t\t",
        "990102\t青禾区\t\t\t2002\t",
        "990121\t云岚县\t\t\t2001\t990181",
        "990181\t云岚市\t\t2002\t\t",
    ]


def test_table_type() -> None:
    assert isinstance(TABLE, PlaceTable)
    assert (TABLE.first_year, TABLE.last_year) == (2000, 2024)
