"""The directory of PostgreSQL's socket, whose path has to be short and plain."""

import errno
import hashlib
import os
import re
import socket
import stat
from pathlib import Path

from adapters.embedded_postgres.programs import Programs
from domain.errors import Misconfigured

MAX_SOCKET_PATH = 100  # bytes; macOS allows 103, Linux 107
SOCKET_NAME = ".s.PGSQL.5432"


def socket_directory(pgdata: Path, programs: Programs) -> Path:
    """Return the directory for the socket of a server: its data directory, if that is possible.

    Raises:
        Misconfigured: If the other directory belongs to someone else.
    """
    plain = re.fullmatch(r"[\w/.+-]+", str(pgdata), re.ASCII)
    if plain and len(str(pgdata / SOCKET_NAME)) <= MAX_SOCKET_PATH:
        return pgdata
    name = hashlib.sha256(os.fsencode(pgdata)).hexdigest()[:16]
    # not TMPDIR, which may differ between processes that share the server
    directory = Path("/tmp") / f"quoth-{name}"  # noqa: S108 - private, and checked below
    try:
        directory.mkdir(mode=0o700)
        programs.give(directory)
    except FileExistsError:
        found = directory.lstat()
        private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        if not private or found.st_uid != programs.uid:
            raise Misconfigured(
                f"{directory} is needed for PostgreSQL's socket and belongs to someone else."
                " Remove it, or set QUOTH_DATA_DIR to a shorter, plain path."
            ) from None
    return directory


def listens(directory: Path) -> bool:
    """Return whether a server accepts connections at its socket in a directory."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(0)
        found = client.connect_ex(str(directory / SOCKET_NAME))
    # with a full queue, say, it does listen
    return found not in (errno.ENOENT, errno.ECONNREFUSED)
