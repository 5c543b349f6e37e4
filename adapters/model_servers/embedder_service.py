"""A `quoth embedder`, which may be away at any time, without holding anybody up."""

import asyncio
import logging
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Literal
from weakref import WeakSet

import httpx

from adapters.model_servers.client import InputTooLong, ModelServer, ModelServerError
from adapters.model_servers.description import ServedModel
from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from domain.errors import EmbedderUnavailable, Misconfigured

PAUSE = 1.0  # seconds, between two attempts to reach one that is away
PATIENCE = 2.0  # seconds, for such an attempt
QUERY_SECONDS = 20.0  # for one attempt; a question is embedded in milliseconds
PASSAGES_SECONDS = 120.0  # as long as others that came before may take
QUERIES_AT_ONCE = 256
SECONDS_BETWEEN_WARNINGS = 60.0

# what clients are told names no address inside of the network
AWAY = (
    "The embedder is not reachable: whoever runs the server should start it, or check"
    " QUOTH_EMBEDDER_URL. Documents wait for it. Ask again in a moment."
)
BUSY = "The embedder is starting or has too much to do. Try again in a moment."
NO_EMBEDDER = (
    "There is no `quoth embedder` at QUOTH_EMBEDDER_URL: check it. A model of another server"
    " belongs into the models file (QUOTH_MODELS_FILE)."
)

REFUSED = (
    "The embedder works, and refused this request. Its version must be that of this server, and"
    " nothing between them may change requests. The log says more."
)
STOPPING = "This server is stopping. Ask again in a moment."

Kind = Literal["query", "passage"]

logger = logging.getLogger(__name__)


