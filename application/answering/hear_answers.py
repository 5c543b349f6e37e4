"""Hearing what other processes tell of answers."""

import asyncio
import logging

from application.answering.followed_answers import FollowedAnswers
from application.answering.running_answers import RunningAnswers
from application.ports.answer_signals import AnswerSignals
from domain.errors import QuothError

WAIT_SECONDS = 5.0  # also how soon a server listens again that could not

logger = logging.getLogger(__name__)


class HearAnswers:
    """Acts on signals as long as a server runs: reads what is followed here, stops what is written.

    Whoever follows or writes an answer looks by itself now and then, so that a lost signal delays
    and changes nothing.
    """

    def __init__(
        self, signals: AnswerSignals, running: RunningAnswers, followed: FollowedAnswers
    ) -> None:
        self._signals = signals
        self._running = running
        self._followed = followed

    async def execute(self) -> None:
        """Work until it is cancelled."""
        while True:
            try:
                heard = await self._signals.wait(WAIT_SECONDS)
                self._running.stop(heard.stops)
                await self._followed.read(heard.written)
            except QuothError as exc:
                logger.debug("signalled parts were not read: %s", exc.code)
            except Exception:
                logger.exception("signalled parts were not read")
                await asyncio.sleep(WAIT_SECONDS)
