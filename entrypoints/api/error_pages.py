"""Shows errors in the form that who asked can read: a problem, OpenAI's envelope, or a page."""

import re
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.datastructures.headers import Accept
from litestar.types import Scope

from entrypoints.api.openai.errors import as_openai
from entrypoints.api.problems import MEDIA_TYPE
from entrypoints.api.schemas import Problem
from entrypoints.api.security_headers import PAGE_HEADERS

# below this path every error is a problem
API = "api"
# and below this one in OpenAI's envelope
OPENAI = "v1"

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width">
<title>{title} · Quoth</title>
<h1>{title}</h1>
<p>{detail}</p>
<p>Status {status}, request {request_id}.</p>
</html>
"""

_REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*(;|$)", re.IGNORECASE)

ErrorT = TypeVar("ErrorT", bound=Exception)
Handler = Callable[[Request[Any, Any, Any], ErrorT], Response[Any]]


class ErrorPages:
    """Chooses between a problem and a page by path and `Accept`."""

    def __init__(self, client: bytes | None) -> None:
        """Create the pages.

        Args:
            client: The page of the web client, which says itself that it does not know an address;
                None without a built client.
        """
        self._client = client

    def wrap(self, handle: Handler[ErrorT]) -> Handler[ErrorT]:
        """Return an exception handler whose problems are pages where a page is wanted."""

        def handle_with_pages(request: Request[Any, Any, Any], error: ErrorT) -> Response[Any]:
            return self.choose(request.scope, handle(request, error))

        return handle_with_pages

    def choose(self, scope: Scope, problem: Response[Problem]) -> Response[Any]:
        """Return a problem as it is, as OpenAI's clients read it, or as a page for a browser."""
        first = scope["path"].lstrip("/").partition("/")[0]
        if first == API:
            return problem
        if first == OPENAI:
            return as_openai(problem)
        problem.headers["Vary"] = "Accept"
        accept = ",".join(
            value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"
        )
        if not prefers_html(accept):
            return problem
        not_found = problem.status_code == HTTPStatus.NOT_FOUND
        return Response(
            self._client if self._client and not_found else _page(problem.content),
            status_code=problem.status_code,
            media_type="text/html",
            headers={**problem.headers, "Cache-Control": "no-store", **PAGE_HEADERS},
        )


def _page(problem: Problem) -> bytes:
    fields = {name: escape(str(getattr(problem, name))) for name in problem.__struct_fields__}
    return PAGE.format_map(fields).encode()


def prefers_html(accept: str) -> bool:
    """Return whether a header `Accept` prefers HTML to JSON."""
    types = ",".join(each for each in accept.split(",") if not _REFUSED.search(each))
    try:
        return (
            Accept(types).best_match([MEDIA_TYPE, "application/json", "text/html"]) == "text/html"
        )
    except OverflowError:  # an infinite quality
        return False
