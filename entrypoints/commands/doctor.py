"""quoth doctor: check each part of the installation and say how to fix it."""

from collections.abc import Awaitable, Callable

import msgspec
from rich.console import Console

from domain.errors import QuothError
from entrypoints.commands.json_output import print_json
from entrypoints.diagnosis import Diagnosis


class Finding(msgspec.Struct):
    """What a check found, or how to fix what is broken."""

    part: str
    healthy: bool
    finding: str


async def examine(
    diagnosis: Diagnosis, console: Console, *, as_json: bool = False
) -> list[Finding]:
    """Run every check, even after one fails, and return and print what they found."""
    findings: list[Finding] = []
    for part, check in diagnosis.checks.items():
        findings.append(await _run(part, check, console))
        if not as_json:
            _print(findings[-1], console)
    if as_json:
        print_json(console, findings)
    return findings


async def _run(part: str, check: Callable[[], Awaitable[str]], console: Console) -> Finding:
    try:
        with console.status(f"Checking {part}…"):
            return Finding(part, healthy=True, finding=await check())
    except QuothError as exc:
        return Finding(part, healthy=False, finding=exc.message)


def _print(finding: Finding, console: Console) -> None:
    if finding.healthy:
        console.print(f"✓ {finding.part}: {finding.finding}", markup=False, highlight=False)
    else:
        console.print(f"✗ {finding.part}: {finding.finding}", style="red", markup=False)
