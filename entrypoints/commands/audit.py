"""quoth audit export: the audit log as a file for other programs."""

import csv
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from uuid import UUID

import msgspec
from rich.console import Console

from application.access.record_action import Action, RecordAction
from application.ports.audit_log import AuditLog
from domain.access.audit import AuditEntry, AuditFilter
from domain.errors import Misconfigured
from domain.paging import PageRequest
from entrypoints.api.audit_schemas import AuditEntryView
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line

STANDARD_OUTPUT = Path("-")
PAGE = 1000

# how a cell begins that a spreadsheet would run
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Write = Callable[[AuditEntryView], None]


@dataclass(frozen=True, slots=True)
class ExportAudit:
    """What the command needs."""

    log: AuditLog
    record: RecordAction


async def export_audit(
    needed: ExportAudit,
    target: Path,
    console: Console,
    wanted: AuditFilter,
    *,
    replace: bool,
    as_json: bool = False,
) -> int:
    """Write the entries that pass a filter, oldest first, and return the exit status.

    A file appears when it is complete.

    Raises:
        Misconfigured: If the target exists or cannot be written.
        DatabaseUnavailable: If the database is not reachable.
    """
    count = 0
    with _written(target, replace=replace) as write:
        # before anything is read, so that the log has an entry of everybody who read it
        await needed.record.execute(Action("audit.export"))
        async for entry in _oldest_first(needed.log, wanted):
            write(AuditEntryView.of(entry))
            count += 1
    if as_json and target != STANDARD_OUTPUT:
        print_json(console, {"target": str(target), "entries": count})
    elif target != STANDARD_OUTPUT:
        print_line(console, f"Wrote {target}: {count:,} entries.")
    return 0


async def _oldest_first(log: AuditLog, wanted: AuditFilter) -> AsyncIterator[AuditEntry]:
    # pages go back in time: only where each begins is held meanwhile
    request: PageRequest[UUID] = PageRequest(PAGE)
    starts = [request]
    while (cursor := (await log.list(request, wanted)).next_cursor) is not None:
        request = PageRequest(PAGE, cursor)
        starts.append(request)
    for start in reversed(starts):
        for entry in reversed((await log.list(start, wanted)).items):
            yield entry


@contextmanager
def _written(target: Path, *, replace: bool) -> Iterator[Write]:
    if target == STANDARD_OUTPUT:
        yield _writer(sys.stdout, as_csv=False)
        return
    if target.exists() and not replace:
        raise Misconfigured(
            f"{target} exists: nothing was written. Choose another name, or replace it with"
            " --force."
        )
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield _writer(file, as_csv=target.suffix == ".csv")
        part.replace(target)
    except OSError as exc:
        raise Misconfigured(
            f"{target} cannot be written: {exc.strerror or type(exc).__name__}. Nothing was"
            " written."
        ) from exc
    finally:
        part.unlink(missing_ok=True)


def _writer(file: TextIO, *, as_csv: bool) -> Write:
    if not as_csv:
        return lambda entry: print(msgspec.json.encode(entry).decode(), file=file)
    rows = csv.writer(file)
    rows.writerow(AuditEntryView.__struct_fields__)

    def write(entry: AuditEntryView) -> None:
        values = msgspec.to_builtins(entry)
        rows.writerow([_cell(values[name]) for name in AuditEntryView.__struct_fields__])

    return write


def _cell(value: str | None) -> str:
    text = value or ""
    return f"'{text}" if text.startswith(FORMULA) else text
