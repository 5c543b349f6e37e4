"""quoth usage."""

import io
import json
from datetime import date
from decimal import Decimal

from rich.console import Console

from domain.conversation.message import Usage
from entrypoints.commands.usage import show_usage
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of

DAY = date(2026, 1, 1)
NEXT_DAY = date(2026, 1, 2)


async def test_the_usage_of_each_model_is_summed() -> None:
    """A sum in which some calls are unknown is a lower bound, and never 0; JSON has no sums."""
    fakes = Fakes()
    quoth, usage = client_of(fake_container(fakes)), fakes.usage
    said = io.StringIO()
    console = Console(file=said, width=100)
    assert await show_usage(quoth, console, DAY, DAY) == 0
    assert "No chat model was used from 2026-01-01 to 2026-01-01." in said.getvalue()
    await usage.add(DAY, "house", Usage(1_200, 10), Decimal("0.5"))
    await usage.add(NEXT_DAY, "house", Usage.unknown(), None)
    await usage.add(DAY, "small", Usage.unknown(), None)
    await show_usage(quoth, console, DAY, NEXT_DAY)
    lines = [line.split() for line in said.getvalue().splitlines()[2:]]
    assert lines == [
        ["2026-01-01", "house", "1", "1,200", "10", "0.5000"],
        ["2026-01-01", "small", "1", "unknown", "unknown", "unknown"],
        ["2026-01-02", "house", "1", "unknown", "unknown", "unknown"],
        ["all", "house", "2", "≥", "1,200", "≥", "10", "≥", "0.5000"],
        ["all", "small", "1", "unknown", "unknown", "unknown"],
    ]
    said.seek(0)
    said.truncate()
    await show_usage(quoth, console, DAY, NEXT_DAY, as_json=True)
    printed = json.loads(said.getvalue())
    assert (printed["since"], printed["until"]) == ("2026-01-01", "2026-01-02")
    assert [each["prompt_tokens"] for each in printed["items"]] == [1_200, None, None]
