"""Takes the records of many reports (JSON Lines), gives counts as `jq … | sort | uniq -c` would."""

import json
import sys
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table


def main() -> int:
    records = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    claims = [record for record in records if record["type"] == "claim"]
    table = Table(title="jq -r 'select(.type==\"document\") | [.title, .year, .claims, .numerals] | @tsv'", box=None)
    for name in ("report", "year", "pages", "numerals", "claims"):
        table.add_column(name, justify="left" if name == "report" else "right")
    for record in records:
        if record["type"] == "document":
            table.add_row(
                record["title"] or record["source"],
                *(str(record[name]) for name in ("year", "pages", "numerals", "claims")),
            )
    console = Console(highlight=False)
    console.print(table)
    console.print("\njq -r 'select(.type==\"claim\") | .kind' | sort | uniq -c", style="bold")
    for kind, count in Counter(claim["kind"] for claim in claims).most_common():
        console.print(f"{count:7} {kind}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
