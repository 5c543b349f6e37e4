"""Ingesting: what is left behind when it is cut off."""

import asyncio

import pytest

from adapters.plain_text_extractor import PlainTextExtractor
from application.ingest_document import IngestDocument
from domain.chunking import ChunkingPolicy
from domain.documents import DocumentStatus, Upload
from domain.errors import FileTooLarge
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.library import InMemoryDocumentStore, InMemoryLibrary
from tests.fakes.tokenizer import WordTokenizer

UPLOAD = Upload("notes.txt", b"The heron nests in the old mill.")


def ingest_into(library: InMemoryLibrary, embedder: FakeEmbedder) -> IngestDocument:
    return IngestDocument(
        PlainTextExtractor(),
        WordTokenizer(),
        embedder,
        CommonWordDetector(),
        InMemoryDocumentStore(library),
        ChunkingPolicy(64, 8),
        max_upload_bytes=100,
    )


async def test_an_ingest_that_is_cut_off_leaves_a_failed_document() -> None:
    """Whoever sends it again after a restart need not wait for the claim to run out."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    embedder.hold()
    running = asyncio.create_task(ingest_into(library, embedder).execute(UPLOAD))
    while not embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    [entry] = library.entries.values()
    assert entry.document.status is DocumentStatus.FAILED
    assert "again" in (entry.document.error_message or "")
    embedder.release()
    again = await ingest_into(library, embedder).execute(UPLOAD)
    assert again.created
    assert again.document.id == entry.document.id


async def test_a_stop_is_a_stop_though_the_database_is_gone() -> None:
    """Being cancelled is not turned into another error by what cannot be written any more."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    embedder.hold()
    running = asyncio.create_task(ingest_into(library, embedder).execute(UPLOAD))
    while not embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    library.available = False
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    """The limit holds for whoever calls, not for uploads over HTTP alone."""
    library = InMemoryLibrary()
    with pytest.raises(FileTooLarge):
        await ingest_into(library, FakeEmbedder()).execute(Upload("a.txt", b"x" * 101))
    assert not library.entries
