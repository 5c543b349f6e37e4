"""Tells which lines of a page go on in the next one: the paragraphs."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from adapters.file_formats.pdf.lines import Line, begins_field
from domain.text.characters import CLOSERS, PRINTED_BULLETS, STOPS, UNSPACED_STOPS, in_class

_ITEM = re.compile(
    rf"[{in_class(PRINTED_BULLETS)}]|[-–—*]\s|(?:\d{{1,3}}|[A-Za-z]|[ivx]{{1,5}})[.)]\s"
    r"|\(\w{1,4}\)\s|\[\d{1,3}\]\s"
)
_END = re.compile(rf"[:;{in_class(STOPS + UNSPACED_STOPS)}][{in_class(CLOSERS)}]*\d{{0,2}}$")
_LEADER = re.compile(r"(?:[.·…_] ?){4}[^.]{0,8}$")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_TAIL = 24  # characters at the end of a line that tell how it ends
_NEIGHBOURS = 10  # lines before and after one, to see how far its column reaches
_SAME_SIZE = 0.08  # share of the size
_USUAL_PITCH = 1.35  # sizes of a letter, from line to line
_LARGER_PITCH = 1.25  # times the pitch of the page
_INDENT = 0.8  # of a letter's size, of the first line of a paragraph
_LEAST_SHARE = 0.5  # of the column, of a line that goes on without reaching its edge
_MOST_PITCHES = 3.0
_SAME_HEIGHT = 0.3  # of a letter's size


class Column:
    """How far apart the lines of a page are, and how far they reach."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._numbers = {id(line): number for number, line in enumerate(lines)}
        pitches = [
            (above.box.bottom - below.box.bottom) / below.size
            for above, below in pairwise(lines)
            if _are_alike(above, below)
        ]
        usual = [pitch for pitch in pitches if 0 < pitch < _MOST_PITCHES]
        self._pitch = max(_USUAL_PITCH, _LARGER_PITCH * median(usual)) if usual else _USUAL_PITCH

    def is_near(self, above: Line, below: Line) -> bool:
        """Return whether a line stands as closely below another as the lines of a paragraph."""
        pitch = above.box.bottom - below.box.bottom
        return -_SAME_HEIGHT * above.size < pitch <= self._pitch * max(above.size, below.size)

    def goes_on(self, line: Line, following: Line) -> bool:
        """Return whether the paragraph of a line goes on in the following one."""
        if line.is_broken or are_apart(line, following):
            return line.is_broken
        is_lower = following.text[0].islower()
        if line.hyphen is not None and is_lower:
            return True
        ends = ends_sentence(line)
        if not self.is_near(line, following):
            is_next_column = following.box.bottom > line.box.bottom
            return is_next_column and is_lower and not ends and self._is_full(line, following)
        is_indented = following.box.left - line.box.left > _INDENT * line.size
        if ends and is_indented and not is_item(line):
            return False
        begins_lower = is_lower and not ends
        if _are_centred(line, following) or (begins_lower and self._is_long(line)):
            return begins_lower
        return self._is_full(line, following)

    def _edges(self, line: Line) -> tuple[float, float]:
        """Return the edges of the column of a line."""
        number = self._numbers[id(line)]
        near = [
            other.box
            for other in self._lines[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS + 1]
            if other.box.left < line.box.right
            and line.box.left < other.box.right
            and abs(other.size - line.size) <= _SAME_SIZE * line.size
        ]
        return min(box.left for box in near), max(box.right for box in near)

    def _is_full(self, line: Line, following: Line) -> bool:
        """Return whether the first word of the following line had no place in a line."""
        left, right = self._edges(line)
        word = following.text.split(" ", 1)[0]
        width = (following.box.right - following.box.left) * (len(word) + 1) / len(following.text)
        if not line.text.isascii() and _RIGHT_TO_LEFT.search(line.text):
            return line.box.left - width < left
        return line.box.right + width > right

    def _is_long(self, line: Line) -> bool:
        left, right = self._edges(line)
        return line.box.right - line.box.left > _LEAST_SHARE * (right - left)


def is_item(line: Line) -> bool:
    """Return whether a line begins an item of a list."""
    return _ITEM.match(line.text) is not None


def ends_sentence(line: Line) -> bool:
    """Return whether a line ends a sentence."""
    return _END.search(line.text, max(0, len(line.text) - _TAIL)) is not None


def _are_centred(line: Line, following: Line) -> bool:
    above, below = line.box, following.box
    is_level = abs(above.left + above.right - below.left - below.right) < line.size / 2
    return is_level and abs(above.left - below.left) > line.size


def are_apart(line: Line, following: Line) -> bool:
    """Return whether two lines do not belong to one paragraph, wherever they stand."""
    return (
        not _are_alike(line, following)
        or is_item(following)
        or line.is_row
        or following.is_row
        or _LEADER.search(line.text, max(0, len(line.text) - _TAIL)) is not None
        or (begins_field(line.text) and begins_field(following.text))
    )


def _are_alike(line: Line, other: Line) -> bool:
    return line.turn == other.turn and abs(line.size - other.size) <= _SAME_SIZE * line.size
