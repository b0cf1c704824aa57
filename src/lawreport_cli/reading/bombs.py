"""Files that grow without measure: takes the bare structure of a PDF, raises where a page unfolds into far too much.

Seen before PDFium unfolds it: PDFium ends the whole process when memory runs out.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from lawreport_cli.errors import DocumentError
from lawreport_cli.reading.skeleton import Thing, references

MAX_UNPACKED = 512 * 1024 * 1024  # bytes of one file, pictures aside: 400 pages of tables take some 40 MB
_MAX_DENSE, _DENSITY = 4_000_000, 200  # text, drawings and fonts of this size pack 2 to 20 times
_MAX_FORM_DEPTH = 25  # forms in forms; writers use two or three
_LONG = 10_000  # bytes of a dictionary that may list one stream thousands of times

_KIDS = re.compile(rb"/Kids[\0\t\n\f\r ]*\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents[\0\t\n\f\r ]*\[([^\]]*)\]")
_FORM = re.compile(rb"/Subtype[\0\t\n\f\r ]*/Form(?![A-Za-z])")


def too_large(what: str) -> DocumentError:
    """The error for a file of which `what`: "the streams hold …"."""
    return DocumentError("too_large", f"The file is a bomb, made so or broken: {what}. Get the report again.")


def check_stream(packed: int, unpacked: int) -> None:
    """Raise `DocumentError` too_large for a stream of so many bytes that is no print."""
    if unpacked > _MAX_DENSE and unpacked > _DENSITY * packed:
        raise too_large(f"{packed} bytes unpack to more than {unpacked}")


def check_structure(things: Sequence[Thing], sizes: Mapping[int, int]) -> None:
    """Raise `DocumentError` too_large for pages, contents or forms that multiply; `sizes` are unpacked bytes."""
    kids: Counter[int] = Counter()
    nodes: set[int] = set()
    forms: dict[int, list[int]] = {}
    latest = {thing.number: thing for thing in things}  # a file that was edited holds some objects twice
    for number, body, _, stream, _ in latest.values():
        if b"/Kids" in body and (match := _KIDS.search(body)):
            nodes.add(number)
            kids.update(references(match[1]))
        if b"/Form" in body and stream and _FORM.search(body):
            forms[number] = list(references(body))
        if len(body) > _LONG and (match := _CONTENTS.search(body)):
            total = sum(sizes.get(number, 0) for number in references(match[1]))
            if total > MAX_UNPACKED:
                raise too_large(f"one page is drawn by {total} bytes")
    if any(kids[node] > 1 for node in nodes):
        raise too_large("its page tree lists branches more than once")
    if len(forms) > _MAX_FORM_DEPTH and _is_deep(forms):
        raise too_large(f"drawings hold drawings, more than {_MAX_FORM_DEPTH} deep")


def _is_deep(forms: Mapping[int, list[int]]) -> bool:
    level = set(forms)
    for _ in range(_MAX_FORM_DEPTH):
        level = {inner for form in level for inner in forms[form] if inner in forms and inner != form}
        if not level:
            return False
    return True
