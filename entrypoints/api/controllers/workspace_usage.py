"""What the workspace of a request has and uses, and its quotas."""

from datetime import UTC, datetime

from dishka.integrations.litestar import FromDishka, inject
from litestar import get

from application.ports.workspace_quotas import WorkspaceQuotas
from entrypoints.api.problems import READING, problems
from entrypoints.api.quota_schemas import WorkspaceUsageView
from entrypoints.api.roles import READER


@get("/api/me/usage/", tags=["Access"], opt=READER, responses=problems(*READING))
@inject
async def read_workspace_usage(quotas: FromDishka[WorkspaceQuotas]) -> WorkspaceUsageView:
    """Read what your workspace has and uses, and how much it may.

    Documents and bytes are those of documents that you may read; the quotas count all.
    """
    now = datetime.now(UTC)
    return WorkspaceUsageView.of(await quotas.usage(now.date()), now)
