"""Text of documents, as a terminal may have it."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def strip_controls(text: str) -> str:
    """Return a text without what a terminal would obey, such as moving the cursor or its title."""
    return _CONTROLS.sub("\ufffd", text)
