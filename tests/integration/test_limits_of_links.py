"""Limits to groups that change while documents are put into collections, or brought by mails."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from domain.documents.collection import Collection
from tests.contracts.stores import Library, library_in
from tests.support.databases import owner_of

OLD, NEW = ("board",), ("hr",)
WAITING_SECONDS = 0.5


@asynccontextmanager
async def limiting(database: Database, collection_id: UUID) -> AsyncIterator[None]:
    """Limit a collection, in a transaction that ends with the block."""
    async with database.transaction() as connection:
        await connection.fetchval(QUERIES["limit_collection"], collection_id, NEW)
        yield


async def collection_in(library: Library, name: str) -> UUID:
    """Make an empty collection."""
    collection = Collection(uuid4(), name, datetime(2026, 1, 1, tzinfo=UTC))
    await library.collections.create(collection)
    return collection.id


async def limits_of(database: Database, document_id: UUID) -> Mapping[UUID, tuple[str, ...]]:
    """Return the groups of each limit that holds for a document, by what has the limit."""
    async with owner_of(database) as owner:
        rows = await owner.fetch(
            "SELECT limited_by, groups FROM document_limits WHERE document_id = $1", document_id
        )
    return {row["limited_by"]: tuple(row["groups"]) for row in rows}


@pytest.fixture
def library(database: Database) -> Library:
    return library_in(database)


@pytest.mark.parametrize("taken_out", [False, True], ids=["put", "taken out"])
async def test_a_link_puts_no_old_limit_of_another_collection_back(
    database: Database, library: Library, taken_out: bool
) -> None:
    """Documents can be linked while another of their collections is limited, which has the say."""
    document = (await library.add("a")).id
    limited, other = await collection_in(library, "one"), await collection_in(library, "other")
    await library.members.add(limited, document, {})
    await library.limits.limit_collection(limited, OLD)
    if taken_out:
        await library.members.add(other, document, {})
        change = library.members.take_out(other, document)
    else:
        change = library.members.add(other, document, {})
    async with limiting(database, limited):
        linking = asyncio.create_task(change)
        await asyncio.wait([linking], timeout=WAITING_SECONDS)
    await linking
    assert await limits_of(database, document) == {limited: NEW}


async def test_a_link_to_a_collection_that_is_limited_meanwhile_has_the_new_limit(
    database: Database, library: Library
) -> None:
    """Whoever comes first, a document that is in a limited collection in the end has its limit."""
    document = (await library.add("a")).id
    limited = await collection_in(library, "one")
    async with limiting(database, limited):
        linking = asyncio.create_task(library.members.add(limited, document, {}))
        await asyncio.wait([linking], timeout=WAITING_SECONDS)
    await linking
    assert await limits_of(database, document) == {limited: NEW}


async def attach(connection: Connection, mail: UUID, document: UUID) -> None:
    """Let a mail have brought a document."""
    await connection.fetchval(QUERIES["attach"], document, mail, "a.txt", 1)


async def test_what_a_mail_brings_has_the_limit_that_its_collection_gets_meanwhile(
    database: Database, library: Library
) -> None:
    """An attachment is stored while a collection of its mail is limited: it has the new limit."""
    mail, document = (await library.add("mail")).id, (await library.add("brought")).id
    limited = await collection_in(library, "one")
    await library.members.add(limited, mail, {})
    await library.limits.limit_collection(limited, OLD)

    async def bring() -> None:
        async with database.transaction() as connection:
            await attach(connection, mail, document)

    async with limiting(database, limited):
        bringing = asyncio.create_task(bring())
        await asyncio.wait([bringing], timeout=WAITING_SECONDS)
    await bringing
    assert await limits_of(database, document) == {limited: NEW}


@pytest.mark.parametrize("brought_first", [True, False])
async def test_what_a_mail_brings_has_the_limit_of_a_collection_it_is_put_into_meanwhile(
    database: Database, library: Library, brought_first: bool
) -> None:
    """A mail is put into a limited collection while its attachment is stored, in either order."""
    mail, document = (await library.add("mail")).id, (await library.add("brought")).id
    limited = await collection_in(library, "one")
    await library.limits.limit_collection(limited, OLD)

    async def bring() -> None:
        async with database.transaction() as connection:
            await attach(connection, mail, document)

    async with database.transaction() as connection:
        if brought_first:
            await attach(connection, mail, document)
            second = asyncio.create_task(library.members.add(limited, mail, {}))
        else:
            await connection.fetchval(QUERIES["lock_document"], mail)
            await connection.fetch(QUERIES["link_documents"], limited, [mail])
            second = asyncio.create_task(bring())
        await asyncio.wait([second], timeout=WAITING_SECONDS)
    await second
    assert await limits_of(database, document) == {limited: OLD}
    await library.members.take_out(limited, mail)
    assert await limits_of(database, document) == {}
