"""The usage of chat models in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from application.ports.model_usage import ModelUsage
from domain.answering.model_usage import DailyUsage
from domain.conversation.message import Usage
from domain.errors import DatabaseUnavailable


class InMemoryModelUsage(ModelUsage):
    """Counts calls in memory.

    Attributes:
        available: Whether it can be reached.
        estimated: The tokens that stand for unknown ones, by day.
    """

    def __init__(self) -> None:
        self.available = True
        self.estimated: Counter[date] = Counter()
        self._rows: dict[tuple[date, str], DailyUsage] = {}

    async def add(
        self, day: date, model: str, usage: Usage, cost: Decimal | None, estimated: int = 0
    ) -> None:
        """Count one call."""
        if not self.available:
            raise DatabaseUnavailable
        self.estimated[day] += estimated
        none = DailyUsage(day, model, 0, 0, 0, 0, Decimal(0), 0)
        row = self._rows.get((day, model), none)
        asked, written = usage.prompt_tokens, usage.completion_tokens
        self._rows[day, model] = replace(
            row,
            calls=row.calls + 1,
            prompt_tokens=row.prompt_tokens + (asked or 0),
            completion_tokens=row.completion_tokens + (written or 0),
            uncounted=row.uncounted + (asked is None or written is None),
            cost=row.cost + (cost or 0),
            unpriced=row.unpriced + (cost is None),
        )

    async def between(self, since: date, until: date) -> Sequence[DailyUsage]:
        """Return the usage from a day to another."""
        return [row for (day, _), row in sorted(self._rows.items()) if since <= day <= until]
