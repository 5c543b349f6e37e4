"""What the workspace of a request has and uses, and its quotas."""

from datetime import UTC, datetime

from dishka.integrations.litestar import FromDishka, inject
from litestar import get
from msgspec import Struct

from application.ports.workspace_quotas import WorkspaceQuotas
from domain.limits.quotas import Quotas, WorkspaceUsage, seconds_left
from entrypoints.api.problems import READING, problems
from entrypoints.api.roles import READER


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


@get("/api/me/usage/", tags=["Access"], opt=READER, responses=problems(*READING))
@inject
async def read_workspace_usage(quotas: FromDishka[WorkspaceQuotas]) -> WorkspaceUsageView:
    """Read what your workspace has and uses, and how much it may."""
    now = datetime.now(UTC)
    return WorkspaceUsageView.of(await quotas.usage(now.date()), now)
