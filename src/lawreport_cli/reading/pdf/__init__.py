"""The door to PDFium: takes the bytes of a PDF, gives its pages with characters, boxes and ruling lines.

No module outside of this package knows pypdfium2. What cannot be read is refused here with one of the closed list of outcomes.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as c

from lawreport_cli.errors import DocumentError
from lawreport_cli.model import Note
from lawreport_cli.reading import intake, integrity, legibility
from lawreport_cli.reading.pdf import _stand_in
from lawreport_cli.reading.pdf._characters import Characters
from lawreport_cli.reading.pdf._painted import MAX_PATHS_ON_PAGE, Painted, rulings_of
from lawreport_cli.reading.regions import Page, Picture, Ruling

MAX_PAGES = 10_000
MIN_PATHS_FOR_TABLE = 4  # the four sides of one cell
_stand_in.install()
_SCALE, _MAX_PIXELS = 2.0, 4000  # of a picture: pixels a point, and along a side


@dataclass(frozen=True, slots=True)
class Source:
    """What a PDF holds: its pages in order, and /Title as stored (null where absent or blank)."""

    pages: tuple[Page, ...]
    title: str | None


def read(data: bytes) -> Source:
    """Read all pages of a PDF.

    Boxes and rulings are in points with the origin at the top left of the page as shown. Left out: characters off the
    page, and invisible ones where the page has more visible ones (a note says so).

    Damage that reaches some pages is a note on them (`page_damaged`), as is text that cannot be what the page shows
    (`text_unreliable`).

    Raises `DocumentError`: empty, not_a_pdf, truncated, damaged, encrypted, no_pages, no_text, text_unreliable, too_large.
    """
    intake.check(data)
    document = _open(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            _check_last_page(document, count)
            raise DocumentError("too_large", f"The file claims {count} pages; more than {MAX_PAGES} are not read.")
        warnings = _integrity(document, data, count)
        pages = tuple(_warned(page, warnings) for page in _pages(document, count))
        title = document.get_metadata_value("Title").strip().replace("\x00", "")
    finally:
        document.close()
    if all(any(note.code == "page_failed" for note in page.notes) for page in pages):
        raise DocumentError("damaged", "No page of the file can be opened. Download it again.")
    texts = [page.text for page in pages if _has_text(page)]
    if not texts:
        raise DocumentError("no_text", "The pages hold no text: a scan or blank pages. Run OCR on it first.")
    if all(map(legibility.is_illegible, texts)):  # stops at the first that is not
        raise DocumentError("text_unreliable", "The fonts do not say which characters they show. Run OCR on the file.")
    return Source(_doubted(pages), title or None)


def _doubted(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Where half of the pages are unreliable, so are the others: they share the fonts."""
    texts = {page.number for page in pages if _has_text(page)}
    doubted = {page.number for page in pages if any(note.code == "text_unreliable" for note in page.notes)}
    if not doubted or 2 * len(doubted) < len(texts):
        return pages
    message = "the text of page {} is in doubt: it may not be what the page shows, as on most other pages"
    return tuple(
        replace(page, notes=(*page.notes, Note("text_unreliable", message.format(page.number), page.number)))
        if page.number in texts - doubted
        else page
        for page in pages
    )


def picture(data: bytes, number: int) -> Picture:
    """Page `number`, from 1, as shown: two pixels a point, fewer where the page is huge.

    Raises `DocumentError` as `read` does, no_pages where the file has no such page.
    """
    intake.check(data)
    document = _open(data)
    try:
        if not 1 <= number <= len(document):
            raise DocumentError("no_pages", f"The file has no page {number}: it has {len(document)}.")
        page = document.get_page(number - 1)
        scale = min(_SCALE, _MAX_PIXELS / max(*page.get_size(), 1.0))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        pixels = bytes(bitmap.buffer)
        size = 3 * bitmap.width
        if bitmap.n_channels != 3:
            raise DocumentError("damaged", f"Page {number} cannot be drawn.")
        rows = b"".join(pixels[y * bitmap.stride : y * bitmap.stride + size] for y in range(bitmap.height))
        return Picture(bitmap.width, bitmap.height, scale, rows)
    except pdfium.PdfiumError as error:
        raise DocumentError("damaged", f"Page {number} cannot be drawn.") from error
    finally:
        document.close()


_NOTHING = frozenset(" \r\n\t\u00a0\u3000\ufffd")


def _has_text(page: Page) -> bool:
    return any(char not in _NOTHING for char in page.text)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if empty := c.FPDF_LoadMemDocument64(data, len(data), None):  # it opens; the error code is an older one
            c.FPDF_CloseDocument(empty)
            raise DocumentError("no_pages", "The file is a PDF without any page. Get it again.") from error
        if error.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
            message = "The file is locked with a password. Save a copy without one."
            raise DocumentError("encrypted", message) from error
        raise DocumentError(
            "damaged", "The file cannot be opened: its structure is broken. Download it again."
        ) from error


def _check_last_page(document: pdfium.PdfDocument, count: int) -> None:
    try:
        document.get_page(count - 1).close()
    except pdfium.PdfiumError as error:
        raise DocumentError(
            "damaged", f"The file claims {count} pages and does not hold them. Get it again."
        ) from error


def _integrity(document: pdfium.PdfDocument, data: bytes, count: int) -> tuple[Note, ...]:
    if c.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return integrity.check(data, count)
    unlocked = io.BytesIO()
    document.save(unlocked, flags=c.FPDF_REMOVE_SECURITY)
    return integrity.check(data, count, locked=True) or integrity.check(unlocked.getvalue(), count)


def _warned(page: Page, warnings: tuple[Note, ...]) -> Page:
    """The page with the warnings that are about it; the first page has those about the whole file."""
    own = tuple(note for note in warnings if (note.page or 1) == page.number)
    return replace(page, notes=own + page.notes) if own else page


def _pages(document: pdfium.PdfDocument, count: int) -> Iterator[Page]:
    for number in range(1, count + 1):
        try:
            page = document.get_page(number - 1)
        except pdfium.PdfiumError:
            note = Note("page_failed", f"page {number} cannot be opened and is missing", number)
            yield Page(number, 0.0, 0.0, "", (), notes=(note,))
            continue
        try:
            yield _page(page, number)
        finally:
            page.close()


def _page(page: pdfium.PdfPage, number: int) -> Page:
    objects = Painted(page)
    text_page = page.get_textpage()
    try:
        chars = Characters(page, text_page, number, objects)
    finally:
        text_page.close()
    notes = chars.notes
    if not chars.text.strip():
        has = "only a picture: not read" if objects.images else "neither text nor picture"
        notes = (*notes, Note("page_without_text", f"page {number} has {has}", number))
    elif doubt := legibility.doubt(chars.text):
        notes = (*notes, Note("text_unreliable", f"the text of page {number} is not what it shows: {doubt}", number))
    rulings: tuple[Ruling, ...] = ()
    if MIN_PATHS_FOR_TABLE <= len(objects.paths) <= MAX_PATHS_ON_PAGE:
        rulings = tuple(rulings_of(objects.paths, chars.shown))
    elif len(objects.paths) > MAX_PATHS_ON_PAGE:
        note = Note(
            "too_many_lines",
            f"page {number} is drawn with more than {MAX_PATHS_ON_PAGE} lines: no tables sought",
            number,
        )
        notes = (*notes, note)
    return Page(number, *chars.size, chars.text, chars.boxes, rulings, notes, chars.turn, chars.aslant)
