"""Chat: ask a question, and follow, cancel or inspect its answer."""

from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from litestar.response.sse import ServerSentEvent

from application.answering.answer_question import AnswerQuestion, AskRequest
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.retrieval.read_retrieval import ReadRetrieval
from domain import errors
from entrypoints.api.controllers.parameters import (
    After,
    IdempotencyKeyHeader,
    LastEventId,
    last_seen,
)
from entrypoints.api.event_schemas import STREAM
from entrypoints.api.event_stream import event_stream
from entrypoints.api.open_streams import OpenStreams
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.retrieval_schemas import RetrievalView
from entrypoints.api.roles import FOR_PAGES, READER
from entrypoints.api.schemas import AnswerReference, ChatRequest


class ChatController(Controller):
    """Answers, streamed while they are generated."""

    path = "/api/chat"
    tags = ["Chat"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @post(
        "/",
        opt=FOR_PAGES,
        status_code=200,
        media_type="text/event-stream",
        responses=STREAM
        | problems(
            errors.MessageEmpty,
            errors.MessageTooLong,
            errors.ModelUnknown,
            errors.CollectionNameInvalid,
            errors.CollectionNotFound,
            errors.SessionNotFound,
            errors.MessageNotFound,
            errors.AnswerInProgress,
            errors.IdempotencyKeyReused,
            errors.AnswerWithheld,
            RequestTooLarge,
            errors.RateLimited,
            errors.DailyQuotaExceeded,
            *WRITING,
            CrossOrigin,
            errors.ServerBusy,
            errors.ServerStopping,
        ),
    )
    @inject
    async def ask(
        self,
        data: JSONBody[ChatRequest],
        answer_question: FromDishka[AnswerQuestion],
        idempotency_key: IdempotencyKeyHeader = None,
    ) -> ServerSentEvent:
        """Ask a question. Returns a stream of events, which ends with `done` or `error`.

        A retry with the same `Idempotency-Key` returns the same stream and generates no second
        answer.
        """
        asked = AskRequest(
            data.session_id,
            data.message,
            idempotency_key=idempotency_key,
            use_cache=data.cache,
            within=None if data.within is None else data.within.filter(),
            model=data.model,
        )
        return event_stream(await answer_question.execute(asked))

    @get(
        "/{message_id:uuid}/events/",
        opt=FOR_PAGES,
        media_type="text/event-stream",
        responses=STREAM
        | problems(errors.MessageNotFound, errors.AnswerWithheld, errors.ServerBusy, *READING),
    )
    @inject
    async def follow(
        self,
        message_id: FromPath[UUID],
        follow_answer: FromDishka[FollowAnswer],
        streams: FromDishka[OpenStreams],
        after: After = None,
        last_event_id: LastEventId = None,
    ) -> ServerSentEvent:
        """Replay the events of an answer, then stream new ones, until its session is deleted."""
        streams.enter()
        seen = last_seen(after, last_event_id)
        return event_stream(await follow_answer.execute(message_id), after=seen)

    @get(
        "/{message_id:uuid}/retrieval/",
        responses=problems(errors.MessageNotFound, errors.AnswerWithheld, *READING),
    )
    @inject
    async def get_retrieval(
        self, message_id: FromPath[UUID], read_retrieval: FromDishka[ReadRetrieval]
    ) -> RetrievalView:
        """Read how the sources of an answer were found, even while it is being generated."""
        return RetrievalView.of(await read_retrieval.execute(message_id))

    @post(
        "/{message_id:uuid}/cancel/",
        opt=FOR_PAGES,
        status_code=202,
        responses=problems(
            errors.MessageNotFound,
            errors.AnswerWithheld,
            CrossOrigin,
            *READING,
        ),
    )
    @inject
    async def cancel(
        self, message_id: FromPath[UUID], cancel_answer: FromDishka[CancelAnswer]
    ) -> AnswerReference:
        """Cancel an answer and store its text so far. Does nothing if the answer has ended."""
        await cancel_answer.execute(message_id)
        return AnswerReference(message_id)
