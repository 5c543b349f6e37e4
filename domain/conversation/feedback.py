"""What people say about an answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.conversation.message import Message
from domain.errors import FeedbackInvalid
from domain.text.storable import storable

MAX_NOTE_LENGTH = 2_000  # characters


class Verdict(StrEnum):
    """Whether an answer helped."""

    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person says about one answer; saying something else replaces it.

    Attributes:
        id: Feedback sorts by it in the order in which it was given.
        answer_id: The answer, which is stored with the trace of its search.
        given_by: The person or the key; the nil id for who uses the machine itself.
        wrong_quotations: The ids of the answer's citations that do not support what it says, in
            its order.
        note: What else they say; empty if nothing.
    """

    id: UUID
    answer_id: UUID
    given_by: UUID
    given_at: datetime
    verdict: Verdict
    wrong_quotations: tuple[UUID, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """Feedback with what it is about.

    Attributes:
        questions: The questions of the session up to this answer; the last one is answered.
        answer: The answer, without the trace of its search.
    """

    feedback: Feedback
    questions: tuple[str, ...]
    answer: Message


def checked_note(text: str) -> str:
    """Return a note as it is stored.

    Raises:
        FeedbackInvalid: If it has over 2,000 characters.
    """
    note = storable(text).strip()
    if len(note) > MAX_NOTE_LENGTH:
        raise FeedbackInvalid(
            f"The note has {len(note):,} characters and may have {MAX_NOTE_LENGTH:,}, so nothing"
            " was stored: shorten it."
        )
    return note


def quotations_of(answer: Message, named: Collection[UUID]) -> tuple[UUID, ...]:
    """Return the ids of an answer's citations that are named, in its order.

    Raises:
        FeedbackInvalid: If one is named that the answer does not have.
    """
    known = [each.citation_id for each in answer.citations]
    if not set(named) <= set(known):
        raise FeedbackInvalid(
            "A quotation is named that this answer does not have, so nothing was stored: send"
            " `citation_id`s of the answer."
        )
    return tuple(each for each in known if each in named)
