"""Answers requests that are not HTTP, or do not arrive, with a problem, as every other error."""

import asyncio
import logging
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from application.identifiers import new_id
from domain.errors import InvalidInput, QuothError
from entrypoints.api.problems import MEDIA_TYPE, problem_body, status_of
from entrypoints.api.request_errors import RequestTimedOut
from entrypoints.api.security_headers import API_HEADERS
from entrypoints.unsent_bytes import unsent_bytes

NOT_HTTP = (
    "The request is not valid HTTP/1.1, so nothing was read or changed: check its first line, its"
    " headers and its length."
)
BROKEN_BODY = (
    "The body of the request is not valid HTTP/1.1. What does not need it may or may not have been"
    " carried out: check, then send the request again."
)

logger = logging.getLogger(__name__)


class ProblemProtocol(H11Protocol):
    """uvicorn's protocol, whose own errors are problems with a request id.

    It closes connections whose request does not arrive, as that of a client which wants to use them
    up: its head has to be there within `head_seconds`, and its body may stop for `body_seconds` and
    has to come at `body_bytes_per_second` on average. Time in which the server does not read does
    not count. So does it with one that takes nothing of what waits for it for `reader_seconds`.
    """

    head_seconds: ClassVar[float] = 20.0
    body_seconds: ClassVar[float] = 30.0
    body_bytes_per_second: ClassVar[float] = 500.0
    reader_seconds: ClassVar[float] = 120.0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._arriving: type[Any] | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn does
        """Wait for the head of the first request."""
        super().connection_made(transport)
        # a client that reads nothing of the last bytes of a response is noticed, too
        transport.set_write_buffer_limits(high=1)
        self._arriving = h11.IDLE
        self._wait_for(self.head_seconds)

    def _should_upgrade(self) -> bool:
        """Answer a handshake for WebSockets as any request: it would leave this protocol."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        self._watch_no_reader()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Handle what arrived, and give the client time for the rest."""
        super().data_received(data)
        self._watch(len(data))

    def on_response_complete(self) -> None:
        """Watch what is left of the request, or the next one if it has begun."""
        super().on_response_complete()
        self._watch(0)

    def pause_writing(self) -> None:
        """Write no more until the client has read, and give it time for that."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """Write on."""
        self._watch_no_reader()
        super().resume_writing()

    def _watch_reader(self) -> None:
        self._unread = unsent_bytes(self.transport)
        self._reading = self.loop.call_later(self.reader_seconds, self._unread_for_long)

    def _watch_no_reader(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _unread_for_long(self) -> None:
        """Break the connection, unless its client has read something."""
        # with TLS it may also be more: between the two buffers is one that is not seen
        if unsent_bytes(self.transport) != self._unread:
            self._watch_reader()
        else:
            logger.info("a connection was closed whose client did not read")
            self.transport.abort()

    def _watch(self, size: int) -> None:
        """Set the time by which more has to arrive, after `size` bytes did."""
        state: type[Any] | None = self.conn.their_state
        if state is h11.SEND_BODY:
            now = self.loop.time()
            earlier = self._due if self._arriving is state else now + self.body_seconds
            gained = earlier + size / self.body_bytes_per_second
            self._wait_for(min(gained, now + self.body_seconds) - now)
        elif state is h11.IDLE and self.conn.trailing_data[0]:
            if self._arriving is not state:  # more of a head gives no more time for it
                self._wait_for(self.head_seconds)
        else:
            self._wait_no_longer()
            state = None
        self._arriving = state

    def _wait_for(self, seconds: float) -> None:
        self._wait_no_longer()
        self._due = self.loop.time() + seconds
        self._timer = self.loop.call_later(max(0.0, seconds), self._overdue)

    def _wait_no_longer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _overdue(self) -> None:
        """Close the connection, unless it is the server that does not read."""
        body = self.conn.their_state is h11.SEND_BODY
        if body and (self.flow.read_paused or self.cycle.waiting_for_100_continue):
            self._wait_for(self.body_seconds)
            return
        self._refuse(RequestTimedOut())

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it only says that it is invalid
        """Send the response to a request that cannot be read, and close the connection."""
        sending = self.conn.our_state is h11.SEND_RESPONSE
        self._refuse(InvalidInput(BROKEN_BODY if sending else NOT_HTTP))

    def _refuse(self, error: QuothError) -> None:
        """Send an error, unless a response has begun, and close the connection."""
        self._wait_no_longer()
        if self.transport.is_closing():
            return
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            request_id = str(new_id())
            logger.info("request %s was refused: %s", request_id, error.code)
            if self.conn.our_state is h11.SEND_RESPONSE:
                # the application has the head of the request already; it hears no more of it
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            body = problem_body(error, request_id)
            headers = [
                ("content-type", MEDIA_TYPE),
                ("content-length", str(len(body))),
                *((name.lower(), value) for name, value in API_HEADERS.items()),
                ("x-request-id", request_id),
                ("connection", "close"),
            ]
            for event in (
                h11.Response(status_code=status_of(type(error)), headers=headers),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
