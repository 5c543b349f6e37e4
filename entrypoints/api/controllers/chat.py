"""Chat: ask, follow, cancel."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter
from litestar.response.sse import ServerSentEvent

from application.answer_question import AnswerQuestion, AskRequest
from application.live_answers import LiveAnswers
from application.ports.rate_limiter import RateLimiter
from domain import errors
from entrypoints.api.body import BoundedRequest
from entrypoints.api.event_stream import event_stream
from entrypoints.api.problems import problems
from entrypoints.api.schemas import AnswerReference, ChatRequest


class ChatController(Controller):
    """Answers, streamed as they are written."""

    path = "/api/chat"
    tags = ["Chat"]  # noqa: RUF012 - the framework's attribute

    @post(
        "/",
        status_code=200,
        media_type="text/event-stream",
        responses=problems(
            errors.MessageEmpty,
            errors.MessageTooLong,
            errors.SessionNotFound,
            errors.AnswerInProgress,
            errors.RequestTooLarge,
            errors.RateLimited,
            errors.DatabaseUnavailable,
            errors.ServerStopping,
        ),
    )
    @inject
    async def ask(
        self,
        data: JSONBody[ChatRequest],
        request: BoundedRequest,
        limiter: FromDishka[RateLimiter],
        answer_question: FromDishka[AnswerQuestion],
    ) -> ServerSentEvent:
        """Ask a question: a stream of `start`, `sources`, `content`… and `done` or `error`."""
        await limiter.hit(request.client.host if request.client else "")
        return event_stream(
            await answer_question.execute(AskRequest(data.session_id, data.message))
        )

    @get(
        "/{message_id:uuid}/events/",
        media_type="text/event-stream",
        responses=problems(errors.MessageNotFound),
    )
    @inject
    async def follow(
        self,
        message_id: FromPath[UUID],
        live: FromDishka[LiveAnswers],
        after: Annotated[
            int | None, QueryParameter(ge=0, description="Events already seen.")
        ] = None,
        last_event_id: Annotated[
            int | None,
            HeaderParameter(name="Last-Event-ID", ge=0, description="The same, from SSE."),
        ] = None,
    ) -> ServerSentEvent:
        """Read an answer's events again, then as they come: for 10 minutes after its end."""
        seen = after if after is not None else last_event_id or 0
        return event_stream(live.get(message_id), after=seen)

    @post("/{message_id:uuid}/cancel/", status_code=202, responses=problems(errors.MessageNotFound))
    @inject
    async def cancel(
        self, message_id: FromPath[UUID], live: FromDishka[LiveAnswers]
    ) -> AnswerReference:
        """Stop an answer; what was said is kept."""
        live.cancel(message_id)
        return AnswerReference(message_id)
