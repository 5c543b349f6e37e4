"""What a workspace may have, and what it may use on a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Quotas:
    """The quotas of a workspace. 0 means no limit; None means what holds for all workspaces.

    Attributes:
        documents: How many documents it may have.
        bytes: How many bytes their files may have, those of stored versions included.
        questions: How many questions may be asked on a day (UTC).
        tokens: How many tokens chat models may read and write for it on a day. Answers that have
            begun are finished, so the last ones may exceed it.
    """

    documents: int | None = None
    bytes: int | None = None
    questions: int | None = None
    tokens: int | None = None

    def __post_init__(self) -> None:
        """Refuse negative numbers."""
        if any(
            (each or 0) < 0 for each in (self.documents, self.bytes, self.questions, self.tokens)
        ):
            raise ValueError("a quota is 0 or more")

    def or_else(self, others: "Quotas") -> "Quotas":
        """Return these quotas, with those of others where these are None."""
        return Quotas(
            others.documents if self.documents is None else self.documents,
            others.bytes if self.bytes is None else self.bytes,
            others.questions if self.questions is None else self.questions,
            others.tokens if self.tokens is None else self.tokens,
        )


@dataclass(frozen=True, slots=True)
class WorkspaceUsage:
    """What a workspace has, what it has used on a day, and the quotas that hold for it."""

    documents: int
    bytes: int
    questions: int
    tokens: int
    quotas: Quotas


def seconds_left(now: datetime) -> int:
    """Return the seconds until the day (UTC) of a time ends, at least one."""
    now = now.astimezone(UTC)
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    return max(1, -int((now - midnight).total_seconds() // 1))
