"""Hears of what is notified over connections to PostgreSQL that listen."""

import asyncio
import logging
from contextlib import suppress
from typing import ClassVar

from adapters.postgres.announcements import DELIVERIES, JOBS
from adapters.postgres.database import Connection, Database
from adapters.postgres.errors import unavailable_when_unreachable
from application.ports.delivery_signals import DeliverySignals
from application.ports.job_signals import JobSignals
from domain.errors import Unavailable

logger = logging.getLogger(__name__)


class Listener:
    """Listens on a connection of its own, and opens another one when it was cut."""

    channels: ClassVar[tuple[str, ...]]

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._connecting = asyncio.Lock()
        self._heard = asyncio.Event()

    async def listen(self, seconds: float) -> None:
        """Return when something was notified, or may have been, or after so many seconds."""
        await self._connect()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._heard.wait()
        self._heard.clear()

    async def close(self) -> None:
        """Close the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    def hear(self, channel: str, payload: str) -> None:
        """Take note of what was notified, if the fact is not enough."""

    async def _connect(self) -> None:
        async with self._connecting:
            if self._connection is not None and not self._connection.is_closed():
                return
            try:
                self._connection = await self._listening()
            except Unavailable as exc:
                # the caller asks the database by itself, and comes back
                logger.debug("cannot listen to %s: %s", self.channels, exc.code)
                return
            # what was queued while nobody listened
            self._heard.set()

    async def _listening(self) -> Connection:
        connection = await self._database.connect()
        try:
            with unavailable_when_unreachable():
                for channel in self.channels:
                    await connection.add_listener(channel, self._notified)
        except BaseException:
            connection.terminate()
            raise
        connection.add_termination_listener(self._terminated)
        return connection

    def _notified(self, _: object, __: int, channel: str, payload: str) -> None:
        self.hear(channel, payload)
        self._heard.set()

    def _terminated(self, _: object) -> None:
        self._heard.set()


class PostgresJobSignals(Listener, JobSignals):
    """Hears of new jobs."""

    channels = (JOBS,)

    async def wait(self, seconds: float) -> None:
        """Return when a document was queued, or after so many seconds."""
        await self.listen(seconds)


class PostgresDeliverySignals(Listener, DeliverySignals):
    """Hears of new deliveries."""

    channels = (DELIVERIES,)

    async def wait(self, seconds: float) -> None:
        """Return when a delivery was queued, or after so many seconds."""
        await self.listen(seconds)
