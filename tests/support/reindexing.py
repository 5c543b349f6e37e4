"""Changes the embedding model of a database in a process of its own, which a test may kill.

Run as `python -m tests.support.reindexing DSN FILE`. Each text that is embedded is a line of FILE,
and so is each attempt to switch.
"""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from adapters.postgres.database import Database
from adapters.postgres.embedding_builds import PostgresEmbeddingBuilds
from application.models import reindex_library
from application.models.reindex_library import ReindexLibrary, ReindexRequest
from application.ports.embedder import Embedder
from application.ports.model_loader import ModelSource
from domain.documents.chunks import Embedding
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.model_loader import FakeModelLoader

OTHER = "other"
DIMENSION = 16
CHUNKS_AT_ONCE = 3
SWITCH = "switch"


class WrittenEmbedder(FakeEmbedder):
    """Writes each text to a file before it is embedded, and takes a moment."""

    def __init__(self, file: Path) -> None:
        super().__init__(DIMENSION, name=OTHER)
        self._file = file

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        write(self._file, *texts)
        await asyncio.sleep(0.01)
        return await super().embed_passages(texts)


class OneModelLoader(FakeModelLoader):
    """Loads the written embedder."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self._embedder = embedder

    async def load(self, source: ModelSource) -> Embedder:
        del source
        return self._embedder


def write(file: Path, *lines: str) -> None:
    """Append lines to a file."""
    with file.open("a", encoding="utf-8") as opened:
        opened.writelines(f"{line}\n" for line in lines)


async def change(dsn: str, file: Path) -> None:
    """Change the model."""
    reindex_library.CHUNKS_AT_ONCE = CHUNKS_AT_ONCE
    database = Database(pool_size=3)
    await database.open(dsn)

    async def pause(seconds: float) -> None:
        write(file, SWITCH)
        await asyncio.sleep(min(seconds, 0.05))

    loader = OneModelLoader(WrittenEmbedder(file))
    reindex = ReindexLibrary(PostgresEmbeddingBuilds(database), loader, pause)
    await reindex.execute(ReindexRequest(OTHER))
    await database.close()


if __name__ == "__main__":
    asyncio.run(change(sys.argv[1], Path(sys.argv[2])))
