"""Checks for each part that Quoth needs."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from application.ports.health_probe import HealthProbe
from application.ports.text_extractor import TextExtractor
from domain.answering.prompts import Prompts
from domain.errors import Misconfigured
from entrypoints.runtime import Part, Runtime

WANTED_DISK_BYTES = 2 * 1024**3


class Loadable(Protocol):
    """A part that is loaded from files."""

    async def load(self) -> None:
        """Load the part unless it is already loaded."""
        ...


class LoadableModel(Loadable, Protocol):
    """A named model."""

    @property
    def model_name(self) -> str:
        """The model's name."""
        ...


class LibraryModel(Protocol):
    """The embedding model of the library."""

    async def load(self) -> object:
        """Load the model unless it is already loaded."""
        ...

    def describe(self) -> str:
        """Return what is known of it."""
        ...

    def describe_calibration(self) -> str:
        """Return where its calibration comes from."""
        ...


class Describable(Protocol):
    """A part that can describe the server behind it."""

    async def describe(self) -> str:
        """Return the server's versions."""
        ...


class SharedMemory(HealthProbe, Describable, Protocol):
    """A server in which replicas share caches and the like."""


class Diagnosis:
    """The checks. Each part may depend on the parts checked before it."""

    def __init__(
        self,
        data_dir: Path,
        runtime: Runtime,
        embedder: LibraryModel,
        reranker: LoadableModel | None,
        tokenizer: Loadable,
        tokenizer_name: str,
        database_server: Sequence[Part],
        database: Describable,
        language_models: Mapping[str, HealthProbe | None],
        prompts: Prompts,
        *,
        extractor: TextExtractor,
        shared_memory: SharedMemory | None,
        distributed_index: Describable | None,
    ) -> None:
        """Create the checks without running any.

        Args:
            data_dir: Where Quoth stores its data.
            runtime: Opens the database.
            embedder: The embedding model of the library.
            reranker: The reranking model, if any.
            tokenizer: The tokenizer.
            tokenizer_name: The tokenizer's display name.
            database_server: The parts that are the database server, in order.
            database: The database.
            language_models: The models that generate answers, by name, each with the service
                behind it, if any.
            prompts: How chat models are instructed.
            extractor: Reads files.
            shared_memory: What replicas share outside of the database, if anything.
            distributed_index: What finds passages beside the database, if anything.
        """
        self._data_dir = data_dir
        self._runtime = runtime
        self._embedder = embedder
        self._reranker = reranker
        self._tokenizer = tokenizer
        self._tokenizer_name = tokenizer_name
        self._database_server = database_server
        self._database = database
        self._language_models = language_models
        self._prompts = prompts
        self._extractor = extractor
        self._shared_memory = shared_memory
        self._distributed_index = distributed_index

    @property
    def checks(self) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """The checks by part name, in the order in which to run them.

        A check returns its finding. If the part is broken, it raises a QuothError that explains
        the fix.
        """
        return {
            "disk": self._check_disk,
            "database server": self._check_database_server,
            "file readers": self._check_readers,
            "embedding model": self._check_embedder,
            "reranking model": self._check_reranker,
            "tokenizer": self._check_tokenizer,
            "database": self._check_database,
            "calibration": self._check_calibration,
            "valkey": self._check_shared_memory,
            "milvus": self._check_distributed_index,
            "prompts": self._check_prompts,
            **{
                f"language model {name}": partial(self._check_language_model, service)
                for name, service in self._language_models.items()
            },
        }

    async def _check_disk(self) -> str:
        folder = self._data_dir
        try:
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
            free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
        except OSError as exc:
            raise Misconfigured(
                f"{folder} cannot be used ({exc.strerror}): make it writable, or set"
                " QUOTH_DATA_DIR to another folder."
            ) from exc
        if free < WANTED_DISK_BYTES:
            raise Misconfigured(
                f"{folder} has {free / 1024**3:.1f} GiB of free space, but 2 GiB are needed: free"
                " some space, or set QUOTH_DATA_DIR to a folder on another disk."
            )
        return f"{free / 1024**3:.0f} GiB free in {folder}"

    async def _check_database_server(self) -> str:
        for part in self._database_server:
            await part.open()
        return "running"

    async def _check_readers(self) -> str:
        await self._extractor.check()
        return f"{len(self._extractor.formats)} formats"

    async def _check_embedder(self) -> str:
        await self._embedder.load()
        return self._embedder.describe()

    async def _check_reranker(self) -> str:
        if self._reranker is None:
            return "none"
        await self._reranker.load()
        return self._reranker.model_name

    async def _check_tokenizer(self) -> str:
        await self._tokenizer.load()
        return f"{self._tokenizer_name} loaded"

    async def _check_database(self) -> str:
        await self._runtime.open_once()
        return await self._database.describe()

    async def _check_calibration(self) -> str:
        # stored in the database
        await self._runtime.open_once()
        return self._embedder.describe_calibration()

    async def _check_shared_memory(self) -> str:
        return "none" if self._shared_memory is None else await self._shared_memory.describe()

    async def _check_distributed_index(self) -> str:
        index = self._distributed_index
        return "none" if index is None else await index.describe()

    async def _check_prompts(self) -> str:
        return self._prompts.describe()  # they were checked when they were read

    async def _check_language_model(self, service: HealthProbe | None) -> str:
        if service is None:
            return "built in"
        await service.check()
        return "accepts the key and the model"
