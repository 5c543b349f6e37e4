"""The port for the changes that a distributed index has yet to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class IndexChange:
    """The passages of one indexing of a document have come, gone or changed.

    Attributes:
        numbers: The numbers of the passages.
        document_id: Their document.
        position: When it changed, in the order of all changes.
        lease: Names who works it off.
    """

    numbers: range
    document_id: UUID
    position: int
    lease: UUID


class IndexOutbox(Protocol):
    """The changes that are to be written. Each is stored with the change of the library itself.

    Processes share them: a change is claimed by one of them at a time, for five minutes. Every
    method raises DatabaseUnavailable if the database is not reachable.
    """

    async def due(self) -> Sequence[UUID]:
        """Return the workspaces that have changes to be claimed. That is done in each of them."""
        ...

    async def claim(self, limit: int) -> Sequence[IndexChange]:
        """Claim the oldest changes of the workspace.

        None of a document is claimed while an earlier one of it is waiting.
        """
        ...

    async def end(self, changes: Sequence[IndexChange]) -> None:
        """Delete claimed changes that were written.

        Those that have changed since they were claimed are released, to be written again.
        """
        ...

    async def release(self, changes: Sequence[IndexChange]) -> None:
        """Release claimed changes that could not be written."""
        ...
