"""Writes the pages of a document as Markdown."""

import re
from collections.abc import Callable, Mapping, Sequence

from adapters.file_formats.pdf.lines import Line, Page
from adapters.file_formats.pdf.paragraphs import Column, are_apart, ends_sentence, is_item
from adapters.file_formats.pdf.tables import Row, Table
from adapters.file_formats.pdf.text_builder import TextBuilder
from adapters.file_formats.plain_text.broken_words import KnownWords
from domain.documents.parts import Part
from domain.text.characters import CHINESE_AND_JAPANESE, PRINTED_BULLETS, in_class

_BULLET = re.compile(rf"[{in_class(PRINTED_BULLETS)}]\s*")
_IDEOGRAPH = re.compile(f"[{CHINESE_AND_JAPANESE}\u3000-\u303f\uff00-\uff60]")
_FULL = 0.95  # of the width of the next line, of a line that goes on on the next page
_LAST_WORD = re.compile(r"[^\W\d_]+(?=-?$)")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


class MarkdownWriter:
    """Writes headings, paragraphs and tables. A paragraph may go on over the end of its page."""

    def __init__(self, levels: Mapping[int, int], known: Callable[[], KnownWords]) -> None:
        """Set what is known about the whole document.

        Args:
            levels: The level of each line that is a heading, by its id().
            known: Returns the words of the document.
        """
        self._levels = levels
        self._known = known
        self._text = TextBuilder()
        self._last: Line | None = None

    def add(self, page: Page, tables: Sequence[Table]) -> None:
        """Write a page.

        Args:
            page: The page.
            tables: Its tables, in order.
        """
        column = Column(page.lines)
        starts = {table.first: table for table in tables}
        has_begun = False
        number = 0
        while number < len(page.lines):
            line, table = page.lines[number], starts.get(number)
            if not has_begun:
                self._begin(page, None if table else line)
                has_begun = True
            elif table:
                self._part("\n\n")
            else:
                self._separate(line, page.lines[number - 1], column)
            if table:
                self._write_table(table)
                number = table.last + 1
            else:
                self._write_line(line)
                number += 1
        if not has_begun:
            self._text.begin(page)

    def finish(self) -> tuple[str, tuple[Part, ...]]:
        """Return the text and its pages."""
        if self._last and self._last.hyphen is not None:
            self._text.copy(self._last.hyphen, self._last.hyphen + 1)
        return self._text.finish()

    def _begin(self, page: Page, line: Line | None) -> None:
        """Begin a page, in the middle of a sentence if its first line goes on one."""
        last = self._last
        if last and line and self._is_text(line) and _goes_on(last, line):
            self._join(last, line)
            self._text.begin(page)
        else:
            self._part("\n\n")
            self._text.begin(page)
            self._mark(line)

    def _separate(self, line: Line, before: Line, column: Column) -> None:
        """Write what stands between two lines of a page, and the mark of the second one."""
        last = self._last  # the line before, unless it is a row of a table
        is_same = last is before and self._levels.get(id(line)) == self._levels.get(id(before))
        if is_same and last and self._are_one(last, line, column):
            self._join(last, line)
            return
        is_list = is_item(line) or not ends_sentence(before) or before.text[-1] == ":"
        is_close = is_same and self._is_text(line) and is_list and column.is_near(before, line)
        self._part("\n" if is_close else "\n\n")
        self._mark(line)

    def _are_one(self, line: Line, following: Line, column: Column) -> bool:
        """Return whether two lines with the same mark belong to one heading or paragraph."""
        if column.goes_on(line, following):
            return True
        if _BULLET.fullmatch(line.text):
            return True
        is_heading = not self._is_text(line)
        return (
            is_heading
            and column.is_near(line, following)
            and (not line.is_bold or following.text[0].islower())
        )

    def _is_text(self, line: Line) -> bool:
        return id(line) not in self._levels

    def _join(self, line: Line, following: Line) -> None:
        """Write what stands between two lines of a paragraph: a blank, or a part of their word."""
        if line.hyphen is None:
            is_one_word = _IDEOGRAPH.match(line.text[-1]) and _IDEOGRAPH.match(following.text[0])
            if not (is_one_word or _BULLET.fullmatch(line.text)):
                self._text.write(" ")
            return
        first, second = _LAST_WORD.search(line.text), _FIRST_WORD.match(following.text)
        if not (first and second and self._known().make_one(first[0], second[0])):
            self._text.copy(line.hyphen, line.hyphen + 1)

    def _part(self, gap: str) -> None:
        """End what was written so far."""
        if self._last and self._last.hyphen is not None:
            self._text.copy(self._last.hyphen, self._last.hyphen + 1)
        if not self._text.is_empty:
            self._text.write(gap)

    def _mark(self, line: Line | None) -> None:
        """Write the mark of a heading."""
        if line and not self._is_text(line):
            self._text.write("#" * self._levels[id(line)] + " ")

    def _write_line(self, line: Line) -> None:
        start = line.start
        if bullet := _BULLET.match(line.text):
            self._text.write("- ")
            start += bullet.end()
        self._text.copy(start, line.end)
        self._last = line

    def _write_table(self, table: Table) -> None:
        for number, row in enumerate(table.rows):
            if number:
                self._text.write("\n")
            self._write_row(row)
            if not number:
                self._text.write("\n|" + " --- |" * len(row))
        self._last = None

    def _write_row(self, row: Row) -> None:
        for cells in row:
            self._text.write("| ")
            for cell in cells:
                self._text.copy(cell.start, cell.end, in_cell=True)
                self._text.write(" ")
        self._text.write("|")


def _goes_on(last: Line, line: Line) -> bool:
    """Return whether the first line of a page goes on the last one of the page before."""
    if ends_sentence(last) or are_apart(last, line):
        return False
    is_full = last.box.right - last.box.left > _FULL * (line.box.right - line.box.left)
    return is_full or line.text[0].islower()
