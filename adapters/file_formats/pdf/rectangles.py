"""Where characters stand on a page of a PDF."""

from collections.abc import Iterator, Sequence
from ctypes import byref, c_double
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from adapters.file_formats.pdf.opening import open_document, open_page
from domain.documents.highlights import Rectangle, SourceRange
from domain.errors import FileDamaged

_SAME_LINE = 0.2  # of the lower of two boxes, that they share in height
_NEAR = 2.5  # heights, between two boxes that make one
_MOST_RECTANGLES = 10_000


def rectangles(path: Path, page: int, ranges: Sequence[SourceRange]) -> tuple[Rectangle, ...]:
    """Return the boxes around characters of a page, one for each line of each range, in order.

    They are in the coordinates of the PDF itself: in points, before the page is rotated or cropped.

    Args:
        path: The PDF.
        page: The number of the page, from 1.
        ranges: The characters, by their indexes among those of the page, end exclusive.

    Raises:
        FileDamaged: If the page cannot be read.
        DocumentPasswordRequired: If the PDF opens only with a password.
    """
    with open_document(path) as document:
        try:
            characters = open_page(document, page).get_textpage()
        except (pdfium.PdfiumError, IndexError) as exc:
            raise FileDamaged(f"Page {page:,} of the PDF cannot be read.") from exc
        found = [
            box
            for start, end in ranges
            if 0 <= start < end
            for box in _merged(_boxes(characters.raw, start, end - start))
        ]
    return tuple(found[:_MOST_RECTANGLES])


def _boxes(page: Any, start: int, count: int) -> Iterator[Rectangle]:
    """Return the boxes of the pieces of a range, each of one font and one line."""
    left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    places = byref(left), byref(top), byref(right), byref(bottom)
    for number in range(pdfium_c.FPDFText_CountRects(page, start, count)):
        if pdfium_c.FPDFText_GetRect(page, number, *places):
            yield Rectangle(left.value, bottom.value, right.value, top.value)


def _merged(boxes: Iterator[Rectangle]) -> Iterator[Rectangle]:
    """Return one box for those that follow each other on a line, upright or rotated."""
    line: Rectangle | None = None
    for box in boxes:
        if line and (_follows(line, box) or _follows(_turned(line), _turned(box))):
            line = Rectangle(
                min(line.left, box.left),
                min(line.bottom, box.bottom),
                max(line.right, box.right),
                max(line.top, box.top),
            )
            continue
        if line:
            yield line
        line = box
    if line:
        yield line


def _turned(box: Rectangle) -> Rectangle:
    return Rectangle(box.bottom, box.left, box.top, box.right)


def _follows(line: Rectangle, box: Rectangle) -> bool:
    """Return whether a box stands at the height of another, and near its left or right end."""
    height = min(line.top - line.bottom, box.top - box.bottom)
    shared = min(line.top, box.top) - max(line.bottom, box.bottom)
    gap = max(box.left - line.right, line.left - box.right)
    return shared > _SAME_LINE * height and gap < _NEAR * max(line.top - line.bottom, 1.0)
