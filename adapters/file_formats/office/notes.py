"""Footnotes and endnotes: a mark where they are referred to, their text below the section."""

from collections.abc import Callable, Iterable, Iterator

from adapters.file_formats.office.blocks import Block, Heading, Paragraph
from adapters.file_formats.office.markdown import one_line
from adapters.file_formats.office.xml_elements import Element


class Notes:
    """The notes of a document, numbered as they are referred to."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting: list[tuple[str, Element]] = []

    def mark(self, note: Element) -> str:
        """Return the mark of the next note."""
        self._count += 1
        mark = f"[^{self._count}]"
        self._waiting.append((mark, note))
        return mark

    def below_sections(
        self, blocks: Iterable[Block], read: Callable[[Element], Iterable[Block]]
    ) -> Iterator[Block]:
        """Yield blocks with the notes of each section at its end.

        Args:
            blocks: The blocks, whose notes are marked while they are read.
            read: Reads a note.
        """
        for block in blocks:
            if isinstance(block, Heading):
                yield from self._take(block.text, read)
            yield block
        yield from self._take("", read)

    def _take(self, heading: str, read: Callable[[Element], Iterable[Block]]) -> Iterator[Block]:
        """Yield the waiting notes, but for those of a heading that was just read."""
        waiting, self._waiting = self._waiting, []
        for mark, note in waiting:
            if heading and mark in heading:
                self._waiting.append((mark, note))
            else:
                yield Paragraph(f"{mark}: {one_line(read(note))}")
