"""What a workspace has and uses, as clients see it."""

from datetime import datetime

from msgspec import Struct

from domain.limits.quotas import Quotas, WorkspaceUsage, seconds_left


class QuotaView(Struct):
    """How much a workspace may have, and may use on a day; null means no limit."""

    documents: int | None
    bytes: int | None
    questions_per_day: int | None
    model_tokens_per_day: int | None

    @classmethod
    def of(cls, quotas: Quotas) -> "QuotaView":
        """Return the view of quotas, in which 0 is no limit."""
        return cls(
            quotas.documents or None,
            quotas.bytes or None,
            quotas.questions or None,
            quotas.tokens or None,
        )


class WorkspaceUsageView(Struct):
    """What a workspace has, and what it has used since the day (UTC) began."""

    documents: int
    bytes: int
    questions_today: int
    model_tokens_today: int
    day_ends_in_seconds: int
    quotas: QuotaView

    @classmethod
    def of(cls, usage: WorkspaceUsage, now: datetime) -> "WorkspaceUsageView":
        """Return the view of what a workspace uses."""
        return cls(
            usage.documents,
            usage.bytes,
            usage.questions,
            usage.tokens,
            seconds_left(now),
            QuotaView.of(usage.quotas),
        )
