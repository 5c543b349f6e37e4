"""The process of `quoth embedder`: loads the models while it listens, and stops in order."""

import asyncio
import gc
import logging
import math
import signal
import socket
from collections.abc import Sequence

import uvicorn

from domain.errors import Misconfigured, QuothError
from entrypoints.api.served_hosts import ServedHosts, is_loopback
from entrypoints.asgi import address_of, check_certificate
from entrypoints.container.embedder import embedder_metrics, embedder_models
from entrypoints.embedder.app import create_embedder_api
from entrypoints.embedder.models import EmbedderModels
from entrypoints.http_protocol import ProblemProtocol
from entrypoints.log_config import configure_logging
from entrypoints.settings import Settings

logger = logging.getLogger(__name__)


def serve_embedder(settings: Settings, models: Sequence[str]) -> int:
    """Serve until a signal arrives, and return the exit status.

    Args:
        settings: The settings.
        models: The models, as a person names them; by default that of the settings.

    Raises:
        Misconfigured: If others reach it and it has no key, a model cannot be loaded, or the
            address or the certificate cannot be used.
    """
    configure_logging(settings.log_file, settings.log_level)
    check_certificate(settings)
    if not is_loopback(settings.host) and not settings.embedder_key:
        raise Misconfigured(
            f"Others can reach the address {settings.host}, and the embedder has no key: set"
            " QUOTH_EMBEDDER_KEY, here and for the servers and workers that use it, or listen on"
            " 127.0.0.1."
        )
    try:
        return asyncio.run(_serve(settings, models or [settings.embedding_model]))
    finally:
        gc.freeze()  # collecting what the libraries leave behind would delay the exit by seconds


async def _serve(settings: Settings, given: Sequence[str]) -> int:
    asked_to_stop = False

    def stop(*_: object) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    # for the time before and after uvicorn's own handlers
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    metrics = embedder_metrics()
    models = embedder_models(settings, given, metrics)
    failure: list[QuothError] = []
    loading: list[asyncio.Task[None]] = []

    async def begin() -> None:
        loading.append(asyncio.create_task(_load(models, failure), name="loading"))

    async def close() -> None:
        models.close()
        await asyncio.gather(*loading, return_exceptions=True)

    served = ServedHosts.of(settings.host, socket.gethostname(), settings.allowed_hosts)
    app = create_embedder_api(models, metrics, settings.embedder_key, [begin], [close], served)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            http=ProblemProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ssl_certfile=settings.tls_certificate,
            ssl_keyfile=settings.tls_key,
            timeout_graceful_shutdown=math.ceil(settings.shutdown_grace_seconds),
        )
    )
    address = address_of(settings.host, settings.port, tls=settings.tls_certificate is not None)
    logger.info("embedder at %s", address)
    server.should_exit = asked_to_stop
    try:
        await server.serve()
    except SystemExit:  # uvicorn cannot bind the address; the log has the reason
        raise Misconfigured(
            f"The embedder cannot listen on {address}: the address may be in use. Choose another"
            " port with --port."
        ) from None
    if failure:
        raise failure[0]
    return 0 if server.started else 1


async def _load(models: EmbedderModels, failure: list[QuothError]) -> None:
    try:
        await models.load()
    except QuothError as exc:
        failure.append(exc)
        signal.raise_signal(signal.SIGTERM)
    else:
        gc.freeze()  # as the server: no collection goes through what stays
        logger.info("embedder ready: %s", ", ".join(models.all()))
