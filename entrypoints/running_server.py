"""Says where the server of a data directory listens, so that commands beside it can ask it.

Its file has a token, too, by which the server knows who can read it: they own the data directory.

The server writes `server.json` and holds a lock on it. The operating system gives the lock back
when the process ends, in whatever way: a file without a lock is left over and says nothing.
"""

import fcntl
import hashlib
import logging
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

FILE_NAME = "server.json"
WORKSPACE_HEADER = "Quoth-Workspace"
"""Of a request with the token, the workspace that it is for."""

logger = logging.getLogger(__name__)


class _Entry(msgspec.Struct):
    """The content of the file. `database` tells databases apart without naming them."""

    address: str
    token: str
    pid: int
    database: str


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that runs on this machine.

    Attributes:
        address: Where it listens.
        token: What it takes for a key of who uses the machine: only they can read it.
    """

    address: str
    token: str = field(repr=False)


class Announcement:
    """The entry of one server, between `publish` and `withdraw`.

    Attributes:
        token: What its entry says, new with each start.
    """

    def __init__(self, data_dir: Path, database_url: str) -> None:
        """Write nothing yet.

        Args:
            data_dir: The data directory of the server.
            database_url: The address of its database, empty for its own one.
        """
        self.token = secrets.token_urlsafe(32)
        self._path = data_dir / FILE_NAME
        self._database = _fingerprint(database_url)
        self._file: BinaryIO | None = None

    def publish(self, address: str) -> None:
        """Write where the server listens, unless another one of the same directory has done so.

        A server runs without it, so a failure is only logged.
        """
        entry = _Entry(address, self.token, os.getpid(), self._database)
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            file = os.fdopen(descriptor, "r+b")
        except OSError as exc:
            logger.warning("%s cannot be written: %s", self._path, exc.strerror)
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(descriptor, 0o600)  # a file that was left over may be readable by others
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


def announced_server(data_dir: Path, database_url: str) -> RunningServer | None:
    """Return the running server of this directory and database; None if there is none."""
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
    if entry.database != _fingerprint(database_url):
        return None
    return RunningServer(entry.address, entry.token)


def _fingerprint(database_url: str) -> str:
    return hashlib.sha256(database_url.encode()).hexdigest()
