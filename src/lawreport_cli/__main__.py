"""The program: takes the command line, gives an exit code. Started by `lawreport` and by `python -m lawreport_cli`."""

import io
import os
import sys


def main() -> None:
    """Run the command line; all output is UTF-8 whatever the locale."""
    # A caller may have closed them (`>&-`); what is written then goes nowhere.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    from lawreport_cli.cli import app

    app(prog_name="lawreport")


if __name__ == "__main__":
    main()
