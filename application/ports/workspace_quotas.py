"""The port for the quotas of the workspace that is acted in, and for what it uses."""

from datetime import date
from typing import Protocol

from domain.limits.quotas import Quotas, WorkspaceUsage


class WorkspaceQuotas(Protocol):
    """Stores quotas, and counts questions. Documents are counted where they are stored."""

    async def use_question(self, day: date) -> Quotas | None:
        """Count a question on a day, unless a quota of that day is used up.

        However many questions come at the same time, no more than the quota are counted.

        Returns:
            The quota that is used up, as the only one in it; None if the question was counted.

        Raises:
            Unavailable: If the database is unavailable.
        """
        ...

    async def usage(self, day: date) -> WorkspaceUsage:
        """Return what the workspace has, what it has used on a day, and its quotas.

        Of documents, those are counted that whoever acts may read; the quotas count all.

        Raises:
            Unavailable: If the database is unavailable.
        """
        ...

    async def set(self, quotas: Quotas) -> None:
        """Store the quotas of the workspace; None for those that hold for all workspaces.

        Raises:
            Unavailable: If the database is unavailable.
        """
        ...
