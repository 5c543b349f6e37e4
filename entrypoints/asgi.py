"""The server process: starts the container and the application, and stops them in order."""

import asyncio
import contextlib
import gc
import logging
import math
import signal
import socket
import ssl
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TextIO

import uvicorn
from litestar import Litestar

from application.access.acting import acting_as
from application.answering.running_answers import SAVING_SECONDS
from domain.access.principal import LOCAL_USER
from domain.answering.models import EXTRACTIVE
from domain.errors import Misconfigured
from entrypoints.api.app import create_api
from entrypoints.api.authenticators import authenticators_of
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.background_work import BackgroundWork
from entrypoints.container import create_container
from entrypoints.database_parts import DatabaseServer
from entrypoints.http_protocol import ProblemProtocol
from entrypoints.log_config import configure_logging
from entrypoints.models_file import ConfiguredModels, configured_models
from entrypoints.required_key import RequiredKey, how_others_reach
from entrypoints.running_server import Announcement
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings

# When the grace period ends, running answers are interrupted and saved, and their clients get an
# error event. Then clients have this much longer to read it before their connection is closed.
EXTRA_GRACE_SECONDS = 1.0
# Longer than clients and proxies keep idle connections (5 s, 60 s): a request that is sent in the
# moment in which the server closes its connection is lost.
KEEP_ALIVE_SECONDS = 75

logger = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """A uvicorn server that drains the answers while it waits for their streams."""

    def __init__(
        self,
        config: uvicorn.Config,
        runtime: Runtime,
        say: Callable[[str], None],
        announcement: Announcement,
        grace: float,
    ) -> None:
        """Create the server.

        Args:
            config: uvicorn's configuration.
            runtime: Drained on shutdown.
            say: Prints a line for the user.
            announcement: Lets commands on this machine find the server while it runs.
            grace: How long requests may continue when it stops, in seconds.
        """
        super().__init__(config)
        self._grace = grace
        self._runtime = runtime
        self._say = say
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind the address and print it."""
        await super().startup(sockets)
        if self.started:
            tls = self.config.is_ssl
            self._say(
                f"Quoth is listening on {address_of(self.config.host, self.config.port, tls=tls)}"
                " and starting…"
            )
            port = self.servers[0].sockets[0].getsockname()[1]
            self._announcement.publish(local_address(self.config.host, port, tls=tls))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain the answers and their streams concurrently."""
        self._announcement.withdraw()
        closing = asyncio.create_task(self._close_connections())
        await super().shutdown(sockets)
        closing.cancel()
        await self._runtime.drain()

    async def _close_connections(self) -> None:
        """Close those whose clients do not read to the end, soon after it was written."""
        await asyncio.gather(self._runtime.drain(), asyncio.sleep(self._grace))
        await asyncio.sleep(EXTRA_GRACE_SECONDS)
        for connection in list(self.server_state.connections):
            connection.transport.abort()


async def create_app(
    settings: Settings, token: str, on_ready: Callable[[], None]
) -> tuple[Litestar, Runtime]:
    """Return the application and its runtime.

    Args:
        settings: The settings.
        token: What commands of this machine present instead of a key.
        on_ready: Called once every part is open.
    """
    container = create_container(settings)
    runtime, work = await container.get(Runtime), await container.get(BackgroundWork)

    def begin_work() -> None:
        # What is there stays. Each collection that went through it would stop the server for up to
        # 0.7 s.
        gc.freeze()
        work.start()
        on_ready()

    async def begin() -> None:
        # what goes on in the background belongs to no request
        with acting_as(LOCAL_USER):
            await runtime.begin(begin_work)

    reached = how_others_reach(settings)
    if reached is not None:
        required = await container.get(RequiredKey)
        (await container.get(DatabaseServer)).require(partial(required.check, reached))
    app = create_api(
        container,
        await authenticators_of(container, token, on_loopback=reached is None),
        on_startup=[begin],
        on_shutdown=[work.stop, runtime.close, container.close],
        served_hosts=ServedHosts.of(settings.host, socket.gethostname(), settings.allowed_hosts),
        trusted_proxies=settings.trusted_proxies,
        cors_origins=settings.cors_origins,
    )
    return app, runtime


