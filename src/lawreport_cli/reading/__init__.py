"""Bytes to document: takes a PDF, gives its reading text with a box on a page for every character."""

from lawreport_cli.model import Document
from lawreport_cli.reading import layout, pdf


def read(data: bytes) -> Document:
    """Read a PDF. Raises `DocumentError` with one of the closed list of outcomes where it cannot be read."""
    source = pdf.read(data)
    return layout.to_document(source.pages, source.title)
