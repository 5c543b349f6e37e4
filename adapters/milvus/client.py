"""A Milvus that may be away at any time, without holding up any search for long."""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from application.ports.health_probe import HealthProbe
from domain.errors import DistributedIndexUnavailable, Misconfigured

if TYPE_CHECKING:
    from pymilvus import MilvusClient

CALLS_AT_ONCE = 16
SECONDS = 2.0  # for a call that a search waits for, with connecting and loading
ASKING_SECONDS = 10.0  # for a call that only asks, and for which no search waits
WRITING_SECONDS = 60.0  # for a call that writes or lists
PAUSE = 1.0  # seconds, between two attempts to reach a server that is away
SECONDS_BETWEEN_WARNINGS = 60.0

# what is searched has everything that was written before
CONSISTENCY = "Strong"

# an attempt to connect is neither put off for long nor long: gRPC's own pauses grow to minutes
CONNECTING = {
    f"grpc.{name}_reconnect_backoff_ms": round(1000 * PAUSE) for name in ("initial", "min", "max")
}

SILENT = "Milvus does not answer. The database searches meanwhile, and what changed waits in it."

Result = TypeVar("Result")
Work = Callable[["MilvusClient"], Result]

logger = logging.getLogger(__name__)


def require_pymilvus() -> None:
    """Check that the extra is installed.

    Raises:
        Misconfigured: If it is not.
    """
    if find_spec("pymilvus") is None:
        raise Misconfigured(
            "QUOTH_MILVUS_URI needs pymilvus, which is not installed. Run `pip install"
            " 'quoth[milvus]'`, or remove the setting."
        )


class _Failure(Exception):
    """A call has failed."""

    def __init__(self, problem: str, *, refused: bool) -> None:
        super().__init__(problem)
        self.problem = problem
        self.refused = refused


class Milvus(HealthProbe):
    """Calls the server, unless it is known to be away. It connects at the first call.

    The first call that is not answered makes it known. From then on calls fail immediately, and a
    task of its own tries to reach the server, until it can be searched again. A request that the
    server refuses fails alone.

    The client for asyncio makes no collection in a file, so the other one is called in threads.
    """

    def __init__(
        self, uri: str, token: str = "", seconds: float = SECONDS, pause: float = PAUSE
    ) -> None:
        """Set the address.

        Args:
            uri: The address of a cluster or a service, or the path of a file.
            token: `user:password` or the key of the service, if it needs one.
            seconds: See SECONDS.
            pause: See PAUSE.
        """
        self._uri, self._token = uri, token
        self.seconds = seconds
        self._pause = pause
        self._is_imported = False
        self._client: MilvusClient | None = None
        self._opening = threading.Lock()
        self._loaded: set[str] = set()
        self._read: set[str] = set()  # the collections that have to be there for it to work
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE, "milvus")
        self._problem: str | None = None
        self._watching: asyncio.Task[None] | None = None
        self._warned_at = -SECONDS_BETWEEN_WARNINGS

    @property
    def is_away(self) -> bool:
        """Whether it is known that the server does not answer."""
        return self._problem is not None

    async def call(self, work: Work[Result], seconds: float | None = None) -> Result:
        """Run a function with the client. Each call in it has a timeout of its own.

        Args:
            work: The function.
            seconds: The most that all of it takes; None if nobody waits for it.

        Raises:
            DistributedIndexUnavailable: If Milvus is away, does not answer in time, or refuses.
        """
        if self._problem is not None:
            raise DistributedIndexUnavailable(self._problem)
        return await self._attempt(work, seconds)

    def loaded(
        self, client: "MilvusClient", collection: str, seconds: float = WRITING_SECONDS
    ) -> str:
        """Let a collection be loaded, as it must be to be read, and return its name."""
        if collection not in self._loaded:
            self._read.add(collection)
            client.load_collection(collection, timeout=seconds)
            self._loaded.add(collection)
        return collection

    async def check(self) -> None:
        """Return if the server works now: what was read before can be read.

        Raises:
            DistributedIndexUnavailable: If it does not; the message says why.
        """
        await self.call(self._probe, self.seconds)

    async def describe(self) -> str:
        """Return the server's version, as text for the operator.

        Raises:
            DistributedIndexUnavailable: If it does not work.
        """
        return f"Milvus {await self.call(self._probe, self.seconds)}"

    async def close(self) -> None:
        """Close the connection."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await asyncio.to_thread(self._close)

    async def _attempt(self, work: Work[Result], seconds: float | None) -> Result:
        if not self._is_imported:
            await asyncio.to_thread(_import)
            self._is_imported = True
        started = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._threads, self._run, work)
        except TimeoutError as exc:
            self._away(SILENT)
            raise DistributedIndexUnavailable(SILENT) from exc
        except _Failure as exc:
            self._loaded.clear()  # it may have been restarted
            late = seconds is not None and time.monotonic() - started >= seconds
            if late or not exc.refused:
                self._away(exc.problem)
            self._warn(exc.problem)
            raise DistributedIndexUnavailable(exc.problem) from exc

    def _away(self, problem: str) -> None:
        self._loaded.clear()
        self._problem = problem
        self._warn(problem)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch(), name="milvus")

    async def _watch(self) -> None:
        while self._problem is not None:
            await asyncio.sleep(self._pause)
            try:
                await self._attempt(self._probe, self.seconds)
            except DistributedIndexUnavailable as exc:
                self._problem = exc.message  # also if the server refuses
            else:
                self._problem = None
                logger.info("Milvus works again")

    def _probe(self, client: "MilvusClient") -> str:
        """Return the version, after reading a row of what is searched, as a search does.

        A server that has started again loads the collections meanwhile, while no search waits.
        """
        from adapters.milvus.failures import ERRORS, is_refusal

        version: str = client.get_server_version(timeout=self.seconds)
        for collection in list(self._read):
            try:
                client.query(
                    self.loaded(client, collection, self.seconds),
                    filter="id == 0",
                    output_fields=["id"],
                    consistency_level=CONSISTENCY,
                    timeout=self.seconds,
                )
            except ERRORS as exc:
                if not is_refusal(exc):
                    raise
                self._read.discard(collection)  # it was dropped
        return version

    def _warn(self, problem: str) -> None:
        if time.monotonic() - self._warned_at >= SECONDS_BETWEEN_WARNINGS:
            self._warned_at = time.monotonic()
            logger.warning("%s", problem)

    def _run(self, work: Work[Result]) -> Result:
        from adapters.milvus.failures import ERRORS, explained, is_refusal

        try:
            return work(self._connected())
        except ERRORS as exc:
            raise _Failure(explained(exc), refused=is_refusal(exc)) from exc

    def _connected(self) -> "MilvusClient":
        with self._opening:
            if self._client is None:
                from pymilvus import MilvusClient

                self._client = MilvusClient(
                    self._uri, token=self._token, timeout=self.seconds, grpc_options=CONNECTING
                )
            return self._client

    def _close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._client is not None:
            self._client.close()


def _import() -> None:
    """Import the library. It takes a second, which is not the server's."""
    # about each process that is started it would write a line
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    import adapters.milvus.failures  # noqa: F401 - what it imports is needed later

    # it logs every failed call with its arguments
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)


Row = dict[str, Any]
"""A row as Milvus takes and returns it."""
