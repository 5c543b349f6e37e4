"""Reads OpenDocument spreadsheets: .ods."""

from collections.abc import Iterator
from typing import Final

from adapters.file_formats.office.metadata import Properties, properties_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    local_name,
    number,
    parse_xml,
    xml_elements,
)
from adapters.file_formats.reader import SourceFile
from adapters.file_formats.spreadsheets.reading import extracted
from adapters.file_formats.spreadsheets.sheet import (
    Limits,
    Merged,
    Remark,
    Row,
    Sheet,
    left_out,
    with_merged,
)
from adapters.file_formats.zip_archive import ZipArchive
from domain.documents.document import ExtractedText
from domain.errors import DocumentPasswordRequired, FileDamaged

_CONTENT: Final = "content.xml"
_META: Final = "meta.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_BLANKS: Final = ("s", "tab", "line-break")


def read(file: SourceFile) -> ExtractedText:
    """Return the visible sheets of a spreadsheet: what its cells show, and their comments."""
    with ZipArchive(file.path) as archive:
        if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
            raise DocumentPasswordRequired
        tables = _Tables()
        for element in xml_elements(archive.blocks(_CONTENT), _CONTENT, "style", "table-row"):
            tables.add(element)
        properties = _properties(archive)
    sheets = [
        Sheet(table.name, with_merged(table.rows, table.merged), table.remarks)
        for table in tables.read
    ]
    names = [*(table.name for table in tables.read), *tables.others]
    return extracted(
        sheets,
        notes=left_out(tables.limits, sheets, names),
        hidden=tables.hidden,
        properties=properties,
        has_pictures=any(name.startswith("Pictures/") for name in archive.names),
    )


def _properties(archive: ZipArchive) -> Properties:
    try:
        root = parse_xml(archive.read(_META), _META) if _META in archive else None
        return properties_of(child(root, "meta"))
    except FileDamaged:
        return properties_of(None)


class _Table:
    """A sheet while it is read; `last_row` is the number of its last row, empty ones counted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.merged: list[Merged] = []
        self.remarks: list[Remark] = []
        self.last_row = 0


class _Tables:
    """The sheets that were read so far, and the names of those that were not."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.read: list[_Table] = []
        self.hidden: list[str] = []
        self.others: list[str] = []
        self._hidden_styles: set[str | None] = set()
        self._element: Element | None = None
        self._table: _Table | None = None

    def add(self, element: Element) -> None:
        """Add a style or a row."""
        if local_name(element) == "style":
            if attribute(child(element, "table-properties"), "display") == "false":
                self._hidden_styles.add(attribute(element, "name"))
            return
        table = next(element.iterancestors("{*}table"), None)
        if table is not self._element:
            self._element = table
            self._table = self._begun(
                attribute(table, "name") or "", attribute(table, "style-name")
            )
        if self._table:
            self._add_row(self._table, element)

    def _begun(self, name: str, style: str | None) -> _Table | None:
        if style in self._hidden_styles:
            self.hidden.append(name)
        elif self.limits.reached:
            self.others.append(name)
        else:
            self.read.append(_Table(name))
            return self.read[-1]
        return None

    def _add_row(self, table: _Table, element: Element) -> None:
        first = table.last_row + 1
        table.last_row += _count(element, "number-rows-repeated", _LAST_ROW)
        cells = list(_cells(table, element, first))
        for place in range(first, table.last_row + 1) if cells else ():
            row = Row(place, cells)
            if not self.limits.allow(row):
                return
            table.rows.append(row)


def _cells(table: _Table, row: Element, place: int) -> Iterator[tuple[int, str]]:
    column = 1
    for cell in row:
        repeated = _count(cell, "number-columns-repeated", _LAST_COLUMN)
        if len(cell) and column <= _LAST_COLUMN and local_name(cell) == "table-cell":
            for note in children(cell, "annotation"):
                if remark := _comment(note):
                    table.remarks.append(Remark(remark, place))
            if text := _shown(cell):
                yield from ((column + index, text) for index in range(repeated))
            bottom = place + _count(cell, "number-rows-spanned", _LAST_ROW) - 1
            right = column + _count(cell, "number-columns-spanned", _LAST_COLUMN) - 1
            if bottom > place or right > column:
                table.merged.append(Merged(place, column, bottom, right))
        column += repeated


def _shown(cell: Element) -> str:
    """Return what a cell shows; dates as ISO 8601 writes them."""
    if day := attribute(cell, "date-value"):
        return day.replace("T", " ").removesuffix(" 00:00:00")
    return _words(cell)


def _comment(note: Element) -> str:
    author = " ".join("".join(each.itertext()) for each in children(note, "creator"))
    words = _words(note)
    return f"Comment{f' by {author}' if author else ''}: {words}" if words else ""


def _words(element: Element) -> str:
    """Return the paragraphs of an element as one line."""
    return " ".join(" ".join(_text(each) for each in children(element, "p")).split())


def _text(paragraph: Element) -> str:
    if not len(paragraph):
        return paragraph.text or ""
    pieces: list[str] = []
    for each in paragraph.iter():
        pieces.append(" " if local_name(each) in _BLANKS else each.text or "")
        if each is not paragraph:
            pieces.append(each.tail or "")
    return "".join(pieces)


def _count(element: Element, name: str, most: int) -> int:
    return min(max(number(element, name, 1), 1), most)
