"""One file in a process that may be lost: takes a path and what to make of the file, gives bytes, or why there are none."""

from collections.abc import Callable
from pathlib import Path

from lawreport_cli.errors import DocumentCode, DocumentError
from lawreport_cli.files import NO_MEMORY, as_document_error, read_file
from lawreport_cli.workers import MAX_ANSWER, Facts, Limits, Lost, Pool

TICK = 0.2  # seconds: as often a run can be stopped
UNSOUND = {"memory", "internal"}  # the process that met these serves no other file
TOO_MUCH = "The file holds more than any report. Leave it out."
_MORE_TIME = "Try extract with a greater --timeout."


def run(path: str, task: Callable[[bytes, Callable[[], None]], bytes], limits: Limits | None = None) -> bytes:
    """What `task` makes of the bytes of one file; it calls its second argument after each page.

    Raises DocumentError for a file that cannot be read, whatever it does to the process; OSError when none can be made.
    """
    limits = limits or Limits()

    def work(_: str, say: Callable[[str], None]) -> tuple[Facts, bytes, bool]:
        try:
            with as_document_error():
                made = task(read_file(Path(path)), lambda: say(""))
                if len(made) > MAX_ANSWER:
                    raise DocumentError("too_large", TOO_MUCH)
                return {}, made, True
        except DocumentError as error:
            return {"code": error.code, "message": error.message}, b"", error.code not in UNSOUND

    with Pool(work, 1, limits) as pool:
        pool.begin(0, "")
        while not (answers := pool.wait(TICK)):
            pass
    answer = answers[0]
    if isinstance(answer, Lost):
        raise DocumentError(*words_of(answer, limits))
    if "code" in answer.facts:
        raise DocumentError(answer.facts["code"], answer.facts["message"])
    return answer.payload


def words_of(answer: Lost, limits: Limits) -> tuple[DocumentCode, str]:
    """The code and the words for a file that ended its worker. Nothing in them depends on this run."""
    seconds = f"{limits.seconds:g} s"
    match answer.loss:
        case "cpu":
            return "timeout", f"Computing took longer than {seconds} and a share for each page. {_MORE_TIME}"
        case "wall":
            return "timeout", f"There was no end in {limits.wall(0):g} s by the clock. {_MORE_TIME}"
        case "silence":
            return "timeout", f"Nothing happened for {limits.silence:g} s by the clock. {_MORE_TIME}"
        case "memory":
            return "memory", NO_MEMORY
        case "flood":
            return "crashed", "Reading the file made the reader write nonsense. Leave it out."
        case "signal":
            return "crashed", f"Reading the file crashed the reader (signal {answer.number}). Leave it out."
        case "exit":
            return "crashed", f"Reading the file ended the reader (code {answer.number}). Leave it out."
