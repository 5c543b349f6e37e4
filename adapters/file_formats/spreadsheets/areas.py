"""Finds the tables of a sheet: areas that empty rows and columns part."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from adapters.file_formats.spreadsheets.sheet import Row

_DEEPEST = 6  # areas inside areas: more would not be linear
_LEAST_COLUMNS = 2
_PREAMBLE_ROWS = 12  # above a header that are looked at
_PREAMBLE_COLUMNS = 4  # of a table that can have other lines right above its header
_LOOKED_AT = 20  # rows that tell what a column has

_NUMBER = re.compile(r"\W*\d[\W\d]*(?:[eE][+-]?\d[\W\d]*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?: [\d:]+)?")


@dataclass(frozen=True, slots=True)
class Area:
    """A table, or lines of text if it has one column.

    Attributes:
        columns: The numbers of its columns that are not empty.
        rows: Its rows below the header.
        header: Its header, a cell for each column; empty if it has none.
        header_row: The number of the row in which the header stands.
        above: The rows above its header that are not part of the table, such as its title.
        continues: Whether it goes on with the table of the area before it.
    """

    columns: Sequence[int]
    rows: Sequence[Row]
    header: Sequence[str] = ()
    header_row: int = 0
    above: Sequence[Row] = ()
    continues: bool = False


def areas_of(rows: Sequence[Row], *, has_header: bool = False) -> Iterator[Area]:
    """Yield the areas of a sheet, in reading order.

    Rows behind an empty one continue the table before it if they have no header of their own and
    only columns of that table; with a title above them, all of its columns.

    Args:
        rows: The rows that are not empty, by their numbers.
        has_header: Whether a first line of words is a header in any case, as in CSV files.
    """
    table: Area | None = None
    for part in _parts(rows, 0):
        area = _area(part, has_header)
        if table and not area.header and _continues(area, table):
            yield Area(table.columns, [*area.above, *area.rows], continues=True)
            continue
        yield area
        table = area if area.header else None


def is_number(text: str) -> bool:
    """Return whether a cell has a number, with a unit of signs at most: `-1,200.50 €`."""
    return _NUMBER.fullmatch(text) is not None


def _parts(rows: Sequence[Row], depth: int) -> Iterator[Sequence[Row]]:
    """Yield the rows of each area, with the cells of its columns only."""
    for band in _bands(rows):
        starts = _side_by_side(band) if depth < _DEEPEST else []
        if len(starts) <= 1:
            yield band
            continue
        for part in _by_group(band, starts):
            yield from _parts(part, depth + 1)


def _bands(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows that follow each other without an empty one between them."""
    start = 0
    for index, (row, following) in enumerate(pairwise(rows), 1):
        if following.number != row.number + 1:
            yield rows[start:index]
            start = index
    if rows:
        yield rows[start:]


def _columns(rows: Sequence[Row]) -> list[int]:
    return sorted({column for row in rows for column, _ in row.cells})


def _by_group(band: Sequence[Row], starts: Sequence[int]) -> list[list[Row]]:
    """Return the rows of each group of columns, which begin at `starts`."""
    groups: list[list[Row]] = [[] for _ in starts]
    for row in band:
        for column, text in row.cells:
            group = groups[bisect_right(starts, column) - 1]
            if not group or group[-1].number != row.number:
                group.append(Row(row.number, []))
            group[-1].cells.append((column, text))
    return groups


def _side_by_side(band: Sequence[Row]) -> list[int]:
    """Return the first column of each of the tables that stand beside each other.

    An empty column alone parts no tables: it may stand between a label and its value. The right
    one has a header of its own, and other rows than the left one or labels of its own.
    """
    columns = _columns(band)
    starts = [columns[0], *(right for left, right in pairwise(columns) if right > left + 1)]
    if len(starts) == 1:
        return starts
    groups = _by_group(band, starts)
    found = starts[:1]
    rows = {row.number for row in groups[0]}
    for start, group in zip(starts[1:], groups[1:], strict=True):
        width = bisect_left(columns, start) - bisect_left(columns, found[-1])
        if width >= _LEAST_COLUMNS and _stands_alone(group, min(rows), max(rows)):
            found.append(start)
            rows = set()
        rows |= {group[0].number, group[-1].number}
    return found


