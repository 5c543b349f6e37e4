"""Finds no words on pages."""

from collections.abc import Sequence
from pathlib import Path

from application.ports.page_highlighter import PageHighlighter
from domain.documents.highlights import Rectangle, SourceRange
from domain.errors import NoPages


class NoPageHighlighter(PageHighlighter):
    """Stands in while no format with pages is read."""

    async def rectangles(
        self,
        path: Path,  # noqa: ARG002 - the port's parameters
        page: int,  # noqa: ARG002 - as above
        ranges: Sequence[SourceRange],  # noqa: ARG002 - as above
    ) -> tuple[Rectangle, ...]:
        """Raise NoPages."""
        raise NoPages
