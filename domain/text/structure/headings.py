"""Recognising headings: by their marks, their number, their capitals, or by what stands around."""

import re

from domain.text.structure.blocks import Heading
from domain.text.structure.cursor import Cursor
from domain.text.structure.lines import NO_STOPS, UNDERLINE, Line

_NUMBERED_LEVEL = 3  # plus one for each part of the number
_SHOUTED_LEVEL = 6
_UNMARKED_LEVEL = 7
_SHORTEST_UNDERLINE = 3


def heading_at(cursor: Cursor, *, is_first: bool) -> Heading | None:
    """Return the heading that stands on the next line.

    Args:
        cursor: The place in the text.
        is_first: Whether nothing stands above the line, as above a title.
    """
    line, before = cursor.line(), cursor.line(-1)
    if line is None:
        return None
    if heading := line.marked_heading():
        return heading
    if not line.could_be_title or (line.marker and not line.numbered_title()):
        return None
    if mark := underline(cursor):
        return Heading(1 if mark == "=" else 2, line.words)
    is_apart = before is None or before.is_blank or before.is_rule
    return _standing(cursor, line, is_first=is_first) if is_apart else None


def _standing(cursor: Cursor, line: Line, *, is_first: bool) -> Heading | None:
    """Return the heading if a line that begins a paragraph is one."""
    if numbered := line.numbered_title():
        return _numbered(cursor, *numbered)
    if "  " in line.words or (line.key and not is_first):
        return None
    if line.is_shouted:
        return Heading(_SHOUTED_LEVEL, line.words)
    return _unmarked(cursor, line, is_first=is_first)


def underline(cursor: Cursor) -> str:
    """Return the character that underlines the next line as a heading; none if nothing does."""
    line, below = cursor.line(), cursor.line(1)
    if line is None or below is None or line.marked_heading() or "  " in line.words:
        return ""
    mark = UNDERLINE.match(below.words)
    return mark["mark"] if mark and len(below.words) >= _SHORTEST_UNDERLINE else ""


def _numbered(cursor: Cursor, number: str, title: str) -> Heading | None:
    below, directly = cursor.ink(1), cursor.line(1)
    if below is None or directly is None:
        return None
    *outer, last = number.split(".")
    sibling = ".".join([*outer, str(int(last) + 1)])
    is_sibling = re.match(rf"{re.escape(sibling)}(?:[.)]|\s)", below.words)
    is_child = below.words.startswith((f"{number}.", "("))
    if is_sibling or not (is_child or directly.is_blank):
        return None
    return Heading(_NUMBERED_LEVEL + len(outer) + 1, f"{number} {title}")


def _unmarked(cursor: Cursor, line: Line, *, is_first: bool) -> Heading | None:
    """Return the heading if a title without marks stands above something else."""
    below, directly = cursor.ink(1), cursor.line(1)
    if below is None or directly is None:
        return None
    if NO_STOPS.search(line.words) and not is_first:
        return None  # no sentence of these scripts ends with a stop
    if directly.is_blank:
        # one short line after the other is a list of lines
        opens = below.marker or below.key or below.is_stamped
        stands_out = opens or below.ends_sentence or len(below.words) > len(line.words)
        is_heading = bool(is_first or stands_out)
    else:
        is_longer = 2 * len(line.words) <= len(below.words) and not below.words[0].islower()
        is_heading = bool(below.marker or is_longer)
    return Heading(1 if is_first else _UNMARKED_LEVEL, line.words) if is_heading else None
