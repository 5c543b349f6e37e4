"""quoth quota shows and sets the quotas of a workspace."""

import io
import json
from datetime import UTC, datetime

from rich.console import Console

from application.access.record_action import RecordAction
from domain.limits.quotas import Quotas
from entrypoints.commands.quotas import set_quotas, show_quotas
from tests.fakes.audit_log import InMemoryAuditLog
from tests.fakes.workspace_quotas import InMemoryWorkspaceQuotas


async def test_quotas_are_set_and_shown() -> None:
    """What is set holds, is entered and is shown beside what is used; JSON has the numbers."""
    quotas = InMemoryWorkspaceQuotas(Quotas(documents=1_000, questions=5))
    await quotas.use_question(datetime.now(UTC).date())
    console = Console(file=io.StringIO(), width=100)
    audit = InMemoryAuditLog()
    await set_quotas(quotas, RecordAction(audit), console, Quotas(questions=0, tokens=2_000_000))
    assert [each.action for each in audit.entries] == ["quota.set"]
    shown = {line[:9]: line.split() for line in console.file.getvalue().splitlines()}  # type: ignore[attr-defined] # a StringIO
    assert shown["documents"][-2:] == ["0", "1,000"]
    assert shown["questions"][-3:] == ["1", "no", "limit"]
    assert shown["tokens of"][-2:] == ["0", "2,000,000"]
    console = Console(file=io.StringIO())
    await show_quotas(quotas, console, as_json=True)
    written = json.loads(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO
    assert written["quotas"] == {
        "documents": 1000,
        "bytes": None,
        "questions_per_day": None,
        "model_tokens_per_day": 2_000_000,
    }
