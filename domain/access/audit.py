"""The audit log: who did what, when, to which id."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.access.role import Role


class AuditOutcome(StrEnum):
    """What became of an action."""

    DONE = "done"
    REFUSED = "refused"  # whoever asked may not do this, or is not known


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One action on one id. It has no text of documents, questions or answers, and no secret.

    Attributes:
        id: Entries sort by it in the order in which they were made.
        at: When it was done.
        actor: The name of the key or the person; the network address of who is not known.
        key_id: The key; None for a person and for the program itself.
        member_id: The person in the workspace, whose name another may have, too; None for a key and
            for the program itself.
        role: The role in which it was done; None for who is not known.
        action: What was done: a noun and a verb, such as `document.delete`.
        target: The id that it was done to; None if it has none.
        outcome: Whether it was done.
        request_id: The request, as the server's log names it; empty for a command.
    """

    id: UUID
    at: datetime
    actor: str
    key_id: UUID | None
    member_id: UUID | None
    role: Role | None
    action: str
    target: UUID | None
    outcome: AuditOutcome
    request_id: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are meant: all conditions that are given have to hold.

    Attributes:
        action: The name of an action, or what is before its dot.
        actor: The name or the id of a key or a person.
        target: An id that something was done to.
        since: The earliest time.
        until: The time before which it was done.
    """

    action: str | None = None
    actor: str | None = None
    target: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = AuditFilter()
