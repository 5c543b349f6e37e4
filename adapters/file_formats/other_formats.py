"""Formats that people have and Quoth does not read, and what to do with their files."""

from typing import Final

from adapters.file_formats.signs import (
    Sign,
    has_ole_stream,
    has_zip_media_type,
    has_zip_member,
    starts_with,
    text_matches,
)

_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def _binary(*beginnings: bytes) -> Sign:
    """Recognise a file by few first bytes, if it is no text that happens to begin with them."""
    return Sign(lambda content: content.head.startswith(beginnings) and not content.looks_like_text)


def _at(offset: int, *marks: bytes) -> Sign:
    return Sign(lambda content: content.head[offset : offset + 16].startswith(marks))


OTHER_FORMATS: Final[tuple[tuple[str, Sign], ...]] = (
    ("an old Word document (.doc): save it as .docx", has_ole_stream("WordDocument")),
    (
        "an old PowerPoint presentation (.ppt): save it as .pptx",
        has_ole_stream("PowerPoint Document", "PP97_DUALSTORAGE"),
    ),
    ("an old Excel workbook (.xls): save it as .xlsx", has_ole_stream("Workbook", "Book")),
    (
        "a message of Outlook (.msg): save it as .eml or HTML",
        has_ole_stream("__properties_version1.0"),
    ),
    ("an old office document: save it in a newer format", starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1")),
    (
        "a document of Pages, Numbers or Keynote: export it as PDF or as an Office file",
        has_zip_member("Index/Document.iwa"),
    ),
    (
        "an OpenDocument presentation (.odp): save it as .pptx or PDF",
        has_zip_media_type(f"{_OPEN_DOCUMENT}presentation"),
    ),
    ("an OpenDocument file: save it as PDF", has_zip_media_type(_OPEN_DOCUMENT)),
    ("a Word document", has_zip_member("word/")),
    ("a PowerPoint presentation", has_zip_member("ppt/")),
    ("an Excel workbook", has_zip_member("xl/")),
    ("a ZIP archive: unpack it and send the files in it", Sign(lambda at: bool(at.zip_members))),
    ("an empty ZIP archive", starts_with(b"PK\x05\x06")),
    ("a PDF file", starts_with(b"%PDF-")),
    ("an RTF document", starts_with(b"{\\rtf")),
    ("a PNG image", starts_with(b"\x89PNG\r\n\x1a\n")),
    ("a JPEG image", starts_with(b"\xff\xd8\xff")),
    ("a GIF image", starts_with(b"GIF87a", b"GIF89a")),
    ("a TIFF image", _binary(b"II*\0", b"MM\0*")),
    ("a BMP image", _binary(b"BM")),
    ("a WebP image", _at(8, b"WEBPVP8")),
    ("an HEIC or AVIF image", _at(4, b"ftyphei", b"ftypmif", b"ftypavif")),
    ("a video", _at(4, b"ftyp", b"moov")),
    ("a video", _at(0, b"\x1aE\xdf\xa3", b"FLV\x01")),
    ("an AVI video", _at(8, b"AVI LIST")),
    ("an audio file", _at(8, b"WAVEfmt ")),
    ("an audio file", starts_with(b"OggS\0", b"fLaC\0", b"ID3\2", b"ID3\3", b"ID3\4")),
    ("a gzip archive: unpack it", starts_with(b"\x1f\x8b")),
    ("a 7z archive: unpack it", starts_with(b"7z\xbc\xaf\x27\x1c")),
    ("an xz archive: unpack it", starts_with(b"\xfd7zXZ\0")),
    ("a bzip2 archive: unpack it", _binary(b"BZh")),
    ("a Zstandard archive: unpack it", starts_with(b"\x28\xb5\x2f\xfd")),
    ("a RAR archive: unpack it", starts_with(b"Rar!\x1a\x07")),
    ("a tar archive: unpack it", _at(257, b"ustar")),
    ("a program", starts_with(b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")),
    ("a program", _binary(b"MZ")),
    ("an SQLite database", starts_with(b"SQLite format 3\0")),
    ("a Parquet file", _binary(b"PAR1")),
    ("a DjVu document: save it as PDF", starts_with(b"AT&TFORM")),
    ("a Kindle book: convert it to EPUB", _at(60, b"BOOKMOBI", b"TEXtREAd")),
    ("a PostScript file: save it as PDF", text_matches("%!ps")),
    ("an SVG image", text_matches(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!doctype svg|<svg)")),
)
"""What each is in words, and its sign; the first one that fits says it."""
