"""The lists that are open, and where the next block of a page stands in them."""

from dataclasses import dataclass

from lxml import etree

_LISTS = frozenset(["ul", "ol", "menu", "dir", "dl"])
_ITEMS = frozenset(["li", "dt", "dd"])
_DEEPEST = 40  # blanks
_LONGEST_NUMBER = 9  # digits


@dataclass(slots=True)
class _Item:
    """An item that is open.

    Attributes:
        marker: What stands before it.
        indent: The blanks before its marker, once it is written.
        term: The item that it explains, in a list of definitions.
    """

    marker: str
    indent: int = 0
    is_written: bool = False
    term: "_Item | None" = None

    @property
    def written(self) -> "_Item | None":
        """The item itself or else its term, whichever is written."""
        if self.is_written:
            return self
        return self.term if self.term and self.term.is_written else None

    @property
    def inner(self) -> int:
        """The blanks before what is inside it."""
        return min(self.indent + len(self.marker), _DEEPEST)


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item, if it has numbers, and its last term."""

    number: int | None = None
    term: _Item | None = None


class Lists:
    """The lists and items that are open."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._items: list[_Item] = []
        self._group = 0

    def enter(self, element: etree._Element) -> None:
        """Open a list or an item."""
        if element.tag in _LISTS:
            if not self._lists:
                self._group += 1
            first = _number(element.get("start"), 1) if element.tag == "ol" else None
            self._lists.append(_List(first))
        elif element.tag in _ITEMS:
            self._items.append(self._item(element))

    def leave(self, element: etree._Element) -> None:
        """Close a list or an item."""
        if element.tag in _LISTS:
            self._lists.pop()
        elif element.tag in _ITEMS:
            self._items.pop()

    def interrupt(self) -> None:
        """Let the open items go on outside their lists: a heading begins."""
        self._group += 1
        for item in self._items:
            item.marker, item.indent, item.is_written = "", 0, True

    def marker(self) -> str:
        """Return what stands before the next block: the marker of an item that has none yet."""
        item = self._items[-1] if self._items else None
        return item.marker if item and not item.is_written else ""

    def place(self, marker: str) -> tuple[int, int]:
        """Return the blanks before the next block, and the number of its list."""
        if not self._items:
            return 0, 0
        item = self._items[-1]
        if not item.is_written:
            above = filter(None, (each.written for each in reversed(self._items)))
            outer = next(above, None)
            item.indent = outer.inner if outer else 0
            item.marker, item.is_written = marker, True
            return item.indent, self._group
        return item.inner, self._group

    def _item(self, element: etree._Element) -> _Item:
        inside = self._lists[-1] if self._lists else _List()
        if inside.number is not None:
            number = _number(element.get("value"), inside.number)
            inside.number = number + 1
            return _Item(f"{number}. ")
        item = _Item("- ")
        if element.tag == "dt":
            inside.term = item
        elif element.tag == "dd":
            item.term = inside.term
        return item


def _number(value: str | None, otherwise: int) -> int:
    digits = (value or "").strip()
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER
        else otherwise
    )
