"""The contract of SyncItems."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.sync_items import PostgresSyncItems
from application.ports.sync_items import SyncItems
from domain.syncing.items import SyncedItem
from tests.contracts.stores import KINDS, library_in, library_in_memory, server_of
from tests.fakes.library import InMemoryLibrary
from tests.fakes.syncing import InMemorySyncItems

Put = Callable[[str, str], Awaitable[UUID]]


@dataclass(frozen=True)
class Memory:
    """The port, and how a document with a name and a text is put beside it."""

    items: SyncItems
    put: Put


def in_memory() -> Memory:
    """Return the fake."""
    state = InMemoryLibrary()
    library = library_in_memory(state)

    async def put(name: str, text: str) -> UUID:
        document = await library.add(text)
        for entry in state.entries.values():
            if entry.document.external_id == name:
                entry.document = replace(entry.document, external_id=None)
        entry = state.entries[document.id]
        entry.document = replace(entry.document, external_id=name)
        return document.id

    return Memory(InMemorySyncItems(state), put)


def in_database(database: Database) -> Memory:
    """Return the adapter."""
    library = library_in(database)

    async def put(name: str, text: str) -> UUID:
        document = await library.add(text)
        async with database.connection() as connection:
            await connection.execute(
                "UPDATE documents SET external_id = NULL WHERE external_id = $1", name
            )
            await connection.execute(
                "UPDATE documents SET external_id = $2 WHERE id = $1", document.id, name
            )
        return document.id

    return Memory(PostgresSyncItems(database), put)


@pytest.fixture(params=KINDS)
async def memory(request: pytest.FixtureRequest) -> AsyncIterator[Memory]:
    """Nothing is remembered."""
    if request.param == "memory":
        yield in_memory()
    else:
        async with server_of(request).database() as database:
            yield in_database(database)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def test_items_are_remembered_replaced_and_forgotten(memory: Memory) -> None:
    """Each collection has its own items, in the order of their paths."""
    heron = SyncedItem("heron.md", "1", digest("Heron"))
    egret = SyncedItem("deep/egret.md", None, digest("Egret"), "It is empty.", no_text=True)
    await memory.items.save("birds", [heron, egret])
    await memory.items.save("fish", [heron])
    assert await memory.items.of("birds") == [egret, heron]
    newer = replace(egret, token="2", sha256=None, error="It was not given.", no_text=False)
    await memory.items.save("birds", [newer], forgotten=["heron.md", "nowhere.md"])
    assert await memory.items.of("birds") == [newer]
    assert await memory.items.of("fish") == [heron]
    assert await memory.items.of("nothing") == []


async def test_an_item_knows_how_its_document_stands(memory: Memory) -> None:
    """A document counts as the one of an item by its name, and as stored by its content."""
    heron = SyncedItem("heron.md", "1", digest("Heron"))
    await memory.items.save("birds", [heron])
    first = await memory.put("birds/heron.md", "Heron")
    await memory.put("fish/heron.md", "Egret")
    assert await memory.items.of("birds") == [replace(heron, document_id=first, stored=True)]
    await memory.items.save("sea/100%", [heron])
    far = await memory.put("sea%2F100%25/heron.md", "Tern")
    assert await memory.items.of("sea/100%") == [replace(heron, document_id=far, stored=False)]
    second = await memory.put("birds/heron.md", "Stork")
    assert await memory.items.of("birds") == [replace(heron, document_id=second, stored=False)]
