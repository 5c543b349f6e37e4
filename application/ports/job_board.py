"""The port for looking at jobs, and for deciding what becomes of them."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from domain.documents.jobs import Job, JobState
from domain.paging import Page, PageRequest


class JobBoard(Protocol):
    """Shows the jobs of documents. A job whose worker is gone reads as pending.

    Every method raises DatabaseUnavailable if the database is not reachable; those that change
    something may raise OutcomeUnknown.
    """

    async def find(self, document_ids: Collection[UUID]) -> dict[UUID, Job]:
        """Return the jobs of those of these documents that have one, by their ids."""
        ...

    async def list(self, page: PageRequest[UUID], state: JobState | None = None) -> Page[Job, UUID]:
        """Return jobs in the order in which their documents came, of one state if it is given.

        Their position is the id of the document.
        """
        ...

    async def retry(self, document_id: UUID) -> None:
        """Let workers begin a job at once, with its attempts counted from the start.

        One that is being processed goes on as it is.

        Raises:
            DocumentNotFound: If there is no document with this id.
            NothingToDo: If it is processed, and no other version is to be made of it.
        """
        ...

    async def cancel(self, document_id: UUID) -> None:
        """Cancel a job; whoever works on it loses its claim. One that failed stays failed.

        Raises:
            DocumentNotFound: If there is no document with this id.
            NothingToDo: If it is processed, and no other version is to be made of it.
        """
        ...
