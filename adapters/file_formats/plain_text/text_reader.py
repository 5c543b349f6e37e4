"""Reads plain text files."""

import re
from dataclasses import replace

from adapters.file_formats.plain_text.decoding import decode
from adapters.file_formats.plain_text.readable_text import readable_text
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty


def read(file: SourceFile) -> ExtractedText:
    """Return the text that a person reads, and notes on what was assumed and left out."""
    return read_text(file, markdown=False)


def read_text(file: SourceFile, *, markdown: bool) -> ExtractedText:
    r"""Return the text that a person reads, with \n as line ending, and the metadata before it.

    Raises:
        TextUndecodable: If the content is no text in any encoding; the message names the offset of
            the first byte that is not UTF-8, counted from 0.
        FileEmpty: If the text is empty, only white space, or nothing that a person reads.
    """
    decoded = decode(file.path.read_bytes())
    if _is_blank(decoded.text):
        raise FileEmpty
    text = readable_text(re.sub(r"\r\n?", "\n", decoded.text), markdown=markdown)
    if _is_blank(text.text):
        raise FileEmpty(
            "The file has nothing to read but markup, metadata or encoded data, so nothing was"
            " stored."
        )
    return replace(text, notes=decoded.notes + text.notes)


def _is_blank(text: str) -> bool:
    return not text.replace("\ufeff", "").strip()
