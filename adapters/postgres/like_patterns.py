"""Converts user input to patterns for LIKE and ILIKE."""

from domain.documents.filenames import nfc
from domain.text.storable import storable


def name_like(pattern: str) -> str:
    """Return a pattern that matches a whole name; `*` is any characters, `?` exactly one."""
    return _literal(nfc(pattern)).replace("*", "%").replace("?", "_")


def text_with(part: str) -> str | None:
    """Return a pattern that matches any text containing `part`; None if `part` is empty."""
    literal = _literal(part)
    return f"%{literal}%" if literal else None


def _literal(text: str) -> str:
    text = storable(text)
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
