"""Says where the server of a data directory listens, so that commands beside it can ask it.

The server writes `server.json` and holds a lock on it. The operating system gives the lock back
when the process ends, in whatever way: a file without a lock is left over and says nothing.
"""

import fcntl
import hashlib
import logging
import os
from pathlib import Path
from typing import BinaryIO

import msgspec

FILE_NAME = "server.json"

logger = logging.getLogger(__name__)


class _Entry(msgspec.Struct):
    """The content of the file. `database` tells databases apart without naming them."""

    address: str
    pid: int
    database: str


class Announcement:
    """The entry of one server, between `publish` and `withdraw`."""

    def __init__(self, data_dir: Path, database_url: str) -> None:
        """Write nothing yet.

        Args:
            data_dir: The data directory of the server.
            database_url: The address of its database, empty for its own one.
        """
        self._path = data_dir / FILE_NAME
        self._database = _fingerprint(database_url)
        self._file: BinaryIO | None = None

    def publish(self, address: str) -> None:
        """Write where the server listens, unless another one of the same directory has done so.

        A server runs without it, so a failure is only logged.
        """
        entry = _Entry(address, os.getpid(), self._database)
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            file = os.fdopen(descriptor, "r+b")
        except OSError as exc:
            logger.warning("%s cannot be written: %s", self._path, exc.strerror)
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate()
            file.write(msgspec.json.encode(entry))
            file.flush()
        except OSError as exc:
            logger.warning("%s is not written: %s", self._path, exc.strerror)
            file.close()
        else:
            self._file = file

    def withdraw(self) -> None:
        """Delete the entry."""
        if self._file is not None:
            self._path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def announced_address(data_dir: Path, database_url: str) -> str | None:
    """Return where a running server of this directory and database listens; None if none does."""
    try:
        with (data_dir / FILE_NAME).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                entry = msgspec.json.decode(file.read(), type=_Entry)
            else:
                return None  # its server has ended
    except (OSError, msgspec.DecodeError):
        return None
    return entry.address if entry.database == _fingerprint(database_url) else None


def _fingerprint(database_url: str) -> str:
    return hashlib.sha256(database_url.encode()).hexdigest()
