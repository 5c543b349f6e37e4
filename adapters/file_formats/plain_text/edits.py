"""Changes of a text that leave no gaps behind."""

from collections.abc import Iterable
from typing import NamedTuple

_TAIL = 200  # characters: enough of a line to tell a table or a heading


class Edit(NamedTuple):
    """A span of a text, and what is left in its place: nothing, a blank, a line end or words."""

    start: int
    end: int
    left: str = ""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits, without the blanks and blank lines that they would leave.

    A line end is left only where it ends a line, and never within a table's row or a heading. Of
    edits that overlap, the first one counts.
    """
    pieces: list[str] = []
    tail = ""  # of the text so far
    position = 0
    for edit in sorted(edits):
        if edit.start < position:
            continue
        before, position = text[position : edit.start], edit.end
        tail = (tail + before[-_TAIL:])[-_TAIL:]
        line = tail[tail.rfind("\n") + 1 :]
        left = edit.left if edit.left.strip() else _gap(text, edit, line)
        if not left.strip() and (not line or line[-1] in " \t"):
            left = ""
            while text.startswith((" ", "\t"), position):
                position += 1
        if not line.strip() and not left:
            # the line is empty now, and it may not become a second blank line
            position += _surplus_line_ends(text, position, tail)
        pieces += (before, left)
        tail = (tail + left)[-_TAIL:]
    return "".join(pieces) + text[position:]


def _gap(text: str, edit: Edit, line: str) -> str:
    if text[edit.end : edit.end + 1] in ("", "\n"):
        return ""
    within_line = edit.left == "\n" and line.lstrip().startswith(("|", "#"))
    return " " if within_line else edit.left


def _surplus_line_ends(text: str, position: int, tail: str) -> int:
    if not tail or tail.endswith("\n\n"):
        end = position
        while text.startswith("\n", end):
            end += 1
        return end - position
    return 1 if text.startswith("\n\n", position) else 0
