"""Collections and sessions, for programs that use asyncio."""

from collections.abc import AsyncIterator, Sequence

from quoth._async_http import AsyncHttp
from quoth._call import Id
from quoth._calls import conversations, library
from quoth.types import Collection, Conversation, ListedDeletion, Session


class AsyncCollections:
    """The sets of documents."""

    def __init__(self, http: AsyncHttp) -> None:
        self._http = http

    async def create(self, name: str) -> Collection:
        """Create a collection."""
        return await self._http.send(library.create_collection(name))

    def list(self) -> AsyncIterator[Collection]:
        """Yield the collections in the order of their names."""
        return self._http.pages(library.list_collections)

    async def get(self, collection_id: Id) -> Collection:
        """Return a collection."""
        return await self._http.send(library.get_collection(collection_id))

    async def rename(self, collection_id: Id, name: str) -> Collection:
        """Rename a collection."""
        return await self._http.send(library.rename_collection(collection_id, name))

    async def limit(self, collection_id: Id, groups: Sequence[str]) -> Collection:
        """Let only these groups read a collection and its documents, beside admins.

        Without any, everybody in the workspace may. It needs the role admin.
        """
        return await self._http.send(library.limit_collection(collection_id, groups))

    async def delete(self, collection_id: Id, *, documents: bool = False) -> ListedDeletion:
        """Delete a collection. Its documents stay, unless `documents` is set."""
        return await self._http.send(library.delete_collection(collection_id, documents=documents))


class AsyncSessions:
    """The conversations."""

    def __init__(self, http: AsyncHttp) -> None:
        self._http = http

    async def create(self) -> Session:
        """Create a session."""
        return await self._http.send(conversations.create())

    def list(self, *, query: str | None = None) -> AsyncIterator[Session]:
        """Yield sessions, newest first; with `query`, those that contain this text."""
        return self._http.pages(lambda cursor: conversations.list_sessions(cursor, query))

    async def get(
        self, session_id: Id, *, cursor: str | None = None, limit: int | None = None
    ) -> Conversation:
        """Return a session with its newest messages, or with those before a cursor."""
        return await self._http.send(conversations.get(session_id, cursor, limit))

    async def rename(self, session_id: Id, title: str) -> Session:
        """Give a session a title."""
        return await self._http.send(conversations.rename(session_id, title))

    async def delete(self, session_id: Id) -> None:
        """Delete a session and its messages."""
        await self._http.send(conversations.delete(session_id))
