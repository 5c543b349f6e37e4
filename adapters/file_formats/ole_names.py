"""The names at the top of an OLE file, the container of .doc, .xls, .ppt and .msg files.

Such a file is a small file system. Its directory is a chain of sectors through a table, the FAT,
whose own sectors are listed in the header and, in large files, in a chain of further sectors. An
entry of the directory has 128 bytes: its name, and the numbers of its left and right neighbours in
its folder and of the first entry within it.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER_BYTES = 512
_LISTED_IN_HEADER = 109
_ENTRY = struct.Struct("<64sHBBIII")
_ENTRY_BYTES = 128
_LAST_SECTOR = 0xFFFFFFFA  # what is not less is a mark, such as that of a chain's end
_MOST_SECTORS = 4_096
_MOST_ENTRIES = 20_000
_SHIFTS = range(7, 17)  # sectors of 128 bytes to 64 KiB


def ole_names(path: Path) -> frozenset[str]:
    """Return the names of the streams and folders at the top; none if it is no whole OLE file."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        if not header.startswith(SIGNATURE) or len(header) < _HEADER_BYTES:
            return frozenset()
        shift, first = struct.unpack_from("<H16xI", header, 30)
        if shift not in _SHIFTS:
            return frozenset()
        return frozenset(_top_names(b"".join(_Sectors(file, header, shift).chain(first))))


class _Sectors:
    """The sectors of an OLE file, and where each chain of them goes on."""

    def __init__(self, file: BinaryIO, header: bytes, shift: int) -> None:
        self._file = file
        self._shift = shift
        self._numbers = struct.Struct(f"<{(1 << shift) // 4}I")
        self._fat = [*struct.unpack_from(f"<{_LISTED_IN_HEADER}I", header, 76)]
        further = struct.unpack_from("<I", header, 68)[0]
        for _ in range(_MOST_SECTORS):
            numbers = self._table(further)
            if not numbers:
                break
            self._fat += numbers[:-1]
            further = numbers[-1]

    def chain(self, number: int) -> Iterator[bytes]:
        for _ in range(_MOST_SECTORS):
            sector = self._read(number)
            if not sector:
                return
            yield sector
            number = self._next(number)

    def _next(self, number: int) -> int:
        table, place = divmod(number, self._numbers.size // 4)
        numbers = self._table(self._fat[table]) if table < len(self._fat) else ()
        return numbers[place] if numbers else _LAST_SECTOR

    def _table(self, number: int) -> tuple[int, ...]:
        sector = self._read(number)
        return self._numbers.unpack(sector) if len(sector) == self._numbers.size else ()

    def _read(self, number: int) -> bytes:
        if number >= _LAST_SECTOR:
            return b""
        self._file.seek((number + 1) << self._shift)
        return self._file.read(1 << self._shift)


def _top_names(directory: bytes) -> Iterator[str]:
    """Yield the names of the entries within the first one, the root."""
    if len(directory) < _ENTRY_BYTES:
        return
    *_, root = _ENTRY.unpack_from(directory)
    seen, waiting = {0}, [root]
    while waiting and len(seen) < _MOST_ENTRIES:
        number = waiting.pop()
        if number in seen or (number + 1) * _ENTRY_BYTES > len(directory):
            continue
        seen.add(number)
        name, size, _, _, left, right, _ = _ENTRY.unpack_from(directory, number * _ENTRY_BYTES)
        yield name[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")
        waiting += [left, right]