def serve(settings: Settings) -> int:
    """Serve until a signal arrives, and return the exit status.

    Raises:
        Misconfigured: If the certificate cannot be used.
    """
    configure_logging(settings.log_file, settings.log_level)
    check_certificate(settings)
    try:
        return asyncio.run(_serve(settings))
    finally:
        # Everything is closed. Without this, collecting the hundreds of thousands of objects that
        # the libraries leave behind would delay the exit by seconds.
        gc.freeze()


async def _serve(settings: Settings) -> int:
    asked_to_stop = False

    def stop(*_: object) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    # These handlers apply before uvicorn installs its own, and again afterwards: uvicorn re-raises
    # the signal that stopped it, and the process should still exit with a status.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    address = address_of(settings.host, settings.port, tls=settings.tls_certificate is not None)
    models = configured_models(settings)
    logger.info("language model: %s; data: %s", models.default, settings.data_dir)

    began = time.monotonic()

    def say_ready() -> None:
        seconds = time.monotonic() - began
        logger.info("ready after %.1f s", seconds)
        _say(_guide(address, seconds, models))

    announcement = Announcement(settings.data_dir, settings.database_url)
    app, runtime = await create_app(settings, announcement.token, say_ready)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=ProblemProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        # uvicorn would believe a header wherever it came from: see trusted_proxies.py
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        # connections are closed earlier than that, as soon as all answers are saved
        timeout_graceful_shutdown=math.ceil(
            settings.shutdown_grace_seconds + SAVING_SECONDS + EXTRA_GRACE_SECONDS
        ),
    )
    server = Server(config, runtime, _say, announcement, settings.shutdown_grace_seconds)
    server.should_exit = asked_to_stop
    try:
        await server.serve()
    except SystemExit:  # uvicorn cannot bind the address; the log has the reason
        _say(
            f"Quoth cannot listen on {address}: the address may be in use by another server."
            " Choose another port with --port.",
            stream=sys.stderr,
        )
        return 1
    if runtime.failure is not None:
        _say(f"Quoth could not start. {runtime.failure.message}", stream=sys.stderr)
        return 1
    return 0 if server.started else 1


def check_certificate(settings: Settings) -> None:
    """Load the certificate and its key once, before anything is started.

    Raises:
        Misconfigured: If they cannot be used.
    """
    if settings.tls_certificate is None or settings.tls_key is None:
        return
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # without a function, the library would ask for the password on the terminal
        context.load_cert_chain(settings.tls_certificate, settings.tls_key, password=lambda: "")
    except (OSError, ValueError) as exc:
        why = getattr(exc, "reason", None) or getattr(exc, "strerror", None) or "not readable"
        raise Misconfigured(
            "The files of QUOTH_TLS_CERTIFICATE and QUOTH_TLS_KEY cannot be used"
            f" ({str(why).replace('_', ' ').lower()}): both must be PEM, the key that of the"
            " certificate and without a password."
        ) from None


def address_of(host: str, port: int, *, tls: bool) -> str:
    """Return the address of a server, as browsers write it."""
    scheme = "https" if tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def local_address(host: str, port: int, *, tls: bool = False) -> str:
    """Return the address by which programs of this machine reach a server that listens there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
    return address_of(host, port, tls=tls)


def _guide(address: str, seconds: float, models: ConfiguredModels) -> str:
    model = (
        f"Answers are generated by {models.default}."
        if models.default_entry.provider != EXTRACTIVE
        else "Answers are quotations from your documents (the extractive model)."
        " Set GROQ_API_KEY or QUOTH_MODELS_FILE to let a chat model write them."
    )
    return f"""
Quoth is ready at {address} after {seconds:.1f} s
{model}

Open this address in a browser to add documents and ask questions, or use another terminal:
  curl -F file=@README.md {address}/api/document/
  curl -X POST {address}/api/session/create/
  curl -N {address}/api/chat/ -H 'Content-Type: application/json' \\
    -d '{{"session_id": "<session_id>", "message": "Which version of Python does Quoth need?"}}'

The API is described at {address}/schema. Press Ctrl-C to stop Quoth.
"""


def _say(text: str, stream: TextIO | None = None) -> None:
    # the output may be a file on a full disk, which stops no server
    with contextlib.suppress(OSError):
        (stream or sys.stdout).write(text + "\n")
        (stream or sys.stdout).flush()
