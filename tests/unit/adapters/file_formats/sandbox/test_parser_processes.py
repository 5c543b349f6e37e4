"""Parser processes: their results, their limits, and what their ends say."""

import asyncio
import dataclasses
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from msgspec import structs

from adapters.file_formats.sandbox.limits import Limits
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import Lane, Task
from domain.errors import (
    DocumentPasswordRequired,
    FileDamaged,
    FileTooComplex,
    QuothError,
    ReadersUnavailable,
)
from tests.support import parser_faults

MODULE = parser_faults.__name__
SHORT = Limits(memory_bytes=500_000_000, cpu_seconds=1, wall_seconds=30.0, result_bytes=1_000_000)
LINUX = sys.platform == "linux"


def task(function: Any, result: Any = str, limits: Limits = SHORT) -> Task[Any]:
    return Task(MODULE, function.__name__, result, limits)


HANG_LONG = task(parser_faults.write_its_id_and_hang, limits=Limits(wall_seconds=100.0))


@pytest.fixture
async def processes() -> AsyncIterator[ParserProcesses]:
    parsers = ParserProcesses([MODULE], most=3)
    yield parsers
    await parsers.close()


async def test_a_task_returns_its_result(processes: ParserProcesses) -> None:
    """The first task starts the fork server; each one runs in a process of its own."""
    names = ("Ada", "Grace", "Mary")
    found = await asyncio.gather(*(processes.run(task(parser_faults.greet), n) for n in names))
    assert found == ["Hello Ada", "Hello Grace", "Hello Mary"]


async def test_an_error_of_a_reader_comes_back_as_it_was(processes: ParserProcesses) -> None:
    """Errors of Quoth cross the border with their type and message."""
    with pytest.raises(DocumentPasswordRequired, match=r"^Not without its password\.$"):
        await processes.run(task(parser_faults.fail), "ours")


async def test_an_error_of_a_library_is_logged_without_its_words(
    processes: ParserProcesses, caplog: pytest.LogCaptureFixture
) -> None:
    """Other errors mean a file that cannot be read; the log has their type and place only."""
    with pytest.raises(FileDamaged, match="Nothing was stored"):
        await processes.run(task(parser_faults.fail), "theirs")
    assert "ValueError at" in caplog.text
    assert "parser_faults.py" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("function", "error", "says"),
    [
        (parser_faults.loop, FileTooComplex, "1 s of processor time"),
        (parser_faults.hang, FileTooComplex, "longer than 1 s"),
        pytest.param(
            parser_faults.allocate,
            FileTooComplex,
            "0.5 GB of memory",
            marks=pytest.mark.skipif(not LINUX, reason="macOS has no limit on memory"),
        ),
        (parser_faults.recurse, FileTooComplex, "nested too deeply"),
        (parser_faults.abort, FileTooComplex, "takes more memory"),
        (parser_faults.die, FileTooComplex, "of memory"),
        (parser_faults.segfault, FileDamaged, "crashed"),
        (parser_faults.exit_early, FileDamaged, "could not be read"),
        (parser_faults.return_another_type, FileDamaged, "damaged"),
    ],
)
async def test_what_a_parser_does_harms_only_its_file(
    processes: ParserProcesses, function: Any, error: type[QuothError], says: str
) -> None:
    """A loop, a hang, a bomb or a crash becomes an error that says so; the next file is read."""
    limits = structs.replace(SHORT, wall_seconds=1.0) if function is parser_faults.hang else SHORT
    with pytest.raises(error, match=says) as raised:
        await processes.run(task(function, limits=limits))
    assert "othing was stored" in raised.value.message
    assert await processes.run(task(parser_faults.greet), "Ada") == "Hello Ada"


async def test_a_parser_writes_no_file(processes: ParserProcesses, tmp_path: Path) -> None:
    """A process cannot write to the disk."""
    with pytest.raises(FileDamaged):
        await processes.run(task(parser_faults.write_a_file), str(tmp_path / "file"))
    assert (tmp_path / "file").stat().st_size == 0


async def test_what_a_parser_prints_is_discarded(
    processes: ParserProcesses, capfd: pytest.CaptureFixture[str]
) -> None:
    """Megabytes on both outputs block nothing and appear nowhere."""
    assert await processes.run(task(parser_faults.shout), 3_000_000) == "done"
    assert capfd.readouterr() == ("", "")


async def test_results_are_limited_in_size(processes: ParserProcesses) -> None:
    """A result up to the limit arrives whole; a larger one is an error."""
    assert len(await processes.run(task(parser_faults.return_much), 999_990)) == 999_990
    with pytest.raises(FileTooComplex, match="more than 1 MB"):
        await processes.run(task(parser_faults.return_much), 1_000_001)


async def test_a_process_takes_its_children_with_it(processes: ParserProcesses) -> None:
    """What a parser has started is killed when the parser ends."""
    pid = await processes.run(task(parser_faults.leave_a_child, int), 60)
    await gone(pid)


