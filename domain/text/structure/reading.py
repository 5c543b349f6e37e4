"""Reading the structure of a text, line by line, in linear time."""

import re
from collections.abc import Callable, Iterator

from domain.text.structure.blocks import NOTHING, Block, Context, Heading, Kind, Lead
from domain.text.structure.cursor import Cursor
from domain.text.structure.headings import heading_at, underline
from domain.text.structure.lines import FENCE, Line, lines_of
from domain.text.structure.tables import continued, is_delimiter, table_at

_QUESTION_LEVEL = 9
_WRAP_WIDTH = 40  # hard-wrapped lines are at least as long
_WRAP_SHARE = 0.6  # of the paragraph's longest line
_COLONS = (":", "：")
_QUOTE = re.compile(r"\s*>")


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
        self._lead: Lead | None = None  # the line before, if it introduces something
        self._is_answered = False  # whether something follows the question that was read last

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text."""
        if self._header:
            stop = continued(self._at.lines, 0, self._header.text)
            yield from self._rows(0, stop, self._header)
        while line := self._at.line():
            if line.is_blank:
                self._at.number += 1
                continue
            lead, self._lead = self._lead, None
            self._group += 1
            self._leave_question(lead)
            if FENCE.match(line.text):
                yield from self._code()
            elif heading := heading_at(self._at, is_first=not self._has_ink):
                yield from self._headed(heading)
            elif line.is_rule:
                self._at.number += 1
                self._lead = lead
            else:
                yield from self._records(line, lead) or self._words(line, lead)
            self._has_ink = True

    def _records(self, line: Line, lead: Lead | None) -> Iterator[Block] | None:
        """Return the rows or fields that begin on a line; None if none do."""
        if line.is_stamped and self._run(lambda each: each.is_stamped) > 1:
            return self._log(lead)
        if table := table_at(self._at.lines, self._at.number):
            header = self._at.lines[table.header] if table.header is not None else None
            start = self._at.number + (header is not None and not table.header_is_row)
            spoken = Lead(header.start, header.text) if header else lead
            return self._rows(start, table.stop, spoken)
        is_field = line.key and not line.value_asks and not line.marker
        if is_field and self._run(lambda each: bool(each.key)) > 1:
            return self._card(lead)
        return None

    def _words(self, line: Line, lead: Lead | None) -> Iterator[Block]:
        """Return the question, the list or the paragraph that begins on a line."""
        if line.value_asks or (line.asks and (not line.marker or self._answer_follows())):
            self._at.number += 1
            return self._question(line.start, line.start + len(line.text))
        if length := line.bold_question():
            return self._answered(line.start, line.start + length)
        return self._list(lead) if line.marker else self._paragraph(line.start)

    # Each of these reads from the line self._at.number on, and moves it.

    def _code(self) -> Iterator[Block]:
        opening = FENCE.match(self._at.lines[self._at.number].text)
        fence = opening["fence"] if opening else ""
        first = self._at.number + 1
        stop = first
        while stop < len(self._at.lines) and not self._at.lines[stop].words.startswith(fence):
            stop += 1
        self._at.number = stop + 1
        if first < stop:
            last = self._at.lines[stop - 1]
            yield from self._block(
                Kind.CODE, self._at.lines[first].start, last.start + len(last.text)
            )

    def _headed(self, heading: Heading) -> Iterator[Block]:
        line = self._at.lines[self._at.number]
        self._at.number += 2 if underline(self._at) else 1
        self._enter(heading)
        yield from self._block(Kind.HEADING, line.start, line.start + len(line.text))

    def _question(self, start: int, end: int) -> Iterator[Block]:
        question = self._text[start:end].strip().strip("*_").strip()
        self._enter(Heading(_QUESTION_LEVEL, question))
        yield from self._block(Kind.QUESTION, start, end)

    def _answered(self, start: int, end: int) -> Iterator[Block]:
        yield from self._question(start, end)
        yield from self._paragraph(end)

    def _leave_question(self, lead: Lead | None) -> None:
        """Forget a question once its answer, a paragraph or a list, has been read."""
        if self._section and self._section[-1].level == _QUESTION_LEVEL:
            if self._is_answered and not lead:
                self._section.pop()
            self._is_answered = True

    def _enter(self, heading: Heading) -> None:
        while self._section and self._section[-1].level >= heading.level:
            self._section.pop()
        self._section.append(heading)
        self._is_answered = False

    def _rows(self, first: int, stop: int, lead: Lead | None) -> Iterator[Block]:
        for line in self._at.lines[first:stop]:
            if not line.is_rule and not is_delimiter(line):
                yield from self._block(Kind.ROW, line.start, line.start + len(line.text), lead)
        self._at.number = stop

    def _log(self, lead: Lead | None) -> Iterator[Block]:
        while (line := self._at.line()) and not line.is_blank:
            start = line.start
            self._at.number += 1
            # what has no time belongs to the entry before it, such as a traceback
            while (more := self._at.line()) and not more.is_blank and not more.is_stamped:
                if more.marked_heading() or FENCE.match(more.text):
                    break
                line = more
                self._at.number += 1
            yield from self._block(Kind.ROW, start, line.start + len(line.text), lead)
            if more and not more.is_stamped:
                return

    def _card(self, lead: Lead | None) -> Iterator[Block]:
        while (line := self._at.line()) and line.key and not line.value_asks:
            start = line.start
            self._at.number += 1
            while (more := self._at.line()) and more.text[:1].isspace() and not more.is_blank:
                if more.key or more.marker:
                    break
                line = more
                self._at.number += 1
            yield from self._block(Kind.FIELD, start, line.start + len(line.text), lead)

    def _list(self, lead: Lead | None) -> Iterator[Block]:
        while (line := self._at.line()) and line.marker:
            if line.asks and self._answer_follows():
                return
            start = line.start
            self._at.number += 1
            while (more := self._at.line()) and not self._opens(more):
                line = more
                self._at.number += 1
            yield from self._block(Kind.ITEM, start, line.start + len(line.text), lead)
            # a blank line between two items does not end their list
            if more and more.is_blank and (after := self._at.line(1)) and after.marker:
                self._at.number += 1

    def _answer_follows(self) -> bool:
        following = self._at.line(1)
        return following is not None and not following.is_blank and not following.marker

    def _paragraph(self, start: int) -> Iterator[Block]:
        first = self._at.number
        self._at.number += 1
        while (more := self._at.line()) and not self._opens(more):
            if more.key and self._run(lambda each: bool(each.key)) > 1:
                break
            self._at.number += 1
        lines = self._at.lines[first : self._at.number]
        if len(lines) == 1 and lines[0].key and not lines[0].ends_sentence:
            yield from self._block(Kind.FIELD, start, lines[0].start + len(lines[0].text))
            return
        width = max(len(line.words) for line in lines)
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            if following is None or not _continues(line, following, width):
                yield from self._block(Kind.PROSE, start, line.start + len(line.text))
                if following:
                    start = following.start
        last = lines[-1]
        if last.words.endswith(_COLONS):
            begin = max(start, last.start)
            self._lead = Lead(begin, self._text[begin : last.start + len(last.text)])

    # What stands around the line self._at.number.

    def _opens(self, line: Line) -> bool:
        """Return whether a line begins something else than the lines before it."""
        return bool(
            line.is_blank
            or line.marker
            or line.marked_heading()
            or FENCE.match(line.text)
            or line.is_rule
            or line.bold_question()
            or ("|" in line.text and table_at(self._at.lines, self._at.number))
            or (_QUOTE.match(line.text) is not None)
        )

    def _run(self, belongs: Callable[[Line], bool]) -> int:
        """Return how many of the next two lines belong together, this one first."""
        return sum(1 for offset in (0, 1) if (line := self._at.line(offset)) and belongs(line))

    def _block(self, kind: Kind, start: int, end: int, lead: Lead | None = None) -> Iterator[Block]:
        span = self._text[start:end]
        start, end = start + len(span) - len(span.lstrip()), start + len(span.rstrip())
        if start < end:
            yield Block(kind, start, end, tuple(self._section), self._group, lead)


def _continues(line: Line, following: Line, width: int) -> bool:
    """Return whether a paragraph's line goes on in the next one."""
    if line.ends_sentence:
        return False
    if following.words[0].islower() or line.words.endswith("-"):
        return True
    return width >= _WRAP_WIDTH and len(line.words) >= _WRAP_SHARE * width
