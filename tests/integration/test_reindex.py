"""The vectors of another model in PostgreSQL: processes that die, and searches at the switch."""

import asyncio
import contextlib
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres.database import Database
from application.ports.embedding_builds import EmbeddingBuild
from application.ports.embedding_models import StoredModel
from application.ports.model_loader import ModelSource
from domain.documents.chunks import EmbeddedChunk
from domain.errors import EmbeddingModelChanged
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import Library, library_in
from tests.support.databases import DIMENSION, MODEL, connected
from tests.support.documents import embedded, processed, unit
from tests.support.reindexing import CHUNKS_AT_ONCE, OTHER, SWITCH

TWIN = StoredModel(ModelSource("twin", "twin"), DIMENSION)
KILLS = 4


@pytest.fixture
def library(database: Database) -> Library:
    """The library in a new database."""
    return library_in(database)


@asynccontextmanager
async def reindexing(dsn: str, file: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Change the model in a process, and kill it at the end of the block unless it has ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.reindexing", dsn, str(file))
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()


def lines_of(file: Path) -> list[str]:
    """Return the lines of a file that may not be there yet."""
    return file.read_text().splitlines() if file.exists() else []


async def lines(file: Path, count: int, text: str | None = None) -> None:
    """Wait until a file has more lines than a count, or so many with this text."""
    while sum(text in (None, line) for line in lines_of(file)) < count:  # noqa: ASYNC110 - a file
        await asyncio.sleep(0.01)


async def fill(library: Library, chunks: int = 60) -> None:
    """Add documents of six chunks each."""
    for start in range(0, chunks, 6):
        some = [embedded(n, f"word{start + n} of it", unit(n)) for n in range(6)]
        await library.add(f"document {start}", *some)


async def live(dsn: str) -> tuple[str, int, int]:
    """Return the live model, the chunks and the chunks with its vectors."""
    async with connected(dsn) as connection:
        row = await connection.fetchrow(
            "SELECT name, (SELECT count(*) FROM document_chunks),"
            " (SELECT count(DISTINCT (document_id, chunk_index)) FROM chunk_embeddings)"
            " FROM embedding_model"
        )
        return tuple(row)


async def test_a_build_survives_the_death_of_its_process(postgres_dsn: str, tmp_path: Path) -> None:
    """Killed again and again, it goes on where it was, and embeds nothing twice but what it held.

    Documents are added and removed meanwhile.
    """
    database = Database(pool_size=4)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library, file = library_in(database), tmp_path / "embedded"
    await fill(library)
    chance = random.Random(7)  # noqa: S311 - chooses moments
    for number in range(KILLS):
        async with reindexing(postgres_dsn, file):
            await lines(file, len(lines_of(file)) + chance.randint(1, 12))
        assert await live(postgres_dsn) == (MODEL, 60, 60)
        added = await library.add(f"more {number}", embedded(0, f"more {number}", unit(1)))
        gone = await library.add(f"less {number}", embedded(0, f"less {number}", unit(1)))
        await library.store.remove(gone.id)
        found = await library.index.candidates("", unit(1), 100, SearchMode.VECTOR, model=MODEL)
        assert added.id in {each.passage.place.document_id for each in found.items}
        await library.store.remove(added.id)
    await library.add("last", embedded(0, "last", unit(1)))
    async with reindexing(postgres_dsn, file) as process:
        assert await process.wait() == 0
    assert await live(postgres_dsn) == (OTHER, 61, 61)
    texts = [line for line in lines_of(file) if line != SWITCH and not line.startswith("more")]
    assert len(set(texts)) == 61
    assert len(texts) <= 61 + KILLS * CHUNKS_AT_ONCE
    with pytest.raises(EmbeddingModelChanged):
        await library.index.candidates("", unit(1), 9, model=MODEL)
    await database.close()


async def test_a_process_that_dies_at_the_switch_leaves_the_library_as_it_was(
    postgres_dsn: str, tmp_path: Path
) -> None:
    """While the switch cannot be made, searches go on; run again, it only has to switch."""
    database = Database(pool_size=4)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library, file = library_in(database), tmp_path / "embedded"
    await fill(library, 12)
    async with connected(postgres_dsn) as reader, reader.transaction():
        await reader.execute("LOCK TABLE chunk_embeddings IN ACCESS SHARE MODE")
        async with reindexing(postgres_dsn, file):
            await lines(file, 3, SWITCH)
            found = await library.index.candidates("", unit(1), 9, SearchMode.VECTOR, model=MODEL)
            assert len(found.items) == 9
    assert await live(postgres_dsn) == (MODEL, 12, 12)
    state = await library.builds.state()
    assert state.beside is not None
    assert (state.beside.chunks, state.beside.was_live) == (12, False)
    async with reindexing(postgres_dsn, file) as process:
        assert await process.wait() == 0
    assert await live(postgres_dsn) == (OTHER, 12, 12)
    assert len([line for line in lines_of(file) if line != SWITCH]) == 12
    await database.close()


async def complete(build: EmbeddingBuild, axis: int) -> None:
    """Give every missing chunk one vector."""
    missing = await build.missing(None, 100)
    await build.store([(each, (unit(axis),)) for each in missing])


async def test_a_question_never_meets_vectors_of_the_other_model(library: Library) -> None:
    """While the library goes to and fro, each search finds its model's vectors or is refused."""
    await library.add("a", embedded(0, "heron", unit(0)))
    models = {MODEL: unit(0), "twin": unit(5)}
    done = asyncio.Event()
    outcomes = {"found": 0, "refused": 0}

    async def ask(model: str) -> None:
        while not done.is_set():
            try:
                found = await library.index.candidates("heron", models[model], 5, model=model)
            except EmbeddingModelChanged:
                outcomes["refused"] += 1
            else:
                assert [round(each.passage.similarity, 3) for each in found.items] == [1.0]
                outcomes["found"] += 1

    async def switch() -> None:
        for number in range(12):
            model = TWIN if number % 2 == 0 else StoredModel(ModelSource(MODEL, MODEL), DIMENSION)
            async with library.builds.begin(model) as build:
                await complete(build, 5)
                while not await build.switch():  # noqa: ASYNC110 - it is tried again
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
        done.set()

    async with asyncio.TaskGroup() as group:
        for model in (*models, *models):
            group.create_task(ask(model))
        group.create_task(switch())
    assert min(outcomes.values()) > 0


async def waiting_for_advisory_lock(connection: asyncpg.Connection) -> None:
    """Wait until a transaction waits for an advisory lock."""
    query = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
    while not await connection.fetchval(query):  # noqa: ASYNC110 - the server has no event for it
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("switches", [True, False])
async def test_additions_wait_for_a_switch_that_has_waited_for_them(
    database: Database, library: Library, postgres_dsn: str, switches: bool
) -> None:
    """They are refused whole if the library went over meanwhile, and are stored if it did not."""
    del postgres_dsn
    await library.add("a", embedded(0, "heron", unit(0)))
    claim = await library.claim("b")
    chunks = [embedded(0, "egret", unit(1))]
    adding = None
    async with library.builds.begin(TWIN) as build:
        assert not await build.switch(hold_writers=True)
        done = processed(claim.document, chunks)
        adding = asyncio.create_task(library.store.add(claim, done, "b", chunks))
        async with database.connection() as connection:
            await waiting_for_advisory_lock(connection)
        if switches:
            await complete(build, 5)
            assert await build.switch()
            with pytest.raises(EmbeddingModelChanged):
                await adding
    if switches:
        assert await library.chunks(claim.document.id) == ()
        chunks = [EmbeddedChunk(chunks[0].chunk, (unit(6),), "twin")]
        await library.store.add(claim, processed(claim.document, chunks), "b", chunks)
    else:
        await adding
    assert len(await library.chunks(claim.document.id)) == 1


async def test_indexes_keep_their_names_through_every_change(
    database: Database, library: Library
) -> None:
    """So a manual, a later migration and the next build find them."""
    async with database.connection() as connection:
        query = (
            "SELECT tablename, indexname FROM pg_indexes"
            " WHERE tablename LIKE 'chunk_emb%' ORDER BY 2"
        )
        before = await connection.fetch(query)
        for model in (TWIN, (await library.builds.state()).live, TWIN):
            async with library.builds.begin(model) as build:
                assert await build.switch()
        assert await connection.fetch(query) != before
        await library.builds.drop()
        assert await connection.fetch(query) == before
