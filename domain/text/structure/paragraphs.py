"""Where a paragraph or an item ends, and which of its lines belong together."""

import re
from collections.abc import Mapping, Sequence

from domain.text.structure.cursor import Cursor
from domain.text.structure.lines import FENCE, Line
from domain.text.structure.records import card_at
from domain.text.structure.tables import table_at

_WRAP_WIDTH = 40  # hard-wrapped lines are at least as long
_WRAP_SHARE = 0.6  # of the paragraph's longest line
_HYPHENATED = re.compile(r"\w-$")
_INTRODUCES = (":", ";", "：", "；")
_NO_MARKS: Mapping[str, tuple[int, ...]] = {}


def question_at(place: Cursor) -> bool:
    """Return whether a line is a question that the lines below it answer."""
    line, below, directly = place.here, place.words_below(), place.line(1)
    if not line.is_question or below is None or directly is None or below.is_question:
        return False
    if line.marker is None:
        return True
    return below.marker is None and (not directly.is_blank or bool(line.marker.number))


def opens(place: Cursor, marks: Mapping[str, tuple[int, ...]] = _NO_MARKS) -> bool:
    """Return whether a line begins something else than the line before it.

    Args:
        place: The line, which is not the first.
        marks: The last number of each style of the list around it.
    """
    line, before = place.here, place.lines[place.number - 1]
    return bool(
        line.is_blank
        or line.is_rule
        or line.depth != before.depth
        or line.marked_heading
        or FENCE.match(line.text)
        or line.is_assignment
        or line.is_bare_key
        or line.bold_question()
        or (before.ends_sentence and (line.clause or line.value_asks))
        or _begins_item(line, before, marks)
        or ("|" in line.text and table_at(place.lines, place.number))
    )


def _begins_item(line: Line, before: Line, marks: Mapping[str, tuple[int, ...]]) -> bool:
    """Return whether a line begins an item; a wrapped one may begin with a number too."""
    marker = line.marker
    if marker is None:
        return False
    if not marker.number or _is_done(before):
        return True
    if marker.style in marks and marker.follows(marks[marker.style]):
        return True
    return (marker.is_first or marker.is_path) and len(before.words) < _WRAP_WIDTH


def _is_done(line: Line) -> bool:
    return line.ends_sentence or line.words.endswith(_INTRODUCES)


def paragraph_end(place: Cursor, *, answers: bool) -> int:
    """Return the number of the line behind a paragraph.

    Args:
        place: Its first line.
        answers: Whether it answers a question, so that the next question may follow.
    """
    number = place.number + 1
    while number < len(place.lines):
        here, before = place.at(number), place.lines[number - 1]
        is_free = _is_done(before) or len(before.words) < _WRAP_WIDTH
        begins_card = is_free and here.here.key and card_at(here)
        begins_question = answers and before.ends_sentence and question_at(here)
        if opens(here) or begins_card or begins_question:
            break
        number += 1
    return number


def parts(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the first and last line of each part of a paragraph that no sentence crosses."""
    width = max(len(line.words) for line in lines)
    spans: list[tuple[int, int]] = []
    first = 0
    for number, line in enumerate(lines):
        if number + 1 == len(lines) or not _goes_on(line, lines[number + 1], width):
            spans.append((first, number))
            first = number + 1
    return spans


def _goes_on(line: Line, following: Line, width: int) -> bool:
    if line.ends_sentence or line.is_unstopped or line.is_bare_key:
        return False
    if following.words[0].islower() or _HYPHENATED.search(line.words):
        return True
    return width >= _WRAP_WIDTH and len(line.words) >= _WRAP_SHARE * width


def are_listed(lines: Sequence[Line], spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether parts of a paragraph are a list without marks: short lines, no sentences."""
    return len(spans) > 1 and all(
        first == last and not lines[last].ends_sentence and len(lines[last].words) < _WRAP_WIDTH
        for first, last in spans
    )