class EmbedderService(HealthProbe):
    """Sends requests to the service, unless it is known to be away.

    The first request that fails makes it known. From then on requests fail immediately, and a task
    of its own tries to reach the service, until it works again.
    """

    def __init__(self, url: str, key: str, pause: float = PAUSE) -> None:
        """Configure the requests without connecting.

        Args:
            url: The address of the service.
            key: Its key; empty for none.
            pause: See PAUSE.
        """
        self._url = url.rstrip("/")
        self._key = key
        self._pause = pause
        self._queries = self._server("embeddings", QUERY_SECONDS, 2, QUERIES_AT_ONCE)
        self._passages = self._server("embeddings", PASSAGES_SECONDS)
        self._windows = self._server("windows", PASSAGES_SECONDS)
        self._client: httpx.AsyncClient | None = None
        self._problem: str | None = None
        # a model that is not used any more may be collected, and is not demanded then
        self._users: WeakSet[Embedder] = WeakSet()
        self._refusing = False
        self._watching: asyncio.Task[None] | None = None
        self._warned_at = -SECONDS_BETWEEN_WARNINGS

    async def dimension(self, model: str) -> int:
        """Return the length of the vectors of a model, which the service must have.

        Raises:
            Misconfigured: If it has not, or refuses the key.
            EmbedderUnavailable: If it is away or starts.
        """
        found = await self._models()
        if model not in found:
            raise Misconfigured(_lacking(model, found))
        return found[model]

    def used_by(self, embedder: Embedder) -> None:
        """Demand the model of an embedder in each check, for as long as the embedder is held."""
        self._users.add(embedder)

    async def check(self) -> None:
        """Return if the service works now and has the models that are used, or if none is.

        Raises:
            EmbedderUnavailable: If not; the message says why.
        """
        if not self._users:
            return
        try:
            found = await self._models()
        except Misconfigured as exc:
            raise EmbedderUnavailable(exc.message) from exc
        for model in {each.model.name for each in self._users} - found.keys():
            raise EmbedderUnavailable(_lacking(model, found))

    async def embeddings(self, kind: Kind, body: Mapping[str, Any]) -> Any:
        """Return what the service answers to a request for vectors.

        Raises:
            EmbedderUnavailable: If it is away, or does not answer in time.
        """
        return await self._post(self._queries if kind == "query" else self._passages, body)

    async def windows(self, body: Mapping[str, Any]) -> Any:
        """Return what the service answers to a request for numbers of windows.

        Raises:
            EmbedderUnavailable: If it is away, or does not answer in time.
        """
        return await self._post(self._windows, body)

    def refuse(self) -> None:
        """Send no more requests."""
        self._refusing = True
        for server in (self._queries, self._passages, self._windows):
            server.refuse()

    async def close(self) -> None:
        """Close the connections."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        for server in (self._queries, self._passages, self._windows):
            await server.close()
        if self._client is not None:
            await self._client.aclose()

    async def _post(self, server: ModelServer, body: Mapping[str, Any]) -> Any:
        if self._problem is not None:
            raise EmbedderUnavailable(self._problem)
        try:
            return await server.post(dict(body))
        except InputTooLong as exc:
            raise EmbedderUnavailable("The embedder refuses a text as too long.") from exc
        except ModelServerError as exc:
            if exc.busy:
                raise EmbedderUnavailable(BUSY) from exc
            if self._refusing:
                raise EmbedderUnavailable(STOPPING) from exc
            problem = await self._found_problem()
            if problem is None and not exc.retriable:
                self._warn(str(exc))
                raise EmbedderUnavailable(REFUSED) from exc  # others may be answered
            problem = problem or AWAY
            self._away(problem)
            if self._watching is None or self._watching.done():
                self._watching = asyncio.create_task(self._watch(), name="embedder")
            raise EmbedderUnavailable(problem) from exc

    async def _found_problem(self) -> str | None:
        """Return why a request failed; None if the service works as far as a check can tell."""
        try:
            await self.check()
        except EmbedderUnavailable as exc:
            return exc.message
        return None

    async def _watch(self) -> None:
        while self._problem is not None:
            await asyncio.sleep(self._pause)
            try:
                await self.check()
            except EmbedderUnavailable as exc:
                self._away(exc.message)
            else:
                self._problem = None
                logger.info("the embedder works again")

    def _away(self, problem: str) -> None:
        self._problem = problem
        self._warn(problem)

    def _warn(self, problem: str) -> None:
        if time.monotonic() - self._warned_at >= SECONDS_BETWEEN_WARNINGS:
            self._warned_at = time.monotonic()
            logger.warning("%s", problem)

    async def _models(self) -> dict[str, int]:
        """Return the models of the service, with the lengths of their vectors."""
        try:
            response = await self._connected().get(f"{self._url}/v1/models")
            if response.status_code == HTTPStatus.OK:
                return {row["id"]: int(row["dimension"]) for row in response.json()["data"]}
        except httpx.HTTPError as exc:
            raise EmbedderUnavailable(AWAY) from exc
        except (httpx.InvalidURL, KeyError, TypeError, ValueError) as exc:
            raise Misconfigured(NO_EMBEDDER) from exc
        if response.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise Misconfigured(
                "The embedder refuses the key: QUOTH_EMBEDDER_KEY must be the same there and here."
            )
        if response.is_server_error or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise EmbedderUnavailable(BUSY)
        raise Misconfigured(NO_EMBEDDER)

    def _server(
        self, path: str, seconds: float, attempts: int = 4, at_once: int = 4
    ) -> ModelServer:
        served = ServedModel(
            "the embedder",
            "the model",
            f"{self._url}/v1",
            self._key,
            timeout_seconds=seconds,
            key_setting="QUOTH_EMBEDDER_KEY",
        )
        return ModelServer(served, path, attempts, at_once)

    def _connected(self) -> httpx.AsyncClient:
        if self._client is None:
            headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
            # none is kept open: a check that is cancelled while httpx closes those that the service
            # has left would forget the rest of them
            nothing_kept = httpx.Limits(max_keepalive_connections=0)
            self._client = httpx.AsyncClient(headers=headers, timeout=PATIENCE, limits=nothing_kept)
        return self._client


def _lacking(model: str, found: Mapping[str, int]) -> str:
    return (
        f"The embedder has no model {model}, only {', '.join(sorted(found))}: start it with"
        f" `quoth embedder --model {model}`. Vectors of another model cannot be compared with those"
        " that are stored; nothing was changed."
    )
