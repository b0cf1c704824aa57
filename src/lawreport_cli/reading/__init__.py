"""Bytes to document: takes a PDF, gives its reading text with a box on a page for every character."""

from collections.abc import Callable

from lawreport_cli.model import Document
from lawreport_cli.reading import layout, pdf


def read(data: bytes, page_done: Callable[[], None] = lambda: None) -> Document:
    """Read a PDF. Raises `DocumentError` with one of the closed list of outcomes where it cannot be read.

    `page_done` is called after each page.
    """
    source = pdf.read(data)
    return layout.to_document(source.pages, source.title, page_done)
