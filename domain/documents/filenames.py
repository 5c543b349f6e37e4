"""File names: which types of file are read, and how names are displayed."""

import unicodedata
from pathlib import PurePosixPath

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
"""The suffixes of plain text files, in lower case."""

MAX_NAME_LENGTH = 255

_JOINERS = "\u200c\u200d"  # invisible, but part of emoji and of Persian words


def display_name(filename: str) -> str:
    """Return a file name for display: without folders and control characters, shortened if long.

    The name is untrusted and never used as a path.
    """
    last = filename.replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in last if _is_visible(char)).strip()
    suffix = PurePosixPath(visible).suffix[:MAX_NAME_LENGTH]
    if len(visible) > MAX_NAME_LENGTH:
        visible = visible[: MAX_NAME_LENGTH - len(suffix)] + suffix
    return visible or "unnamed"


def _is_visible(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] != "C"
