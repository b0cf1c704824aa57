r"""Text for a terminal or a cell: takes text of reports and file names, gives it with nothing in it that steers.

Control characters, marks that reorder a line, and halves of characters stand as visible escapes: `\x1b`, `\u202e`.
"""

import re

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def printable(text: str, *, keep: str = "") -> str:
    """`text` with each steering character as an escape, but for those in `keep`."""
    return _STEERING.sub(lambda found: found[0] if found[0] in keep else _escape(found[0]), text)


def _escape(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
