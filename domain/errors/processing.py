"""Errors of the work on a document."""

from collections.abc import Iterator

from domain.errors.kinds import Conflict, QuothError, Unavailable


class ClaimLost(Conflict):
    """Another upload of the same file took over: this one did not renew its claim in time.

    This upload stored nothing. Wait for the other upload, or send the file again.
    """

    code = "claim_lost"


class ProcessingFailed(QuothError):
    """The document could not be processed and is marked as failed: send it again to retry."""

    code = "processing_failed"


class TextTooCostly(ProcessingFailed):
    """The text has too many symbols or too much data for its size. Remove it, or split the file.

    The document is marked as failed.
    """

    code = "text_too_costly"


class ProcessingCutOff(ProcessingFailed):
    """The processing was cut off at every attempt, so it is not tried again: retry or delete it.

    Something ended the process that worked on the file each time: see the server's log.
    """

    code = "processing_cut_off"


class ProcessingCancelled(ProcessingFailed):
    """The processing was cancelled. The file is stored: retry it, or delete the document."""

    code = "processing_cancelled"


def processing_error(code: str, message: str | None) -> QuothError:
    """Return the error with this code and message that ended the processing of a document."""
    kinds = (*_kinds(ProcessingFailed), *_kinds(Unavailable))
    return next((kind for kind in kinds if kind.code == code), ProcessingFailed)(message)


def _kinds(kind: type[QuothError]) -> Iterator[type[QuothError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
