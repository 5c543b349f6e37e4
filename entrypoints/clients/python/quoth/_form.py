"""A form with a file, which is read while it is sent."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

BOUNDARY = "quoth-7d2f4bd0c2a94b64a3f1"
PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Form:
    """A file under a name, and parts of text.

    Attributes:
        content: The bytes, or where they are.
    """

    filename: str
    content: bytes | Path
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        """The headers that describe the body. Opens nothing."""
        size = len(self.content) if isinstance(self.content, bytes) else self._size(self.content)
        length = len(self._head()) + size + len(_TAIL)
        return {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(length),
        }

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, piece by piece."""
        yield self._head()
        if isinstance(self.content, bytes):
            yield self.content
        else:
            with self.content.open("rb") as file:
                while piece := file.read(PIECE_BYTES):
                    yield piece
        yield _TAIL

    async def pieces_async(self) -> AsyncIterator[bytes]:
        """Yield the body, without blocking the event loop."""
        yield self._head()
        if isinstance(self.content, bytes):
            yield self.content
        else:
            file: BinaryIO = await asyncio.to_thread(self.content.open, "rb")
            try:
                while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                    yield piece
            finally:
                file.close()
        yield _TAIL

    def _head(self) -> bytes:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
            for name, text in self.texts
        ]
        # the form of RFC 5987 can write every name, the usual one not those with quotation marks
        name = quote(self.filename, safe="", errors="replace")
        parts.append(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file";'
            f" filename*=UTF-8''{name}\r\n\r\n"
        )
        return "".join(parts).encode()

    @staticmethod
    def _size(path: Path) -> int:
        return path.stat().st_size


_TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
