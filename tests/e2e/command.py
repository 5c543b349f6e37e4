"""`quoth` in a process of its own."""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = os.pathsep.join(map(str, (ROOT, ROOT / "entrypoints" / "clients" / "python")))

# most of a start is the import of libraries: this process does that once, and is forked each time
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.e2e.preloaded"])


class Command:
    """One run of `quoth`, forked from a process that has imported its libraries.

    It is killed if it still runs when the tests end.
    """

    def __init__(
        self, *arguments: str, env: dict[str, str], cwd: Path, output: Path, errors: Path
    ) -> None:
        """Start the command.

        Args:
            *arguments: What stands behind `quoth` on the command line.
            env: The whole environment.
            cwd: The directory to run in.
            output: The file to which the standard output is appended.
            errors: The file to which the standard error is appended; may be the same.
        """
        self._arguments = arguments
        output.touch()  # so that it can be read from now on
        errors.touch()
        self._process: ForkServerProcess = FORKS.Process(
            target=_run, args=(arguments, env, cwd, output, errors), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Return the exit status, negative after a signal, or None while the command runs."""
        return self._process.exitcode

    def wait(self, seconds: float) -> int:
        """Return the exit status once the command has ended, which has to be in time.

        Raises:
            TimeoutExpired: If it still runs.
        """
        self._process.join(seconds)
        status = self.poll()
        if status is None:
            raise subprocess.TimeoutExpired(self._arguments, seconds)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the command has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)


def environment(data_dir: Path, **settings: object) -> dict[str, str]:
    """Return an environment that holds these settings of Quoth and no others."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QUOTH_", "GROQ_", "OPENAI_", "ANTHROPIC_", "COV_"))
    }
    named = {f"QUOTH_{name.upper()}": str(value) for name, value in settings.items()}
    return {**kept, "QUOTH_DATA_DIR": str(data_dir), "PYTHONPATH": SOURCES, **named}


def quoth(
    *arguments: str, env: dict[str, str], cwd: Path, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run one command of the command line to its end."""
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder) / "out", Path(folder) / "err"
        command = Command(*arguments, env=env, cwd=cwd, output=output, errors=errors)
        try:
            status = command.wait(timeout)
        finally:
            command.kill()
        return subprocess.CompletedProcess(
            ["quoth", *arguments], status, output.read_text("utf-8"), errors.read_text("utf-8")
        )


def _run(
    arguments: tuple[str, ...], env: dict[str, str], cwd: Path, output: Path, errors: Path
) -> None:
    """Be `python -m entrypoints` with these arguments."""
    os.setsid()
    for number, path in enumerate((output, errors), start=1):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", 1, "utf-8") for number in (1, 2))
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv[1:] = arguments
    runpy.run_module("entrypoints", run_name="__main__", alter_sys=True)
