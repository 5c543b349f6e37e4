"""Reading what people said about answers."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.feedback_store import FeedbackStore
from domain.conversation.feedback import JudgedAnswer, Verdict
from domain.conversation.message import quoted_by
from domain.paging import Page, PageRequest


@dataclass(frozen=True, slots=True)
class JudgedAnswers:
    """A page of judged answers, newest first.

    Attributes:
        gone: The documents of their sources and citations that have been deleted since.
    """

    page: Page[JudgedAnswer, UUID]
    gone: frozenset[UUID]


class ReadFeedback:
    """Reads what everybody said, and finds which of the documents were deleted."""

    def __init__(self, feedback: FeedbackStore, catalog: DocumentCatalog) -> None:
        self._feedback = feedback
        self._catalog = catalog

    async def execute(self, page: PageRequest[UUID], verdict: Verdict | None) -> JudgedAnswers:
        """Return a page; with a verdict, only what has it.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        found = await self._feedback.list(page, verdict)
        gone = await self._catalog.missing(quoted_by(each.answer for each in found.items))
        return JudgedAnswers(found, gone)
