"""The quotas of a workspace in memory."""

from collections import Counter
from datetime import date

from application.ports.workspace_quotas import WorkspaceQuotas
from domain.limits.quotas import Quotas, WorkspaceUsage


class InMemoryWorkspaceQuotas(WorkspaceQuotas):
    """Counts questions in memory.

    Attributes:
        tokens: The tokens that chat models have used, by day.
    """

    def __init__(self, defaults: Quotas = Quotas()) -> None:  # noqa: B008 - frozen
        self.tokens: Counter[date] = Counter()
        self._questions: Counter[date] = Counter()
        self._defaults = defaults
        self._own = Quotas()

    async def use_question(self, day: date) -> Quotas | None:
        """Count a question on a day, unless a quota of that day is used up."""
        quotas = self._own.or_else(self._defaults)
        if quotas.tokens and self.tokens[day] >= quotas.tokens:
            return Quotas(tokens=quotas.tokens)
        if quotas.questions and self._questions[day] >= quotas.questions:
            return Quotas(questions=quotas.questions)
        self._questions[day] += 1
        return None

    async def usage(self, day: date) -> WorkspaceUsage:
        """Return what was used on a day; this workspace has no documents."""
        quotas = self._own.or_else(self._defaults)
        return WorkspaceUsage(0, 0, self._questions[day], self.tokens[day], quotas)

    async def set(self, quotas: Quotas) -> None:
        """Store the quotas of the workspace."""
        self._own = quotas
