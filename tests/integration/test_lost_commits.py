"""What is said of a change when its connection is lost: before, during and after it was sent."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest

from adapters.postgres.database import Database
from adapters.postgres.errors import NOT_STORED
from adapters.postgres.session_catalog import PostgresSessionCatalog
from adapters.postgres.session_store import PostgresSessionStore
from adapters.postgres.workspaces import PostgresWorkspaces
from application.identifiers import new_id
from domain.access.workspace import Workspace
from domain.conversation.session import ChatSession
from domain.errors import DatabaseUnavailable, OutcomeUnknown
from domain.paging import PageRequest
from tests.contracts.stores import Library, library_in
from tests.support.database_proxy import DatabaseProxy, database_proxy
from tests.support.databases import DIMENSION, MODEL


@dataclass
class Lossy:
    """Stores whose connections go through a proxy that can lose them."""

    proxy: DatabaseProxy
    database: Database
    library: Library

    async def create_session(self) -> None:
        """Store a session: a transaction of one statement."""
        now = datetime.now(UTC)
        await PostgresSessionStore(self.database).create(ChatSession(new_id(), now, now))

    async def sessions(self) -> int:
        """Return how many sessions are stored."""
        return len((await PostgresSessionCatalog(self.database).list(PageRequest())).items)

    async def claim(self) -> None:
        """Claim a new document: a transaction of several statements."""
        await self.library.claim(uuid4().hex)

    async def documents(self) -> int:
        """Return how many documents are stored."""
        return len((await self.library.catalog.list(PageRequest())).items)

    async def ensure_workspace(self) -> None:
        """Store a workspace: a transaction outside of all workspaces."""
        await PostgresWorkspaces(self.database).ensure(Workspace(new_id(), uuid4().hex))

    async def workspaces(self) -> int:
        """Return how many workspaces are stored."""
        return len(await PostgresWorkspaces(self.database).list())


@pytest.fixture
async def lossy(postgres_dsn: str) -> AsyncIterator[Lossy]:
    async with database_proxy(postgres_dsn) as proxy:
        database = Database(pool_size=1)
        await database.open(proxy.dsn, MODEL, DIMENSION)
        yield Lossy(proxy, database, library_in(database))
        await database.close()


Change = Callable[[Lossy], Awaitable[None]]
Count = Callable[[Lossy], Awaitable[int]]
CHANGES = [
    pytest.param(Lossy.claim, Lossy.documents, id="several statements"),
    pytest.param(Lossy.create_session, Lossy.sessions, id="a statement"),
    pytest.param(Lossy.ensure_workspace, Lossy.workspaces, id="outside of workspaces"),
]


@pytest.mark.parametrize("deliver", [True, False])
@pytest.mark.parametrize(("change", "count"), CHANGES)
async def test_a_change_whose_answer_is_lost_may_or_may_not_have_been_stored(
    lossy: Lossy, change: Change, count: Count, deliver: bool
) -> None:
    """Stored or not, the caller is not told that nothing was stored, and can look or try again."""
    await change(lossy)
    before = await count(lossy)
    lossy.proxy.cut_at, lossy.proxy.deliver = b"COMMIT;", deliver
    with pytest.raises(OutcomeUnknown, match="may or may not have been stored"):
        await change(lossy)
    assert await count(lossy) == before + deliver


@pytest.mark.parametrize("deliver", [True, False])
async def test_a_transaction_that_is_lost_before_its_commit_stored_nothing(
    lossy: Lossy, deliver: bool
) -> None:
    """If the connection is lost before the commit is sent, the message says so truthfully."""
    lossy.proxy.cut_at, lossy.proxy.deliver = b"document_originals", deliver
    with pytest.raises(DatabaseUnavailable) as caught:
        await lossy.claim()
    assert type(caught.value) is DatabaseUnavailable
    assert caught.value.message == NOT_STORED
    assert await lossy.documents() == 0


async def test_a_read_that_is_lost_says_nothing_of_changes(lossy: Lossy) -> None:
    """A read changes nothing, so its error says only that the database is not reachable."""
    lossy.proxy.cut_at = b"documents_as_read"
    with pytest.raises(DatabaseUnavailable) as caught:
        await lossy.documents()
    assert caught.value.message == DatabaseUnavailable().message
    assert "stored" not in caught.value.message


async def test_a_commit_that_the_server_refuses_stored_nothing(lossy: Lossy) -> None:
    """If the server answers the commit with an error, the change is known not to be stored."""
    async with lossy.database.owner() as connection:
        await connection.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'no' USING ERRCODE = 'serialization_failure'; END $$;"
            " CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON chat_sessions"
            " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
    with pytest.raises(DatabaseUnavailable) as caught:
        await lossy.create_session()
    assert caught.value.message == NOT_STORED


async def test_a_change_that_finds_no_connection_stored_nothing(lossy: Lossy) -> None:
    """A change for which there is no connection was never sent."""
    await lossy.database.close()
    for change in (lossy.claim, lossy.create_session):
        with pytest.raises(DatabaseUnavailable) as caught:
            await change()
        assert caught.value.message == NOT_STORED


async def test_a_bug_in_a_change_is_no_outage(lossy: Lossy) -> None:
    """A constraint that fails at the commit or in a statement is raised as it is."""
    with pytest.raises(asyncpg.NotNullViolationError):
        async with lossy.database.transaction() as connection:
            await connection.execute("INSERT INTO chat_sessions (id) VALUES (NULL)")
