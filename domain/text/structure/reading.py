"""Reading the structure of a text, line by line, in linear time."""

from collections.abc import Iterator

from domain.text.characters import BULLETS, EMPHASIS
from domain.text.structure.blocks import NOTHING, Block, Context, Heading, Kind, Lead
from domain.text.structure.cursor import Cursor
from domain.text.structure.headings import heading_at, underline
from domain.text.structure.lines import FENCE, Line, lines_of
from domain.text.structure.lists import goes_on, items_at
from domain.text.structure.paragraphs import are_listed, paragraph_end, parts, question_at
from domain.text.structure.records import Records, card_at, definitions_at, log_at
from domain.text.structure.tables import continued, is_delimiter, table_at

_QUESTION_LEVEL = 9
_COLONS = (":", "：")
_COMMENTS = ("#", ";")
_LONGEST_LEAD = 500  # which every chunk below it has; a table's header has no more than a row


def read_structure(text: str, context: Context = NOTHING) -> list[Block]:
    r"""Return the blocks of a text, in reading order; between them are white space and marks.

    Args:
        text: The text, with `\n` as line ends.
        context: What stands above its beginning, if it is a part of a longer text.
    """
    return list(_Reader(text, context).blocks())


class _Reader:
    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._at = Cursor(lines_of(text))
        self._section = list(context.section)
        self._header = context.header
        self._group = 0
        self._has_ink = bool(context.section)
        self._is_answered = False  # whether something follows the question that was read last
        self._lead: Lead | None = None  # the line before, if it introduces something
        self._last_item: Line | None = None  # of the list that may go on

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text."""
        if self._header:
            yield from self._continued(self._header)
        while self._at.number < len(self._at.lines):
            line = self._at.here
            if line.is_blank:
                self._move(self._at.number + 1)
                continue
            lead, self._lead = self._lead, None
            if self._begins_group(line) and not line.is_rule:
                self._leave_question(lead)
            if FENCE.match(line.text):
                opening = Lead(line.start, line.text[:_LONGEST_LEAD])
                yield from self._code(self._at.number + 1, opening)
            elif heading := heading_at(self._at, self._section, is_first=not self._has_ink):
                yield from self._headed(line, heading)
            elif line.is_rule:
                self._move(self._at.number + 1)
                self._lead = lead
            else:
                yield from self._records(line, lead) or self._words(line, lead)
            self._has_ink = True

    def _begins_group(self, line: Line) -> bool:
        """Count the next group, unless a list goes on: what is indented is inside it."""
        last = self._last_item
        if last and line.depth == last.depth and not line.marked_heading:
            is_next = line.marker and last.marker and goes_on(line.marker, last.marker)
            if line.indent > last.indent or (is_next and line.indent == last.indent):
                return False
        self._group += 1
        self._last_item = None
        return True

    # Each of these returns what begins on a line, and moves behind it.

    def _continued(self, header: Lead) -> Iterator[Block]:
        """Yield the rows or the code that a part of a text continues."""
        if FENCE.match(header.text):
            self._is_answered = True
            yield from self._code(0, header)
        elif stop := continued(self._at.lines, 0, header.text):
            self._is_answered = True
            yield from self._rows(0, stop, header)
        else:
            self._lead = header

    def _code(self, first: int, opening: Lead) -> Iterator[Block]:
        opened = FENCE.match(opening.text)
        fence = opened["fence"] if opened else ""
        stop = first
        while stop < len(self._at.lines) and not self._at.lines[stop].words.startswith(fence):
            stop += 1
        self._move(stop + 1)
        if first < stop:
            line, last = self._at.lines[first], self._at.lines[stop - 1]
            yield from self._block(Kind.CODE, line.start - line.margin, last.end, opening)

    def _headed(self, line: Line, heading: Heading) -> Iterator[Block]:
        self._move(self._at.number + (2 if underline(self._at) else 1))
        self._enter(heading)
        yield from self._block(Kind.HEADING, line.start, line.end)

    def _records(self, line: Line, lead: Lead | None) -> Iterator[Block] | None:
        if entries := log_at(self._at):
            return self._recorded(entries, lead)
        if table := table_at(self._at.lines, self._at.number):
            header = self._at.lines[table.header] if table.header is not None else None
            start = self._at.number + (header is not None and not table.header_is_row)
            above = Lead(header.start, header.text) if header else lead
            return self._rows(start, table.stop, above)
        if line.key and not line.value_asks and (fields := card_at(self._at)):
            return self._recorded(fields, lead)
        if definitions := definitions_at(self._at):
            return self._recorded(definitions, lead)
        return None

    def _recorded(self, records: Records, lead: Lead | None) -> Iterator[Block]:
        for first, last in records.spans:
            yield from self._lines(records.kind, first, last, lead)
        self._move(records.stop)

    def _rows(self, first: int, stop: int, lead: Lead | None) -> Iterator[Block]:
        for number in range(first, stop):
            line = self._at.lines[number]
            if not line.is_rule and not is_delimiter(line):
                yield from self._lines(Kind.ROW, number, number, lead)
        self._move(stop)

    def _words(self, line: Line, lead: Lead | None) -> Iterator[Block]:
        """Return the question, the list or the paragraph that begins on a line."""
        if question_at(self._at):
            return self._question(line.start, line.end)
        if length := line.bold_question():
            return self._answered(line.start, line.start + length)
        return self._list(lead) if line.marker else self._paragraph(line.start)

    def _question(self, start: int, end: int) -> Iterator[Block]:
        self._move(self._at.number + 1)
        yield from self._asked(start, end)

    def _answered(self, start: int, end: int) -> Iterator[Block]:
        yield from self._asked(start, end)
        yield from self._paragraph(end)

    def _asked(self, start: int, end: int) -> Iterator[Block]:
        question = self._text[start:end].strip(f"{BULLETS}{EMPHASIS} \t")
        self._enter(Heading(_QUESTION_LEVEL, question))
        yield from self._block(Kind.QUESTION, start, end)

    def _list(self, lead: Lead | None) -> Iterator[Block]:
        items = items_at(self._at)
        for item in items:
            outer = None if item.parent is None else self._at.lines[item.parent]
            above = lead if outer is None or outer.ends_sentence else _lead(outer)
            yield from self._lines(Kind.ITEM, item.first, item.last, above)
        outer_items = [self._at.lines[item.first] for item in items if item.parent is None]
        if self._last_item is None or outer_items[-1].indent <= self._last_item.indent:
            self._last_item = outer_items[-1]
        self._move(items[-1].last + 1)

    def _paragraph(self, start: int) -> Iterator[Block]:
        """Yield the parts of a paragraph, the first one from `start` on."""
        first = self._at.number
        answers = bool(self._section) and self._section[-1].level == _QUESTION_LEVEL
        stop = paragraph_end(self._at, answers=answers)
        lines = self._at.lines[first:stop]
        if len(lines) == 1 and lines[0].key and not lines[0].ends_sentence:
            yield from self._block(Kind.FIELD, start, lines[0].end)
            self._move(stop)
            return
        spans = parts(lines)
        lead: Lead | None = None
        for number, (begin, end) in enumerate(spans):
            here = lines[begin].start if begin else start
            kind = Kind.ITEM if lead else Kind.PROSE
            yield from self._block(kind, here, lines[end].end, lead)
            introduces = lines[end].words.endswith(_COLONS)
            if not lead and introduces and are_listed(lines, spans[number + 1 :]):
                lead = _lead(lines[end], here)
        following = self._at.lines[stop] if stop < len(self._at.lines) else None
        runs_on = following and following.marker and not lines[-1].ends_sentence
        if runs_on or lines[-1].words.endswith(_COLONS) or lines[-1].words.startswith(_COMMENTS):
            self._lead = _lead(lines[-1], start)
        self._move(stop)

    def _move(self, number: int) -> None:
        self._at = self._at.at(number)

    def _leave_question(self, lead: Lead | None) -> None:
        """Forget a question once its answer, a paragraph or a list, has been read."""
        if self._section and self._section[-1].is_loose_question:
            if self._is_answered and not lead:
                self._section.pop()
            self._is_answered = True

    def _enter(self, heading: Heading) -> None:
        while self._section and self._section[-1].level >= heading.level:
            self._section.pop()
        self._section.append(heading)
        self._is_answered = False

    def _lines(self, kind: Kind, first: int, last: int, lead: Lead | None) -> Iterator[Block]:
        lines = self._at.lines
        return self._block(kind, lines[first].start, lines[last].end, lead)

    def _block(self, kind: Kind, start: int, end: int, lead: Lead | None = None) -> Iterator[Block]:
        span = self._text[start:end]
        start, end = start + len(span) - len(span.lstrip()), start + len(span.rstrip())
        if start < end:
            yield Block(kind, start, end, tuple(self._section), self._group, lead)


def _lead(line: Line, start: int = 0) -> Lead:
    """Return the words of a line, from a place in the text on, as a lead.

    Of a long line these are the last words: what introduces something stands at the end.
    """
    start = max(start, line.start)
    cut = line.end - _LONGEST_LEAD
    if cut > start:
        blank = line.text.find(" ", cut - line.start)
        start = cut if blank < 0 else line.start + blank + 1
    return Lead(start, line.text[start - line.start :])
