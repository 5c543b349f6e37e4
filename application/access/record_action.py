"""Enters into the audit log what was done."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.ports.audit_log import AuditLog
from domain.access.audit import AuditEntry, AuditOutcome

_PIECE = 500


@dataclass(frozen=True, slots=True)
class Action:
    """What was done, and to which ids.

    Attributes:
        name: A noun and a verb, such as `document.delete`.
        targets: The ids that it was done to.
        outcome: Whether it was done.
        request_id: The request that asked for it; empty for a command.
    """

    name: str
    targets: Sequence[UUID] = ()
    outcome: AuditOutcome = AuditOutcome.DONE
    request_id: str = ""


class RecordAction:
    """Enters an action of whoever acts now into the audit log, once for each id."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    async def execute(self, action: Action) -> None:
        """Store the entries.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while they were being stored.
        """
        # who leaves meanwhile has done it nevertheless
        entering = asyncio.create_task(self._enter(action))
        entering.add_done_callback(lambda task: task.cancelled() or task.exception())
        await asyncio.shield(entering)

    async def _enter(self, action: Action) -> None:
        who, now = acting_principal(), datetime.now(UTC)
        entries: list[AuditEntry] = []
        targets = action.targets or (None,)
        for start in range(0, len(targets), _PIECE):
            if entries:
                await asyncio.sleep(0)  # a deletion may have thousands
            entries += [
                AuditEntry(
                    new_id(),
                    now,
                    who.name,
                    who.key_id,
                    who.member_id,
                    who.role,
                    action.name,
                    target,
                    action.outcome,
                    action.request_id,
                )
                for target in targets[start : start + _PIECE]
            ]
        await self._log.add(entries)
