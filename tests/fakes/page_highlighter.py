"""A page highlighter whose rectangles say which characters were asked for."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from application.ports.page_highlighter import PageHighlighter
from domain.documents.highlights import Rectangle, SourceRange


class FakePageHighlighter(PageHighlighter):
    """Returns (start, 0, end, 12) for each range.

    Record: `asked`, the content, page and ranges; `running`, how many calls have not ended.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, int, tuple[SourceRange, ...]]] = []
        self.running = 0
        self._error: Exception | None = None
        self._open = asyncio.Event()
        self._open.set()

    def fail_with(self, error: Exception) -> None:
        """Raise an error from now on."""
        self._error = error

    def hold(self) -> None:
        """Record further calls but let them wait until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Let waiting and further calls continue."""
        self._open.set()

    async def rectangles(
        self, path: Path, page: int, ranges: Sequence[SourceRange]
    ) -> tuple[Rectangle, ...]:
        if self._error:
            raise self._error
        content = await asyncio.to_thread(path.read_bytes)
        self.asked.append((content, page, tuple(ranges)))
        self.running += 1
        try:
            await self._open.wait()
        finally:
            self.running -= 1
        return tuple(Rectangle(start, 0.0, end, 12.0) for start, end in ranges)
