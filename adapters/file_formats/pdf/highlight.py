"""Finds characters on a page of a PDF: what a parser process does."""

from pathlib import Path

from adapters.file_formats.pdf.lines import Box
from adapters.file_formats.pdf.rectangles import rectangles


def highlight(path: str, page: int, bounds: list[int]) -> tuple[Box, ...]:
    """Return the rectangles of ranges of characters.

    Args:
        path: The PDF.
        page: The number of the page, from 1.
        bounds: The start and the end of each range, in turn.
    """
    ranges = list(zip(bounds[::2], bounds[1::2], strict=True))
    return rectangles(Path(path), page, ranges)
