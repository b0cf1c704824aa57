"""Whose report it is: takes a `Document`, gives title, issuer, region by the report year, year and date.

Everything is taken from the document: title first, then salutation and signature, then the opening; the file's name and
folders only settle what the document leaves open. Where two readings stay, the field is null or the first, and a note
says so.
"""

import re

from lawreport_cli.divisions import PlaceTable
from lawreport_cli.model import Document, Identity, IssuerType, Note
from lawreport_cli.places import _dates, _head, _issuer, _region

__all__ = ["identify"]


def identify(document: Document, source: str, table: PlaceTable) -> Identity:
    """The identity of a report.

    `source` is the file's name with its folders, as in the records. The year is that of the title, else of the body;
    `region`, code and path are those of that year, of the newest year of the table when it is unknown. The date is that
    of publication: labelled 发布时间 first, then in brackets after the title, then a labelled 成文日期, then that of the
    signature; a date before the report year is passed over. Never raises: what is missing is null, with a note.
    """
    head = _head.read(document, table)
    notes: list[Note] = []
    if head.title is None:
        notes.append(Note("title_missing", "no title found; the document begins with its text", 1))
    year, first_year = _year(head, notes)
    bodies = _bodies(head, year, table)
    around = _region.Surroundings(
        near="\n".join((head.folded, *head.others, head.salutation, *head.signature, *head.chrome)),
        opening="\n".join(head.paragraphs),
        text=re.sub(r"[ \t]", "", document.folded),
        source=f"{source} {document.metadata_title or ''}",
    )
    region = _region.find(bodies, around, year, table)
    notes.extend(region.notes)
    issuer, kind = _issuer_of(bodies, region, around)
    notes.extend(
        Note("issuer_conflict", f"the title speaks of {bodies[0].name}, the signature of {body.name}")
        for body in bodies[1:]
        if not _related(bodies[0], body)
    )
    if issuer is None:
        notes.append(Note("issuer_missing", "neither title nor signature nor opening names the issuer"))
    return Identity(
        title=head.title,
        issuer=issuer,
        issuer_type=kind,
        region=region.name,
        region_code=region.code,
        region_level=region.level,
        region_path=region.path,
        year=year,
        published=_published(document, head, year, table, notes),
        notes=tuple(notes),
        first_year=first_year,
    )


def _year(head: _head.Head, notes: list[Note]) -> tuple[int | None, int | None]:
    """The report year, with notes where title, its copies and the body differ; the first of several years."""
    years, several = _dates.title_years(head.folded)
    body = _dates.body_years(head.paragraphs, head.headings)
    if several:
        notes.append(Note("year_several", f"the title speaks of several years: {head.title}"))
    for other in head.others:
        copied, _ = _dates.title_years(other)
        if years and copied and copied[0] != years[0]:
            notes.append(Note("title_variants", f"the title stands twice, of {years[0]} and of {copied[0]}"))
    if not years:
        body += [(found[0], line) for line in head.above if (found := _dates.title_years(line)[0])]
        body += _dates.hints(head.paragraphs)
        if not body:
            notes.append(Note("year_missing", "neither title nor text tells the year of the report"))
            return None, None
        year, words = body[0]
        first = _dates.first_of(head.folded) or _dates.first_of(words)
        return year, first if first is not None and first < year else None
    # A heading with the year after the report's speaks of the plan.
    for told, words in body:
        if told not in years and not (told == years[0] + 1 and re.match("[一二三四五六七八九十]+[、.]", words)):
            notes.append(Note("year_conflict", f"the title says {years[0]}, the text {told}: {words}"))
            break
    return years[0], min(years) if several and min(years) < years[0] else None


def _bodies(head: _head.Head, year: int | None, table: PlaceTable) -> list[_issuer.Body]:
    """The issuer as the title, its copies, the signature and the opening name it; the most trusted first."""
    phrases = [_issuer.phrase(title, table) for title in (head.folded, *head.others)]
    phrases.append("、".join(head.signature) if len(head.signature) > 1 else "".join(head.signature))
    bodies = [_issuer.read(phrase, year, table) for phrase in phrases if len(phrase) > 1]
    if not any(body.kind != "other" for body in bodies):
        acts = "|".join(table.place.acts)
        for paragraph in head.paragraphs[:2]:
            for match in re.finditer(rf"(?:^|[,。])([一-鿿]{{3,20}}?)(?={acts})", paragraph):
                body = _issuer.read(match[1], year, table)
                if body.kind != "other" and (body.divisions or body.place) and not match[1].startswith("在"):
                    bodies.append(body)
    known = [body for body in bodies if body.kind != "other"]
    return known or bodies


def _related(one: _issuer.Body, other: _issuer.Body) -> bool:
    """Whether two bodies can be of one place, or one of a place above the other's."""
    if not (one.divisions and other.divisions):
        return not (one.place and other.place) or one.place == other.place or one.kind == other.kind == "zone"
    codes, others = {d.code for d in one.divisions}, {d.code for d in other.divisions}
    over = {code for d in one.divisions for code in d.above}, {code for d in other.divisions for code in d.above}
    return bool(codes & others or over[0] & others or over[1] & codes)


def _issuer_of(
    bodies: list[_issuer.Body], region: _region.Region, around: _region.Surroundings
) -> tuple[str | None, IssuerType | None]:
    """The issuer's name as printed, as full as the document gives it, and its type."""
    if not bodies:
        return None, None
    first = bodies[0]
    # A title that names the place alone leaves the issuer to the signature; an office without its place (市司法局) too.
    for body in bodies:
        bare = first.name == first.place or (not first.place and body.kind == first.kind)
        if body.place and body.name != body.place and (body is first or (bare and _related(first, body))):
            return body.name, body.kind
    if first.kind == "government" and first.name == first.place:
        for name in (f"{first.name}人民政府", f"{region.name}人民政府"):
            if name in around.text:
                return name, first.kind
    return first.name, first.kind


def _published(
    document: Document, head: _head.Head, year: int | None, table: PlaceTable, notes: list[Note]
) -> str | None:
    """The date of publication; see `identify`."""
    title_lines = document.folded[:600]
    bracketed = [
        day
        for match in re.finditer(rf"[(\[]\s*({_dates.DATE.pattern})\s*[)\]]", title_lines)
        if (day := _dates.iso(match[1]))
    ]
    dates = [
        *_dates.labelled(document.folded, table.date.published),
        *bracketed,
        *_dates.labelled(document.folded, table.date.written),
        *([head.signed] if head.signed else []),
    ]
    for day in dates:
        if year is None or int(day[:4]) >= year:
            return day
    if dates:
        notes.append(Note("date_implausible", f"dated {dates[0]}, before the year of the report, {year}"))
    return None
