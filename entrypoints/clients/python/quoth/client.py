"""The client for programs that do not use asyncio. It blocks while it waits."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from datetime import date
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx

from quoth._call import Id
from quoth._calls import conversations, library
from quoth._calls import documents as document_calls
from quoth._requests import Connection
from quoth._retries import Retries
from quoth._stream import cut_off
from quoth._sync_http import SyncHttp
from quoth.conversations import Collections, Ratings, Sessions
from quoth.documents import Documents
from quoth.events import Answer, AnswerEvent, AnswerParts
from quoth.types import (
    Format,
    Found,
    Health,
    Job,
    Model,
    UsageOfModels,
    Within,
)
from quoth.webhooks import Webhooks


class Client:
    """Talks to one server. Close it, or use it as a context manager."""

    def __init__(
        self,
        server: str = "http://127.0.0.1:8000",
        *,
        api_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60.0,
        retries: Retries | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Create the client. It connects on first use.

        Args:
            server: The address of the server.
            api_key: Who acts there; a server on the same machine may need none.
            headers: Sent with each request, such as the authorisation for a proxy in front of it.
            timeout: The longest silence, in seconds.
            retries: How often a request is sent again that failed for the moment.
            transport: How requests are sent; over the network by default.

        Raises:
            QuothError: If the address is none.
        """
        connection = Connection(server, api_key, headers or {}, timeout, retries or Retries())
        self._http = SyncHttp(connection, transport)
        self.documents = Documents(self._http)
        self.collections = Collections(self._http)
        self.sessions = Sessions(self._http)
        self.ratings = Ratings(self._http)
        self.webhooks = Webhooks(self._http)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        question: str,
        *,
        session: Id | None = None,
        within: Within | None = None,
        model: str | None = None,
        cache: bool = True,
    ) -> Answer:
        """Ask a question, and return the whole answer.

        Args:
            question: The question.
            session: The conversation that it belongs to; by default a new one.
            within: Which documents it is asked of; by default all.
            model: The language model; by default that of the server.
            cache: Whether a cached answer may be returned.

        Raises:
            AnswerFailed: If the answer ended with an error.
        """
        session_id = self._session(session)
        parts = AnswerParts(session_id)
        asked = self.stream(question, session=session_id, within=within, model=model, cache=cache)
        with closing(asked) as events:
            for event in events:
                if answer := parts.add(event):
                    return answer
        raise cut_off()

    def stream(
        self,
        question: str,
        *,
        session: Id | None = None,
        within: Within | None = None,
        model: str | None = None,
        cache: bool = True,
    ) -> Generator[AnswerEvent, None, None]:
        """Ask a question, and yield the events of its answer. The arguments are those of `ask`.

        If the connection breaks, it is opened again, and no event is lost or repeated.
        """
        session_id = self._session(session)
        stream = conversations.ask(session_id, question, within, model, cache=cache)
        with closing(self._http.events(stream)) as events:
            yield from events

    def follow(self, message_id: Id, *, after: int = 0) -> Generator[AnswerEvent, None, None]:
        """Yield the events of an answer that come after the first `after`."""
        return self._http.events(conversations.follow(message_id, after))

    def cancel(self, message_id: Id) -> None:
        """Cancel an answer; what was written of it stays."""
        self._http.send(conversations.cancel(message_id))

    def search(
        self,
        query: str,
        *,
        top_k: int = 10,
        mode: str = "hybrid",
        min_similarity: float | None = None,
        within: Within | None = None,
        explain: bool = False,
    ) -> Found:
        """Find passages. `mode` is `hybrid`, `vector` or `text`."""
        call = library.search(query, top_k, mode, min_similarity, within, explain=explain)
        return self._http.send(call)

    def jobs(self, *, state: str | None = None) -> Iterator[Job]:
        """Yield the work on documents that is not done."""
        return self._http.pages(lambda cursor: document_calls.jobs(cursor, state))

    def formats(self) -> tuple[Format, ...]:
        """Return the formats of files that the server reads."""
        return (self._http.send(library.formats())).items

    def models(self) -> tuple[Model, ...]:
        """Return the language models that can be chosen, in their order."""
        return (self._http.send(library.models())).items

    def usage(self, *, since: date | None = None, until: date | None = None) -> UsageOfModels:
        """Return the calls, tokens and cost of each language model by day (UTC).

        Args:
            since: The first day; by default 30 days before the last.
            until: The last day; by default today.
        """
        return self._http.send(library.usage(since, until))

    def health(self) -> Health:
        """Return whether the server can answer questions."""
        return self._http.send(library.health())

    def live(self) -> None:
        """Return if the server's process runs, even while it is starting.

        Raises:
            QuothError: If it does not answer.
        """
        self._http.send(library.live())

    def _session(self, session: Id | None) -> UUID:
        if session is None:
            return (self.sessions.create()).session_id
        return UUID(str(session))
