"""Reads OpenDocument spreadsheets: .ods."""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from adapters.file_formats.reader import SourceFile
from adapters.file_formats.spreadsheets.reading import extracted
from adapters.file_formats.spreadsheets.sheet import (
    Limits,
    Merged,
    Remark,
    Row,
    Sheet,
    with_merged,
)
from adapters.file_formats.zip_archive import ZipArchive
from domain.documents.document import ExtractedText
from domain.errors import DocumentPasswordRequired, FileDamaged

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_FORGOTTEN: Final = 1_000  # rows that are dropped together
_BLANKS: Final = ("s", "tab", "line-break")


def read(file: SourceFile) -> ExtractedText:
    """Return the visible sheets of a spreadsheet: what its cells show, and their comments."""
    with ZipArchive(file.path) as archive:
        if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
            raise DocumentPasswordRequired
        reading = _Reading()
        try:
            reading.read(archive.blocks(_CONTENT))
        except etree.XMLSyntaxError as exc:
            raise FileDamaged(
                f"The part {_CONTENT} of the file is damaged or cut off. Nothing was stored: send"
                " the whole file again."
            ) from exc
    sheets = [
        Sheet(sheet.name, with_merged(sheet.rows, sheet.merged), sheet.remarks)
        for sheet in reading.sheets
    ]
    return extracted(sheets, reading.limits, hidden=reading.hidden, others=reading.others)


class _Table:
    """A sheet while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.merged: list[Merged] = []
        self.remarks: list[Remark] = []
        self.number = 0


class _Reading:
    """What was read of the content so far."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.sheets: list[_Table] = []
        self.hidden: list[str] = []
        self.others: list[str] = []
        self._table: _Table | None = None
        self._hidden_styles: set[str] = set()
        self._rows = 0

    def read(self, blocks: Iterator[bytes]) -> None:
        parser = etree.XMLPullParser(
            ("start", "end"),
            tag=["{*}table", "{*}table-row", "{*}style"],
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for block in blocks:
            parser.feed(block)
            for event, element in parser.read_events():
                self._take(event, element, _name(element))
        parser.close()

    def _take(self, event: str, element: Any, name: str) -> None:
        if name == "style" and event == "end":
            for each in element.iterfind("{*}table-properties"):
                if _attribute(each, "display") == "false":
                    self._hidden_styles.add(_attribute(element, "name"))
        elif name == "table" and event == "start":
            self._begin(_attribute(element, "name"), _attribute(element, "style-name"))
        elif name == "table-row" and event == "end":
            if self._table:
                self._row(self._table, element)
            element.clear()
            self._rows += 1
            if self._rows % _FORGOTTEN == 0 and (parent := element.getparent()) is not None:
                del parent[:-1]

    def _begin(self, name: str, style: str) -> None:
        self._table = None
        if style in self._hidden_styles:
            self.hidden.append(name)
        elif self.limits.reached:
            self.others.append(name)
        else:
            self._table = _Table(name)
            self.sheets.append(self._table)

    def _row(self, table: _Table, element: Any) -> None:
        first, repeated = table.number + 1, _repeated(element, "number-rows-repeated", _LAST_ROW)
        table.number += repeated
        cells = list(_cells(table, element, first))
        for number in range(first, first + repeated) if cells else ():
            row = Row(number, cells)
            if not self.limits.allow(row):
                return
            table.rows.append(row)


def _cells(table: _Table, row: Any, number: int) -> Iterator[tuple[int, str]]:
    column = 1
    for cell in row:
        repeated = _repeated(cell, "number-columns-repeated", _LAST_COLUMN)
        if len(cell) and column <= _LAST_COLUMN and _name(cell) == "table-cell":
            for note in cell.iterfind("{*}annotation"):
                if remark := _annotation(note):
                    table.remarks.append(Remark(remark, number))
            if text := _shown(cell):
                yield from ((column + index, text) for index in range(repeated))
            columns = _repeated(cell, "number-columns-spanned", _LAST_COLUMN)
            rows = _repeated(cell, "number-rows-spanned", _LAST_ROW)
            if columns > 1 or rows > 1:
                table.merged.append(Merged(number, column, number + rows - 1, column + columns - 1))
        column += repeated


def _shown(cell: Any) -> str:
    """Return what a cell shows; dates as ISO 8601 writes them."""
    if day := _attribute(cell, "date-value"):
        return day.replace("T", " ").removesuffix(" 00:00:00")
    return " ".join(" ".join(_text(each) for each in cell.iterfind("{*}p")).split())


def _annotation(note: Any) -> str:
    author = " ".join("".join(each.itertext()) for each in note.iterfind("{*}creator"))
    words = " ".join(" ".join(_text(each) for each in note.iterfind("{*}p")).split())
    return f"Comment{f' by {author}' if author else ''}: {words}" if words else ""


def _text(paragraph: Any) -> str:
    if not len(paragraph):
        return paragraph.text or ""
    pieces: list[str] = []
    for each in paragraph.iter():
        pieces.append(" " if _name(each) in _BLANKS else each.text or "")
        if each is not paragraph:
            pieces.append(each.tail or "")
    return "".join(pieces)


def _repeated(element: Any, name: str, most: int) -> int:
    value = _attribute(element, name)
    return min(max(int(value), 1), most) if value.isdecimal() and len(value) < most else 1


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its name without a namespace; empty if there is none."""
    for key, value in element.attrib.items():
        if key.endswith(f"}}{name}"):
            return str(value)
    return ""


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
