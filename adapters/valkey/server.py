"""A server of Valkey or Redis that may be away at any time, without holding anybody up."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from adapters.valkey.scripts import PROBE, Script
from application.access.acting import acting_principal
from application.ports.health_probe import HealthProbe
from domain.errors import Misconfigured, Unavailable

if TYPE_CHECKING:
    from adapters.valkey.connections import Connections

PATIENCE = 0.1  # seconds, for one call
PAUSE = 1.0  # seconds, between two attempts to reach a server that is away
PROBE_PATIENCE = 1.0  # seconds, for such an attempt, for which nobody waits
SECONDS_BETWEEN_WARNINGS = 60.0
SECONDS_OF_A_NAME = 60.0  # until the database is asked again which one it is
CALLS = 32  # at the same time; as many connections at most
PROBE_KEY = "quoth:probe"

logger = logging.getLogger(__name__)


class Valkey(HealthProbe):
    """Calls the server, unless it is known to be away.

    The first call that fails makes it known. From then on calls fail immediately, and a task of its
    own tries to reach the server, until it works again.
    """

    def __init__(
        self,
        url: str,
        library: Callable[[], Awaitable[str]],
        patience: float = PATIENCE,
        pause: float = PAUSE,
    ) -> None:
        """Configure the calls without connecting.

        Args:
            url: The address, as in the settings.
            library: Names the database of the library: servers of different ones may share Valkey.
            patience: See PATIENCE.
            pause: See PAUSE.
        """
        self._url = url
        self._library = library
        self._patience = patience
        self._pause = pause
        self._connections: Connections | None = None
        self._name: str | None = None
        self._named_at = -SECONDS_OF_A_NAME
        self._places = asyncio.Semaphore(CALLS)
        self._problem: str | None = None
        self._watching: asyncio.Task[None] | None = None
        self._warned_at = -SECONDS_BETWEEN_WARNINGS

    async def open(self) -> None:
        """Load the client library and try to reach the server. It may be away.

        Raises:
            Misconfigured: If the library is not installed, or the address has wrong parameters.
        """
        self._connections = await asyncio.to_thread(self._loaded)
        with suppress(Unavailable):
            await self.check()

    async def close(self) -> None:
        """Close the connections."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._connections is not None:
            await self._connections.close()

    async def check(self) -> None:
        """Return if the server works now.

        Raises:
            Unavailable: If it does not; the message says why.
        """
        await self.run(PROBE, PROBE_KEY)

    async def describe(self) -> str:
        """Return the server's version and memory, as text for the operator.

        Raises:
            Unavailable: If it does not work.
        """
        await self.check()
        facts = await self.command("INFO")
        valkey = facts.get("valkey_version")
        name = f"Valkey {valkey}" if valkey else f"Redis {facts.get('redis_version')}"
        most = facts.get("maxmemory_human") if facts.get("maxmemory") else "no maxmemory"
        return (
            f"{name}, {facts.get('used_memory_human')} of {most}, {facts.get('maxmemory_policy')}"
        )

    async def place(self, *names: str) -> str:
        """Return the key for something of the acting workspace, in this library.

        Raises:
            Unavailable: If the library's name is not known yet, and the database is unavailable.
        """
        if self._name is None or time.monotonic() - self._named_at >= SECONDS_OF_A_NAME:
            self._name = await self._read_name(self._name)
        workspace = acting_principal().workspace.workspace_id
        return ":".join(("quoth", self._name, str(workspace), *names))

    async def command(self, *words: str | bytes | float) -> Any:
        """Return the answer to a command.

        Raises:
            Unavailable: If the server is away, or has not answered in time.
        """
        return await self._call(lambda server: server.command(self._patience, *words))

    async def run(self, script: Script, key: str, *arguments: str | bytes | float) -> Any:
        """Return the result of a script on one key, or on the keys that begin with it.

        Raises:
            Unavailable: If the server is away, or has not answered in time.
        """
        return await self._call(lambda server: server.run(self._patience, script, key, *arguments))

    async def _read_name(self, known: str | None) -> str:
        self._named_at = time.monotonic()  # who asks meanwhile takes the name that is known
        try:
            return await self._library()
        except Unavailable:
            if known is None:
                raise
            return known

    async def _call(self, call: Callable[["Connections"], Awaitable[Any]]) -> Any:
        if self._problem is not None:
            raise Unavailable(self._problem)
        async with self._places:
            if self._problem is not None:  # found out by a call that was waited for
                raise Unavailable(self._problem)
            if self._connections is None:
                self._connections = self._loaded()
            try:
                return await call(self._connections)
            except Unavailable as exc:
                self._away(exc.message)
                if self._watching is None or self._watching.done():
                    self._watching = asyncio.create_task(self._watch(self._connections))
                raise

    async def _watch(self, server: "Connections") -> None:
        while self._problem is not None:
            await asyncio.sleep(self._pause)
            try:
                await server.drop_idle()
                await server.run(PROBE_PATIENCE, PROBE, PROBE_KEY)
            except Unavailable as exc:
                self._away(exc.message)
            else:
                self._problem = None
                logger.info("Valkey works again")

    def _away(self, problem: str) -> None:
        self._problem = problem
        if time.monotonic() - self._warned_at >= SECONDS_BETWEEN_WARNINGS:
            self._warned_at = time.monotonic()
            logger.warning("%s", problem)

    def _loaded(self) -> "Connections":
        if self._connections is not None:
            return self._connections
        try:
            from adapters.valkey.connections import Connections
        except ImportError as exc:
            raise Misconfigured(
                "QUOTH_VALKEY_URL is set, and the package that talks to Valkey is not installed:"
                ' run pip install "quoth[valkey]", or unset it.'
            ) from exc
        return Connections(self._url, CALLS + 1)
