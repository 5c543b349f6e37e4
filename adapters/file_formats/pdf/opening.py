"""Opens PDF files with PDFium."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from domain.errors import DocumentPasswordRequired, FileDamaged, UnsupportedFileType

_REASONS = {
    pdfium_c.FPDF_ERR_FORMAT: "its structure is broken, or it ends too early",
    pdfium_c.FPDF_ERR_SECURITY: "it is encrypted in a way that cannot be read",
    pdfium_c.FPDF_ERR_PAGE: "it has no pages that can be read",
}
_HEAD = 1024  # bytes, in which the mark of a PDF stands
_MARK = b"%PDF-"


@contextmanager
def open_document(path: Path) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF without a password, or with an empty one.

    Raises:
        UnsupportedFileType: If it is no PDF.
        DocumentPasswordRequired: If it opens only with a password.
        FileDamaged: If PDFium cannot read it.
    """
    with path.open("rb") as file:
        if _MARK not in file.read(_HEAD):
            raise UnsupportedFileType(
                "The file is no PDF: it does not start with %PDF. Nothing was stored."
            )
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as exc:
        if exc.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise DocumentPasswordRequired from exc
        reason = _REASONS.get(exc.err_code or 0, "PDFium cannot read it")
        raise FileDamaged(
            f"The PDF is damaged: {reason}. Nothing was stored: open it in a viewer, and save it"
            " again."
        ) from exc
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def open_page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Return a page, on which the values of its form fields are words like others.

    Their characters come behind those that the page has without them.

    Args:
        document: The document.
        number: The number of the page, from 1.

    Raises:
        pdfium.PdfiumError: If the page cannot be loaded.
        IndexError: If there is none of this number.
    """
    page = document[number - 1]
    if document.formenv is None:
        return page
    try:
        pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    finally:
        page.close()
    return document[number - 1]
