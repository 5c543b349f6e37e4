"""What a parser process does: one task, and then it ends."""

import importlib
import os
import socket
import traceback
from typing import NoReturn

from msgspec import msgpack

from adapters.file_formats.sandbox.exits import too_large, too_much_memory
from adapters.file_formats.sandbox.limits import limit_this_process
from adapters.file_formats.sandbox.messages import (
    LENGTH,
    REPLY,
    STARTED,
    Failure,
    Request,
    encode,
)
from domain.errors import FileDamaged, FileTooComplex, QuothError

TOO_DEEP = (
    "The content of the file is nested too deeply, so it was not read and nothing was stored. Save"
    " it in a simpler form."
)
UNREADABLE = (
    "The file could not be read: it is damaged, or built in a way that Quoth does not know. Nothing"
    " was stored. Open it in its program and save it again, or as another format."
)


def run_job(job: socket.socket) -> NoReturn:
    """Read a request, run its task within its limits, send the reply, and exit."""
    try:
        (size,) = LENGTH.unpack(_received(job, LENGTH.size))
        request = msgpack.decode(_received(job, size), type=Request)
        limit_this_process(request.limits)
        job.sendall(STARTED)
        succeeded, reply = _run(request)
        job.sendall(REPLY.pack(succeeded, len(reply)))
        job.sendall(reply)
        os._exit(0)
    finally:
        os._exit(1)


def _run(request: Request) -> tuple[bool, bytes]:
    limits = request.limits
    try:
        function = getattr(importlib.import_module(request.module), request.function)
        result = encode(function(*request.arguments))
        if len(result) <= limits.result_bytes:
            return True, result
        error: QuothError = too_large(limits)
    except QuothError as exc:
        error = exc
    except MemoryError:
        error = too_much_memory(limits)
    except RecursionError:
        error = FileTooComplex(TOO_DEEP)
    except BaseException as exc:  # noqa: BLE001 - whatever a library raises, it cannot read the file
        failure = Failure(FileDamaged.code, UNREADABLE, _place(exc))
        return False, encode(failure)
    return False, encode(Failure(error.code, error.message))


def _place(error: BaseException) -> str:
    """Return the type and the place of an error. Its message may have text of the document."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "file_formats" in frame.filename][-1:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in ours + frames[-1:]]
    return f"{type(error).__name__} at {', '.join(dict.fromkeys(places))}"


def _received(job: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        block = job.recv(min(size - len(received), 1 << 20))
        if not block:
            os._exit(1)
        received += block
    return bytes(received)
