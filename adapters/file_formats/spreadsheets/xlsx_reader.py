"""Reads Excel workbooks: .xlsx and .xlsm."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from adapters.file_formats.reader import SourceFile
from adapters.file_formats.spreadsheets.number_formats import BUILT_IN
from adapters.file_formats.spreadsheets.package import Element, Package
from adapters.file_formats.spreadsheets.reading import extracted
from adapters.file_formats.spreadsheets.sheet import Limits, Sheet, limited, with_merged
from adapters.file_formats.spreadsheets.xlsx_cells import Cells
from adapters.file_formats.spreadsheets.xlsx_drawings import charts_of
from adapters.file_formats.spreadsheets.xlsx_remarks import comments_of, names_of_people
from adapters.file_formats.zip_archive import ZipArchive
from domain.documents.document import ExtractedText
from domain.errors import DocumentPasswordRequired, FileDamaged, UnsupportedFileType

_OLE: Final = b"\xd0\xcf\x11\xe0"
_TRUE: Final = ("1", "true")


class _Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    member: str
    is_hidden: bool


def read(file: SourceFile) -> ExtractedText:
    """Return the visible sheets of a workbook: their cells, comments and charts."""
    with file.path.open("rb") as content:
        if content.read(len(_OLE)) == _OLE:
            raise DocumentPasswordRequired
    with ZipArchive(file.path) as archive:
        return _read(Package(archive))


def _read(package: Package) -> ExtractedText:
    book = _workbook(package)
    members = package.related(book)
    root = package.tree(book)
    if root is None:
        raise FileDamaged
    listed = list(_listed(root, members))
    limits = Limits()
    cells = _cells(package, root, members)
    people = names_of_people(package)
    sheets: list[Sheet] = []
    for each in listed:
        if each.is_hidden:
            continue
        if limits.reached:
            break
        sheets.append(_sheet(package, each, cells, people, limits))
    hidden = [each.name for each in listed if each.is_hidden]
    others = [each.name for each in listed if not each.is_hidden][len(sheets) :]
    return extracted(sheets, limits, hidden=hidden, others=others)


def _workbook(package: Package) -> str:
    """Return the name of the member that lists the sheets."""
    for kind, member in package.related("").values():
        if kind == "officeDocument" and member in package.names:
            return member
    if "xl/workbook.xml" in package.names:
        return "xl/workbook.xml"
    raise UnsupportedFileType(
        "The content is a ZIP archive without a workbook in it, so nothing was stored."
    )


def _listed(root: Element, members: dict[str, tuple[str, str]]) -> Iterator[_Listed]:
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        member = members.get(str(identifier), ("", ""))[1]
        is_hidden = sheet.get("state", "visible") != "visible"
        yield _Listed(sheet.get("name", ""), member, is_hidden)


def _cells(package: Package, root: Element, members: dict[str, tuple[str, str]]) -> Cells:
    by_kind = dict(members.values())
    properties = root.find("{*}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in _TRUE
    return Cells(
        package,
        strings=by_kind.get("sharedStrings"),
        codes=_format_codes(package.tree(by_kind.get("styles", ""))),
        since_1904=since_1904,
    )


def _format_codes(styles: Element | None) -> Sequence[str]:
    """Return the format code of each style of cells; empty for the general one."""
    if styles is None:
        return ()
    codes = dict(BUILT_IN)
    for each in styles.iterfind("{*}numFmts/{*}numFmt"):
        number = each.get("numFmtId", "")
        if number.isdecimal():
            codes[int(number)] = each.get("formatCode", "")
    numbers = (each.get("numFmtId", "") for each in styles.iterfind("{*}cellXfs/{*}xf"))
    return [codes.get(int(number), "") if number.isdecimal() else "" for number in numbers]


def _sheet(
    package: Package, listed: _Listed, cells: Cells, people: dict[str, str], limits: Limits
) -> Sheet:
    rows = limited(cells.rows(listed.member), limits)
    related = list(package.related(listed.member).values())
    comments = sorted(comments_of(package, related, people), key=lambda each: each.row or 0)
    remarks = [*comments, *charts_of(package, related)]
    return Sheet(listed.name, with_merged(rows, cells.merged), remarks)
