"""`lawreport text`: takes a PDF, gives the reading text that the offsets of records refer to."""

import sys

from lawreport_cli.cli._frame import one_report
from lawreport_cli.cli._options import ReportArgument


def text(file: ReportArgument) -> None:
    """Print the text that offsets refer to.

    \b
    lawreport text report.pdf > report.txt
    lawreport text report.pdf | grep -n 行政复议

    The body in reading order, one line a paragraph, heading or table row (cells parted by tabs); then, after a form
    feed, page numbers and running heads. UTF-8, byte for byte; a terminal sees control characters as escapes.
    """
    from lawreport_cli import alone, reading
    from lawreport_cli.sinks.printable import printable

    with one_report(file):
        content = alone.run(file, lambda data, page_done: reading.read(data, page_done).text.encode())
    sys.stdout.buffer.write(printable(content.decode(), keep="\n\t\f").encode() if sys.stdout.isatty() else content)
