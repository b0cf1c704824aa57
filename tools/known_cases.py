"""Writes fixtures/cases/known.txt anew: takes the case files, gives the list of those that fail today.

A case that worked and fails now is a loss: look at `git diff fixtures/cases/known.txt` before committing it.
"""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
HEADING = "# Cases that are known to fail, one `file: phrase` a line; strict: a line whose case works must go."


def main() -> int:
    sys.path.insert(0, str(TESTS))
    import test_cases  # noqa: PLC0415 (found on the path of the tests)

    failing = [case.name for case in test_cases.CASES if test_cases.faults(case)]
    (test_cases.FOLDER / "known.txt").write_text("\n".join([HEADING, *failing]) + "\n", encoding="utf-8")
    print(f"{len(test_cases.CASES)} cases, {len(failing)} known to fail")
    return 0


if __name__ == "__main__":
    sys.exit(main())
