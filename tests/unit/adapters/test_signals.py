"""Who listens for notifications."""

import asyncio

from adapters.postgres.database import Database
from adapters.postgres.signals import PostgresJobSignals


async def test_a_cancellation_that_comes_with_a_notification_is_not_lost() -> None:
    """Who waits in a loop would otherwise never end, and neither would the server."""
    signals = PostgresJobSignals(Database())  # closed: nothing can be heard but what is put in here
    waiting = asyncio.create_task(signals.wait(60))
    await asyncio.sleep(0.01)
    signals._notified(None, 0, "quoth_jobs", "")
    waiting.cancel()
    await asyncio.wait([waiting], timeout=5)
    assert waiting.cancelled()
