"""The items of a list."""

from dataclasses import dataclass

from domain.text.structure.cursor import Cursor
from domain.text.structure.lines import Line
from domain.text.structure.markers import Marker
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
        _leave(outer, here)
        item = Item(number, _last(here, marks), outer[-1].first if outer else None)
        items.append(item)
        outer.append(item)
        number = item.last + 1
        if _resumes(place.at(number), marks, indent):
            number += 1
    return items


def _leave(outer: list[Item], place: Cursor) -> None:
    """Drop the items from a stack that the item on a line does not stand in."""
    levels = [place.lines[item.first] for item in outer]
    siblings = [n for n, above in enumerate(levels) if _are_siblings(above, place.here)]
    others = [n for n, above in enumerate(levels) if not _contains(above, place.here)]
    if left := siblings or others:
        del outer[left[0] :]


def _are_siblings(above: Line, line: Line) -> bool:
    """Return whether two items have the same indent and style."""
    if above.marker is None or line.marker is None:
        return False
    return (above.indent, above.marker.style) == (line.indent, line.marker.style)


def _contains(above: Line, line: Line) -> bool:
    """Return whether an item stands in another: deeper, or like `a) a chair` below `It has`."""
    begins = line.marker is not None and bool(line.marker.number) and line.marker.is_first
    return above.indent < line.indent or (
        above.indent == line.indent and begins and not above.ends_sentence
    )


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


def goes_on(marker: Marker, last: Marker) -> bool:
    """Return whether an item goes on the list of another one, with other text between them."""
    return marker.style == last.style and (not marker.number or marker.comes_after(last.number))


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