async def test_a_process_gets_nothing_of_the_server(
    processes: ParserProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the server's environment nor its sockets and files are passed on."""
    monkeypatch.setenv("GROQ_API_KEY", "secret")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.set_inheritable(True)
        names = await processes.run(task(parser_faults.environment, list[str]))
        assert "GROQ_API_KEY" not in names
        assert "PATH" in names
        if LINUX:
            files = await processes.run(task(parser_faults.open_files, list[str]))
            assert set(files) - {"/dev/null"} == {each for each in files if "socket" in each}
            assert sum("socket" in each for each in files) == 1  # its own


@pytest.mark.parametrize("lane", [Lane.SCANS, Lane.PAGES])
async def test_nobody_waits_for_a_task_of_another_lane(tmp_path: Path, lane: Lane) -> None:
    """While a scan or a page is read, files are read on even with a single place for them."""
    processes = ParserProcesses([MODULE], most=1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    long_task = dataclasses.replace(HANG_LONG, lane=lane)
    running = asyncio.create_task(processes.run(long_task, str(pipe)))
    await asyncio.to_thread(pipe.read_text)
    assert await processes.run(task(parser_faults.greet), "Ada") == "Hello Ada"
    await processes.close()
    with pytest.raises(ReadersUnavailable):
        await running


async def test_a_process_stands_behind_the_server(processes: ParserProcesses) -> None:
    """Parsers get less of the processor than the server, and are ended first without memory."""
    nice, score = await processes.run(task(parser_faults.priority, list[int]))
    assert (nice, score) == (os.nice(0) + 5, 1000)


async def test_a_cancelled_task_ends_its_process(
    processes: ParserProcesses, tmp_path: Path
) -> None:
    """When nobody waits for a result any more, the process is killed."""
    running, pid, _ = await hanging(processes, tmp_path)
    running.cancel()
    await gone(pid)
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_fork_server_that_is_killed_is_started_again(
    processes: ParserProcesses, tmp_path: Path
) -> None:
    """After kill -9 of the fork server the next file is read, and `check` says that all is well."""
    running, pid, server = await hanging(processes, tmp_path)
    os.kill(server, signal.SIGKILL)
    await gone(server)
    await processes.check()
    assert await processes.run(task(parser_faults.greet), "Ada") == "Hello Ada"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    os.kill(pid, signal.SIGKILL)  # as its alarm would, later


async def test_closing_ends_all_processes(processes: ParserProcesses, tmp_path: Path) -> None:
    """No process is left after `close`, and no further task begins."""
    running, pid, server = await hanging(processes, tmp_path)
    await processes.close()
    await gone(pid)
    await gone(server)
    with pytest.raises(ReadersUnavailable):
        await running
    with pytest.raises(ReadersUnavailable):
        await processes.run(task(parser_faults.greet), "Ada")


async def test_a_server_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    """After kill -9 of the server, the fork server and its parsers end by themselves."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = f"""
import asyncio
from adapters.file_formats.sandbox.limits import Limits
from adapters.file_formats.sandbox.parser_processes import ParserProcesses
from adapters.file_formats.sandbox.tasks import Lane, Task
asyncio.run(ParserProcesses([]).run(
    Task({MODULE!r}, "write_its_id_and_hang", str, Limits(wall_seconds=100.0)), {str(pipe)!r}
))
"""
    server = subprocess.Popen(  # noqa: S603, ASYNC220 - a command of our own, which starts at once
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    pids = list(map(int, (await asyncio.to_thread(pipe.read_text)).split()))
    server.kill()
    server.wait()
    for pid in pids:
        await gone(pid)


async def test_a_fork_server_that_does_not_start_is_an_error_of_its_own(
    processes: ParserProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a fork server files cannot be read, opening goes on, and later it is tried again."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/bin/false")
        await processes.open()
        with pytest.raises(ReadersUnavailable):
            await processes.check()
        with pytest.raises(ReadersUnavailable):
            await processes.run(task(parser_faults.greet), "Ada")
    assert await processes.run(task(parser_faults.greet), "Ada") == "Hello Ada"


async def test_a_module_that_cannot_be_imported_stops_no_other(tmp_path: Path) -> None:
    """The fork server starts without a broken reader; only its own files cannot be read."""
    processes = ParserProcesses(["no.such.module", MODULE])
    try:
        assert await processes.run(task(parser_faults.greet), "Ada") == "Hello Ada"
        with pytest.raises(FileDamaged):
            await processes.run(Task("no.such.module", "read", str), str(tmp_path))
    finally:
        await processes.close()


async def hanging(processes: ParserProcesses, folder: Path) -> tuple["asyncio.Task[str]", int, int]:
    """Return a task that hangs, and the ids of its process and of the fork server."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    running = asyncio.create_task(processes.run(HANG_LONG, str(pipe)))
    pid, server = map(int, (await asyncio.to_thread(pipe.read_text)).split())
    return running, pid, server


async def gone(pid: int) -> None:
    """Wait until a process has ended."""
    while psutil.pid_exists(pid):
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return
        await asyncio.sleep(0.02)
