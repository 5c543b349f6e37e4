"""Delivering what webhooks are told, for as long as the process runs."""

import asyncio
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from application.access.acting import acting_as
from application.ports.delivery_queue import DeliveryQueue
from application.ports.delivery_signals import DeliverySignals
from application.webhooks.send_delivery import SendDelivery
from domain.access.principal import worker_in
from domain.errors import Unavailable
from domain.webhooks.delivery import DueWebhook

POLL_SECONDS = 2.0  # finds what is due again, what was cut off, and what no signal told of
PRUNE_SECONDS = 3600.0

logger = logging.getLogger(__name__)


class WorkOffDeliveries:
    """Delivers to each webhook in a task of its own, so that a slow one delays no other."""

    def __init__(self, queue: DeliveryQueue, signals: DeliverySignals, send: SendDelivery) -> None:
        self._queue = queue
        self._signals = signals
        self._send = send
        self._working: set[UUID] = set()
        self._missed: dict[UUID | None, str] = {}
        self._prune_at = 0.0

    async def execute(self) -> None:
        """Deliver until it is cancelled. What is being sent then is sent again later."""
        async with asyncio.TaskGroup() as group:
            while True:
                for due in await self._due():
                    if due.webhook_id not in self._working:
                        self._working.add(due.webhook_id)
                        group.create_task(self._work_off(due))
                await self._signals.wait(POLL_SECONDS)

    async def _due(self) -> Sequence[DueWebhook]:
        with self._reporting(None):
            if time.monotonic() >= self._prune_at:
                await self._queue.prune()
                self._prune_at = time.monotonic() + PRUNE_SECONDS
            due = await self._queue.due()
            self._missed.pop(None, None)
            return due
        return ()

    async def _work_off(self, due: DueWebhook) -> None:
        """Send everything that is due to one webhook."""
        try:
            with self._reporting(due.webhook_id), acting_as(worker_in(due.workspace_id)):
                while claim := await self._queue.claim(due.webhook_id):
                    self._missed.pop(due.webhook_id, None)
                    await self._send.execute(claim)
        finally:
            self._working.discard(due.webhook_id)

    @contextmanager
    def _reporting(self, webhook_id: UUID | None) -> Iterator[None]:
        """Log what goes wrong in a block, for a webhook or for all: it is tried again soon."""
        try:
            yield
        except Unavailable as exc:
            # once for each reason: an outage would fill the log
            if exc.code != self._missed.get(webhook_id):
                logger.warning("webhooks cannot be delivered: %s", exc.code)
            self._missed[webhook_id] = exc.code
        except Exception:
            logger.exception("webhooks cannot be delivered")
