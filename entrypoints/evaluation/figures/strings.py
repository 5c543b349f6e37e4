"""How the strings of an expectation are compared with a text. No input or output here."""

import re

_BLANKS = re.compile(r"\s+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NO_NUMBER_BEFORE = r"(?<!\d)(?<!\d\.)"
_NO_NUMBER_AFTER = r"(?!\d)(?!\.\d)"


def plain(text: str) -> str:
    """Return a text without regard to case, each run of white space as one blank."""
    return _BLANKS.sub(" ", text.casefold()).strip()


def unescaped(text: str) -> str:
    """Return a text without the backslashes that Markdown puts before punctuation."""
    return _ESCAPED.sub(r"\1", text)


def end_of(expected: str, text: str, start: int = 0) -> int | None:
    """Return where the first occurrence of a string ends, or None. Both have to be plain.

    A string that begins or ends with a digit does not match inside a longer number: `30` is not in
    `130` or `30.5`, and `4.1` is not in `4.1.3`. A comma separates numbers, as in a list, so `30`
    is in `12,30`.
    """
    if text.find(expected, start) < 0:
        return None
    pattern = re.escape(expected)
    if expected[:1].isdigit():
        pattern = _NO_NUMBER_BEFORE + pattern
    if expected[-1:].isdigit():
        pattern += _NO_NUMBER_AFTER
    found = re.compile(pattern).search(text, start)
    return found.end() if found else None


def holds(expected: str, texts: list[str]) -> bool:
    """Return whether a string is in one of some plain texts."""
    sought = plain(expected)
    return any(end_of(sought, text) is not None for text in texts)


def holds_in_order(expected: tuple[str, ...], text: str) -> bool:
    """Return whether the strings are in a plain text one after the other."""
    position = 0
    for each in expected:
        end = end_of(plain(each), text, position)
        if end is None:
            return False
        position = end
    return True
