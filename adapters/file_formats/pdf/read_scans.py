"""Reads PDFs with pages of pictures, by OCR. It needs the extra `ocr`.

It takes seconds and more than a gigabyte of memory, so only files that need it are read with it.
"""

import logging
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
from rapidocr import RapidOCR

from adapters.file_formats.cleaning import cleaned
from adapters.file_formats.pdf.lines import Box, Page
from adapters.file_formats.pdf.pdf_reader import read_pages
from adapters.file_formats.pdf.scanned_page import Words, scanned_page
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText

_PIXELS_PER_POINT = 2.0
_MOST_PIXELS = 3_000  # of the longer side of a picture
_LEAST_SCORE = 0.5  # of words that are kept, from 0 to 1


def read_scans(path: str, filename: str) -> ExtractedText:
    """Return the text of a PDF. Pages without text are read by OCR.

    Raises:
        InvalidInput: If it cannot be read.
    """
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    engine = RapidOCR(params={"Global.log_level": "critical"})
    return cleaned(read_pages(SourceFile(Path(path), filename), partial(_recognised, engine)))


def _recognised(engine: RapidOCR, document: pdfium.PdfDocument, number: int) -> Page:
    """Return a page with the words on its picture."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(_PIXELS_PER_POINT, _MOST_PIXELS / max(width, height, 1.0))
        found = engine(page.render(scale=scale).to_numpy())
    finally:
        page.close()
    words = [
        Words(text, _box(corners, scale, height))
        for text, corners, score in zip(
            found.txts or (),
            found.boxes if found.boxes is not None else (),
            found.scores or (),
            strict=True,
        )
        if text.strip() and score >= _LEAST_SCORE
    ]
    return scanned_page(number, words)


def _box(corners: list[tuple[float, float]], scale: float, height: float) -> Box:
    """Return a box in points for the corners of a box in pixels, from the top left."""
    xs = [float(x) / scale for x, _ in corners]
    ys = [height - float(y) / scale for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
