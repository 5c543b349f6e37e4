"""Reads documents in the Rich Text Format (.rtf)."""

from collections.abc import Iterator

from adapters.file_formats.office.markdown import markdown
from adapters.file_formats.office.outcome import extracted
from adapters.file_formats.office.rtf.document import Document
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileTooComplex, UnsupportedFileType

MEDIA_TYPE = "application/rtf"
_KIND = "RTF document"
_SIGNATURE = b"{\\rtf"
_LARGEST = 64 << 20


def read(file: SourceFile) -> ExtractedText:
    """Return the text of an RTF document; deletions, hidden text, headers and footers are left out.

    Of a document that ends too early, what is there is read.
    """
    if file.path.stat().st_size > _LARGEST:
        raise FileTooComplex(
            "The RTF document is larger than 64 MB. Nothing was stored; save it as .docx, or"
            " without its pictures."
        )
    content = file.path.read_bytes().lstrip(b"\xef\xbb\xbf \r\n\t")
    if not content.startswith(_SIGNATURE):
        raise UnsupportedFileType("The file is no RTF document, so nothing was stored.")
    document = Document()
    text = markdown(document.read(content))
    return extracted(
        text,
        MEDIA_TYPE,
        _KIND,
        properties=document.declarations.properties(),
        has_pictures=document.has_pictures,
        title=document.title,
        notes=tuple(_notes(document)),
    )


def _notes(document: Document) -> Iterator[str]:
    if not document.is_complete:
        yield "The file ends too early, so the end of its text may be missing."
    if document.has_deletions:
        yield "Deletions that were tracked but not yet accepted were left out."
    if document.has_hidden_text:
        yield "Hidden text was left out."
