"""What the server, the fork server and the parser processes send one another.

Each job has a pair of sockets. The server sends the request, a parser process its start and its
reply, and the fork server, when that process is gone, how it ended. A parser's reply is data in
MessagePack, never a pickle: it comes from a process that has read an untrusted file.
"""

import struct
from typing import Final

from msgspec import Struct, msgpack

from adapters.file_formats.sandbox.limits import Limits

COMMAND: Final = struct.Struct("<cQ")
"""A command to the fork server, and the number of the job."""

RUN: Final = b"r"
KILL: Final = b"k"
READY: Final = b"y"
"""What the fork server sends once it takes commands."""

LENGTH: Final = struct.Struct("<Q")
"""The length of a request."""

STARTED: Final = b"s"
REPLY: Final = struct.Struct("<?Q")
"""Whether a task succeeded, and the length of its result."""

ENDED: Final = struct.Struct("<ci")
"""A mark, and the exit status of a parser process; the number of a signal is negative."""

MARK_OF_END: Final = b"x"


class Request(Struct, frozen=True, array_like=True):
    """A function to call in a parser process."""

    module: str
    function: str
    arguments: list[str | int | float | list[int]]
    limits: Limits


class Failure(Struct, frozen=True, array_like=True):
    """An error of a task.

    Attributes:
        code: The `code` of the error.
        message: Its message.
        place: Where an unexpected error was raised, for the log; empty for the others.
    """

    code: str
    message: str
    place: str = ""


def encode(value: object) -> bytes:
    """Return a value as MessagePack."""
    return msgpack.encode(value)
