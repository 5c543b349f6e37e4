"""Answering a question outside sessions: what came before is sent, or linked to."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

from application.answering.answer_log import AnswerLog
from application.answering.checked_answer_log import checked, checked_by_sources
from application.answering.running_answers import RunningAnswers
from application.answering.write_answer import WriteAnswer
from application.identifiers import new_id
from application.limits.admission import Admission
from application.limits.admit_question import AdmitQuestion
from application.ports.linked_exchanges import LinkedExchanges
from application.ports.message_store import MessageStore
from application.ports.reading_limits import ReadingLimits
from application.retrieval.resolve_filter import ResolveFilter
from application.retrieval.select_by_condition import SelectByCondition
from domain.answering.answer_limits import NO_LIMITS, AnswerLimits
from domain.answering.events import AnswerTask
from domain.answering.models import ModelDescription, ModelList
from domain.conversation.linked_exchange import LinkedExchange
from domain.conversation.message import (
    HistoryMessage,
    Message,
    MessageRole,
    checked_question,
    newest_history,
)
from domain.documents.conditions import Condition
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.errors import AnswerInProgress, MessageNotFound
from domain.retrieval.policy import NO_SEARCH_LIMITS, SearchLimits


@dataclass(frozen=True, slots=True)
class OneQuestion:
    """A question with the conversation before it.

    Attributes:
        message: The question.
        history: The messages before it that the client sends, oldest first.
        within: Which documents are asked; their collections are names or ids. None means all.
        condition: What these documents have to fulfil; None if nothing.
        previous_id: The stored answer that the question continues; None if it continues none.
        options: What else the client asked for, in JSON, to be stored with the exchange; None if
            nothing is to be stored.
        model: The name of the model that is to answer; None means the default one.
        limits: Where the answer ends at the latest.
        search: Which of the passages found may be used.
    """

    message: str
    history: tuple[HistoryMessage, ...] = ()
    within: DocumentFilter | None = None
    condition: Condition | None = None
    previous_id: UUID | None = None
    options: str | None = None
    model: str | None = None
    limits: AnswerLimits = NO_LIMITS
    search: SearchLimits = NO_SEARCH_LIMITS


@dataclass(frozen=True, slots=True)
class Admitted:
    """A question that was counted, with what is to be read for it."""

    history: tuple[HistoryMessage, ...]
    within: DocumentFilter


WhileWanted: TypeAlias = Callable[[Coroutine[Any, Any, Admitted]], Awaitable[Admitted]]


async def to_its_end(work: Coroutine[Any, Any, Admitted]) -> Admitted:
    """Return what the work returns, whoever waits for it."""
    return await work


@dataclass(frozen=True, slots=True)
class OnceAnswered:
    """An answer that is being written: as it began, still empty, and its events."""

    answer: Message
    log: AnswerLog


class AnswerOnce:
    """Answers questions without a session, stored as linked exchanges or not at all."""

    def __init__(
        self,
        exchanges: LinkedExchanges,
        messages: MessageStore,
        admit: AdmitQuestion,
        running: RunningAnswers,
        write: WriteAnswer,
        models: ModelList,
        resolve: ResolveFilter,
        select_by: SelectByCondition,
        searches: Admission,
        limits: ReadingLimits,
    ) -> None:
        self._exchanges = exchanges
        self._messages = messages
        self._admit = admit
        self._running = running
        self._write = write
        self._resolve = resolve
        self._select_by = select_by
        self._searches = searches
        self._models = models
        self._limits = limits

    async def execute(
        self, request: OneQuestion, while_wanted: WhileWanted = to_its_end
    ) -> OnceAnswered:
        """Begin an answer in a task of its own. If it is to be stored, the exchange is stored then.

        A condition is compared with all documents. That is done as the searches are: before the
        answer takes its place, and no longer than somebody wants it.

        Args:
            request: The question.
            while_wanted: Waits for what is done before the answer takes its place, and may end it.

        Raises:
            MessageEmpty: If the question is empty.
            MessageTooLong: If it has over 32,000 characters.
            MessageNotFound: If there is no answer to continue.
            AnswerInProgress: If the answer to continue is still being written.
            ModelUnknown: If there is no model with the name.
            CollectionNotFound: If an unknown collection is asked.
            RateLimited: If the client has asked too many questions.
            DailyQuotaExceeded: If the workspace has used up a quota of this day.
            Unavailable: If the database is unavailable, or the server is busy or stopping. A
                question with a condition was counted if others took the places meanwhile.
        """
        text = checked_question(request.message)
        model = self._models.find(request.model)
        if request.condition is None:
            with self._running.beginning():
                return await self._begin(text, model, request, await self._admitted(model, request))
        self._running.check_room()
        with self._searches.admitted():
            admitted = await while_wanted(self._admitted(model, request))
        with self._running.beginning():
            return await self._begin(text, model, request, admitted)

    async def _admitted(self, model: ModelDescription, request: OneQuestion) -> Admitted:
        history_bytes = model.budget.history_bytes
        earlier = await self._earlier(request.previous_id, history_bytes)
        history = newest_history((*earlier, *request.history), history_bytes)
        within = await self._resolve.execute(request.within or ALL_DOCUMENTS)
        await self._admit.execute()
        if request.condition is not None:
            within = await self._select_by.execute(within, request.condition)
        return Admitted(history, within)

    async def _begin(
        self, text: str, model: ModelDescription, request: OneQuestion, admitted: Admitted
    ) -> OnceAnswered:
        scope = None if admitted.within == ALL_DOCUMENTS else admitted.within
        answer = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", datetime.now(UTC))
        stored = request.options is not None
        if request.options is not None:
            exchange = LinkedExchange(
                answer.id, text, request.previous_id, request.history, request.options
            )
            asked = replace(answer, id=new_id(), role=MessageRole.USER, content=text, within=scope)
            await self._exchanges.begin(exchange, asked, answer)
        task = AnswerTask(
            text, admitted.history, answer, scope, model.name, request.limits, request.search
        )
        log = self._running.start(
            answer.id, lambda log: self._write.execute(task, log, store=stored)
        )
        if stored:
            return OnceAnswered(answer, checked(log, self._messages, answer.id))
        return OnceAnswered(answer, checked_by_sources(log, self._limits, answer.id))

    async def _earlier(
        self, previous_id: UUID | None, history_bytes: int
    ) -> tuple[HistoryMessage, ...]:
        if previous_id is None:
            return ()
        if (await self._messages.get(previous_id)).finish_reason is None:
            raise AnswerInProgress(
                "The answer to continue is still being written: wait for it, or cancel it."
            )
        history = await self._exchanges.history(previous_id, history_bytes)
        if not history:
            raise MessageNotFound
        return history
