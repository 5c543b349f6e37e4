"""Maps errors to HTTP statuses and problem details (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import Send
from msgspec import UNSET
from structlog.contextvars import bound_contextvars, get_contextvars

from domain import errors
from entrypoints.api.request_errors import (
    CrossOrigin,
    HostNotServed,
    RangeNotSatisfiable,
    RequestTimedOut,
    RequestTooLarge,
)
from entrypoints.api.schemas import Problem

MEDIA_TYPE = "application/problem+json"
CHALLENGE = {"WWW-Authenticate": "Bearer"}

# an error has the status of its nearest ancestor in this table
STATUS_OF: Mapping[type[errors.QuothError], int] = {
    errors.QuothError: 500,
    errors.InvalidInput: 400,
    RequestTimedOut: 408,
    RequestTooLarge: 413,
    errors.FileTooLarge: 413,
    errors.IdempotencyKeyReused: 422,
    errors.UnsupportedFileType: 415,
    errors.FileDamaged: 422,
    errors.FileTooComplex: 422,
    errors.DocumentPasswordRequired: 422,
    errors.DocumentHasNoText: 422,
    errors.TextTooLong: 422,
    errors.TextTooCostly: 422,
    errors.ProcessingCancelled: 409,
    CrossOrigin: 403,
    HostNotServed: 421,
    RangeNotSatisfiable: 416,
    errors.NotAuthenticated: 401,
    errors.NotAllowed: 403,
    errors.QuotaExceeded: 403,
    errors.DailyQuotaExceeded: 429,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.RateLimited: 429,
    errors.Unavailable: 503,
    errors.LanguageModelFailed: 502,
    errors.LanguageModelTimedOut: 504,
    errors.AnswerInterrupted: 503,
    errors.InsufficientStorage: 507,
}

# what a handler may raise that reads the database, and one that also changes it
READING: tuple[type[errors.QuothError], ...] = (
    errors.Starting,
    errors.DatabaseUnavailable,
    errors.RateLimited,
)
WRITING = (
    *READING,
    errors.OutcomeUnknown,
    errors.NotAudited,
    errors.InsufficientStorage,
)

logger = logging.getLogger(__name__)


def status_of(kind: type[errors.QuothError]) -> int:
    """Return the HTTP status of an error class."""
    return next(status for base in kind.mro() if (status := STATUS_OF.get(base)))


def current_request_id() -> str:
    """Return the id of the current request, or an empty string outside a request."""
    return str(get_contextvars().get("request_id", ""))


def problem_response(
    status: int,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    retry_after: int | None = None,
) -> Response[Problem]:
    """Return a response with problem details."""
    all_headers = dict(headers or {})
    if retry_after is not None:
        all_headers["Retry-After"] = str(retry_after)
    problem = Problem(
        type=f"urn:quoth:problem:{code}",
        title=code.replace("_", " ").capitalize(),
        status=status,
        detail=detail,
        code=code,
        request_id=current_request_id(),
        retry_after=UNSET if retry_after is None else retry_after,
    )
    return Response(problem, status_code=status, media_type=MEDIA_TYPE, headers=all_headers)


def handle_quoth_error(_: object, error: errors.QuothError) -> Response[Problem]:
    """Return the response for an error of Quoth."""
    status = status_of(type(error))
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("request failed: %s", error.code, exc_info=error)
    retry_after = getattr(error, "retry_after", None)
    headers = CHALLENGE if status == HTTPStatus.UNAUTHORIZED else getattr(error, "headers", None)
    return problem_response(
        status, error.code, error.message, headers=headers, retry_after=retry_after
    )


def problem_body(error: errors.QuothError, request_id: str) -> bytes:
    """Return the problem for an error that no request of the application led to."""
    with bound_contextvars(request_id=request_id):
        return msgspec.json.encode(handle_quoth_error(None, error).content)


async def send_response(send: Send, response: Response[Problem] | Response[bytes]) -> None:
    """Send the response for an error without the framework, for use in middleware."""
    content = response.content
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    charset = "; charset=utf-8" if response.media_type == "text/html" else ""
    headers = {
        "Content-Type": f"{response.media_type}{charset}",
        "Content-Length": str(len(body)),
        **response.headers,
    }
    await send(
        {
            "type": "http.response.start",
            "status": response.status_code or 500,
            "headers": [(name.lower().encode(), each.encode()) for name, each in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})


def handle_http_exception(_: object, error: HTTPException) -> Response[Problem]:
    """Return the response for an error of the framework, such as an unknown path."""
    status = HTTPStatus(error.status_code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return handle_unexpected(_, error)
    code = "invalid_request" if status == HTTPStatus.BAD_REQUEST else status.name.lower()
    return problem_response(status, code, _detail(error), headers=error.headers)


def handle_unexpected(_: object, error: Exception) -> Response[Problem]:
    """Log an unexpected error, and return a response without its details."""
    logger.error("request failed unexpectedly", exc_info=error)
    failure = errors.QuothError()
    return problem_response(500, failure.code, failure.message)


def _detail(error: HTTPException) -> str:
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        found = [
            f"{item['key']}: {item['message']}" if "key" in item else str(item["message"])
            for item in error.extra
            if isinstance(item, dict) and "message" in item
        ]
        if found:
            return "The request is not valid: " + "; ".join(found) + "."
    return error.detail


def problems(*kinds: type[errors.QuothError], free: bool = False) -> dict[int, ResponseSpec]:
    """Return the OpenAPI responses for the errors that a handler may return.

    Args:
        kinds: The errors of this handler.
        free: Whether its route needs nobody.
    """
    by_status: dict[int, list[str]] = {}
    # any request can be invalid or name another host, and any handler can fail unexpectedly
    always: list[type[errors.QuothError]] = [errors.InvalidInput, HostNotServed, errors.QuothError]
    if not free:
        always += [errors.NotAuthenticated, errors.NotAllowed, *READING]
    if any(issubclass(kind, errors.NotFound) for kind in kinds):
        always.append(errors.NotFound)  # an id in a path may be malformed
    for kind in dict.fromkeys((*kinds, *always)):
        by_status.setdefault(status_of(kind), []).append(kind.code)
    return {
        status: ResponseSpec(
            Problem,
            description=", ".join(f"`{code}`" for code in codes),
            media_type=MEDIA_TYPE,
            generate_examples=False,
        )
        for status, codes in by_status.items()
    }
