"""How the parts of the runtime open and close their models, servers and clients."""

import asyncio
import threading

import pytest

from application.ports.embedder import Embedder
from application.ports.model_loader import ModelSource
from domain.errors import (
    DatabaseUnavailable,
    EmbeddingModelChanged,
    Misconfigured,
    QuothError,
)
from entrypoints import database_parts as module
from entrypoints.database_parts import DatabaseConnections, DatabaseContact, DatabaseServer
from entrypoints.parts import (
    LazyClients,
    LocalModels,
)
from entrypoints.runtime import Part
from tests.fakes.embedder import FakeEmbedder

URL = "postgresql://embedded"


class RecordedServer:
    """A server that records its calls. Its start blocks until `may_start` is set."""

    def __init__(self) -> None:
        self.record: list[str] = []
        self.failures: list[Exception] = []
        self.revivals: list[bool | Exception] = []
        self.revived = threading.Event()
        self.started = threading.Event()
        self.may_start = threading.Event()
        self.may_start.set()

    def start(self) -> str:
        """Start, or raise the next failure of the script."""
        self.started.set()
        self.may_start.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.record.append("start")
        return URL

    def revive(self) -> bool:
        """Do the next thing of the script; `revived` is set at its end."""
        if not self.revivals:
            self.revived.set()
            return False
        result = self.revivals.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def stop(self) -> None:
        """Stop."""
        self.record.append("stop")


class RecordedModel:
    """A model that records its calls."""

    def __init__(self, name: str, record: list[str]) -> None:
        self._name = name
        self._record = record

    async def load(self) -> None:
        """Load, over several turns of the event loop."""
        await asyncio.sleep(0)
        self._record.append(f"load {self._name}")

    def close(self) -> None:
        """Close."""
        self._record.append(f"close {self._name}")


class RecordedEngine:
    """An engine that records its loading."""

    def __init__(self, record: list[str]) -> None:
        self._record = record

    def load(self) -> None:
        """Load."""
        self._record.append("load engine")


class RecordedLibrary:
    """The embedding model of a library, which records its calls."""

    difference = None

    def __init__(self) -> None:
        self.record: list[object] = []

    async def open(self, held: ModelSource | None) -> ModelSource:
        """Load a model, by default minilm."""
        self.record.append(held)
        return held or ModelSource("minilm", "/minilm")

    async def follow(self) -> None:
        """Follow."""
        self.record.append("follow")

    async def watch(self) -> None:
        """Watch until cancelled."""
        await asyncio.Event().wait()

    def live(self) -> Embedder:
        """Return an embedder."""
        return FakeEmbedder(8)

    def close(self) -> None:
        """Close."""
        self.record.append("close")


class RecordedPool:
    """A pool that records its calls and their arguments."""

    def __init__(self) -> None:
        self.record: list[object] = []

        self.held: list[ModelSource | None] = [None]
        self.errors: list[Exception] = []

    async def held_model(self, dsn: str) -> ModelSource | None:
        """Return the next of the scripted models."""
        self.record.append(("held", dsn))
        return self.held.pop(0)

    async def open(
        self,
        dsn: str,
        embedding_model: str | None = None,
        dimension: int | None = None,
        location: str | None = None,
    ) -> None:
        """Open, or raise the next of the scripted errors."""
        self.record.append((dsn, embedding_model, dimension, location))
        if self.errors:
            raise self.errors.pop(0)

    async def close(self) -> None:
        """Close."""
        self.record.append("close")


async def test_a_server_of_the_settings_is_contacted_and_the_embedded_one_is_not() -> None:
    """The first contact goes to the URL of the settings, if there is one."""
    reached: list[str] = []

    async def reach(url: str, variable: str) -> None:
        reached.append(f"{variable} {url}")

    for url in ("postgresql://own", ""):
        contact = DatabaseContact(reach, {"OWN": url, "POOLER": ""}, {})
        await contact.open()
        await contact.close()
    assert reached == ["OWN postgresql://own"]


async def test_a_replica_may_be_away_and_not_be_wrong() -> None:
    """Quoth starts without a replica that does not answer, and not with one of a wrong address."""
    errors: dict[str, QuothError] = {
        "OWN": DatabaseUnavailable(),
        "REPLICA": DatabaseUnavailable(),
    }

    async def reach(_: str, variable: str) -> None:
        if variable in errors:
            raise errors[variable]

    contact = DatabaseContact(reach, {"OWN": "one"}, {"REPLICA": "other"})
    with pytest.raises(DatabaseUnavailable):
        await contact.open()
    del errors["OWN"]
    await contact.open()
    errors["REPLICA"] = Misconfigured("wrong")
    with pytest.raises(Misconfigured):
        await contact.open()


