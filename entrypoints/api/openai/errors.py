"""Errors in the envelope that clients of OpenAI read."""

from http import HTTPStatus
from typing import Any

from litestar import Response
from msgspec import Struct

from domain.answering.events import AnswerFailed
from domain.errors import InvalidInput, NotFound, QuothError
from entrypoints.api.problems import problem_response, status_of
from entrypoints.api.schemas import Problem

TYPES = {
    HTTPStatus.UNAUTHORIZED: "authentication_error",
    HTTPStatus.FORBIDDEN: "permission_denied_error",
    HTTPStatus.NOT_FOUND: "not_found_error",
    HTTPStatus.CONFLICT: "conflict_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}
SAVED = "The text so far is saved: ask again."
"""What errors say of answers in sessions, which are stored."""


class ErrorDetails(Struct):
    """What went wrong. `code` is stable; `message` is meant for people."""

    message: str
    type: str
    code: str
    param: str | None = None


class ErrorEnvelope(Struct):
    """An error as OpenAI sends it."""

    error: ErrorDetails


class ModelUnknown(NotFound):
    """There is no model with this name."""

    code = "model_not_found"


class NotSupported(InvalidInput):
    """This server does not support a part of the request."""

    code = "not_supported"


def envelope(status: int, code: str, message: str) -> ErrorEnvelope:
    """Return an error as OpenAI sends it."""
    server = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "server_error" if server else TYPES.get(HTTPStatus(status), "invalid_request_error")
    return ErrorEnvelope(ErrorDetails(message, kind, code))


def as_openai(problem: Response[Problem]) -> Response[Any]:
    """Return the response for a problem in OpenAI's envelope, with its status and its headers."""
    details = problem.content
    return Response(
        envelope(details.status, details.code, details.detail),
        status_code=problem.status_code,
        media_type="application/json",
        headers=problem.headers,
    )


def failure(event: AnswerFailed, *, stored: bool = False) -> tuple[int, ErrorEnvelope]:
    """Return the status and the envelope of an answer that broke off."""
    message = event.error if stored else event.error.replace(SAVED, "Ask again.")
    status = _status(event.code)
    return status, envelope(status, event.code, message)


def failed_response(event: AnswerFailed) -> Response[Any]:
    """Return the response for an answer that broke off before anything of it was sent."""
    status, error = failure(event)
    retry_after = 5 if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    problem = problem_response(status, event.code, error.error.message, retry_after=retry_after)
    return as_openai(problem)


def _status(code: str) -> int:
    kinds = [QuothError]
    for kind in kinds:
        if kind.code == code:
            return status_of(kind)
        kinds += kind.__subclasses__()
    return HTTPStatus.INTERNAL_SERVER_ERROR
