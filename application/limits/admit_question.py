"""Admitting a question: within the rate limit of its client, and the quotas of its workspace."""

from datetime import UTC, datetime

from application.limits.count_request import CountRequest
from application.ports.workspace_quotas import WorkspaceQuotas
from domain.errors import DailyQuotaExceeded
from domain.limits.quotas import seconds_left
from domain.limits.rate_limit import Limited


class AdmitQuestion:
    """Counts questions, and tasks that a chat model does like them."""

    def __init__(self, count: CountRequest, quotas: WorkspaceQuotas) -> None:
        self._count = count
        self._quotas = quotas

    async def execute(self) -> None:
        """Count one question.

        Raises:
            RateLimited: If the client has asked too many questions.
            DailyQuotaExceeded: If the workspace has used up a quota of this day.
            Unavailable: If the database is unavailable.
        """
        await self._count.execute(Limited.QUESTIONS)
        now = datetime.now(UTC)
        exceeded = await self._quotas.use_question(now.date())
        if exceeded is None:
            return
        if exceeded.questions:
            raise DailyQuotaExceeded(exceeded.questions, "questions", seconds_left(now))
        raise DailyQuotaExceeded(exceeded.tokens or 0, "tokens of chat models", seconds_left(now))
