"""Hears of new jobs and deliveries over connections to PostgreSQL that listen."""

import asyncio
import logging
from contextlib import suppress
from typing import ClassVar

from adapters.postgres.database import Connection, Database
from application.ports.delivery_signals import DeliverySignals
from application.ports.job_signals import JobSignals
from domain.errors import Unavailable

logger = logging.getLogger(__name__)


class _Listener:
    """Listens on a connection of its own, and opens another one when it was cut."""

    channel: ClassVar[str]

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()
        self._heard = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return when something was queued, or after so many seconds."""
        await self._listen()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._heard.wait(), seconds)
        self._heard.clear()

    async def close(self) -> None:
        """Close the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    async def _listen(self) -> None:
        async with self._connecting:
            if self._connection is not None and not self._connection.is_closed():
                return
            try:
                connection = await self._database.connect()
                await connection.add_listener(self.channel, self._hear)
            except Unavailable as exc:
                # the caller asks the database by itself, and comes back
                logger.debug("cannot listen to %s: %s", self.channel, exc.code)
                return
            connection.add_termination_listener(self._hear)
            self._connection = connection
            # what was queued while nobody listened
            self._heard.set()

    def _hear(self, *_: object) -> None:
        self._heard.set()


class PostgresJobSignals(_Listener, JobSignals):
    """Hears of new jobs."""

    channel = "quoth_jobs"


class PostgresDeliverySignals(_Listener, DeliverySignals):
    """Hears of new deliveries."""

    channel = "quoth_deliveries"
