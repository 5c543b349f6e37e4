"""Backups, each with an entry in the audit log."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from application.access.record_action import Action
from application.ports.backups import Backup, Backups


class AuditedBackups(Backups):
    """Writes and loads backups, and enters that into the audit log when it is done.

    A backup holds no entry of itself: it is as of a moment before. An entry of a restoration is
    made in the database that was restored, because the one before is gone.
    """

    def __init__(self, backups: Backups, record: Callable[[Action], Awaitable[None]]) -> None:
        """Wrap backups.

        Args:
            backups: They do the work.
            record: Enters an action into the log of the database, which may not be open yet.
        """
        self._backups = backups
        self._record = record

    async def save(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = lambda _: None
    ) -> Backup:
        """Write a backup."""
        made = await self._backups.save(path, replace=replace, on_table=on_table)
        await self._record(Action("library.backup"))
        return made

    async def restore(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = lambda _: None
    ) -> Backup:
        """Load a backup."""
        loaded = await self._backups.restore(path, replace=replace, on_table=on_table)
        await self._record(Action("library.restore"))
        return loaded
