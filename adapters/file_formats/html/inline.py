"""Gathers the words of the block that is open."""

import re
from textwrap import dedent
from typing import NamedTuple

from lxml import etree

from adapters.file_formats.html.blocks import Link
from adapters.file_formats.scripts import lowered, raised

_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
_WHITE = re.compile(r"\s+")
# joiners are part of words, and stay
_INVISIBLE = re.compile("[\u00ad\N{ZERO WIDTH SPACE}\u2060\ufeff]+")
_NUMBER = re.compile(r"\s*[0-9]{1,4}\s*")
_FORMULAS = ("math", "tex", "latex", "katex")
_LINES = frozenset(["div", "li", "p", "tr"])


class Words(NamedTuple):
    r"""The words of a block, with `\n` for its line breaks.

    Attributes:
        text: The words.
        linked: How many of their characters are in links.
        links: The links.
    """

    text: str
    linked: int
    links: tuple[Link, ...]


class Inline:
    """The words of the block that is open."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._linked = 0
        self._opened: list[tuple[str, int]] = []  # links: the address, and the pieces before it
        self._links: list[Link] = []

    def add(self, text: str | None) -> None:
        """Add text, with its white space as blanks."""
        if text:
            words = _WHITE.sub(" ", text)
            self._pieces.append(words)
            if self._opened:
                self._linked += len(words)

    def enter(self, element: etree._Element) -> bool:
        """Open an element within a block, and return whether all of it was read already."""
        tag = element.tag
        if tag == "a" and (address := element.get("href")):
            self._opened.append((address, len(self._pieces)))
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "img":
            if any(word in element.get("class", "").lower() for word in _FORMULAS):
                self.add(element.get("alt"))
        elif tag == "input":
            if element.get("type", "").lower() == "checkbox":
                self._pieces.append("[ ] " if element.get("checked") is None else "[x] ")
        elif tag == "q":
            self._pieces.append("“")
        elif tag in ("sup", "sub") and (script := _script(element)):
            self._pieces.append(script)
            return True
        self.add(element.text)
        return False

    def leave(self, element: etree._Element) -> None:
        """Close an element within a block."""
        if element.tag == "a" and element.get("href") and self._opened:
            address, start = self._opened.pop()
            words = " ".join("".join(self._pieces[start:]).split())
            if words:
                self._links.append(Link(words, address.strip()))
        elif element.tag == "q":
            self._pieces.append("”")

    def take(self) -> Words:
        """Return the words of the block, and begin the next."""
        text = _INVISIBLE.sub("", "".join(self._pieces))
        text = _BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip()
        words = Words(text, min(self._linked, len(text)), tuple(self._links))
        self._pieces, self._linked, self._links = [], 0, []
        self._opened = [(address, 0) for address, _ in self._opened]  # a link around blocks
        return words


def _script(element: etree._Element) -> str:
    """Return what `sup` or `sub` shows; empty if it holds more than figures.

    10⁶ is not 106, and the number of a note is no power.
    """
    if not len(element):
        text = element.text or ""
        return raised(text) if element.tag == "sup" else lowered(text)
    if len(element) == 1 and element[0].tag == "a" and not len(element[0]):
        text = element[0].text or ""
        return f"[{text.strip()}]" if _NUMBER.fullmatch(text) else ""
    return ""


def code_of(element: etree._Element) -> str:
    """Return the text of an element exactly, without empty lines around it."""
    pieces: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if each.tag == "br":
                pieces.append("\n")
            pieces.append(each.text or "")
        else:
            if each.tag in _LINES and pieces and not pieces[-1].endswith("\n"):
                pieces.append("\n")
            if each is not element:
                pieces.append(each.tail or "")
    lines = (line.rstrip() for line in "".join(pieces).replace("\r", "").split("\n"))
    return dedent("\n".join(lines).strip("\n"))
