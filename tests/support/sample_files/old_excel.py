"""A workbook of Excel 97."""

import struct

from domain.documents.parts import PartKind
from tests.support.sample_files import SampleFile

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTORS = 8  # of the stream; a shorter one would stand elsewhere


def sample() -> SampleFile:
    """Return a workbook with a table and a hidden sheet."""
    rows: list[list[object]] = [["bird", "nests", "weight"], ["heron", 12, 1.5], ["wren", 36, 0.01]]
    sheets: list[tuple[str, int, list[list[object]]]] = [
        ("Nests", 0, rows),
        ("Lists", 1, [["not to be read"]]),
    ]
    return SampleFile(
        media_type="application/vnd.ms-excel",
        filename="nests.xls",
        content=_ole_file("Workbook", _book(sheets)),
        reads=("## Nests", "| bird | nests | weight |", "| heron | 12 | 1.5 |"),
        hidden=("not to be read",),
        parts=((PartKind.SHEET, 1),),
    )


def _book(sheets: list[tuple[str, int, list[list[object]]]]) -> bytes:
    """Return the records of a workbook: first the sheets, then their cells."""
    bodies = [_sheet(rows) for _, _, rows in sheets]
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    start += _record(0x0042, struct.pack("<H", 1200))
    listed = sum(len(name) + 12 for name, _, _ in sheets)
    place = len(start) + listed + 4
    for (name, hidden, _), body in zip(sheets, bodies, strict=True):
        text = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
        start += _record(0x0085, struct.pack("<IBB", place, hidden, 0) + text)
        place += len(body)
    return b"".join([start, _record(0x000A), *bodies])


def _sheet(rows: list[list[object]]) -> bytes:
    records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))]
    records.append(_record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 0) + value.encode("latin-1")
                records.append(_record(0x0204, place + text))
            else:
                records.append(_record(0x0203, place + struct.pack("<d", value)))
    return b"".join([*records, _record(0x000A)])


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _ole_file(name: str, stream: bytes) -> bytes:
    """Return an OLE file with one stream: header, table of sectors, directory, stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0
    )
    header += struct.pack("<I", FREE) * 108
    chain = [FAT, END, *range(3, SECTORS + 2), END]
    table = struct.pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 2, 512 * SECTORS)
    return header + table + entries + bytes(256) + stream.ljust(512 * SECTORS, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
