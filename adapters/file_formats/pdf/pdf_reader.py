"""Reads PDF files with PDFium."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

import pypdfium2 as pdfium

from adapters.file_formats.pdf.glyphs import Glyphs
from adapters.file_formats.pdf.headings import levels_of
from adapters.file_formats.pdf.lines import HYPHEN, Page
from adapters.file_formats.pdf.markdown import MarkdownWriter
from adapters.file_formats.pdf.opening import open_document
from adapters.file_formats.pdf.page_reader import read_page
from adapters.file_formats.pdf.properties import (
    has_xfa_form,
    metadata_of,
    outline_of,
    title_of,
)
from adapters.file_formats.pdf.running_lines import remove_running_lines
from adapters.file_formats.pdf.tables import tables_of
from adapters.file_formats.plain_text.broken_words import KnownWords
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.documents.parts import Part
from domain.errors import DocumentHasNoText, FileDamaged, FileTooComplex

MEDIA_TYPE = "application/pdf"
_MOST_PAGES = 5_000
_MOST_SCANS = 200  # pages that are read by OCR, at seconds each
_NAMED_PAGES = 10  # in a note
_BROKEN = re.compile(rf"\w{{1,40}}{HYPHEN}\w{{1,40}}")

Recognise: TypeAlias = Callable[[pdfium.PdfDocument, int], Page]
"""Reads a page, given its number, by the words on its picture."""


def read(file: SourceFile) -> ExtractedText:
    """Return the text of a PDF as Markdown, with its pages and where their characters stand.

    Raises:
        UnsupportedFileType: If it is no PDF.
        FileDamaged: If PDFium cannot read it.
        FileTooComplex: If it has too many pages.
        DocumentPasswordRequired: If it opens only with a password.
        DocumentHasNoText: If no page has text.
    """
    return read_pages(file, None)


def read_pages(file: SourceFile, recognise: Recognise | None) -> ExtractedText:
    """Return the text of a PDF.

    Args:
        file: The PDF.
        recognise: Reads a page without text by OCR; None if nothing does.

    Raises:
        InvalidInput: The errors of `read`.
    """
    with open_document(file.path) as document:
        pages, damaged = _pages(document)
        empty = [page.number for page in pages if not page.lines and page.number not in damaged]
        notes = []
        if recognise:
            found = [recognise(document, number) for number in empty[:_MOST_SCANS]]
            for page in filter(_has_lines, found):
                pages[page.number - 1] = page
            scanned = [page.number for page in pages if page.is_scanned]
            empty = sorted({*empty} - {*scanned})
            if scanned:
                notes.append(f"{_named(scanned)} no text but pictures, read by OCR.")
        if not any(map(_has_lines, pages)):
            raise DocumentHasNoText(_no_text(len(pages), is_read=recognise is not None))
        notes += _notes(empty, damaged, is_read=recognise is not None)
        if remove_running_lines(pages):
            notes.append("Headers and footers that repeat from page to page were left out.")
        if has_xfa_form(document):
            notes.append("Its form is in XML (XFA) and was left out: print it to a PDF to add it.")
        text, parts = _written(document, pages)
        return ExtractedText(
            text=text,
            notes=tuple(notes),
            metadata=metadata_of(document),
            title=title_of(document),
            media_type=MEDIA_TYPE,
            parts=parts,
        )


def _has_lines(page: Page) -> bool:
    return bool(page.lines)


def _pages(document: pdfium.PdfDocument) -> tuple[list[Page], set[int]]:
    """Return the pages of a document, and the numbers of those that PDFium cannot read."""
    count = len(document)
    if count > _MOST_PAGES:
        raise FileTooComplex(
            f"The PDF has {count:,} pages, and Quoth reads at most {_MOST_PAGES:,}: nothing was"
            " stored. Split it into several files."
        )
    glyphs = Glyphs()
    pages: list[Page] = []
    damaged: set[int] = set()
    for number in range(1, count + 1):
        try:
            pages.append(read_page(document, number, glyphs))
        except pdfium.PdfiumError:
            damaged.add(number)
            pages.append(Page(number, "", None, []))
    if len(damaged) == count:
        raise FileDamaged("The PDF is damaged: none of its pages can be read. Nothing was stored.")
    return pages, damaged


def _no_text(pages: int, *, is_read: bool) -> str:
    """Return why a PDF without text is refused."""
    found = f"The PDF has no text on its {pages:,} pages" if pages > 1 else "The PDF has no text"
    if is_read:
        return f"{found}, and OCR found none in their pictures, so nothing was stored."
    return (
        f"{found}, only pictures, so nothing was stored: `pip install quoth[ocr]` on the server"
        " reads them, or save it with a text layer."
    )


def _notes(empty: list[int], damaged: set[int], *, is_read: bool) -> Iterator[str]:
    if empty:
        way = "" if is_read else ", which `pip install quoth[ocr]` on the server reads"
        yield f"{_named(empty)} no text: empty, or pictures only{way}."
    if damaged:
        yield f"{_named(sorted(damaged))} damage and could not be read."


def _named(numbers: list[int]) -> str:
    """Return the beginning of a sentence about pages: `Page 3 has`, `Pages 3 and 4 have`."""
    names = [f"{number:,}" for number in numbers[:_NAMED_PAGES]]
    if len(numbers) > _NAMED_PAGES:
        names.append(f"{len(numbers) - _NAMED_PAGES:,} more")
    if len(names) == 1:
        return f"Page {names[0]} has"
    return f"Pages {', '.join(names[:-1])} and {names[-1]} have"


def _written(document: pdfium.PdfDocument, pages: Sequence[Page]) -> tuple[str, tuple[Part, ...]]:
    """Return the text of all pages as Markdown, and the pages in it."""
    tables = [tables_of(page) for page in pages]
    rows = {
        id(line)
        for page, found in zip(pages, tables, strict=True)
        for table in found
        for line in page.lines[table.first : table.last + 1]
    }

    @cache
    def known() -> KnownWords:
        return KnownWords("\n".join(map(_whole_words, pages)))

    writer = MarkdownWriter(levels_of(pages, outline_of(document), rows), known)
    for page, found in zip(pages, tables, strict=True):
        writer.add(page, found)
    return writer.finish()


def _whole_words(page: Page) -> str:
    return _BROKEN.sub(" ", page.text) if HYPHEN in page.text else page.text
