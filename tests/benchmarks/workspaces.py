"""Searching a small workspace, alone in its database and beside a large one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from adapters.hugging_face.installed_models import BUNDLED_MODEL
from adapters.postgres.database import Database
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.word_fold import fold
from application.access.acting import acting_as
from application.retrieval.retriever import POOL
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.retrieval.passages import SearchMode
from tests.benchmarks.databases import DIMENSION, filled, postgres
from tests.benchmarks.figures import Figure, p95, percentiles, times
from tests.benchmarks.library import PASSAGES_PER_DOCUMENT, WORDS_PER_PASSAGE, SyntheticLibrary
from tests.benchmarks.searching import Asked, by_index, timed
from tests.benchmarks.sizes import Sizes
from tests.contracts.stores import library_in
from tests.support.databases import DatabaseServer
from tests.support.workspaces import member_of

SMALL = 2_000  # passages
ROUNDS = 4
SLOWER = 1.5  # as much as two runs of the same may differ by


def run(sizes: Sizes) -> list[Figure]:
    """Store the same small workspace twice, and search it in turns."""
    with postgres() as server:
        return asyncio.run(_measure(server, sizes))


async def _measure(server: DatabaseServer, sizes: Sizes) -> list[Figure]:
    texts = SyntheticLibrary(DIMENSION, seed=8)
    passages = list(texts.questions(SMALL, WORDS_PER_PASSAGE, WORDS_PER_PASSAGE))
    asked = list(texts.questions(sizes.questions))
    async with (
        filled(server, sizes.passages) as large,
        server.empty_database() as dsn,
        _small(dsn, passages) as alone,
        _small(large.dsn, passages) as beside,
    ):
        with acting_as(member_of(1)):
            return [
                await _compared(alone, beside, asked, mode, f"{sizes.passages:,}")
                for mode in (SearchMode.VECTOR, SearchMode.HYBRID)
            ]


@asynccontextmanager
async def _small(dsn: str, passages: Asked) -> AsyncIterator[PostgresPassageIndex]:
    """Store passages in a workspace of their own."""
    database = Database()
    await database.open(dsn, BUNDLED_MODEL, DIMENSION)
    library = library_in(database)
    with acting_as(member_of(1)):
        for first in range(0, len(passages), PASSAGES_PER_DOCUMENT):
            part = passages[first : first + PASSAGES_PER_DOCUMENT]
            await library.add(f"manual {first}", *_chunks(part))
        while await fold(database.transaction):
            pass
    async with database.owner() as owner:
        await owner.execute("VACUUM (ANALYZE)", timeout=600)
    yield PostgresPassageIndex(database)
    await database.close()


def _chunks(passages: Asked) -> Iterator[EmbeddedChunk]:
    for index, (text, vector) in enumerate(passages):
        chunk = Chunk(index, text, 0, len(text), WORDS_PER_PASSAGE)
        yield EmbeddedChunk(chunk, (tuple(vector.tolist()),), BUNDLED_MODEL)


async def _compared(
    alone: PostgresPassageIndex,
    beside: PostgresPassageIndex,
    asked: Asked,
    mode: SearchMode,
    others: str,
) -> Figure:
    by_itself: list[float] = []
    with_others: list[float] = []
    for _ in range(ROUNDS):  # in turns, so that other load affects both
        by_itself += (await timed(by_index(alone, mode, POOL), asked))[0]
        with_others += (await timed(by_index(beside, mode, POOL), asked))[0]
    ratio = p95(with_others) / p95(by_itself)
    return Figure(
        f"{mode.value} search of {SMALL:,} passages beside {others} of another workspace",
        percentiles(with_others),
        f"{percentiles(by_itself)} alone",
        times(ratio),
        f"p95 ≤ {SLOWER} ×",
        ratio <= SLOWER,
    )
