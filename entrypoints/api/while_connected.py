"""Work that ends when the client that wants its result leaves."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from litestar import Request

from domain.errors import InvalidInput

Result = TypeVar("Result")


async def while_connected(
    request: Request[Any, Any, Any], work: Coroutine[Any, Any, Result]
) -> Result:
    """Return what the work returns.

    Args:
        request: Its body was read.
        work: Is cancelled if the client leaves.

    Raises:
        InvalidInput: If the client left. Nobody reads it, except in the log.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise InvalidInput("The client left before its response was ready.")
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request[Any, Any, Any]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
