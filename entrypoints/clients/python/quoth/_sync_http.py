"""Sends requests, and again where that may help; blocks meanwhile."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

import httpx

from quoth._call import Call
from quoth._requests import Connection, connection_failed, options_of
from quoth._stream import EventStream, cut_off
from quoth.errors import QuothError, refusal
from quoth.types import Page

T = TypeVar("T")


class SyncHttp:
    """The connection to one server."""

    def __init__(self, connection: Connection, transport: httpx.BaseTransport | None) -> None:
        self._retries = connection.retries
        self._http = httpx.Client(**connection.options(), transport=transport)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, call: Call[T]) -> T:
        """Send a request and return its result."""
        attempt = 0
        while True:
            try:
                with self._response(call) as response:
                    response.read()
                    return call.result(response)
            except QuothError as error:
                wait = self._retries.seconds_before(attempt, error, repeatable=call.repeatable)
                if wait is None:
                    raise
            time.sleep(wait)
            attempt += 1

    def pages(self, page_at: Callable[[str | None], Call[Page[T]]]) -> Iterator[T]:
        """Yield the items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.send(page_at(cursor))
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def events(self, stream: EventStream[T]) -> Generator[T, None, None]:
        """Yield the events of a stream, and continue it when a connection breaks."""
        failures = 0
        while not stream.ended:
            error: QuothError = cut_off()
            try:
                with self._response(stream.request()) as response:
                    if not response.is_success:
                        raise refusal(response.status_code, response.headers, response.read())
                    stream.begin(response)
                    for piece in response.iter_bytes():
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
            time.sleep(wait)
            failures += 1

    @contextmanager
    def _response(self, call: Call[T]) -> Iterator[httpx.Response]:
        options = options_of(call)
        if call.form is not None:
            options["content"] = call.form.pieces()
        try:
            with self._http.stream(**options) as response:
                yield response
        except httpx.TransportError as exc:
            raise connection_failed(exc, self._http.base_url) from exc
