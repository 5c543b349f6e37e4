"""The functions that may run in a parser process. There are no others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar

import msgspec

from adapters.file_formats.sandbox.limits import Limits
from domain.documents.document import ExtractedText
from domain.documents.highlights import Rectangle

Result = TypeVar("Result")


class Lane(Enum):
    """What a task has a process for. Those of one lane never wait for those of another."""

    FILES = auto()
    SCANS = auto()
    """What may take half an hour."""
    PAGES = auto()
    """What anybody who reads may ask for again and again."""


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """A function that runs in a parser process.

    Attributes:
        module: Its module, which the server never imports.
        function: Its name.
        result: The type of its result, by which what comes back is checked.
        limits: What it may take.
        lane: Which tasks it may have to wait for.
        decode: Returns its result from MessagePack. It is made with the task, in one thread:
            msgspec learns a type when it first meets it, and the process dies of a segmentation
            fault if another thread meets the type meanwhile.
    """

    module: str
    function: str
    result: type[Result]
    limits: Limits = Limits()  # noqa: RUF009 - it is frozen
    lane: Lane = Lane.FILES
    decode: Callable[[bytes | memoryview], Result] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Learn the type of the result."""
        object.__setattr__(self, "decode", msgspec.msgpack.Decoder(self.result).decode)


RECOGNISE = Task("adapters.file_formats.read_file", "media_type_of", str)
"""Recognise the format of a file, given its path and its name."""

READ_FILE = Task("adapters.file_formats.read_file", "read_file", ExtractedText)
"""Recognise and read a file, given its path and its name."""

READ_SCANS = Task(
    "adapters.file_formats.pdf.read_scans",
    "read_scans",
    ExtractedText,
    Limits(memory_bytes=4_000_000_000, cpu_seconds=1_800, wall_seconds=1_800.0),
    lane=Lane.SCANS,
)
"""Read a PDF with pages of pictures by OCR, given its path and its name."""

HIGHLIGHT = Task(
    "adapters.file_formats.pdf.highlight",
    "highlight",
    tuple[Rectangle, ...],
    Limits(cpu_seconds=10, wall_seconds=30.0),
    lane=Lane.PAGES,
)
"""Find characters on a page, given the path of a PDF, the number of the page, and their ranges."""
