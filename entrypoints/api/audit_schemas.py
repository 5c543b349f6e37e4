"""The wire types of the audit log."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.access.audit import AuditEntry, AuditOutcome
from entrypoints.api.access_schemas import RoleName


class AuditEntryView(Struct):
    """One action on one id.

    `key_id` is the key and `member_id` the person, and null for anything else. Of a sign-in that
    was refused, `actor` is the network address and `role` null. `target` is null for an action that
    has no id. `request_id` is the `X-Request-ID` of the request, and empty for a command.
    """

    entry_id: UUID
    at: datetime
    actor: str
    key_id: UUID | None
    member_id: UUID | None
    role: RoleName | None
    action: str
    target: UUID | None
    outcome: AuditOutcome
    request_id: str

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditEntryView":
        """Return the wire type of an entry."""
        return cls(
            entry.id,
            entry.at,
            entry.actor,
            entry.key_id,
            entry.member_id,
            None if entry.role is None else entry.role.value,
            entry.action,
            entry.target,
            entry.outcome,
            entry.request_id,
        )
