"""The contract of a LibraryExport."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.postgres.library_export import PostgresLibraryExport
from application.ports.library_export import LibraryExport, LibrarySnapshot
from tests.contracts.stores import (
    KINDS,
    Chats,
    Library,
    chats_in,
    chats_in_memory,
    exchange,
    library_in,
    library_in_memory,
    server_of,
)
from tests.fakes.chats import InMemoryChats
from tests.fakes.library import InMemoryLibrary
from tests.fakes.library_export import InMemoryLibraryExport
from tests.support.documents import embedded, unit


@dataclass(frozen=True)
class Everything:
    """The ports over one state."""

    library: Library
    chats: Chats
    export: LibraryExport


@pytest.fixture(params=KINDS)
async def everything(request: pytest.FixtureRequest) -> AsyncIterator[Everything]:
    if request.param == "memory":
        library, chats = InMemoryLibrary(), InMemoryChats()
        export = InMemoryLibraryExport(library, chats)
        yield Everything(library_in_memory(library), chats_in_memory(chats), export)
    else:
        async with server_of(request).database() as database:
            yield Everything(
                library_in(database), chats_in(database), PostgresLibraryExport(database)
            )


async def all_of(snapshot: LibrarySnapshot) -> list[list[Any]]:
    """Return everything in a snapshot."""
    return [
        [each async for each in snapshot.documents()],
        [each async for each in snapshot.chunks()],
        [each async for each in snapshot.messages()],
    ]


async def test_everything_is_read_in_its_order(everything: Everything) -> None:
    """Documents come with their texts, chunks in reading order, messages with their sessions."""
    library, chats = everything.library, everything.chats
    async with everything.export.snapshot() as snapshot:
        assert await all_of(snapshot) == [[], [], []]
    one = await library.add("Heron", embedded(0, "Heron", unit(0)), embedded(1, "pond", unit(1)))
    broken = await library.claim("broken", "broken.txt")
    await library.claims.fail(broken, "Too costly.", "text_too_costly")
    two = await library.add("Grüße 🦜", embedded(0, "Grüße 🦜", unit(2)), language="de")
    questions = []
    for _ in range(2):
        session = await chats.open_session()
        questions.append(exchange(session.id))
        await chats.messages.begin(*questions[-1])
    async with everything.export.snapshot() as snapshot:
        documents, chunks, messages = await all_of(snapshot)
    assert [text for _, text in documents] == ["Heron", None, "Grüße 🦜"]
    assert [document for document, _ in documents] == [
        await library.catalog.get(each) for each in (one.id, broken.document.id, two.id)
    ]
    assert [chunk for place, chunk in chunks if place == one.id] == [*await library.chunks(one.id)]
    assert [place for place, _ in chunks] == [one.id, one.id, two.id]
    assert [message for _, message in messages] == [*questions[0], *questions[1]]
    assert [session for session, _ in messages] == [
        await chats.shown(message.session_id) for _, message in messages
    ]


async def test_a_snapshot_does_not_see_later_changes(everything: Everything) -> None:
    """What is stored and deleted while a snapshot is read is not in it."""
    library = everything.library
    one = await library.add("Heron", embedded(0, "Heron", unit(0)))
    async with everything.export.snapshot() as snapshot:
        reading = snapshot.documents()
        assert (await anext(reading))[0].id == one.id
        await library.store.remove(one.id)
        await library.add("Egret", embedded(0, "Egret", unit(1)))
        assert [each async for each in reading] == []
        assert [place async for place, _ in snapshot.chunks()] == [one.id]
