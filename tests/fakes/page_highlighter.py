"""A page highlighter whose rectangles say which characters were asked for."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from application.ports.page_highlighter import PageHighlighter
from domain.documents.highlights import Rectangle, SourceRange


class FakePageHighlighter(PageHighlighter):
    """Returns (start, 0, end, 12) for each range. Record: `asked`, the content, page and ranges."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, int, tuple[SourceRange, ...]]] = []
        self._error: Exception | None = None

    def fail_with(self, error: Exception) -> None:
        """Raise an error from now on."""
        self._error = error

    async def rectangles(
        self, path: Path, page: int, ranges: Sequence[SourceRange]
    ) -> tuple[Rectangle, ...]:
        if self._error:
            raise self._error
        content = await asyncio.to_thread(path.read_bytes)
        self.asked.append((content, page, tuple(ranges)))
        return tuple(Rectangle(start, 0.0, end, 12.0) for start, end in ranges)
