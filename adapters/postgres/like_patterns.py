"""Patterns for ILIKE, made of what people type."""


def name_like(pattern: str) -> str:
    """Return the pattern for a whole name: `*` stands for any characters and `?` for one."""
    return _literal(pattern).replace("*", "%").replace("?", "_")


def text_with(part: str) -> str | None:
    """Return the pattern for a text that contains a part; None if there is nothing to look for."""
    literal = _literal(part)
    return f"%{literal}%" if literal else None


def _literal(text: str) -> str:
    text = text.replace("\0", "")  # PostgreSQL's text has no NUL
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
