"""Joins the lines of `format=flowed` text, which break where a paragraph goes on (RFC 3676)."""

import re

_QUOTED = re.compile(r">*")
_SIGNATURE = "-- "


def unflowed(text: str, *, delete_space: bool) -> str:
    """Return a text with each of its paragraphs on one line.

    Args:
        text: The text. A line that ends in a blank goes on in the next one.
        delete_space: Whether that blank is no part of the text, as in languages without blanks.
    """
    lines: list[str] = []
    open_quotes: str | None = None  # of the paragraph that goes on
    for line in text.split("\n"):
        found = _QUOTED.match(line)
        quotes = found[0] if found else ""
        words = line[len(quotes) :].removeprefix(" ")
        flows = words.endswith(" ") and words != _SIGNATURE
        if flows and delete_space:
            words = words[:-1]
        if open_quotes == quotes and words != _SIGNATURE:
            lines[-1] += words
        else:
            lines.append(f"{quotes} {words}" if quotes else words)
        open_quotes = quotes if flows else None
    return "\n".join(lines)
