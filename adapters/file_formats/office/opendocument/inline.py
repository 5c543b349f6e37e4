"""Reads what stands in the paragraphs of an OpenDocument text."""

import re
from dataclasses import dataclass, field
from typing import Final

from adapters.file_formats.office.notes import Notes
from adapters.file_formats.office.opendocument.styles import Style, Styles
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    local_name,
    number,
)
from adapters.file_formats.scripts import lowered, raised

_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_BLANKS: Final = 100
_SKIPPED: Final = frozenset({
    "annotation", "annotation-end", "hidden-paragraph", "page-number", "ruby-text",
    "soft-page-break", "tracked-changes",
})  # fmt: skip
_DRAWINGS: Final = frozenset({
    "custom-shape", "ellipse", "frame", "g", "line", "polygon", "rect", "path",
})  # fmt: skip


@dataclass(slots=True)
class Inline:
    """What was found in a paragraph: its text, and the drawings at it."""

    pieces: list[str] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(self.pieces)


class InlineReader:
    """Reads the content of paragraphs."""

    def __init__(self, styles: Styles, notes: Notes) -> None:
        self._styles = styles
        self._notes = notes
        self.has_hidden_text = False

    def read(self, paragraph: Element, style: Style) -> Inline:
        """Return what stands in a paragraph of a style."""
        into = Inline()
        self._inner(paragraph, style, into)
        return into

    def _inner(self, element: Element, style: Style, into: Inline) -> None:
        self._text(element.text, style, into)
        for each in element:
            self._element(each, style, into)
            self._text(each.tail, style, into)

    def _text(self, text: str | None, style: Style, into: Inline) -> None:
        if not text:
            return
        if style.is_hidden:
            self.has_hidden_text = True
            return
        text = _BLANKS.sub(" ", text)
        if style.position:
            text = raised(text) if style.position > 0 else lowered(text)
        into.pieces.append(text)

    def _element(self, element: Element, style: Style, into: Inline) -> None:
        name = local_name(element)
        if name == "s":
            into.pieces.append(" " * min(_MOST_BLANKS, max(1, number(element, "c", 1))))
        elif name in ("tab", "line-break"):
            into.pieces.append("\t" if name == "tab" else "\n")
        elif name == "note":
            body = child(element, "note-body")
            if body is not None:
                into.pieces.append(self._notes.mark(body))
        elif name in _DRAWINGS:
            into.drawings.append([element])
        elif name == "hidden-text" or (name == "section" and attribute(element, "display")):
            self.has_hidden_text = True
        elif name == "span":
            own = attribute(element, "style-name")
            self._inner(element, self._styles[own] if own else style, into)
        elif name and name not in _SKIPPED:
            self._inner(element, style, into)
