"""Files with a JSON object on each line."""

from types import TracebackType
from typing import IO, Self

import msgspec
from msgspec import Struct

TYPES = {"documents": "document", "chunks": "chunk", "conversations": "message"}


class JsonLines:
    """Writes records as lines of JSON, which say their type if they share a file with others."""

    def __init__(self, file: IO[bytes], kind: str, *, shared: bool) -> None:
        self._file = file
        self._tag = f'{{"type":"{TYPES[kind]}",'.encode() if shared else b"{"

    def __enter__(self) -> Self:
        """Return this writer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the file open: it may get records of other kinds."""

    def add(self, record: Struct) -> None:
        """Write a record."""
        self._file.write(self._tag + msgspec.json.encode(record)[1:] + b"\n")
