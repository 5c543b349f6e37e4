"""Reads OpenDocument texts (.odt), as LibreOffice writes them."""

import posixpath
from collections.abc import Iterator

from adapters.file_formats.office.blocks import Block, Paragraph
from adapters.file_formats.office.markdown import markdown
from adapters.file_formats.office.metadata import Properties, properties_of
from adapters.file_formats.office.notes import Notes
from adapters.file_formats.office.opendocument.story import StoryReader, has_deletions
from adapters.file_formats.office.opendocument.styles import Styles
from adapters.file_formats.office.outcome import extracted
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    has_descendant,
    local_name,
    parse_xml,
)
from adapters.file_formats.reader import SourceFile
from adapters.file_formats.zip_archive import ZipArchive
from domain.documents.document import ExtractedText
from domain.errors import (
    DocumentPasswordRequired,
    FileDamaged,
    FileTooComplex,
    UnsupportedFileType,
)

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_KIND = "OpenDocument text"


def read(file: SourceFile) -> ExtractedText:
    """Return the text of an OpenDocument text; deletions, comments and hidden text are left out.

    Footnotes and endnotes stand at the end of the section that refers to them.
    """
    with ZipArchive(file.path) as archive:
        _check_encryption(archive)
        try:
            return _Document(archive).extracted()
        except RecursionError as exc:
            raise FileTooComplex(
                "The tables, lists or frames of the document are nested too deeply. Nothing was"
                " stored; save its text in a simpler layout."
            ) from exc


def _check_encryption(archive: ZipArchive) -> None:
    manifest = "META-INF/manifest.xml"
    is_encrypted = "encrypted-package" in archive
    if manifest in archive and not is_encrypted:
        root = parse_xml(archive.read(manifest), manifest)
        is_encrypted = has_descendant(root, "encryption-data")
    if is_encrypted:
        raise DocumentPasswordRequired(
            f"The {_KIND} opens only with a password, so nothing was stored: save it without one"
            " and send it again."
        )


class _Document:
    """A document that is being read."""

    def __init__(self, archive: ZipArchive) -> None:
        self._archive = archive
        self._root = parse_xml(archive.read("content.xml"), "content.xml")
        self._notes = Notes()
        styles = Styles(self._optional("styles.xml"), self._root)
        self._story = StoryReader(styles, self._notes, self._object)

    def extracted(self) -> ExtractedText:
        """Return the text and what was left out."""
        text = child(self._root, "body", "text")
        if text is None:
            raise UnsupportedFileType(
                "The file is an OpenDocument file, but no text document (.odt). Nothing was"
                " stored; save it in another format that is read."
            )
        blocks = self._notes.below_sections(self._story.blocks(text), self._story.blocks)
        written = markdown(blocks)
        return extracted(
            written,
            MEDIA_TYPE,
            _KIND,
            properties=self._properties(),
            has_pictures=any(name.startswith("Pictures/") for name in self._archive.names),
            title=self._story.title,
            notes=tuple(self._left_out(text)),
        )

    def _optional(self, name: str) -> Element | None:
        return parse_xml(self._archive.read(name), name) if name in self._archive else None

    def _properties(self) -> Properties:
        try:
            return properties_of(child(self._optional("meta.xml"), "meta"))
        except FileDamaged:
            return properties_of(None)

    def _object(self, element: Element) -> Iterator[Block]:
        """Yield the text of a formula, or the values behind a chart."""
        folder = posixpath.normpath(attribute(element, "href") or ".")
        root = self._optional(f"{folder}/content.xml")
        if root is None:
            return
        if local_name(root) == "math":
            yield Paragraph("".join(_formula(root)))
        elif (chart := child(root, "body", "chart", "chart")) is not None:
            yield from self._story.blocks(list(children(chart, "table")))

    def _left_out(self, text: Element) -> Iterator[str]:
        if has_deletions(text):
            yield "Deletions that were tracked but not yet accepted were left out."
        if self._story.has_hidden_text:
            yield "Hidden text was left out."
        if has_descendant(text, "annotation"):
            yield "Comments were left out."


def _formula(element: Element) -> Iterator[str]:
    for each in element:
        if local_name(each) != "annotation":
            yield (each.text or "").strip()
            yield from _formula(each)
