"""Workers on a real database with a model of words, in this process or in one of their own.

Run as a module with a DSN and a file, it works until it is killed, and writes each text that it
embeds into the file.
"""

import asyncio
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from adapters.disk_upload_files import DiskUploadFiles
from adapters.postgres.database import Database
from adapters.postgres.document_claims import PostgresDocumentClaims
from adapters.postgres.document_jobs import PostgresDocumentJobs
from adapters.postgres.document_originals import PostgresDocumentOriginals
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.document_texts import PostgresDocumentTexts
from adapters.postgres.idempotency_keys import PostgresIdempotencyKeys
from adapters.postgres.signals import PostgresJobSignals
from adapters.postgres.stored_contents import PostgresStoredContents
from adapters.postgres.stored_embeddings import PostgresStoredEmbeddings
from application.documents import work_off_jobs
from application.documents.embedding_lanes import EmbeddingLanes
from application.documents.ingest_document import IngestDocument
from application.documents.nested_uploads import NestedUploads
from application.documents.process_document import ProcessDocument
from application.documents.process_job import ProcessJob
from application.documents.read_original import ReadOriginal
from application.documents.read_upload import ReadUpload
from application.documents.receive_upload import ReceiveUpload
from application.documents.work_off_jobs import WorkOffJobs
from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import Embedding
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.text_extractor import DirectTextExtractor
from tests.fakes.tokenizer import WordTokenizer

DIMENSION = 8
CHUNK_WORDS = 16


@dataclass(frozen=True)
class Work:
    """The use cases that work on documents, over one database."""

    jobs: PostgresDocumentJobs
    ingest: IngestDocument
    process: ProcessJob
    worker: WorkOffJobs


def work_on(database: Database, embedder: FakeEmbedder, folder: Path) -> Work:
    """Return the use cases over a database."""
    claims, files = PostgresDocumentClaims(database), DiskUploadFiles(folder)
    read = ReadUpload(DirectTextExtractor(), 10_000_000)
    process = ProcessDocument(
        EmbeddingLanes(
            WordTokenizer(),
            embedder,
            PostgresStoredEmbeddings(database),
            ChunkingPolicy(CHUNK_WORDS, 0),
        ),
        CommonWordDetector(),
        PostgresDocumentTexts(database),
        claims,
        PostgresDocumentStore(database),
    )
    keys, contents = PostgresIdempotencyKeys(database), PostgresStoredContents(database)
    receive = ReceiveUpload(read, embedder, keys, claims, contents)
    nested = NestedUploads(receive, process, claims, files)
    original = ReadOriginal(PostgresDocumentOriginals(database))
    job = ProcessJob(original, files, read, nested, process)
    jobs = PostgresDocumentJobs(database)
    worker = WorkOffJobs(jobs, PostgresJobSignals(database), job, places=3)
    return Work(jobs, IngestDocument(nested), job, worker)


async def content_of(database: Database, document_id: UUID) -> tuple[str, str, int]:
    """Return a digest of the chunks and vectors of a document, its status, and how many words."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT chunk_index, content, char_start, char_end, embedding::text AS vector"
            " FROM document_chunks JOIN chunk_embeddings USING (document_id, chunk_index)"
            " WHERE document_id = $1 ORDER BY chunk_index, window_index",
            document_id,
        )
        status = await connection.fetchval(
            "SELECT status FROM documents_as_read WHERE id = $1", document_id
        )
    digest = hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
    return digest, status, len(rows)


class RecordingEmbedder(FakeEmbedder):
    """Takes a moment for each call, and then writes what it embedded into a file."""

    def __init__(self, record: Path) -> None:
        super().__init__(DIMENSION)
        self._record = record

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        embedded = await super().embed_passages(texts)
        await asyncio.sleep(0.03)
        with self._record.open("a") as record:
            record.write("".join(f"{' '.join(text.split())}\n" for text in texts))
        return embedded


async def main(dsn: str, record: Path) -> None:
    """Work off the queue until the process is killed."""
    work_off_jobs.POLL_SECONDS = 0.1
    database = Database(pool_size=4)
    await database.open(dsn)
    await work_on(database, RecordingEmbedder(record), record.parent / "uploads").worker.execute()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
