"""The port for hearing of new deliveries."""

from typing import Protocol


class DeliverySignals(Protocol):
    """Tells this process that something is to be delivered, by whichever process it was queued."""

    async def wait(self, seconds: float) -> None:
        """Return when a delivery was queued, or after so many seconds, whichever comes first.

        It may return early for no reason, and may miss a delivery: the caller looks at the queue.
        """
        ...
