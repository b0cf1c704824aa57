"""The program: takes the command line, gives an exit code. Started by `lawreport` and by `python -m lawreport_cli`."""

import gc
import io
import os
import sys


def main() -> None:
    """Run the command line; all output is UTF-8 whatever the locale."""
    collect_seldom()
    # A caller may have closed them (`>&-`); what is written then goes nowhere.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    from lawreport_cli.cli import app

    app(prog_name="lawreport")


def collect_seldom() -> None:
    """Let the collector of cycles run once in 300,000 objects: start and a document make as many, none in a cycle."""
    gc.set_threshold(300_000)


if __name__ == "__main__":
    main()
