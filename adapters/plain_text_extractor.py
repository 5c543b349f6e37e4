"""Reads the text of plain text and Markdown files."""

import codecs
import re

from application.ports.text_extractor import TextExtractor
from domain.documents.document import Upload
from domain.errors import FileEmpty, TextUndecodable, UnsupportedFileType

EXTENSIONS = (".txt", ".md", ".markdown")

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
# UTF-32 LE begins with the mark of UTF-16 LE; it is then rejected for its NUL characters
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class PlainTextExtractor(TextExtractor):
    """Reads UTF-8, and UTF-16 with a byte order mark. It guesses no other encoding."""

    async def extract(self, upload: Upload) -> str:
        r"""Return the text without its byte order mark, with \n as line ending.

        Decoding runs on the event loop: 5 MB take milliseconds.

        Raises:
            UnsupportedFileType: If the name does not end in .txt, .md or .markdown, or the
                content has the signature of another file format.
            TextUndecodable: If the content is not valid text; the message names the offset of the
                first invalid byte, counted from 0.
            FileEmpty: If the text is empty or only white space.
        """
        if not upload.filename.lower().endswith(EXTENSIONS):
            raise UnsupportedFileType
        for signature, kind in _SIGNATURES.items():
            if upload.content.startswith(signature):
                raise UnsupportedFileType(
                    f"The content is {kind}. Quoth reads plain text only: .txt, .md and .markdown"
                    " files. Nothing was stored."
                )
        text = _decoded(upload.content)
        if not text.replace("\ufeff", "").strip():
            raise FileEmpty
        return re.sub(r"\r\n?", "\n", text)


def _decoded(content: bytes) -> str:
    mark, encoding = next(
        ((mark, name) for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark)),
        (b"", "utf-8"),
    )
    body = content[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as exc:
        raise _undecodable(len(mark) + exc.start, f"no valid {encoding.upper()}") from exc
    before, nul, _ = text.partition("\0")
    if nul:
        raise _undecodable(len(mark) + len(before.encode(encoding)), "a NUL character")
    return text


def _undecodable(offset: int, what: str) -> TextUndecodable:
    return TextUndecodable(
        f"The file cannot be read as text: at byte {offset:,} there is {what}. Nothing was stored;"
        " save it as UTF-8 and send it again."
    )
