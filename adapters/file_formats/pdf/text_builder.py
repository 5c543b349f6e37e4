"""Builds the text of a document from the characters of its pages, and notes where they stand."""

import re

from adapters.file_formats.pdf.lines import HYPHEN, NOTHING, Page
from domain.documents.parts import Part, PartKind, Run

_WORDS = re.compile(rf"[^ {NOTHING}\r\n]+(?: [^ {NOTHING}\r\n]+)*")
_UNEVEN = re.compile(rf"  |{NOTHING}|[\r\n]")
_PIPE = re.compile(r"\|")


class TextBuilder:
    """Appends to a text, page by page.

    What is copied from a page has runs; what is only written has none.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._parts: list[Part] = []
        self._page: Page | None = None
        self._start = 0
        self._runs: list[Run] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is no text yet."""
        return not self._length

    def begin(self, page: Page) -> None:
        """Begin a page: what is copied from now on stands on it."""
        self._end_page()
        self._page, self._start, self._runs = page, self._length, []

    def write(self, text: str) -> None:
        """Append text that stands on no page."""
        self._pieces.append(text)
        self._length += len(text)

    def copy(self, start: int, end: int, *, in_cell: bool = False) -> None:
        """Append characters of the page, with single blanks.

        Args:
            start: Where they start in the text of the page.
            end: Where they end, exclusive.
            in_cell: Whether they stand in a cell of a table, where `|` is written with a backslash.
        """
        if self._page is None:
            raise ValueError("no page has begun")
        text = self._page.text
        if in_cell and "|" in text[start:end]:
            for pipe in _PIPE.finditer(text, start, end):
                self.copy(start, pipe.start())
                self.write("\\")
                start = pipe.start()
        if not _UNEVEN.search(text, start, end):
            self._append(start, end)
            return
        position = start
        for words in _WORDS.finditer(text, start, end):
            if words.start() > position > start and text[position : words.start()].strip(NOTHING):
                self.write(" ")
            self._append(*words.span())
            position = words.end()

    def finish(self) -> tuple[str, tuple[Part, ...]]:
        """Return the text and its pages."""
        self._end_page()
        return "".join(self._pieces), tuple(self._parts)

    def _append(self, start: int, end: int) -> None:
        if start == end or self._page is None:
            return
        if self._page.is_scanned:
            self.write(self._page.text[start:end])
            return
        places = self._page.places
        offset = self._length - self._start
        if places is None:
            self._add_run(Run(offset, end - start, start))
        else:
            for position in range(start, end):
                self._add_run(Run(offset + position - start, 1, places[position]))
        self.write(self._page.text[start:end].replace(HYPHEN, "-"))

    def _add_run(self, run: Run) -> None:
        """Add a run, or lengthen the last one if it goes on there."""
        if self._runs:
            last = self._runs[-1]
            length = run.start - last.start
            if length == last.length and run.source == last.source + length:
                self._runs[-1] = Run(last.start, length + run.length, last.source)
                return
        self._runs.append(run)

    def _end_page(self) -> None:
        if self._page is not None:
            number, runs = self._page.number, tuple(self._runs)
            self._parts.append(Part(PartKind.PAGE, self._start, number, runs=runs))
            self._page = None
