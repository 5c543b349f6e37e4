"""Ingesting: who comes first among several, and what is left behind when it is cut off."""

import asyncio

import pytest

from adapters.plain_text_extractor import PlainTextExtractor
from application.documents.ingest_document import IngestDocument
from application.ports.tokenizer import Tokenizer
from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import TokenSpans
from domain.documents.document import DocumentStatus, Upload
from domain.errors import FileTooLarge
from tests.fakes.chats import InMemoryIdempotencyKeys
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.language_detector import CommonWordDetector
from tests.fakes.library import InMemoryDocumentStore, InMemoryLibrary
from tests.fakes.tokenizer import WordTokenizer

UPLOAD = Upload("notes.txt", b"The heron nests in the old mill.")


def ingest_into(
    library: InMemoryLibrary,
    embedder: FakeEmbedder,
    tokenizer: Tokenizer | None = None,
    chunk_tokens: int = 64,
    max_upload_bytes: int = 100,
) -> IngestDocument:
    return IngestDocument(
        PlainTextExtractor(),
        tokenizer or WordTokenizer(),
        embedder,
        CommonWordDetector(),
        InMemoryDocumentStore(library),
        InMemoryIdempotencyKeys(),
        ChunkingPolicy(chunk_tokens, 0),
        max_upload_bytes,
    )


def upload_of(name: str, chunks: int) -> Upload:
    """Return an upload of so many chunks of 8 words."""
    return Upload(f"{name}.txt", (f"{name} heron " * 4 * chunks).encode())


class OneAtATimeTokenizer(WordTokenizer):
    """Fails if it is asked for the tokens of a text while it is at another."""

    busy = False

    async def token_spans(self, text: str) -> TokenSpans:
        assert not self.busy
        self.busy = True
        await asyncio.sleep(0)
        self.busy = False
        return await super().token_spans(text)


async def test_a_short_document_is_embedded_before_the_rest_of_a_long_one() -> None:
    """The first turn of each document comes soon; the rest of long ones, one after another."""
    embedder, tokenizer = FakeEmbedder(), WordTokenizer()
    ingest = ingest_into(InMemoryLibrary(), embedder, tokenizer, 8, max_upload_bytes=10**6)
    embedder.hold()
    async with asyncio.TaskGroup() as group:
        for name, chunks in (("long", 200), ("second", 130), ("short", 3), ("last", 1)):
            group.create_task(ingest.execute(upload_of(name, chunks)))
        # when the last one is being cut, those before it are waiting for their turn
        while len(tokenizer.texts) < 4:  # noqa: ASYNC110 - the fake records, it does not signal
            await asyncio.sleep(0)
        embedder.release()
    turns = [(passages[0].split()[0], len(passages)) for passages in embedder.passages]
    turns.remove(("last", 1))
    assert [name for name, _ in turns[:3]] == ["long", "second", "short"]
    assert turns[3:] == [("long", 64), ("long", 64), ("long", 8), ("second", 64), ("second", 2)]


async def test_a_document_in_turns_is_stored_whole_and_in_order() -> None:
    """Every chunk has the vectors that it has when all of them are embedded together."""
    library = InMemoryLibrary()
    ingest = ingest_into(library, FakeEmbedder(), chunk_tokens=8, max_upload_bytes=10**6)
    text = " ".join(f"word{number}" for number in range(8 * 150))
    await ingest.execute(Upload("words.txt", text.encode()))
    [entry] = library.entries.values()
    assert [each.chunk.index for each in entry.chunks] == [*range(150)]
    windows = await FakeEmbedder().embed_passages([each.chunk.content for each in entry.chunks])
    assert [each.windows for each in entry.chunks] == windows


async def test_one_document_at_a_time_is_cut() -> None:
    """However many arrive at once, the places of one text's tokens are held in memory."""
    ingest = ingest_into(InMemoryLibrary(), FakeEmbedder(), OneAtATimeTokenizer())
    uploads = [Upload("notes.txt", f"Heron {number}".encode()) for number in range(5)]
    done = await asyncio.gather(*map(ingest.execute, uploads))
    assert all(each.created for each in done)


async def test_whoever_waits_for_a_turn_can_be_cut_off() -> None:
    """A document that is cut off while it waits leaves the turn to the next one."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    ingest = ingest_into(library, embedder)
    embedder.hold()
    first, waiting, last = (
        asyncio.create_task(ingest.execute(Upload(f"{number}.txt", f"Heron {number}".encode())))
        for number in range(3)
    )
    while len(library.entries) < 3 or not embedder.passages:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    embedder.release()
    assert (await first).created
    assert (await last).created
    statuses = {
        entry.document.filename: entry.document.status for entry in library.entries.values()
    }
    assert statuses["1.txt"] is DocumentStatus.FAILED


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
