"""Answering a question: begin the exchange, and write the answer in a task of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.answering.answer_log import AnswerLog
from application.answering.checked_answer_log import checked
from application.answering.follow_answer import FollowAnswer
from application.answering.running_answers import RunningAnswers
from application.answering.write_answer import WriteAnswer
from application.identifiers import new_id
from application.limits.admit_question import AdmitQuestion
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.message_store import MessageStore
from application.retrieval.resolve_filter import ResolveFilter
from domain.answering.events import AnswerTask
from domain.answering.models import ModelList
from domain.conversation.message import Message, MessageRole, checked_question
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.idempotency import IdempotencyKey, Operation


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question to answer in a session.

    Attributes:
        session_id: The session.
        message: The question.
        idempotency_key: The key under which the client may repeat this request.
        use_cache: Whether the answer may come from the cache and be cached.
        within: Which documents are asked; their collections are names or ids. None means all.
        model: The name of the model that is to answer; None means the default one.
    """

    session_id: UUID
    message: str
    idempotency_key: str | None = None
    use_cache: bool = True
    within: DocumentFilter | None = None
    model: str | None = None

    def key(self) -> IdempotencyKey | None:
        """Return the idempotency key of this request, or None if the client gave none."""
        if self.idempotency_key is None:
            return None
        parts: tuple[object, ...] = (self.session_id, self.message, self.use_cache)
        if self.within is not None:
            parts = (*parts, *self.within.parts())
        if self.model is not None:
            parts = (*parts, "model", self.model)
        key = IdempotencyKey.of(Operation.CHAT, self.idempotency_key, *parts)
        return key.read_as(acting_principal().reads_as)


class AnswerQuestion:
    """Answers questions, each in a task of its own."""

    def __init__(
        self,
        messages: MessageStore,
        keys: IdempotencyKeys,
        admit: AdmitQuestion,
        running: RunningAnswers,
        write: WriteAnswer,
        follow: FollowAnswer,
        models: ModelList,
        resolve: ResolveFilter,
    ) -> None:
        self._messages = messages
        self._keys = keys
        self._admit = admit
        self._running = running
        self._write = write
        self._follow = follow
        self._resolve = resolve
        self._models = models

    async def execute(self, request: AskRequest) -> AnswerLog:
        """Begin an answer and return the log of its events.

        When this returns, the question is saved. The answer will be saved too, whether or not
        anyone reads the log. A request that is repeated under its key gets the existing log. That
        needs no new answer, so it does not count against the rate limit.

        Raises:
            MessageEmpty: If the question is empty.
            MessageTooLong: If it has over 32,000 characters.
            ModelUnknown: If there is no model with the name.
            CollectionNotFound: If an unknown collection is asked.
            RateLimited: If the client has asked too many questions.
            DailyQuotaExceeded: If the workspace has used up a quota of this day.
            SessionNotFound: If there is no such session.
            AnswerInProgress: If the session's previous answer is still being written.
            IdempotencyKeyReused: If the key was used for another request.
            MessageNotFound: If the answer under the key was deleted with its session.
            AnswerWithheld: If the answer under the key rests on documents that who acts may not
                read any more.
            Unavailable: If the database is unavailable, or the server is busy or stopping.
        """
        text = checked_question(request.message)
        key = request.key()
        if key is not None and (earlier := await self._keys.find(key)) is not None:
            return await self._follow.execute(earlier)
        model = self._models.find(request.model)
        # an exchange that is begun while the server stops is drained like any other; one that is
        # refused costs no query
        with self._running.beginning():
            within = await self._resolve.execute(request.within or ALL_DOCUMENTS)
            scope = None if within == ALL_DOCUMENTS else within
            await self._admit.execute()
            now = datetime.now(UTC)
            asked = Message(new_id(), request.session_id, MessageRole.USER, text, now, within=scope)
            answer = Message(new_id(), request.session_id, MessageRole.ASSISTANT, "", now)
            begun = await self._messages.begin(
                asked, answer, key, history_bytes=model.budget.history_bytes
            )
            if begun.answer_id == answer.id:
                task = AnswerTask(text, begun.history, answer, scope, model.name)
                log = self._running.start(
                    answer.id,
                    lambda log: self._write.execute(task, log, use_cache=request.use_cache),
                )
                return checked(log, self._messages, answer.id)
        return await self._follow.execute(begun.answer_id)
