"""The port for hearing of new jobs."""

from typing import Protocol


class JobSignals(Protocol):
    """Tells workers of this process that a document was queued, by whichever process."""

    async def wait(self, seconds: float) -> None:
        """Return when a document was queued, or after so many seconds, whichever comes first.

        It may return early for no reason, and may miss a document: the caller looks at the queue.
        """
        ...
