"""The words of Markdown: a text without its markup, words with it, and the cells of a table row."""

import re
from collections.abc import Iterator

_LONGEST_TITLE = 200
_LINK = re.compile(
    r"!?\[(?P<text>[^\[\]]*)\]"
    rf"\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]{{0,{_LONGEST_TITLE}}}\")?\)"
)
_LINE_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|code|mark)>", re.IGNORECASE)
_TASK = re.compile(r"\s*\[[ xX]\]\s")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$]")
_CELL = re.compile(r"(?:\\.|[^|\n])+")


def plain_text(text: str) -> str:
    """Return a text with the words of its links, without escapes, simple tags and a task's box.

    Quotation marks, emphasis and code spans stay: a comparison of words ignores their marks.
    """
    task = _TASK.match(text)
    text = _LINK.sub(r"\g<text>", text[task.end() if task else 0 :])
    return _ESCAPED.sub(r"\1", _TAG.sub("", _LINE_BREAK.sub(" ", text)))


def escaped(words: str) -> str:
    """Return Markdown that shows exactly these words, inside a line."""
    return _MARKUP.sub(r"\\\g<0>", words)


def cells(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the cells of table rows, trimmed; none if there is no pipe.

    Args:
        text: The rows. An escaped pipe does not end a cell.
    """
    if "|" not in text:
        return
    for match in _CELL.finditer(text):
        cell = match[0].strip()
        if cell:
            start = text.index(cell, match.start())
            yield start, start + len(cell)
