"""Port for backups of everything that is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds.

    Attributes:
        made_by: The version of Quoth that made it.
        size: The length of the file in bytes.
        left_out: The names of tables that were not restored, because no migration makes them.
    """

    made_by: str
    made_at: datetime
    model: str
    documents: int
    sessions: int
    size: int
    left_out: tuple[str, ...] = ()


class Backups(Protocol):
    """Writes everything that is stored to a file, and restores it from there."""

    async def save(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = ...
    ) -> Backup:
        """Write a backup of one moment, while others read and write.

        The file appears when it is complete.

        Args:
            path: The file.
            replace: Whether to replace a file that exists.
            on_table: Called with the name of each table when its turn comes.

        Raises:
            Misconfigured: If the file exists or cannot be written, or nothing was ever stored.
            InsufficientStorage: If the disk is full; nothing was written.
            DatabaseUnavailable: If the database is not reachable; nothing was written.
        """
        ...

    async def restore(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = ...
    ) -> Backup:
        """Load a backup in one step: after an error everything is as it was.

        Args:
            path: The file.
            replace: Whether to replace what is stored.
            on_table: Called with the name of each table when its turn comes.

        Raises:
            BackupDamaged: If the file is incomplete or was altered.
            DatabaseInUse: If another Quoth uses the database.
            DatabaseNotEmpty: If something is stored, and `replace` is false.
            Misconfigured: If the file cannot be read, or a newer Quoth wrote it.
            DatabaseUnavailable: If the database is not reachable.
            InsufficientStorage: If its disk is full.
        """
        ...
