"""Reads Markdown files."""

from adapters.file_formats.plain_text.text_reader import read_text
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText


def read(file: SourceFile) -> ExtractedText:
    """Return the text that a person reads, its front matter as metadata, and notes on both."""
    return read_text(file, markdown=True)
