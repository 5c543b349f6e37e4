"""The port for the usage of chat models."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from domain.answering.model_usage import DailyUsage
from domain.conversation.message import Usage


class ModelUsage(Protocol):
    """Counts the calls of chat models, their tokens and their cost, by day (UTC)."""

    async def add(
        self, day: date, model: str, usage: Usage, cost: Decimal | None, estimated: int = 0
    ) -> None:
        """Count one call.

        Args:
            day: The day of the call.
            model: The name of the model.
            usage: Its tokens, as far as they are known.
            cost: What it cost; None if that is unknown.
            estimated: How many tokens stand for unknown ones where quotas are checked.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while it was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...

    async def between(self, since: date, until: date) -> Sequence[DailyUsage]:
        """Return the usage from a day to another, both included, by day and name of the model.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
