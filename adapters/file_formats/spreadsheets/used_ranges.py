"""Looks how far the sheets of an .xlsb file reach, before a library lays out all their cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from adapters.file_formats.zip_archive import ZipArchive
from domain.errors import FileTooComplex

_MOST_CELLS: Final = 10_000_000
"""Cells of a used range, empty ones included; each takes some 30 bytes."""

_ROW: Final = 0
_CELLS: Final = range(1, 12)
_NUMBER: Final = 4  # bytes


def check_used_ranges(path: Path) -> None:
    """Check that no sheet reaches so far that its cells do not fit into memory.

    Files that are no ZIP archive, such as .xls, pass: their sheets are small.

    Raises:
        FileTooComplex: If a sheet does.
    """
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return
    with ZipArchive(path) as archive:
        for name in archive.names:
            if name.startswith("xl/worksheets/") and name.endswith(".bin"):
                _check(archive.read(name))


def _check(content: bytes) -> None:
    rows, columns = set[int](), set[int]()
    for kind, number in _records(content):
        (rows if kind == _ROW else columns).add(number)
    if not rows or not columns:
        return
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if height * width > _MOST_CELLS:
        raise FileTooComplex(
            f"A sheet of the file reaches over {height:,} rows and {width:,} columns, so nothing"
            " was stored. Delete what stands far from the rest, or save it as .xlsx."
        )


def _records(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the kind and the number of each row and cell in the records of a sheet."""
    place = 0
    while place < len(content):
        kind, place = _size(content, place, 2)
        length, place = _size(content, place, 4)
        if kind == _ROW or kind in _CELLS:
            yield kind, int.from_bytes(content[place : place + _NUMBER], "little")
        place += length


def _size(content: bytes, place: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and the place behind it."""
    value = 0
    for index, byte in enumerate(content[place : place + most]):
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:  # noqa: PLR2004 - the last byte has no high bit
            return value, place + index + 1
    return value, place + most
