"""Reads the text of plain text and Markdown files."""

import asyncio
import re
from dataclasses import replace

from adapters.file_formats.plain_text.decoding import decode
from adapters.file_formats.plain_text.readable_text import readable_text
from application.ports.text_extractor import TextExtractor
from domain.documents.document import ExtractedText, Upload
from domain.documents.filenames import TEXT_SUFFIXES, display_name
from domain.errors import FileEmpty, UnsupportedFileType

# The first bytes of other file formats, whatever the file name says.
_SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"PK\x05\x06": "a ZIP archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x89PNG\r\n\x1a\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
}


class PlainTextExtractor(TextExtractor):
    """Reads text in any usual encoding, and notes what it assumed unless it is UTF-8 or marked."""

    async def extract(self, upload: Upload) -> ExtractedText:
        r"""Return the text that a person reads, with \n as line ending, and the metadata before it.

        Raises:
            UnsupportedFileType: If the name does not end in .txt, .md or .markdown, or the
                content has the signature of another file format.
            TextUndecodable: If the content is no text in any encoding; the message names the offset
                of the first byte that is not UTF-8, counted from 0.
            FileEmpty: If the text is empty, only white space, or nothing that a person reads.
        """
        name = display_name(upload.filename).lower()
        if not name.endswith(tuple(TEXT_SUFFIXES)):
            raise UnsupportedFileType
        content = await asyncio.to_thread(upload.path.read_bytes)
        for signature, kind in _SIGNATURES.items():
            if content.startswith(signature):
                raise UnsupportedFileType(
                    f"The content is {kind}. Quoth reads plain text only: .txt, .md and .markdown"
                    " files. Nothing was stored."
                )
        # detecting the encoding of 5 MB takes a tenth of a second
        return await asyncio.to_thread(_extracted, content, not name.endswith(".txt"))


def _extracted(content: bytes, markdown: bool) -> ExtractedText:
    decoded = decode(content)
    if _is_blank(decoded.text):
        raise FileEmpty
    read = readable_text(re.sub(r"\r\n?", "\n", decoded.text), markdown=markdown)
    if _is_blank(read.text):
        raise FileEmpty(
            "The file has nothing to read but markup, metadata or encoded data, so nothing was"
            " stored."
        )
    media_type = "text/markdown" if markdown else "text/plain"
    return replace(read, notes=decoded.notes + read.notes, media_type=media_type)


def _is_blank(text: str) -> bool:
    return not text.replace("\ufeff", "").strip()
