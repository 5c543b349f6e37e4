"""The port for what is limited to groups."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID


class ReadingLimits(Protocol):
    """Limits what only some groups may read. Each method is one transaction.

    Whoever limits reads all. Every method raises DatabaseUnavailable if the database is not
    reachable, and OutcomeUnknown if the connection was lost while the change was being stored.
    Cached answers become stale. Answers that rest on what somebody may not read are withheld from
    them, those of before the change, too.
    """

    async def limit_document(self, document_id: UUID, groups: tuple[str, ...]) -> None:
        """Let a document be read by these groups only; without any, its own limit is lifted.

        Raises:
            DocumentNotFound: If there is none with this id.
        """
        ...

    async def limit_collection(self, collection_id: UUID, groups: tuple[str, ...]) -> None:
        """Let a collection and its documents be read by these groups only; lift it without any.

        It holds for documents that are put into it later, too, and for none that has left it.

        Raises:
            CollectionNotFound: If there is none with this id.
        """
        ...

    async def may_read(self, documents: Collection[UUID]) -> bool:
        """Return whether who acts may read all of these, or might before they were deleted."""
        ...
