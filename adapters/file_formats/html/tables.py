"""The tables of a page: which hold data, and their cells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from domain.errors import FileTooComplex

_LEAST_COLUMNS, _MOST_COLUMNS = 2, 200
_LONGEST_SPAN = 6  # digits
_MOST_ROWS = 65_534  # of a span, as in browsers
_MOST_CHARACTERS = 100_000_000
_LONGEST_CELL = 1_000  # characters; a longer one lays out a page
_PRESENTATION = frozenset(["presentation", "none"])
_NOT_IN_CELLS = frozenset(["pre", "form"])
_HEADERS = frozenset(["th", "caption", "thead"])

Grid = list[list[str]]


@dataclass(slots=True)
class _Signs:
    """What tells whether a table holds data or lays out a page."""

    rows: int = 0
    cells: int = 0  # of the row that is open
    columns: int = 0
    cell: int = 0  # characters of the cell that is open
    longest: int = 0
    has_header: bool = False
    has_layout: bool = False

    @property
    def has_data(self) -> bool:
        """Whether the table holds data."""
        if self.has_layout or not self.rows or self.columns < _LEAST_COLUMNS:
            return False
        return self.has_header or (self.rows > 1 and self.longest <= _LONGEST_CELL)


class Tables:
    """The tables of a tree. A table for layout has one column, one row or another table in it."""

    def __init__(self, root: etree._Element) -> None:
        self._characters = 0
        self._with_data: set[etree._Element] = set()
        opened: list[_Signs] = []
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                if element.tag == "table":
                    if opened:
                        opened[-1].has_layout = True
                    opened.append(_Signs(has_layout=element.get("role") in _PRESENTATION))
                if opened:
                    _look(opened[-1], element)
            elif element.tag == "table":
                if opened.pop().has_data:
                    self._with_data.add(element)
            elif opened and element.tag in ("td", "th"):
                opened[-1].longest = max(opened[-1].longest, opened[-1].cell)
            if opened and event == "end" and element.tail:
                opened[-1].cell += len(element.tail)

    def has_data(self, table: etree._Element) -> bool:
        """Return whether a table holds data; if not, it lays out the page."""
        return table in self._with_data

    def grid(self, table: etree._Element, words: Callable[[etree._Element], str]) -> Grid:
        """Return the rows of a table; a cell that spans several of them stands in each."""
        rows: Grid = []
        spanning: dict[int, tuple[int, str]] = {}  # for columns: how many rows are to come
        for row in _rows(table):
            cells: list[str] = []
            is_only_spans = True
            for cell in row.iterchildren("td", "th"):
                _fill(cells, spanning)
                text = words(cell)
                down = _span(cell.get("rowspan"), _MOST_ROWS) - 1
                is_only_spans = is_only_spans and down > 0
                for _ in range(_span(cell.get("colspan"), _MOST_COLUMNS)):
                    if len(cells) < _MOST_COLUMNS:
                        if down > 0:
                            spanning[len(cells)] = (down, text)
                        cells.append(text)
            if is_only_spans:
                continue  # its cells stand in the rows below
            _fill(cells, spanning)
            rows.append(cells)
            self._characters += sum(map(len, cells))
            if self._characters > _MOST_CHARACTERS:
                raise FileTooComplex(
                    "The cells of the tables span so many rows and columns that their text would"
                    f" have more than {_MOST_CHARACTERS:,} characters. Nothing was stored."
                )
        return rows


def _look(signs: _Signs, element: etree._Element) -> None:
    tag = element.tag
    if tag == "tr":
        signs.rows += 1
        signs.cells = 0
    elif tag in ("td", "th"):
        signs.cells += 1
        signs.columns = max(signs.columns, signs.cells)
        signs.cell = 0
    elif tag in _NOT_IN_CELLS:
        signs.has_layout = True
    if tag in _HEADERS:
        signs.has_header = True
    signs.cell += len(element.text or "")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _fill(cells: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    """Add the cells of earlier rows that span the next columns."""
    while (column := len(cells)) in spanning:
        left, text = spanning.pop(column)
        if left > 1:
            spanning[column] = (left - 1, text)
        cells.append(text)


def _span(value: str | None, most: int) -> int:
    digits = (value or "").strip()
    return (
        min(max(1, int(digits)), most) if digits.isdigit() and len(digits) <= _LONGEST_SPAN else 1
    )


def written(grid: Grid) -> str:
    """Return a table in Markdown, without empty rows and columns; its first row is its header."""
    width = max(map(len, grid), default=0)
    columns = [
        number for number in range(width) if any(row[number] for row in grid if number < len(row))
    ]
    rows = [
        [row[number].replace("|", "\\|") if number < len(row) else "" for number in columns]
        for row in grid
        if any(row)
    ]
    if not rows:
        return ""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * len(columns)}", *lines[1:]])
