"""Recognising records in lines: the entries of a log, the fields of a card, the turns of a talk."""

from dataclasses import dataclass

from domain.text.structure.blocks import Kind
from domain.text.structure.cursor import Cursor
from domain.text.structure.lines import FENCE, LONGEST_TITLE, Line

_LEAST_FIELDS = 2
_LEAST_INDENT = 2  # of a definition, more than its term
_LONGEST_ENTRY = 40  # lines that are looked at for the next entry of a log


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one kind in consecutive lines: the numbers of the first and last line of each."""

    kind: Kind
    spans: list[tuple[int, int]]

    @property
    def stop(self) -> int:
        """The number of the line behind them."""
        return self.spans[-1][1] + 1


def log_at(place: Cursor) -> Records | None:
    """Return the entries of a log that begins on the next line: lines that begin with a time.

    What has no time belongs to the entry before it, such as a traceback.
    """
    if not _is_entry(place.here):
        return None
    spans: list[tuple[int, int]] = []
    number = place.number
    while number < len(place.lines) and _is_entry(place.lines[number]):
        stop = _entry_end(place, number)
        is_last = stop == len(place.lines) or not _is_entry(place.lines[stop])
        spans.append((number, number if is_last and not spans else stop - 1))
        number = stop
    return Records(Kind.ROW, spans) if len(spans) > 1 else None


def _is_entry(line: Line) -> bool:
    return line.is_stamped or (line.words.startswith("{") and line.words.endswith("}"))


def _entry_end(place: Cursor, number: int) -> int:
    """Return the number of the line behind an entry."""
    stop = number + 1
    for line in place.lines[stop : number + _LONGEST_ENTRY]:
        if line.is_blank or _is_entry(line) or line.marked_heading or FENCE.match(line.text):
            break
        stop += 1
    return stop


def card_at(place: Cursor) -> Records | None:
    """Return the `key: value` lines that begin on the next line.

    If keys come again, they are the speakers of a talk, or the lines are records of one form.
    """
    spans: list[tuple[int, int]] = []
    keys: list[str] = []
    number, step = place.number, 1
    while (line := _field(place, number)) and not (line.value_asks and len(spans) < _LEAST_FIELDS):
        if step > 1 and line.key == keys[0]:
            break  # the next card
        end = _field_end(place, number)
        spans.append((number, end))
        keys.append(line.key)
        if len(spans) == 1 and _is_spaced(place, line, end):
            step = 2
        number = end + step
    if len(spans) < _LEAST_FIELDS and not (spans and place.lines[spans[0][0]].is_assignment):
        return None
    return Records(_kind(place, spans, keys), spans)


def definitions_at(place: Cursor) -> Records | None:
    """Return the definitions that begin on a line: a term, and lines below it that say more."""
    spans: list[tuple[int, int]] = []
    number = place.number
    while number + 1 < len(place.lines) and _is_defined(place.at(number)):
        end = _definition_end(place, number)
        spans.append((number, end))
        is_blank = end + 1 < len(place.lines) and place.lines[end + 1].is_blank
        number = end + (2 if is_blank else 1)
    return Records(Kind.FIELD, spans) if len(spans) >= _LEAST_FIELDS else None


def _is_defined(place: Cursor) -> bool:
    line, below = place.here, place.line(1)
    if below is None or below.is_blank or below.marker or below.key or line.ends_sentence:
        return False
    is_term = 0 < len(line.words) <= LONGEST_TITLE and not line.marker and not line.key
    return is_term and (below.indent >= line.indent + _LEAST_INDENT or below.words[:2] == ": ")


def _definition_end(place: Cursor, number: int) -> int:
    """Return the number of the last line of a definition."""
    term, end = place.lines[number], number + 1
    while (line := place.at(end).line(1)) and not line.is_blank and line.indent > term.indent:
        end += 1
    return end


def _field(place: Cursor, number: int) -> Line | None:
    line = place.lines[number] if number < len(place.lines) else None
    return line if line and line.key and not line.marker else None


def _field_end(place: Cursor, number: int) -> int:
    """Return the number of the last line of a field, whose value may go on in indented lines."""
    first, end = place.lines[number], number
    while (line := place.at(end).line(1)) and not line.is_blank and line.indent > first.indent:
        if line.key or line.marker or line.is_bare_key:
            break
        end += 1
    return end


def _is_spaced(place: Cursor, line: Line, end: int) -> bool:
    """Return whether blank lines stand between the fields of a card."""
    if end + 2 >= len(place.lines) or not place.lines[end + 1].is_blank:
        return False
    following = place.lines[end + 2]
    is_card = following.key and not following.marker and following.key != line.key
    return bool(is_card and not line.ends_sentence and not following.ends_sentence)


def _kind(place: Cursor, spans: list[tuple[int, int]], keys: list[str]) -> Kind:
    if len(set(keys)) == len(keys):
        return Kind.FIELD
    if len(set(keys)) == 1:
        return Kind.ROW
    speaks = any(place.lines[last].ends_sentence for _, last in spans)
    return Kind.PROSE if speaks else Kind.FIELD
