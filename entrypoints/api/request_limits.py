"""Limits how often a client may ask, and tells it in each response what it has left."""

from collections.abc import Iterator, Sequence
from typing import Any

from dishka import AsyncContainer
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers.base import BaseRouteHandler
from litestar.types import ASGIApp, Guard, Message, Receive, Scope, Send

from application.limits.count_request import CountRequest
from application.limits.requester import requested_from
from domain.limits.rate_limit import Allowance, Limited

OPENAI = "/v1/"


class Requesters:
    """Says whose request is handled, and adds to its response what is left of the limits."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap what counts requests."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request. One without an address is sent by this program itself."""
        client = scope.get("client")
        if scope["type"] != ScopeType.HTTP or client is None:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        with requested_from(client[0]) as requester:

            async def send_with_limits(message: Message) -> None:
                if message["type"] == "http.response.start" and requester.allowances:
                    added = limit_headers(requester.allowances, openai=path.startswith(OPENAI))
                    message["headers"] = [*message["headers"], *added]
                await send(message)

            await self._app(scope, receive, send_with_limits)


def limit_requests(container: AsyncContainer) -> Guard:
    """Return a guard that counts every request of whoever is known by then."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        if connection.scope.get("user") is None:
            return  # somebody who signs in: what fails is counted
        await (await container.get(CountRequest)).execute(Limited.REQUESTS)

    return guard


def limit_headers(
    allowances: Sequence[Allowance], *, openai: bool
) -> Iterator[tuple[bytes, bytes]]:
    """Yield the headers for what is left of the limits that a request was counted for.

    `RateLimit` and `RateLimit-Policy` have all of them, as the IETF's draft does. The others have
    the limit of which the least is left, for clients that read older drafts or OpenAI's headers.
    """
    policies = ", ".join(
        f'"{each.limit.what}";q={each.limit.most};w={each.limit.seconds}' for each in allowances
    )
    left = ", ".join(
        f'"{each.limit.what}";r={each.remaining};t={each.reset_after}' for each in allowances
    )
    least = min(allowances, key=lambda each: each.remaining)
    headers = {
        "ratelimit-policy": policies,
        "ratelimit": left,
        "ratelimit-limit": str(least.limit.most),
        "ratelimit-remaining": str(least.remaining),
        "ratelimit-reset": str(least.reset_after),
    }
    if openai:
        headers |= {
            "x-ratelimit-limit-requests": str(least.limit.most),
            "x-ratelimit-remaining-requests": str(least.remaining),
            "x-ratelimit-reset-requests": f"{least.reset_after}s",
        }
    for name, value in headers.items():
        yield name.encode(), value.encode()
