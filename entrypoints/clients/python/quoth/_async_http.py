"""Sends requests, and again where that may help; without blocking the event loop."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import httpx

from quoth._call import Call
from quoth._requests import Connection, connection_failed, options_of
from quoth._stream import EventStream, cut_off
from quoth.errors import QuothError, refusal
from quoth.types import Page

T = TypeVar("T")


class AsyncHttp:
    """The connection to one server."""

    def __init__(self, connection: Connection, transport: httpx.AsyncBaseTransport | None) -> None:
        self._retries = connection.retries
        self._http = httpx.AsyncClient(**connection.options(), transport=transport)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, call: Call[T]) -> T:
        """Send a request and return its result."""
        attempt = 0
        while True:
            try:
                async with self._response(call) as response:
                    await response.aread()
                    return call.result(response)
            except QuothError as error:
                wait = self._retries.seconds_before(attempt, error, repeatable=call.repeatable)
                if wait is None:
                    raise
            await asyncio.sleep(wait)
            attempt += 1

    async def pages(self, page_at: Callable[[str | None], Call[Page[T]]]) -> AsyncIterator[T]:
        """Yield the items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = await self.send(page_at(cursor))
            for item in page.items:
                yield item
            cursor = page.next_cursor
            if cursor is None:
                return

    async def events(self, stream: EventStream[T]) -> AsyncGenerator[T, None]:
        """Yield the events of a stream, and continue it when a connection breaks."""
        failures = 0
        while not stream.ended:
            error: QuothError = cut_off()
            try:
                async with self._response(stream.request()) as response:
                    if not response.is_success:
                        body = await response.aread()
                        raise refusal(response.status_code, response.headers, body)
                    stream.begin(response)
                    async for piece in response.aiter_bytes():
                        for event in stream.feed(piece):
                            failures = 0
                            yield event
                        if stream.ended:
                            return
            except QuothError as exc:
                error = exc
            wait = self._retries.seconds_before(failures, error)
            if wait is None:
                raise error
            await asyncio.sleep(wait)
            failures += 1

    @asynccontextmanager
    async def _response(self, call: Call[T]) -> AsyncIterator[httpx.Response]:
        options = options_of(call)
        if call.form is not None:
            options["content"] = call.form.pieces_async()
        try:
            async with self._http.stream(**options) as response:
                yield response
        except httpx.TransportError as exc:
            raise connection_failed(exc, self._http.base_url) from exc