def _stands_alone(group: Sequence[Row], first: int, last: int) -> bool:
    """Return whether a group of columns is a table beside one that has these rows."""
    columns = _columns(group)
    header = next((row for row in group[:2] if len(row.cells) == len(columns)), None)
    if header is None or len(columns) < _LEAST_COLUMNS or len(group) == 1:
        return False
    if not all(map(_is_word, _texts(header))):
        return False
    if (group[0].number, group[-1].number) != (first, last):
        return True
    labels = [
        text
        for row in group[1:_LOOKED_AT]
        for column, text in row.cells[:1]
        if column == columns[0]
    ]
    return sum(map(_is_word, labels)) * 2 > len(group[1:_LOOKED_AT])


def _area(rows: Sequence[Row], has_header: bool) -> Area:
    columns = _columns(rows)
    if len(columns) < _LEAST_COLUMNS:
        return Area(columns, rows)
    titles = 0
    while titles < len(rows) - 1 and _is_title(rows[titles]):
        titles += 1
    first = _header_index(rows, titles, len(columns))
    if first is None or not _divides(rows, first, columns, has_header):
        return Area(columns, rows[titles:], above=rows[:titles])
    above = rows[:first]
    header = _by_column(rows[first], columns)
    if _is_upper(rows, first, columns):
        lower = _by_column(rows[first + 1], columns)
        header = [_joined(*pair) for pair in zip(header, lower, strict=True)]
        first += 1
    return Area(columns, rows[first + 1 :], header, rows[first].number, above)


def _is_title(row: Row) -> bool:
    return len(row.cells) == 1 and _is_word(row.cells[0][1])


def _header_index(rows: Sequence[Row], titles: int, width: int) -> int | None:
    """Return the index of the row that is the header, below the titles."""
    if _is_header(rows, titles) and (
        width < _PREAMBLE_COLUMNS or 2 * len(rows[titles].cells) > width
    ):
        return titles
    for index in range(titles, min(titles + _PREAMBLE_ROWS, len(rows) - 1)):
        filled = len(rows[index].cells)
        if 2 * filled > width >= _PREAMBLE_COLUMNS:
            return index if _is_header(rows, index) else None
    return titles if _is_header(rows, titles) else None


def _is_header(rows: Sequence[Row], index: int) -> bool:
    if index + 1 >= len(rows) or len(rows[index].cells) < _LEAST_COLUMNS:
        return False
    below = dict(rows[index + 1].cells)
    return all(
        _is_word(text) or (_is_time(text) and not _is_time(below.get(column, "")))
        for column, text in rows[index].cells
    )


def _divides(rows: Sequence[Row], first: int, columns: Sequence[int], has_header: bool) -> bool:
    """Return whether the header is one, and not the first of pairs of names and values."""
    if has_header or len(columns) > _LEAST_COLUMNS:
        return True
    below = list(islice(rows, first + 1, first + 1 + _LOOKED_AT))
    return any(
        2 * sum(column == each and is_number(text) for row in below for column, text in row.cells)
        > len(below)
        for each in columns
    )


def _is_upper(rows: Sequence[Row], first: int, columns: Sequence[int]) -> bool:
    """Return whether a header has a second line: some of its cells span several columns."""
    if first + 2 >= len(rows) or not _is_header(rows, first + 1):
        return False
    header = _by_column(rows[first], columns)
    spans = any(left == right and left for left, right in pairwise(header))
    return spans and len(rows[first + 1].cells) > len(columns) // 2


def _joined(upper: str, lower: str) -> str:
    return upper if upper == lower else f"{upper} {lower}".strip()


def _continues(area: Area, table: Area) -> bool:
    if area.above or len(area.columns) < _LEAST_COLUMNS:
        return area.columns == table.columns
    places = [bisect_left(table.columns, column) for column in area.columns]
    return (
        places[-1] < len(table.columns)
        and [table.columns[place] for place in places] == area.columns
    )


def _by_column(row: Row, columns: Sequence[int]) -> list[str]:
    cells = dict(row.cells)
    return [cells.get(column, "") for column in columns]


def _texts(row: Row) -> list[str]:
    return [text for _, text in row.cells]


def _is_word(text: str) -> bool:
    return not is_number(text)


def _is_time(text: str) -> bool:
    return bool(_YEAR.fullmatch(text) or _DATE.fullmatch(text))
