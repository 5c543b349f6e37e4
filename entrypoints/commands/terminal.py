"""Makes text from documents safe to print in a terminal."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def strip_controls(text: str) -> str:
    """Replace control characters, which could move the cursor or set the terminal's title."""
    return _CONTROLS.sub("\ufffd", text)
