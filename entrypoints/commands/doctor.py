"""quoth doctor: check each part of the installation and say how to fix it."""

from collections.abc import Awaitable, Callable

from rich.console import Console

from domain.errors import QuothError
from entrypoints.diagnosis import Diagnosis


async def examine(diagnosis: Diagnosis, console: Console) -> int:
    """Run every check, even after one fails, and return the exit status: 1 if any failed."""
    healthy = [await _run(part, check, console) for part, check in diagnosis.checks.items()]
    return 0 if all(healthy) else 1


async def _run(part: str, check: Callable[[], Awaitable[str]], console: Console) -> bool:
    try:
        with console.status(f"Checking {part}…"):
            finding = await check()
    except QuothError as exc:
        console.print(f"✗ {part}: {exc.message}", style="red", markup=False)
        return False
    console.print(f"✓ {part}: {finding}", markup=False, highlight=False)
    return True
