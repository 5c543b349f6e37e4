"""Receiving an upload: what is stored, and under which id."""

import asyncio

import pytest

from application.documents.read_upload import ReadUpload
from application.documents.receive_upload import ReceiveRequest, ReceiveUpload
from application.ports.text_extractor import TextExtractor
from domain.documents.document import DocumentStatus, ExtractedText, Upload
from domain.errors import (
    EmbedderUnavailable,
    FileTooLarge,
    IdempotencyKeyReused,
    TextUndecodable,
    UnsupportedFileType,
)
from tests.fakes.chats import InMemoryChats, InMemoryIdempotencyKeys
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.ingest import ingest_into
from tests.fakes.jobs import InMemoryDocumentClaims
from tests.fakes.library import InMemoryLibrary
from tests.fakes.stored_contents import InMemoryStoredContents
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.uploads import an_upload

CONTENT = "\ufeffThe heron nests in the old mill.\r\n".encode()
UPLOAD = an_upload("notes.txt", CONTENT)


def receive_into(
    library: InMemoryLibrary,
    embedder: FakeEmbedder | None = None,
    chats: InMemoryChats | None = None,
    extractor: TextExtractor | None = None,
) -> ReceiveUpload:
    return ReceiveUpload(
        ReadUpload(extractor or DirectTextExtractor(), 100),
        embedder or FakeEmbedder(),
        InMemoryIdempotencyKeys(chats),
        InMemoryDocumentClaims(library),
        InMemoryStoredContents(library),
    )


class CountedExtractor(DirectTextExtractor):
    """Counts what is read. A reading that is begun waits for `gate`."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0
        self.gate = asyncio.Event()

    async def extract(self, upload: Upload) -> ExtractedText:
        self.read += 1
        await self.gate.wait()
        return await super().extract(upload)


async def test_a_received_upload_is_claimed_and_its_bytes_are_stored() -> None:
    """The document is stored as processing, with its original bytes, and its text is extracted."""
    library = InMemoryLibrary()
    received = await receive_into(library).execute(ReceiveRequest(UPLOAD))
    [entry] = library.entries.values()
    assert entry.originals[1] == CONTENT
    assert received.claim.granted
    assert entry.job is not None
    assert entry.job.lease == received.claim.token
    assert received.claim.document == received.document
    assert received.document.status is DocumentStatus.PROCESSING
    assert received.document.file_size == len(CONTENT)
    assert received.first_id == received.document.id
    assert (await received.read()).text == "The heron nests in the old mill.\n"


@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (an_upload("a.txt", b"x" * 101), FileTooLarge),
        (an_upload("a.txt", b"caf\xe9\0"), TextUndecodable),
        (an_upload("a.exe", b"x"), UnsupportedFileType),
    ],
)
async def test_a_file_that_cannot_be_read_leaves_no_trace(
    upload: Upload, error: type[Exception]
) -> None:
    """An unreadable or large file is refused, nothing is stored, and the key stays free."""
    library, chats = InMemoryLibrary(), InMemoryChats()
    receive = receive_into(library, chats=chats)
    with pytest.raises(error):
        await receive.execute(ReceiveRequest(upload, "key"))
    assert not library.entries
    assert not chats.keys


async def test_while_the_model_is_loading_nothing_is_received() -> None:
    """While the model loads, an upload is refused and nothing is stored."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    embedder.fail_with(EmbedderUnavailable())
    with pytest.raises(EmbedderUnavailable):
        await receive_into(library, embedder).execute(ReceiveRequest(UPLOAD))
    assert not library.entries


async def test_the_same_bytes_are_claimed_once() -> None:
    """A second upload of the same bytes returns the first one's document."""
    receive = receive_into(InMemoryLibrary())
    first = await receive.execute(ReceiveRequest(UPLOAD))
    second = await receive.execute(ReceiveRequest(UPLOAD))
    assert not second.claim.granted
    assert second.claim.document == first.document
    assert second.first_id == second.document.id != first.document.id


async def test_a_key_stands_for_the_first_upload_under_it() -> None:
    """Repeating an upload under its key returns the first id; a different upload is refused."""
    library = InMemoryLibrary()
    receive = receive_into(library)
    first = await receive.execute(ReceiveRequest(UPLOAD, "key"))
    again = await receive.execute(ReceiveRequest(UPLOAD, "key"))
    assert again.first_id == first.document.id
    with pytest.raises(IdempotencyKeyReused):
        await receive.execute(ReceiveRequest(an_upload("notes.txt", b"Else."), "key"))
    assert len(library.entries) == 1


async def test_what_is_processed_already_is_not_read_again() -> None:
    """It is only recognised, also under another name; and read if its document is gone by then."""
    library, extractor = InMemoryLibrary(), CountedExtractor()
    await ingest_into(library, FakeEmbedder()).execute(UPLOAD)
    receive = receive_into(library, extractor=extractor)
    again = await receive.execute(ReceiveRequest(an_upload("again.txt", CONTENT)))
    assert (extractor.read, again.claim.granted) == (0, False)
    assert again.claim.document.names == ("notes.txt", "again.txt")
    extractor.gate.set()
    assert (await again.read()).text == "The heron nests in the old mill.\n"
    with pytest.raises(UnsupportedFileType):
        await receive.execute(ReceiveRequest(an_upload("again.exe", CONTENT)))


async def test_equal_uploads_at_once_are_read_once() -> None:
    """All get the text, or the reason why there is none; nothing of it stays for later ones."""
    library, extractor = InMemoryLibrary(), CountedExtractor()
    receive = receive_into(library, extractor=extractor)
    damaged = ReceiveRequest(an_upload("a.txt", b"caf\xe9\0"))
    all_ = [asyncio.create_task(receive.execute(damaged)) for _ in range(20)]
    await asyncio.sleep(0.01)
    extractor.gate.set()
    ends = await asyncio.gather(*all_, return_exceptions=True)
    assert all(isinstance(end, TextUndecodable) for end in ends)
    assert extractor.read == 1
    with pytest.raises(TextUndecodable):
        await receive.execute(damaged)
    assert extractor.read == 2


async def test_an_upload_that_is_broken_off_leaves_the_reading_to_its_equal() -> None:
    """Its file goes with it, so the next one reads its own."""
    library, extractor = InMemoryLibrary(), CountedExtractor()
    receive = receive_into(library, extractor=extractor)
    first, second = [asyncio.create_task(receive.execute(ReceiveRequest(UPLOAD))) for _ in "ab"]
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.wait([first])
    extractor.gate.set()
    assert (await second).claim.granted
    assert extractor.read == 2
