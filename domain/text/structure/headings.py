"""Recognising headings: by their marks, their number, their capitals, or by what stands around."""

from collections.abc import Sequence

from domain.text.structure.blocks import Heading
from domain.text.structure.cursor import Cursor
from domain.text.structure.lines import LONGEST_HEADING, UNDERLINE, Line, title_number

_NUMBERED_LEVEL = 3  # plus one for each part of the number
_SHOUTED_LEVEL = 6
_UNMARKED_LEVEL = 7
_SHORTEST_UNDERLINE = 3
_SHARE = 1 / 2  # of the line below, that a title has at most
_SHARE_OF_SENTENCE = 2 / 3


def heading_at(place: Cursor, section: Sequence[Heading], *, is_first: bool) -> Heading | None:
    """Return the heading that stands on a line.

    Args:
        place: The line.
        section: The headings above it.
        is_first: Whether nothing stands above it, as above a title.
    """
    line, before = place.here, place.line(-1)
    if heading := line.marked_heading:
        return None if _is_comment(place, heading) else heading
    is_apart = before is None or before.is_blank or before.is_rule or bool(before.clause)
    is_free = is_apart or (before is not None and before.ends_sentence)
    if line.clause and is_free:
        return line.clause
    if mark := underline(place):
        return Heading(1 if mark == "=" else 2, line.words)
    if not line.could_be_title or (line.marker and not line.number):
        return None
    if is_free and _is_next(line.number, section):
        return _numbered(line)
    return _standing(place, line, is_first=is_first) if is_apart else None


def _is_comment(place: Cursor, heading: Heading) -> bool:
    """Return whether it comments on a value of a configuration, or only looks like a section."""
    below = place.line(1)
    if place.here.words.startswith("["):
        below = place.words_below()
        return below is None or not (below.key or below.is_assignment)
    if heading.level > 1 or below is None or not below.key:
        return False
    return below.is_assignment or heading.title[0].islower()


def _is_next(number: tuple[int, ...], section: Sequence[Heading]) -> bool:
    """Return whether a number is the next after that of a heading above."""
    before = (*number[:-1], number[-1] - 1) if number else None
    return any(
        heading.level == _NUMBERED_LEVEL + len(number) and title_number(heading.title) == before
        for heading in section
    )


def _numbered(line: Line) -> Heading:
    return Heading(_NUMBERED_LEVEL + len(line.number), line.words)


def _standing(place: Cursor, line: Line, *, is_first: bool) -> Heading | None:
    """Return the heading if a line that begins a paragraph is one."""
    if line.number:
        return _numbered(line) if _begins_section(place) else None
    if "  " in line.words:
        return None
    below, directly = place.words_below(), place.line(1)
    if line.key and (not is_first or (below and below.key)):
        return _labelled(place, line)
    if line.is_shouted:
        is_title = is_first and directly is not None and directly.is_blank
        return Heading(1 if is_title else _SHOUTED_LEVEL, line.words)
    return _unmarked(place, line, is_first=is_first)


def _labelled(place: Cursor, line: Line) -> Heading | None:
    """Return the heading if a line is like `Item 3: Any other business`."""
    below = place.words_below()
    if below is None or below.key or not line.key[-1].isdecimal() or line.key.isdecimal():
        return None
    return Heading(_SHOUTED_LEVEL, line.words)


def underline(place: Cursor) -> str:
    """Return the character that underlines the next line as a heading; none if nothing does."""
    line, before, below = place.here, place.line(-1), place.line(1)
    if below is None or line.marked_heading or line.marker or (before and not before.is_blank):
        return ""
    if "  " in line.words or line.ends_sentence or len(line.words) > LONGEST_HEADING:
        return ""
    mark = UNDERLINE.match(below.words)
    return mark["mark"] if mark and len(below.words) >= _SHORTEST_UNDERLINE else ""


def _begins_section(place: Cursor) -> bool:
    """Return whether a numbered title stands above a text of its own, unlike a short item."""
    line, below, directly = place.here, place.words_below(), place.line(1)
    if below is None or directly is None:
        return False
    sibling = (*line.number[:-1], line.number[-1] + 1)
    if title_number(below.words) == sibling or (below.marker and below.marker.number == sibling):
        return False
    # a wrapped line is longer than what is left over of it
    begins = directly.ends_sentence and not directly.indent and not directly.marker
    is_longer = begins and len(directly.words) > len(line.words)
    is_child = title_number(below.words)[:-1] == line.number or below.words.startswith("(")
    return is_child or directly.is_blank or is_longer


def _unmarked(place: Cursor, line: Line, *, is_first: bool) -> Heading | None:
    """Return the heading if a title without marks stands above something else."""
    below, directly = place.words_below(), place.line(1)
    if below is None or directly is None or below.depth != line.depth:
        return None
    level = 1 if is_first and not line.words[0].isdecimal() else _UNMARKED_LEVEL
    if directly.is_blank:
        # one short line after the other is a list of lines
        opens = below.marker or below.key or below.is_stamped
        stands_out = opens or below.ends_sentence or len(below.words) > len(line.words)
        is_heading = is_first or (bool(stands_out) and not line.is_unstopped)
        return Heading(level, line.words) if is_heading else None
    after = place.line(2)
    if is_first and directly.could_be_title and not directly.key and after and after.is_blank:
        return Heading(level, line.words)
    share = _SHARE_OF_SENTENCE if below.ends_sentence else _SHARE
    is_longer = len(line.words) <= share * len(below.words) and not below.words[0].islower()
    defines = directly.indent > line.indent or directly.words.startswith(":")
    lists = below.marker is not None and below.marker.is_first
    is_heading = lists or (is_longer and not defines and not below.marker)
    return Heading(level, line.words) if is_heading else None
