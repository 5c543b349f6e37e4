"""Walks over a tree and returns its blocks, in linear time."""

import re

from lxml import etree

from adapters.file_formats.html.blocks import Block, Kind
from adapters.file_formats.html.inline import Inline, Words, code_of
from adapters.file_formats.html.lists import Lists
from adapters.file_formats.html.tables import Tables, written

_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BREAKING_NAMES = (
    "address article aside blockquote body button caption center dd details dialog dir"
    " div dl dt fieldset figcaption figure footer form header hgroup hr html legend li"
    " main menu nav ol p search section summary table tbody td tfoot th thead title tr ul"
)
_BREAKING = frozenset(_BREAKING_NAMES.split())
_REGIONS = {"nav": "nav", "aside": "aside", "header": "header", "footer": "footer"}
_ROLES = {
    "banner": "header",
    "complementary": "aside",
    "contentinfo": "footer",
    "menu": "nav",
    "menubar": "nav",
    "navigation": "nav",
    "search": "nav",
}
_LEAST_WORDS = 4  # of a button that says something


def walk(root: etree._Element) -> list[Block]:
    """Return the blocks of a tree in reading order."""
    return _Walker(root).blocks()


class _Walker:
    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._tables = Tables(root)
        self._inline = Inline()
        self._lists = Lists()
        self._heading = ""  # the marker of the heading that is open
        self._regions: list[str] = []
        self._blocks: list[Block] = []

    def blocks(self) -> list[Block]:
        """Return the blocks."""
        events = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if self._enter(element):
                    events.skip_subtree()
            else:
                self._leave(element)
                if element is not self._root:
                    self._inline.add(element.tail)
        self._flush()
        return self._blocks

    def _enter(self, element: etree._Element) -> bool:
        """Open an element, and return whether all of it was read already."""
        tag = element.tag
        if tag not in _BREAKING and tag not in _HEADINGS and tag != "pre":
            return self._inline.enter(element)
        self._flush()
        if region := self._region(element):
            self._regions.append(region)
        if tag == "pre":
            self._add(Kind.CODE, Words(_fenced(code_of(element)), 0, ()))
            return True
        if tag == "table" and self._tables.has_data(element):
            self._table(element)
            return True
        if tag == "button" and not self._heading and _is_short(element):
            return True
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        self._lists.enter(element)
        self._inline.add(element.text)
        return False

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag not in _BREAKING and tag not in _HEADINGS:
            self._inline.leave(element)
            return
        self._flush()
        if tag in _HEADINGS:
            self._heading = ""
        self._lists.leave(element)
        if self._region(element):
            self._regions.pop()

    def _region(self, element: etree._Element) -> str | None:
        if element.tag == "blockquote":
            is_cited = element.get("type") == "cite" or "_quote" in element.get("class", "")
            return "quote" if is_cited else None
        return _ROLES.get(element.get("role", "")) or _REGIONS.get(element.tag)

    def _flush(self) -> None:
        """End the block that is open."""
        words = self._inline.take()
        if not words.text:
            return
        if self._heading:
            self._lists.interrupt()
            words = words._replace(text=words.text.replace("\n", " "))
            self._add(Kind.HEADING, words, self._heading)
            return
        marker = self._lists.marker()
        self._add(Kind.ITEM if marker else Kind.PARAGRAPH, words, marker)

    def _add(self, kind: Kind, words: Words, marker: str = "") -> None:
        if words.text:
            indent, group = self._lists.place(marker) if kind is not Kind.HEADING else (0, 0)
            region = self._regions[-1] if self._regions else ""
            self._blocks.append(Block(kind, words.text, marker, indent, group, *words[1:], region))

    def _table(self, table: etree._Element) -> None:
        for caption in table.iterchildren("caption"):
            for block in walk(caption):
                self._add(Kind.PARAGRAPH, Words(block.text, block.linked, block.links))
        cells: list[Block] = []

        def text_of(cell: etree._Element) -> str:
            blocks = walk(cell)
            cells.extend(blocks)
            return " ".join(block.text for block in blocks).replace("\n", " ")

        text = written(self._tables.grid(table, text_of))
        links = tuple(link for cell in cells for link in cell.links)
        self._add(Kind.TABLE, Words(text, sum(cell.linked for cell in cells), links))


def _is_short(button: etree._Element) -> bool:
    return len("".join(button.itertext()).split()) < _LEAST_WORDS


def _fenced(code: str) -> str:
    if not code:
        return ""
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}"
