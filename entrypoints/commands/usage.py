"""quoth usage: what the chat models were used for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from application.ports.model_usage import ModelUsage
from domain.answering.model_usage import DailyUsage

UNKNOWN = "unknown"


async def show_usage(usage: ModelUsage, console: Console, since: date, until: date) -> int:
    """Print a line for each day and model, then the sums, and return the exit status."""
    rows = await usage.between(since, until)
    if not rows:
        console.print(f"No chat model was used from {since} to {until}.")
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
    uncounted, unpriced = (
        sum(row.uncounted for row in rows),
        sum(row.unpriced for row in rows),
    )
    prompt = sum(row.prompt_tokens for row in rows)
    completion = sum(row.completion_tokens for row in rows)
    cost = sum((row.cost for row in rows), Decimal(0))
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
