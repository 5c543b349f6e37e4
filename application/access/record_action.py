"""Enters into the audit log what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.ports.audit_log import AuditLog
from domain.access.audit import AuditEntry, AuditOutcome


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
        who, now = acting_principal(), datetime.now(UTC)
        await self._log.add(
            [
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
                for target in action.targets or (None,)
            ]
        )
