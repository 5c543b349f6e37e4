"""Feedback: say whether an answer helped, and read what was said."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, put
from litestar.params import FromPath, JSONBody, QueryParameter

from application.access.acting import acting_principal
from application.conversation.rate_answer import RateAnswer, Rating
from application.conversation.read_feedback import ReadFeedback
from application.ports.feedback_store import FeedbackStore
from domain import errors
from domain.conversation.feedback import Verdict
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.feedback_schemas import FeedbackRequest, FeedbackView
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import EDITOR, READER
from entrypoints.api.schemas import JudgedAnswerView, Listing, listing


class RatingController(Controller):
    """What one says about an answer."""

    path = "/api/chat/{message_id:uuid}/feedback"
    tags = ["Feedback"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @put(
        "/",
        responses=problems(
            errors.FeedbackInvalid,
            errors.MessageNotFound,
            errors.AnswerWithheld,
            errors.AnswerInProgress,
            RequestTooLarge,
            CrossOrigin,
            *WRITING,
        ),
    )
    @inject
    async def rate(
        self,
        message_id: FromPath[UUID],
        data: JSONBody[FeedbackRequest],
        rate_answer: FromDishka[RateAnswer],
    ) -> FeedbackView:
        """Say whether an answer helped, and which of its quotations are wrong.

        It replaces what the same person or key said about it before.
        """
        rating = Rating(message_id, data.verdict, tuple(data.wrong_quotations), data.note)
        return FeedbackView.of(await rate_answer.execute(rating))

    @delete("/", responses=problems(CrossOrigin, *WRITING))
    @inject
    async def take_back(
        self, message_id: FromPath[UUID], feedback: FromDishka[FeedbackStore]
    ) -> None:
        """Take back what one said about an answer; nothing happens if one said nothing."""
        await feedback.remove(message_id, acting_principal().voice)


class FeedbackController(Controller):
    """What everybody said."""

    path = "/api/feedback"
    tags = ["Feedback"]  # noqa: RUF012 - the framework's attribute
    opt = EDITOR

    @get("/", responses=problems(*READING))
    @inject
    async def list_feedback(
        self,
        read: FromDishka[ReadFeedback],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
        verdict: Annotated[
            Verdict | None, QueryParameter(description="Only what has this verdict.")
        ] = None,
    ) -> Listing[JudgedAnswerView]:
        """List what everybody said about answers, newest first, with questions and answers.

        The trace of the search for an answer is at `GET /api/chat/{message_id}/retrieval/`.
        """
        found = await read.execute(page_request(limit, cursor, UUID), verdict)
        items = [JudgedAnswerView.of_judged(each, found.gone) for each in found.page.items]
        return listing(items, found.page)
