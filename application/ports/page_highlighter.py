"""The port for finding words on the pages of a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from domain.documents.highlights import Rectangle, SourceRange


class PageHighlighter(Protocol):
    """Finds where characters stand on the pages of files."""

    async def rectangles(
        self, path: Path, page: int, ranges: Sequence[SourceRange]
    ) -> tuple[Rectangle, ...]:
        """Return the rectangles of characters, one for each line of each range, in their order.

        Args:
            path: The file, with the bytes as they were when its text was extracted.
            page: The number of the page, from 1.
            ranges: The characters, by their indexes on the page, as the runs of its part state
                them. What lies beyond the end of the page is left out.

        Raises:
            FileDamaged: If the page cannot be read.
            FileTooComplex: If that takes more memory or time than allowed.
        """
        ...
