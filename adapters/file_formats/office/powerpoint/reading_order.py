"""The order in which people read the shapes of a slide."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias, TypeVar

from adapters.file_formats.office.powerpoint.placeholders import Box

Shape = TypeVar("Shape")
Placed: TypeAlias = tuple[Shape, Box]
Side: TypeAlias = Callable[[Box], tuple[int, int]]

_MOST_SHAPES: Final = 100  # that are divided into rows and columns
_DEEPEST: Final = 20
_INSET: Final = 0.1  # of a box, within which its text stands


def in_reading_order(shapes: Sequence[Placed[Shape]]) -> list[Shape]:
    """Return shapes from top to bottom and left to right, but column by column.

    Shapes are divided where a gap goes through all of them, from side to side or from top to
    bottom, and each group again. Of both ways to divide some, the one with the wider gap is taken.
    """
    if len(shapes) > _MOST_SHAPES:
        return [shape for shape, _ in sorted(shapes, key=_place)]
    return [shape for shape, _ in _divided(list(shapes), _DEEPEST)]


def _divided(shapes: list[Placed[Shape]], deepest: int) -> list[Placed[Shape]]:
    columns, column_gap = _groups(shapes, _width)
    rows, row_gap = _groups(shapes, _height)
    groups = columns if column_gap > row_gap else _rows_and_columns(rows)
    if len(groups) <= 1 or not deepest:
        return sorted(shapes, key=_place)
    return [each for group in groups for each in _divided(group, deepest - 1)]


def _rows_and_columns(rows: list[list[Placed[Shape]]]) -> list[list[Placed[Shape]]]:
    """Return rows, those together that a wider gap divides into columns."""
    groups: list[list[Placed[Shape]]] = []
    for row in rows:
        together = [*groups[-1], *row] if groups else row
        _, row_gap = _groups(together, _height)
        _, column_gap = _groups(together, _width)
        if groups and column_gap > row_gap:
            groups[-1] = together
        else:
            groups.append(row)
    return groups


def _groups(shapes: list[Placed[Shape]], side: Side) -> tuple[list[list[Placed[Shape]]], float]:
    """Return the groups that gaps along one side divide, and the widest gap."""
    groups: list[list[Placed[Shape]]] = []
    end = widest = 0.0
    for each in sorted(shapes, key=lambda placed: side(placed[1])):
        start, length = side(each[1])
        inset = _INSET * length
        gap = start + inset - end
        if groups and gap < 0:
            groups[-1].append(each)
            end = max(end, start + length - inset)
            continue
        widest = max(widest, gap) if groups else widest
        groups.append([each])
        end = start + length - inset
    return groups, widest


def _width(box: Box) -> tuple[int, int]:
    return box.left, box.width


def _height(box: Box) -> tuple[int, int]:
    return box.top, box.height


def _place(placed: Placed[Shape]) -> tuple[int, int]:
    return placed[1].top, placed[1].left
