"""Many uploads of one file, and the failure of any message to the database."""

import asyncio
import os
from pathlib import Path

import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.signals import PostgresJobSignals
from domain.documents.document import Document
from domain.errors import ProcessingFailed, Unavailable
from tests.fakes.embedder import FakeEmbedder
from tests.support.database_proxy import database_proxy
from tests.support.databases import DatabaseServer
from tests.support.documents import a_document
from tests.support.durable_work import DIMENSION, content_of, work_on
from tests.support.uploads import a_file, an_upload

pytestmark = pytest.mark.faults

EVERY_CALL = bool(os.environ.get("TEST_EVERY_CALL"))
TEXT = "\n\n".join(" ".join(f"p{n}w{word}" for word in range(16)) for n in range(100))


async def test_many_uploads_of_one_file_are_one_document(
    embedded_server: DatabaseServer, tmp_path: Path
) -> None:
    """Of 50 concurrent uploads one is processed, and none of them fails."""
    async with embedded_server.database() as database:
        embedder = FakeEmbedder(DIMENSION)
        work = work_on(database, embedder, tmp_path)
        upload = an_upload("a.txt", TEXT.encode())
        results = await asyncio.gather(*(work.ingest.execute(upload) for _ in range(50)))
        assert len({result.document.id for result in results}) == 1
        assert sum(result.created for result in results) == 1
        assert sum(map(len, embedder.passages)) == results[0].document.total_chunks
        _, status, chunks = await content_of(database, results[0].document.id)
        assert (status, chunks) == ("processed", results[0].document.total_chunks)


async def test_a_file_that_fails_fails_once_for_all_of_its_uploads(
    embedded_server: DatabaseServer, tmp_path: Path
) -> None:
    """Of 50 concurrent uploads of a file that fails one is processed, and all are told."""
    async with embedded_server.database() as database:
        embedder = FakeEmbedder(DIMENSION)
        work = work_on(database, embedder, tmp_path)
        upload = an_upload("a.txt", TEXT.encode())
        embedder.hold()
        uploads = [asyncio.create_task(work.ingest.execute(upload)) for _ in range(50)]
        while not embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)  # the others have come by then; who comes later starts over
        embedder.fail_with(RuntimeError("out of memory"))
        embedder.release()
        results = await asyncio.gather(*uploads, return_exceptions=True)
        assert {type(result) for result in results} == {ProcessingFailed}
        assert len(embedder.passages) == 1


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("deliver", [True, False])
async def test_any_message_to_the_database_can_be_lost(
    embedded_server: DatabaseServer, tmp_path: Path, deliver: bool
) -> None:
    """Whichever message is lost, or its answer, the document is whole in the end, or never seen.

    It is embedded once more at most.
    """
    async with embedded_server.migrated_database(DIMENSION) as dsn:
        direct = Database(pool_size=2)
        await direct.open(dsn)
        whole = FakeEmbedder(DIMENSION)
        reference = await work_on(direct, whole, tmp_path).ingest.execute(
            an_upload("a.txt", TEXT.encode())
        )
        expected = await content_of(direct, reference.document.id)
        number, cut = 1, True
        while cut:
            await _forget_all(direct)
            async with database_proxy(dsn) as proxy:
                lossy = Database(pool_size=2)
                await lossy.open(proxy.dsn)
                proxy.cut_in, proxy.deliver = number, deliver
                embedder = FakeEmbedder(DIMENSION)
                document = await _made_searchable(lossy, direct, embedder, tmp_path)
                cut = proxy.cut_in is None
                await lossy.close()
            assert await content_of(direct, document.id) == expected
            assert sum(map(len, embedder.passages)) <= 2 * document.total_chunks
            number += 1 if EVERY_CALL else 9
        await direct.close()


async def _made_searchable(
    lossy: Database, direct: Database, embedder: FakeEmbedder, folder: Path
) -> Document:
    """Queue and process a document over a database that fails once, as clients and workers do."""
    work = work_on(lossy, embedder, folder)
    document = a_document(TEXT)
    for _ in range(10):
        try:
            queued = await work.jobs.enqueue(document, a_file(TEXT.encode()))
            claim = await work.jobs.claim_next()
            if claim is not None:
                return await work.process.execute(claim)
        except Unavailable:
            async with direct.connection() as connection:
                halves = await connection.fetchval(
                    "SELECT count(*) FROM document_chunks JOIN documents ON id = document_id"
                    " WHERE status <> 'processed'"
                )
            assert halves == 0
        else:
            if queued.status == "processed":
                return queued
        async with direct.connection() as connection:
            await connection.execute(
                "UPDATE document_jobs SET run_at = now(), lease_expires_at ="
                " CASE WHEN lease IS NOT NULL THEN now() END"
            )
    raise AssertionError("the document was not processed")


async def _forget_all(database: Database) -> None:
    async with database.connection() as connection:
        ids = await connection.fetch("SELECT id FROM documents")
    for row in ids:
        await PostgresDocumentStore(database).remove(row["id"])


async def test_a_listener_whose_connection_is_cut_listens_again(
    embedded_server: DatabaseServer, tmp_path: Path
) -> None:
    """A new job is heard of at once, also after the connection was cut."""
    async with embedded_server.database() as database:
        signals = PostgresJobSignals(database)
        work = work_on(database, FakeEmbedder(DIMENSION), tmp_path)
        await signals.wait(0)
        await signals.wait(0.01)
        for number in range(3):
            heard = asyncio.create_task(signals.wait(3600))
            await asyncio.sleep(0.05)
            text = f"text {number}"
            await work.jobs.enqueue(a_document(text), a_file(text.encode()))
            await heard
            async with database.owner() as connection:
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'quoth listening' AND datname = current_database()"
                )
            await signals.wait(3600)  # told that it is cut, so that the caller looks by itself
            await signals.wait(0.01)  # listens again
        await signals.close()
