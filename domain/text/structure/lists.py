"""The items of a list."""

from dataclasses import dataclass

from domain.text.structure.cursor import Cursor
from domain.text.structure.paragraphs import opens, question_at

_WRAP_WIDTH = 40  # a line as long may go on without an indent


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, by the numbers of its first and last line.

    Attributes:
        parent: The number of the first line of the item that it stands in; None if it is an outer
            one.
    """

    first: int
    last: int
    parent: int | None


def items_at(place: Cursor) -> list[Item]:
    """Return the items of the list that begins on a line, up to a question that is answered."""
    items: list[Item] = []
    marks: dict[str, tuple[int, ...]] = {}
    outer: list[Item] = []
    number = place.number
    while number < len(place.lines) and (marker := place.lines[number].marker):
        here = place.at(number)
        if items and question_at(here):
            break
        indent = here.here.indent
        marks[marker.style] = marker.number
        while outer and place.lines[outer[-1].first].indent >= indent:
            outer.pop()
        item = Item(number, _last(here, marks), outer[-1].first if outer else None)
        items.append(item)
        outer.append(item)
        number = item.last + 1
        if _resumes(place.at(number), marks, indent):
            number += 1
    return items


def _last(place: Cursor, marks: dict[str, tuple[int, ...]]) -> int:
    """Return the number of the last line of an item."""
    first, number = place.here, place.number
    while number + 1 < len(place.lines):
        following, line = place.at(number + 1), place.lines[number]
        if opens(following, marks):
            break
        if following.here.indent <= first.indent:
            is_wrapped = len(line.words) >= _WRAP_WIDTH or following.here.words[0].islower()
            is_numbered = first.marker is not None and bool(first.marker.number)
            if line.ends_sentence or not (is_wrapped or is_numbered):
                break
        number += 1
    return number


def _resumes(place: Cursor, marks: dict[str, tuple[int, ...]], indent: int) -> bool:
    """Return whether a list goes on behind a blank line."""
    after = place.line(1)
    if after is None or not place.here.is_blank or after.marker is None:
        return False
    marker = after.marker
    is_next = marker.style in marks and (
        not marker.number or marker.comes_after(marks[marker.style])
    )
    return is_next or after.indent > indent
