"""Finding the code in a Markdown text while the text is still being written."""

from typing import NamedTuple

_FENCE_LENGTH = 3
_BEFORE_FENCE = " \t>-*+"  # may precede a fence on its line: blanks, quotation, bullet


class _Run(NamedTuple):
    """The same character a number of times."""

    character: str
    length: int


_NONE = _Run("", 0)


class CodeTracker:
    """Reads a text character by character and tells whether the next one is code.

    A fenced block ends at its closing fence. A span in backticks ends at the same number of
    backticks, or at the end of its line: a span that is never closed must not swallow the rest of
    the answer. Indented blocks are not code, because the nested lists of an answer look the same.

    Attributes:
        fenced: Whether the reader is in a fenced block, which includes its fences.
    """

    def __init__(self) -> None:
        self.fenced = False
        # The backticks or tildes that opened the code, and those just read, of which more may
        # follow. They are counted, not joined: an endless run must not be copied for each of them.
        self._opener = _NONE
        self._run = _NONE
        self._run_opens_line = False
        self._at_line_start = True
        self._in_info = False  # on the line of an opening fence

    def covers(self, character: str) -> bool:
        """Return whether this character is code if it comes next."""
        if self._run.length and character != self._run.character:
            self._end_run(character)
        return bool(self._opener.length)

    def read(self, character: str) -> None:
        """Advance past the next character."""
        self.covers(character)
        if character in "`~":
            if not self._run.length:
                self._run_opens_line = self._at_line_start
            self._run = _Run(character, self._run.length + 1)
            self._at_line_start = False
        elif character == "\n":
            self._at_line_start, self._in_info = True, False
            if not self.fenced:
                self._opener = _NONE
        elif character not in _BEFORE_FENCE:
            self._at_line_start = False

    def _end_run(self, following: str) -> None:
        run, self._run = self._run, _NONE
        opener = self._opener
        is_fence = self._run_opens_line and run.length >= _FENCE_LENGTH
        if not opener.length:
            if is_fence or run.character == "`":
                self._opener, self.fenced, self._in_info = run, is_fence, is_fence
        elif self._in_info and run.character == opener.character == "`":
            # an opening fence has no backticks after it, so this was a span that began the line
            self.fenced = self._in_info = False
            self._opener = _NONE if run == opener else opener
        elif self.fenced:
            closes = run.character == opener.character and run.length >= opener.length
            if is_fence and closes and following.isspace():
                self._opener, self.fenced = _NONE, False
        elif run == opener:
            self._opener = _NONE
