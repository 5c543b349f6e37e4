"""Provides an unprivileged user for PostgreSQL, which refuses to run as root."""

import logging
import os
import pwd
import stat
import subprocess
from pathlib import Path
from typing import TypeAlias

from domain.errors import Misconfigured

NAME = "quoth"
Account: TypeAlias = tuple[int, int]
"""A user id and a group id."""

logger = logging.getLogger(__name__)


def unprivileged_account(pgdata: Path) -> Account:
    """Return the account to run PostgreSQL as.

    That is the owner of the data directory or, if it is missing or owned by root, the system user
    `quoth`, which is created if necessary.

    Raises:
        Misconfigured: If the system user does not exist and cannot be created.
    """
    if pgdata.exists() and (owner := pgdata.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        nologin = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        try:
            subprocess.run(  # noqa: S603 - a fixed command
                ["useradd", *nologin, NAME],  # noqa: S607 - its path differs between systems
                check=True,
                capture_output=True,
                timeout=60,
            )
            entry = pwd.getpwnam(NAME)
        except (OSError, subprocess.SubprocessError, KeyError) as exc:
            raise Misconfigured(
                "PostgreSQL does not run as root, and no system user could be made for it."
                f" Create one (useradd --system {NAME}), start Quoth as another user, or set"
                " QUOTH_DATABASE_URL to a PostgreSQL of your own."
            ) from exc
        logger.info("created the system user %s to run PostgreSQL as", NAME)
    return entry.pw_uid, entry.pw_gid


def open_parents(path: Path, account: Account) -> None:
    """Let an account traverse the directories above a path, without listing them."""
    for parent in path.parents:
        _add_permissions(parent, parent.stat(), stat.S_IXOTH, account)


def open_tree(root: Path, account: Account) -> None:
    """Let an account read and execute the files under a directory."""
    _add_permissions(root, root.stat(), stat.S_IROTH | stat.S_IXOTH, account)
    # each start looks at 2,000 files: Path.rglob takes 90 ms for them, this 20
    with os.scandir(root) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                open_tree(Path(entry.path), account)
            elif not entry.is_symlink():
                found = entry.stat()
                executable = stat.S_IXOTH if found.st_mode & stat.S_IXUSR else 0
                _add_permissions(entry, found, stat.S_IROTH | executable, account)


def _add_permissions(
    path: os.PathLike[str], found: os.stat_result, wanted: int, account: Account
) -> None:
    if found.st_uid != account[0] and found.st_mode & wanted != wanted:
        Path(path).chmod(stat.S_IMODE(found.st_mode) | wanted)
        given = stat.filemode(wanted)[-3:]
        logger.info("gave others %s on %s, for PostgreSQL", given, os.fspath(path))
