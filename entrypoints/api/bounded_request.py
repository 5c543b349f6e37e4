"""Reads request bodies with a size limit, and treats their content as untrusted."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any, ClassVar

import msgspec
from litestar import Request
from litestar.datastructures import State

from domain.errors import InvalidInput
from entrypoints.api.json_body import decoded
from entrypoints.api.request_errors import RequestTooLarge
from entrypoints.api.roles import ANYBODY, role_of
from entrypoints.api.standing import refusal_of_reader

MAX_JSON_BYTES = 1024 * 1024
MAX_DRAINED_BYTES = 64 * 1024 * 1024
# of a route that needs nobody: who is not known may hold neither memory nor a connection for long
MAX_BYTES_OF_ANYBODY = 8 * 1024
MAX_DRAINED_BYTES_OF_ANYBODY = 256 * 1024


class BoundedRequest(Request[Any, Any, State]):
    """A request with a limit on its body, whose malformed JSON is always a client error."""

    most_bytes: ClassVar[int] = MAX_JSON_BYTES
    _whole: bytes | None = None

    async def body(self) -> bytes:
        """Return the whole body, and cache it: the framework calls this more than once.

        Raises:
            RequestTooLarge: If the body is larger than `most_bytes`, or than 8 KiB where anybody
                may send one.
        """
        if self._whole is None:
            limit = MAX_BYTES_OF_ANYBODY if self._is_of_anybody else self.most_bytes
            self._whole = await self.bounded_body(limit)
        return self._whole

    async def json(self) -> Any:
        """Return the body as the type that the handler declares for its data.

        The framework converts what is similar: 0 to false, "5" to 5. This is strict instead.

        Raises:
            InvalidInput: If the body is not JSON of that type in UTF-8, or nested too deeply.
            RequestTooLarge: If the body is larger than `most_bytes`.
        """
        body = await self.body()
        if not body:
            raise InvalidInput("The body is empty: send JSON.")
        declared = self.route_handler.parsed_fn_signature.parameters["data"].annotation
        try:
            return msgspec.convert(decoded(body), declared)
        except msgspec.ValidationError as exc:
            raise InvalidInput(f"The request is not valid: {exc}.") from None
        except msgspec.DecodeError as exc:
            raise InvalidInput(f"The body is not valid JSON: {exc}.") from None
        except UnicodeDecodeError as exc:
            raise InvalidInput(
                f"The body is not UTF-8: byte {exc.start} cannot be decoded."
            ) from None

    @property
    def _is_of_anybody(self) -> bool:
        """Whether its route needs nobody. Of all others, the sender is known by now."""
        return role_of(self.route_handler) == ANYBODY

    async def bounded_body(self, limit: int) -> bytes:
        """Return the whole body if it has at most `limit` bytes.

        Raises:
            InvalidInput: If the client disconnects before the end of the body.
            RequestTooLarge: If the body is larger.
        """
        return b"".join([piece async for piece in self.pieces(limit)])

    async def pieces(self, limit: int) -> AsyncIterator[bytes]:
        """Yield the body piece by piece, up to `limit` bytes.

        A client whose connection is closed while it sends sees a reset instead of the error. So
        what a body has over the limit is read to its end and discarded, up to 64 MiB; 256 KiB where
        anybody may send one.

        Raises:
            InvalidInput: If the client disconnects before the end of the body.
            RequestTooLarge: If the body is larger, at its end.
            NotAuthenticated: If the key was revoked or has expired while the body came.
            NotAllowed: If what its sender may do has changed meanwhile.
        """
        drained = MAX_DRAINED_BYTES_OF_ANYBODY if self._is_of_anybody else MAX_DRAINED_BYTES
        with contextlib.suppress(ValueError):  # ignore a malformed length: the bytes are counted
            announced = int(self.headers.get("content-length", "0"))
            waits = self.headers.get("expect", "").lower() == "100-continue"
            if announced > limit and (waits or announced > limit + drained):
                raise RequestTooLarge(limit)
        size = 0
        more = True
        while more and size <= limit + drained:
            event = await self.receive()
            if event["type"] != "http.request":
                raise InvalidInput("The request ended before its body was complete.")
            piece = event.get("body", b"")
            more = event.get("more_body", False)
            size += len(piece)
            if size <= limit:
                yield piece
        # a body may take hours, and only what follows it does something
        if (refusal := await refusal_of_reader()) is not None:
            raise refusal
        if size > limit:
            raise RequestTooLarge(limit)