async def test_the_server_of_the_settings_is_used_as_it_is() -> None:
    """A server from the settings is neither started nor stopped."""
    embedded = RecordedServer()
    server = DatabaseServer("postgresql://own", embedded)
    await server.open()
    await server.close()
    assert (server.url, embedded.record) == ("postgresql://own", [])


async def test_the_embedded_server_is_started_and_stopped() -> None:
    """The embedded server starts on open, which sets its URL, and stops on close."""
    embedded = RecordedServer()
    server = DatabaseServer("", embedded)
    await server.open()
    assert (server.url, embedded.record) == (URL, ["start"])
    await server.close()
    assert embedded.record == ["start", "stop"]


async def test_a_server_that_is_starting_is_stopped_once_it_has_started() -> None:
    """A cancelled start continues in its thread, and close waits for it and stops the server."""
    embedded = RecordedServer()
    embedded.may_start.clear()
    server = DatabaseServer("", embedded)
    opening = asyncio.create_task(server.open())
    await asyncio.to_thread(embedded.started.wait)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    closing = asyncio.create_task(server.close())
    await asyncio.sleep(0.01)
    assert not closing.done()
    embedded.may_start.set()
    await closing
    assert embedded.record == ["start", "stop"]


async def test_a_start_goes_on_where_a_cancelled_one_left_it() -> None:
    """Opening again after a cancellation waits for the same start."""
    embedded = RecordedServer()
    embedded.may_start.clear()
    server = DatabaseServer("", embedded)
    first = asyncio.create_task(server.open())
    await asyncio.to_thread(embedded.started.wait)
    first.cancel()
    second = asyncio.create_task(server.open())
    await asyncio.sleep(0)
    embedded.may_start.set()
    await second
    assert embedded.record == ["start"]
    await asyncio.gather(first, return_exceptions=True)


async def test_a_failed_start_can_be_tried_again() -> None:
    """Opening again after a failure starts the server again, instead of raising the old error."""
    embedded = RecordedServer()
    embedded.failures = [DatabaseUnavailable()]
    server = DatabaseServer("", embedded)
    with pytest.raises(DatabaseUnavailable):
        await server.open()
    await server.open()
    assert (server.url, embedded.record) == (URL, ["start"])


async def test_a_server_that_ends_by_itself_is_started_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The server is watched until it is closed, and failures to revive it are one warning."""
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.0)
    embedded = RecordedServer()
    embedded.revivals = [False, Misconfigured("No space."), Misconfigured("No space."), True]
    server = DatabaseServer("", embedded)
    await server.open()
    await asyncio.to_thread(embedded.revived.wait)
    await server.close()
    assert embedded.record == ["start", "stop"]
    assert caplog.messages == [
        "the database server is down (misconfigured): trying again",
        "the database server had ended, and runs again",
    ]


async def test_a_watch_that_breaks_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected error is logged, and the server is still watched."""
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.0)
    embedded = RecordedServer()
    embedded.revivals = [ValueError("unexpected")]
    server = DatabaseServer("", embedded)
    await server.open()
    await asyncio.to_thread(embedded.revived.wait)
    await server.close()
    assert caplog.messages == ["the database server could not be watched"]


async def test_models_load_one_after_the_other() -> None:
    """Models load sequentially and in order, then the engine."""
    record: list[str] = []
    models = [RecordedModel("embedder", record), RecordedModel("tokenizer", record)]
    part = LocalModels(models, RecordedEngine(record))
    await part.open()
    assert record == ["load embedder", "load tokenizer", "load engine"]
    await part.close()
    assert record[3:] == ["close embedder", "close tokenizer"]


async def test_the_pool_opens_for_the_model_of_the_library() -> None:
    """The model is loaded that the database has vectors of; again if it was just changed."""
    server = DatabaseServer("", RecordedServer())
    pool, library = RecordedPool(), RecordedLibrary()
    pool.held, pool.errors = [None, ModelSource("e5", "/e5")], [EmbeddingModelChanged()]
    part = DatabaseConnections(pool, server, library)
    await server.open()
    await part.open()
    await part.close()
    assert pool.record == [
        ("held", URL),
        (URL, "minilm", 8, "/minilm"),
        ("held", URL),
        (URL, "e5", 8, "/e5"),
        "close",
    ]
    assert library.record == [None, ModelSource("e5", "/e5"), "follow", "close"]


async def test_a_client_is_closed_if_there_is_one() -> None:
    """Opening a client does nothing, and closing works without a client too."""
    pool = RecordedPool()
    part: Part
    for part in (LazyClients([pool]), LazyClients([])):
        await part.open()
        await part.close()
    assert pool.record == ["close"]
