"""The first connection to a server: is it PostgreSQL, and does it let Quoth in?

What waiting cannot cure ends the start at once: a wrong password, say, or a web server in place of
PostgreSQL. A server that is not there yet, or still starting, may be tried again.
"""

import asyncio
import contextlib
import socket
import ssl
import struct

import asyncpg

from adapters.postgres.address import Address, address_of
from adapters.postgres.errors import DRIVER_ERRORS, is_about_the_server
from adapters.postgres.server_check import misconfigured_when_refused
from domain.errors import DatabaseUnavailable, Misconfigured

SSL_REQUEST = struct.pack("!ii", 8, 80877103)
GREETING_SECONDS = 1.0
CONNECT_SECONDS = 3.0
CONTACT_SECONDS = 4.5  # in all, so that within 5 something is said
# the first that fits
REASONS: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "there is no host of this name"),
    (TimeoutError, "it does not answer"),
    (asyncpg.CannotConnectNowError, "it is starting or stopping"),
    (asyncpg.TooManyConnectionsError, "it has too many connections"),
    (ConnectionRefusedError, "connection refused"),
    (FileNotFoundError, "it has no socket there"),
    (ConnectionError, "it closed the connection"),
)


async def reach(url: str, variable: str = "QUOTH_DATABASE_URL") -> None:
    """Connect once and disconnect.

    Args:
        url: The address of the server.
        variable: The setting that it comes from.

    Raises:
        Misconfigured: If the URL or the server has to change; the message says what.
        DatabaseUnavailable: If another attempt may succeed; the message says what happened.
    """
    try:
        await _reach(url)
    except Misconfigured as exc:
        raise Misconfigured(exc.message.replace("QUOTH_DATABASE_URL", variable)) from exc


async def _reach(url: str) -> None:
    address = address_of(url)
    try:
        async with asyncio.timeout(CONTACT_SECONDS):
            offers_tls = None if address.host is None else await _greet(address)
            await _connect(url, address, offers_tls)
    except DRIVER_ERRORS as exc:
        raise DatabaseUnavailable(
            f"PostgreSQL at {address.text} is not reachable: {_reason(exc)}."
        ) from exc
    except ValueError as exc:  # of a name that the domain name system does not permit
        raise Misconfigured("The host in QUOTH_DATABASE_URL is not valid: check it.") from exc


async def _greet(address: Address) -> bool | None:
    """Ask whether the server offers TLS, which every PostgreSQL answers with one letter.

    Returns:
        Whether it does, or None if the answer leaves it open.

    Raises:
        Misconfigured: If something else answers.
        OSError: If nothing answers.
    """
    opening = (
        asyncio.open_unix_connection(f"{address.host}/.s.PGSQL.{address.port}")
        if address.host is not None and address.host.startswith("/")
        else asyncio.open_connection(address.host, address.port)
    )
    async with asyncio.timeout(CONNECT_SECONDS):
        reader, writer = await opening
    try:
        writer.write(SSL_REQUEST)
        try:
            async with asyncio.timeout(GREETING_SECONDS):
                answer = await reader.read(16)
        except TimeoutError:
            # a web server waits for the end of the line; a PostgreSQL that is merely slow has
            # read its request already
            writer.write(b"\r\n\r\n")
            async with asyncio.timeout(GREETING_SECONDS):
                answer = await reader.read(16)
    finally:
        writer.close()
    if not answer:
        raise ConnectionResetError
    if answer in (b"S", b"N"):
        return answer == b"S"
    if answer.startswith(b"E"):  # an error, which the next connection gets as well
        return None
    raise Misconfigured(
        f"At {address.text} something answers that is not PostgreSQL: check the host and the port"
        " in QUOTH_DATABASE_URL."
    )


async def _connect(url: str, address: Address, offers_tls: bool | None) -> None:
    try:
        with misconfigured_when_refused():
            connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    except asyncpg.TargetServerAttributeNotMatched:
        raise ConnectionRefusedError from None  # another server may become the primary
    except (OSError, asyncpg.PostgresError) as exc:
        if (problem := _incurable(exc, address, offers_tls)) is not None:
            raise Misconfigured(problem) from exc
        raise
    except (ValueError, TypeError, LookupError, asyncpg.InternalClientError) as exc:
        raise Misconfigured(
            f"QUOTH_DATABASE_URL cannot be used with PostgreSQL at {address.text}: check each part"
            " of it."
        ) from exc
    with contextlib.suppress(*DRIVER_ERRORS):
        await connection.close(timeout=GREETING_SECONDS)


def _incurable(
    exc: OSError | asyncpg.PostgresError, address: Address, offers_tls: bool | None
) -> str | None:
    """Return what to change after an error that waiting cannot cure, or None if it may."""
    if isinstance(exc, asyncpg.PostgresError) and not is_about_the_server(exc):
        return (
            f"PostgreSQL at {address.text} rejects QUOTH_DATABASE_URL: {exc.message}. Change or"
            " remove that part of it."
        )
    if isinstance(exc, ssl.SSLError) and not isinstance(exc, ssl.SSLEOFError):
        why = getattr(exc, "verify_message", None) or "no agreement with the server"
        return (
            f"TLS with PostgreSQL at {address.text} fails ({why}): check sslmode and sslrootcert in"
            " QUOTH_DATABASE_URL."
        )
    # the driver has no class of its own for a server without TLS
    if offers_tls is False and type(exc) is ConnectionError:
        return (
            f"PostgreSQL at {address.text} does not offer TLS, which QUOTH_DATABASE_URL requires:"
            " switch it on in the server (ssl = on), or remove sslmode."
        )
    # it has answered, so that its socket is there
    if address.host is not None and isinstance(exc, FileNotFoundError | PermissionError):
        return f"A file that QUOTH_DATABASE_URL names cannot be read ({exc.strerror})."
    return None


def _reason(exc: Exception) -> str:
    known = (reason for kind, reason in REASONS if isinstance(exc, kind))
    return next(known, getattr(exc, "strerror", None) or type(exc).__name__)
