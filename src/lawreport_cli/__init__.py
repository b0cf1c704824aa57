"""Every figure of a Chinese rule-of-law report as a checkable record."""

__version__ = "0.1.0"
