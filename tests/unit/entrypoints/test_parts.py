"""How the parts of the runtime treat what stands behind them."""

import asyncio
import threading

import pytest

from domain.errors import DatabaseUnavailable
from entrypoints.parts import DatabaseConnections, DatabaseServer, LazyClient, LocalModels
from entrypoints.runtime import Part

URL = "postgresql://embedded"


class RecordedServer:
    """A server whose start blocks until it may go on; it records what is done with it."""

    def __init__(self) -> None:
        self.record: list[str] = []
        self.failures: list[Exception] = []
        self.started = threading.Event()
        self.may_start = threading.Event()
        self.may_start.set()

    def start(self) -> str:
        """Start, or fail as the script says."""
        self.started.set()
        self.may_start.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.record.append("start")
        return URL

    def stop(self) -> None:
        """Stop."""
        self.record.append("stop")


class RecordedModel:
    """A model with a name and a dimension, which records what is done with it."""

    model_name = "minilm"
    dimension = 384

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
    """An engine that records when it is loaded."""

    def __init__(self, record: list[str]) -> None:
        self._record = record

    def load(self) -> None:
        """Load."""
        self._record.append("load engine")


class RecordedPool:
    """A pool that records what it is opened with."""

    def __init__(self) -> None:
        self.record: list[object] = []

    async def open(self, dsn: str, embedding_model: str, dimension: int) -> None:
        """Open."""
        self.record.append((dsn, embedding_model, dimension))

    async def close(self) -> None:
        """Close."""
        self.record.append("close")


async def test_the_server_of_the_settings_is_used_as_it_is() -> None:
    """It is neither started nor stopped."""
    embedded = RecordedServer()
    server = DatabaseServer("postgresql://own", embedded)
    await server.open()
    await server.close()
    assert (server.url, embedded.record) == ("postgresql://own", [])


async def test_the_embedded_server_is_started_and_stopped() -> None:
    """Its address is known once it runs."""
    embedded = RecordedServer()
    server = DatabaseServer("", embedded)
    await server.open()
    assert (server.url, embedded.record) == (URL, ["start"])
    await server.close()
    assert embedded.record == ["start", "stop"]


async def test_a_server_that_is_starting_is_stopped_once_it_has_started() -> None:
    """A start that is cancelled goes on in its thread, and is not left behind running."""
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
    """The server is started once, however often somebody begins to wait for it."""
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
    """The next try starts the server anew, instead of raising the old error."""
    embedded = RecordedServer()
    embedded.failures = [DatabaseUnavailable()]
    server = DatabaseServer("", embedded)
    with pytest.raises(DatabaseUnavailable):
        await server.open()
    await server.open()
    assert (server.url, embedded.record) == (URL, ["start"])


async def test_models_load_one_after_the_other() -> None:
    """In their order, and the engine after them."""
    record: list[str] = []
    models = [RecordedModel("embedder", record), RecordedModel("tokenizer", record)]
    part = LocalModels(models, RecordedEngine(record))
    await part.open()
    assert record == ["load embedder", "load tokenizer", "load engine"]
    await part.close()
    assert record[3:] == ["close embedder", "close tokenizer"]


async def test_the_pool_opens_with_what_the_others_found_out() -> None:
    """The address is the server's, name and dimension are the model's."""
    server = DatabaseServer("", RecordedServer())
    pool = RecordedPool()
    part = DatabaseConnections(pool, server, RecordedModel("embedder", []))
    await server.open()
    await part.open()
    await part.close()
    assert pool.record == [(URL, "minilm", 384), "close"]


async def test_a_client_is_closed_if_there_is_one() -> None:
    """Nothing is opened for it."""
    pool = RecordedPool()
    part: Part
    for part in (LazyClient(pool), LazyClient(None)):
        await part.open()
        await part.close()
    assert pool.record == ["close"]
