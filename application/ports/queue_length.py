"""The port for how much work waits."""

from typing import Protocol


class QueueLength(Protocol):
    """Counts the documents of all workspaces that are yet to be processed."""

    async def documents(self) -> int:
        """Return how many documents wait for a worker or are in the hands of one.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
