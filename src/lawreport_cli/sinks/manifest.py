"""The manifest of a run: takes what became of each file, gives one JSON object with a row a file and the sums.

`inputs` = `done` + `failed` + `skipped` + `pending`; `pending` files are those that an interrupted run did not reach.
Times are seconds; unlike records, a manifest differs from run to run.
"""

import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version

from lawreport_cli import __version__
from lawreport_cli.batch import Outcome
from lawreport_cli.files import Skipped
from lawreport_cli.resume import LIBRARIES
from lawreport_cli.sinks.output import Output


class Manifest:
    """Writes rows as they come; `finish` adds the sums."""

    def __init__(self, out: Output, *, options: Mapping[str, object], patterns: str) -> None:
        self._out = out
        self._codes: Counter[str] = Counter()
        self._done = self._claims = self._numerals = 0
        self._began = datetime.now(UTC)
        versions = {name: version(name) for name in LIBRARIES}
        head = {
            "tool": f"lawreport {__version__}", "patterns": patterns, "python": platform.python_version(),
            "platform": platform.platform(), "versions": versions, "options": options,
            "started": self._began.isoformat(timespec="seconds"),
        }  # fmt: skip
        self._out.write(_json(head).removesuffix("}") + ',"files":[')
        self._parting = "\n"

    def add(self, outcome: Outcome) -> None:
        """A row for a file."""
        result = outcome.result
        self._claims += result.claims
        self._numerals += result.numerals
        if result.code is None:
            self._done += 1
        else:
            self._codes[result.code] += 1
        row = {
            "source": result.source, "outcome": "done" if result.code is None else "failed", "code": result.code,
            "message": result.message, "sha256": result.sha256, "claims": result.claims, "numerals": result.numerals,
            "warnings": result.warnings, "seconds": result.seconds, "cpu": result.cpu, "reused": outcome.reused,
            "same_as": outcome.same_as,
        }  # fmt: skip
        self._out.write(self._parting + _json(row))
        self._parting = ",\n"

    def finish(self, skipped: Iterable[Skipped], files: int) -> None:
        """Rows for files that were left out, and the sums; `files` is how many there were to read."""
        left = 0
        for left, one in enumerate(skipped, 1):  # noqa: B007
            row = {"source": one.source, "outcome": "skipped", "reason": one.reason}
            self._out.write(self._parting + _json(row))
            self._parting = ",\n"
        failed = self._codes.total()
        sums = {
            "inputs": files + left, "done": self._done, "failed": failed, "skipped": left,
            "pending": files - self._done - failed, "codes": dict(sorted(self._codes.items())), "claims": self._claims,
            "numerals": self._numerals, "seconds": round((datetime.now(UTC) - self._began).total_seconds(), 3),
        }  # fmt: skip
        self._out.write("\n]," + _json(sums).removeprefix("{") + "\n")
        self._out.finish()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
