"""What the end of a parser process says about its file, in plain words."""

import signal

from adapters.file_formats.sandbox.limits import Limits
from domain.errors import FileDamaged, FileTooComplex, InvalidInput

_ADVICE = "It was stopped and nothing was stored: split the file, or save it in a simpler form."
_GAVE_UP = (
    "The program that reads this format gave up on the file: it is damaged, or takes more memory"
    " than the limit, {:.1g} GB. Nothing was stored. Open it in its program and save it again."
)
_CRASHED = (
    "The program that reads this format crashed on the file, which is damaged or built in an"
    " unusual way. Nothing was stored, and Quoth goes on. Open the file in its program and save it"
    " again, or as another format."
)


def too_slow(limits: Limits) -> FileTooComplex:
    """Return the error of a file whose reading takes too much time."""
    return FileTooComplex(
        f"Reading the file takes longer than {limits.wall_seconds:.0f} s, the limit. {_ADVICE}"
    )


def too_much_work(limits: Limits) -> FileTooComplex:
    """Return the error of a file whose reading takes too much processor time."""
    return FileTooComplex(
        f"Reading the file takes more than {limits.cpu_seconds} s of processor time, the limit."
        f" {_ADVICE}"
    )


def too_much_memory(limits: Limits) -> FileTooComplex:
    """Return the error of a file whose reading takes too much memory."""
    return FileTooComplex(
        f"Reading the file takes more than {limits.memory_bytes / 1e9:.1g} GB of memory, the limit."
        f" {_ADVICE}"
    )


def too_large(limits: Limits) -> FileTooComplex:
    """Return the error of a file with too much text."""
    return FileTooComplex(
        f"The text of the file has more than {limits.result_bytes / 1e6:,.0f} MB, the limit."
        " Nothing was stored: split the file."
    )


def error_of_exit(status: int, limits: Limits) -> InvalidInput:
    """Return the error of a file whose parser process ended before it had a result.

    Args:
        status: Its exit status; the number of a signal is negative.
        limits: What it was allowed to take.
    """
    match -status:
        case signal.SIGXCPU:
            return too_much_work(limits)
        case signal.SIGALRM:
            return too_slow(limits)
        case signal.SIGKILL:  # by a system that is out of memory
            return too_much_memory(limits)
        case signal.SIGABRT | signal.SIGTRAP:  # PDFium, when it gets no more memory
            return FileTooComplex(_GAVE_UP.format(limits.memory_bytes / 1e9))
    return FileDamaged(_CRASHED)
