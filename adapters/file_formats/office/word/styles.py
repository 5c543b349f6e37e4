"""What the styles of a Word document say about its paragraphs."""

import re
from dataclasses import dataclass, replace
from typing import Final

from adapters.file_formats.office.characters import is_monospaced
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    is_on,
    number,
)

BODY_LEVEL: Final = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""

_HEADING = re.compile(r"heading ([1-9])")
_CODE = re.compile(
    r"(?:source ?code|code|code block|code listing|html ?preformatted|preformatted(?: text)?"
    r"|verbatim|program ?listing)"
)


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs or characters, with what it inherits.

    Attributes:
        outline: The outline level of a heading, from 0.
        list_id: The list that its paragraphs belong to.
        list_level: Their level in it.
        indent: How far they stand from the margin, in twentieths of a point; None if not stated.
        is_title: Whether it is the style of the document's title.
        is_code: Whether its paragraphs are code.
        is_monospaced: Whether all its characters are equally wide.
        is_hidden: Whether its text is hidden.
        is_bold: Whether its text is bold.
    """

    outline: int = BODY_LEVEL
    list_id: str = ""
    list_level: int = 0
    indent: int | None = None
    is_title: bool = False
    is_code: bool = False
    is_monospaced: bool = False
    is_hidden: bool = False
    is_bold: bool = False


_PLAIN: Final = Style()
_UNSTATED: Final = -(1 << 31)


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Element | None) -> None:
        """Read the part with the styles; None if a document has none."""
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default = ""
        for each in children(root, "style"):
            key = attribute(each, "styleId") or ""
            self._elements[key] = each
            is_default = attribute(each, "default") in ("1", "true", "on")
            if is_default and attribute(each, "type") == "paragraph":
                self._default = key

    def __getitem__(self, key: str | None) -> Style:
        """Return a style; the default one of paragraphs for None."""
        key = self._default if key is None else key
        chain: dict[str, None] = {}
        while key not in self._resolved and key in self._elements and key not in chain:
            chain[key] = None
            key = attribute(child(self._elements[key], "basedOn"), "val") or ""
        style = self._resolved.get(key, _PLAIN)
        for name in reversed(chain):
            style = self._resolved[name] = _derived(style, self._elements[name])
        return style

    def list_id(self, key: str) -> str:
        """Return the list that a style of lists stands for; empty if there is none."""
        numbering = child(self._elements.get(key), "pPr", "numPr", "numId")
        return attribute(numbering, "val") or ""


def _derived(base: Style, element: Element) -> Style:
    """Return a style that changes another one."""
    name = (attribute(child(element, "name"), "val") or "").lower()
    paragraph, characters = child(element, "pPr"), child(element, "rPr")
    outline = child(paragraph, "outlineLvl")
    level = base.outline if outline is None else number(outline, "val", BODY_LEVEL)
    if outline is None and (heading := _HEADING.fullmatch(name)):
        level = int(heading[1]) - 1
    hidden, fonts = child(characters, "vanish"), child(characters, "rFonts")
    bold = child(characters, "b")
    derived = replace(
        base,
        outline=level,
        is_title=base.is_title or name == "title",
        is_code=base.is_code or _CODE.fullmatch(name) is not None,
        is_hidden=base.is_hidden if hidden is None else is_on(hidden),
        is_bold=base.is_bold if bold is None else is_on(bold),
        is_monospaced=base.is_monospaced if fonts is None else is_monospaced(fonts),
    )
    return with_numbering(derived, paragraph)


def with_numbering(style: Style, properties: Element | None) -> Style:
    """Return a style as changed by what a paragraph says about its list and its indent."""
    numbering = child(properties, "numPr")
    list_id, level = child(numbering, "numId"), child(numbering, "ilvl")
    indent = child(properties, "ind")
    own_indent = number(indent, "left", number(indent, "start", _UNSTATED))
    # the indent of a list is that of its levels, unless it is stated beside the list
    inherited = style.indent if numbering is None else None
    return replace(
        style,
        list_id=style.list_id if list_id is None else attribute(list_id, "val") or "",
        list_level=style.list_level if level is None else number(level, "val"),
        indent=inherited if own_indent == _UNSTATED else own_indent,
    )
