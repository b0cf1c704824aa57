"""Indicators: takes claims, gives for each the key of the catalogue that it fits, or null."""

from collections.abc import Sequence

from lawreport_cli.model import Claim, Document, Outline
from lawreport_cli.patterns import Patterns


def assign(document: Document, outline: Outline, claims: Sequence[Claim], patterns: Patterns) -> tuple[str | None, ...]:
    """One key or null for each claim, in order."""
    return tuple(None for _ in claims)
