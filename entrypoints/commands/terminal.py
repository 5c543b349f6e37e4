"""Makes text from documents safe to print in a terminal."""

import re

from rich.console import Console

from domain.text.storable import storable

KILOBYTE = 1000

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def strip_controls(text: str) -> str:
    """Replace control characters, which could move the cursor or set the terminal's title."""
    return _CONTROLS.sub("\ufffd", text)


def printable(text: str) -> str:
    """Return a text of one line that every terminal and every pipe can take."""
    return strip_controls(storable(text)).replace("\n", "\ufffd")


def print_line(console: Console, text: str, style: str | None = None) -> None:
    """Print a text as one line, however long it is."""
    console.print(
        printable(text), style=style, markup=False, highlight=False, emoji=False, soft_wrap=True
    )


def shown_size(size: int) -> str:
    """Return a number of bytes for people."""
    if size < KILOBYTE:
        return f"{size} B"
    return f"{size / KILOBYTE:,.0f} kB"
