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
        section: The headings that the span stands under, outermost first. A heading that it begins
            with is one of them.
        slide: The slide, from 1; None for formats without slides.
        sheet: The name of the sheet; None without a name, and for formats without sheets.
        row: The row of the sheet, from 1.
        part: The part of the mail; None for other formats.

    Page, section and the like are those of the span's first word.
    """

    document_id: UUID
    filename: str
    char_start: int
    char_end: int
    version: int = 1
    page: int | None = None
    section: tuple[str, ...] = ()
    slide: int | None = None
    sheet: str | None = None
    row: int | None = None
    part: str | None = None

    def span(self, start: int, end: int) -> "Place":
        """Return the place of `start` to `end` of this span."""
        return replace(self, char_start=self.char_start + start, char_end=self.char_start + end)


@dataclass(frozen=True, slots=True)
class TextSpan:
    """The characters `start` to `end` of a document's text, in code points, end exclusive.

    Attributes:
        version: The version of the document; None for the current one.
    """

    document_id: UUID
    start: int
    end: int
    version: int | None = None
