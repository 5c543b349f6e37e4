"""An Excel binary workbook."""

import struct
import zipfile
from io import BytesIO

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile

ROWS: list[list[object]] = [["bird", "nests", "weight"], ["heron", 12, 1.5], ["wren", 36, 0.01]]
RELATIONS = """\
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="worksheets/sheet1.bin"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
</Relationships>"""


def sample() -> SampleFile:
    """Return a workbook with a table."""
    return SampleFile(
        media_type="application/vnd.ms-excel.sheet.binary.macroenabled.12",
        filename="nests.xlsb",
        content=binary_workbook(ROWS),
        reads=("## Nests", "| bird | nests | weight |", "| heron | 12 | 1.5 |"),
        parts=((PartKind.SHEET, 1),),
    )


def binary_workbook(rows: list[list[object]], *, first_row: int = 0) -> bytes:
    """Return a workbook with one sheet. Its second row stands at `first_row + 1`."""
    sheet = _record(0x0081) + _record(0x0094, struct.pack("<IIII", 0, len(rows), 0, 3))
    sheet += _record(0x0091)
    for number, values in enumerate(rows):
        place = number + first_row if number else 0
        sheet += _record(0x0000, struct.pack("<I13x", place))
        for column, value in enumerate(values):
            cell = struct.pack("<II", column, 0)
            if isinstance(value, str):
                sheet += _record(0x0006, cell + _wide(value))
            else:
                sheet += _record(0x0005, cell + struct.pack("<d", value))
    sheet += _record(0x0092) + _record(0x0082)
    listed = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Nests")
    book = _record(0x0083) + _record(0x009C, listed) + _record(0x0090) + _record(0x0084)
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return content.getvalue()


def _record(kind: int, data: bytes = b"") -> bytes:
    return _size(kind) + _size(len(data)) + data


def _size(number: int) -> bytes:
    """Return a number below 16,384 in seven bits a byte."""
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
