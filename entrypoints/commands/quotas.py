"""quoth quota: what a workspace has and uses, and how much it may, directly in the database."""

from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from application.access.record_action import Action, RecordAction
from application.ports.workspace_quotas import WorkspaceQuotas
from domain.limits.quotas import Quotas
from entrypoints.api.quota_schemas import WorkspaceUsageView
from entrypoints.commands.json_output import print_json


async def show_quotas(quotas: WorkspaceQuotas, console: Console, *, as_json: bool = False) -> None:
    """Print what the workspace has and uses, beside its quotas."""
    now = datetime.now(UTC)
    usage = await quotas.usage(now.date())
    if as_json:
        print_json(console, WorkspaceUsageView.of(usage, now))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("what")
    for name in ("used", "quota"):
        table.add_column(name, justify="right")
    for what, used, most in (
        ("documents", usage.documents, usage.quotas.documents),
        ("bytes of files", usage.bytes, usage.quotas.bytes),
        ("questions today (UTC)", usage.questions, usage.quotas.questions),
        ("tokens of chat models today (UTC)", usage.tokens, usage.quotas.tokens),
    ):
        table.add_row(what, f"{used:,}", f"{most:,}" if most else "no limit")
    console.print(table)


async def set_quotas(
    quotas: WorkspaceQuotas,
    record: RecordAction,
    console: Console,
    given: Quotas,
    *,
    as_json: bool = False,
) -> None:
    """Set the quotas of the workspace, and print what holds now."""
    await quotas.set(given)
    await record.execute(Action("quota.set"))
    await show_quotas(quotas, console, as_json=as_json)
