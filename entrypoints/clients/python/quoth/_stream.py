"""A stream of events across connections: what was received, and what to request next."""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import httpx
import msgspec

from quoth._call import Call, decoder_of, nothing
from quoth.errors import ConnectionFailed, ResponseNotUnderstood

Event = TypeVar("Event")


def cut_off() -> ConnectionFailed:
    """Return the error for a stream that ended without its last event."""
    return ConnectionFailed("The stream ended before the last event.", sent=True)


class EventLines:
    """Splits a body into server-sent events (id, data). Comments are left out."""

    def __init__(self) -> None:
        self._rest = b""
        self._id = b""
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the events that this piece completes."""
        # other characters that end a line for Python, such as U+2028, end none here
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            name, _, value = line.removesuffix(b"\r").partition(b":")
            match name:
                case b"id":
                    self._id = value.removeprefix(b" ")
                case b"data":
                    self._data.append(value.removeprefix(b" "))
                case b"" if self._data and not value:
                    yield self._id, b"\n".join(self._data)
                    self._data = []
                case _:
                    pass


class _Tagged(msgspec.Struct):
    type: str


_TAGGED = msgspec.json.Decoder(_Tagged)


class EventStream(Generic[Event]):
    """The state of one stream. Does no input or output.

    Attributes:
        ended: Whether the last event has been received.
    """

    def __init__(
        self,
        first: Call[None],
        kinds: Any,
        last: tuple[type, ...],
        resumed_at: Callable[[Event], str | None] = lambda _: None,
    ) -> None:
        """Create the stream.

        Args:
            first: The request that starts it.
            kinds: The union of the events.
            last: The events of which one ends the stream.
            resumed_at: Returns the path where it is continued, for the event that names it.
        """
        self.ended = False
        self._call = first
        self._decoder: msgspec.json.Decoder[Event] = decoder_of(kinds)
        self._known = {each.__struct_config__.tag for each in kinds.__args__}
        self._last = last
        self._resumed_at = resumed_at
        self._lines = EventLines()
        self._seen = b""

    def request(self) -> Call[None]:
        """Return the request for the events after those received."""
        self._lines = EventLines()
        if not self._seen or self._call.method != "GET":
            return self._call
        headers = {"Last-Event-ID": self._seen.decode()}
        return Call("GET", self._call.path, nothing, headers=headers)

    def begin(self, response: httpx.Response) -> None:
        """Check the head of a response.

        Raises:
            ResponseNotUnderstood: If no events follow.
        """
        kind = response.headers.get("content-type", "")
        if not kind.startswith("text/event-stream"):
            raise ResponseNotUnderstood(
                f"The response to {self._call.method} {self._call.path} is no stream of events"
                f" but {kind!r}: check the address."
            )

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Yield the events that this piece completes; kinds that are new are left out."""
        for number, data in self._lines.feed(piece):
            try:
                known = _TAGGED.decode(data).type in self._known
                event = self._decoder.decode(data) if known else None
            except msgspec.DecodeError as exc:
                raise ResponseNotUnderstood(f"An event is not Quoth's ({exc}).") from exc
            self._seen = number
            if event is None:
                continue
            if path := self._resumed_at(event):
                self._call = Call("GET", path, nothing)
            self.ended = isinstance(event, self._last)
            yield event
            if self.ended:
                return
