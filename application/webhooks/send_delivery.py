"""Sending one delivery."""

import logging
import random
import time

from application.ports.delivery_queue import DeliveryQueue
from application.ports.webhook_sender import WebhookSender
from domain.errors import EndpointUnreachable
from domain.webhooks.delivery import DeliveryClaim
from domain.webhooks.outcome import Outcome, outcome_of_reply, outcome_of_silence
from domain.webhooks.signature import body_of, signed_headers

logger = logging.getLogger(__name__)


class SendDelivery:
    """Sends deliveries, and stores what became of them."""

    def __init__(self, queue: DeliveryQueue, sender: WebhookSender) -> None:
        self._queue = queue
        self._sender = sender

    async def execute(self, claim: DeliveryClaim) -> None:
        """Sign and send a claimed delivery."""
        outcome = await self._sent(claim)
        if outcome.reason:
            logger.warning(
                "delivery %s to webhook %s: attempt %d failed: %s",
                claim.event_id,
                claim.webhook_id,
                claim.attempts,
                outcome.reason,
            )
        await self._queue.end(claim, outcome)

    async def _sent(self, claim: DeliveryClaim) -> Outcome:
        body = body_of(claim.type, claim.occurred_at, claim.data)
        headers = signed_headers(claim.secret, claim.event_id, int(time.time()), body)
        spread = random.random()  # noqa: S311 - spreads load, keeps no secret
        try:
            reply = await self._sender.send(claim.url, headers, body)
        except EndpointUnreachable as exc:
            return outcome_of_silence(exc.message, claim.attempts, spread)
        return outcome_of_reply(reply, claim.attempts, spread)
