"""Reads books in EPUB: their pages in order, with a heading above each chapter."""

import posixpath

from adapters.file_formats.epub.package import (
    Package,
    address_of,
    elements,
    read_package,
    xml_root,
)
from adapters.file_formats.html.blocks import Block, Kind, as_markdown
from adapters.file_formats.html.parsing import decode_page
from adapters.file_formats.html.reader import all_blocks
from adapters.file_formats.reader import SourceFile
from adapters.file_formats.zip_archive import ZipArchive
from domain.documents.document import ExtractedText
from domain.errors import DocumentHasNoText, FileDamaged, FileEmpty, TextUndecodable

MEDIA_TYPE = "application/epub+zip"


def read(file: SourceFile) -> ExtractedText:
    """Return a book as Markdown.

    Raises:
        FileDamaged: If it is no whole archive, or its list of pages is missing.
        FileTooComplex: If it unpacks to more than the limits allow.
        DocumentPasswordRequired: If it is protected against copies.
        DocumentHasNoText: If its pages are pictures.
    """
    with ZipArchive(file.path) as archive:
        package = read_package(archive)
        names = _chapter_names(archive, package)
        chapters = [_chapter(archive, page, names.get(page)) for page in package.pages]
    text = "\n\n".join(filter(None, chapters))
    if not text:
        raise DocumentHasNoText("The pages of the book have no text, so nothing was stored.")
    return ExtractedText(text, (), package.metadata, package.title, MEDIA_TYPE)


def _chapter(archive: ZipArchive, page: str, name: str | None) -> str:
    try:
        blocks = all_blocks(decode_page(archive.read(page)).text)
    except FileEmpty:
        return ""
    except TextUndecodable as exc:
        raise FileDamaged(f"The page {page} of the book is no text. Nothing was stored.") from exc
    return as_markdown(_headed(blocks, name))


def _headed(blocks: list[Block], name: str | None) -> list[Block]:
    """Return the blocks of a page with the name of its chapter above them, if it has no heading."""
    if not blocks or not name or any(block.kind is Kind.HEADING for block in blocks):
        return blocks
    said = blocks[0].text.replace("\n", " ").casefold() == name.casefold()
    return [Block(Kind.HEADING, name, "# "), *blocks[said:]]


def _chapter_names(archive: ZipArchive, package: Package) -> dict[str, str]:
    """Return the names of pages, as the first table of contents has them."""
    found: dict[str, str] = {}
    for contents in package.contents:
        base = posixpath.dirname(contents)
        root = xml_root(archive, contents)
        for link in elements(root, "a"):
            _note(found, address_of(base, link.get("href", "")), "".join(link.itertext()))
        for point in elements(root, "navPoint"):
            content = next(elements(point, "content"), None)
            label = next(elements(point, "text"), None)
            if content is not None and label is not None:
                _note(found, address_of(base, content.get("src", "")), label.text or "")
    return found


def _note(found: dict[str, str], page: str, label: str) -> None:
    if name := " ".join(label.split()):
        found.setdefault(page, name)
