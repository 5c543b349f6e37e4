"""Reads the cells of the sheets of a workbook."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from adapters.file_formats.office.ooxml.package import Package
from adapters.file_formats.office.xml_elements import Element
from adapters.file_formats.spreadsheets.number_formats import general, number_format
from adapters.file_formats.spreadsheets.sheet import Merged, Row
from domain.errors import FileTooComplex
from domain.text.storable import storable

_MOST_SHARED = 200_000_000  # characters of texts that cells share
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_MERGED = 200_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}


class Cells:
    """Reads sheets of one workbook.

    Args:
        package: The workbook.
        strings: The parts with the texts that cells share.
        codes: The format codes of the styles, by their numbers.
        since_1904: Whether days are counted from 1904.
    """

    def __init__(
        self, package: Package, *, strings: Sequence[str], codes: Sequence[str], since_1904: bool
    ) -> None:
        self._package = package
        self._strings = [text for part in strings for text in _shared(package, part)]
        self._formats = {
            str(style): number_format(code, since_1904=since_1904)
            for style, code in enumerate(codes)
            if code
        }
        self.merged: list[Merged] = []
        """The merged cells of the sheet that was read last."""

    def rows(self, part: str) -> Iterator[Row]:
        """Yield the rows of a sheet, each with its cells that show something."""
        self.merged = []
        number = 0
        for element in self._package.elements(part, "row", "mergeCell"):
            if merged := element.get("ref"):  # only merged cells have one
                self._merge(merged)
            else:
                place = element.get("r", "")
                number = max(int(place), number + 1) if place.isdecimal() else number + 1
                yield Row(number, self._cells(element))
            if number > _LAST_ROW or len(self.merged) == _MOST_MERGED:
                return

    def _cells(self, row: Element) -> list[tuple[int, str]]:
        cells: list[tuple[int, str]] = []
        column = 0
        for cell in row:
            place = cell.get("r")
            column = max(column_of(place), column + 1) if place else column + 1
            if len(cell):
                text = self._text(cell).strip()
                if text and column <= _LAST_COLUMN:
                    cells.append((column, text))
        return cells

    def _text(self, cell: Element) -> str:
        """Return what a cell shows. Its value is its last element, behind its formula."""
        kind = cell.get("t", "n")
        last = cell[-1]
        if kind == "inlineStr":
            return _rich(last)
        value = last.text or ""
        if kind == "s" and value.isdecimal():
            shared = int(value)
            return self._strings[shared] if shared < len(self._strings) else ""
        if kind == "n" and (text := self._number(value, cell.get("s"))) is not None:
            return text
        if not last.tag.endswith("v"):
            value = next((each.text or "" for each in cell.iterchildren("{*}v")), "")
        return _BOOLEANS.get(value, value) if kind == "b" else _unescaped(value)

    def _number(self, value: str, style: str | None) -> str | None:
        form = self._formats.get(style) if style else None
        if form is None and value.isdecimal():
            return value
        try:
            number = float(value)
        except ValueError:
            return None
        return form(number) if form else general(number)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if top and bottom:
            left, right = column_of(first), column_of(last)
            self.merged.append(Merged(int(top[2]), left, int(bottom[2]), right))


def column_of(reference: str) -> int:
    """Return the number of the column of a reference such as `B3`, from 1."""
    return _column(reference.rstrip("0123456789"))


@lru_cache(_LAST_COLUMN)
def _column(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _shared(package: Package, part: str) -> Iterator[str]:
    left = _MOST_SHARED
    for item in package.elements(part, "si"):
        text = _rich(item)
        left -= len(text)
        if left < 0:
            raise FileTooComplex
        yield text


def _rich(item: Element) -> str:
    """Return the text of an item, without its formats and phonetic hints."""
    if len(item) == 1:
        return _unescaped(item[0].text or "" if not len(item[0]) else _runs(item))
    return _unescaped(_runs(item))


def _runs(item: Element) -> str:
    texts = item.iterfind("{*}t"), item.iterfind("{*}r/{*}t")
    return "".join(text.text or "" for found in texts for text in found)


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return storable(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
