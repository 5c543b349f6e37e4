"""Reads the blocks of one slide."""

from collections.abc import Callable, Iterator

from adapters.file_formats.office.blocks import Block, Heading, Merged, Paragraph, table
from adapters.file_formats.office.markdown import one_line
from adapters.file_formats.office.ooxml.charts import chart_blocks
from adapters.file_formats.office.ooxml.diagrams import diagram_blocks
from adapters.file_formats.office.powerpoint.paragraphs import paragraphs_of
from adapters.file_formats.office.powerpoint.placeholders import (
    TITLES,
    Box,
    Layout,
    box_of,
    is_furniture,
    kind_of,
    placeholder_of,
)
from adapters.file_formats.office.powerpoint.reading_order import in_reading_order
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    descendants,
    local_name,
)

_BETWEEN_SHAPES = Paragraph("")  # so that their lists are not one
_LONGEST_TITLE = 80


class SlideReader:
    """Reads the shapes of a slide."""

    def __init__(self, layout: Layout, linked: Callable[[str], Element | None]) -> None:
        """Set what belongs to the slide.

        Args:
            layout: Its layout.
            linked: Returns the root of the part that one of its relationships leads to.
        """
        self._layout = layout
        self._linked = linked

    def read(self, slide: Element) -> tuple[str, list[Block]]:
        """Return the title of a slide and what else is written on it, in reading order.

        The title of a slide without one is the line on its top, if that is like a title; it is
        empty if there is no such line.
        """
        tree = child(slide, "cSld", "spTree")
        blocks = list(self._tree(tree))
        shapes = (each for each in descendants(tree, "sp") if not _is_hidden(each))
        titles = (each for each in shapes if kind_of(placeholder_of(each)) in TITLES)
        texts = (one_line(paragraphs_of(child(each, "txBody"))) for each in titles)
        # a shape may stand in several ways in a file
        if title := " ".join(dict.fromkeys(filter(None, texts))):
            return title, blocks
        first = next((n for n, block in enumerate(blocks) if block != _BETWEEN_SHAPES), 0)
        top = blocks[first] if blocks else _BETWEEN_SHAPES
        if isinstance(top, Paragraph) and _is_like_title(top.text):
            return one_line([top]), blocks[first + 1 :]
        return "", blocks

    def _tree(self, tree: Element | None) -> Iterator[Block]:
        shapes: list[tuple[Element, Box]] = []
        box = Box(0, 0, 0, 0)
        for shape in _shapes(tree):
            inherited = self._layout.placeholder(placeholder_of(shape)).box
            box = box_of(shape) or inherited or box
            shapes.append((shape, box))
        for shape in in_reading_order(shapes):
            yield from self._shape(shape)
            yield _BETWEEN_SHAPES

    def _shape(self, shape: Element) -> Iterator[Block]:
        name, placeholder = local_name(shape), placeholder_of(shape)
        if name == "grpSp":
            yield from self._tree(shape)
        elif name == "graphicFrame":
            yield from self._frame(shape)
        elif kind_of(placeholder) not in TITLES and not is_furniture(placeholder):
            inherited = self._layout.placeholder(placeholder).bullets
            yield from paragraphs_of(child(shape, "txBody"), inherited)

    def _frame(self, frame: Element) -> Iterator[Block]:
        """Yield what is written in a frame: a table, a chart or a diagram."""
        for element in descendants(child(frame, "graphic"), "tbl"):
            rows = children(element, "tr")
            yield table(([_cell(cell) for cell in children(row, "tc")] for row in rows), 1)
        for each in descendants(frame, "chart"):
            yield from chart_blocks(self._linked(attribute(each, "id") or ""))
        for each in descendants(frame, "relIds"):
            yield from diagram_blocks(self._linked(attribute(each, "dm") or ""))


def _is_like_title(text: str) -> bool:
    text = text.strip()
    return 0 < len(text) <= _LONGEST_TITLE and not text.endswith((".", ":", ","))


def notes_of(root: Element | None) -> Iterator[Block]:
    """Yield what a speaker noted for a slide, below a heading."""
    notes: list[Block] = []
    for shape in descendants(child(root, "cSld", "spTree"), "sp"):
        if kind_of(placeholder_of(shape)) == "body":
            notes += paragraphs_of(child(shape, "txBody"))
    if notes:
        yield Heading(3, "Notes")
        yield from notes


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Yield the shapes of a tree that are displayed."""
    for each in children(tree, "sp", "grpSp", "graphicFrame", "AlternateContent"):
        if local_name(each) == "AlternateContent":
            for choice in children(each, "Choice", "Fallback"):
                yield from _shapes(choice)
                break
        elif not _is_hidden(each):
            yield each


def _is_hidden(shape: Element) -> bool:
    for properties in ("nvSpPr", "nvGrpSpPr", "nvGraphicFramePr"):
        described = child(shape, properties, "cNvPr")
        if described is not None:
            return attribute(described, "hidden") in ("1", "true")
    return False


def _cell(cell: Element) -> str | Merged:
    if attribute(cell, "vMerge") in ("1", "true"):
        return Merged.ABOVE
    if attribute(cell, "hMerge") in ("1", "true"):
        return Merged.LEFT
    return one_line(paragraphs_of(child(cell, "txBody")))
