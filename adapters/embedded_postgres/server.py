"""Creates, starts and stops the bundled PostgreSQL server.

Several processes can share the server. They coordinate by two lock files in the data directory.
The kernel releases the locks when a process ends, however it ends, so they are never stale:

    postgres.lock    locked exclusively while the server is being created, started or stopped
    postgres.users   locked in shared mode by each process that uses the server. A process that can
                     lock it exclusively when it stops is the last user, and stops the server.
"""

import fcntl
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from adapters.embedded_postgres.programs import Programs
from adapters.embedded_postgres.socket_directory import SOCKET_NAME, listens, socket_directory
from domain.errors import DatabaseUnavailable, Misconfigured

NAME = "quoth"  # of the role and the database
SERVER_OPTIONS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "50",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # error details quote rows, which contain the text of documents
    "log_error_verbosity": "terse",
}

READY, REJECTING = 0, 1  # exit statuses of pg_isready; any other means no response


class EmbeddedPostgres:
    """The PostgreSQL server of one data directory, shared by all processes that start it."""

    def __init__(
        self, data_dir: Path, options: Mapping[str, str] | None = None, patience: float = 120.0
    ) -> None:
        """Configure the server. Nothing is created before `start`.

        Args:
            data_dir: The directory for the database, the log and the locks; created if missing.
            options: Server options that override SERVER_OPTIONS.
            patience: The maximum time for the server to start, in seconds. After a crash it first
                replays the write-ahead log.
        """
        self._data_dir = data_dir.resolve()
        self._pgdata = self._data_dir / "postgres"
        self._log = self._data_dir / "postgres.log"
        self._options = {**SERVER_OPTIONS, **(options or {})}
        self._patience = patience
        self._programs: Programs  # set by `start`
        self._users: int | None = None

    def start(self) -> str:
        """Start the server unless it runs, and return its DSN. Blocks.

        Raises:
            Misconfigured: If the server cannot run; the message says what to change.
            DatabaseUnavailable: If the server was not ready within `patience` seconds.
        """
        if self._users is not None:
            return self._dsn()
        with self._reporting():
            self._data_dir.mkdir(parents=True, exist_ok=True)
            with self._lifecycle():
                self._prepare()
                users = os.open(self._data_dir / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
                try:
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self._run_until_ready()
                except BaseException:
                    os.close(users)
                    raise
                self._users = users
        return self._dsn()

    def revive(self) -> bool:
        """Start the server again if it has ended by itself, as on a full disk. Blocks.

        Returns:
            Whether it had ended.

        Raises:
            Misconfigured: If it cannot run; the message says what to change.
            DatabaseUnavailable: If it was not ready within `patience` seconds.
        """
        if self._users is None or self._listens():
            return False
        with self._reporting(), self._lifecycle():
            if self._users is None:  # it was stopped meanwhile
                return False
            self._run_until_ready()
        return True

    def free_bytes(self) -> int:
        """Return the free space on the disk of the data directory.

        Raises:
            OSError: If there is no such directory.
        """
        return shutil.disk_usage(self._data_dir).free

    def is_shared(self) -> bool:
        """Return whether another process uses the server, which this one started. Blocks."""
        if self._users is None:
            return False
        with self._lifecycle():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            finally:
                # whichever lock it is: others may start, and know that this process is there
                fcntl.flock(self._users, fcntl.LOCK_SH)
            return False

    def stop(self) -> None:
        """Stop the server, unless another process uses it. Blocks."""
        if self._users is None:
            return
        with self._lifecycle():
            users, self._users = self._users, None
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                os.close(users)
            # if the server does not respond, its pid may belong to an unrelated process
            if self._state() in (READY, REJECTING):
                for mode in ("fast", "immediate"):
                    if self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", mode).returncode == 0:
                        break
            if (socket_dir := self._socket_dir()) != self._pgdata:
                shutil.rmtree(socket_dir, ignore_errors=True)

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except (OSError, subprocess.SubprocessError) as exc:
            raise Misconfigured(
                f"The bundled PostgreSQL cannot use {self._data_dir}: {exc}. Fix that, or set"
                " QUOTH_DATA_DIR to another directory."
            ) from exc

    @contextmanager
    def _lifecycle(self) -> Iterator[None]:
        lock = os.open(self._data_dir / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _prepare(self) -> None:
        self._programs = Programs(self._pgdata, timeout=self._patience + 60)
        if not self._pgdata.exists() or not any(self._pgdata.iterdir()):
            self._create()
        version = self._pgdata / "PG_VERSION"
        if not version.exists():
            raise Misconfigured(
                f"{self._pgdata} holds files that are no PostgreSQL database. Set QUOTH_DATA_DIR"
                " to another directory."
            )
        ours = self._programs.major_version()
        theirs = version.read_text(errors="replace").strip()
        if ours != theirs:
            raise Misconfigured(
                f"{self._pgdata} was made by PostgreSQL {theirs}, and this Quoth brings {ours}."
                " Nothing was changed. Install the Quoth that made it and move the data with"
                " pg_dump, or set QUOTH_DATA_DIR to a new directory."
            )

    def _create(self) -> None:
        """Create the database in a temporary directory, then rename it, so that it is complete."""
        for leftover in self._data_dir.glob("postgres.incomplete-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        building = Path(tempfile.mkdtemp(prefix="postgres.incomplete-", dir=self._data_dir))
        self._programs.give(building)
        sync = ["--no-sync"] if self._options.get("fsync") == "off" else []
        initdb = self._programs.run(
            "initdb",
            *("--username", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", *sync),
            pgdata=building,
        )
        # before the rename, so that a directory with the final name is always complete
        single = ["--single", "-c", "exit_on_error=on", "postgres"]
        created = initdb.returncode == 0 and self._programs.run(
            "postgres", *single, pgdata=building, stdin=f"CREATE DATABASE {NAME};\n"
        )
        if not created or created.returncode != 0:
            reason = ((created or initdb).stderr.strip().splitlines() or ["no reason given"])[-1]
            shutil.rmtree(building, ignore_errors=True)
            raise Misconfigured(
                f"No database could be made in {self._data_dir}: {reason}. Fix that, or set"
                " QUOTH_DATA_DIR to another directory."
            )
        building.rename(self._pgdata)
        directory = os.open(self._data_dir, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)

    def _run_until_ready(self) -> None:
        deadline = time.monotonic() + self._patience
        while (state := self._state()) != READY:
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(
                    f"The bundled PostgreSQL was not ready after {self._patience:.0f} s; nothing is"
                    " lost. Start Quoth again to go on waiting; postgres.log in the data directory"
                    " says what it is doing."
                )
            if state == REJECTING:
                time.sleep(0.1)
            else:
                self._launch(deadline)

    def _launch(self, deadline: float) -> None:
        if not self._clear_stale_locks():
            return
        options = {**self._options, "unix_socket_directories": str(self._socket_dir())}
        arguments = shlex.join(part for pair in options.items() for part in ("-c", "=".join(pair)))
        remaining = str(max(1, int(deadline - time.monotonic())))
        descriptor = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "ab") as log:
            log.seek(0, os.SEEK_END)
            begin = log.tell()
            # the server inherits the log file as its output
            started = self._run(
                *("pg_ctl", "start", "-w", "-t", remaining, "-o", arguments), log=log.fileno()
            )
        if started.returncode == 0 or self._state() == REJECTING:
            return
        lines = self._log.read_bytes()[begin:].decode(errors="replace").splitlines()
        if any("pre-existing shared memory block" in line for line in lines):
            time.sleep(0.2)  # processes of a killed server have not ended yet
            return
        fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
        raise Misconfigured(
            f"The bundled PostgreSQL did not start: {(fatal or lines or ['no reason given'])[-1]}."
            f" The data was left as it is. Fix that and start Quoth again; the log is {self._log}."
        )

    def _clear_stale_locks(self) -> bool:
        """Remove the lock files of a server that no longer runs.

        The pid in them may belong to another process by now. PostgreSQL would take that process for
        a running server and refuse to start. PostgreSQL's second guard, the shared memory block
        tied to the data directory, remains in force.

        Returns:
            False if a server responds, so that none must be launched.
        """
        pid_file = self._pgdata / "postmaster.pid"
        try:
            os.kill(int(pid_file.read_text().split("\n")[0]), 0)
        except (OSError, ValueError, OverflowError):
            pass
        else:
            # it may be a server that is still starting, left by a process that was just killed
            for _ in range(10):
                if self._state() in (READY, REJECTING):
                    return False
                time.sleep(0.1)
        pid_file.unlink(missing_ok=True)
        (self._socket_dir() / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
        return True

    def _listens(self) -> bool:
        return listens(self._socket_dir())

    def _state(self) -> int:
        return self._run("pg_isready", "-t", "5", "-h", str(self._socket_dir())).returncode

    def _socket_dir(self) -> Path:
        return socket_directory(self._pgdata, self._programs)

    def _dsn(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self._socket_dir()))}&port=5432"

    def _run(
        self, program: str, *arguments: str, log: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        return self._programs.run(program, *arguments, pgdata=self._pgdata, log=log)
