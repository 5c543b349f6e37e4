"""A place among the lines of a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.text.structure.lines import Line

_FURTHEST = 4  # lines to look ahead for words


@dataclass(frozen=True, slots=True)
class Cursor:
    """The number of a line, and the lines around it."""

    lines: Sequence[Line]
    number: int = 0

    def at(self, number: int) -> "Cursor":
        """Return the place of another line."""
        return Cursor(self.lines, number)

    @property
    def here(self) -> Line:
        """The line itself."""
        return self.lines[self.number]

    def line(self, offset: int) -> Line | None:
        """Return a line by its distance from this one."""
        number = self.number + offset
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def words_below(self) -> Line | None:
        """Return the next line with words, unless it is far away."""
        for line in self.lines[self.number + 1 : self.number + 1 + _FURTHEST]:
            if not line.is_blank and not line.is_rule:
                return line
        return None
