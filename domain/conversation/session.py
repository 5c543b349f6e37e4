"""Sessions, their titles, and where a text was found in them."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.errors import TitleEmpty, TitleTooLong
from domain.text.storable import storable

MAX_TITLE_LENGTH = 80  # of a default title


MAX_GIVEN_TITLE_LENGTH = 200

_BEFORE_HIT = 40  # characters of the excerpt before the text
_EXCERPT = 160  # characters of the excerpt


@dataclass(frozen=True, slots=True)
class ChatSession:
    """A conversation without its messages.

    It has no title before its first question, unless the user gives it one. If it is `pinned`, it
    is shown before the others.
    """

    id: UUID
    created_at: datetime
    updated_at: datetime
    title: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class SessionHit:
    """Where a session contains a text.

    Attributes:
        message_id: The message that contains it, the newest one; None if only the title does.
        excerpt: The words around the text, on one line.
        start: Where the text stands in the excerpt, in code points.
        end: Its end, exclusive; equal to `start` if the excerpt is the beginning of the message.
    """

    message_id: UUID | None
    excerpt: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A session in a list; `hit` is where the text that was searched for stands in it."""

    session: ChatSession
    hit: SessionHit | None = None


def default_title(question: str) -> str:
    """Return a session's default title: its first question on one line, cut at a word if long."""
    line = " ".join(question.split())
    if len(line) <= MAX_TITLE_LENGTH:
        return line
    head = line[: MAX_TITLE_LENGTH - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def clean_title(text: str) -> str:
    """Return a title given by the user, on one line.

    Raises:
        TitleEmpty: If the title is blank.
        TitleTooLong: If it has over 200 characters.
    """
    line = " ".join(storable(text).split())
    if not line:
        raise TitleEmpty
    if len(line) > MAX_GIVEN_TITLE_LENGTH:
        raise TitleTooLong(
            f"The title has {len(line):,} characters and may have {MAX_GIVEN_TITLE_LENGTH}:"
            " shorten it. The session keeps its current title."
        )
    return line


def hit_in(content: str, text: str, message_id: UUID | None = None) -> SessionHit:
    """Return where a text stands first in a title or a message, ignoring case.

    Args:
        content: The title or the message that contains it.
        text: The text that was searched for.
        message_id: The message; None for a title.
    """
    line = " ".join(content.split())
    words = r"\s+".join(re.escape(word) for word in storable(text).split())
    found = re.search(words, line, re.IGNORECASE) if words else None
    start, end = found.span() if found else (0, 0)
    first = max(start - _BEFORE_HIT, 0)
    if first:
        # begin with a whole word, unless there is none before the text
        first = line.find(" ", first, start) + 1 or first
    excerpt = line[first : first + max(_EXCERPT, end - first)]
    before, after = ("…" if first else ""), ("…" if first + len(excerpt) < len(line) else "")
    shift = len(before) - first
    return SessionHit(
        message_id, before + excerpt + after, *((start + shift, end + shift) if found else (0, 0))
    )
