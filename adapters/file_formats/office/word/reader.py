"""Reads Word documents (.docx): their text as Markdown, with numbering, notes and text boxes."""

from collections.abc import Iterator

from adapters.file_formats.office.blocks import Block
from adapters.file_formats.office.markdown import markdown
from adapters.file_formats.office.notes import Notes
from adapters.file_formats.office.ooxml.charts import chart_blocks
from adapters.file_formats.office.ooxml.diagrams import diagram_blocks
from adapters.file_formats.office.ooxml.package import Package
from adapters.file_formats.office.outcome import extracted
from adapters.file_formats.office.word.bold_headings import with_bold_headings
from adapters.file_formats.office.word.inline import InlineReader, LeftOut
from adapters.file_formats.office.word.numbering import Numbering
from adapters.file_formats.office.word.story import StoryReader
from adapters.file_formats.office.word.styles import Styles
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    local_name,
)
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileTooComplex

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(file: SourceFile) -> ExtractedText:
    """Return the text of a Word document; tracked deletions and hidden text are left out.

    Footnotes and endnotes stand at the end of the section that refers to them.
    """
    with Package(file.path, "Word document") as package:
        try:
            return _Document(package).extracted()
        except RecursionError as exc:
            raise FileTooComplex(
                "The tables or text boxes of the document are nested too deeply. Nothing was"
                " stored; save its text in a simpler layout."
            ) from exc


class _Document:
    """A document that is being read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main, self._root = package.main_part("document")
        self._links = package.relationships(self._main)
        self._left_out = LeftOut()
        self._notes = Notes()
        self._note_texts = {
            (kind, attribute(each, "id") or ""): each
            for kind in ("footnote", "endnote")
            for each in children(self._part(f"{kind}s"), kind)
            if attribute(each, "type") in (None, "normal")
        }
        styles = Styles(self._part("styles"))
        self._story = StoryReader(
            styles,
            Numbering(self._part("numbering"), styles),
            InlineReader(styles, self._mark, self._left_out),
            self._drawing,
            self._left_out,
        )

    def extracted(self) -> ExtractedText:
        """Return the text and what was left out."""
        body = child(self._root, "body")
        blocks = () if body is None else self._story.blocks(body)
        noted = self._notes.below_sections(blocks, self._story.blocks)
        return extracted(
            markdown(with_bold_headings(list(noted))),
            MEDIA_TYPE,
            self._package.kind,
            properties=self._package.properties(),
            has_pictures=self._package.has_pictures(),
            title=self._story.title,
            notes=tuple(self._left_out_notes()),
        )

    def _part(self, kind: str) -> Element | None:
        return self._package.optional_part(self._main, kind)

    def _mark(self, kind: str, key: str) -> str:
        note = self._note_texts.get((kind, key))
        return "" if note is None else self._notes.mark(note)

    def _drawing(self, drawing: Element, story: StoryReader) -> list[Block]:
        """Return what is written in a drawing: text boxes, charts, diagrams."""
        blocks: list[Block] = []
        for each in _written(drawing):
            name = local_name(each)
            if name == "txbxContent":
                blocks += story.blocks(each)
            elif name == "chart":
                blocks += chart_blocks(self._linked(attribute(each, "id")))
            else:
                blocks += diagram_blocks(self._linked(attribute(each, "dm")))
        return blocks

    def _linked(self, key: str | None) -> Element | None:
        _, target = self._links.get(key or "", ("", ""))
        return self._package.part(target) if target in self._package else None

    def _left_out_notes(self) -> Iterator[str]:
        if self._left_out.deletions:
            yield "Deletions that were tracked but not yet accepted were left out."
        if self._left_out.hidden_text:
            yield "Hidden text was left out."
        if self._left_out.comments:
            yield "Comments were left out."
        if self._left_out.embedded_files:
            yield (
                "Files of other formats that Word shows as text were left out. Open and save the"
                " document in Word, and add it again."
            )
        if any(kind in ("header", "footer") for kind, _ in self._links.values()):
            yield "Headers and footers were left out."


def _written(drawing: Element) -> Iterator[Element]:
    """Yield the text boxes, charts and diagrams of a drawing, but not those in text boxes."""
    for each in drawing:
        name = local_name(each)
        if name in ("txbxContent", "chart", "relIds"):
            yield each
        elif name == "AlternateContent":
            yield from _written(next(children(each, "Choice", "Fallback"), ()))
        else:
            yield from _written(each)
