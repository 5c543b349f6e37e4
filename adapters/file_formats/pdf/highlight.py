"""Finds characters on a page of a PDF: what a parser process does."""

from pathlib import Path

from adapters.file_formats.pdf.rectangles import rectangles
from domain.documents.highlights import Rectangle, SourceRange


def highlight(path: str, page: int, bounds: list[int]) -> tuple[Rectangle, ...]:
    """Return the rectangles of ranges of characters.

    Args:
        path: The PDF.
        page: The number of the page, from 1.
        bounds: The start and the end of each range, in turn.
    """
    ranges = list(map(SourceRange, bounds[::2], bounds[1::2]))
    return rectangles(Path(path), page, ranges)
