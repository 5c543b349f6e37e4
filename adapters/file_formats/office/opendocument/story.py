"""Reads the blocks of an OpenDocument text, of a cell, a note or a text box in it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from adapters.file_formats.office.blocks import (
    LEVEL,
    Block,
    Code,
    Heading,
    Item,
    Paragraph,
)
from adapters.file_formats.office.notes import Notes
from adapters.file_formats.office.opendocument.inline import Inline, InlineReader
from adapters.file_formats.office.opendocument.styles import Counter, Styles
from adapters.file_formats.office.opendocument.tables import table_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    local_name,
    number,
)

_SKIPPED: Final = frozenset({
    "annotation", "forms", "sequence-decls", "tracked-changes", "user-field-decls",
    "variable-decls", "table-of-content-source", "desc", "title", "image", "plugin",
    "dde-connection-decls",
})  # fmt: skip


class StoryReader:
    """Reads stories, in the order in which they stand in the document."""

    def __init__(
        self, styles: Styles, notes: Notes, linked: Callable[[Element], Iterable[Block]]
    ) -> None:
        """Set what a document has in common.

        Args:
            styles: Its styles.
            notes: Its notes.
            linked: Reads an object that is stored in a part of its own, such as a chart.
        """
        self._styles = styles
        self._inline = InlineReader(styles, notes)
        self._linked = linked
        self._outline = Counter(styles.outline)
        self._counters: dict[str, Counter] = {}
        self._deeper = 0
        self.title: str | None = None

    @property
    def has_hidden_text(self) -> bool:
        """Whether hidden text was left out."""
        return self._inline.has_hidden_text

    def blocks(self, story: Element) -> Iterator[Block]:
        """Yield the blocks of a story."""
        for each in story:
            name = local_name(each)
            if name == "p":
                yield from self._paragraph(each)
            elif name == "h":
                yield from self._heading(each)
            elif name == "list":
                yield from self._list(each, "", 1)
            elif name == "table":
                yield from table_of(each, self.blocks)
            elif name == "object":
                yield from self._linked(each)
            elif name == "section" and attribute(each, "display") == "none":
                self._inline.has_hidden_text = True
            elif name and name not in _SKIPPED:
                yield from self.blocks(each)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        style = self._styles[attribute(paragraph, "style-name")]
        inline = self._inline.read(paragraph, style)
        if style.is_title and inline.text.strip():
            self.title = self.title or " ".join(inline.text.split())
            self._deeper = 1
            yield Heading(1, inline.text)
        elif style.is_code:
            yield Code(inline.text)
        elif inline.text.strip():
            yield Paragraph(inline.text)
        yield from self._drawings(inline)

    def _heading(self, heading: Element) -> Iterator[Block]:
        inline = self._inline.read(heading, self._styles[attribute(heading, "style-name")])
        level = max(1, number(heading, "outline-level", 1))
        is_counted = inline.text.strip() and attribute(heading, "is-list-header") != "true"
        label = self._outline.label(level) if is_counted else ""
        if inline.text.strip():
            yield Heading(level + self._deeper, f"{label or ''} {inline.text}".strip())
        yield from self._drawings(inline)

    def _drawings(self, inline: Inline) -> Iterator[Block]:
        for drawing in inline.drawings:
            yield from self.blocks(drawing)

    def _list(self, element: Element, style: str, place: int) -> Iterator[Block]:
        """Yield the items of a list on a level, from 1."""
        style = attribute(element, "style-name") or style
        goes_on = attribute(element, "continue-list") or attribute(element, "continue-numbering")
        if style not in self._counters or (place == 1 and goes_on in (None, "false")):
            self._counters[style] = Counter(self._styles.lists.get(style, {}))
        for item in children(element, "list-item", "list-header"):
            yield from self._item(item, style, place)

    def _item(self, item: Element, style: str, place: int) -> Iterator[Block]:
        """Yield an item: its paragraphs as one, then what else stands in it."""
        texts, drawings = [], []
        others: list[Block] = []
        for each in item:
            if local_name(each) == "p":
                inline = self._inline.read(each, self._styles[attribute(each, "style-name")])
                texts.append(inline.text)
                drawings.append(inline)
            elif local_name(each) == "list":
                if texts:
                    yield from self._text(item, style, place, texts)
                    texts = []
                yield from self._list(each, style, place + 1)
            else:
                others += self.blocks([each])
        yield from self._text(item, style, place, texts)
        yield from others
        for inline in drawings:
            yield from self._drawings(inline)

    def _text(self, item: Element, style: str, place: int, texts: list[str]) -> Iterator[Block]:
        text = "\n".join(texts)
        if not text.strip():
            return
        label = None
        if local_name(item) == "list-item":
            label = self._counters[style].label(place, number(item, "start-value") or None)
        yield Paragraph(text) if label is None else Item(text, place * LEVEL, label)


def has_deletions(body: Element) -> bool:
    """Return whether a text has tracked changes, whose deletions are stored apart from it."""
    changes = children(child(body, "tracked-changes"), "changed-region")
    return any(child(each, "deletion") is not None for each in changes)
