"""The name of a body: takes a phrase like 启东市水务局, gives its place and what kind of body it is."""

import re
from dataclasses import dataclass

from lawreport_cli.divisions import Division, PlaceTable
from lawreport_cli.model import IssuerType, RegionLevel
from lawreport_cli.places._dates import YEAR

_TOWN = re.compile(r"[一-鿿]{1,10}?(?:街道|民族乡|镇|乡|苏木|街(?=综合|执法|办))")
_JOINT = re.compile(
    r"(中共.+?(?:委员会|党工委|党委|[省市县区旗州镇乡]委(?!员)))[、和]?([^、]+(?:人民政府|办事处|政府|管委会))"
)
# 关于海门区2024年度法治政府建设情况的报告, but not 关于我县…, 关于落实全市…
_ABOUT = re.compile(
    rf"^关于(?=(?:(?![全我本各该][省市县区])[一-鿿]){{2,12}}?[省市州县区旗镇乡道][一-鿿]{{0,20}}?{YEAR})"
)
_BRANCH = re.compile(r"局([一-鿿]{2,8}?)分局$")
_LEVEL_BY_END: dict[str, RegionLevel] = {"省": "province", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its name."""

    name: str  # as it stands in the phrase
    kind: IssuerType
    place: str  # the last name of a place in it: 启东市; "" when it has none
    divisions: tuple[Division, ...]  # what `place` can be; empty when the table does not know it
    hosts: tuple[Division, ...]  # of an unknown place or a zone: the known place before it
    relative: str  # 市 of 市城市管理委; "" when it has none
    short: bool  # `place` is an everyday name without 市, 县, 区
    town: str  # 塘栖镇, when it is a township or of one; else ""


def phrase(title: str, table: PlaceTable) -> str:
    """The issuer's name in a folded title; "" when the title has none."""
    text = _ABOUT.sub("", re.sub("《[^》]*》", "", title))
    text = re.sub(rf"^{YEAR}年?度?(?:[、和—–~至-]+{YEAR}年?度?)*(?:[上下]半年|第[一二三四]季度)?", "", text)
    year = re.search(rf"关于|\(?{YEAR}", text)
    end = year.start() if year else len(text)
    known = table.issuer.department + table.issuer.government + table.issuer.township + table.issuer.zone_organs
    if not (end < len(text) and text[:end].endswith(known)):
        for topic in table.title.topics:
            for match in re.finditer(re.escape(topic), text[:end]):
                if not text.startswith(
                    ("局", "大队", "支队", "总队", "中队", "队", "办", "委", "中心", "处", "监督"), match.end()
                ):
                    end = min(end, match.start())
                    break
    return text[:end].strip("的、,-—·").removesuffix("年度")


def read(text: str, year: int | None, table: PlaceTable) -> Body:
    """The body that `text` names, as of `year`."""
    name = text
    if joint := _JOINT.fullmatch(text):
        name, text = f"{joint[1]}、{joint[2]}", joint[2]
    elif "、" in text:
        text = text.split("、")[0]
    party = text.startswith("中共")
    rest = text.removeprefix("中共")
    divisions: tuple[Division, ...] = ()
    start, short = 0, False
    found = leading(rest, year, table, ())
    if not found and rest.startswith(table.place.national):
        for offset in range(2, min(len(rest) - 1, 14)):
            if (found := leading(rest[offset:], year, table, ())) and not found[2]:
                rest = rest[offset:]
                break
            found = None
    if found:
        divisions, start, short = found
    place, tail = rest[:start], rest[start:]
    zone = _zone(tail, table)
    if zone:
        return Body(name, _kind(tail, party, table), rest[: start + zone], (), divisions, "", False, "")
    unknown = "" if short or tail.startswith(table.place.relative) else _unknown(tail, table)
    if unknown:
        town = _town(tail.removeprefix(unknown), table)
        last = _last_unknown(unknown)
        return Body(name, _kind(tail.removeprefix(unknown), party, table), last, (), divisions, "", False, town)
    if divisions and (branch := _branch(tail, divisions, year, table)):
        place, divisions = branch[0].name, branch
    town = _town(tail, table)
    relative = ""
    if not divisions and not town and len(tail) > 1 and tail.startswith(table.place.relative):
        relative = tail[0]
    return Body(
        name, _kind(tail or place, party, table) if tail else "government", place, divisions, (), relative, short, town
    )


def level_of(name: str) -> RegionLevel | None:
    """The level that the end of a name tells; null for 市, which can be two."""
    return _LEVEL_BY_END.get(name[-1:])


def leading(
    text: str, year: int | None, table: PlaceTable, above: tuple[Division, ...]
) -> tuple[tuple[Division, ...], int, bool] | None:
    """What the place at the beginning of `text` can be, where its name ends, and whether it is an everyday name."""
    for length in range(min(table.longest, len(text)), 1, -1):
        name, rest = text[:length], text[length:]
        for names, short in ((table.names, False), (table.shorts, True)):
            divisions = names.get(name, ())
            valid = tuple(d for d in divisions if table.valid(d, year))
            divisions = valid or divisions
            if above:
                divisions = tuple(d for d in divisions if any(a.code in d.above for a in above))
            if not divisions:
                continue
            if deeper := leading(rest, year, table, divisions):
                parents = {code for d in deeper[0] for code in d.above}
                if any(d.code in parents for d in divisions):
                    return deeper[0], length + deeper[1], deeper[2]
            if rest.startswith(("街道", "镇", "乡", "苏木")) and not rest.startswith(table.place.not_town):
                continue  # 城区街道 is no office of 城区
            if short and not _may_follow_short(name, rest, table):
                continue
            return divisions, length, short
    return None


def _may_follow_short(name: str, rest: str, table: PlaceTable) -> bool:
    """Whether an everyday name is a name here: nothing or a body follows it (启东水务局)."""
    if name in table.place.not_short:
        return False
    if not rest:
        return True
    plain = rest[0] not in "省市县区旗盟州镇乡街村" or rest.startswith(table.place.not_end + table.place.not_town)
    return plain and len(rest) > 1 and _kind_of(rest, table) is not None


def _branch(tail: str, above: tuple[Division, ...], year: int | None, table: PlaceTable) -> tuple[Division, ...]:
    """The district of a branch office: 罗湖区 of 深圳市公安局罗湖分局."""
    match = _BRANCH.search(tail)
    if not match:
        return ()
    named = [*table.names.get(match[1], ()), *table.shorts.get(match[1], ())]
    codes = {division.code for division in above}
    return tuple(d for d in named if table.valid(d, year) and codes & set(d.above))


def _zone(tail: str, table: PlaceTable) -> int:
    """Where the name of a development zone at the beginning of `tail` ends; 0 when there is none."""
    ends = [match.end() for word in table.issuer.zone if (match := re.match(f"[^镇乡局]{{0,18}}?{word}", tail))]
    if not ends:
        return 0
    end = min(ends)
    while longer := next((word for word in ("区", "园区") if tail.startswith(word, end)), ""):
        end += len(longer)
    rest = tail[end:]
    return end if not rest or _kind_of(rest, table) or rest.endswith(table.issuer.zone_organs) else 0


def _unknown(tail: str, table: PlaceTable) -> str:
    """A name at the beginning of `tail` that looks like a place's; "" when there is none."""
    end = 0
    for match in re.finditer("自治[州县旗]|[省市县区旗盟州]", tail[:16]):
        stem = match.start() - end
        if stem < 2 or stem > 8 or any(tail.startswith(word, match.start()) for word in table.place.not_end):
            continue
        if tail[match.start() : match.end() + 2] == "区域" or not _plain(tail[end : match.start()]):
            continue
        rest = tail[match.end() :]
        if not rest or _kind_of(rest, table) or _unknown(rest, table) or _town(rest, table):
            end = match.end()
            return tail[:end] + _unknown(rest, table)
    return ""


def _plain(stem: str) -> bool:
    return not re.search("局|委|厅|镇|乡|街道|院|管理|执法|法治|工作", stem)


def _last_unknown(names: str) -> str:
    return [m.group() for m in re.finditer(".{2,}?(?:自治[州县旗]|[省市县区旗盟州])", names)][-1]


def _town(tail: str, table: PlaceTable) -> str:
    """The township that `tail` begins with; "" when there is none."""
    match = _TOWN.match(tail)
    if not match or "局" in match.group():
        return ""
    end = tail[max(0, match.end() - 2) : match.end() + 3]
    return "" if any(word in end for word in table.place.not_town) else match.group()


def _kind_of(rest: str, table: PlaceTable) -> IssuerType | None:
    """The type that the end of a name tells, or null."""
    words = table.issuer
    if rest.endswith(words.court):
        return "court"
    if rest.endswith(words.procuratorate):
        return "procuratorate"
    if rest.endswith(words.congress):
        return "congress"
    if rest.endswith(words.government):
        return "township" if _town(rest, table) else "government"
    if rest.endswith(words.township):
        return "township"
    if rest.endswith(words.zone) or (rest.endswith(words.zone_organs) and _is_zone(rest, table)):
        return "zone"
    if rest.endswith(words.party) or rest == "委":
        return "party"
    return "department" if rest.endswith(words.department) else None


def _is_zone(rest: str, table: PlaceTable) -> bool:
    return any(word in rest for word in table.issuer.zone) or rest in table.issuer.zone_organs


def _kind(rest: str, party: bool, table: PlaceTable) -> IssuerType:
    """The type of a body without its place; of the place alone it is the government."""
    if party and re.search("委员会$|委$", rest):
        return "township" if _town(rest, table) else "party"
    return (_kind_of(rest, table) or "other") if rest else "government"
