"""The title of a document, from its text."""

import re

from domain.errors import TitleEmpty, TitleTooLong
from domain.text.storable import storable
from domain.text.structure.reading import read_structure

SEARCHED_CHARS = 4_000
"""How far into a text its title is looked for: a later heading is that of a part."""

MAX_TITLE_LENGTH = 200
_LEVELS = range(1, 8)  # a question that the text answers is no title

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<fields>(?:.*\n)*?)---[ \t]*(?:\n|$)")
_FIELD = re.compile(r"^title[ \t]*:[ \t]*(?P<title>\S.*)$", re.IGNORECASE | re.MULTILINE)


def title_of(text: str) -> str | None:
    """Return the title of a document: that of its front matter, or else its first heading."""
    beginning = text[:SEARCHED_CHARS]
    if front := _FRONT_MATTER.match(beginning):
        if field := _FIELD.search(front["fields"]):
            return field["title"].strip(" \t\r\"'")[:MAX_TITLE_LENGTH] or None
        beginning = beginning[front.end() :]
    titles = (
        heading.title
        for block in read_structure(beginning)
        for heading in block.section[:1]
        if heading.level in _LEVELS
    )
    title = next(titles, None)
    return title[:MAX_TITLE_LENGTH] if title else None


def stated_title(title: str | None) -> str | None:
    """Return the title that a file states as it is stored: on one line, and its beginning."""
    # a file may state megabytes
    short = " ".join((title or "")[: 2 * MAX_TITLE_LENGTH].split())[:MAX_TITLE_LENGTH]
    return short.rstrip() or None


def checked_title(text: str) -> str:
    """Return a title that a client gives a document, on one line.

    Raises:
        TitleEmpty: If it is blank.
        TitleTooLong: If it has over 200 characters.
    """
    title = " ".join(storable(text).split())
    if not title:
        raise TitleEmpty("The title is empty: give one, or null for that of the file.")
    if len(title) > MAX_TITLE_LENGTH:
        raise TitleTooLong(
            f"The title has {len(title):,} characters and may have {MAX_TITLE_LENGTH}: shorten it."
            " The document keeps its current title."
        )
    return title
