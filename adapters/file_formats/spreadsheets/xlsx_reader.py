"""Reads Excel workbooks: .xlsx and .xlsm."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from adapters.file_formats.office.ooxml.package import Package
from adapters.file_formats.office.xml_elements import Element, attribute, child, children, number
from adapters.file_formats.reader import SourceFile
from adapters.file_formats.spreadsheets.number_formats import BUILT_IN
from adapters.file_formats.spreadsheets.reading import extracted
from adapters.file_formats.spreadsheets.sheet import (
    Limits,
    Remark,
    Sheet,
    left_out,
    limited,
    with_merged,
)
from adapters.file_formats.spreadsheets.xlsx_cells import Cells
from adapters.file_formats.spreadsheets.xlsx_remarks import comments_of, drawn_on, names_of_people
from domain.documents.document import ExtractedText

_TRUE: Final = ("1", "true")


class _Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    part: str
    is_hidden: bool


def read(file: SourceFile) -> ExtractedText:
    """Return the visible sheets of a workbook: their cells, comments and charts."""
    with Package(file.path, "Excel workbook") as package:
        main, root = package.main_part("workbook")
        listed = list(_listed(package, main, root))
        visible = [each for each in listed if not each.is_hidden]
        cells = _cells(package, main, root)
        people = names_of_people(package, main)
        limits = Limits()
        sheets: list[Sheet] = []
        for each in visible:
            if limits.reached:
                break
            rows = limited(cells.rows(each.part), limits)
            remarks = _remarks(package, each.part, people)
            sheets.append(Sheet(each.name, with_merged(rows, cells.merged), remarks))
        return extracted(
            sheets,
            notes=left_out(limits, sheets, [each.name for each in visible]),
            hidden=[each.name for each in listed if each.is_hidden],
            properties=package.properties(),
            has_pictures=package.has_pictures(),
        )


def _listed(package: Package, main: str, root: Element) -> Iterator[_Listed]:
    parts = package.relationships(main)
    for sheet in children(child(root, "sheets"), "sheet"):
        _, part = parts.get(_relationship(sheet), ("", ""))
        is_hidden = (attribute(sheet, "state") or "visible") != "visible"
        yield _Listed(sheet.get("name", ""), part, is_hidden)


def _relationship(sheet: Element) -> str:
    """Return the id of the relationship to a sheet, which has a namespace, unlike its other id."""
    return next((str(value) for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _cells(package: Package, main: str, root: Element) -> Cells:
    return Cells(
        package,
        strings=package.related(main, "sharedStrings"),
        codes=_format_codes(package.optional_part(main, "styles")),
        since_1904=attribute(child(root, "workbookPr"), "date1904") in _TRUE,
    )


def _format_codes(styles: Element | None) -> Sequence[str]:
    """Return the format code of each style of cells; empty for the general one."""
    codes = dict(BUILT_IN)
    for each in children(child(styles, "numFmts"), "numFmt"):
        codes[number(each, "numFmtId")] = each.get("formatCode", "")
    formats = children(child(styles, "cellXfs"), "xf")
    return [codes.get(number(each, "numFmtId"), "") for each in formats]


def _remarks(package: Package, part: str, people: dict[str, str]) -> list[Remark]:
    comments = sorted(comments_of(package, part, people), key=lambda each: each.row or 0)
    return [*comments, *drawn_on(package, part)]
