"""Finding the code in a Markdown text while the text is still being written."""

_FENCE_LENGTH = 3
_BEFORE_FENCE = " \t>-*+"  # may precede a fence on its line: blanks, quotation, bullet


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
        self._opener = ""  # the fence or the backticks that opened the code; "" outside code
        self._run = ""  # the backticks or tildes just read, of which more may follow
        self._run_opens_line = False
        self._at_line_start = True
        self._in_info = False  # on the line of an opening fence

    def covers(self, character: str) -> bool:
        """Return whether this character is code if it comes next."""
        if self._run and character != self._run[0]:
            self._end_run(character)
        return bool(self._opener)

    def read(self, character: str) -> None:
        """Advance past the next character."""
        self.covers(character)
        if character in "`~":
            if not self._run:
                self._run_opens_line = self._at_line_start
            self._run += character
            self._at_line_start = False
        elif character == "\n":
            self._at_line_start, self._in_info = True, False
            if not self.fenced:
                self._opener = ""
        elif character not in _BEFORE_FENCE:
            self._at_line_start = False

    def _end_run(self, following: str) -> None:
        run, self._run = self._run, ""
        is_fence = self._run_opens_line and len(run) >= _FENCE_LENGTH
        if not self._opener:
            if is_fence or run[0] == "`":
                self._opener, self.fenced, self._in_info = run, is_fence, is_fence
        elif self._in_info and run[0] == self._opener[0] == "`":
            # an opening fence has no backticks after it, so this was a span that began the line
            self.fenced = self._in_info = False
            self._opener = "" if run == self._opener else self._opener
        elif self.fenced:
            if is_fence and run.startswith(self._opener) and following.isspace():
                self._opener, self.fenced = "", False
        elif run == self._opener:
            self._opener = ""
