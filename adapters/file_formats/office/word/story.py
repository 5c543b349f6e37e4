"""Reads the blocks of a story of a Word document: its body, a cell, a note or a text box."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Final

from adapters.file_formats.office.blocks import (
    Block,
    Code,
    Heading,
    Item,
    Paragraph,
)
from adapters.file_formats.office.word.inline import Inline, InlineReader, LeftOut
from adapters.file_formats.office.word.numbering import Numbering
from adapters.file_formats.office.word.styles import BODY_LEVEL, Style, Styles, with_numbering
from adapters.file_formats.office.word.tables import table_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    is_on,
    local_name,
    number,
)

_CODE_SIGNS = re.compile(r"[{}<>=;|\\$]|\(\)|^\s*(?:#|//)", re.MULTILINE)
_CHECKBOX = re.compile(r"\s*\[[ x]\] ")
_CONTENT: Final = ("p", "tbl", "oMathPara")
_DROPPED: Final = ("drop", "margin")
_WRAPPERS: Final = ("customXml", "smartTag", "ins", "moveTo", "sdtContent")


class StoryReader:
    """Reads stories, in the order in which they stand in the document."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        inline: InlineReader,
        drawing: Callable[[Element, "StoryReader"], list[Block]],
        left_out: LeftOut,
    ) -> None:
        """Set what a document has in common.

        Args:
            styles: Its styles.
            numbering: Its lists.
            inline: Reads its paragraphs.
            drawing: Reads what is written in a drawing.
            left_out: Is told what was left out.
        """
        self._styles = styles
        self._numbering = numbering
        self._inline = inline
        self._drawing = drawing
        self._left_out = left_out
        self._deeper = 0
        self.title: str | None = None

    def blocks(self, story: Element) -> Iterator[Block]:
        """Yield the blocks of a story."""
        joined = ""
        for each in self._content(story):
            name = local_name(each)
            if name == "p":
                joined = yield from self._paragraph(each, joined)
            elif name == "tbl":
                yield from table_of(each, self.blocks, self._left_out)
            else:
                yield Paragraph(self._inline.read(each, self._styles[None]).text)
        if joined:
            yield Paragraph(joined)

    def _content(self, story: Element) -> Iterator[Element]:
        """Yield the paragraphs, tables and equations of a story, those in wrappers too."""
        for each in story:
            name = local_name(each)
            if name in _CONTENT:
                yield each
            elif name in _WRAPPERS:
                yield from self._content(each)
            elif name == "sdt":
                if not is_on(child(each, "sdtPr", "showingPlcHdr")):
                    yield from self._content(each)
            elif name == "AlternateContent":
                yield from self._content(next(children(each, "Choice", "Fallback"), ()))
            elif name in ("del", "moveFrom"):
                self._left_out.deletions = True
            elif name == "altChunk":
                self._left_out.embedded_files = True

    def _paragraph(self, paragraph: Element, before: str) -> Generator[Block, None, str]:
        """Yield the blocks of a paragraph; return its text if it goes on in the next one."""
        properties = child(paragraph, "pPr")
        style = self._style(properties)
        inline = self._inline.read(paragraph, style)
        text = before + inline.text
        is_end_deleted = child(properties, "rPr", "del") is not None
        self._left_out.deletions |= is_end_deleted
        # a large initial stands in a paragraph of its own
        goes_on = is_end_deleted or attribute(child(properties, "framePr"), "dropCap") in _DROPPED
        if not goes_on:
            yield from self._block(style, inline, text)
        for drawing in inline.drawings:
            yield from self._drawing(drawing, self)
        return text if goes_on else ""

    def _style(self, properties: Element | None) -> Style:
        name = attribute(child(properties, "pStyle"), "val")
        style = self._styles[name]
        if properties is None:
            return style
        outline = child(properties, "outlineLvl")
        if outline is not None:
            style = replace(style, outline=number(outline, "val", BODY_LEVEL))
        return with_numbering(style, properties)

    def _block(self, style: Style, inline: Inline, text: str) -> Iterator[Block]:
        mark = self._numbering.mark(style)
        if not text or text.isspace():
            return
        if style.is_title and style.outline >= BODY_LEVEL:
            self.title = self.title or " ".join(text.split())
            self._deeper = 1
            yield Heading(1, text)
        elif style.outline < BODY_LEVEL:
            label = f"{mark.label} " if mark and mark.label else ""
            yield Heading(style.outline + 1 + self._deeper, label + text)
        elif style.is_code or (inline.is_monospaced and _CODE_SIGNS.search(text)):
            yield Code(text)
        elif mark:
            yield Item(text, mark.indent, mark.label)
        elif _CHECKBOX.match(text):
            yield Item(text.strip())
        else:
            yield Paragraph(text, inline.is_bold)
