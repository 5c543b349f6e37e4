"""The functions that may run in a parser process. There are no others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from adapters.file_formats.sandbox.limits import Limits
from domain.documents.document import ExtractedText
from domain.documents.highlights import Rectangle

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """A function that runs in a parser process.

    Attributes:
        module: Its module, which the server never imports.
        function: Its name.
        result: The type of its result, by which what comes back is checked.
        limits: What it may take.
        takes_minutes: Whether it may take so long that others must not wait for it. Of such tasks
            one runs at a time, beside the others.
        decode: Returns its result from MessagePack. It is made with the task, in one thread:
            msgspec learns a type when it first meets it, and the process dies of a segmentation
            fault if another thread meets the type meanwhile.
    """

    module: str
    function: str
    result: type[Result]
    limits: Limits = Limits()  # noqa: RUF009 - it is frozen
    takes_minutes: bool = False
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
    takes_minutes=True,
)
"""Read a PDF with pages of pictures by OCR, given its path and its name."""

HIGHLIGHT = Task("adapters.file_formats.pdf.highlight", "highlight", tuple[Rectangle, ...])
"""Find characters on a page, given the path of a PDF, the number of the page, and their ranges."""
