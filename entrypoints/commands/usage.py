"""quoth usage: what the chat models were used for."""

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.table import Table

from entrypoints.commands.json_output import print_json
from quoth import AsyncClient, DailyUsage

UNKNOWN = "unknown"


async def show_usage(
    quoth: AsyncClient,
    console: Console,
    since: date | None,
    until: date | None,
    *,
    as_json: bool = False,
) -> int:
    """Print a line for each day and model, then the sums, and return the exit status."""
    usage = await quoth.usage(since=since, until=until)
    rows = usage.items
    if as_json:
        print_json(console, usage)
        return 0
    if not rows:
        console.print(f"No chat model was used from {usage.since} to {usage.until}.")
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("day")
    table.add_column("model")
    for name in ("calls", "prompt tokens", "answer tokens", "cost"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(str(row.day), row.model, *_figures([row]))
    for model in dict.fromkeys(row.model for row in rows):
        table.add_row("all", model, *_figures([row for row in rows if row.model == model]))
    console.print(table)
    return 0


def _figures(rows: Sequence[DailyUsage]) -> tuple[str, str, str, str]:
    calls = sum(row.calls for row in rows)
    uncounted = sum(row.uncounted for row in rows)
    unpriced = sum(row.unpriced for row in rows)
    prompt = sum(row.prompt_tokens or 0 for row in rows)
    completion = sum(row.completion_tokens or 0 for row in rows)
    cost = sum(row.cost or 0.0 for row in rows)
    return (
        f"{calls:,}",
        _at_least(f"{prompt:,}", calls, uncounted),
        _at_least(f"{completion:,}", calls, uncounted),
        _at_least(f"{cost:,.4f}", calls, unpriced),
    )


def _at_least(figure: str, calls: int, unknown: int) -> str:
    """Return a sum, which is a lower bound if some of its calls are unknown."""
    if unknown == calls:
        return UNKNOWN
    return f"≥ {figure}" if unknown else figure
