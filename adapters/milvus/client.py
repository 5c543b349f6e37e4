"""Calls Milvus in threads, and translates its errors."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from domain.errors import DistributedIndexUnavailable, Misconfigured

if TYPE_CHECKING:
    from pymilvus import MilvusClient

CALLS_AT_ONCE = 16
WRITING_SECONDS = 60.0  # the most that a call takes which writes or lists

Result = TypeVar("Result")


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


logger = logging.getLogger(__name__)


class Milvus:
    """A connection to Milvus, which is made at the first call.

    The client for asyncio makes no collection in a file, so the other one is called in threads.
    """

    def __init__(self, uri: str, token: str = "", seconds: float = 10.0) -> None:
        """Set the address.

        Args:
            uri: The address of a cluster or a service, or the path of a file.
            token: `user:password` or the key of the service, if it needs one.
            seconds: The most that connecting takes, or a search.
        """
        self._uri, self._token = uri, token
        self.seconds = seconds
        self._client: MilvusClient | None = None
        self._opening = threading.Lock()
        self._loaded: set[str] = set()
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE, "milvus")

    async def call(self, work: Callable[["MilvusClient"], Result]) -> Result:
        """Run a function with the client.

        Raises:
            DistributedIndexUnavailable: If Milvus does not answer, or refuses.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, work)

    def loaded(self, client: "MilvusClient", collection: str) -> str:
        """Let a collection be loaded, as it must be to be read, and return its name."""
        if collection not in self._loaded:
            client.load_collection(collection, timeout=WRITING_SECONDS)
            self._loaded.add(collection)
        return collection

    async def describe(self) -> str:
        """Return the server's version, as text for the operator.

        Raises:
            DistributedIndexUnavailable: If it does not answer, or refuses.
        """
        version = await self.call(lambda client: client.get_server_version(timeout=self.seconds))
        return f"Milvus {version}"

    async def close(self) -> None:
        """Close the connection."""
        await asyncio.to_thread(self._close)

    def _run(self, work: Callable[["MilvusClient"], Result]) -> Result:
        # about each process that is started it would write a line
        os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            return work(self._connected())
        except (MilvusException, RpcError) as exc:  # the client lets some of the latter through
            self._loaded.clear()  # it may have been restarted
            logger.debug("Milvus failed: %s", type(exc).__name__)
            raise DistributedIndexUnavailable from exc

    def _connected(self) -> "MilvusClient":
        with self._opening:
            if self._client is None:
                from pymilvus import MilvusClient

                # it logs every failed call with its arguments
                logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
                self._client = MilvusClient(self._uri, token=self._token, timeout=self.seconds)
            return self._client

    def _close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._client is not None:
            self._client.close()


Row = dict[str, Any]
"""A row as Milvus takes and returns it."""
