"""The switch to a new version of a document, when the database fails in the middle."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Any

import asyncpg
import pytest

from application.ports.document_claims import Claim
from domain.documents.document import Document
from domain.documents.parts import Part, PartKind
from domain.errors import QuothError
from tests.contracts.stores import Library, library_in
from tests.support.databases import DatabaseServer
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file

OLD, NEW = "herons fish", "egrets wade far"


class FailingConnection:
    """A connection whose call number `fails_at` fails."""

    def __init__(self, connection: Any, fails_at: int) -> None:
        self._connection = connection
        self._calls = count(1)
        self._fails_at = fails_at

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*arguments: Any, **options: Any) -> Any:
            if next(self._calls) == self._fails_at:
                raise asyncpg.ConnectionDoesNotExistError
            return await getattr(self._connection, name)(*arguments, **options)

        return call


async def claim(library: Library, text: str) -> Claim:
    document = replace(a_document(text), external_id="birds.md")
    return await library.claims.claim(document, a_file(text.encode()))


async def finish(library: Library, claim: Claim, text: str, axis: int) -> None:
    chunks = [embedded(0, text, unit(axis))]
    done = processed(claim.document, chunks)
    await library.store.add(claim, done, text, chunks, [Part(PartKind.PAGE, 0, 1)])


async def shown(library: Library, document: Document) -> tuple[object, ...]:
    """Return what readers and searches see of a document."""
    passages = await library.nearest(unit(0), 10)
    return (
        await library.catalog.get(document.id),
        await library.texts.text(document.id),
        await library.original(document.id),
        sorted((each.content, each.place.version) for each in passages),
        [each.passage.content for each in await library.by_words("herons egrets")],
        await library.index.revision(),
    )


async def test_a_switch_that_fails_anywhere_changes_nothing(
    embedded_server: DatabaseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever call of the switch fails, all is as before it, and the claim can still finish."""
    async with embedded_server.database() as database:
        library = library_in(database)
        first = await claim(library, OLD)
        await finish(library, first, OLD, axis=0)
        second = await claim(library, NEW)
        before = await shown(library, first.document)
        transaction = database.transaction
        for fails_at in count(1):

            @asynccontextmanager
            async def failing(
                *, grows: bool = False, fails_at: int = fails_at
            ) -> AsyncIterator[Any]:
                async with transaction(grows=grows) as connection:
                    yield FailingConnection(connection, fails_at)

            monkeypatch.setattr(database, "transaction", failing)
            try:
                await finish(library, second, NEW, axis=1)
            except QuothError:
                assert await shown(library, first.document) == before
            else:
                break
        assert fails_at > 12
        document, text, original, passages, words, revision = await shown(library, first.document)
        assert isinstance(document, Document)
        assert (document.version, text, original) == (2, NEW, NEW.encode())
        assert (passages, words) == ([(NEW, 2)], [NEW])
        assert revision != before[-1]
        assert await library.texts.text(first.document.id, version=1) == OLD
