"""The exceptions of the program: one family, each naming the place that is wrong.

What could not be done is raised from here; what was done but needs a look is a warning value in the result.
"""

from typing import Literal, get_args

# The closed list of outcomes for a document that could not be read.
DocumentCode = Literal[
    "missing", "empty", "not_a_pdf", "truncated", "damaged", "no_pages", "encrypted", "no_text", "text_unreliable",
    "too_large", "timeout", "memory", "crashed", "not_regular", "unreadable", "changed", "internal",
]  # fmt: skip
DOCUMENT_CODES: tuple[DocumentCode, ...] = get_args(DocumentCode)


class LawreportError(Exception):
    """Base of all errors that this program raises on purpose."""


class DocumentError(LawreportError):
    """A document cannot be read.

    `code` is one of the closed list of outcomes; `message` says in plain words what is wrong and what to do.
    """

    def __init__(self, code: DocumentCode, message: str) -> None:
        super().__init__(message)
        self.code: DocumentCode = code
        self.message = message


class PatternError(LawreportError):
    """A pattern file is wrong.

    Names the file, the rule (its `id`, or null before one is known) and the place in the file or in the rule. `more`
    holds the other faults that were found.
    """

    more: tuple["PatternError", ...] = ()

    def __init__(self, message: str, *, file: str, rule: str | None = None, place: str | None = None) -> None:
        where = ": ".join(part for part in (file, rule and f"rule {rule}", place) if part)
        super().__init__(f"{where}: {message}")
        self.message = message
        self.file = file
        self.rule = rule
        self.place = place


class RecordError(LawreportError):
    """A line is not a record of this program. Names the file and the line, from 1."""

    def __init__(self, message: str, *, file: str, line: int | None = None) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.message = message
        self.file = file
        self.line = line
