"""The order in which people read the shapes of a slide."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from adapters.file_formats.office.powerpoint.placeholders import Box

Shape = TypeVar("Shape")
_MOST_SHAPES: Final = 300  # that are divided into rows and columns
_DEEPEST: Final = 40
_INSET: Final = 0.1  # of a box, within which its text stands


def in_reading_order(shapes: Sequence[tuple[Shape, Box]]) -> list[Shape]:
    """Return shapes from top to bottom and left to right, but column by column.

    They are divided where the widest gap goes through all of them, from side to side or from top to
    bottom, and each group again.
    """
    if len(shapes) > _MOST_SHAPES:
        return [shape for shape, _ in sorted(shapes, key=_place)]
    return [shape for shape, _ in _divided(list(shapes), _DEEPEST)]


def _divided(shapes: list[tuple[Shape, Box]], deepest: int) -> list[tuple[Shape, Box]]:
    if len(shapes) <= 1 or not deepest:
        return sorted(shapes, key=_place)
    rows, row_gap = _groups(shapes, lambda box: (box.top, box.height))
    columns, column_gap = _groups(shapes, lambda box: (box.left, box.width))
    groups = columns if column_gap > row_gap else rows
    if len(groups) == 1:
        return sorted(shapes, key=_place)
    return [each for group in groups for each in _divided(group, deepest - 1)]


def _groups(
    shapes: list[tuple[Shape, Box]], side: Callable[[Box], tuple[int, int]]
) -> tuple[list[list[tuple[Shape, Box]]], float]:
    """Return the groups that gaps along one side divide, and the widest gap."""
    groups: list[list[tuple[Shape, Box]]] = []
    end, widest = 0.0, 0.0
    for each in sorted(shapes, key=lambda shape: side(shape[1])):
        start, length = side(each[1])
        inset = _INSET * length
        if groups and start + inset < end:
            groups[-1].append(each)
        else:
            widest = max(widest, start + inset - end) if groups else widest
            groups.append([each])
        end = max(end, start + length - inset) if len(groups[-1]) > 1 else start + length - inset
    return groups, widest


def _place(shape: tuple[Shape, Box]) -> tuple[int, int]:
    return shape[1].top, shape[1].left
