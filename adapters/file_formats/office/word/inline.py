"""Reads what stands in the paragraphs of a Word document."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from adapters.file_formats.office.characters import is_monospaced, symbol
from adapters.file_formats.office.ooxml.equations import equation
from adapters.file_formats.office.word.styles import Style, Styles
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    is_on,
    local_name,
    named_children,
)
from adapters.file_formats.scripts import lowered, raised

_SKIPPED: Final = frozenset({
    "annotationRef", "bookmarkEnd", "bookmarkStart", "commentRangeEnd", "commentRangeStart",
    "commentReference", "delInstrText", "delText", "endnoteRef", "footnoteRef", "instrText",
    "lastRenderedPageBreak", "proofErr", "rt", "softHyphen",
})  # fmt: skip
_CHECKED: Final = "[x] "
_UNCHECKED: Final = "[ ] "
_SCRIPTS: Final = {"superscript": raised, "subscript": lowered}


@dataclass(slots=True)
class Inline:
    """What was found in a paragraph.

    Attributes:
        pieces: Its text.
        drawings: The drawings in it, which may contain texts of their own.
        is_monospaced: Whether all its letters are equally wide, so far.
        is_bold: Whether all its letters are bold, so far.
    """

    pieces: list[str] = field(default_factory=list)
    drawings: list[Element] = field(default_factory=list)
    is_monospaced: bool = True
    is_bold: bool = True

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(self.pieces)


@dataclass(slots=True)
class LeftOut:
    """What was found in a document and left out."""

    deletions: bool = False
    hidden_text: bool = False
    comments: bool = False
    embedded_files: bool = False


class InlineReader:
    """Reads the content of paragraphs."""

    def __init__(self, styles: Styles, note: Callable[[str, str], str], left_out: LeftOut) -> None:
        """Set what a document has in common.

        Args:
            styles: Its styles.
            note: Returns the mark of a note in the text by "footnote" or "endnote" and its id.
            left_out: Is told what was left out.
        """
        self._styles = styles
        self._note = note
        self._left_out = left_out
        self._read: dict[str, Callable[[Element, Style, Inline], None]] = {
            "r": self._run,
            "t": self._text,
            "tab": lambda _e, _s, into: into.pieces.append("\t"),
            "ptab": lambda _e, _s, into: into.pieces.append("\t"),
            "br": lambda _e, _s, into: into.pieces.append("\n"),
            "cr": lambda _e, _s, into: into.pieces.append("\n"),
            "noBreakHyphen": lambda _e, _s, into: into.pieces.append("-"),
            "sym": self._symbol,
            "sdt": self._control,
            "del": self._deletion,
            "moveFrom": self._deletion,
            "AlternateContent": self._alternative,
            "drawing": self._drawing,
            "pict": self._drawing,
            "object": self._drawing,
            "footnoteReference": self._reference,
            "endnoteReference": self._reference,
            "oMath": self._equation,
        }
        self._instructions: list[bool] = []

    def read(self, paragraph: Element, style: Style) -> Inline:
        """Return what stands in a paragraph of a style."""
        into = Inline()
        self._instructions = []  # an instruction ends with its paragraph, even without a mark
        self._inner(paragraph, style, into)
        into.is_monospaced = into.is_monospaced and bool(into.pieces)
        return into

    def _inner(self, element: Element, style: Style, into: Inline) -> None:
        for each in element:
            self._element(each, style, into)

    def _element(self, element: Element, style: Style, into: Inline) -> None:
        name = local_name(element)
        if read := self._read.get(name):
            read(element, style, into)
        elif name == "fldChar":
            self._field(element, into)
        elif name == "commentRangeStart":
            self._left_out.comments = True
        elif name and name not in _SKIPPED and not name.endswith("Pr"):
            self._inner(element, style, into)

    def _run(self, run: Element, style: Style, into: Inline) -> None:
        own = named_children(child(run, "rPr"))
        name = attribute(own.get("rStyle"), "val")
        characters = self._styles[name] if name else style
        vanish, bold, fonts = own.get("vanish"), own.get("b"), own.get("rFonts")
        if style.is_hidden or characters.is_hidden if vanish is None else is_on(vanish):
            self._left_out.hidden_text = True
            for each in children(run, "fldChar"):  # its marks count, its text does not
                self._field(each, Inline())
            return
        before = len(into.pieces)
        self._inner(run, style, into)
        mono = style.is_monospaced or characters.is_monospaced
        if attribute(fonts, "ascii") is not None:
            mono = is_monospaced(fonts)
        is_bold = style.is_bold or characters.is_bold if bold is None else is_on(bold)
        if any(not piece.isspace() for piece in into.pieces[before:]):
            into.is_monospaced &= mono
            into.is_bold &= is_bold
        move = _SCRIPTS.get(attribute(own.get("vertAlign"), "val") or "")
        if move:
            into.pieces[before:] = [move("".join(into.pieces[before:]))]

    def _text(self, element: Element, _style: Style, into: Inline) -> None:
        if element.text and not (self._instructions and self._instructions[-1]):
            into.pieces.append(element.text.replace("\n", " "))

    def _symbol(self, element: Element, _style: Style, into: Inline) -> None:
        into.pieces.append(
            symbol(attribute(element, "char") or "", attribute(element, "font") or "")
        )

    def _field(self, mark: Element, into: Inline) -> None:
        """Follow a field: between its beginning and its separator stands code."""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            inside = bool(self._instructions) and self._instructions[-1]
            self._instructions.append(True)
            box = child(mark, "ffData", "checkBox")
            if box is not None and not inside:
                state = child(box, "checked")
                checked = is_on(child(box, "default") if state is None else state)
                into.pieces.append(_CHECKED if checked else _UNCHECKED)
        elif kind == "separate" and self._instructions:
            outer = len(self._instructions) > 1 and self._instructions[-2]
            self._instructions[-1] = outer
        elif kind == "end" and self._instructions:
            self._instructions.pop()

    def _control(self, control: Element, style: Style, into: Inline) -> None:
        """Read a content control: its content, but for what asks to fill it in."""
        properties = child(control, "sdtPr")
        box = child(properties, "checkbox")
        if box is not None:
            into.pieces.append(_CHECKED if is_on(child(box, "checked")) else _UNCHECKED)
        elif not is_on(child(properties, "showingPlcHdr")):
            for content in children(control, "sdtContent"):
                self._inner(content, style, into)

    def _deletion(self, _element: Element, _style: Style, _into: Inline) -> None:
        self._left_out.deletions = True

    def _alternative(self, element: Element, style: Style, into: Inline) -> None:
        """Read the first of several ways to say the same."""
        for each in children(element, "Choice", "Fallback"):
            self._inner(each, style, into)
            return

    def _drawing(self, element: Element, _style: Style, into: Inline) -> None:
        into.drawings.append(element)

    def _reference(self, element: Element, _style: Style, into: Inline) -> None:
        kind = local_name(element).removesuffix("Reference")
        into.pieces.append(self._note(kind, attribute(element, "id") or ""))

    def _equation(self, element: Element, _style: Style, into: Inline) -> None:
        beside = element.getprevious()
        if beside is not None and local_name(beside) == "oMath":
            into.pieces.append(" ")
        into.pieces.append(equation(element).strip())
        into.is_monospaced = into.is_bold = False
