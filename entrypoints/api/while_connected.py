"""Work that ends when who wants its result leaves, or may not have it any more."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from litestar import Request

from domain.errors import InvalidInput
from entrypoints.api.standing import reader_refused

Result = TypeVar("Result")


async def while_connected(
    request: Request[Any, Any, Any], work: Coroutine[Any, Any, Result]
) -> Result:
    """Return what the work returns.

    Args:
        request: Its body was read.
        work: Is cancelled if the client leaves, or its key is revoked or expires.

    Raises:
        InvalidInput: If the client left. Nobody reads it, except in the log.
        NotAuthenticated: If its key was revoked or has expired.
        NotAllowed: If what it may do has changed.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    refusing = asyncio.create_task(reader_refused())
    tasks = (working, leaving, refusing)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if refusing.done():
            raise refusing.result()
        if not working.done():
            raise InvalidInput("The client left before its response was ready.")
        return working.result()
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _left(request: Request[Any, Any, Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
