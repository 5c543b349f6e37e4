"""Reads the records of separated values."""

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LONGEST_VALUE = 1_000_000  # characters; a longer one is a quotation mark that nobody closed


class Record(NamedTuple):
    """The values of a record, and the line in which it begins, from 1."""

    line: int
    values: Sequence[str]


class Records:
    """Reads the records of a text, whose values may be quoted and then span lines."""

    def __init__(self, text: str, delimiter: str) -> None:
        self._text = text
        self._delimiter = delimiter
        self._position = 0
        self.unclosed: int | None = None
        """The first line whose quotation mark is not closed, once its record was read."""

    def __iter__(self) -> Iterator[Record]:
        """Yield the records. After a quotation mark that is not closed, each line is one."""
        csv.field_size_limit(_LONGEST_VALUE)
        reader = csv.reader(self._lines(0), delimiter=self._delimiter)
        line, start = 1, 0
        while self.unclosed is None:
            try:
                values = next(reader, None)
            except csv.Error:
                self.unclosed = line
                break
            if values is None:
                return
            is_last = self._position == len(self._text)
            if is_last and reader.line_num > line and self._text.count('"', start) % 2:
                self.unclosed = line
                break
            yield Record(line, values)
            line, start = reader.line_num + 1, self._position
        for number, text in enumerate(self._lines(start), line):
            yield Record(number, text.rstrip("\n").split(self._delimiter))

    def _lines(self, start: int) -> Iterator[str]:
        self._position = start
        while self._position < len(self._text):
            end = self._text.find("\n", self._position) + 1 or len(self._text)
            line = self._text[self._position : end]
            self._position = end
            yield line
