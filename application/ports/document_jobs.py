"""The port for the queue of documents to process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

from application.ports.document_claims import Claim
from domain.documents.document import Document
from domain.documents.jobs import Given


class DocumentJobs(Protocol):
    """Queues documents for workers. Each method is one transaction, committed when it returns."""

    async def enqueue(
        self,
        document: Document,
        original: Path,
        given: Given = Given(),  # noqa: B008 - a constant
    ) -> Document:
        """Register the document as pending, or return the document that already has its bytes.

        The document, its bytes and its job are stored in one step. A document that failed or was
        cancelled is pending again, under its old id and with the new upload time, and its attempts
        are counted from the start. One that is pending, processing or processed stays as it is.
        In any case, the document gets the upload's name as a further one unless it has it, and its
        labels: its metadata and its collections, which are made if there are none.

        Args:
            document: The document to register.
            original: The file with the uploaded bytes.
            given: What the client said beside the file.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...

    async def workspaces(self, max_bytes: int | None = None) -> Sequence[UUID]:
        """Return the workspaces where `claim_next` finds a document, in the order of their turns.

        First come those where the fewest documents are processed, then those that have waited
        longest. It is the one method that sees more than the workspace of who acts.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def claim_next(self, max_bytes: int | None = None) -> Claim | None:
        """Claim the document of the workspace that has waited longest, and count the attempt.

        It is one that is pending and due, or whose claim expired. A job that was begun five times
        and never came to an end is marked as failed, and not granted.

        Args:
            max_bytes: The size of the largest file to take; None takes any.

        Returns:
            The claim, which is granted; None if nothing waits.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        ...
