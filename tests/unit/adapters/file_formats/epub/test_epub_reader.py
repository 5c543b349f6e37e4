"""A book is read in its order, with a heading above each chapter."""

from pathlib import Path

import pytest

from adapters.file_formats.epub.reader import read
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import DocumentHasNoText, DocumentPasswordRequired, FileDamaged
from tests.support.sample_files.book import MEMBERS, book

PACKAGE = "book/package.opf"
ENCRYPTION = """\
<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData>
<CipherReference URI="book/{}"/></CipherData></EncryptedData></encryption>
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book"


def read_book(path: Path, changes: dict[str, str | None]) -> ExtractedText:
    members = {name: text for name, text in {**MEMBERS, **changes}.items() if text is not None}
    path.write_bytes(book(members))
    return read(SourceFile(path, "book.epub"))


def test_a_book_is_its_chapters_in_order(path: Path) -> None:
    """The order is that of the spine; the table of contents is read for its names alone."""
    extracted = read_book(path, {})
    assert extracted.text == (
        "# The dam\n\nThe dam was repaired, and the herons left.\n\n"
        "# The nests\n\nEleven years later they came back."
    )
    assert extracted.title == "The Herons of the Mill"
    assert extracted.metadata == {"author": "Ada Reed", "language": "en"}
    assert extracted.parts == ()


def test_a_paragraph_that_names_its_chapter_becomes_the_heading(path: Path) -> None:
    """The name of a chapter stands there once."""
    page = MEMBERS["book/one .xhtml"].replace("<p>The dam was", "<p>The Dam</p><p>It was")
    text = read_book(path, {"book/one .xhtml": page}).text
    assert text.startswith("# The dam\n\nIt was repaired")


def test_an_old_table_of_contents_names_the_chapters(path: Path) -> None:
    """Books of version 2 have an NCX file."""
    ncx = """\
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Der Damm</text>
</navLabel><content src="one%20.xhtml#start"/></navPoint></navMap></ncx>"""
    package = MEMBERS[PACKAGE].replace(
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="nav" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
    )
    text = read_book(path, {PACKAGE: package, "book/toc.ncx": ncx}).text
    assert text.startswith("# Der Damm\n\n")


def test_a_book_without_its_container_is_read_by_its_package(path: Path) -> None:
    """The package is found by its name."""
    assert read_book(path, {"META-INF/container.xml": None}).text.startswith("# The dam")


def test_a_protected_book_is_refused(path: Path) -> None:
    """Encrypted pages cannot be read; encrypted fonts do not matter."""
    with pytest.raises(DocumentPasswordRequired, match="DRM"):
        read_book(path, {"META-INF/encryption.xml": ENCRYPTION.format("one%20.xhtml")})
    assert read_book(path, {"META-INF/encryption.xml": ENCRYPTION.format("font.otf")}).text


@pytest.mark.parametrize(
    "changes",
    [
        {PACKAGE: None},
        {PACKAGE: ""},
        {PACKAGE: "<package/>"},
        {"book/one .xhtml": None, "book/two.xhtml": None},
    ],
)
def test_a_book_without_its_pages_is_damaged(path: Path, changes: dict[str, str | None]) -> None:
    """Without a package or without pages there is nothing to read."""
    with pytest.raises(FileDamaged):
        read_book(path, changes)


def test_a_book_of_pictures_has_no_text(path: Path) -> None:
    """The error says that the pages have no text."""
    page = "<html><body><img src='a.png'/></body></html>"
    with pytest.raises(DocumentHasNoText):
        read_book(path, {"book/one .xhtml": page, "book/two.xhtml": page})
