"""Reads pages that a browser saved as one file, in the form of a mail (MHTML)."""

from adapters.file_formats.html.reader import read_page
from adapters.file_formats.mail.parsing import content_of, header, parse_message, parts_of
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileDamaged

MEDIA_TYPE = "multipart/related"
_PAGES = ("text/html", "application/xhtml+xml")


def read(file: SourceFile) -> ExtractedText:
    """Return the main content of the saved page as Markdown; see the reader of HTML.

    Raises:
        FileDamaged: If no page is in the file.
    """
    message = parse_message(file.path.read_bytes())
    page = next((part for part in parts_of(message) if part.get_content_type() in _PAGES), None)
    if page is None:
        raise FileDamaged("There is no page in the file, so nothing was stored: save it again.")
    read = read_page(content_of(page), page.get_content_charset())
    address = header(message, "snapshot-content-location") or header(page, "content-location")
    metadata = (
        {**read.metadata, "address": address} if address.startswith("http") else read.metadata
    )
    return ExtractedText(read.text, read.notes, metadata, read.title, MEDIA_TYPE)
