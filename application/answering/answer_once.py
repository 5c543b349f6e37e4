"""Answering a question whose conversation its client keeps: nothing of it is stored."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.answering.answer_log import AnswerLog
from application.answering.running_answers import RunningAnswers
from application.answering.write_answer import WriteAnswer
from application.identifiers import new_id
from application.ports.rate_limiter import RateLimiter
from application.retrieval.resolve_filter import ResolveFilter
from domain.answering.events import AnswerTask
from domain.answering.models import ModelList
from domain.conversation.message import (
    HistoryMessage,
    Message,
    Role,
    checked_question,
    newest_history,
)
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter


@dataclass(frozen=True, slots=True)
class OneQuestion:
    """A question with the conversation before it.

    Attributes:
        message: The question.
        history: The messages before it, oldest first.
        client: The client, for the rate limit.
        within: Which documents are asked; their collections are names or ids. None means all.
        model: The name of the model that is to answer; None means the default one.
    """

    message: str
    history: tuple[HistoryMessage, ...] = ()
    client: str = ""
    within: DocumentFilter | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class OnceAnswered:
    """An answer that is being written: its id, by which it can be cancelled, and its events."""

    answer_id: UUID
    log: AnswerLog


class AnswerOnce:
    """Answers questions without a session. The answer is in its log, and nowhere else."""

    def __init__(
        self,
        limiter: RateLimiter,
        running: RunningAnswers,
        write: WriteAnswer,
        models: ModelList,
        resolve: ResolveFilter,
    ) -> None:
        self._limiter = limiter
        self._running = running
        self._write = write
        self._resolve = resolve
        self._models = models

    async def execute(self, request: OneQuestion) -> OnceAnswered:
        """Begin an answer in a task of its own.

        Raises:
            MessageEmpty: If the question is empty.
            MessageTooLong: If it has over 32,000 characters.
            ModelUnknown: If there is no model with the name.
            CollectionNotFound: If an unknown collection is asked.
            RateLimited: If the client has asked too many questions.
            Unavailable: If the database is unavailable, or the server is busy or stopping.
        """
        text = checked_question(request.message)
        model = self._models.find(request.model)
        history = newest_history(request.history, model.budget.history_bytes)
        within = await self._resolve.execute(request.within or ALL_DOCUMENTS)
        scope = None if within == ALL_DOCUMENTS else within
        with self._running.beginning():
            await self._limiter.hit(request.client)
            answer = Message(new_id(), new_id(), Role.ASSISTANT, "", datetime.now(UTC))
            task = AnswerTask(text, history, answer, scope, model.name)
            log = self._running.start(
                answer.id, lambda log: self._write.execute(task, log, store=False)
            )
        return OnceAnswered(answer.id, log)
