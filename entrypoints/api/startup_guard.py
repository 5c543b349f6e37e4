"""Refuses requests while the server is starting."""

from typing import Any

from dishka import AsyncContainer
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from domain.errors import Starting
from entrypoints.api.server_info import Startup


def refuse_while_starting(container: AsyncContainer) -> Guard:
    """Return a guard that raises Starting until every part of the server is open."""

    async def guard(_: ASGIConnection[Any, Any, Any, Any], __: BaseRouteHandler) -> None:
        if (await container.get(Startup)).starting:
            raise Starting

    return guard
