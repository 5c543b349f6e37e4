"""Sessions and their titles."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.errors import TitleEmpty, TitleTooLong
from domain.text.storable import storable

MAX_TITLE_LENGTH = 80  # of a title that is taken from a question


MAX_GIVEN_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ChatSession:
    """A conversation, apart from its messages.

    It has a title from its first question on, or from when it is given one.
    """

    id: UUID
    created_at: datetime
    updated_at: datetime
    title: str | None = None


def default_title(question: str) -> str:
    """Return a session's title: its first question on one line, cut at a word if it is long."""
    line = " ".join(question.split())
    if len(line) <= MAX_TITLE_LENGTH:
        return line
    head = line[: MAX_TITLE_LENGTH - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def clean_title(text: str) -> str:
    """Return the title that a person gives a session, on one line.

    Raises:
        TitleEmpty: If there is nothing in it.
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
