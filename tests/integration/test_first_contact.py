"""The first contact with a database server: what ends the start, and what is waited for."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from adapters.postgres import first_contact
from adapters.postgres.first_contact import SSL_REQUEST, reach
from domain.errors import DatabaseUnavailable, Misconfigured
from tests.support.database_proxy import database_proxy
from tests.support.serving import Serve, serving


@asynccontextmanager
async def database_at(serve: Serve) -> AsyncIterator[str]:
    """Serve every connection, and yield the URL of the server as if it was a database."""
    async with serving(serve) as port:
        yield f"postgresql://u:secret@127.0.0.1:{port}/d"


async def web(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the first line with an error, as a web server does."""
    await reader.readline()
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")


async def secure_shell(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak first, with the letter that a PostgreSQL with TLS answers."""
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n")


async def hanging_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Close the connection, as the proxy of a container does before its server listens."""
    await reader.read(1)


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Read and say nothing."""
    while await reader.read(1024):
        pass


async def broken_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Offer TLS and then talk nonsense."""
    await reader.readexactly(len(SSL_REQUEST))
    writer.write(b"S")
    if await reader.read(1024):
        writer.write(b"nonsense" * 8)


def refusing(sqlstate: str) -> Serve:
    """Return a PostgreSQL without TLS that answers every login with an error."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1024) == SSL_REQUEST:
            writer.write(b"N")
        fields = f"SFATAL\0VFATAL\0C{sqlstate}\0Mthe reason of the server\0\0".encode()
        writer.write(b"E" + struct.pack("!i", len(fields) + 4) + fields)

    return serve


@pytest.mark.parametrize(
    ("serve", "query", "problem"),
    [
        pytest.param(web, "", "not PostgreSQL", id="a web server"),
        pytest.param(secure_shell, "", "not PostgreSQL", id="a server that speaks first"),
        pytest.param(broken_tls, "?sslmode=require", "TLS", id="broken TLS"),
        pytest.param(refusing("28P01"), "?sslmode=require", "does not offer TLS", id="no TLS"),
        pytest.param(
            refusing("28P01"), "?sslmode=verify-full&sslrootcert=/gone", "file", id="no certificate"
        ),
        pytest.param(refusing("28P01"), "", "user or the password", id="a wrong password"),
        pytest.param(refusing("28000"), "", "user or the password", id="an unknown user"),
        pytest.param(refusing("3D000"), "", "does not exist", id="an unknown database"),
        pytest.param(refusing("42704"), "?x=1", "the reason of the server", id="a parameter"),
        pytest.param(refusing("22023"), "?work_mem=x", "the reason of the server", id="a value"),
    ],
)
async def test_what_waiting_cannot_cure_is_told_at_once(
    serve: Serve, query: str, problem: str
) -> None:
    """The error says what to change in one line, and never repeats the password."""
    async with database_at(serve) as url:
        with pytest.raises(Misconfigured, match=problem) as caught:
            await reach(url + query)
    assert "secret" not in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("serve", "reason"),
    [
        pytest.param(hanging_up, "closed the connection", id="hanging up"),
        pytest.param(silent, "does not answer", id="silent"),
        pytest.param(refusing("57P03"), "starting or stopping", id="starting"),
        pytest.param(refusing("53300"), "too many connections", id="full"),
    ],
)
async def test_what_may_pass_is_worth_another_attempt(serve: Serve, reason: str) -> None:
    """The error names the address and what happened there, so that a person can wait or act."""
    async with database_at(serve) as url:
        with pytest.raises(DatabaseUnavailable, match=reason) as caught:
            await reach(url)
    assert url.partition("@")[2].partition("/")[0] in caught.value.message
    assert "secret" not in caught.value.message


async def test_a_contact_has_one_deadline_for_all_of_its_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server that greets late and then says nothing takes no longer than one that never does."""
    monkeypatch.setattr(first_contact, "CONTACT_SECONDS", 0.01)
    monkeypatch.setattr(first_contact, "GREETING_SECONDS", 60.0)
    monkeypatch.setattr(first_contact, "CONNECT_SECONDS", 60.0)
    async with database_at(silent) as url:
        with pytest.raises(DatabaseUnavailable, match="does not answer"):
            await reach(url)


async def test_a_server_that_is_not_there_yet_is_worth_another_attempt() -> None:
    """A port that refuses, a host that nobody knows and a missing socket may be there later."""
    async with database_at(silent) as url:
        pass
    for gone, reason in (
        (url, "connection refused"),
        ("postgresql://u:secret@quoth.invalid/d", "there is no host of this name"),
        ("postgresql://u:secret@/d?host=/gone", "it has no socket there"),
    ):
        with pytest.raises(DatabaseUnavailable, match=reason):
            await reach(gone)


@pytest.mark.parametrize("url", ["postgresql://u:se@cret@h/d", "postgresql://u@h:port/d", "h"])
async def test_a_wrong_url_is_named_by_its_setting(url: str) -> None:
    """Where several addresses are set, the error says which one to change."""
    with pytest.raises(Misconfigured, match=r"^QUOTH_DATABASE_POOLER_URL cannot be used"):
        await reach(url, "QUOTH_DATABASE_POOLER_URL")


@pytest.mark.parametrize("host", ["a..b", "a" * 64, "a%00b"])
async def test_a_name_that_no_host_can_have_is_told_at_once(host: str) -> None:
    """A name that cannot even be looked up is an error of the setting."""
    with pytest.raises(Misconfigured, match="host"):
        await reach(f"postgresql://u:secret@{host}/d")


async def test_postgresql_itself_is_reached(empty_dsn: str) -> None:
    """A real server is reached through its socket and over TCP."""
    await reach(empty_dsn)
    async with database_proxy(empty_dsn) as proxy:
        await reach(proxy.dsn)
        await reach(f"{proxy.dsn}?work_mem=8MB&sslmode=prefer")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda url: url + "?sslmode=require", "does not offer TLS"),
        (lambda url: url + "?channel_binding=require", '"channel_binding"'),
        (lambda url: url + "?work_mem=plenty", '"work_mem"'),
        (lambda url: url + "_none", "does not exist"),
        (lambda url: url.replace("quoth@", "nobody@"), "user or the password"),
    ],
    ids=["TLS", "an unknown parameter", "a wrong value", "an unknown database", "an unknown user"],
)
async def test_what_postgresql_itself_refuses_is_told_at_once(
    empty_dsn: str, change: Callable[[str], str], problem: str
) -> None:
    """What a real server does not accept ends the attempt with the setting to change."""
    async with database_proxy(empty_dsn) as proxy:
        with pytest.raises(Misconfigured, match=problem):
            await reach(change(proxy.dsn))
