"""`quoth sync`: what it prints, its exit status, when models are loaded, and watching."""

import asyncio
import io
import json
import re
from collections.abc import AsyncGenerator

import pytest
from rich.console import Console

from application.ports.source_changes import SourceChanges
from application.syncing.plan_sync import SyncRequest
from domain.errors import DatabaseUnavailable
from domain.syncing.items import PassedOver
from entrypoints.commands.sync import (
    MOST_PASSED_OVER,
    Said,
    SyncUseCases,
    sync_and_watch,
    sync_once,
)
from tests.fakes.syncing import InMemorySource
from tests.unit.application.syncing.test_sync_collection import DAMAGED, Syncing


class ScriptedChanges(SourceChanges):
    """Yields at first, and then whenever `next` is called."""

    def __init__(self) -> None:
        self._queue = asyncio.Queue[None]()
        self.waiting = asyncio.Event()

    def next(self) -> None:
        self.waiting.clear()
        self._queue.put_nowait(None)

    async def settled(self) -> AsyncGenerator[None]:
        yield
        while True:
            self.waiting.set()
            await self._queue.get()
            yield


class Command:
    """The command on fakes."""

    def __init__(self) -> None:
        files = {"heron.md": b"Heron", "deep/egret.md": b"Egret", "photo.png": b"Photo"}
        self.source = InMemorySource(files)
        self.syncing = Syncing(self.source)
        self.output = io.StringIO()
        self.console = Console(file=self.output, width=200)
        self.written = io.StringIO()
        self.loaded = 0

    async def use_cases(self) -> SyncUseCases:
        """Return the use cases."""
        return SyncUseCases(*await self.syncing.use_cases(), self._load)

    async def _load(self) -> None:
        self.loaded += 1

    async def run(self, **options: bool) -> tuple[int, str]:
        """Sync once; return the exit status and the output."""
        request = SyncRequest("birds", self.source, **options)
        said = Said(self.console, Console(file=self.written))
        status = await sync_once(await self.use_cases(), request, said)
        return status, self.said()

    def said(self) -> str:
        """Return the output since the last call."""
        text = self.output.getvalue()
        self.output.seek(0)
        self.output.truncate()
        return text


@pytest.fixture
def command() -> Command:
    return Command()


async def test_what_became_of_each_document_is_said(command: Command) -> None:
    """Added, changed, renamed and removed documents have a line each, and all are counted."""
    status, said = await command.run()
    assert status == 0
    assert "added: heron.md (5 B)\n" in said
    assert "not read, because of their type: 1 .png\n" in said
    summary = r"2 added, 0 changed, 0 renamed, 0 removed, 0 unchanged, 0 failed \(.* s, .*B/s\)\n"
    assert re.search(summary, said)
    command.source.write("heron.md", b"Grey heron")
    command.source.move("deep/egret.md", "egret.md")
    _, said = await command.run(prune=True)
    assert "changed: heron.md (10 B)\n" in said
    assert "renamed: egret.md (was deep/egret.md)\n" in said
    command.source.delete("egret.md")
    _, said = await command.run()
    assert "no longer in the source: 1 (--prune deletes their documents)\n" in said
    _, said = await command.run(prune=True)
    assert "removed: egret.md\n" in said
    assert "0 added, 0 changed, 0 renamed, 1 removed, 1 unchanged, 0 failed" in said


async def test_failures_are_named_with_their_reason_each_time(command: Command) -> None:
    """The status is 1 as long as a file failed, and what to do is said."""
    command.source.write("damaged.md", DAMAGED)
    status, said = await command.run()
    assert status == 1
    assert "failed: damaged.md: The file is a PNG image" in said
    assert "2 added, 0 changed, 0 renamed, 0 removed, 0 unchanged, 1 failed" in said
    status, said = await command.run()
    assert status == 1
    assert "failed before, and has not changed: damaged.md: The file is a PNG image" in said
    assert "with --retry\n" in said


async def test_a_file_without_text_is_no_failure(command: Command) -> None:
    """It is named each time, for people and for programs, and the status is 0."""
    command.source.write("empty.md", b"")
    for _ in range(2):
        status, said = await command.run()
        assert status == 0
        assert "passed over: empty.md: contains no text\n" in said
        assert said.count("empty.md") == 1
        assert " 0 failed" in said
    lines = [json.loads(line) for line in command.written.getvalue().splitlines()]
    empty = [each for each in lines if each["path"] == "empty.md"]
    assert [each["outcome"] for each in empty] == ["passed_over", "passed_over"]
    assert empty[0]["reason"] == empty[1]["reason"] == "contains no text"
    assert command.loaded == 1


async def test_what_is_not_synced_is_said(command: Command) -> None:
    """Places that cannot be listed keep their documents; of what is passed over some are named."""
    await command.run()
    command.source.delete("heron.md")
    command.source.unlisted = (PassedOver("locked", "It cannot be read."),)
    command.source.passed_over = tuple(
        PassedOver(f"{number}.md", "a link") for number in range(MOST_PASSED_OVER + 2)
    )
    status, said = await command.run(prune=True)
    assert status == 1
    assert "not listed: locked: It cannot be read.\n" in said
    assert "nothing was removed, because not everything could be listed\n" in said
    assert said.count("passed over: ") == MOST_PASSED_OVER
    assert "and 2 more passed over\n" in said


async def test_models_are_loaded_only_if_there_is_something_to_embed(command: Command) -> None:
    """Neither a dry run nor a sync without changes waits for the models."""
    _, said = await command.run(dry_run=True)
    assert "added: heron.md" in said
    assert "dry run: nothing was stored\n" in said
    assert command.loaded == 0
    await command.run()
    assert command.loaded == 1
    await command.run()
    assert command.loaded == 1


async def test_watching_syncs_at_each_change(command: Command) -> None:
    """Each change is synced, what is unavailable is tried again, and silence prints nothing."""
    changes = ScriptedChanges()
    request = SyncRequest("birds", command.source, prune=True)
    watching = asyncio.create_task(
        sync_and_watch(await command.use_cases(), request, changes, Said(command.console))
    )
    await changes.waiting.wait()
    assert "2 added" in command.said()
    command.source.available = False
    changes.next()
    await changes.waiting.wait()
    assert "not synced: The source cannot be reached" in command.said()
    command.source.available = True
    command.source.delete("heron.md")
    changes.next()
    await changes.waiting.wait()
    assert "removed: heron.md\n" in command.said()
    changes.next()
    await changes.waiting.wait()
    command.said()
    changes.next()
    await changes.waiting.wait()
    assert command.said() == ""
    watching.cancel()
    await asyncio.wait([watching])
    assert watching.cancelled()


async def test_a_database_that_is_lost_ends_the_run(command: Command) -> None:
    """An unavailable database ends the command with its error, not with an exception group."""
    command.syncing.library.calls_left = 3
    with pytest.raises(DatabaseUnavailable):
        await command.run()
