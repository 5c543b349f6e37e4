"""In-memory feedback behind the same port as PostgreSQL."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from application.ports.feedback_store import FeedbackStore
from domain.conversation.feedback import Feedback, JudgedAnswer, Verdict
from domain.conversation.message import MessageRole
from domain.errors import MessageNotFound
from domain.paging import Page, PageRequest
from tests.fakes.chats import InMemoryChats
from tests.fakes.paging import bytes_of, page_of


class InMemoryFeedbackStore(FeedbackStore):
    """Stores what people say about the answers of InMemoryChats."""

    def __init__(self, chats: InMemoryChats) -> None:
        self.chats = chats

    async def save(self, feedback: Feedback) -> None:
        self.chats.admit()
        if not self._is_read(feedback.answer_id):
            raise MessageNotFound
        self.chats.feedback[feedback.answer_id, feedback.given_by] = feedback

    async def remove(self, answer_id: UUID, given_by: UUID) -> None:
        self.chats.check()
        if self._is_read(answer_id):
            self.chats.feedback.pop((answer_id, given_by), None)

    async def of(self, answer_ids: Collection[UUID], given_by: UUID) -> tuple[Feedback, ...]:
        self.chats.check()
        found = [
            each
            for (answer_id, voice), each in self.chats.feedback.items()
            if voice == given_by and answer_id in answer_ids and self._is_read(answer_id)
        ]
        return tuple(sorted(found, key=lambda each: each.id))

    async def list(
        self, page: PageRequest[UUID], verdict: Verdict | None = None
    ) -> Page[JudgedAnswer, UUID]:
        self.chats.check()
        found = [
            each
            for each in sorted(self.chats.feedback.values(), key=lambda each: each.id, reverse=True)
            if (page.after is None or each.id < page.after)
            and verdict in (None, each.verdict)
            and self._is_read(each.answer_id)
        ]
        judged = [self._judged(each) for each in found]
        items = page_of(judged, page.limit, _size)
        return Page(items, items[-1].feedback.id if len(found) > len(items) else None)

    def _is_read(self, answer_id: UUID) -> bool:
        answer = self.chats.messages.get(answer_id)
        return answer is not None and not self.chats.withholds(answer)

    def _judged(self, feedback: Feedback) -> JudgedAnswer:
        answer = self.chats.messages[feedback.answer_id]
        said = self.chats.of(answer.session_id)
        before = said[: [each.id for each in said].index(answer.id)]
        questions = tuple(each.content for each in before if each.role is MessageRole.USER)
        return JudgedAnswer(
            feedback, questions[-10:], replace(self.chats.read(answer), considered=())
        )


def _size(judged: JudgedAnswer) -> int:
    return bytes_of(judged.answer) + sum(len(each.encode()) for each in judged.questions)
