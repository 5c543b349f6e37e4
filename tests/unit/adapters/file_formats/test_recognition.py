"""Which format a file has, by its content and its name."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from adapters.file_formats.ole_names import SIGNATURE, ole_names
from adapters.file_formats.recognition import recognise
from adapters.file_formats.signs import Content
from domain.errors import (
    DocumentPasswordRequired,
    FileDamaged,
    FileEmpty,
    QuothError,
    UnsupportedFileType,
)

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
FAT_SECTOR = 0xFFFFFFFD


def zipped(*names: str, media_type: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if media_type:
            archive.writestr("mimetype", media_type)
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def ole(*names: str, within: str = "") -> bytes:
    """Return an OLE file with these streams, and one in a folder; each entry lies on the right."""
    entries = [_entry("Root Entry", child=1)]
    entries += [_entry(name, right=number + 2) for number, name in enumerate(names)]
    entries.append(_entry("Folder", child=len(entries) + 1))
    entries.append(_entry(within or "Inner"))
    directory = b"".join(entries)
    sectors = -(-len(directory) // 512)
    header = bytearray(SIGNATURE + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", header, 40, 0, 1, 1)  # one sector of the table; the directory: 1
    struct.pack_into("<III", header, 56, 4096, END, 0)
    struct.pack_into("<II", header, 68, END, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    chain = [FAT_SECTOR, *range(2, sectors + 1), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    return bytes(header) + table + directory.ljust(sectors * 512, b"\0")


def _entry(name: str, right: int = FREE, child: int = FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    kind = 5 if name == "Root Entry" else 2
    head = encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(encoded) + 2, kind, 1, FREE, right, child
    )
    return head.ljust(128, b"\0")


def found(content: bytes, name: str, folder: Path) -> tuple[str, str | None]:
    (folder / "file").write_bytes(content)
    recognised = recognise(Content(folder / "file"), name)
    return recognised.entry.format.name, recognised.note


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7 ...", "report.pdf", "PDF"),
        (b"\xef\xbb\xbf\r\n%PDF-1.7 ...", "report.pdf", "PDF"),
        (b"junk \x00\x01 %PDF-1.7", "report.pdf", "PDF"),  # its reader decides
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", "Word"),
        (zipped("ppt/presentation.xml"), "a.pptx", "PowerPoint"),
        (zipped("xl/workbook.xml"), "a.xlsx", "Excel"),
        (zipped("xl/workbook.bin"), "a.xlsb", "Excel binary workbook"),
        (
            zipped(media_type="application/vnd.oasis.opendocument.text"),
            "a.odt",
            "OpenDocument text",
        ),
        (zipped(media_type="application/epub+zip"), "a.epub", "EPUB"),
        (ole("Workbook"), "a.xls", "Excel 97-2003"),
        (b"{\\rtf1 text}", "a.rtf", "RTF"),
        (b"<p>text", "a.html", "HTML"),
        (b"From: Ada\n\ntext", "a.eml", "mail"),
        (b"a,b\n1,2\n", "a.csv", "CSV"),
        (b"{}", "a.json", "JSON"),
        (b"<html><p>Markdown may have tags", "a.md", "Markdown"),
        (b"From: Ada\n\na text about mails", "a.txt", "plain text"),
        (b"text", "README", "plain text"),
        ("Größe".encode("utf-16"), "", "plain text"),
        (b"Minutes of 12.03", "Minutes of 12.03.2024", "plain text"),
    ],
)
def test_files_with_their_own_names_are_recognised(
    content: bytes, name: str, expected: str, tmp_path: Path
) -> None:
    """Signs in the content decide, the name among texts, and nothing is noted."""
    assert found(content, name, tmp_path) == (expected, None)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7", "report.txt", "PDF"),
        (zipped("word/document.xml"), "report.pdf", "Word"),
        (b"{\\rtf1 text}", "report.doc", "RTF"),
        (b"<!DOCTYPE html><p>text", "report.xls", "HTML"),
        (b"Received: by x\nFrom: Ada\n\ntext", "message.msg", "mail"),
    ],
)
def test_another_name_is_noted(content: bytes, name: str, expected: str, tmp_path: Path) -> None:
    """A file is read as what it is, and a note says that its name ends otherwise."""
    name_found, note = found(content, name, tmp_path)
    assert name_found == expected
    assert note is not None
    assert f".{name.rpartition('.')[2]};" in note
    assert expected in note


@pytest.mark.parametrize(
    ("content", "name", "error", "says"),
    [
        (b"", "a.pdf", FileEmpty, "no bytes"),
        (
            ole("WordDocument"),
            "a.doc",
            UnsupportedFileType,
            "old Word document .* save it as .docx",
        ),
        (ole("PowerPoint Document"), "a.ppt", UnsupportedFileType, "save it as .pptx"),
        (ole("__properties_version1.0"), "a.msg", UnsupportedFileType, "save it as .eml"),
        (ole("EncryptionInfo", "EncryptedPackage"), "a.docx", DocumentPasswordRequired, "password"),
        (ole("Unknown"), "a.xls", UnsupportedFileType, "an old office document"),
        (zipped("a.txt"), "a.txt", UnsupportedFileType, "a ZIP archive: unpack it"),
        (zipped("Index/Document.iwa"), "a.pages", UnsupportedFileType, "export it as PDF"),
        (zipped("word/document.xml")[:-30], "a.docx", FileDamaged, "its end is missing"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", UnsupportedFileType, "a PNG image"),
        (b"MZ\x90\0\3", "setup.txt", UnsupportedFileType, "a program"),
        (b"\x1f\x8b\x08", "a.csv", UnsupportedFileType, "a gzip archive"),
        (b"<svg xmlns='x'>", "a.svg", UnsupportedFileType, "an SVG image"),
        (b"plain text", "a.pdf", UnsupportedFileType, "named like PDF, but its content is text"),
        (b"plain text", "a.exe", UnsupportedFileType, "end in .exe are not read"),
        (b"\x00\x01\x02\x03", "a.bin", UnsupportedFileType, "of no known format"),
        (b"\x00\x01\x02\x03", "", UnsupportedFileType, "of no known format"),
    ],
)
def test_what_is_not_read_is_named(
    content: bytes, name: str, error: type[QuothError], says: str, tmp_path: Path
) -> None:
    """The message says what was found, what to do with it, and which formats are read."""
    with pytest.raises(error, match=says) as refused:
        found(content, name, tmp_path)
    assert refused.value.message.endswith("thing was stored.") or error is not UnsupportedFileType
    if error is UnsupportedFileType:
        assert "Quoth reads plain text, Markdown, PDF" in refused.value.message


def test_texts_that_begin_like_other_files_are_texts(tmp_path: Path) -> None:
    """MZ, BM and the like are signs of a program or a picture only where text cannot be."""
    for text in (b"MZ is a code", b"BMW and others", b"BZh", b"PK is short for park"):
        assert found(text, "a.txt", tmp_path) == ("plain text", None)


def test_only_the_names_at_the_top_of_an_ole_file_count(tmp_path: Path) -> None:
    """A workbook with a Word document inside it is a workbook."""
    many = [f"Stream {number}" for number in range(30)]
    (tmp_path / "file").write_bytes(ole(*many, "Workbook", within="WordDocument"))
    assert ole_names(tmp_path / "file") == {*many, "Workbook", "Folder"}


@pytest.mark.parametrize("length", [0, 8, 511, 512, 900, 1023, 1024, 1100])
def test_a_part_of_an_ole_file_has_some_names_or_none(length: int, tmp_path: Path) -> None:
    """A file that is cut short raises no error."""
    (tmp_path / "file").write_bytes(ole("Workbook")[:length])
    assert ole_names(tmp_path / "file") <= {"Workbook", "Folder"}


def test_an_ole_file_in_a_circle_ends(tmp_path: Path) -> None:
    """Entries and sectors that point at themselves are read once."""
    content = bytearray(ole("Workbook"))
    struct.pack_into("<I", content, 512 + 4, 1)  # the directory's sector follows itself
    struct.pack_into("<I", content, 1024 + 128 + 72, 1)  # and so does the first entry
    (tmp_path / "file").write_bytes(content)
    assert ole_names(tmp_path / "file") == {"Workbook"}
