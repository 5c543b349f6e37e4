"""Reading how the sources of an answer were found."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.document_texts import DocumentTexts
from application.ports.message_store import MessageStore
from domain.conversation.message import Message, MessageRole
from domain.documents.place import TextSpan
from domain.errors import AnswerWithheld, MessageNotFound
from domain.retrieval.trace import TracedPassage

EXCERPT = 240
"""The length of an excerpt, in code points: what a person reads to know a passage by."""


@dataclass(frozen=True, slots=True)
class FoundRetrieval:
    """An answer with the trace of its search.

    Attributes:
        excerpts: The beginning of each passage that was considered; None if its document is gone.
    """

    answer: Message
    excerpts: tuple[str | None, ...]


class ReadRetrieval:
    """Reads the search behind an answer, even while the answer is being generated."""

    def __init__(self, messages: MessageStore, texts: DocumentTexts) -> None:
        self._messages = messages
        self._texts = texts

    async def execute(self, message_id: UUID) -> FoundRetrieval:
        """Return an answer with the trace of its search.

        Raises:
            MessageNotFound: If there is no answer with this id.
            AnswerWithheld: If it rests on documents that who acts may not read.
            DatabaseUnavailable: If the database is not reachable.
        """
        answer = await self._messages.get(message_id)
        if answer.role is not MessageRole.ASSISTANT:
            raise MessageNotFound
        if answer.withheld:
            raise AnswerWithheld
        spans = [_beginning(each) for each in answer.considered]
        excerpts = await self._texts.spans(spans) if spans else []
        return FoundRetrieval(answer, tuple(excerpts))


def _beginning(passage: TracedPassage) -> TextSpan:
    place = passage.place
    end = min(place.char_end, place.char_start + EXCERPT)
    return TextSpan(place.document_id, place.char_start, end, place.version)
