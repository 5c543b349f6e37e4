"""A place among the lines of a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.text.structure.lines import Line

_FURTHEST = 4  # lines to look ahead for ink


@dataclass(slots=True)
class Cursor:
    """The line that is read next, and the lines around it."""

    lines: Sequence[Line]
    number: int = 0

    def line(self, offset: int = 0) -> Line | None:
        """Return a line by its distance from the next one."""
        number = self.number + offset
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def ink(self, offset: int) -> Line | None:
        """Return the first line with words from an offset on, looking a few lines ahead."""
        for further in range(offset, offset + _FURTHEST):
            line = self.line(further)
            if line and not line.is_blank and not line.is_rule:
                return line
        return None
