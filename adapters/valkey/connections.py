"""The connections to a server of Valkey or Redis. Errors of the client library end here.

This module imports that library, which takes a while: import it when it is needed.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    ConnectionError,  # noqa: A004 - the library's own
    NoPermissionError,
    NoScriptError,
    OutOfMemoryError,
    RedisError,
)

from adapters.valkey.patience import patience
from adapters.valkey.scripts import Script
from domain.errors import Misconfigured, Unavailable

CLOSING_SECONDS = 1.0

MEANWHILE = "Until it works, rate limits are counted in the database, and replicas share no cache."


class Connections:
    """A pool of connections. No call is retried."""

    def __init__(self, url: str, most: int) -> None:
        """Configure the pool without connecting.

        Args:
            url: The address, as in the settings.
            most: The maximum number of connections.

        Raises:
            Misconfigured: If the address has parameters that there are not.
        """
        parameters = parse_qs(urlsplit(url).query)
        try:
            if not all(name.startswith("ssl_") for name in parameters):
                raise ValueError  # the others are for the program to decide
            self._client = Redis.from_url(
                url.replace("valkey", "redis", 1) if url.startswith("valkey") else url,
                max_connections=most,
                client_name="quoth",
                # each of these saves a round trip while a connection is opened
                protocol=2,
                driver_info=None,
                # the caller has its own patience, and retries nothing
                socket_timeout=None,
                socket_connect_timeout=None,
                retry=Retry(NoBackoff(), 0),
            )
            # not used: this only looks whether its parameters are known
            self._client.connection_pool.make_connection()  # type: ignore[no-untyped-call] # the library has no type for it
        except (TypeError, ValueError) as exc:
            raise Misconfigured(
                "QUOTH_VALKEY_URL is not an address such as valkey://user:password@host:6379/0:"
                " see docs/valkey.md for its parameters."
            ) from exc
        # the library has no type for it
        self._execute: Callable[..., Awaitable[Any]] = self._client.execute_command

    async def command(self, seconds: float, *words: str | bytes | float) -> Any:
        """Return the answer to a command.

        Raises:
            Unavailable: If there is none within this time, or it is an error.
        """
        try:
            async with patience(seconds):
                return await self._execute(*words)
        except (RedisError, OSError, TimeoutError) as exc:
            raise Unavailable(_explained(exc)) from exc

    async def run(
        self, seconds: float, script: Script, key: str, *arguments: str | bytes | float
    ) -> Any:
        """Return the result of a script on one key, or on the keys that begin with it.

        Raises:
            Unavailable: If there is none within this time, or it is an error.
        """
        try:
            async with patience(seconds):
                try:
                    return await self._execute("EVALSHA", script.sha, 1, key, *arguments)
                except NoScriptError:  # a server that has started again has forgotten it
                    return await self._execute("EVAL", script.text, 1, key, *arguments)
        except (RedisError, OSError, TimeoutError) as exc:
            raise Unavailable(_explained(exc)) from exc

    async def drop_idle(self) -> None:
        """Close the connections that nobody uses: their other end may be gone silently."""
        async with _closing():
            await self._client.connection_pool.disconnect(inuse_connections=False)

    async def close(self) -> None:
        """Close all connections."""
        async with _closing():
            await self._client.aclose()


@asynccontextmanager
async def _closing() -> AsyncIterator[None]:
    """Close connections in the block, without waiting for a server that does not say goodbye."""
    with suppress(RedisError, OSError, TimeoutError):
        async with asyncio.timeout(CLOSING_SECONDS):
            yield


def _explained(error: Exception) -> str:
    match error:
        case TimeoutError():  # of this program: the library has none
            problem = "does not answer."
        case OutOfMemoryError():
            problem = "has no memory left: raise its maxmemory."
        case AuthenticationError() | NoPermissionError():
            problem = "refuses the user or the password of QUOTH_VALKEY_URL."
        case BusyLoadingError():
            problem = "is still loading its data."
        case ConnectionError() if isinstance(error.__context__, ssl.SSLCertVerificationError):
            problem = "has a certificate that is not trusted: see ssl_ca_certs in docs/valkey.md."
        case ConnectionError() | OSError():
            problem = "is not reachable."
        case _:
            code = getattr(error, "status_code", None) or str(error).split(" ")[0]
            problem = f"answers with {code}: it must be Valkey, or Redis 7, that can be written to."
    return f"Valkey {problem} {MEANWHILE}"
