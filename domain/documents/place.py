"""Places in documents."""

from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one version of a document.

    Attributes:
        char_start: The start in the document's text, in code points.
        char_end: The end, exclusive.
        version: The document's version, from 1.
        page: The page, from 1; None for formats without pages.
        section: The headings above the span, outermost first.
    """

    document_id: UUID
    filename: str
    char_start: int
    char_end: int
    version: int = 1
    page: int | None = None
    section: tuple[str, ...] = ()

    def part(self, start: int, end: int) -> "Place":
        """Return the place of `start` to `end` of this span."""
        return replace(self, char_start=self.char_start + start, char_end=self.char_start + end)


@dataclass(frozen=True, slots=True)
class TextSpan:
    """The characters `start` to `end` of a document's text, in code points, end exclusive."""

    document_id: UUID
    start: int
    end: int
