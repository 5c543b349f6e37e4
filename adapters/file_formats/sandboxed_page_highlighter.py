"""Finds characters on the pages of files in parser processes."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import HIGHLIGHT
from application.ports.page_highlighter import PageHighlighter
from domain.documents.highlights import Rectangle, SourceRange


class SandboxedPageHighlighter(PageHighlighter):
    """Finds characters on pages, each time in a process of its own. PDF alone has pages."""

    def __init__(self, processes: ParserProcesses) -> None:
        self._processes = processes

    async def rectangles(
        self, path: Path, page: int, ranges: Sequence[SourceRange]
    ) -> tuple[Rectangle, ...]:
        """Return the rectangles of characters, one for each line of each range."""
        return await self._processes.run(
            HIGHLIGHT, str(path), page, list(chain.from_iterable(ranges))
        )
