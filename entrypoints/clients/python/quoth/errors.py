"""What can go wrong: a tree by what a caller can do about it.

QuothError
├── ConnectionFailed      the server was not reached, or the connection broke
├── AnswerFailed          an answer ended with an error event
├── ProcessingFailed      the work on a document ended without one
├── ResponseNotUnderstood the address is not Quoth's, or its version is another one
└── RequestRefused        the server answered with a problem
    ├── InvalidRequest    400, 413, 415, 416, 422: change the request
    ├── AccessRefused     401, 403: use another key
    ├── NotFound          404
    ├── Conflict          409
    ├── RateLimited       429: wait `retry_after` seconds
    └── Unavailable       502, 503, 504, 507: the server is not able to, at the moment
"""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

import msgspec


class QuothError(Exception):
    """Something went wrong. `code` is stable; `message` is for people."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class ConnectionFailed(QuothError):
    """The server was not reached, or the connection broke.

    Attributes:
        sent: Whether the server may have received the request.
    """

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message, "connection_failed")
        self.sent = sent


class AnswerFailed(QuothError):
    """An answer ended with an error. `partial` says whether a part of its text was stored."""

    def __init__(self, message: str, code: str, message_id: UUID, *, partial: bool) -> None:
        super().__init__(message, code)
        self.message_id = message_id
        self.partial = partial


class ProcessingFailed(QuothError):
    """The work on a document ended without a searchable document."""

    def __init__(self, message: str, code: str, document_id: UUID) -> None:
        super().__init__(message, code)
        self.document_id = document_id


class ResponseNotUnderstood(QuothError):
    """A response is not what Quoth sends."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "response_not_understood")


class RequestRefused(QuothError):
    """The server answered with a problem.

    Attributes:
        status: The status of the response.
        request_id: What the server's log names the request.
        retry_after: The seconds until another attempt makes sense; None if unknown.
    """

    def __init__(
        self, message: str, code: str, status: int, request_id: str, retry_after: float | None
    ) -> None:
        super().__init__(message, code)
        self.status = status
        self.request_id = request_id
        self.retry_after = retry_after


class InvalidRequest(RequestRefused):
    """The request has to change."""


class AccessRefused(RequestRefused):
    """The key is missing or not valid, or its role is too small."""


class NotFound(RequestRefused):
    """What was asked for does not exist."""


class Conflict(RequestRefused):
    """The request conflicts with another one, or with the state of what it is about."""


class RateLimited(RequestRefused):
    """Too many requests."""


class Unavailable(RequestRefused):
    """The server, or a part of it, is not available at the moment."""


KINDS: Mapping[int, type[RequestRefused]] = {
    HTTPStatus.BAD_REQUEST: InvalidRequest,
    HTTPStatus.UNAUTHORIZED: AccessRefused,
    HTTPStatus.FORBIDDEN: AccessRefused,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: InvalidRequest,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: InvalidRequest,
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: InvalidRequest,
    HTTPStatus.UNPROCESSABLE_ENTITY: InvalidRequest,
    HTTPStatus.TOO_MANY_REQUESTS: RateLimited,
    HTTPStatus.BAD_GATEWAY: Unavailable,
    HTTPStatus.SERVICE_UNAVAILABLE: Unavailable,
    HTTPStatus.GATEWAY_TIMEOUT: Unavailable,
    HTTPStatus.INSUFFICIENT_STORAGE: Unavailable,
}


class _Problem(msgspec.Struct):
    """Problem details (RFC 9457) as Quoth sends them."""

    detail: str
    code: str
    request_id: str = ""


_PROBLEM = msgspec.json.Decoder(_Problem)


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> RequestRefused:
    """Return the error for a response that is not a success."""
    try:
        problem = _PROBLEM.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):  # of a proxy in between
        problem = _Problem(f"The server answered with the status {status}.", f"http_{status}")
    kind = KINDS.get(status, RequestRefused)
    seconds = headers.get("retry-after", "")
    return kind(
        problem.detail,
        problem.code,
        status,
        problem.request_id,
        float(seconds) if seconds.isascii() and seconds.isdecimal() else None,
    )
