"""Collections, sessions and ratings, for programs that use asyncio."""

from collections.abc import AsyncIterator, Sequence
from typing import Literal

from quoth._async_http import AsyncHttp
from quoth._call import Id
from quoth._calls import conversations, library
from quoth.types import (
    Collection,
    Conversation,
    Feedback,
    JudgedAnswer,
    ListedDeletion,
    Session,
)


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

    def list(
        self, *, query: str | None = None, pinned: bool | None = None
    ) -> AsyncIterator[Session]:
        """Yield sessions, newest first; with `query`, those that contain this text, and where.

        Args:
            query: The text that they contain.
            pinned: Only those that are pinned, or that are not; by default both.
        """
        return self._http.pages(lambda cursor: conversations.list_sessions(cursor, query, pinned))

    async def get(
        self, session_id: Id, *, cursor: str | None = None, limit: int | None = None
    ) -> Conversation:
        """Return a session with its newest messages, or with those before a cursor."""
        return await self._http.send(conversations.get(session_id, cursor, limit))

    async def rename(self, session_id: Id, title: str) -> Session:
        """Give a session a title."""
        return await self._http.send(conversations.rename(session_id, title))

    async def pin(self, session_id: Id, *, pinned: bool = True) -> Session:
        """Pin a session, so that it is shown before the others, or unpin it."""
        return await self._http.send(conversations.pin(session_id, pinned=pinned))

    async def export(self, session_id: Id, form: Literal["markdown", "html"] = "markdown") -> str:
        """Return a session as a file, whose footnotes have the words that its answers quote."""
        return await self._http.send(conversations.export(session_id, form))

    async def delete(self, session_id: Id) -> None:
        """Delete a session and its messages."""
        await self._http.send(conversations.delete(session_id))


class AsyncRatings:
    """What people say about answers."""

    def __init__(self, http: AsyncHttp) -> None:
        self._http = http

    async def give(
        self,
        message_id: Id,
        verdict: Literal["good", "bad"],
        *,
        wrong_quotations: Sequence[Id] = (),
        note: str = "",
    ) -> Feedback:
        """Say whether an answer helped, in place of what was said with the same key before.

        Args:
            message_id: The answer.
            verdict: Whether it helped.
            wrong_quotations: The `citation_id`s of the quotations that do not support it.
            note: What else there is to say.
        """
        rating = conversations.rate(message_id, verdict, wrong_quotations, note)
        return await self._http.send(rating)

    async def take_back(self, message_id: Id) -> None:
        """Take back what was said about an answer with the same key."""
        await self._http.send(conversations.take_back(message_id))

    def list(self, *, verdict: Literal["good", "bad"] | None = None) -> AsyncIterator[JudgedAnswer]:
        """Yield what everybody said, newest first. It needs the role editor."""
        return self._http.pages(lambda cursor: conversations.list_feedback(cursor, verdict))
