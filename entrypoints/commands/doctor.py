"""quoth doctor: what Quoth needs, part by part, and how to mend what is missing."""

import asyncio
import shutil
from collections.abc import Sequence

from rich.console import Console

from domain.errors import Misconfigured, QuothError
from entrypoints.container import create_container
from entrypoints.diagnosis import Check
from entrypoints.log_config import configure_logging
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings

WANTED_DISK_BYTES = 2 * 1024**3


async def examine(settings: Settings, console: Console) -> int:
    """Run every check, whatever the others find, and return 1 if one failed."""
    configure_logging(settings.log_file, settings.log_level, console=None)
    container = create_container(settings)
    runtime = await container.get(Runtime)
    try:
        parts: Sequence[Check] = await container.get(Sequence[Check])
        checks = [Check("disk", lambda: _disk(settings)), *parts]
        healthy = [await _run(check, console) for check in checks]
    finally:
        await runtime.close()
        await container.close()
    return 0 if all(healthy) else 1


async def _run(check: Check, console: Console) -> bool:
    try:
        with console.status(f"Checking {check.part}…"):
            finding = await check.run()
    except QuothError as exc:
        console.print(f"✗ {check.part}: {exc.message}", style="red", markup=False)
        return False
    console.print(f"✓ {check.part}: {finding}", markup=False, highlight=False)
    return True


async def _disk(settings: Settings) -> str:
    try:
        await asyncio.to_thread(settings.data_dir.mkdir, parents=True, exist_ok=True)
        free = (await asyncio.to_thread(shutil.disk_usage, settings.data_dir)).free
    except OSError as exc:
        raise Misconfigured(
            f"{settings.data_dir} cannot be used ({exc.strerror}): make it writable, or set"
            " QUOTH_DATA_DIR to another folder."
        ) from exc
    if free < WANTED_DISK_BYTES:
        raise Misconfigured(
            f"{free / 1024**3:.1f} GiB are free in {settings.data_dir}: free 2 GiB, or set"
            " QUOTH_DATA_DIR to a folder on another disk."
        )
    return f"{free / 1024**3:.0f} GiB free in {settings.data_dir}"
